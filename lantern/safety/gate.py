"""The gate: how likely a message holds a danger, learnt from messages that do and look-alikes that do not.

Each window of a message is scored by the votes of all examples (``lantern/encoder/nearness.py``). What
votes more is near in meaning (the encoder's last layer and the one before it, which keeps "not" and "was")
and in letters and words (n-grams, which forgive misspellings and read Spanish, which the encoder does not).
The same votes say which danger it is. It replaced logistic regressions over the last layer, letters, words
and patterns; both are measured in benchmarks/results.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from lantern.encoder.nearness import View, faded, half_compared, solved
from lantern.encoder.packing import packed, unpacked, vocabulary_of
from lantern.safety.normal_form import normal

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]

# How much each view counts; together 1. Meaning is shared by the two layers of the encoder.
LETTERS, WORDS = 0.2, 0.15
MEANING = 1.0 - LETTERS - WORDS
LAYERS = 2
# How fast the vote of an example fades with the distance of meanings.
SHARPNESS = 1.5
# How little a danger is trusted, and how much the other messages count beside it.
RIDGE = 0.1
LOOK_ALIKE_WEIGHT, OTHER_WEIGHT = 1.5, 0.6
# So many windows of a message are encoded at most, the likeliest by their letters and words: to encode takes
# most of the time.
MOST_ENCODED = 48
# Clauses whose letters and words alone vote for less than this are not encoded: a third of those of harmless
# messages and all but 3.5 % of dangers vote for more.
SUSPECT = 0.25
LETTER_SETTINGS = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2}
WORD_SETTINGS = {"analyzer": "word", "ngram_range": (1, 3), "min_df": 2, "token_pattern": r"\w+"}


@dataclass(frozen=True)
class Score:
    """How sure the gate is that a window holds a danger (about 0 to 1), and which."""

    danger: str
    sureness: float


@dataclass(frozen=True)
class Examples:
    """What the gate learns from: messages by danger, look-alikes, and all sorts of other messages."""

    dangers: Mapping[str, Sequence[str]]
    look_alikes: Sequence[str]
    others: Sequence[str]


@dataclass(frozen=True)
class Votes:
    """What was learnt; outputs are the alarm and then each danger, about ``bias``.

    ``meaning`` holds a weight an example and output, the others one a term and output.
    """

    dangers: tuple[str, ...]
    bias: Floats
    views: tuple[View, ...]
    meaning: Floats
    letters: Floats
    words: Floats


class Gate:
    """A trained gate."""

    def __init__(
        self, encode: Encode, letters: TfidfVectorizer, words: TfidfVectorizer, votes: Votes
    ) -> None:
        """Take what sees and what was learnt; ``encode`` gives the vectors of both layers side by side."""
        self._encode = encode
        self._letters, self._words, self._votes = letters, words, votes

    @classmethod
    def train(cls, examples: Examples, encode: Encode) -> Gate:
        """Learn from examples; time grows with the cube of their number, memory with its square."""
        names = tuple(sorted(examples.dangers))
        texts = [text for name in names for text in examples.dangers[name]]
        texts += [*examples.look_alikes, *examples.others]
        sizes = [len(examples.dangers[name]) for name in names]
        safe = len(examples.look_alikes), len(examples.others)
        weight = np.repeat([1.0, LOOK_ALIKE_WEIGHT, OTHER_WEIGHT], [sum(sizes), *safe])
        plain = [normal(text) for text in texts]
        letters, words = _vectorizer(LETTER_SETTINGS), _vectorizer(WORD_SETTINGS)
        counted = letters.fit_transform(plain), words.fit_transform(plain)
        views = tuple(View.of(layer, layer.mean(axis=0)) for layer in _layers(encode(texts)))
        meanings = [(MEANING / LAYERS, view) for view in views]
        near = half_compared(meanings, list(zip((LETTERS, WORDS), counted)), SHARPNESS)
        targets, bias = _targets(np.repeat(range(len(names)), sizes), weight, len(names))
        meaning = solved(near, targets, (RIDGE / weight).astype(np.float32))
        votes = Votes(
            names,
            bias,
            views,
            np.asarray(MEANING / LAYERS * meaning, dtype=np.float32),
            np.asarray(LETTERS * (counted[0].T @ meaning), dtype=np.float32),
            np.asarray(WORDS * (counted[1].T @ meaning), dtype=np.float32),
        )
        return cls(encode, letters, words, votes)

    def scores(self, texts: Sequence[str]) -> dict[str, Score]:
        """Return the scores of windows, by window; of very many, those of the likeliest."""
        windows = list(dict.fromkeys(texts))
        if not windows:
            return {}
        sums = self._without_meaning(windows)
        if len(windows) > MOST_ENCODED:
            likeliest = np.argsort(-sums[:, 0], kind="stable")[:MOST_ENCODED]
            windows, sums = [windows[place] for place in likeliest], sums[likeliest]
        for view, layer in zip(self._votes.views, _layers(self._encode(windows))):
            sums = sums + faded(view.cosines(layer), SHARPNESS) @ self._votes.meaning
        best = np.argmax(sums[:, 1:], axis=1)
        return {
            text: Score(self._votes.dangers[kind], float(row[0]))
            for text, kind, row in zip(windows, best, sums)
        }

    def suspects(self, texts: Sequence[str]) -> list[str]:
        """Return the windows that may hold a danger by their letters and words alone, which costs little."""
        if not texts:
            return []
        sums = self._without_meaning(texts)[:, 0]
        return [text for text, vote in zip(texts, sums) if vote >= SUSPECT]

    def _without_meaning(self, windows: Sequence[str]) -> Floats:
        plain = [normal(text) for text in windows]
        sums = self._votes.bias + self._letters.transform(plain) @ self._votes.letters
        return np.asarray(sums + self._words.transform(plain) @ self._votes.words, dtype=np.float32)

    def to_bytes(self) -> bytes:
        """Return what was learnt as an ``.npz`` file."""
        names = {
            "letters": vocabulary_of(self._letters),
            "words": vocabulary_of(self._words),
            "dangers": self._votes.dangers,
        }
        arrays = {
            "letters_idf": self._letters.idf_,
            "words_idf": self._words.idf_,
            "bias": self._votes.bias,
            "centres": np.stack([view.centre for view in self._votes.views]),
            "vectors": np.stack([view.vectors for view in self._votes.views]),
            "meaning": self._votes.meaning,
            "letters": self._votes.letters,
            "words": self._votes.words,
        }
        return packed(names, arrays)

    @classmethod
    def from_bytes(cls, data: bytes, encode: Encode) -> Gate:
        """Return the gate that ``to_bytes`` wrote.

        Raises:
            ValueError: The bytes are no such file.
            KeyError: Something is missing in it.
        """
        names, arrays = unpacked(data)
        letters = _vectorizer(LETTER_SETTINGS, names["letters"])
        words = _vectorizer(WORD_SETTINGS, names["words"])
        letters.idf_, words.idf_ = arrays["letters_idf"], arrays["words_idf"]
        views = tuple(View(*view) for view in zip(arrays["centres"], arrays["vectors"]))
        learnt = (arrays[name] for name in ("meaning", "letters", "words"))
        votes = Votes(tuple(names["dangers"]), arrays["bias"], views, *learnt)
        return cls(encode, letters, words, votes)


def _layers(vectors: Floats) -> list[Floats]:
    """Return the vectors of each layer, which stand side by side."""
    return np.split(vectors, LAYERS, axis=1)


def _targets(owners: NDArray[np.int64], weight: NDArray[np.float64], dangers: int) -> tuple[Floats, Floats]:
    """Return 1 for a danger (first column) and for which (the others), about their weighted mean."""
    targets = np.zeros((len(weight), 1 + dangers))
    targets[: len(owners), 0] = 1.0
    targets[np.arange(len(owners)), 1 + owners] = 1.0
    bias = np.average(targets, axis=0, weights=weight)
    return (targets - bias).astype(np.float32), bias.astype(np.float32)


def _vectorizer(settings: Mapping[str, object], vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    known = {"vocabulary": vocabulary, "min_df": 1} if vocabulary else {}
    return TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **{**settings, **known})
