"""The states of an entry: a draft, in review, ready in data/, or retired.

What is not ready lies beside ``data/``, so that neither training nor checks ever see it. A state is a
place, and git remembers each move. What is ready goes live, that is into the running bot, with the next
publication.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lantern.content.library import Library
from lantern.editing.draft import EDITABLE
from lantern.editing.files import open_entry, place_of
from lantern.errors import ContentError

READY = "ready"
STATES = ("draft", "in_review", READY, "retired")
FOLDER = "shelf"


@dataclass(frozen=True)
class Shelved:
    """An entry that is not ready: it lies beside ``data/``."""

    state: str
    family: str
    name: str
    path: Path


def room(root: Path, state: str) -> Path:
    """Return the folder that stands for ``data/`` in a state.

    Raises:
        ContentError: No such state.
    """
    if state not in STATES:
        raise ContentError(f"{state!r} is no state. Allowed: {', '.join(STATES)}.")
    return root / "data" if state == READY else root / FOLDER / state


def shelved(root: Path) -> Iterator[Shelved]:
    """Yield what lies on the shelf, by state and name."""
    for state in STATES:
        if state == READY:
            continue
        for family in EDITABLE:
            folder = place_of(room(root, state), family, "x").parent
            for path in sorted(folder.glob("*.yml")):
                yield Shelved(state, family, path.stem, path)


def shelved_titles(root: Path) -> dict[str, str]:
    """Return the titles of what lies on the shelf, by name; what was retired goes before drafts."""
    found = {}
    for one in shelved(root):
        # A file that is half written has no title yet.
        with contextlib.suppress(ContentError):
            found[one.name] = open_entry(room(root, one.state), one.family, one.name).draft.title
    return found


def intents(root: Path) -> list[str]:
    """Return all entries that can be edited, such as ``area/travel``: in data/ and on the shelf."""
    folders = ((family, place_of(room(root, READY), family, "x").parent) for family in EDITABLE)
    ready = [f"{family}/{path.stem}" for family, folder in folders for path in sorted(folder.glob("*.yml"))]
    return list(dict.fromkeys([*ready, *(f"{one.family}/{one.name}" for one in shelved(root))]))


def places(root: Path, family: str, name: str) -> list[Path]:
    """Return all the files that an entry may have, one a state.

    Raises:
        ContentError: No such entry can exist.
    """
    return [place_of(room(root, state), family, name) for state in STATES]


def state_of(root: Path, family: str, name: str) -> str:
    """Return where an entry is.

    Raises:
        ContentError: It is nowhere.
    """
    for state in (READY, *STATES):
        if place_of(room(root, state), family, name).is_file():
            return state
    raise ContentError(f"There is no {family}/{name}, neither in data/ nor in {FOLDER}/.")


def move(root: Path, family: str, name: str, state: str, library: Library | None = None) -> Path:
    """Move an entry into a state and return its file.

    Args:
        root: The project.
        family: What it is.
        name: Its name.
        state: Where it is to be.
        library: The content; with it, what is needed elsewhere is not taken away.

    Raises:
        ContentError: It is nowhere, is there already, or other entries lead to it.
    """
    old = state_of(root, family, name)
    source = place_of(room(root, old), family, name)
    target = place_of(room(root, state), family, name)
    if old == state:
        raise ContentError(f"{family}/{name} is {state} already.")
    if target.exists():
        raise ContentError(f"{target.relative_to(root)} is there already; rename one of the two.")
    if old == READY and library is not None:
        _check_unneeded(library, family, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    return target


def _check_unneeded(library: Library, family: str, name: str) -> None:
    if family != "faq":
        return
    users = [entry.file.name for entry in library.entries.values() if name in entry.metadata.follow_ups]
    users += [
        asked.file.name
        for asked in library.asked_next.values()
        if asked.topic == name or f"faq/{name}" in asked.texts
    ]
    users += ["data/wording.yml (website.suggestions)"] if name in library.wording.website.suggestions else []
    users += [f"data/glossary.yml ({term.term})" for term in library.glossary.terms if term.topic == name]
    if users:
        raise ContentError(
            f"faq/{name} cannot be taken away, because these lead to it: {', '.join(users)}. "
            "Name another topic there first."
        )
