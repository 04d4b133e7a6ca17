"""Rasa's RabbitMQ broker, made to forget: each message has an end, and is taken back where that can be done.

The tracker store masks an event before it comes here. When a conversation is erased, what waits in the
queues is taken out, what is on its way is dropped, and a tombstone tells those who have read it already to
erase their copies: ``{"event": "conversation_forgotten", "sender_id": …, "timestamp": …}``.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from asyncio import AbstractEventLoop
from collections import deque
from typing import Any

import aio_pika
from rasa.core.brokers.pika import PikaEventBroker
from rasa.utils.endpoints import EndpointConfig

from lantern.errors import SettingError

logger = logging.getLogger(__name__)

TOMBSTONE = "conversation_forgotten"
DAY_SECONDS = 24 * 60 * 60
DEFAULT_DAYS = 30
# While RabbitMQ is away, the newest of so many events wait for it in memory.
MOST_WAITING = 10_000
# A queue with more messages than this is not searched to the end; what is left goes by its own end.
MOST_SEARCHED = 100_000
# So long after the first search there are others: a reader may have held messages, and given them back.
AGAIN_SECONDS = (2.0, 10.0, 60.0)
RETRY_SECONDS = 5.0
NO_NUMBER = "event_broker, days: {!r} is no number of days from 1 to 3650."

Event = dict[str, Any]


class PrivateEventBroker(PikaEventBroker):
    """The broker of endpoints.yml: ``type: lantern.stores.event_broker.PrivateEventBroker``.

    Its settings are those of Rasa's, and ``days``: after so many, RabbitMQ drops what nobody has read.
    """

    def __init__(self, host: str, days: int = DEFAULT_DAYS, **settings: Any) -> None:
        """Take the settings.

        Raises:
            SettingError: ``days`` is out of range.
        """
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 3650:
            raise SettingError(NO_NUMBER.format(days))
        super().__init__(host, **settings)
        self._seconds = days * DAY_SECONDS
        self._unpublished_events: deque[Event] = deque(maxlen=MOST_WAITING)
        self._one_search = asyncio.Lock()

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig | None, event_loop: AbstractEventLoop | None = None
    ) -> PrivateEventBroker | None:
        """Create the broker and connect it behind the scenes: people are answered while RabbitMQ is away."""
        if broker_config is None:
            return None
        broker = cls(broker_config.url, **broker_config.kwargs, event_loop=event_loop)
        broker._in_background(broker._connect_at_last())
        return broker

    async def _connect_at_last(self) -> None:
        self._connection_attempts = 1
        self._retry_delay_in_seconds = 0
        while True:
            try:
                await self.connect()
            except Exception as error:
                logger.warning("RabbitMQ cannot be reached (%s); trying again.", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
            else:
                self._publish_unpublished_messages()
                return

    def _in_background(self, work: Any) -> None:
        # A reference has to be kept, or the task may vanish.
        task = self._loop.create_task(work)
        self._background_tasks.add(task)
        task.add_done_callback(self._background_tasks.discard)

    async def _publish(self, event: Event, headers: dict[str, str] | None = None) -> None:
        try:
            if self._exchange is None or not self.is_ready():
                raise ConnectionError
            await self._exchange.publish(self._message(event, headers), "")
        except Exception as error:
            # Rasa would log the event; its kind is enough.
            logger.error("An event waits for RabbitMQ (%s).", type(error).__name__)
            self._unpublished_events.append(event)

    def _message(self, event: Event, headers: dict[str, str] | None) -> aio_pika.Message:
        message: aio_pika.Message = super()._message(event, headers)
        message.expiration = self._seconds
        return message

    def forget(self, conversation: str) -> None:
        """Take back what can be taken back of a conversation, and tell the readers to erase their copies."""
        self._drop_waiting(conversation)
        self._in_background(self._forget(conversation, set(self._background_tasks)))

    def _drop_waiting(self, conversation: str) -> None:
        kept = [event for event in self._unpublished_events if event.get("sender_id") != conversation]
        self._unpublished_events.clear()
        self._unpublished_events.extend(kept)

    async def _forget(self, conversation: str, under_way: set[asyncio.Task[Any]]) -> None:
        # What was handed over before has to arrive first, to be found.
        if under_way:
            await asyncio.wait(under_way, timeout=RETRY_SECONDS)
        self._drop_waiting(conversation)
        await self._search(conversation)
        await self._publish({"sender_id": conversation, "event": TOMBSTONE, "timestamp": time.time()})
        # Timers, not sleeping tasks: whoever forgets another conversation meanwhile waits for tasks.
        for seconds in AGAIN_SECONDS:
            self._loop.call_later(seconds, lambda: self._in_background(self._search(conversation)))

    async def _search(self, conversation: str) -> None:
        async with self._one_search:
            for queue in self.queues if self.is_ready() else ():
                try:
                    await self._take_out(conversation, queue)
                except Exception as error:
                    logger.error("A queue could not be searched (%s).", type(error).__name__)

    async def _take_out(self, conversation: str, name: str) -> int:
        """Take the messages of a conversation out of a queue, and return how many; the others stay."""
        assert self._connection
        count = 0
        # Closing the channel gives back, in order, what was looked at and not acknowledged.
        async with self._connection.channel() as channel:
            queue = await channel.get_queue(name)
            for _ in range(min(queue.declaration_result.message_count or 0, MOST_SEARCHED)):
                message = await queue.get(fail=False)
                if message is None:
                    break
                if _conversation_of(message.body) == conversation:
                    await message.ack()
                    count += 1
        return count


def _conversation_of(body: bytes) -> str | None:
    try:
        event = json.loads(body)
    except ValueError:
        return None
    if not isinstance(event, dict) or event.get("event") == TOMBSTONE:
        return None
    return event.get("sender_id")
