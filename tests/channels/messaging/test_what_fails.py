"""What fails behind and before the channel: the reply arrives all the same, and no turn is broken off."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lantern.channels.messaging import channel as channel_module
from lantern.channels.messaging import delivery, desk
from lantern.channels.messaging.platform import Payload
from lantern.channels.messaging.undelivered import count_kept
from lantern.channels.way_in import WayIn
from lantern.stores.marks import MemoryMarks
from tests.channels.messaging.fakes.base import Fault
from tests.channels.messaging.fakes.twilio import VoiceFake
from tests.channels.messaging.served import Chat, chatting
from tests.channels.messaging.test_channel import answer

LONG = "\n\n".join(f"This is paragraph number {number}. " * 12 for number in range(12))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting takes no time."""
    monkeypatch.setattr(delivery, "WAITS", (0.0, 0.0))


@pytest.fixture
def sms(way_in: WayIn, tmp_path: Path) -> Iterator[Chat]:
    with chatting("sms", way_in, tmp_path) as chat:
        chat.rasa.answers = [answer(more=LONG, choices=())]
        yield chat


def test_an_error_in_the_middle_of_a_long_answer_is_tried_again(sms: Chat) -> None:
    sms.fake.faults.at = {2: Fault(503), 4: Fault(429, retry_after=0)}
    seen = sms.say("ann", "what is palliative care")
    for number in range(12):
        assert seen.text.count(f"number {number}.") == 12
    assert "Not advice." in seen.text and len(sms.rasa.done) == 1


def test_a_platform_that_is_down_gets_the_reply_later(sms: Chat, tmp_path: Path) -> None:
    sms.fake.faults.always = Fault(500)
    assert sms.send(sms.fake.typed("ann", "what is palliative care")).status_code == 200
    sms.settle()
    # The turn is done, and what could not be delivered is kept.
    assert len(sms.rasa.done) == 1 and count_kept(tmp_path, "sms") == 1 and not sms.seen
    sms.fake.faults.always = None
    seen = sms.say("ann", "and who gives it")
    assert seen.text.count("paragraph number 3.") == 24 and count_kept(tmp_path, "sms") == 0


def test_a_reply_that_is_refused_for_good_holds_up_no_other(sms: Chat, tmp_path: Path) -> None:
    # The reply, its plain text, and what is kept of it, when the next one comes.
    sms.fake.faults.at = {number: Fault(400) for number in (1, 2, 3)}
    assert sms.send(sms.fake.typed("ann", "what is palliative care")).status_code == 200
    sms.settle()
    assert not sms.seen and count_kept(tmp_path, "sms") == 1
    seen = sms.say("ann", "and who gives it")
    assert seen.text.count("paragraph number 3.") == 12 and count_kept(tmp_path, "sms") == 1
    assert len(sms.rasa.done) == 2


