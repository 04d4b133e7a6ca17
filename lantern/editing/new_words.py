"""New ways of asking, topic by topic: which the running bot answers already, and which the new model does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lantern.editing.shift import Shift
from lantern.evaluation.bot import Reply
from lantern.evaluation.questions import Question
from lantern.evaluation.score import Outcome, judge


@dataclass(frozen=True)
class NewWords:
    """What becomes of the new ways of asking of a topic.

    Attributes:
        topic: Its name.
        asked: How many are new.
        already: How many the running bot answers with it already; they teach little.
        right: How many the new model answers with it. It has learnt them, so this proves less than held-out
            questions do.
        missed: Those that it does not.
        held_out: How many held-out questions are about the topic.
        held_right: How many of them the new model answers right.
    """

    topic: str
    asked: int
    already: int
    right: int
    missed: tuple[Shift, ...]
    held_out: int
    held_right: int

    def __str__(self) -> str:
        held = (
            f"of {self.held_out} held-out questions about it, the new model answers {self.held_right}"
            if self.held_out
            else "no held-out question is about it, so nothing measures it yet"
        )
        return (
            f"faq/{self.topic}: of {self.asked} new ways of asking the running bot answers {self.already} "
            f"already, the new model {self.right}; {held}"
        )


def new_words(
    questions: Sequence[Question],
    before: Sequence[Sequence[Reply]],
    after: Sequence[Sequence[Reply]],
    held: Sequence[Question],
    held_after: Sequence[Sequence[Reply]],
) -> tuple[NewWords, ...]:
    """Return what becomes of new ways of asking, by topic.

    Args:
        questions: The new ways of asking as questions (``questions_of``).
        before: The replies of the running bot to them.
        after: Those of the new model.
        held: The held-out questions.
        held_after: The replies of the new model to them.
    """
    judged: dict[str, list[tuple[Outcome, Outcome]]] = {}
    for one, [old], [new] in zip(questions, before, after):
        [wanted] = one.turns[0].wanted
        judged.setdefault(wanted.topics[0], []).append((judge(one, 0, old), judge(one, 0, new)))
    measured = [
        judge(one, place, reply) for one, told in zip(held, held_after) for place, reply in enumerate(told)
    ]
    found = []
    for topic, pairs in judged.items():
        about = [one for one in measured if any(topic in wanted.topics[:1] for wanted in one.turn.wanted)]
        missed = tuple(
            Shift(new.turn.text, (topic,), old.got, new.got, False) for old, new in pairs if not _sound(new)
        )
        already = sum(_sound(old) for old, _ in pairs)
        right = len(pairs) - len(missed)
        found.append(NewWords(topic, len(pairs), already, right, missed, len(about), sum(map(_sound, about))))
    return tuple(found)


def _sound(outcome: Outcome) -> bool:
    return outcome.right and not outcome.wrong
