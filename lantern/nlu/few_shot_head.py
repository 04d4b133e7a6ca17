"""The few-shot head: which intent a sentence belongs to, learnt from about twenty examples each.

Three voters on two views of a sentence: logistic regression on its meaning (the sentence vector),
logistic regression on its letters (character n-grams, which forgive misspellings), and the nearest
training example by cosine. Weights and constants are those of the study in docs/decisions/, whose
public test sets are not ours. The confidence is the vote times the cosine to the nearest example
of the intent, so that a sentence unlike everything known gets little of it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

MEANING, LETTERS, NEAREST = 0.5, 0.35, 0.15
MEANING_C, LETTERS_C = 20.0, 30.0
# The smaller, the more only the very nearest example counts.
NEAREST_TEMPERATURE = 0.05
LETTER_NGRAMS = (2, 4)
LETTER_MIN_COUNT = 2
ITERATIONS = 300
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
class FewShotHead:
    """A trained head; arrays are float32.

    ``vectors`` is examples x dimension, ``owners`` gives each example's intent by number,
    the weights are intents x features with one bias an intent.
    """

    intents: tuple[str, ...]
    vectors: Floats
    owners: NDArray[np.int32]
    meaning_weights: Floats
    meaning_bias: Floats
    letter_weights: Floats
    letter_bias: Floats
    letters: TfidfVectorizer

    @classmethod
    def train(cls, texts: Sequence[str], vectors: Floats, intents: Sequence[str]) -> FewShotHead:
        """Learn from examples.

        Args:
            texts: The examples.
            vectors: Their sentence vectors, examples x dimension, each of length 1.
            intents: Their intents.
        """
        names = tuple(sorted(set(intents)))
        number = {name: index for index, name in enumerate(names)}
        owners = np.array([number[intent] for intent in intents], dtype=np.int32)
        letters = _vectorizer()
        counted = letters.fit_transform(texts)
        meaning = _fit(MEANING_C, vectors, owners)
        spelling = _fit(LETTERS_C, counted, owners)
        return cls(
            names,
            np.asarray(vectors, dtype=np.float32),
            owners,
            *meaning,
            *spelling,
            letters,
        )

    def rank(self, text: str, vector: Floats) -> list[Guess]:
        """Return all intents, the most confident first.

        Args:
            text: The sentence.
            vector: Its sentence vector, of length 1.
        """
        nearest = self._nearest(vector)
        counted: csr_matrix = self.letters.transform([text])
        votes = (
            MEANING * _softmax(self.meaning_weights @ vector + self.meaning_bias)
            + LETTERS * _softmax(np.ravel(counted @ self.letter_weights.T) + self.letter_bias)
            + NEAREST * _softmax(nearest / NEAREST_TEMPERATURE)
        )
        confidence = votes * np.clip(nearest, 0.0, 1.0)
        order = np.argsort(-confidence, kind="stable")
        return [
            Guess(self.intents[i], float(votes[i]), float(confidence[i]), float(nearest[i])) for i in order
        ]

    def _nearest(self, vector: Floats) -> Floats:
        best = np.full(len(self.intents), -1.0, dtype=np.float32)
        np.maximum.at(best, self.owners, self.vectors @ vector)
        return best

    def to_bytes(self) -> bytes:
        """Return the head as an ``.npz`` file; it loads ten times faster than a pickle."""
        vocabulary = {term: int(index) for term, index in self.letters.vocabulary_.items()}
        names = json.dumps({"intents": self.intents, "vocabulary": vocabulary})
        stream = io.BytesIO()
        np.savez(
            stream,
            names=np.frombuffer(names.encode(), dtype=np.uint8),
            vectors=self.vectors,
            owners=self.owners,
            meaning_weights=self.meaning_weights,
            meaning_bias=self.meaning_bias,
            letter_weights=self.letter_weights,
            letter_bias=self.letter_bias,
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
            return cls(
                tuple(names["intents"]),
                arrays["vectors"],
                arrays["owners"],
                arrays["meaning_weights"],
                arrays["meaning_bias"],
                arrays["letter_weights"],
                arrays["letter_bias"],
                letters,
            )


def _vectorizer(vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=LETTER_NGRAMS,
        min_df=1 if vocabulary else LETTER_MIN_COUNT,
        sublinear_tf=True,
        vocabulary=vocabulary,
    )


def _fit(strength: float, features: Floats | csr_matrix, owners: NDArray[np.int32]) -> tuple[Floats, Floats]:
    """Return weights (intents x features) and biases (one an intent)."""
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=ITERATIONS, random_state=SEED)
    model.fit(features, owners)
    weights, bias = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    if len(bias) == 1:
        # Of two classes scikit-learn keeps the second one only; the first is its mirror, at zero.
        weights, bias = np.vstack([np.zeros_like(weights), weights]), np.append(np.float32(0), bias)
    return weights, bias


def _softmax(values: Floats) -> Floats:
    powers: Floats = np.exp(values - values.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
