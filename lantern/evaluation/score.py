"""From replies to figures: how many were right, how many wrong, and where the bot was mistaken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lantern.evaluation.bot import Reply
from lantern.evaluation.questions import Question, Turn, Wanted

# Confidence is shown in so many groups of the same size.
GROUPS = 5
WORST = 12
COVERED, UNCOVERED, FAR, TALK, DANGER, SEVERAL = (
    "covered",
    "not covered",
    "far off",
    "talk",
    "danger",
    "several",
)
GROUP_OF_KIND = {"out_of_scope": FAR, "talk": TALK, "danger": DANGER, "answer": COVERED, "clarify": COVERED}


@dataclass(frozen=True)
class Outcome:
    """How one turn went.

    Attributes:
        question: The question or dialogue it is of.
        turn: The turn, and ``place``, which one it is (from 0).
        got: What the bot gave, by topic, area or kind.
        right: Everything asked got a good reply.
        offered: At least, a right topic was among the choices.
        wrong: A topic was stated as the answer that is none.
        named: The area was the expected one.
        confidence: How sure understanding was.
    """

    question: Question
    turn: Turn
    place: int
    got: tuple[str, ...]
    right: bool
    offered: bool
    wrong: bool
    named: bool
    confidence: float

    @property
    def group(self) -> str:
        """What sort of turn it is, by the first thing expected."""
        if len(self.turn.wanted) > 1:
            return SEVERAL
        [wanted] = self.turn.wanted
        return COVERED if wanted.topics else GROUP_OF_KIND.get(wanted.kinds[0], UNCOVERED)


def judge(question: Question, place: int, reply: Reply) -> Outcome:
    """Return how the reply to one turn did."""
    turn = question.turns[place]
    right = all(any(_fits(answer, wanted) for answer in reply.answers) for wanted in turn.wanted)
    choices = {choice["topic"] for answer in reply.answers for choice in _choices(answer)}
    offered = all(
        any(_fits(answer, wanted) for answer in reply.answers) or bool(choices & set(wanted.topics))
        for wanted in turn.wanted
    )
    wrong = any(
        answer["kind"] == "answer" and not any(_fits(answer, wanted) for wanted in turn.wanted)
        for answer in reply.answers
    )
    areas = {answer.get("area") for answer in reply.answers}
    named = all(wanted.area in areas for wanted in turn.wanted if wanted.area)
    got = tuple(answer.get("topic") or answer.get("area") or answer["kind"] for answer in reply.answers)
    return Outcome(question, turn, place, got, right, offered, wrong, named, reply.confidence)


def _choices(answer: dict[str, Any]) -> Sequence[dict[str, Any]]:
    # The follow-ups of an answer are no offer in place of it; what stands beside "not covered" is.
    return () if answer["kind"] == "answer" else answer["choices"]


def _fits(answer: dict[str, Any], wanted: Wanted) -> bool:
    if answer["kind"] == "answer":
        # Where topics are named, no other is as good.
        return answer.get("topic") in wanted.topics if wanted.topics else "answer" in wanted.kinds
    if wanted.area and answer.get("area") == wanted.area and (wanted.kinds or not wanted.topics):
        return True
    return answer["kind"] in wanted.kinds


def report(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return all figures as plain JSON values; shares lie between 0 and 1, null where nothing was asked."""
    alone = [outcome for outcome in outcomes if len(outcome.question.turns) == 1]
    groups = {name: [item for item in alone if item.group == name] for name in _names(alone)}
    return {
        "questions": len({(item.question.file, item.question.line) for item in outcomes}),
        "turns": len(outcomes),
        "groups": {name: _group(items, name) for name, items in groups.items()},
        "dialogues": _dialogues([item for item in outcomes if len(item.question.turns) > 1]),
        "topics_mostly_right": _topics(groups.get(COVERED, ())),
        "calibration": _calibration([item for item in alone if item.group in (COVERED, UNCOVERED, FAR)]),
        "confusions": _confusions(outcomes),
        "missed": [_missed(item) for item in outcomes if not item.right or item.wrong],
    }


def _names(outcomes: Iterable[Outcome]) -> list[str]:
    present = {outcome.group for outcome in outcomes}
    return [name for name in (COVERED, UNCOVERED, FAR, TALK, DANGER, SEVERAL) if name in present]


def _share(items: Sequence[bool]) -> float | None:
    return round(sum(items) / len(items), 4) if items else None


def _group(items: Sequence[Outcome], name: str) -> dict[str, Any]:
    found: dict[str, Any] = {"asked": len(items), "right": _share([item.right for item in items])}
    if name in (COVERED, SEVERAL):
        found["right_or_offered"] = _share([item.offered for item in items])
    found["answered_wrongly"] = _share([item.wrong for item in items])
    if name in (UNCOVERED, FAR):
        with_area = [item for item in items if item.turn.wanted[0].area]
        found["area_named"] = _share([item.named for item in with_area])
    return found


def _dialogues(items: Sequence[Outcome]) -> dict[str, Any]:
    later = [item for item in items if item.place]
    return {
        "turns": len(items),
        "right": _share([item.right for item in items]),
        "answered_wrongly": _share([item.wrong for item in items]),
        "later_turns": len(later),
        "later_right": _share([item.right for item in later]),
    }


def _topics(items: Sequence[Outcome]) -> dict[str, Any]:
    by_topic: dict[str, list[bool]] = {}
    for item in items:
        by_topic.setdefault(item.turn.wanted[0].name, []).append(item.right)
    weak = {
        topic: _share(results)
        for topic, results in sorted(by_topic.items())
        if 2 * sum(results) <= len(results)
    }
    return {"topics": len(by_topic), "at_most_half_right": weak}


def _calibration(items: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return, from the least to the most confident fifth, how often the reply was right."""
    ordered = sorted(items, key=lambda item: item.confidence)
    size = max(1, -(-len(ordered) // GROUPS))
    groups = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    return [
        {
            "from": round(group[0].confidence, 3),
            "to": round(group[-1].confidence, 3),
            "asked": len(group),
            "right": _share([item.right for item in group]),
        }
        for group in groups
    ]


def _confusions(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    counted: Counter[tuple[str, str]] = Counter()
    for item in outcomes:
        if not item.right or item.wrong:
            wanted = " + ".join(wanted.name for wanted in item.turn.wanted)
            counted[wanted, " + ".join(item.got) or "nothing"] += 1
    return [
        {"expected": expected, "got": got, "times": times}
        for (expected, got), times in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:WORST]
    ]


def _missed(item: Outcome) -> dict[str, Any]:
    return {
        "file": item.question.file,
        "line": item.question.line,
        "text": item.turn.text,
        "expected": [wanted.name for wanted in item.turn.wanted],
        "got": list(item.got),
        "confidence": round(item.confidence, 3),
    }


def risk_coverage(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Return points (share of covered questions answered, share of the answers that are wrong).

    One point a question that got an answer, the most confident first. Answers to questions that the
    sources do not cover count as wrong (El-Yaniv and Wiener, 2010, on selective classification).
    """
    alone = [item for item in outcomes if len(item.question.turns) == 1]
    covered = sum(item.group == COVERED for item in alone) or 1
    answered = [item for item in alone if item.wrong or (item.group == COVERED and item.right)]
    answered.sort(key=lambda item: -item.confidence)
    points, wrong = [], 0
    for number, item in enumerate(answered, 1):
        wrong += item.wrong
        points.append(((number - wrong) / covered, wrong / number))
    return points
