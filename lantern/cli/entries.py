"""How the verbs of editors name an entry, and where they find it."""

from __future__ import annotations

from typing import Annotated

import typer

from lantern.editing.draft import EDITABLE
from lantern.errors import ContentError

EntryName = Annotated[
    str, typer.Argument(help="What to work on: a topic's name, or area/NAME, talk/NAME.", metavar="NAME")
]


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
