"""The shape of data/avoided_words.yml: words that mislead, and what to write instead."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lantern.content.strict import Strict


class AvoidedWords(Strict):
    """Words to avoid; they pass where the same sentence also holds one of ``unless``.

    ``families`` are those whose texts the rule holds for; none means all.
    """

    words: list[str] = Field(min_items=1)
    instead: str = Field(min_length=1)
    unless: tuple[str, ...] = ()
    families: tuple[Literal["faq", "area", "talk", "wording"], ...] = ()


class AvoidedWordsFile(Strict):
    """data/avoided_words.yml."""

    avoided: tuple[AvoidedWords, ...]
