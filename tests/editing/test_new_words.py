"""What is told of new ways of asking: which the bot answers already, and which it will answer."""

from __future__ import annotations

import pytest

from lantern.cli.publish import show
from lantern.editing.impact import Impact, questions_of
from lantern.editing.new_words import NewWords, new_words
from tests.editing.test_impact import answered, question

ASKED = questions_of({"faq/bone": ["a", "b", "c"], "faq/liver": ["d"]})
BEFORE = [answered("bone"), answered("liver"), answered(kind="clarify"), answered("liver")]
AFTER = [answered("bone"), answered("bone"), answered("liver"), answered("liver")]


def test_what_is_answered_already_and_what_will_be_is_counted_by_topic() -> None:
    held = [question("x", "bone"), question("y", "bone"), question("z", "chemo")]
    replies = [answered("bone"), answered("liver"), answered("chemo")]
    bone, liver = new_words(ASKED, BEFORE, AFTER, held, replies)
    assert (bone.topic, bone.asked, bone.already, bone.right) == ("bone", 3, 1, 2)
    assert [(shift.text, shift.after) for shift in bone.missed] == [("c", ("liver",))]
    assert (bone.held_out, bone.held_right) == (2, 1)
    assert (liver.asked, liver.already, liver.right, liver.held_out) == (1, 1, 1, 0)
    assert str(bone) == (
        "faq/bone: of 3 new ways of asking the running bot answers 1 already, the new model 2; "
        "of 2 held-out questions about it, the new model answers 1"
    )
    assert "no held-out question is about it" in str(liver)


def test_the_verdict_comes_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = NewWords("bone", 3, 1, 3, (), 0, 0)
    show(Impact(1, (), (), (), words=(words,)), 1)
    told = " ".join(capsys.readouterr().out.split())
    assert "New ways of asking" in told and "the running bot answers 1 already, the new model 3" in told
