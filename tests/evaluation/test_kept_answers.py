"""A model is asked once; looks and vectors are kept for next time, but nothing that a person typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lantern import paths
from lantern.content.library import Library
from lantern.encoder.vector_cache import read_vectors
from lantern.evaluation import kept_answers
from lantern.evaluation.asking_process import Said
from lantern.evaluation.bot import Reply
from lantern.evaluation.kept_answers import answers_file, key_of, replies
from lantern.evaluation.questions import Question, Turn, Wanted
from lantern.safety import kept_looks
from lantern.safety.kept_looks import read_looks
from tests.editing.test_impact import answered, question
from tests.evaluation.stand_in import StandIn

VECTOR = np.ones(768, dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Looks and vectors are kept here, and not beside the real encoder."""
    monkeypatch.setattr(kept_looks, "looks_file", lambda content, _: tmp_path / f"{content.data.name}.json")
    monkeypatch.setattr(kept_answers, "questions_file", lambda *_: tmp_path / "vectors.npz")
    return tmp_path


def standing_in() -> StandIn:
    return StandIn(lambda *_: answered("bone")[0])


def test_a_model_is_asked_once(library: Library, folder: Path) -> None:
    askers = standing_in()
    model = folder / "lantern-0.tar.gz"
    dialogue = Question("x", 1, (Turn("c", (Wanted(("bone",)),)), Turn("d", (Wanted(("bone",)),))))
    questions = [question("a", "bone"), question("b", "bone"), dialogue]
    first = replies(askers, model, library, questions)
    assert [len(turns) for turns in first] == [1, 1, 2]
    again = replies(askers, model, library, [*questions, question("e", "bone")])
    assert askers.asked == ["a", "b", "c", "d", "e"] and again[:3] == first
    # A broken file is asked for anew, not believed.
    answers_file(model).write_text("{", encoding="utf-8")
    assert replies(askers, model, library, questions) == first


def test_replies_stand_in_the_order_of_the_questions(library: Library, folder: Path) -> None:
    askers = StandIn(lambda _, text: answered(text)[0])
    questions = [question(text) for text in ("a", "of a person", "b")]
    found = replies(askers, folder / "m.tar.gz", library, questions, unkept={key_of(questions[1])})
    assert [reply.answers[0]["topic"] for [reply] in found] == ["a", "of a person", "b"]


def test_what_was_found_is_kept_but_not_from_what_people_typed(library: Library, folder: Path) -> None:
    askers = standing_in()
    askers.found = [
        Said([], {"known": ("fever", 0.9)}, {"known": VECTOR}),
        Said([], {"private": ("fever", 0.9)}, {"private": VECTOR}),
    ]
    held_out, of_person = question("a", "bone"), question("my own words", "bone")
    replies(askers, folder / "m.tar.gz", library, [of_person, held_out], unkept={key_of(of_person)})
    assert read_looks(folder / f"{library.data.name}.json") == {"known": ("fever", 0.9)}
    assert list(read_vectors(folder / "vectors.npz")) == ["known"]
    assert key_of(of_person) not in answers_file(folder / "m.tar.gz").read_text(encoding="utf-8")


def test_dangers_are_looked_for_by_the_content_of_the_model(library: Library, folder: Path) -> None:
    askers = standing_in()
    older = replace(library, data=Path("older"))
    replies(askers, folder / "old.tar.gz", older, [question("a", "bone")])
    replies(askers, folder / "new.tar.gz", library, [question("a", "bone")])
    assert askers.looked_by == ["older.json", "older.json", "data.json", "data.json"]


def test_progress_counts_all_questions(library: Library, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    questions = [question(text) for text in ("a", "b", "c")]
    replies(
        standing_in(), folder / "m.tar.gz", library, questions, lambda *seen: told.append(seen),
        {key_of(questions[0])},
    )  # fmt: skip
    assert told == [(2, 3), (3, 3)]


def test_a_reply_is_kept_as_far_as_comparing_needs_it(library: Library, folder: Path) -> None:
    long = Reply(({"kind": "answer", "topic": "bone", "choices": [], "short": "Many words."},), 0.5)
    replies(StandIn(lambda *_: long), folder / "m.tar.gz", library, [question("a", "bone")])
    assert "Many words" not in answers_file(folder / "m.tar.gz").read_text(encoding="utf-8")
    assert paths.ENCODER not in folder.parents
