"""Dangers and what only sounds like one, put to the real look."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantern import paths
from lantern.content.library import Library
from lantern.safety.look import MOST_CHARACTERS, SafetyLook
from lantern.safety.setup import safety_look
from lantern.safety.spanish import is_spanish


@pytest.fixture(scope="module")
def look(library: Library) -> SafetyLook:
    return safety_look(library, paths.ENCODER)


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("I want to kill myself tonight", "self_harm"),
        ("my kids would be better off if I were dead", "self_harm"),
        ("quiero morirme, ya no aguanto", "self_harm"),
        ("my husband punched me and I am afraid of him", "violence"),
        ("fever of 102 and chills, had chemo on friday", "fever"),
        ("tengo fiebre de 39 y escalofrios despues de la quimio", "fever"),
        ("she cant breathe and her lips are blue", "emergency"),
        ("crushing chest pain down my left arm", "emergency"),
        ("her face is drooping and her speech is slurred", "emergency"),
        ("my legs suddenly went numb and i lost control of my bladder", "emergency"),
        ("my toddler swallowed some of my ibrance pills", "overdose"),
    ],
)
def test_a_danger_is_recognised(look: SafetyLook, text: str, danger: str) -> None:
    found = look.look(text)
    assert found and found.name == danger


@pytest.mark.parametrize(
    "text",
    [
        "What is palliative care?",
        "How are bone mets treated?",
        "parking at the clinic is murder",
        "is radiation deadly to the tumor",
        "what are the side effects of kadcyla",
        "who gets fulvestrant",
        "how do I tell my children",
        "is this covered by insurance",
    ],
)
def test_what_only_sounds_like_it_raises_no_alarm(look: SafetyLook, text: str) -> None:
    assert look.look(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "how is fulvestrant given and my chest hurts so bad i cant breathe what is palliative care",
        "what are bone mets, i want to kill myself and how long is herceptin taken",
        "que es kadcyla y mi mama no responde como se tratan las metastasis",
    ],
)
def test_a_danger_between_questions_is_recognised(look: SafetyLook, text: str) -> None:
    assert look.look(text)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.text(max_size=300), after=st.text(max_size=300))
def test_whatever_stands_around_it_a_danger_is_seen(look: SafetyLook, before: str, after: str) -> None:
    assert look.look(f"{before}\nI want to kill myself tonight.\n{after}")


@pytest.mark.parametrize("joint", [". ", " and "])
def test_in_the_middle_of_an_endless_message(look: SafetyLook, joint: str) -> None:
    story = joint.join(["we walked the dog by the river"] * 500)
    assert len(story) > MOST_CHARACTERS + 1000
    found = look.look(f"{story}{joint}I want to kill myself{joint}{story}")
    assert found and found.name == "self_harm"
    assert look.look(f"{story}{joint}{story}") is None


def test_at_the_end_of_a_very_long_message(look: SafetyLook) -> None:
    story = "the doctors told me a lot of things that i did not understand at the time " * 200
    assert look.look(story + "i want to kill myself tonight")


def test_nothing_is_no_danger(look: SafetyLook) -> None:
    assert look.look("") is None and look.look("👍") is None


def test_spanish_is_told_from_english() -> None:
    assert is_spanish("tengo mucha fiebre desde ayer")
    assert not is_spanish("I have had a fever since yesterday") and not is_spanish("")


@pytest.mark.parametrize(
    "text", ["i cant sleep", "I don't want to die", "not suicidal, just tired", "i can not eat"]
)
def test_short_complaints_and_denials_raise_no_alarm(look: SafetyLook, text: str) -> None:
    assert look.look(text) is None


def test_among_a_hundred_harmless_sentences(look: SafetyLook) -> None:
    harmless = [
        f"My neighbour number {number} told me a long story about the garden." for number in range(120)
    ]
    assert look.look(" ".join([*harmless[:70], "I will kill myself.", *harmless[70:]]))
