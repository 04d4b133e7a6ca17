"""``lantern review``: what has to be looked at, an answer beside its facts, and a review written down."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer
from rich.table import Table

from lantern import paths
from lantern.cli.console import console
from lantern.cli.entries import entry_there
from lantern.content.library import load_library
from lantern.editing.files import open_entry
from lantern.editing.publishing import published
from lantern.editing.reviews import fact_check, record_review, to_review
from lantern.editing.shelf import shelved
from lantern.model_file import content_of

Entry = Annotated[str, typer.Argument(help="Show this entry beside its facts; without it, the list.")]
By = Annotated[str, typer.Option(help="Write down that you, by this name, have reviewed it.")]


def command(entry: Entry = "", by: By = "") -> None:
    """List what is unreviewed, due or rests on a changed fact; or show one answer beside its facts.

    Example: lantern review palliative_care_what --by "Jane Roe, medical oncologist"
    """
    if not entry:
        _list()
        return
    family, name, data = entry_there(entry)
    opened = open_entry(data, family, name)
    found = fact_check(load_library(paths.DATA), opened.draft)
    console.print(f"[bold]{opened.draft.title}[/]")
    console.print(f"{opened.draft.text}\n{opened.draft.more}", markup=False)
    table = Table("fact", "it says", "section", "source")
    for fact, source, dated in found.facts:
        table.add_row(fact.id, fact.text, fact.section, f"{source} ({dated})")
    console.print(table)
    if by:
        typer.confirm(f"Does every statement stand in these facts, {by}?", abort=True)
        record_review(data, family, name, by, datetime.date.today(), opened.mark)
        console.print("The review is written down.")


def _list() -> None:
    library = load_library(paths.DATA)
    record = published(paths.STATE)
    model = paths.MODELS / record.model if record else paths.MODELS / "none.tar.gz"
    with content_of(model) as before:
        found = to_review(library, datetime.date.today(), before)
    table = Table("entry", "why", "facts", "due")
    for item in found:
        due = item.entry.metadata.review.due.isoformat()
        table.add_row(item.entry.intent, ", ".join(item.reasons), ", ".join(item.facts), due)
    waiting = [one for one in shelved(paths.ROOT) if one.state == "in_review"]
    for one in waiting:
        table.add_row(f"{one.family}/{one.name}", "in review", "", "")
    console.print(table if found or waiting else "Nothing has to be looked at.")
