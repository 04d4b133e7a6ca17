"""Stands for the processes that ask: answers as it is told, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lantern.evaluation.asking_process import Asked, Said
from lantern.evaluation.bot import Reply
from lantern.evaluation.questions import Question


class StandIn:
    """``answer`` gives the reply of a model to a text."""

    def __init__(self, answer: Callable[[Asked, str], Reply]) -> None:
        self._answer = answer
        self.asked: list[str] = []
        self.looked_by: list[str] = []
        # What is said to have been found, with each part of the questions.
        self.found: list[Said] = []

    def ask(self, asked: Asked, questions: Sequence[Question], progress: Callable[[int, int], None]) -> Said:
        self.asked += [turn.text for question in questions for turn in question.turns]
        self.looked_by.append(asked.looks.name)
        replies = [[self._answer(asked, turn.text) for turn in question.turns] for question in questions]
        progress(len(questions), len(questions))
        found = self.found.pop(0) if self.found else Said([])
        return Said(replies, found.looks, found.vectors)
