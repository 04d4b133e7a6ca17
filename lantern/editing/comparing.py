"""Compare two models on all questions there are: held out, dangers, and those that people really asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lantern import paths
from lantern.content.library import Library
from lantern.editing.impact import Impact, added_utterances, claims, compare, questions_of
from lantern.editing.neighbours import meanings_of
from lantern.errors import LanternError
from lantern.evaluation.kept_answers import replies
from lantern.evaluation.questions import Question, read_questions
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
    old: Path, new: Path, library: Library, progress: Progress = lambda what, done, of: None
) -> Impact:
    """Return what changes when a new model replaces an old one.

    Args:
        old: The serving model.
        new: The new one.
        library: The content of the new one.
        progress: Told which model is asked, and how many questions of how many.

    Raises:
        ModelMissing: A model cannot be loaded.
        LanternError: There are no questions.
    """
    questions = all_questions(library, paths.ROOT)
    with content_of(old) as content:
        added = added_utterances(content, library)
    new_words = questions_of(added)
    asked = [*questions, *new_words]
    before = await replies(old, asked, lambda done, of: progress("the serving model", done, of))
    after = await replies(new, questions, lambda done, of: progress("the new model", done, of))
    impact = compare(questions, before, after, meanings_of(library, paths.ENCODER), added)
    return replace(impact, claimed=claims(new_words, before[len(questions) :]))
