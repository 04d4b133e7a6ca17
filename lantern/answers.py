"""The Answer: what actions make and channels render, the same for every platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from pydantic import BaseModel


class Kind(str, Enum):
    """What sort of reply an answer is."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    NOT_COVERED = "not_covered"
    OUT_OF_SCOPE = "out_of_scope"
    ADVICE_DECLINED = "advice_declined"
    SUPPORT = "support"
    DANGER = "danger"
    TALK = "talk"
    ERROR = "error"


class Urgency(str, Enum):
    """How soon a person has to act on a reply."""

    NONE = "none"
    NOW = "now"


class _Part(BaseModel):
    class Config:
        extra = "forbid"

        @staticmethod
        def schema_extra(schema: dict[str, Any], model: type[BaseModel]) -> None:
            # pydantic 1 forgets to say that an optional field may be null.
            for name, field in model.__fields__.items():
                if field.allow_none:
                    schema["properties"][name]["type"] = ["string", "null"]


class SourceLine(_Part):
    """A document that the answer rests on; ``as_of`` is a date in words, or the word for undated."""

    title: str
    publisher: str
    as_of: str
    url: str | None


class Link(_Part):
    """A web address or phone number that fits the answer; ``sms`` is left out where nobody can be texted."""

    title: str
    purpose: str
    url: str | None
    phone: str | None
    sms: str | None = None


class Choice(_Part):
    """A topic that the person can choose next; ``topic`` is null where it is "none of these"."""

    title: str
    topic: str | None


class Answer(_Part):
    """One reply to one part of a message.

    ``short`` answers in at most 60 words; ``more`` is the rest, on demand. ``answer_id`` is
    ``topic@hash of its content`` and empty where nothing of the content was given.
    """

    kind: Kind
    topic: str | None = None
    area: str | None = None
    language: str
    title: str
    short: str
    more: str = ""
    sources: tuple[SourceLine, ...] = ()
    links: tuple[Link, ...] = ()
    questions: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    disclaimer: str = ""
    answer_id: str = ""
    urgency: Urgency = Urgency.NONE

    def as_json(self) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        data: dict[str, Any] = self.dict()
        data["kind"], data["urgency"] = self.kind.value, self.urgency.value
        for link in data["links"]:
            # Left out, not null: the id of an answer stands for all of it, and has to outlive a new field.
            if link["sms"] is None:
                del link["sms"]
        return data


def plain_text(answers: Sequence[Answer], labels: Mapping[str, str]) -> str:
    """Return everything the answers say as text, for channels that know nothing else.

    Choices are numbered through all answers, and the disclaimer stands once, at the end.

    Args:
        answers: The answers of one message, in order.
        labels: The words between their parts (``wording.yml``, ``labels``).
    """
    blocks, number = [], 1
    for answer in answers:
        blocks += _blocks(answer, labels, number)
        number += len(answer.choices)
    blocks += dict.fromkeys(answer.disclaimer for answer in answers)
    # One line break, not two: stock channels cut a message at each blank line.
    return "\n".join(block for block in blocks if block)


def _blocks(answer: Answer, labels: Mapping[str, str], number: int) -> list[str]:
    blocks = []
    if answer.kind is Kind.ANSWER:
        blocks.append(labels["understood"].format(title=answer.title))
    blocks += [answer.short, answer.more]
    blocks.append(_list(labels["questions"], answer.questions))
    blocks.append(_list(labels["sources"], [_source(line, labels) for line in answer.sources]))
    links = labels["links_danger" if answer.kind is Kind.DANGER else "links"]
    blocks.append(_list(links, [_link(link) for link in answer.links]))
    choices = labels["clarify_numbers" if answer.kind is Kind.CLARIFY else "choices"]
    blocks.append(_list(choices, [choice.title for choice in answer.choices], number))
    return blocks


def _list(heading: str, items: Any, number: int | None = None) -> str:
    if not items:
        return ""
    signs = ["-"] * len(items) if number is None else [f"{number + place}." for place in range(len(items))]
    return "\n".join([heading, *(f"{sign} {item}" for sign, item in zip(signs, items))])


def _source(line: SourceLine, labels: Mapping[str, str]) -> str:
    text = labels["source"].format(publisher=line.publisher, title=line.title, as_of=line.as_of)
    return f"{text} {line.url}" if line.url else text


def _link(link: Link) -> str:
    places = " · ".join(place for place in (link.phone, link.url) if place)
    return f"{link.title}, {link.purpose}: {places}"
