"""Numbers and buttons: found, expired, somebody else's."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.answers import Choice
from lantern.channels.messaging.choices import DAY, Chosen, Gone, Offers
from lantern.stores.marks import MemoryMarks

CHOICES = (Choice(title="One?", topic="one"), Choice(title="None of these", topic=None))


class Offered:
    def __init__(self) -> None:
        self.now = 0.0
        self.offers = Offers(MemoryMarks(clock=lambda: self.now))

    def note(self, turn: str, *choices: Choice, who: str = "ann") -> None:
        asyncio.run(self.offers.note(who, turn, choices))

    def find(self, text: str = "", button: str | None = None, who: str = "ann") -> Chosen | Gone | None:
        return asyncio.run(self.offers.find(who, text, button))


@pytest.fixture
def offered() -> Offered:
    found = Offered()
    found.note("a1", *CHOICES)
    return found


@pytest.mark.parametrize("text", ["1", " 1. ", "(1)", "#1", "1)", "01"])
def test_a_number(offered: Offered, text: str) -> None:
    assert offered.find(text) == Chosen("One?", "one")


@pytest.mark.parametrize("text", ["3", "0", "99", "911", "one", "1 or 2", "1.5", "", "²"])
def test_what_is_no_choice_is_left_to_understanding(offered: Offered, text: str) -> None:
    assert offered.find(text) is None


def test_none_of_these_has_no_topic(offered: Offered) -> None:
    assert offered.find("2") == Chosen("None of these", None) == offered.find(button="a1:2")


@pytest.mark.parametrize("button", ["a1:3", "a1:0", "b2:1", "a1", "", "1", "/restart", "a1:1:1", "A1:1"])
def test_a_button_that_is_not_of_the_last_answer_is_gone(offered: Offered, button: str) -> None:
    assert offered.find("One?", button) == Gone()


def test_the_next_answer_takes_the_choices_away(offered: Offered) -> None:
    offered.note("b2", CHOICES[1])
    assert offered.find(button="a1:1") == Gone() and offered.find("1") == Chosen("None of these", None)
    offered.note("c3")
    assert offered.find("1") == Gone() == offered.find(button="b2:1")


def test_a_day_later_they_are_gone(offered: Offered) -> None:
    offered.now = DAY + 1.0
    assert offered.find("1") == Gone()


def test_somebody_else_was_offered_nothing(offered: Offered) -> None:
    assert offered.find("1", who="ben") == Gone() == offered.find(button="a1:1", who="ben")


@given(st.text(), st.none() | st.text())
def test_no_text_breaks_it(text: str, button: str | None) -> None:
    offered = Offered()
    offered.note("a1", *CHOICES)
    assert offered.find(text, button) in (None, Gone(), Chosen("One?", "one"), Chosen("None of these", None))
