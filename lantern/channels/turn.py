"""One turn: a message is handed to Rasa, and what Rasa says to it is collected, whatever fails.

Shared by the channels that answer in the response to the request (rest, website).
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from lantern.answers import Answer

logger = logging.getLogger(__name__)

# The reply to a danger waits for Rasa no longer than this.
DANGER_SECONDS = 2.0
# Any other message waits no longer than this; then the person is told that it failed.
TURN_SECONDS = 30.0
# So many messages of one conversation may be under way; who sends more is asked to wait.
MOST_WAITING = 10

OnMessage = Callable[[UserMessage], Awaitable[Any]]
Messages = list[dict[str, Any]]


class AnswersOutput(CollectingOutputChannel):
    """Collects what the bot says, with the answer objects."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, where nobody gives another."""
        return "collector"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one message whole: stock channels would cut its text at blank lines."""
        kept = {key: message[key] for key in ("text", "answers") if message.get(key)}
        self.messages.append({"recipient_id": recipient_id, **kept})


class Turns:
    """Hands messages to Rasa, those of one conversation one after another."""

    def __init__(self, channel: str) -> None:
        """Take the name of the channel, which Rasa keeps with each message."""
        self._channel = channel
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._waiting: Counter[str] = Counter()

    def is_crowded(self, conversation: str) -> bool:
        """Say whether as many messages of a conversation wait for their turn as may."""
        return self._waiting[conversation] >= MOST_WAITING

    async def take(
        self, conversation: str, text: str, metadata: Mapping[str, Any], on_new_message: OnMessage
    ) -> Messages:
        """Return what Rasa says to a message; nothing if it fails or takes too long.

        Args:
            conversation: The opaque id of the conversation.
            text: The message, fit for Rasa and masked.
            metadata: What understanding is told beside it.
            on_new_message: Rasa's way in.
        """
        output = AnswersOutput()
        message = UserMessage(
            text, output, conversation, input_channel=self._channel, metadata=dict(metadata)
        )
        # Rasa keeps the order too, but looks only once a second whether it is a message's turn.
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        self._waiting[conversation] += 1
        try:
            await asyncio.wait_for(self._handle(lock, message, on_new_message), TURN_SECONDS)
        except (Exception, SystemExit) as error:  # whatever fails inside, the person gets a sentence
            # Its kind only: the message of an error may hold what the person typed.
            logger.error("A message could not be answered (%s).", type(error).__name__)
        finally:
            self._waiting[conversation] -= 1
            if not self._waiting[conversation]:
                del self._waiting[conversation]
        return list(output.messages)

    async def _handle(self, lock: asyncio.Lock, message: UserMessage, on_new_message: OnMessage) -> None:
        async with lock:
            await on_new_message(message)


async def danger_answer(reply: Answer, turn: Awaitable[list[dict[str, Any]]] | None) -> Answer:
    """Return the reply to a danger, whatever fails; if Rasa is quick, what else was asked is a choice.

    Args:
        reply: The fixed reply.
        turn: Gives the answers of Rasa; None if the message is not fit for Rasa.
    """
    answers: list[dict[str, Any]] = []
    if turn is not None:
        try:
            answers = await asyncio.wait_for(turn, DANGER_SECONDS)
        except Exception as error:  # the reply is given even if everything behind the channel is down
            if not isinstance(error, asyncio.TimeoutError):
                logger.error("A danger was answered without Rasa (%s).", type(error).__name__)
    choices = [answer["choices"] for answer in answers if answer["kind"] == "danger"]
    return Answer(**{**reply.dict(), "choices": choices[0] if choices else ()})


def answers_of(messages: Messages) -> list[dict[str, Any]]:
    """Return the answers of all messages of a turn, in order."""
    return [answer for message in messages for answer in message.get("answers", ())]
