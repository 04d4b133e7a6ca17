"""The few-shot head on a small world of its own."""

from __future__ import annotations

import numpy as np
import pytest

from lantern.nlu.few_shot_head import FewShotHead

TEXTS = ["red apple", "green apple", "apples", "fast car", "slow car", "cars"]
INTENTS = ["faq/fruit"] * 3 + ["faq/traffic"] * 3


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


VECTORS = np.stack(
    [unit(1, 0, 0), unit(1, 0.2, 0), unit(1, 0, 0.1), unit(0, 1, 0), unit(0.2, 1, 0), unit(0, 1, 0.1)]
)


@pytest.fixture(scope="module")
def head() -> FewShotHead:
    return FewShotHead.train(TEXTS, VECTORS, INTENTS)


def test_a_near_sentence_gets_its_intent(head: FewShotHead) -> None:
    [best, other] = head.rank("an apple", unit(1, 0.1, 0))
    assert best.intent == "faq/fruit" and best.confidence > 0.5 > other.confidence


def test_votes_are_shares(head: FewShotHead) -> None:
    guesses = head.rank("a car", unit(0, 1, 0))
    assert sum(guess.vote for guess in guesses) == pytest.approx(1)


def test_a_sentence_unlike_everything_gets_little_confidence(head: FewShotHead) -> None:
    [best, _] = head.rank("qqq", unit(0, 0, 1))
    assert best.confidence < 0.15


def test_letters_forgive_a_misspelling(head: FewShotHead) -> None:
    undecided = unit(1, 1, 0)
    assert head.rank("appels", undecided)[0].intent == "faq/fruit"


def test_it_survives_being_stored(head: FewShotHead) -> None:
    again = FewShotHead.from_bytes(head.to_bytes())
    assert again.rank("fast apple", unit(1, 0.5, 0)) == head.rank("fast apple", unit(1, 0.5, 0))


def test_training_twice_gives_the_same(head: FewShotHead) -> None:
    again = FewShotHead.train(TEXTS, VECTORS, INTENTS)
    assert again.rank("cars", unit(0, 1, 0)) == head.rank("cars", unit(0, 1, 0))
