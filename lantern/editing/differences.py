"""Two versions of an entry, field by field, with what stands in one of them only; for people, no YAML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lantern.editing.draft import Draft, facets_text

# What the fields are called where they are typed, in that order.
TEXTS = {"title": "The question", "text": "Short answer", "more": "The rest", "kind": "Kind of reply"}
LISTS = {
    "utterances": "Ways of asking",
    "citations": "Facts",
    "resources": "Links and phone numbers",
    "follow_ups": "What people may ask next",
    "questions": "Questions to take to the care team",
}


@dataclass(frozen=True)
class Piece:
    """A run of words, or an item of a list; ``alone`` if the other version has it not."""

    text: str
    alone: bool


@dataclass(frozen=True)
class Difference:
    """A field that differs: its name, whether it is a list, and both versions in pieces."""

    field: str
    is_list: bool
    yours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]


def differences(yours: Draft, theirs: Draft) -> list[Difference]:
    """Return the fields in which two versions differ; texts by words, lists by items."""
    found = [
        _difference(label, False, getattr(yours, key).split(), getattr(theirs, key).split())
        for key, label in TEXTS.items()
    ]
    found += [
        _difference(label, True, getattr(yours, key), getattr(theirs, key)) for key, label in LISTS.items()
    ]
    facets = (facets_text(draft.facets).splitlines() for draft in (yours, theirs))
    found.append(_difference("What it is about", True, *facets))
    reviews = (
        [f"{key}: {value}" for key, value in draft.review.items() if value] for draft in (yours, theirs)
    )
    found.append(_difference("Review", True, *reviews))
    return [one for one in found if any(piece.alone for piece in (*one.yours, *one.theirs))]


def _difference(label: str, is_list: bool, yours: Sequence[str], theirs: Sequence[str]) -> Difference:
    same = SequenceMatcher(None, yours, theirs, autojunk=False).get_opcodes()
    own = [(kind != "equal", yours[start:end]) for kind, start, end, _, _ in same]
    other = [(kind != "equal", theirs[start:end]) for kind, _, _, start, end in same]
    return Difference(label, is_list, tuple(_pieces(own, is_list)), tuple(_pieces(other, is_list)))


def _pieces(runs: Sequence[tuple[bool, Sequence[str]]], is_list: bool) -> Iterator[Piece]:
    for alone, items in runs:
        if is_list:
            yield from (Piece(item, alone) for item in items)
        elif items:
            yield Piece(" ".join(items), alone)