def test_a_renderer_that_fails_is_replaced_by_plain_text(sms: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(answers: object, turn: str) -> list[Payload]:
        raise ZeroDivisionError

    monkeypatch.setattr(sms._channel._platform, "render", fails)
    seen = sms.say("ann", "what is palliative care")
    assert "paragraph number 11." in seen.text and "Not advice." in seen.text


def test_marks_that_cannot_be_reached_stop_nobody(way_in: WayIn, tmp_path: Path) -> None:
    class Down(MemoryMarks):
        async def down(self, *values: object) -> Any:
            raise OSError

        get = put = put_new = count = remove = down

    with chatting("sms", way_in, tmp_path, marks=Down()) as chat:
        chat.rasa.answers = [answer()]
        assert "It eases symptoms." in chat.say("ann", "what is palliative care").text
        assert "988" in chat.say("ann", "I want to kill myself").text


@pytest.mark.parametrize("name", ["sms", "voice"])
def test_marks_that_hang_delay_a_danger_by_one_limit_in_all(
    name: str, way_in: WayIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hanging(MemoryMarks):
        async def hang(self, *values: object) -> Any:
            await asyncio.sleep(0.6)
            raise OSError

        get = put = put_new = count = remove = hang

    monkeypatch.setattr(desk, "DANGER_SECONDS", 0.5)
    with chatting(name, way_in, tmp_path, marks=Hanging()) as chat:
        chat.rasa.answers = [answer()]
        begun = time.monotonic()
        reply = chat.send(chat.fake.typed("ann", "I want to kill myself"))
        said = chat.seen[0].text if name == "voice" else chat.fake.wait(1)[0].text
        # Well below two waits, one after the other.
        assert time.monotonic() - begun < 1.4
        assert reply.status_code == 200 and "988" in said.replace(" ", "")
        chat.settle()
        # The turn is stored all the same, and nothing is said twice.
        assert len(chat.rasa.done) == 1 and len({message.text for message in chat.seen}) == len(chat.seen)


def test_a_danger_that_comes_again_is_answered_once(sms: Chat) -> None:
    inbound = sms.fake.typed("ann", "I want to kill myself")
    assert "988" in sms.exchange(inbound).text
    before = len(sms.seen)
    for again in (inbound, sms.fake.replayed(inbound)):
        assert sms.send(again).status_code == 200
    sms.settle()
    assert len(sms.seen) == before and len(sms.rasa.done) == 1


def test_a_danger_does_not_wait_for_a_turn_that_hangs(sms: Chat) -> None:
    sms.rasa.gate = threading.Event()
    assert sms.send(sms.fake.typed("ann", "what is palliative care")).status_code == 200
    assert sms.send(sms.fake.typed("ann", "I want to kill myself")).status_code == 200
    [danger] = sms.fake.wait(1)
    assert "988" in danger.text
    sms.rasa.gate.set()
    sms.settle()
    # Both turns go on to their end, so that they are stored.
    assert len(sms.rasa.done) == 2


def test_a_request_that_dribbles_in_is_refused_and_its_connection_closed(
    sms: Chat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(channel_module, "BODY_SECONDS", 0.3)
    host, port = sms.address.removeprefix("http://").split(":")
    path = sms.fake.typed("ann", "hello").path
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
        connection.sendall(head.encode() + b"Body=a+secret+question")
        received = b""
        while part := connection.recv(4096):
            received += part
    assert received.startswith(b"HTTP/1.1 408 ") and received.endswith(b"The request took too long.")
    told = [record.getMessage() for record in caplog.records if record.name.startswith("lantern")]
    assert told == ["A request to sms was refused: it came too slowly."]
    # Others are answered as ever.
    assert "It eases symptoms." in sms.say("ann", "what is palliative care").text


class TestCalls:
    @pytest.fixture
    def call(self, way_in: WayIn, tmp_path: Path) -> Iterator[Chat]:
        with chatting("voice", way_in, tmp_path) as chat:
            chat.rasa.answers = [answer()]
            yield chat

    def test_a_call_begins_with_a_greeting(self, call: Chat) -> None:
        assert isinstance(call.fake, VoiceFake)
        heard = call.exchange(call.fake.begun("ann"))
        assert "not medical advice" in heard.text and "911" in heard.text and not call.rasa.seen

    def test_an_answer_that_takes_too_long_is_told_so_and_the_turn_goes_on(
        self, call: Chat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(channel_module, "RESPONSE_SECONDS", 0.05)
        call.rasa.gate = threading.Event()
        reply = call.send(call.fake.typed("ann", "what is palliative care"))
        assert b"Something went wrong" in reply.content
        call.rasa.gate.set()
        call.settle()
        assert len(call.rasa.done) == 1

    def test_a_danger_cannot_be_talked_over(self, call: Chat) -> None:
        reply = call.send(call.fake.typed("ann", "I want to kill myself"))
        text = reply.content.decode()
        assert text.index("9 8 8") < text.index("<Gather")
