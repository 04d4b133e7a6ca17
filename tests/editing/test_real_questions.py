"""What people asked lately is put to both models, and nobody can be told from what comes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lantern.cli.publish import _asked_lately, show
from lantern.content.library import Library
from lantern.editing import comparing
from lantern.editing.impact import Impact
from lantern.editing.real_questions import recently_asked
from lantern.evaluation import kept_answers
from lantern.evaluation.asking_process import Asked
from lantern.evaluation.bot import Reply
from lantern.evaluation.questions import Question, Turn, Wanted
from lantern.insights.record import TurnRecord
from tests.editing.test_impact import answered
from tests.evaluation.stand_in import StandIn

LIVER = "how do they treat cancer once it is in the liver"


def record(text: str, conversation: str, at: float = 1.0) -> TurnRecord:
    return TurnRecord(conversation=conversation, at=at, channel="website", text=text)


def test_the_latest_different_questions_are_taken_and_dangers_are_not() -> None:
    records = [record("Old one", "a"), record("pain?", "b"), record("", "c"), record("Pain", "d")]
    found = recently_asked(records, most=2)
    assert [(one.question.turns[0].text, one.conversations) for one in found] == [
        ("Pain", {"b", "d"}),
        ("Old one", {"a"}),
    ]
    assert [one.question.turns[0].text for one in recently_asked(records, most=1)] == ["Pain"]


@pytest.fixture
def impact(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Impact:
    """Six people asked of the liver, which the new model answers wrongly; one asked what nobody else did."""

    def answer(asked: Asked, text: str) -> Reply:
        topic = "liver_mets_treatment" if "liver" in text else "palbociclib"
        new = asked.model.name.startswith("lantern-new") and text != "held out"
        return answered("about_information" if new else topic)[0]

    held_out = Question("x.jsonl", 1, (Turn("held out", (Wanted(("palbociclib",)),)),))
    monkeypatch.setattr(comparing, "all_questions", lambda *_: [held_out])
    records = [record(LIVER + " " * number, f"c{number}") for number in range(6)]
    records += [record("my very own words", "e"), record("held out", "f")]
    old, new = tmp_path / "lantern-old.tar.gz", tmp_path / "lantern-new.tar.gz"
    comparison = comparing.Comparison(StandIn(answer), old, library, records)
    return comparison.impact(new, comparison.ask_old())


def test_what_changes_for_many_is_told_and_for_few_only_counted(
    impact: Impact, capsys: pytest.CaptureFixture[str]
) -> None:
    [shift] = impact.real.shifts
    assert (shift.before, shift.after) == (("liver_mets_treatment",), ("about_information",))
    assert shift.conversations == 6 and shift.words and shift.words.intent == "faq/about_information"
    # The held-out question is asked once, as such; and what is right for real ones nobody has said.
    assert (impact.real.asked, impact.real.shifted, impact.real.hidden) == (2, 2, 1)
    assert impact.asked == 1 and impact.lost == impact.changed == ()
    show(impact, 1)
    shown = " ".join(capsys.readouterr().out.split())
    assert "of 2 questions, 2 get another reply" in shown and "in 6 conversations" in shown
    assert "my very own words" not in shown and LIVER not in shown


def test_no_answer_to_a_person_is_kept(impact: Impact, tmp_path: Path) -> None:
    held_out = kept_answers.key_of(Question("x", 1, (Turn("held out", ()),)))
    for model in ("old", "new"):
        kept = json.loads((tmp_path / f"lantern-{model}.answers.json").read_text(encoding="utf-8"))
        assert list(kept) == [held_out]


def test_a_database_that_is_away_is_said_and_hinders_nobody(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANTERN_DATABASE", f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")
    assert _asked_lately(library, tmp_path) == []
    assert "The conversations cannot be read (OperationalError)" in capsys.readouterr().err
