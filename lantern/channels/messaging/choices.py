"""What was offered last in a conversation, so that "2" or a pressed button finds its topic.

A choice is good for a day and until the next answer. The marks hold titles and topics, which are ours.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from lantern.answers import Choice
from lantern.stores.marks import Marks

DAY = 24 * 3600
# "2", "2.", "(2)", "#2": what people type after reading a numbered list.
NUMBER = re.compile(r"\s*[#(]?\s*(\d{1,2})\s*[.)]?\s*")
BUTTON = re.compile(r"([0-9a-z]{1,8}):(\d{1,2})")


@dataclass(frozen=True)
class Chosen:
    """A choice that was found: its title, and its topic unless it is "none of these"."""

    title: str
    topic: str | None


@dataclass(frozen=True)
class Gone:
    """A choice that was meant but is no longer known."""


def new_turn() -> str:
    """Return the name of a reply, for its buttons."""
    return secrets.token_hex(3)


class Offers:
    """Remembers what was offered; its methods raise ``OSError`` where the marks cannot be reached."""

    def __init__(self, marks: Marks) -> None:
        """Take where it is remembered."""
        self._marks = marks

    async def note(self, conversation: str, turn: str, choices: Sequence[Choice]) -> None:
        """Remember what a reply offers; what the one before offered is gone."""
        if not choices:
            await self._marks.remove(_mark(conversation))
            return
        value = json.dumps([turn, [[choice.title, choice.topic] for choice in choices]])
        await self._marks.put(_mark(conversation), value, DAY)

    async def find(self, conversation: str, text: str, button: str | None) -> Chosen | Gone | None:
        """Return what a message chooses; None if it is no choice but a message like any other.

        Args:
            conversation: The opaque id of the conversation.
            text: What was typed.
            button: The value of a pressed button.
        """
        if button is None and not NUMBER.fullmatch(text):
            return None
        turn, offered = await self._offered(conversation)
        if button is not None:
            pressed = BUTTON.fullmatch(button)
            place = int(pressed[2]) if pressed and pressed[1] == turn else 0
        else:
            if not offered:
                return Gone()
            typed = NUMBER.fullmatch(text)
            place = int(typed[1]) if typed else 0
        if 1 <= place <= len(offered):
            return offered[place - 1]
        # A number that was never on the list is left to understanding, a button never is.
        return Gone() if button is not None else None

    async def forget(self, conversation: str) -> None:
        """Forget what was offered."""
        await self._marks.remove(_mark(conversation))

    async def _offered(self, conversation: str) -> tuple[str, list[Chosen]]:
        value = await self._marks.get(_mark(conversation))
        if value is None:
            return "", []
        turn, choices = json.loads(value)
        return turn, [Chosen(title, topic) for title, topic in choices]


def _mark(conversation: str) -> str:
    return f"offered {conversation}"
