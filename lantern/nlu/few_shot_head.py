"""The few-shot head: which intent a sentence belongs to, learnt from about thirty examples each.

A sentence is looked at twice: as it was typed, and without its names ("will this medicine make my
nose bleed"), which shows what is asked of whatever it is about. On each view three voters vote:
logistic regression on its meaning (the sentence vector), logistic regression on its letters
(character n-grams, which forgive misspellings), and the nearest training example by cosine. Their
weights and constants are those of the study in docs/decisions/, whose public test sets are not ours;
what the second view brings is in benchmarks/results.md. The confidence is the vote times the cosine
to the nearest example of the intent, so that a sentence unlike everything known gets little of it.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Mapping, Sequence
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
LETTER_MIN_COUNT = 2
# The letters' regression is stopped early: 30 steps understand as well as 127 and take a third of the time.
MEANING_ITERATIONS, LETTER_ITERATIONS = 300, 30
# What the view without names counts against the view as typed.
WITHOUT_NAMES = 0.5
SEED = 7

Floats = NDArray[np.float32]


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
class View:
    """The voters of one view; arrays are float32.

    ``vectors`` is examples x dimension, the weights are intents x features with one bias an intent.
    """

    vectors: Floats
    meaning_weights: Floats
    meaning_bias: Floats
    letter_weights: Floats
    letter_bias: Floats
    letters: TfidfVectorizer

    @classmethod
    def train(cls, texts: Sequence[str], vectors: Floats, owners: NDArray[np.int32]) -> View:
        """Learn from examples: their texts, their vectors and the numbers of their intents."""
        letters = _vectorizer()
        counted = letters.fit_transform(texts)
        meaning = _fit(MEANING_C, vectors, owners, MEANING_ITERATIONS)
        spelling = _fit(LETTERS_C, counted, owners, LETTER_ITERATIONS)
        return cls(np.asarray(vectors, dtype=np.float32), *meaning, *spelling, letters)

    def votes(self, look: Look, nearest: Floats) -> Floats:
        """Return one share an intent; they add up to 1."""
        counted: csr_matrix = self.letters.transform([look.text])
        return np.asarray(
            MEANING * _softmax(self.meaning_weights @ look.vector + self.meaning_bias)
            + LETTERS * _softmax(np.ravel(counted @ self.letter_weights.T) + self.letter_bias)
            + NEAREST * _softmax(nearest / NEAREST_TEMPERATURE),
            dtype=np.float32,
        )

    def nearest(self, vector: Floats, owners: NDArray[np.int32], intents: int) -> Floats:
        """Return the cosine of the nearest example of each intent."""
        best = np.full(intents, -1.0, dtype=np.float32)
        np.maximum.at(best, owners, self.vectors @ vector)
        return best

    def arrays(self) -> dict[str, Floats]:
        """Return everything but the vocabulary."""
        return {
            "vectors": self.vectors,
            "meaning_weights": self.meaning_weights,
            "meaning_bias": self.meaning_bias,
            "letter_weights": self.letter_weights,
            "letter_bias": self.letter_bias,
            "letter_idf": self.letters.idf_,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats], vocabulary: dict[str, int]) -> View:
        """Return the view that ``arrays`` gave."""
        letters = _vectorizer(vocabulary)
        letters.idf_ = arrays["letter_idf"]
        return cls(letters=letters, **{name: arrays[name] for name in arrays if name != "letter_idf"})


@dataclass(frozen=True)
class FewShotHead:
    """A trained head: its intents, the number of each example's intent, and the two views."""

    intents: tuple[str, ...]
    owners: NDArray[np.int32]
    views: tuple[View, View]

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
        owners = np.array([number[intent] for intent in intents], dtype=np.int32)
        views = [
            View.train([look.text for look in looks], np.stack([look.vector for look in looks]), owners)
            for looks in (typed, plain)
        ]
        return cls(names, owners, (views[0], views[1]))

    def rank(self, typed: Look, plain: Look) -> list[Guess]:
        """Return all intents, the most confident first.

        Args:
            typed: The sentence as typed.
            plain: The same without names.
        """
        votes = np.zeros(len(self.intents), dtype=np.float32)
        similarity = np.full(len(self.intents), -1.0, dtype=np.float32)
        for view, look, share in zip(self.views, (typed, plain), (1 - WITHOUT_NAMES, WITHOUT_NAMES)):
            nearest = view.nearest(look.vector, self.owners, len(self.intents))
            votes += np.float32(share) * view.votes(look, nearest)
            similarity = np.maximum(similarity, nearest)
        confidence = votes * np.clip(similarity, 0.0, 1.0)
        order = np.argsort(-confidence, kind="stable")
        return [
            Guess(self.intents[i], float(votes[i]), float(confidence[i]), float(similarity[i])) for i in order
        ]

    def to_bytes(self) -> bytes:
        """Return the head as an ``.npz`` file; it loads ten times faster than a pickle."""
        vocabularies = [
            {term: int(index) for term, index in view.letters.vocabulary_.items()} for view in self.views
        ]
        names = json.dumps({"intents": self.intents, "vocabularies": vocabularies})
        arrays = {
            f"{name}_{number}": array
            for number, view in enumerate(self.views)
            for name, array in view.arrays().items()
        }
        stream = io.BytesIO()
        np.savez(stream, names=np.frombuffer(names.encode(), dtype=np.uint8), owners=self.owners, **arrays)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> FewShotHead:
        """Return the head that ``to_bytes`` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            names = json.loads(arrays["names"].tobytes())
            views = []
            for number, vocabulary in enumerate(names["vocabularies"]):
                ending = f"_{number}"
                own = {key[: -len(ending)]: arrays[key] for key in arrays.files if key.endswith(ending)}
                views.append(View.from_arrays(own, vocabulary))
            return cls(tuple(names["intents"]), arrays["owners"], (views[0], views[1]))


def _vectorizer(vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=LETTER_NGRAMS,
        min_df=1 if vocabulary else LETTER_MIN_COUNT,
        sublinear_tf=True,
        vocabulary=vocabulary,
    )


def _fit(
    strength: float, features: Floats | csr_matrix, owners: NDArray[np.int32], iterations: int
) -> tuple[Floats, Floats]:
    """Return weights (intents x features) and biases (one an intent)."""
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=iterations, random_state=SEED)
    with warnings.catch_warnings():
        # Stopping early is meant.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(features, owners)
    weights, bias = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    if len(bias) == 1:
        # Of two classes scikit-learn keeps the second one only; the first is its mirror, at zero.
        weights, bias = np.vstack([np.zeros_like(weights), weights]), np.append(np.float32(0), bias)
    return weights, bias


def _softmax(values: Floats) -> Floats:
    powers: Floats = np.exp(values - values.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
