"""One message and what became of it: the record that the inbox, the report and later analyses read.

It is read from the conversations that are kept already (``conversations.py`` beside); no second copy is
made, so a conversation that is deleted or purged is gone from here too. Its JSON Schema is
``docs/operators/turn-record.schema.json``.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

# 2: verdicts, one an answer.
VERSION = 2
# Why a message is one that somebody should look at.
NOT_UNDERSTOOD, NOT_COVERED, LOW, DOWN, NOT_MEANT = (
    "not_understood",
    "not_covered",
    "low_confidence",
    "thumbs_down",
    "not_meant",
)
REASONS = (NOT_UNDERSTOOD, NOT_COVERED, LOW, DOWN, NOT_MEANT)


class TurnRecord(BaseModel, extra="forbid", allow_mutation=False):
    """One message of one conversation."""

    version: int = Field(default=VERSION, description="The version of this record's shape.")
    conversation: str = Field(description="The conversation's opaque id; nobody can be told from it.")
    at: float = Field(description="When the message came, in seconds since 1970 (UTC).")
    channel: str = Field(description="By which channel it came.")
    text: str = Field(description="What was typed, masked; empty if it was a danger or a button.")
    kinds: tuple[str, ...] = Field((), description="The kinds of the answers, as in answer.schema.json.")
    topics: tuple[str, ...] = Field((), description="The topics that were answered.")
    areas: tuple[str, ...] = Field((), description="The areas, talk and dangers that were replied with.")
    answer_ids: tuple[str, ...] = Field((), description="Each answer's topic@version.")
    confidence: float = Field(0.0, description="How sure understanding was, 0 to 1.")
    nearest: str = Field("", description="The intent that came nearest.")
    content: str = Field("", description="The version of the content that answered (the bundle's hash).")
    seconds: float | None = Field(None, description="From the message to its reply, in seconds.")
    verdict: str | None = Field(None, description="up, down or not_meant, as the person said last; or null.")
    verdicts: dict[str, str] = Field(
        default_factory=dict, description="The verdict on each answer, by its id."
    )
    comment: str = Field("", description="What the person wrote to the verdict, masked.")
    reasons: tuple[str, ...] = Field((), description=f"Why somebody should look: {', '.join(REASONS)}.")


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of a record, as it is published."""
    schema = TurnRecord.schema()
    # pydantic 1 forgets to say that an optional field may be null.
    for name, field in TurnRecord.__fields__.items():
        if field.allow_none:
            schema["properties"][name]["type"] = [schema["properties"][name]["type"], "null"]
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
