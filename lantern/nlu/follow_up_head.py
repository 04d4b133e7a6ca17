"""The follow-up head: what a few words ask, typed right after an answer, learnt from data/asked_next/.

"Does it hurt" asks one thing after an answer about a biopsy and another after one about radiation. So an
example votes by how near its text is, as in ``few_shot_head.py``, times how near the answer before it is: the
same, or another. (The product of two kernels is a kernel, so the votes are solved for in the same way.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from lantern.encoder.nearness import View, faded, solved
from lantern.encoder.packing import packed, unpacked, vocabulary_of
from lantern.nlu.few_shot_head import Floats, Guess, counted_letters, restored_counter, softmax

# What an example after another answer counts, and how much letters do; measured with two of the four first
# writers of the examples left out (benchmarks/results.md).
ELSEWHERE, LETTERS = 0.5, 0.2
SHARPNESS, RIDGE, STEEPNESS = 1.5, 0.05, 12.0


@dataclass(frozen=True)
class FollowUp:
    """An example: what was typed, after which topic, and which topic or area answers it (as intents)."""

    text: str
    after: str
    then: str


@dataclass(frozen=True)
class FollowUpHead:
    """A trained head: ``after`` and ``then`` of each example, and in ``votes`` a weight for each intent.

    ``counted`` holds the n-grams of the examples; it is sparse, since a thousandth of it is filled.
    """

    intents: tuple[str, ...]
    after: tuple[str, ...]
    then: tuple[str, ...]
    view: View
    letters: TfidfVectorizer
    counted: csr_matrix
    votes: Floats

    @classmethod
    def train(cls, examples: Sequence[FollowUp], vectors: Floats) -> FollowUpHead:
        """Learn from examples.

        Args:
            examples: At least one.
            vectors: Their vectors, examples x 384.
        """
        intents = tuple(sorted({example.then for example in examples}))
        texts = [example.text for example in examples]
        letters, counted = counted_letters(texts)
        view = View.of(vectors, vectors.mean(axis=0))
        after = tuple(example.after for example in examples)
        then = tuple(example.then for example in examples)
        near = _shares(after, after) * _nearness(counted, counted, view.vectors @ view.vectors.T)
        targets = np.full((len(examples), len(intents)), -1.0 / len(intents), dtype=np.float32)
        targets[np.arange(len(examples)), [intents.index(intent) for intent in then]] += 1.0
        return cls(intents, after, then, view, letters, counted, solved(near, targets, RIDGE))

    def knows(self, after: str | None) -> bool:
        """Say whether there are examples of what is asked after this topic."""
        return after in self.after

    def rank_all(self, texts: Sequence[str], vectors: Floats, after: str) -> list[list[Guess]]:
        """Return all intents for each text, the likeliest first; a guess's vote and confidence are the same.

        Args:
            texts: What was typed.
            vectors: Their vectors, texts x 384.
            after: The topic that was answered before.
        """
        cosines = self.view.cosines(vectors)
        counted = self.letters.transform(texts)
        near = _shares([after] * len(texts), self.after) * _nearness(counted, self.counted, cosines)
        shares = softmax(STEEPNESS * (near @ self.votes))
        order = np.argsort(-shares, axis=1, kind="stable")
        nearest = cosines.max(axis=1)
        return [
            [
                Guess(self.intents[i], float(shares[row, i]), float(shares[row, i]), float(nearest[row]))
                for i in order[row]
            ]
            for row in range(len(texts))
        ]

    def asked_after(self, after: str) -> frozenset[str]:
        """Return the intents that examples show to be asked after a topic."""
        return frozenset(then for before, then in zip(self.after, self.then) if before == after)

    def to_bytes(self) -> bytes:
        """Return the head as a file."""
        vocabulary = vocabulary_of(self.letters)
        names = {"intents": self.intents, "after": self.after, "then": self.then, "vocabulary": vocabulary}
        arrays = {
            "centre": self.view.centre,
            "vectors": self.view.vectors,
            "letter_idf": self.letters.idf_,
            "counted": self.counted.data,
            "counted_places": self.counted.indices,
            "counted_rows": self.counted.indptr,
            "votes": self.votes,
        }
        return packed(names, arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> FollowUpHead:
        """Return the head that ``to_bytes`` wrote."""
        names, arrays = unpacked(data)
        letters = restored_counter(names["vocabulary"], arrays["letter_idf"])
        view = View(arrays["centre"], arrays["vectors"])
        intents, after, then = (tuple(names[key]) for key in ("intents", "after", "then"))
        filled = arrays["counted"], arrays["counted_places"], arrays["counted_rows"]
        counted = csr_matrix(filled, shape=(len(after), len(names["vocabulary"])))
        return cls(intents, after, then, view, letters, counted, arrays["votes"])


def _shares(rows: Sequence[str], columns: Sequence[str]) -> Floats:
    same = np.array(rows)[:, np.newaxis] == np.array(columns)[np.newaxis, :]
    return np.asarray(np.where(same, 1.0, ELSEWHERE), dtype=np.float32)


def _nearness(rows: csr_matrix, columns: csr_matrix, cosines: Floats) -> Floats:
    letters = (rows @ columns.T).toarray()
    return np.asarray(LETTERS * letters + (1 - LETTERS) * faded(cosines, SHARPNESS), dtype=np.float32)
