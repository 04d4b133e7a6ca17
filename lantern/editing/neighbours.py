"""Utterances that come too near to those of another topic, by meaning and not only by letters.

The check of ``lantern/content/checks/utterances.py`` finds the same words in two topics; this finds the
same question in other words, with the encoder and the vectors that training has kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lantern.content.library import Library
from lantern.encoder.runtime import DIMENSION, Encoder
from lantern.encoder.vector_cache import encode_cached

# Cosine from which on two utterances may be one question. Of 815 held-out questions that were put into a
# wrong topic, .65 found 94 %, and .75 73 % (benchmarks/planted_conflicts.py).
CONFLICT = 0.65
# Two utterances of one topic that are so near teach nothing twice.
DUPLICATE = 0.97
# Which topic an utterance belongs to is told by so many nearest ones, whose votes fade so fast.
VOTERS, SHARPNESS = 10, 20.0
BLOCK = 1000

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Place:
    """An utterance and where it stands."""

    intent: str
    text: str
    file: str
    line: int


@dataclass(frozen=True)
class Near:
    """Two utterances that are too near; a ``conflict`` is between intents, otherwise it is a repetition."""

    conflict: bool
    similarity: float
    own: float
    utterance: Place
    other: Place

    def __str__(self) -> str:
        where, other = self.utterance, self.other
        if self.conflict:
            return (
                f"{where.file}:{where.line}: {where.text!r} asks what {other.intent} answers "
                f"({other.file}:{other.line}: {other.text!r}, {self.similarity:.2f} alike). "
                "Keep it where its answer is, or word it so that the difference shows."
            )
        return (
            f"{where.file}:{where.line}: {where.text!r} says what line {other.line} says "
            f"({other.text!r}). It does no harm, and no good; another way of asking would."
        )


class Meanings:
    """All utterances with their vectors (float32, utterances x 384), sorted by intent."""

    def __init__(self, places: Sequence[Place], vectors: Floats) -> None:
        """Take the utterances and a vector (of length 1) for each."""
        order = sorted(range(len(places)), key=lambda index: places[index].intent)
        self.places = [places[index] for index in order]
        self.vectors = vectors[order]
        self.intents = sorted({place.intent for place in places})
        number = {intent: index for index, intent in enumerate(self.intents)}
        self._owners = np.array([number[place.intent] for place in self.places], dtype=np.int32)
        self._starts = np.flatnonzero(np.diff(self._owners, prepend=-1))

    def conflicts(self, intents: Collection[str] | None = None, both: bool = True) -> list[Near]:
        """Return the utterances that are nearer to another intent than to their own, the nearest first.

        Args:
            intents: Look at the utterances of these only, or that come near to them; None: at all.
            both: Without it, at their own utterances only, which takes no time.
        """
        wanted = set(self.intents if intents is None else intents)
        rows = np.arange(len(self.places))
        if not both:
            rows = np.array([row for row in rows if self.places[row].intent in wanted], dtype=np.int64)
        found = []
        for start in range(0, len(rows), BLOCK):
            found += [
                near
                for near in self._conflicts_in(rows[start : start + BLOCK])
                if {near.utterance.intent, near.other.intent} & wanted
            ]
        return sorted(found, key=lambda near: -near.similarity)

    def _conflicts_in(self, rows: NDArray[np.int64]) -> list[Near]:
        cosines = self.vectors[rows] @ self.vectors.T
        here = np.arange(len(rows))
        # None counts as near to itself.
        cosines[here, rows] = -1.0
        best = np.maximum.reduceat(cosines, self._starts, axis=1)
        owners = self._owners[rows]
        own = best[here, owners].copy()
        best[here, owners] = -1.0
        strongest = best.max(axis=1)
        chosen = np.flatnonzero((strongest >= CONFLICT) & (strongest > own))
        return [self._conflict(int(rows[row]), cosines[row], float(own[row])) for row in chosen]

    def claimed(self, place: Place, vector: Floats) -> Near | None:
        """Return the conflict of one utterance that is not among these yet, if it has one; in no time."""
        cosines = np.asarray(self.vectors @ vector, dtype=np.float32)
        number = self.intents.index(place.intent) if place.intent in self.intents else -1
        mine = self._owners == number
        own = float(cosines[mine].max()) if mine.any() else -1.0
        others = np.where(mine, -1.0, cosines)
        if float(others.max()) < max(CONFLICT, own):
            return None
        return self._nearest_of(place, number, others, own)

    def repetitions(self, intents: Collection[str]) -> list[Near]:
        """Return, for these intents, the utterances that say what an earlier one of the same intent says."""
        found = []
        for intent in sorted(set(intents) & set(self.intents)):
            places = [index for index, place in enumerate(self.places) if place.intent == intent]
            cosines = np.triu(self.vectors[places] @ self.vectors[places].T, 1)
            for first, second in np.argwhere(cosines >= DUPLICATE):
                similarity = float(cosines[first, second])
                pair = self.places[places[second]], self.places[places[first]]
                found.append(Near(False, similarity, similarity, *pair))
        return found

    def nearest(self, vector: Floats, count: int, intent: str | None = None) -> list[tuple[float, Place]]:
        """Return the utterances nearest to a vector (384 numbers), of one intent if it is named."""
        cosines = self.vectors @ vector
        if intent is not None:
            number = self.intents.index(intent) if intent in self.intents else -1
            cosines = np.where(self._owners == number, cosines, -1.0)
        best = np.argsort(-cosines, kind="stable")[:count]
        return [(float(cosines[index]), self.places[index]) for index in best if cosines[index] > -1.0]

    def _conflict(self, index: int, cosines: Floats, own: float) -> Near:
        owner = int(self._owners[index])
        others = np.where(self._owners == owner, -1.0, cosines)
        return self._nearest_of(self.places[index], owner, others, own)

    def _nearest_of(self, place: Place, owner: int, others: Floats, own: float) -> Near:
        """Return the conflict of an utterance with the intent that most of its neighbours have."""
        best = np.argpartition(-others, VOTERS)[:VOTERS] if len(others) > VOTERS else np.arange(len(others))
        votes: dict[int, float] = {}
        for row in best:
            if self._owners[row] != owner:
                weight = float(np.exp(SHARPNESS * (others[row] - 1.0)))
                votes[int(self._owners[row])] = votes.get(int(self._owners[row]), 0.0) + weight
        chosen = max(votes, key=lambda number: votes[number])
        of_chosen = [int(row) for row in best if self._owners[row] == chosen]
        nearest = max(of_chosen, key=lambda row: float(others[row]))
        return Near(True, float(others[nearest]), own, place, self.places[nearest])


def too_near(
    library: Library, intents: Collection[str], new: Callable[[Place], bool], encoder: Path
) -> list[Near]:
    """Return the conflicts and repetitions that new utterances bring, each new utterance once.

    Args:
        library: The content with them in it.
        intents: The entries that have new utterances.
        new: Says whether an utterance is new.
        encoder: The folder of the encoder.

    Raises:
        EncoderMissing: It has not been built.
    """
    meanings = meanings_of(library, encoder)
    found = meanings.conflicts(intents) + meanings.repetitions(intents)
    # A new utterance may draw many old ones to it; one of them tells as much as all, and it says most itself.
    told: dict[Place, Near] = {}
    for near in sorted(found, key=lambda near: not new(near.utterance)):
        for place in (near.utterance, near.other):
            if new(place):
                told.setdefault(place, near)
    return list(dict.fromkeys(told.values()))


@lru_cache(maxsize=1)
def _encoder(folder: Path) -> Encoder:
    return Encoder(folder)


def meanings_of(library: Library, encoder: Path) -> Meanings:
    """Return the meanings of all utterances; those that training has seen are not encoded again.

    Args:
        library: The content.
        encoder: The folder of the encoder.

    Raises:
        EncoderMissing: It has not been built.
    """
    places = [
        Place(entry.intent, utterance.text, entry.file.name, utterance.line)
        for entry in library.entries.values()
        for utterance in entry.utterances
    ]
    vectors = encode_cached(_encoder(encoder), [place.text for place in places], encoder, "checked-vectors")
    return Meanings(places, np.stack([vectors[place.text][:DIMENSION] for place in places]))


def vector_of(text: str, encoder: Path) -> Floats:
    """Return the vector of one text (384 numbers)."""
    return np.asarray(_encoder(encoder).encode([text])[0], dtype=np.float32)
