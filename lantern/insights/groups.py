"""Group messages by meaning, and show only groups that no single person can be told from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lantern.content.checks.utterances import normalized
from lantern.insights.record import TurnRecord

# Messages whose cosine is at least this on average are one question.
# Of 815 held-out questions, this puts 63 % into groups of five or more; .55 puts 45 % there, a little purer.
ALIKE = 0.5
# A group is shown from so many conversations on.
LEAST = 5
MOST_EXAMPLES = 5

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True)
class Group:
    """Messages that ask one thing; ``texts`` are different wordings, the most typical first."""

    id: str
    texts: tuple[str, ...]
    messages: int
    conversations: int
    reasons: tuple[tuple[str, int], ...]
    nearest: str

    @property
    def examples(self) -> tuple[str, ...]:
        """Return a few of the wordings."""
        return self.texts[:MOST_EXAMPLES]


@dataclass(frozen=True)
class Grouped:
    """The groups that may be shown, the largest first, and how many messages are in groups that may not."""

    groups: tuple[Group, ...]
    hidden: int


def group(
    records: Sequence[TurnRecord], encode: Encode, least: int = LEAST, done: Collection[str] = ()
) -> Grouped:
    """Group the messages that somebody should look at.

    Args:
        records: The records; those without a reason or text are passed over.
        encode: Returns a vector (of length 1) for each text.
        least: From how many conversations on a group is shown.
        done: Marks (``mark_of``) of texts that were dealt with.
    """
    asked = [r for r in records if r.reasons and r.text and mark_of(r.text) not in set(done)]
    by_text: dict[str, list[TurnRecord]] = {}
    for record in asked:
        by_text.setdefault(normalized(record.text) or record.text, []).append(record)
    if not by_text:
        return Grouped((), 0)
    shown = [records[0].text for records in by_text.values()]
    vectors = encode(shown)
    members: dict[int, list[int]] = {}
    for place, label in enumerate(_labels(vectors)):
        members.setdefault(int(label), []).append(place)
    lists = list(by_text.values())
    found, hidden = [], 0
    for places in members.values():
        inside = [record for place in places for record in lists[place]]
        if len({record.conversation for record in inside}) < least:
            hidden += len(inside)
            continue
        centre = vectors[places].mean(axis=0)
        order = sorted(places, key=lambda place: -float(vectors[place] @ centre))
        found.append(_group([shown[place] for place in order], inside))
    return Grouped(tuple(sorted(found, key=lambda one: (-one.messages, one.id))), hidden)


def mark_of(text: str) -> str:
    """Return what stands for a wording, whatever its case and punctuation."""
    return hashlib.sha256((normalized(text) or text).encode("utf-8")).hexdigest()[:16]


def _group(texts: list[str], inside: list[TurnRecord]) -> Group:
    nearest = Counter(record.nearest for record in inside if record.nearest).most_common(1)
    reasons = Counter(reason for record in inside for reason in record.reasons)
    return Group(
        mark_of(texts[0])[:8],
        tuple(texts),
        len(inside),
        len({record.conversation for record in inside}),
        tuple(reasons.most_common()),
        nearest[0][0] if nearest else "",
    )


def _labels(vectors: Floats) -> NDArray[np.int64]:
    """Return the number of each vector's cluster: average linkage, cut where groups are no longer alike."""
    if len(vectors) < 2:
        return np.zeros(len(vectors), dtype=np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage

    tree = linkage(vectors.astype(np.float64), method="average", metric="cosine")
    return np.asarray(fcluster(np.maximum(tree, 0.0), 1.0 - ALIKE, criterion="distance"), dtype=np.int64)
