"""The few-shot head on a small world of its own."""

from __future__ import annotations

import numpy as np
import pytest

from lantern.nlu.few_shot_head import FewShotHead, Guess, Look

TEXTS = ["red apple", "green apple", "apples", "fast car", "slow car", "cars"]
INTENTS = ["faq/fruit"] * 3 + ["faq/traffic"] * 3


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


VECTORS = [unit(1, 0, 0), unit(1, 0.2, 0), unit(1, 0, 0.1), unit(0, 1, 0), unit(0.2, 1, 0), unit(0, 1, 0.1)]
LOOKS = [Look(text, vector) for text, vector in zip(TEXTS, VECTORS)]


@pytest.fixture(scope="module")
def head() -> FewShotHead:
    return FewShotHead.train(LOOKS, LOOKS, INTENTS)


def rank(head: FewShotHead, text: str, vector: np.ndarray) -> list[Guess]:
    look = Look(text, vector)
    return head.rank(look, look)


def test_a_near_sentence_gets_its_intent(head: FewShotHead) -> None:
    [best, other] = rank(head, "an apple", unit(1, 0.1, 0))
    assert best.intent == "faq/fruit" and best.confidence > 0.5 > other.confidence


def test_votes_are_shares(head: FewShotHead) -> None:
    assert sum(guess.vote for guess in rank(head, "a car", unit(0, 1, 0))) == pytest.approx(1)


def test_a_sentence_unlike_everything_gets_little_confidence(head: FewShotHead) -> None:
    assert rank(head, "qqq", unit(0, 0, 1))[0].confidence < 0.15


def test_letters_forgive_a_misspelling(head: FewShotHead) -> None:
    assert rank(head, "appels", unit(1, 1, 0))[0].intent == "faq/fruit"


def test_both_views_are_listened_to(head: FewShotHead) -> None:
    fruit, traffic = Look("apple", unit(1, 0, 0)), Look("car", unit(0, 1, 0))
    votes = {guess.intent: guess.vote for guess in head.rank(fruit, traffic)}
    alone = {guess.intent: guess.vote for guess in head.rank(fruit, fruit)}
    other = {guess.intent: guess.vote for guess in head.rank(traffic, traffic)}
    assert alone["faq/fruit"] > votes["faq/fruit"] > other["faq/fruit"]


def test_it_survives_being_stored(head: FewShotHead) -> None:
    again = FewShotHead.from_bytes(head.to_bytes())
    before, after = (rank(one, "fast apple", unit(1, 0.5, 0)) for one in (head, again))
    assert [guess.intent for guess in after] == [guess.intent for guess in before]
    # Vectors are stored as half numbers.
    assert [guess.vote for guess in after] == pytest.approx([guess.vote for guess in before], abs=1e-3)
    assert FewShotHead.from_bytes(again.to_bytes()).rank(*[Look("fast apple", unit(1, 0.5, 0))] * 2) == after


def test_training_twice_gives_the_same(head: FewShotHead) -> None:
    again = FewShotHead.train(LOOKS, LOOKS, INTENTS)
    assert rank(again, "cars", unit(0, 1, 0)) == rank(head, "cars", unit(0, 1, 0))
