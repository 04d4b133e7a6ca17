"""What the website channel gives: the shapes of its replies, for the OpenAPI description and its tests."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from lantern.answers import Answer, Choice


class _Reply(BaseModel):
    class Config:
        extra = "forbid"

        @staticmethod
        def schema_extra(schema: dict[str, Any], model: type[BaseModel]) -> None:
            # pydantic 1 forgets to say that an optional field may be null, and that it is always there.
            for name, field in model.__fields__.items():
                if field.allow_none:
                    schema["properties"][name]["type"] = [schema["properties"][name]["type"], "null"]
            schema["required"] = list(model.__fields__)


class SessionReply(_Reply):
    """A session that was begun; ``expires`` is ISO 8601 in UTC."""

    token: str
    expires: str


class MessageReply(_Reply):
    """The answers to a message, and the message as it was kept."""

    id: str
    answers: tuple[Answer, ...]
    typed: str


class TurnReply(_Reply):
    """A message of the history; ``at`` is ISO 8601 in UTC."""

    id: str
    text: str
    at: str
    answers: tuple[Answer, ...]


class HistoryReply(_Reply):
    """What was said in a session, oldest first."""

    turns: tuple[TurnReply, ...]


class GreetingReply(_Reply):
    """What stands in the window before the first message, in the language of the widget if there is one."""

    language: str
    text: str
    notice_medical: str
    notice_emergency: str
    notice_stored: str


class NumberReply(_Reply):
    """Somebody to call or text in an emergency."""

    title: str
    purpose: str
    phone: str | None
    sms: str | None
    url: str | None


class TermReply(_Reply):
    """A word that a source explains."""

    term: str
    written: tuple[str, ...]
    explanation: str
    topic: str | None


class WordsReply(_Reply):
    """What the widget sends in the person's name."""

    not_meant: str


class LimitsReply(_Reply):
    """The greatest length of a message."""

    characters: int


class SettingsReply(_Reply):
    """What the widget shows before the first message."""

    language: str
    title: str
    greeting: GreetingReply
    suggestions: tuple[Choice, ...]
    emergency: tuple[NumberReply, ...]
    words: WordsReply
    static_page: str
    glossary: tuple[TermReply, ...]
    limits: LimitsReply


class ErrorObject(_Reply):
    """What went wrong: a code, a sentence for the person, and the seconds after which to try again."""

    code: str
    message: str
    retry_after: int | None


class ErrorReply(_Reply):
    """How every refusal and failure is told."""

    error: ErrorObject
