"""What the broker gets, and what it takes back; tests/services tries it with a real RabbitMQ."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from lantern.errors import SettingError
from lantern.stores import event_broker
from lantern.stores.event_broker import TOMBSTONE, PrivateEventBroker


class Exchange:
    """Stands in for RabbitMQ's: keeps what is published, or fails."""

    def __init__(self) -> None:
        self.fails = False
        self.kept: list[Any] = []

    async def publish(self, message: Any, _: str) -> None:
        if self.fails:
            raise ConnectionError("gone")
        self.kept.append(message)

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(message.body) for message in self.kept]


Work = Callable[[PrivateEventBroker, Exchange], Coroutine[Any, Any, None]]


def with_broker(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        broker = PrivateEventBroker("localhost", username="u", password="p", queues=["q"], days=2)
        exchange = Exchange()
        broker._exchange = exchange
        # There is no queue to search here.
        broker.queues = []
        monkeypatch.setattr(broker, "is_ready", lambda: not exchange.fails)
        await work(broker, exchange)

    asyncio.run(main())


async def settled(broker: PrivateEventBroker) -> None:
    while broker._background_tasks:
        await asyncio.gather(*broker._background_tasks)


def test_a_message_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(broker: PrivateEventBroker, exchange: Exchange) -> None:
        broker.publish({"sender_id": "a", "text": "hello"})
        await settled(broker)
        assert exchange.kept[0].expiration == 2 * 24 * 3600

    with_broker(work, monkeypatch)


def test_what_waits_is_dropped_with_its_conversation(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def work(broker: PrivateEventBroker, exchange: Exchange) -> None:
        exchange.fails = True
        for sender in ("a", "b", "a"):
            broker.publish({"sender_id": sender, "text": "quokkaberry"})
        await settled(broker)
        assert len(broker._unpublished_events) == 3
        broker.forget("a")
        await settled(broker)
        exchange.fails = False
        broker._publish_unpublished_messages()
        await settled(broker)
        told = [(event["sender_id"], event.get("event")) for event in exchange.events()]
        assert sorted(told, key=str) == [("a", TOMBSTONE), ("b", None)]

    with caplog.at_level(logging.DEBUG):
        with_broker(work, monkeypatch)
    assert caplog.records and "quokkaberry" not in caplog.text


def test_a_tombstone_comes_after_what_was_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(broker: PrivateEventBroker, exchange: Exchange) -> None:
        broker.publish({"sender_id": "a", "event": "user"})
        broker.forget("a")
        await settled(broker)
        assert [event["event"] for event in exchange.events()] == ["user", TOMBSTONE]

    with_broker(work, monkeypatch)


def test_queues_are_searched_again_for_what_a_reader_gave_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(broker: PrivateEventBroker, _: Exchange) -> None:
        searched: list[str] = []
        third = asyncio.Event()

        async def search(conversation: str) -> None:
            searched.append(conversation)
            if len(searched) == 3:
                third.set()

        monkeypatch.setattr(broker, "_search", search)
        monkeypatch.setattr(event_broker, "AGAIN_SECONDS", (0.0, 0.01))
        broker.forget("a")
        await asyncio.wait_for(third.wait(), timeout=30)
        assert searched == ["a", "a", "a"]

    with_broker(work, monkeypatch)


@pytest.mark.parametrize("days", [0, -1, "7", 1.5, True, 4000])
def test_a_wrong_number_of_days_is_told(days: Any) -> None:
    with pytest.raises(SettingError, match="event_broker, days"):
        PrivateEventBroker("localhost", days=days, username="u", password="p", queues=["q"])
