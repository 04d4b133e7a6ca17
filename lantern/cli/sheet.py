"""``lantern export`` and ``lantern import``: the content as a spreadsheet, a row an entry."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.cli.console import console
from lantern.cli.entries import Why, keep_why
from lantern.content.library import load_library
from lantern.editing.files import place_of
from lantern.editing.sheets import apply_merge, export, merge_of

Sheet = Annotated[Path, typer.Argument(help="A file that ends in .xlsx or .csv.", dir_okay=False)]
Despite = Annotated[bool, typer.Option("--despite", help="Take over the rows that can be read all the same.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]


def export_command(sheet: Sheet) -> None:
    """Write all topics, areas and small talk into a spreadsheet.

    Example: lantern export content.xlsx
    """
    count = export(load_library(paths.DATA), sheet)
    console.print(f"{count} rows written: {sheet}", markup=False)


def import_command(sheet: Sheet, despite: Despite = False, dry_run: DryRun = False, why: Why = "") -> None:
    """Merge a spreadsheet into data/: what changed is written; nothing if a cell is bad.

    With --dry-run it ends with 1 if anything would be refused.

    Example: lantern import content.xlsx --dry-run
    """
    library = load_library(paths.DATA)
    merge = merge_of(library, sheet)
    for draft in merge.new:
        console.print(f"new: data/{draft.file}", markup=False)
    for draft, _ in merge.changed:
        console.print(f"changed: data/{draft.file}", markup=False)
    if merge.ignored_columns:
        console.print(f"Columns that mean nothing here: {', '.join(merge.ignored_columns)}", markup=False)
    if dry_run:
        for cell in merge.bad:
            console.print(str(cell), markup=False)
        console.print(f"{merge.same} row(s) change nothing. Nothing was written.")
        if merge.bad and (merge.unreadable or not despite):
            # Whatever asks before it imports learns here that something would be refused.
            raise typer.Exit(1)
        return
    if despite:
        for cell in merge.bad:
            console.print(str(cell), markup=False)
    count = apply_merge(library, merge, despite)
    written = [*merge.new, *(draft for draft, _ in merge.changed)]
    keep_why(why, *(place_of(paths.DATA, draft.family, draft.name) for draft in written))
    console.print(f"{count} file(s) written, {merge.same} row(s) change nothing.")
