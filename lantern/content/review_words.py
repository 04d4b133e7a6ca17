"""The shape of what the bot says about reviews (in data/wording.yml)."""

from __future__ import annotations

from pydantic import Field

from lantern.content.strict import Strict


class ReviewState(Strict):
    """What is true of all answers together; one of the three is said wherever ``{review_state}`` stands."""

    none: str
    some: str
    all: str


class ReviewWords(Strict):
    """What is said about who reviewed an answer.

    ``not_reviewed`` stands in place of an answer where only reviewed ones are given, with the resources
    ``people``; ``overdue`` beside an answer that was to be looked at again.
    """

    disclaimer_reviewed: str
    not_reviewed: str
    people: list[str] = Field(min_items=1, max_items=3)
    overdue: str
    state: ReviewState
    spanish: ReviewState
