"""``lantern report``: a month as an HTML page and as figures."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from lantern import paths
from lantern.cli.console import console
from lantern.content.library import load_library
from lantern.editing.shelf import shelved_titles
from lantern.insights.conversations import records_in
from lantern.insights.report import LEAST, figures, month_after, month_before, month_span, page
from lantern.privacy.masking import Masker
from lantern.privacy.setup import masker_of

Month = Annotated[str, typer.Option(help="The month, such as 2026-11; without it, the present one.")]
To = Annotated[Path, typer.Option(help="Folder to write into.", file_okay=False)]
Database = Annotated[str, typer.Option(help="SQLAlchemy address of the conversations.")]


def command(month: Month = "", to: To = Path("results/reports"), database: Database = "") -> None:
    """Write a month's report: MONTH.html to read, MONTH.json with the figures.

    The figures of earlier months are kept in that folder, so that trends outlive the conversations.

    Example: lantern report --month 2026-11
    """
    month = month or datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m")
    library = load_library(paths.DATA)
    masker = masker_of(library)
    records = records_in(paths.STATE, masker, *month_span(month), database)
    found = figures(records, month, _before(month, to, database, masker))
    to.mkdir(parents=True, exist_ok=True)
    html = page(found, library, _ways(month, to), shelved_titles(paths.ROOT))
    (to / f"{month}.html").write_text(html, encoding="utf-8")
    (to / f"{month}.json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    few = found["conversations"] is None
    counted = (
        f"Fewer than {LEAST} conversations"
        if few
        else f"{found['messages']} messages of {found['conversations']} conversations"
    )
    console.print(f"{counted}: {to / month}.html", markup=False)


def _ways(month: str, to: Path) -> list[tuple[str, str]]:
    """Return the reports of the months beside this one that lie in the same folder."""
    beside = (("The month before", month_before(month)), ("The month after", month_after(month)))
    return [
        (f"{other}.html", f"{label}, {other}") for label, other in beside if (to / f"{other}.html").is_file()
    ]


def _before(month: str, to: Path, database: str, masker: Masker) -> dict[str, Any] | None:
    """Return the figures of the month before: as they were kept, or from what is still there."""
    earlier = month_before(month)
    kept = to / f"{earlier}.json"
    if kept.is_file():
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return found
    records = records_in(paths.STATE, masker, *month_span(earlier), database)
    return figures(records, earlier) if records else None
