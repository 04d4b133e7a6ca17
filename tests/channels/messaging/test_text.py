"""From answers to blocks and messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.answers import Answer, Choice, Kind, Link, SourceLine, Urgency
from lantern.channels.messaging.text import Role, Words, clean, compose, offered, pack, unmarked, write
from lantern.content.library import Library

ANSWER = Answer(
    kind=Kind.ANSWER,
    language="en",
    title="What is it?",
    short="It is {this}. And that.",
    more="First.\n\nSecond.",
    sources=(SourceLine(title="Guide", publisher="Charity", as_of="June 2017", url="https://x.example/g"),),
    links=(Link(title="Line", purpose="to talk", url="https://y.example", phone="555-0100"),),
    questions=("Why?",),
    choices=(Choice(title="One", topic="one"), Choice(title="Two", topic="two")),
    disclaimer="Not advice.",
)
DANGER = Answer(
    kind=Kind.DANGER,
    language="es",
    title="Now",
    short="Llama. " * 20,
    links=(Link(title="Line", purpose="now", url=None, phone="988"),),
    urgency=Urgency.NOW,
)


@pytest.fixture(scope="module")
def words(library: Library) -> Words:
    return Words.of(library)


def test_an_answer_says_everything_in_order(words: Words) -> None:
    text = write(compose([ANSWER], words, numbers=True), unmarked)
    order = [
        "What is it?",
        "{this}",
        "Second.",
        "- Why?",
        "- Charity",
        "https://x.example/g",
        "555-0100",
        "2. Two",
    ]
    places = [text.index(part) for part in [*order, "Not advice."]]
    assert places == sorted(places)
    assert text.endswith("Not advice.")


def test_places_count_through_all_answers_and_the_disclaimer_stands_once(words: Words) -> None:
    blocks = compose([ANSWER, ANSWER], words, numbers=True)
    assert [block.place for block in blocks if block.role is Role.CHOICE] == [1, 2, 3, 4]
    assert [choice.title for choice in offered([ANSWER, ANSWER])] == ["One", "Two", "One", "Two"]
    assert [block.role for block in blocks].count(Role.DISCLAIMER) == 1


def test_buttons_come_without_numbers_in_the_text(words: Words) -> None:
    assert "1. One" not in write(compose([ANSWER], words, numbers=False), unmarked)


def test_the_numbers_of_the_organisation_are_filled_in(words: Words) -> None:
    assert "{emergency_number}" not in words.messaging.too_many
    assert "{seconds}" in words.messaging.too_many


@given(st.text(), st.text(), st.integers(40, 400))
def test_every_message_fits_and_nothing_is_lost(words: Words, short: str, more: str, limit: int) -> None:
    answer = ANSWER.copy(update={"short": short, "more": more})
    blocks = compose([answer], words, numbers=True)
    messages = pack(blocks, unmarked, limit, len)
    written = [write(message, unmarked) for message in messages]
    assert all(len(text) <= limit for text in written)
    letters = "".join(character for text in written for character in text if not character.isspace())
    for part in (short, more):
        for paragraph in clean(part).split():
            assert paragraph in letters


def test_a_danger_is_one_message(words: Words) -> None:
    blocks = compose([ANSWER, DANGER], words, numbers=True)
    messages = [write(message, unmarked) for message in pack(blocks, unmarked, 250, len)]
    [danger] = [text for text in messages if "Llama" in text]
    assert danger.count("Llama") == 20 and "988" in danger and words.messaging.links_danger_spanish in danger


def test_a_heading_stays_with_its_first_item(words: Words) -> None:
    for limit in range(130, 400, 7):
        for message in pack(compose([ANSWER], words, numbers=True), unmarked, limit, len):
            assert message[-1].role is not Role.HEADING
