"""Compare two models on all questions there are: held out, dangers, and those that people really asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lantern import paths
from lantern.content.library import Library
from lantern.editing.impact import Impact, added_utterances, claims, compare, questions_of
from lantern.editing.neighbours import meanings_of
from lantern.editing.new_words import new_words
from lantern.editing.real_questions import recently_asked, shifts_of
from lantern.errors import LanternError
from lantern.evaluation.bot import Reply
from lantern.evaluation.kept_answers import Asks, Progress, key_of, replies
from lantern.evaluation.questions import Question, read_questions
from lantern.insights.record import TurnRecord
from lantern.model_file import content_of

# Never trained on; and the dangers, of which none may be lost.
HELD_OUT = "tests/questions"
DANGERS = "benchmarks/tuning/danger.jsonl"


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


class Comparison:
    """What changes when a new model replaces an old one.

    The old model can be asked before the new one is there: while it is trained, a core has little to do.
    """

    def __init__(self, askers: Asks, old: Path, library: Library, records: Sequence[TurnRecord] = ()) -> None:
        """Gather what is asked.

        Args:
            askers: They ask the models.
            old: The serving model.
            library: The content of the new one.
            records: What people asked lately, the oldest first.

        Raises:
            LanternError: There are no questions.
        """
        self._askers, self._old, self._library = askers, old, library
        self._questions = all_questions(library, paths.ROOT)
        with content_of(old) as content:
            self._added = added_utterances(content, library)
        self._new_words = questions_of(self._added)
        known = {key_of(question) for question in (*self._questions, *self._new_words)}
        self._real = [one for one in recently_asked(records) if key_of(one.question) not in known]
        self._of_people = [one.question for one in self._real]
        self._private = {key_of(question) for question in self._of_people}

    def ask_old(self) -> list[list[Reply]]:
        """Return what the old model says to each question, to those of people, and to the new words."""
        # By its own content: a danger that the new content does not recognise any more has to be seen.
        with content_of(self._old) as content:
            return replies(
                self._askers,
                self._old,
                content or self._library,
                [*self._questions, *self._of_people, *self._new_words],
                unkept=self._private,
            )

    def impact(
        self, new: Path, before: Sequence[list[Reply]], progress: Progress = lambda done, of: None
    ) -> Impact:
        """Ask the new model, and return what changes.

        Args:
            new: The new model.
            before: What the old one says (``ask_old``).
            progress: Called with how many questions of how many have been asked.

        Raises:
            ModelMissing: The model cannot be loaded.
        """
        after = replies(
            self._askers,
            new,
            self._library,
            [*self._questions, *self._of_people, *self._new_words],
            progress,
            self._private,
        )
        first, end = len(self._questions), len(self._questions) + len(self._real)
        meanings = meanings_of(self._library, paths.ENCODER)
        return replace(
            compare(self._questions, before[:first], after[:first], meanings, self._added),
            claimed=claims(self._new_words, before[end:]),
            real=shifts_of(self._real, before[first:end], after[first:end], meanings, self._added),
            words=new_words(self._new_words, before[end:], after[end:], self._questions, after[:first]),
        )
