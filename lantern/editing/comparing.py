"""Compare two models on all questions there are: held out, dangers, and those that people really asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from lantern import paths
from lantern.content.library import Library
from lantern.editing.impact import Impact, added_utterances, claims, compare, questions_of
from lantern.editing.neighbours import meanings_of
from lantern.editing.real_questions import recently_asked, shifts_of
from lantern.errors import LanternError
from lantern.evaluation.kept_answers import key_of, replies
from lantern.evaluation.questions import Question, read_questions
from lantern.insights.record import TurnRecord
from lantern.model_file import content_of

# Never trained on; and the dangers, of which none may be lost.
HELD_OUT = "tests/questions"
DANGERS = "benchmarks/tuning/danger.jsonl"

Progress = Callable[[str, int, int], None]


def question_files(root: Path) -> list[Path]:
    """Return the files of questions with known answers."""
    return [*sorted((root / HELD_OUT).glob("*.jsonl")), root / DANGERS]


def all_questions(library: Library, root: Path) -> list[Question]:
    """Return all questions whose answers are known.

    Raises:
        LanternError: There are none.
    """
    topics = {entry.name for entry in library.family("faq")}
    areas = {entry.name for entry in library.family("area")}
    files = [file for file in question_files(root) if file.is_file()]
    # A line about a topic that is gone cannot be read, and is no reason not to ask the others.
    questions, _ = read_questions(files, topics, areas)
    if not questions:
        raise LanternError(f"There are no questions in {root / HELD_OUT} to compare models on.")
    return questions


async def compare_models(
    old: Path,
    new: Path,
    library: Library,
    progress: Progress = lambda what, done, of: None,
    records: Sequence[TurnRecord] = (),
) -> Impact:
    """Return what changes when a new model replaces an old one.

    Args:
        old: The serving model.
        new: The new one.
        library: The content of the new one.
        progress: Told which model is asked, and how many questions of how many.
        records: What people asked lately, the oldest first.

    Raises:
        ModelMissing: A model cannot be loaded.
        LanternError: There are no questions.
    """
    questions = all_questions(library, paths.ROOT)
    with content_of(old) as content:
        added = added_utterances(content, library)
    new_words = questions_of(added)
    known = {key_of(question) for question in (*questions, *new_words)}
    real = [one for one in recently_asked(records) if key_of(one.question) not in known]
    of_people = [one.question for one in real]
    private = {key_of(question) for question in of_people}
    before = await replies(
        old,
        [*questions, *of_people, *new_words],
        lambda done, of: progress("the serving model", done, of),
        private,
    )
    after = await replies(
        new, [*questions, *of_people], lambda done, of: progress("the new model", done, of), private
    )
    first, end = len(questions), len(questions) + len(real)
    meanings = meanings_of(library, paths.ENCODER)
    return replace(
        compare(questions, before[:first], after[:first], meanings, added),
        claimed=claims(new_words, before[end:]),
        real=shifts_of(real, before[first:end], after[first:end], meanings, added),
    )
