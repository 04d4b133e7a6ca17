"""What a conversation brings with it, read from the live tracker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from lantern.nlu.few_shot_head import Guess
from lantern.slots import NAME_SLOTS


@dataclass(frozen=True)
class Context:
    """What was said last.

    Attributes:
        intent: The topic or area of the last reply that had one, such as ``faq/kadcyla_who``.
        offered: The topics offered last, in order; ``NONE_OF_THESE`` stands for "none of these".
        nearest: The topics that came next after the one that was answered.
        names: The names of the lexicon that are being spoken of, by entity (``{"drug": "palbociclib"}``).
        unsure: How many of the last replies in a row were guesses or none at all.
        chosen: The topic of a button that was tapped.
        danger: The name of the danger that the message was seen to hold, if any.
        masked: Whether personal data was taken out of the message.
        told: Whether the person has been told of that before.
        answered: Whether ``intent`` was given as a reply, and is not only what this message spoke of before.
        follow_ups: What each short text of the message asks after that reply, the likeliest first.
        usual: What examples show to be asked after that reply.
    """

    intent: str | None = None
    offered: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    unsure: int = 0
    chosen: str | None = None
    danger: str | None = None
    masked: bool = False
    told: bool = False
    answered: bool = False
    follow_ups: Mapping[str, Sequence[Guess]] = field(default_factory=dict, repr=False)
    usual: frozenset[str] = field(default=frozenset(), repr=False)

    def after(self, intent: str) -> Context:
        """Return the context of what stands in the same message behind something that asked ``intent``."""
        return replace(self, intent=intent, answered=False, follow_ups={}, usual=frozenset())


def read_context(
    tracker: DialogueStateTracker | None, metadata: Mapping[str, Any] | None, danger: str | None = None
) -> Context:
    """Return the context of the message that is about to be understood.

    Args:
        tracker: The conversation so far.
        metadata: What the channel tells about the message.
        danger: The name of the danger in it; empty or None if there is none.
    """
    # Only our own channels set this, and only after checking it.
    metadata = metadata or {}
    chosen, masked = metadata.get("topic"), bool(metadata.get("masked"))
    if tracker is None:
        return Context(chosen=chosen, danger=danger, masked=masked)
    return Context(
        tracker.get_slot("topic"),
        tuple(tracker.get_slot("offered") or ()),
        tuple(tracker.get_slot("nearest") or ()),
        {entity: name for entity in NAME_SLOTS if (name := tracker.get_slot(entity))},
        int(tracker.get_slot("unsure") or 0),
        chosen,
        danger,
        masked,
        bool(tracker.get_slot("told_of_masking")),
        answered=tracker.get_slot("topic") is not None,
    )
