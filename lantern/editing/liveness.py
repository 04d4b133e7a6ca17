"""What of the content the running bot has: an entry can be ready for long before anybody is given it.

Two words, everywhere: *ready* is what lies in ``data/``, for the next publication; *live* is what the running
bot says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from lantern.content.library import Library
from lantern.editing.draft import EDITABLE, Draft, draft_of


class Live(str, Enum):
    """What the running bot has of an entry."""

    UNKNOWN = "No running bot has told what it serves, so nobody knows whether this is live."
    AS_IT_IS = "Live: the running bot says it as it stands here."
    OTHERWISE = "Live in another wording: the running bot has not yet what stands here."
    NOT = "Not live: the running bot does not have it."


@dataclass(frozen=True)
class Waiting:
    """What the next publication brings to the running bot: intents that are new, changed or gone."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def liveness(draft: Draft, served: Library | None) -> Live:
    """Return what the running bot has of an entry.

    Args:
        draft: What its file says.
        served: The content that the bot was trained from; None if that is not known.
    """
    if served is None:
        return Live.UNKNOWN
    entry = served.entries.get(draft.intent)
    if entry is None:
        return Live.NOT
    # Who has reviewed it is said as well, so it counts.
    return Live.AS_IT_IS if draft_of(entry) == draft else Live.OTHERWISE


def waiting(library: Library, served: Library) -> Waiting:
    """Return what of the content in ``data/`` is not live yet, and what is live and not there any more."""
    now, then = dict(_drafts(library)), dict(_drafts(served))
    return Waiting(
        tuple(sorted(now.keys() - then.keys())),
        tuple(sorted(intent for intent in now.keys() & then.keys() if now[intent] != then[intent])),
        tuple(sorted(then.keys() - now.keys())),
    )


def _drafts(library: Library) -> Iterator[tuple[str, Draft]]:
    for entry in library.entries.values():
        if entry.family in EDITABLE:
            yield entry.intent, draft_of(entry)
