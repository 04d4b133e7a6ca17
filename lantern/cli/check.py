"""``lantern check``: find everything that is wrong with the content, and what comes too near by meaning."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from lantern import paths
from lantern.cli.console import console
from lantern.content.check import check_content, warnings_of
from lantern.content.library import Library, read_library
from lantern.editing.history import changed_files
from lantern.editing.neighbours import meanings_of
from lantern.encoder.runtime import MANIFEST
from lantern.errors import LanternError
from lantern.paths import DATA

# So many conflicts of entries that were not changed are listed with --near.
MOST = 40

NearAll = Annotated[
    bool, typer.Option("--near", help="List conflicts by meaning of all entries, not of changed ones only.")
]


def command(near: NearAll = False) -> None:
    """Check all content in data/ and list every problem with its file, line and cure.

    Answers that were to be looked at again by now are warnings: they do not make the check fail.

    Utterances of changed files that ask what another topic answers are listed too; they fail nothing.

    Example: lantern check --near
    """
    sound = report()
    library, _ = read_library(DATA)
    if library is not None and library.entries:
        _advise(library, near)
    if not sound:
        raise typer.Exit(1)


def report() -> bool:
    """Print all problems of the content; return whether there are none."""
    problems = check_content(DATA)
    for problem in problems:
        console.print(f"[bold]{problem.file}:{problem.line}[/]: ", end="")
        console.print(f"{problem.what} {problem.cure}", markup=False)
    for warning in warnings_of(DATA, date.today()):
        console.print(f"[bold]{warning.file}:{warning.line}[/]: [yellow]Warning:[/] ", end="")
        console.print(f"{warning.what} {warning.cure}", markup=False)
    if problems:
        files = len({problem.file for problem in problems})
        console.print(f"[red]{len(problems)} problem(s) in {files} file(s).[/]")
    else:
        console.print("[green]The content is in order.[/]")
    return not problems


def _advise(library: Library, everything: bool) -> None:
    """Print which utterances come too near to those of others."""
    if not (paths.ENCODER / MANIFEST).is_file():
        console.print("By meaning nothing was compared: run lantern encoder first.")
        return
    changed = _changed(library)
    if not changed and not everything:
        return
    meanings = meanings_of(library, paths.ENCODER)
    found = meanings.conflicts(None if everything else changed) + meanings.repetitions(changed)
    for item in found[:MOST] if everything else found:
        console.print(str(item), markup=False)
    if found:
        console.print(
            f"[yellow]{len(found)} utterance(s) to look at[/]; whether they do harm, lantern compare tells."
        )


def _changed(library: Library) -> set[str]:
    """Return the intents whose files git has not seen as they are."""
    try:
        files = changed_files(library.data.parent)
    except LanternError:
        return set()
    return {entry.intent for entry in library.entries.values() if entry.file.name in files}
