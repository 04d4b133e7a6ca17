"""``lantern check``: find everything that is wrong with the content, and what comes too near by meaning."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Annotated

import typer

from lantern import paths
from lantern.cli.console import console
from lantern.content.check import check_content, warnings_of
from lantern.content.library import Library, read_library
from lantern.editing.history import changed_lines
from lantern.editing.neighbours import Near, Place, meanings_of, too_near
from lantern.encoder.runtime import MANIFEST
from lantern.errors import LanternError
from lantern.paths import DATA

# So many utterances that come too near to others are listed.
MOST = 40

NearAll = Annotated[
    bool, typer.Option("--near", help="List conflicts by meaning of all entries, not of changed ones only.")
]


def command(near: NearAll = False) -> None:
    """Check all content in data/ and list every problem with its file, line and cure.

    Answers that were to be looked at again by now are warnings: they do not make the check fail.

    Changed utterances that ask what another topic answers are listed too; they fail nothing.

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
    lines = _changed_lines(library)
    changed = {entry.intent for entry in library.entries.values() if entry.file.name in lines}
    if everything:
        meanings = meanings_of(library, paths.ENCODER)
        show_near(meanings.conflicts() + meanings.repetitions(changed))
        return

    def is_new(place: Place) -> bool:
        of_file = lines.get(place.file, set())
        return of_file is None or place.line in of_file

    if changed:
        show_near(too_near(library, changed, is_new, paths.ENCODER))


def advise_on(library: Library, intent: str, texts: Collection[str]) -> None:
    """Print which of an entry's new utterances come too near to others, as the check of all does."""
    if not (paths.ENCODER / MANIFEST).is_file():
        console.print("By meaning nothing was compared: run lantern encoder first.")
        return

    def is_new(place: Place) -> bool:
        return place.intent == intent and place.text in texts

    show_near(too_near(library, {intent}, is_new, paths.ENCODER))


def show_near(found: Sequence[Near]) -> None:
    """Print utterances that come too near to others, the nearest first."""
    for item in found[:MOST]:
        console.print(str(item), markup=False)
    if found:
        more = f" ({len(found) - MOST} more than are listed)" if len(found) > MOST else ""
        count = f"[yellow]{len(found)} utterance(s) to look at[/]{more}"
        console.print(f"{count}; whether they do harm, lantern compare tells.")


def _changed_lines(library: Library) -> dict[str, set[int] | None]:
    """Return the lines that git has not seen as they are, by file; None for all of a file."""
    try:
        return changed_lines(library.data.parent)
    except LanternError:
        return {}
