"""What a few words ask after an answer, on a small world of its own."""

from __future__ import annotations

import numpy as np
import pytest

from lantern.nlu.follow_up_head import FollowUp, FollowUpHead

HURT, LONG = np.array([1, 0, 0], dtype=np.float32), np.array([0, 1, 0], dtype=np.float32)
EXAMPLES = [
    FollowUp("does it hurt", "faq/biopsy", "area/procedure"),
    FollowUp("is it painful", "faq/biopsy", "area/procedure"),
    FollowUp("does it hurt", "faq/pain", "faq/symptoms"),
    FollowUp("how long", "faq/pain", "faq/duration"),
]
VECTORS = np.stack([HURT, HURT, HURT, LONG])


@pytest.fixture(scope="module")
def head() -> FollowUpHead:
    return FollowUpHead.train(EXAMPLES, VECTORS)


def best(head: FollowUpHead, text: str, vector: np.ndarray, after: str) -> str:
    return head.rank_all([text], vector[np.newaxis], after)[0][0].intent


def test_the_same_words_ask_another_thing_after_another_answer(head: FollowUpHead) -> None:
    assert best(head, "does it hurt", HURT, "faq/biopsy") == "area/procedure"
    assert best(head, "does it hurt", HURT, "faq/pain") == "faq/symptoms"


def test_what_is_asked_after_one_answer_helps_after_another(head: FollowUpHead) -> None:
    assert best(head, "how long", LONG, "faq/biopsy") == "faq/duration"


def test_shares_add_up(head: FollowUpHead) -> None:
    [guesses] = head.rank_all(["how long"], LONG[np.newaxis], "faq/pain")
    assert sum(guess.vote for guess in guesses) == pytest.approx(1)


def test_it_knows_what_it_was_shown(head: FollowUpHead) -> None:
    assert head.knows("faq/biopsy") and not head.knows("faq/other") and not head.knows(None)
    assert head.asked_after("faq/pain") == {"faq/symptoms", "faq/duration"}


def test_it_is_the_same_after_it_was_written(head: FollowUpHead) -> None:
    again = FollowUpHead.from_bytes(head.to_bytes())
    before = head.rank_all(["how long", "hurt"], np.stack([LONG, HURT]), "faq/biopsy")
    assert again.rank_all(["how long", "hurt"], np.stack([LONG, HURT]), "faq/biopsy") == before
