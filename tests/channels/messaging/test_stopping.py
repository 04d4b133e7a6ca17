"""A server that is stopped: what it has taken is answered, or told to have failed."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from lantern.channels.messaging import channel as module
from lantern.channels.messaging.undelivered import count_kept
from lantern.channels.way_in import WayIn
from lantern.stores.marks import MemoryMarks
from tests.channels.messaging.fakes.base import Fault
from tests.channels.messaging.served import Chat, chatting
from tests.channels.messaging.test_channel import answer


@pytest.fixture
def sms(way_in: WayIn, tmp_path: Path) -> Iterator[Chat]:
    with chatting("sms", way_in, tmp_path) as chat:
        chat.rasa.answers = [answer()]
        chat.rasa.gate = threading.Event()
        yield chat
        chat.rasa.gate.set()


def ask(chat: Chat, text: str, turns: int) -> None:
    """Send a message, and wait until so many turns have begun."""
    assert chat.send(chat.fake.typed("ann", text)).status_code == 200
    for _ in range(1000):
        if len(chat.rasa.seen) >= turns:
            return
        time.sleep(0.005)
    raise AssertionError("no turn has begun")


def stop(chat: Chat) -> Future[Any]:
    """Begin to stop the server."""
    return asyncio.run_coroutine_threadsafe(chat._channel.close(), chat._loop)


def test_a_turn_under_way_is_finished_first(sms: Chat) -> None:
    ask(sms, "what is palliative care", 1)
    stopped = stop(sms)
    # Longer than the second for which it used to wait.
    time.sleep(1.3)
    assert not stopped.done() and sms.rasa.gate
    # Meanwhile nothing new is taken: the platform sends it again later.
    assert sms.send(sms.fake.typed("ben", "what is chemotherapy")).status_code == 503
    sms.rasa.gate.set()
    stopped.result(20)
    assert "It eases symptoms." in sms.seen[0].text


def test_what_takes_too_long_is_told_so(sms: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CLOSING_SECONDS", 0.2)
    ask(sms, "what is palliative care", 1)
    # The second waits behind the first.
    ask(sms, "and who gives it", 1)
    stop(sms).result(20)
    assert [message.text.count("Something went wrong") for message in sms.seen] == [1, 1]
    assert not sms._channel._tasks and not sms._channel._desk.beside


def test_what_cannot_be_delivered_then_is_kept(
    sms: Chat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "CLOSING_SECONDS", 0.2)
    monkeypatch.setattr("lantern.channels.messaging.delivery.CLOSING_SECONDS", 0.2)
    ask(sms, "what is palliative care", 1)
    sms.fake.faults.always = Fault(503)
    stop(sms).result(20)
    assert not sms.seen and count_kept(tmp_path, "sms") == 1


def test_a_turn_that_nobody_waits_for_is_finished_too(sms: Chat) -> None:
    ask(sms, "I want to kill myself", 1)
    sms.fake.wait(1)
    stopped = stop(sms)
    time.sleep(0.2)
    assert not stopped.done() and sms.rasa.gate
    sms.rasa.gate.set()
    stopped.result(20)
    # So it is stored.
    assert len(sms.rasa.done) == 1


def test_a_danger_is_answered_as_such_even_then(
    way_in: WayIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hanging(MemoryMarks):
        async def put_new(self, key: str, value: str, seconds: int) -> bool:
            await asyncio.sleep(60)
            return True

    monkeypatch.setattr(module, "CLOSING_SECONDS", 0.2)
    with chatting("sms", way_in, tmp_path, marks=Hanging()) as chat:
        assert chat.send(chat.fake.typed("ann", "I want to kill myself")).status_code == 200
        stop(chat).result(20)
        assert len(chat.seen) == 1 and "988" in chat.seen[0].text
