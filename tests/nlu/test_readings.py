"""What is put in the place of a pronoun, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.nlu.context import Context
from tests.nlu.world import read

FASLODEX = Context(intent="faq/faslodex_who", names={"drug": "fulvestrant"})


def completed(text: str, context: Context = FASLODEX) -> list[str]:
    return [reading.text for reading in read(text, context).whole.readings if reading.completed]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("who gets it", "who gets fulvestrant"),
        ("how is that given", "how is fulvestrant given"),
        ("and what does this drug cost", "and what does fulvestrant cost"),
        ("how long for", "how long for fulvestrant"),
        ("and for how many months?", "for how many months fulvestrant"),
    ],
)
def test_a_follow_up_is_completed(text: str, reading: str) -> None:
    assert completed(text) == [reading]


@pytest.mark.parametrize(
    "text",
    [
        "how are bone metastases usually treated by doctors",
        "who gets ibrance",
        "what are the goals of this long treatment in general for somebody",
        "thanks",
    ],
)
def test_a_full_question_is_left_alone(text: str) -> None:
    assert completed(text) == []


def test_without_a_conversation_nothing_is_added() -> None:
    assert completed("who gets it", Context()) == []


def test_a_pronoun_may_stand_for_something_in_the_same_message() -> None:
    found = read("what is ibrance and who gets it")
    texts = [reading.text for clause in found.sentences[0].cuts[0] for reading in clause.readings]
    assert "who gets palbociclib" in texts or "who gets ibrance" in texts


def test_it_stands_for_the_subject_and_they_may_be_the_doctors() -> None:
    context = Context("faq/liver", names={"site": "liver"})
    assert completed("what will they do about it", context) == ["what will they do about liver mets"]
    assert completed("how do they work", context) == ["how do liver mets work", "how do they work liver mets"]


def test_a_pronoun_that_stands_for_nothing_is_left_alone() -> None:
    context = Context("faq/liver", names={"site": "liver"})
    assert completed("is it true that everybody gets the same treatment everywhere", context) == []


def test_names_give_way_to_their_kind() -> None:
    [reading] = read("will T-DM1 make my liver worse").whole.readings
    assert reading.plain == "will this medicine make my this organ worse"


@given(st.text())
def test_the_first_reading_is_the_text_as_typed(text: str) -> None:
    found = read(text, FASLODEX)
    assert found.whole.readings[0].text == text
    for piece in found.sentences:
        assert piece.text in text
        for reading in piece.all_readings():
            for name in reading.names:
                assert reading.text[name["start"] : name["end"]].lower() == name["text"].lower()


def in_pieces(text: str) -> list[str]:
    pieces = read(text, FASLODEX).sentences
    return [reading.text for piece in pieces for reading in piece.all_readings() if reading.completed]


def test_a_few_words_after_a_story_lean_on_the_story() -> None:
    story = "my grandma had hormon pills for two years and now nothing helps her, what comes then"
    assert not any(reading.startswith("what comes") for reading in in_pieces(story))
    # Small talk is no story, and a pronoun may reach further back.
    assert "how long fulvestrant" in in_pieces("oh ok. how long?")
    asked = "My mother is seventy and lives far from the clinic. Can she get it?"
    assert "Can she get fulvestrant?" in in_pieces(asked)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("can my lung mets be cut out", True),
        ("ok so shld my nan have it, she is frail", True),
        ("they said no. could she have the pills anyway", True),
        ("can I ask what palliative care is", False),
        ("what can I take for bone pain", False),
        ("can palliative care start early", False),
    ],
)
def test_what_asks_for_one_persons_decision(text: str, asks: bool) -> None:
    assert read(text).whole.own_case is asks
