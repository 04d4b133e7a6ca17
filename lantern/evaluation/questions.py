"""Read question files: JSON lines, one question or dialogue a line.

``{"text": …, "topics": [ids, the best first]}``, ``{"text": …, "expect": kind or [kinds], "area": id}``,
both where either would do,
``{"text": …, "parts": [{"topics": …}, {"expect": …}]}`` for several things in one message, and
``{"turns": [{"user": …, "topics" | "expect" | "parts": …}, …]}`` for a dialogue.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lantern.answers import Kind
from lantern.content.problem import Problem

KEYS = {"topics", "expect", "area", "parts"}


@dataclass(frozen=True)
class Wanted:
    """What a good reply to one thing is: one of these topics, this area, or one of these kinds of answer."""

    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    area: str | None = None

    @property
    def name(self) -> str:
        """How the reports call it."""
        return self.topics[0] if self.topics else self.area or self.kinds[0]


@dataclass(frozen=True)
class Turn:
    """What a person types, and what each thing in it should get."""

    text: str
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True)
class Question:
    """One line of a file; more than one turn is a dialogue."""

    file: str
    line: int
    turns: tuple[Turn, ...]


class _Wrong(ValueError):
    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.what, self.cure = what, cure


def read_questions(
    files: Iterable[Path], topics: Collection[str], areas: Collection[str]
) -> tuple[list[Question], list[Problem]]:
    """Return the questions of all files that can be read, and a problem for each line that cannot.

    Args:
        files: The files, in order.
        topics: The topics that there are.
        areas: The areas that there are.
    """
    questions: list[Question] = []
    problems: list[Problem] = []
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror
            problems.append(
                Problem(str(file), 1, f"The file cannot be read: {reason}.", "Name a JSON-lines file.")
            )
            continue
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                turns = tuple(_turns(_object(line), topics, areas))
                questions.append(Question(str(file), number, turns))
            except _Wrong as wrong:
                problems.append(Problem(str(file), number, wrong.what, wrong.cure))
    return questions, problems


def _object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        message = getattr(error, "msg", "it is nested too deeply")
        raise _Wrong(f"The line is no JSON: {message}.", "Write one JSON object on the line.") from error
    if not isinstance(value, dict):
        raise _Wrong("The line is no JSON object.", 'Write {"text": …, "topics": […]}.')
    return value


def _turns(value: dict[str, Any], topics: Collection[str], areas: Collection[str]) -> Iterator[Turn]:
    if "turns" not in value:
        yield _turn(value, "text", topics, areas)
        return
    _only(value, {"turns"})
    turns = value["turns"]
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, dict) for turn in turns):
        raise _Wrong("'turns' is no list of turns.", 'Write {"turns": [{"user": …, "topics": […]}, …]}.')
    for turn in turns:
        yield _turn(turn, "user", topics, areas)


def _turn(value: dict[str, Any], key: str, topics: Collection[str], areas: Collection[str]) -> Turn:
    text = value.get(key)
    if not isinstance(text, str) or not text.strip():
        raise _Wrong(f"There is no text under {key!r}.", f'Write {{"{key}": "the question", …}}.')
    _only(value, {key, *KEYS})
    parts = value.get("parts")
    if parts is None:
        return Turn(text, (_wanted(value, topics, areas),))
    if not isinstance(parts, list) or not parts or not all(isinstance(part, dict) for part in parts):
        raise _Wrong("'parts' is no list of expectations.", 'Write "parts": [{"topics": […]}, …].')
    for part in parts:
        _only(part, KEYS - {"parts"})
    return Turn(text, tuple(_wanted(part, topics, areas) for part in parts))


def _only(value: dict[str, Any], allowed: Collection[str]) -> None:
    for key in value:
        if key not in allowed:
            raise _Wrong(f"{key!r} is not a known key.", f"Allowed here: {', '.join(sorted(allowed))}.")


def _wanted(value: dict[str, Any], topics: Collection[str], areas: Collection[str]) -> Wanted:
    area = value.get("area")
    if area is not None:
        _known("area", area, areas)
    if "topics" in value:
        names = _names("topics", value["topics"])
        for name in names:
            _known("topic", name, topics)
        return Wanted(names, _kinds(value) if "expect" in value else (), area)
    if "expect" not in value:
        raise _Wrong("There is neither 'topics' nor 'expect'.", "Say what a good reply is with one of them.")
    return Wanted(kinds=_kinds(value), area=area)


def _kinds(value: dict[str, Any]) -> tuple[str, ...]:
    kinds = _names("expect", value["expect"])
    for kind in kinds:
        _known("kind", kind, [item.value for item in Kind])
    return kinds


def _names(key: str, value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise _Wrong(f"{key!r} is no list of names.", f'Write "{key}": ["…"].')
    return tuple(names)


def _known(what: str, name: Any, known: Collection[str]) -> None:
    if name in known:
        return
    near = difflib.get_close_matches(str(name), list(known), 1)
    cure = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(sorted(known))}."
    raise _Wrong(f"The {what} {name!r} is unknown.", cure)
