"""The few-shot head: which intent a sentence belongs to, learnt from about thirty examples each.

A sentence is looked at twice: as it was typed, and without its names ("will this medicine make my
nose bleed"), which shows what is asked of whatever it is about. Three voters vote: on each view,
logistic regression on the meaning (the sentence vector) and the nearest training example by cosine;
on the view without names, logistic regression on the letters (character n-grams, which forgive
misspellings). Their weights and constants are those of the study in docs/decisions/, whose public
test sets are not ours; what the second view brings is in benchmarks/results.md. The confidence is the
vote times the cosine to the nearest example of the intent, so that a sentence unlike everything
known gets little of it.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

MEANING, LETTERS, NEAREST = 0.5, 0.35, 0.15
MEANING_C, LETTERS_C = 20.0, 30.0
# The smaller, the more only the very nearest example counts.
NEAREST_TEMPERATURE = 0.05
LETTER_NGRAMS = (2, 4)
LETTER_MIN_COUNT = 3
# The regressions are stopped early: more steps understand no better and take several times as long.
MEANING_ITERATIONS, LETTER_ITERATIONS = 60, 20
SEED = 7

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
class Regression:
    """A logistic regression: weights are features x intents, with one bias an intent; float32."""

    weights: Floats
    bias: Floats

    def shares(self, features: Floats | csr_matrix) -> Floats:
        """Return one share an intent for each row of features."""
        return _softmax(np.asarray(features @ self.weights) + self.bias)


@dataclass(frozen=True)
class View:
    """The examples in one view (vectors: examples x dimension, float32), and what was learnt from them."""

    vectors: Floats
    meaning: Regression

    @classmethod
    def train(cls, vectors: Floats, owners: Owners) -> View:
        """Learn from the examples' vectors and the numbers of their intents."""
        return cls(vectors, _fit(MEANING_C, vectors, owners, MEANING_ITERATIONS))

    def nearest(self, vectors: Floats, owners: Owners) -> Floats:
        """Return the cosine of the nearest example of each intent: rows of ``vectors`` x intents."""
        # The examples stand in the order of their intents, and each intent has some.
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        return np.asarray(np.maximum.reduceat(vectors @ self.vectors.T, starts, axis=1), dtype=np.float32)


@dataclass(frozen=True)
class FewShotHead:
    """A trained head: its intents, the number of each example's intent, the two views, and the letters."""

    intents: tuple[str, ...]
    owners: Owners
    typed: View
    plain: View
    letters: TfidfVectorizer
    spelling: Regression

    @classmethod
    def train(cls, typed: Sequence[Look], plain: Sequence[Look], intents: Sequence[str]) -> FewShotHead:
        """Learn from examples.

        Args:
            typed: The examples as written.
            plain: The same without names.
            intents: Their intents.
        """
        names = tuple(sorted(set(intents)))
        number = {name: index for index, name in enumerate(names)}
        order = sorted(range(len(intents)), key=lambda index: number[intents[index]])
        owners = np.array([number[intents[index]] for index in order], dtype=np.int32)
        typed, plain = [typed[index] for index in order], [plain[index] for index in order]
        letters = _vectorizer()
        counted = letters.fit_transform([look.text for look in plain])
        return cls(
            names,
            owners,
            View.train(_stacked(typed), owners),
            View.train(_stacked(plain), owners),
            letters,
            _fit(LETTERS_C, counted, owners, LETTER_ITERATIONS),
        )

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
        votes = LETTERS * self.spelling.shares(self.letters.transform([look.text for look in plain]))
        similarity = np.full(votes.shape, -1.0, dtype=np.float32)
        for view, looks in ((self.typed, typed), (self.plain, plain)):
            vectors = _stacked(looks)
            nearest = view.nearest(vectors, self.owners)
            votes = votes + MEANING / 2 * view.meaning.shares(vectors)
            votes = votes + NEAREST / 2 * _softmax(nearest / NEAREST_TEMPERATURE)
            similarity = np.maximum(similarity, nearest)
        confidence = votes * np.clip(similarity, 0.0, 1.0)
        order = np.argsort(-confidence, axis=1, kind="stable")
        return [
            [
                Guess(self.intents[i], vote, sure, near)
                for i, vote, sure, near in zip(
                    order[row].tolist(),
                    votes[row, order[row]].tolist(),
                    confidence[row, order[row]].tolist(),
                    similarity[row, order[row]].tolist(),
                )
            ]
            for row in range(len(typed))
        ]

    def to_bytes(self) -> bytes:
        """Return the head as an ``.npz`` file; it loads ten times faster than a pickle."""
        vocabulary = {term: int(index) for term, index in self.letters.vocabulary_.items()}
        names = json.dumps({"intents": self.intents, "vocabulary": vocabulary})
        stream = io.BytesIO()
        np.savez(
            stream,
            names=np.frombuffer(names.encode(), dtype=np.uint8),
            owners=self.owners,
            typed_vectors=self.typed.vectors,
            typed_weights=self.typed.meaning.weights,
            typed_bias=self.typed.meaning.bias,
            plain_vectors=self.plain.vectors,
            plain_weights=self.plain.meaning.weights,
            plain_bias=self.plain.meaning.bias,
            letter_weights=self.spelling.weights,
            letter_bias=self.spelling.bias,
            letter_idf=self.letters.idf_,
        )
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> FewShotHead:
        """Return the head that ``to_bytes`` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            names = json.loads(arrays["names"].tobytes())
            letters = _vectorizer(names["vocabulary"])
            letters.idf_ = arrays["letter_idf"]
            views = [
                View(
                    arrays[f"{view}_vectors"],
                    Regression(arrays[f"{view}_weights"], arrays[f"{view}_bias"]),
                )
                for view in ("typed", "plain")
            ]
            spelling = Regression(arrays["letter_weights"], arrays["letter_bias"])
            return cls(tuple(names["intents"]), arrays["owners"], views[0], views[1], letters, spelling)


def _stacked(looks: Sequence[Look]) -> Floats:
    return np.stack([look.vector for look in looks]).astype(np.float32)


def _vectorizer(vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=LETTER_NGRAMS,
        min_df=1 if vocabulary else LETTER_MIN_COUNT,
        sublinear_tf=True,
        vocabulary=vocabulary,
        dtype=np.float32,
    )


def _fit(strength: float, features: Floats | csr_matrix, owners: Owners, iterations: int) -> Regression:
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=iterations, random_state=SEED)
    with warnings.catch_warnings():
        # Stopping early is meant.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(features, owners)
    weights, bias = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    if len(bias) == 1:
        # Of two classes scikit-learn keeps the second one only; the first is its mirror, at zero.
        weights, bias = np.vstack([np.zeros_like(weights), weights]), np.append(np.float32(0), bias)
    # Turned once, here: turning them for each message took longer than the multiplication.
    return Regression(np.ascontiguousarray(weights.T), bias)


def _softmax(values: Floats) -> Floats:
    """Return the shares in each row."""
    powers: Floats = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)
