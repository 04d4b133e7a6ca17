"""How the verbs of editors name an entry, and where they find it."""

from __future__ import annotations

import difflib
import getpass
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.editing.draft import EDITABLE
from lantern.editing.history import keep
from lantern.editing.shelf import intents, room, state_of
from lantern.errors import ContentError

EntryName = Annotated[
    str, typer.Argument(help="What to work on: a topic's name, or area/NAME, talk/NAME.", metavar="NAME")
]
# Names less alike than this are no misspelling of each other.
ALIKE = 0.5

Why = Annotated[
    str, typer.Option(help="Why you change it: commits what is written to git, with these words.")
]


def keep_why(why: str, *files: Path) -> None:
    """Commit what was written, if somebody said why; in the name of whoever is at this computer.

    Raises:
        LanternError: git cannot do it; the files are changed all the same.
    """
    if why and files:
        keep(paths.ROOT, files[0], why, getpass.getuser(), files[1:])


def family_and_name(entry: str) -> tuple[str, str]:
    """Return family and name of what an editor typed; without a family it is a topic.

    Raises:
        ContentError: There is no such family.
    """
    family, _, name = entry.rpartition("/")
    family = family or "faq"
    if family not in EDITABLE:
        raise ContentError(f"{family!r} is no family. Allowed: {', '.join(EDITABLE)}; faq can be left out.")
    return family, name


def entry_there(entry: str) -> tuple[str, str, Path]:
    """Return family and name of an entry that is there, and the folder that stands for ``data/`` there.

    Raises:
        ContentError: It is nowhere; the message names the nearest that is.
    """
    family, name = family_and_name(entry)
    try:
        return family, name, room(paths.ROOT, state_of(paths.ROOT, family, name))
    except ContentError as error:
        raise ContentError(f"{error}{did_you_mean(entry, intents(paths.ROOT))}") from error


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return the question for the nearest of the intents, with a blank before it; empty if none is near."""
    names: dict[str, str] = {}
    for intent in known:
        shown = intent.removeprefix("faq/")
        # Of an area or small talk, the name alone may have been typed.
        names |= {shown: shown, shown.rpartition("/")[2]: shown}
    near = difflib.get_close_matches(typed.removeprefix("faq/"), names, 1, ALIKE)
    return f" Did you mean {names[near[0]]!r}?" if near else ""
