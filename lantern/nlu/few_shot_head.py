"""The few-shot head: which intent a sentence belongs to, learnt from all examples at once.

It is kernel ridge regression on one-hot targets, which is a least-squares support vector machine
(Suykens and Vandewalle, 1999): the examples vote for their intents, each with a weight that is learnt,
and the nearer a sentence is to an example, the more that vote counts. Near means three things at once:
the meaning of the sentence as it was typed, its meaning without its names ("will this medicine make my
nose bleed"), and its letters (character n-grams, which forgive misspellings). It replaced logistic
regressions and nearest neighbours: on writers whose questions it had not seen it is right more often
and it learns in less time (benchmarks/results.md, docs/decisions/0009).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from lantern.encoder.nearness import View, faded, half_compared, principal_axes, solved
from lantern.encoder.packing import packed, unpacked, vocabulary_of

# How much each of the three counts; measured, like the next three, on writers left out of training.
LETTERS, TYPED, PLAIN = 0.35, 0.325, 0.325
# How fast the vote of an example fades with the distance of meanings: exp(sharpness * (cosine - 1)).
SHARPNESS = 1.5
# So many of a vector's 384 dimensions are compared, those in which the examples differ most (91 % of the
# variance): as right on questions that it never saw, in half of the time and room (benchmarks/results.md).
DIMENSIONS = 192
# How little a single example is trusted.
RIDGE = 0.05
# Turns the sums of votes into shares; the least log loss on writers left out of training.
STEEPNESS = 12.0
LETTER_NGRAMS = (2, 4)
LETTER_MIN_COUNT = 3
# N-grams that stand in more than this share of the examples tell nothing and take most of the time.
LETTER_MAX_SHARE = 0.05

Floats = NDArray[np.float32]
Owners = NDArray[np.int32]


@dataclass(frozen=True)
class Guess:
    """One intent with its share of the vote, its confidence, and the nearest example's cosine."""

    intent: str
    vote: float
    confidence: float
    similarity: float


@dataclass(frozen=True)
class Look:
    """A sentence in one view: its text and its vector (of length 1)."""

    text: str
    vector: Floats


