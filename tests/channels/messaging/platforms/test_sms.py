"""Text messages: the words that are Twilio's to answer, and people who have said STOP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from lantern.channels.messaging.undelivered import count_kept
from lantern.channels.way_in import WayIn
from tests.channels.messaging.fakes.base import Fault
from tests.channels.messaging.served import Chat, chatting
from tests.channels.messaging.test_channel import answer

OPT_OUT = ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT")
TWILIOS = (*OPT_OUT, "START", "UNSTOP", "HELP", "INFO")


def stop(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Twilio refuse everything, as it does when the person has said STOP."""
    said = {"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400}
    monkeypatch.setattr(chat.fake, "failure", lambda fault: web.json_response(said, status=fault.status))
    chat.fake.faults.always = Fault(400)


@pytest.fixture
def sms(way_in: WayIn, tmp_path: Path) -> Iterator[Chat]:
    with chatting("sms", way_in, tmp_path, settings={"messages_a_minute": "999"}) as chat:
        chat.rasa.answers = [answer()]
        yield chat


def test_a_word_of_twilio_is_left_to_it(sms: Chat) -> None:
    for word in (*TWILIOS, "stop", "Stop", " Unsubscribe \r\n", "hElP"):
        assert sms.send(sms.fake.typed("ann", word)).status_code == 200
    sms.settle()
    assert not sms.rasa.seen and not sms.seen


def test_other_messages_are_ours(sms: Chat) -> None:
    said = ["yes", "stop it", "help me", "when does it end", "stop.", "information"]
    for words in said:
        sms.say("ann", words)
    assert [message.text for message in sms.rasa.seen] == said


def test_on_whatsapp_they_are_words_like_any(way_in: WayIn, tmp_path: Path) -> None:
    with chatting("whatsapp", way_in, tmp_path) as chat:
        chat.rasa.answers = [answer()]
        chat.say("ann", "help")
        assert len(chat.rasa.seen) == 1


@pytest.mark.parametrize("text", ["what is palliative care", "I want to kill myself"])
def test_who_has_said_stop_gets_nothing_and_nothing_is_kept(
    sms: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    stop(sms, monkeypatch)
    assert sms.send(sms.fake.typed("ann", text)).status_code == 200
    sms.settle()
    # Once: neither as plain text nor again.
    assert sms.fake.tried == ["400"] and count_kept(tmp_path, "sms") == 0
    assert "given up (error 21610" in caplog.text


def test_what_was_kept_before_is_given_up_too(
    sms: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lantern.channels.messaging.delivery.WAITS", ())
    sms.fake.faults.always = Fault(503)
    sms.send(sms.fake.typed("ann", "what is palliative care"))
    sms.settle()
    assert count_kept(tmp_path, "sms") == 1
    stop(sms, monkeypatch)
    sms.send(sms.fake.typed("ann", "and who gives it"))
    sms.settle()
    assert count_kept(tmp_path, "sms") == 0 and not sms.seen
