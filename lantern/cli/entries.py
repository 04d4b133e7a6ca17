"""How the verbs of editors name an entry, and where they find it."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.editing.draft import EDITABLE
from lantern.editing.history import keep
from lantern.errors import ContentError

EntryName = Annotated[
    str, typer.Argument(help="What to work on: a topic's name, or area/NAME, talk/NAME.", metavar="NAME")
]


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
