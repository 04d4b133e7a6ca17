"""``lantern inbox``: what people asked and did not get, and what to do with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from lantern import paths
from lantern.cli.console import console
from lantern.content.library import Library, load_library
from lantern.editing.inbox import done_marks, read_sheet, take, write_sheet
from lantern.encoder.runtime import Encoder
from lantern.errors import ContentError
from lantern.insights.conversations import records_in
from lantern.insights.groups import LEAST, Grouped, group
from lantern.privacy.setup import masker_of

Take = Annotated[str, typer.Option("--take", help="The group to decide on, with --as.")]
As = Annotated[
    str, typer.Option("--as", help="A topic's name, area/NAME, new/NAME (a topic to begin), or noise.")
]
To = Annotated[Path | None, typer.Option(help="Write the groups into this .xlsx or .csv, to be filled in.")]
From = Annotated[Path | None, typer.Option("--from", help="Take over a sheet that was filled in.")]
Least = Annotated[int, typer.Option(min=1, help="Show groups of at least so many conversations.")]
Database = Annotated[str, typer.Option(help="SQLAlchemy address of the conversations.")]


def command(
    take_group: Take = "",
    answer: As = "",
    to: To = None,
    filled: From = None,
    least: Least = LEAST,
    database: Database = "",
) -> None:
    """Show what was asked in vain, grouped by meaning; give a group to a topic, an area, or to noise.

    Example: lantern inbox --take 1a2b3c4d --as palliative_care_what
    """
    library = load_library(paths.DATA)
    grouped = groups_now(library, database, least)
    if to:
        console.print(f"{write_sheet(grouped, to)} groups written: {to}", markup=False)
    elif filled:
        for one, chosen in read_sheet(grouped, filled, library):
            _take(one.id, chosen, grouped)
    elif take_group:
        if not answer:
            raise ContentError("Say what it is with --as: a topic's name, area/NAME, new/NAME, or noise.")
        _take(take_group, answer, grouped)
    else:
        _show(grouped, least)


def groups_now(library: Library, database: str = "", least: int = LEAST) -> Grouped:
    """Return the groups that nobody has dealt with yet."""
    records = records_in(paths.STATE, masker_of(library), database=database)
    return group(records, Encoder(paths.ENCODER).encode, least, done_marks(paths.STATE))


def _take(name: str, answer: str, grouped: Grouped) -> None:
    found = [one for one in grouped.groups if one.id == name]
    if not found:
        raise ContentError(f"There is no group {name!r}. lantern inbox lists them.")
    # Read again: what was taken before has changed it.
    taken = take(found[0], answer, load_library(paths.DATA), paths.ROOT, paths.STATE)
    console.print(
        f"{name} → {answer}: {len(taken.utterances)} utterance(s), "
        f"{len(taken.questions)} held-out question(s)."
    )


def _show(grouped: Grouped, least: int) -> None:
    table = Table("group", "messages", "from", "why", "nearest", "such as")
    for one in grouped.groups:
        why = ", ".join(f"{reason} {count}" for reason, count in one.reasons)
        examples = "\n".join(one.examples).replace("[", "\\[")
        table.add_row(one.id, str(one.messages), str(one.conversations), why, one.nearest, examples)
    console.print(table if grouped.groups else "The inbox is empty.")
    if grouped.hidden:
        console.print(
            f"{grouped.hidden} message(s) are in groups of fewer than {least} conversations, and not shown."
        )
