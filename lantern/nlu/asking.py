"""Whether a sentence asks or only tells, learnt from the utterances.

People on a phone leave out question marks and turn questions into wishes, so the words of data/cues.yml
do not find them all. In an utterance of several sentences, those that end in "?" ask and those before
them tell the story; a short utterance of one sentence asks. Logistic regression on the words, pairs of
words and first words learns the difference.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import exp

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.language import Language

# An utterance of one sentence is a question if it has no more words than this; longer ones may tell.
SHORT = 12
STRENGTH = 0.3
ITERATIONS = 200
FEWEST = 10
# Weights smaller than this change nothing and are not kept.
NEGLIGIBLE = 1e-4
# What may end a sentence, with more words after it.
INSIDE = re.compile(r"[^\w\s,;:'’-]\W*\s*\w")
BIAS = ""


@dataclass(frozen=True)
class Asking:
    """The weight of each feature; without any, nothing is taken for a question."""

    weights: Mapping[str, float]

    def share(self, text: str) -> float:
        """Return how likely a sentence asks, from 0 to 1."""
        if not self.weights:
            return 0.0
        total = self.weights[BIAS] + sum(self.weights.get(feature, 0.0) for feature in set(_features(text)))
        return 1 / (1 + exp(-total))


def learn_asking(utterances: Iterable[str], language: Language) -> Asking:
    """Learn from utterances that ask; ``language`` gives sentences."""
    asks, tells = [], []
    for utterance in utterances:
        # Most utterances are one sentence, which shows before spaCy has to look.
        several = INSIDE.search(utterance)
        sentences = [one.text for one in language(utterance).sents] if several else [utterance]
        if len(sentences) == 1:
            asks += sentences if len(utterance.split()) <= SHORT else []
        elif "?" in utterance:
            asks += [sentence for sentence in sentences if "?" in sentence]
            tells += [sentence for sentence in sentences[:-1] if "?" not in sentence]
    if min(len(asks), len(tells)) < FEWEST:
        return Asking({})
    vectorizer = DictVectorizer()
    counted = vectorizer.fit_transform([dict.fromkeys(_features(text), 1.0) for text in asks + tells])
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=ITERATIONS)
    model.fit(counted, [True] * len(asks) + [False] * len(tells))
    weights = dict(zip(vectorizer.feature_names_, model.coef_[0].tolist()))
    kept = {feature: round(weight, 4) for feature, weight in weights.items() if abs(weight) > NEGLIGIBLE}
    return Asking({**kept, BIAS: float(model.intercept_[0])})


def _features(text: str) -> Iterator[str]:
    words = re.findall(r"[\w']+", text.lower().replace("’", "'"))
    yield from words
    yield from (f"{one} {two}" for one, two in itertools.pairwise(words))
    yield "first " + " ".join(words[:1])
    yield "first two " + " ".join(words[:2])
    yield f"length {min(len(words) // 4, 6)}"
