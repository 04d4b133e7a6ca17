"""Two processes that ask many questions at a time find what one question at a time finds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from lantern import paths
from lantern.content.library import Library
from lantern.editing.comparing import all_questions
from lantern.encoder.runtime import hash_of
from lantern.encoder.vector_cache import keep_vectors, questions_file
from lantern.errors import LanternError, ModelMissing
from lantern.evaluation import asking_process
from lantern.evaluation.askers import Askers
from lantern.evaluation.asking_process import Asked, Said
from lantern.evaluation.bot import ProcessBot, Reply
from lantern.evaluation.questions import Question
from lantern.evaluation.score import judge
from lantern.safety.kept_looks import keep_looks

EVERY = 40


@pytest.fixture(scope="module")
def questions(library: Library) -> list[Question]:
    """A sample of all questions, dangers and dialogues among them."""
    found = all_questions(library, paths.ROOT)
    dialogues = [question for question in found if len(question.turns) > 1]
    dangers = [question for question in found if question.file.endswith("danger.jsonl")]
    return [*found[::EVERY], *dialogues[:3], *dangers[::6]]


def asked(model: Path, folder: Path) -> Asked:
    vectors = questions_file(folder, hash_of(paths.ENCODER, "fp32"))
    return Asked(model, folder / "looks.json", vectors, paths.DATA)


def got(questions: list[Question], replies: list[list[Reply]]) -> list[tuple[str, ...]]:
    return [
        judge(question, place, reply).got
        for question, turns in zip(questions, replies)
        for place, reply in enumerate(turns)
    ]


async def one_by_one(model: Path, questions: list[Question]) -> list[list[Reply]]:
    bot = await ProcessBot.load(model)
    found = []
    for question in questions:
        texts = [turn.text for turn in question.turns]
        alone = len(texts) == 1
        found.append([await (bot.answer(text) if alone else bot.say(text, question.file)) for text in texts])
    return found


def test_the_answers_are_those_of_one_question_at_a_time(
    model: Path, questions: list[Question], tmp_path: Path
) -> None:
    expected = asyncio.run(one_by_one(model, questions))
    told: list[int] = []
    with Askers(2) as askers:
        said = askers.ask(asked(model, tmp_path), questions, lambda done, _: told.append(done))
    assert got(questions, said.replies) == got(questions, expected)
    assert max(told) == len(questions)
    for [new, *_], [old, *_] in zip(said.replies, expected):
        assert new.confidence == pytest.approx(old.confidence, abs=0.001)
    assert any(row for row in said.looks.values()) and said.vectors


def test_what_is_known_is_neither_looked_at_nor_encoded_again(
    model: Path, questions: list[Question], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_process, "_loaded", None)
    one, some = asked(model, tmp_path), questions[:20]
    first = asking_process.ask(one, some)
    assert first.looks and first.vectors
    keep_looks(one.looks, first.looks)
    keep_vectors(one.vectors, first.vectors)
    monkeypatch.setattr(asking_process, "_loaded", None)
    again = asking_process.ask(one, some)
    assert again.looks == again.vectors == {}
    assert got(some, again.replies) == got(some, first.replies)


def test_what_fails_is_said_in_a_sentence(model: Path, questions: list[Question], tmp_path: Path) -> None:
    with Askers(1) as askers, pytest.raises(ModelMissing, match="cannot be loaded"):
        askers.ask(asked(tmp_path / "lantern-none.tar.gz", tmp_path), questions[:1], lambda *_: None)
    with Askers(1) as askers:
        # The process ends as one does that the system ends for want of memory.
        askers._pool.submit(asking_process.os._exit, 1)
        with pytest.raises(LanternError, match="ended by itself"):
            askers.ask(asked(model, tmp_path), questions[:1], lambda *_: None)


def test_nothing_asked_is_nothing_said(model: Path, tmp_path: Path) -> None:
    with Askers(1) as askers:
        assert askers.ask(asked(model, tmp_path), [], pytest.fail) == Said([])