@dataclass(frozen=True)
class FewShotHead:
    """A trained head: its intents, the number of each example's intent, and what votes for them.

    ``votes`` holds a weight an example and intent; ``spelling`` one a character n-gram and intent.
    """

    intents: tuple[str, ...]
    owners: Owners
    typed: View
    plain: View
    votes: Floats
    letters: TfidfVectorizer
    spelling: Floats

    @classmethod
    def train(cls, typed: Sequence[Look], plain: Sequence[Look], intents: Sequence[str]) -> FewShotHead:
        """Learn from examples; time grows with the cube of their number, memory with its square.

        Args:
            typed: The examples as written.
            plain: The same without names.
            intents: Their intents.
        """
        names = tuple(sorted(set(intents)))
        number = {name: index for index, name in enumerate(names)}
        order = sorted(range(len(intents)), key=lambda index: number[intents[index]])
        owners = np.array([number[intents[index]] for index in order], dtype=np.int32)
        vectors = [_stacked([looks[index] for index in order]) for looks in (typed, plain)]
        centre = vectors[0].mean(axis=0)
        axes = principal_axes(vectors[0], centre, DIMENSIONS)
        views = [View.of(view, centre, axes) for view in vectors]
        texts = [plain[index].text for index in order]
        letters, counted = counted_letters(texts)
        near = half_compared(list(zip((TYPED, PLAIN), views)), [(LETTERS, counted)], SHARPNESS)
        votes = solved(near, _targets(owners, len(names)), RIDGE)
        spelling = np.asarray(LETTERS * (counted.T @ votes), dtype=np.float32)
        return cls(names, owners, views[0], views[1], votes, letters, spelling)

    def rank(self, typed: Look, plain: Look) -> list[Guess]:
        """Return all intents for one sentence, the most confident first; see ``rank_all``."""
        return self.rank_all([typed], [plain])[0]

    def rank_all(self, typed: Sequence[Look], plain: Sequence[Look]) -> list[list[Guess]]:
        """Return all intents for each sentence, the most confident first.

        Args:
            typed: The sentences as typed.
            plain: The same without names.
        """
        if not typed:
            return []
        # All at once: reading through the examples' vectors takes most of the time.
        near = [self.typed.cosines(_stacked(typed)), self.plain.cosines(_stacked(plain))]
        sums = (TYPED * faded(near[0], SHARPNESS) + PLAIN * faded(near[1], SHARPNESS)) @ self.votes
        sums = sums + self.letters.transform([look.text for look in plain]) @ self.spelling
        shares = softmax(STEEPNESS * np.asarray(sums, dtype=np.float32))
        # The examples stand in the order of their intents, and each intent has some.
        starts = np.flatnonzero(np.diff(self.owners, prepend=-1))
        similarity = np.maximum.reduceat(np.maximum(*near), starts, axis=1)
        confidence = shares * np.clip(similarity, 0.0, 1.0)
        order = np.argsort(-confidence, axis=1, kind="stable")
        return [
            [
                Guess(self.intents[i], vote, sure, close)
                for i, vote, sure, close in zip(
                    order[row].tolist(),
                    shares[row, order[row]].tolist(),
                    confidence[row, order[row]].tolist(),
                    similarity[row, order[row]].tolist(),
                )
            ]
            for row in range(len(typed))
        ]

    def to_bytes(self) -> bytes:
        """Return the head as a file."""
        assert self.typed.axes is not None
        arrays = {
            "owners": self.owners,
            "centre": self.typed.centre,
            "axes": self.typed.axes,
            # Half numbers tell cosines to four digits.
            "typed": self.typed.vectors.astype(np.float16),
            "plain": self.plain.vectors.astype(np.float16),
            "votes": self.votes,
            "spelling": self.spelling,
            "letter_idf": self.letters.idf_,
        }
        return packed({"intents": self.intents, "vocabulary": vocabulary_of(self.letters)}, arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> FewShotHead:
        """Return the head that ``to_bytes`` wrote."""
        names, arrays = unpacked(data)
        letters = restored_counter(names["vocabulary"], arrays["letter_idf"])
        centre, axes = arrays["centre"], arrays["axes"]
        typed, plain = (View(centre, arrays[v].astype(np.float32), axes) for v in ("typed", "plain"))
        intents, votes, spelling = tuple(names["intents"]), arrays["votes"], arrays["spelling"]
        return cls(intents, arrays["owners"], typed, plain, votes, letters, spelling)


LETTER_SETTINGS = {
    "analyzer": "char_wb",
    "ngram_range": LETTER_NGRAMS,
    "sublinear_tf": True,
    "dtype": np.float32,
}


def restored_counter(vocabulary: Mapping[str, int], weights: NDArray[np.float64]) -> TfidfVectorizer:
    """Return the counter that has this vocabulary, by n-gram, and these weights of its terms."""
    counter = TfidfVectorizer(**LETTER_SETTINGS, vocabulary=vocabulary)
    counter.idf_ = weights
    return counter


def counted_letters(texts: Sequence[str]) -> tuple[TfidfVectorizer, csr_matrix]:
    """Return what counts the n-grams of the examples, and their counts; of a handful of them, all n-grams."""
    common = max(LETTER_MAX_SHARE, LETTER_MIN_COUNT / len(texts))
    letters = TfidfVectorizer(**LETTER_SETTINGS, min_df=LETTER_MIN_COUNT, max_df=common)
    try:
        return letters, letters.fit_transform(texts)
    except ValueError:
        # scikit-learn raises this where nothing is left.
        letters = TfidfVectorizer(**LETTER_SETTINGS)
        return letters, letters.fit_transform(texts)


def _targets(owners: Owners, intents: int) -> Floats:
    """Return 1 for the intent of each example and 0 for the others, about their mean."""
    targets = np.full((len(owners), intents), -1.0 / intents, dtype=np.float32)
    targets[np.arange(len(owners)), owners] += 1.0
    return targets


def _stacked(looks: Sequence[Look]) -> Floats:
    return np.stack([look.vector for look in looks]).astype(np.float32)


def softmax(values: Floats) -> Floats:
    """Return the shares in each row."""
    powers: Floats = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)
