"""What people asked lately, put to two models: which replies would be others now.

The questions are the masked messages of the conversations that are kept anyway. What a good reply to one is
nobody has said, so it is neither gained nor lost. No words of a person leave this module; figures of few
people stay hidden, as in the inbox; and no answer to them is written down, so a conversation that is erased
is gone from here too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lantern.content.checks.utterances import normalized
from lantern.editing.impact import Real, RealShift, drawn_by
from lantern.editing.neighbours import Meanings, Place
from lantern.evaluation.bot import Reply
from lantern.evaluation.questions import Question, Turn
from lantern.evaluation.score import judge
from lantern.insights.groups import LEAST
from lantern.insights.record import TurnRecord

# As long as conversations are kept.
DAYS = 30
# A question takes each model a fortieth of a second, and somebody waits.
MOST = 100
SOURCE = "the conversations"


@dataclass(frozen=True)
class Asked:
    """A question that people have asked, and the conversations in which they did."""

    question: Question
    conversations: frozenset[str]


def recently_asked(records: Sequence[TurnRecord], most: int = MOST) -> list[Asked]:
    """Return the different questions of records (the oldest first), the latest first."""
    by_text: dict[str, list[TurnRecord]] = {}
    for record in reversed(records):
        # Dangers and buttons have no text.
        if record.text:
            by_text.setdefault(normalized(record.text) or record.text, []).append(record)
    return [
        Asked(
            Question(SOURCE, number, (Turn(found[0].text, ()),)),
            frozenset(record.conversation for record in found),
        )
        for number, found in enumerate(list(by_text.values())[:most], 1)
    ]


def shifts_of(
    asked: Sequence[Asked],
    before: Sequence[Sequence[Reply]],
    after: Sequence[Sequence[Reply]],
    meanings: Meanings,
    added: Mapping[str, Sequence[str]],
    least: int = LEAST,
) -> Real:
    """Return what changes for real questions.

    Args:
        asked: The questions.
        before: The replies of the serving model.
        after: Those of the new one.
        meanings: The utterances of the new content, to say which words drew a question away.
        added: The new utterances by intent.
        least: From how many conversations on a change is told by itself.
    """
    people: dict[tuple[tuple[str, ...], tuple[str, ...]], set[str]] = {}
    words: dict[tuple[tuple[str, ...], tuple[str, ...]], Counter[tuple[Place | None, bool]]] = {}
    shifted: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    for one, [old_reply], [new_reply] in zip(asked, before, after):
        old, new = judge(one.question, 0, old_reply), judge(one.question, 0, new_reply)
        if old.got == new.got:
            continue
        pair = (old.got, new.got)
        shifted[pair] += 1
        people.setdefault(pair, set()).update(one.conversations)
        words.setdefault(pair, Counter())[drawn_by(old, new, meanings, added)] += 1
    shown = [
        RealShift(*pair, len(people[pair]), *words[pair].most_common(1)[0][0])
        for pair in sorted(people, key=lambda pair: (-len(people[pair]), pair))
        if len(people[pair]) >= least
    ]
    hidden = sum(count for pair, count in shifted.items() if len(people[pair]) < least)
    return Real(len(asked), sum(shifted.values()), tuple(shown), hidden)
