"""The gate: how likely a message holds a danger, learnt from messages that do and look-alikes that do not.

Each window of a message is scored by one logistic regression over its meaning (sentence vector), its
letters and words (n-grams, which forgive misspellings and read Spanish, which the encoder does not),
the patterns of data/safety/ and the cues of data/danger_cues.yml. The patterns are features among
others: what they weigh beside a negation, a past or a figure of speech is learnt. A second regression
says which danger it is. Measured in benchmarks/results.md.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from lantern.safety.features import PatternFeatures
from lantern.safety.normal_form import normal

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]

STRENGTH, KIND_STRENGTH = 8.0, 3.0
# What each view counts beside the others, and the messages of each sort beside the dangers.
MEANING, PATTERNS = 2.0, 0.7
LOOK_ALIKE_WEIGHT, OTHER_WEIGHT = 1.5, 0.6
ITERATIONS = 150
MOST_ENCODED = 12
# Log-odds by words and patterns alone from which a part of a sentence is encoded.
LIKELY_PART = -3.0
SEED = 7
LETTERS = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2}
WORDS = {"analyzer": "word", "ngram_range": (1, 3), "min_df": 2, "token_pattern": r"\w+"}


@dataclass(frozen=True)
class Score:
    """How sure the gate is that a window holds a danger (log-odds), and which."""

    danger: str
    odds: float


@dataclass(frozen=True)
class Examples:
    """What the gate learns from: messages by danger, look-alikes, and all sorts of other messages."""

    dangers: Mapping[str, Sequence[str]]
    look_alikes: Sequence[str]
    others: Sequence[str]


class Gate:
    """A trained gate."""

    def __init__(
        self,
        features: PatternFeatures,
        encode: Encode,
        letters: TfidfVectorizer,
        words: TfidfVectorizer,
        alarm: tuple[Floats, float],
        kinds: tuple[tuple[str, ...], Floats, Floats],
    ) -> None:
        """Take what was learnt: weights and bias of the alarm; names, weights and biases of the kinds."""
        self._features, self._encode = features, encode
        self._letters, self._words = letters, words
        self._alarm, self._kinds = alarm, kinds

    @classmethod
    def train(cls, examples: Examples, features: PatternFeatures, encode: Encode) -> Gate:
        """Learn from examples; takes some seconds, most of them to encode."""
        dangerous = [(text, kind) for kind, texts in examples.dangers.items() for text in texts]
        texts = [text for text, _ in dangerous] + [*examples.look_alikes, *examples.others]
        sizes = len(dangerous), len(examples.look_alikes), len(examples.others)
        target = np.repeat([1, 0, 0], sizes)
        weight = np.repeat([1.0, LOOK_ALIKE_WEIGHT, OTHER_WEIGHT], sizes)
        letters, words = _vectorizer(LETTERS), _vectorizer(WORDS)
        plain = [normal(text) for text in texts]
        letters.fit(plain)
        words.fit(plain)
        gate = cls(features, encode, letters, words, (np.zeros(0, np.float32), 0.0), ((), *np.zeros((2, 0))))
        rows = gate._rows(texts)
        alarm = _regression(STRENGTH).fit(rows, target, sample_weight=weight)
        kinds = _regression(KIND_STRENGTH).fit(rows[: sizes[0]], [kind for _, kind in dangerous])
        gate._alarm = alarm.coef_[0].astype(np.float32), float(alarm.intercept_[0])
        gate._kinds = (
            tuple(kinds.classes_),
            np.ascontiguousarray(kinds.coef_.T.astype(np.float32)),
            kinds.intercept_.astype(np.float32),
        )
        return gate

    def scores(self, texts: Sequence[str], parts: Sequence[str] = ()) -> dict[str, Score]:
        """Return the scores of windows, by window.

        Args:
            texts: Windows that are scored in any case (up to ``MOST_ENCODED``).
            parts: Windows that are scored only if their words and patterns make a danger likely: to encode
                a window takes most of the time, and a long message has many.
        """
        everything = list(dict.fromkeys([*texts, *parts]))
        if not everything:
            return {}
        # Meaning has the first numbers of a row; without it a row is an estimate that costs little.
        letters = self._letters_and_patterns(everything)
        estimate = letters @ self._alarm[0][self._alarm[0].shape[0] - letters.shape[1] :] + self._alarm[1]
        likeliest = np.argsort(-estimate, kind="stable")
        always = set(texts)
        chosen = [
            place for place in likeliest if everything[place] in always or estimate[place] >= LIKELY_PART
        ][:MOST_ENCODED]
        windows = [everything[place] for place in chosen]
        rows = hstack([csr_matrix(MEANING * self._encode(windows)), letters[chosen]]).tocsr()
        odds = rows @ self._alarm[0] + self._alarm[1]
        names, weights, biases = self._kinds
        best = np.argmax(rows @ weights + biases, axis=1)
        return {text: Score(names[kind], float(value)) for text, kind, value in zip(windows, best, odds)}

    def _rows(self, texts: Sequence[str]) -> csr_matrix:
        views = [csr_matrix(MEANING * self._encode(texts)), self._letters_and_patterns(texts)]
        return hstack(views).tocsr().astype(np.float32)

    def _letters_and_patterns(self, texts: Sequence[str]) -> csr_matrix:
        plain = [normal(text) for text in texts]
        patterns = np.stack([self._features.of(text) for text in texts])
        views = [
            self._letters.transform(plain),
            self._words.transform(plain),
            csr_matrix(PATTERNS * patterns),
        ]
        return hstack(views).tocsr().astype(np.float32)

    def to_bytes(self) -> bytes:
        """Return what was learnt as an ``.npz`` file."""
        names = {
            "letters": {term: int(place) for term, place in self._letters.vocabulary_.items()},
            "words": {term: int(place) for term, place in self._words.vocabulary_.items()},
            "kinds": self._kinds[0],
        }
        stream = io.BytesIO()
        np.savez(
            stream,
            names=np.frombuffer(json.dumps(names).encode(), dtype=np.uint8),
            letters_idf=self._letters.idf_,
            words_idf=self._words.idf_,
            alarm=self._alarm[0],
            alarm_bias=np.array([self._alarm[1]]),
            kinds=self._kinds[1],
            kinds_bias=self._kinds[2],
        )
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes, features: PatternFeatures, encode: Encode) -> Gate:
        """Return the gate that ``to_bytes`` wrote.

        Raises:
            ValueError: The bytes are no such file.
            KeyError: Something is missing in it.
        """
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            names = json.loads(arrays["names"].tobytes())
            letters, words = _vectorizer(LETTERS, names["letters"]), _vectorizer(WORDS, names["words"])
            letters.idf_, words.idf_ = arrays["letters_idf"], arrays["words_idf"]
            alarm = arrays["alarm"], float(arrays["alarm_bias"][0])
            kinds = tuple(names["kinds"]), arrays["kinds"], arrays["kinds_bias"]
            return cls(features, encode, letters, words, alarm, kinds)


def _vectorizer(settings: Mapping[str, object], vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    known = {"vocabulary": vocabulary, "min_df": 1} if vocabulary else {}
    return TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **{**settings, **known})


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, solver="liblinear", max_iter=ITERATIONS, random_state=SEED)
