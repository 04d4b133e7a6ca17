"""Telephone calls: each turn has an address of its own, which Twilio signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest

from lantern.channels.messaging.incoming import Forged, Malformed
from lantern.channels.messaging.platform import Reply
from lantern.channels.messaging.platforms.twilio_voice import Voice
from lantern.channels.messaging.text import Words
from tests.channels.messaging.fakes.all import as_request, made
from tests.channels.messaging.fakes.base import Inbound
from tests.channels.messaging.fakes.twilio import VoiceFake, call_fields
from tests.channels.messaging.showing import taken


@pytest.fixture
def fake() -> Iterator[VoiceFake]:
    with VoiceFake() as running:
        yield running  # type: ignore[misc]


@pytest.fixture
def voice(fake: VoiceFake, words: Words) -> Voice:
    return made(fake, words)  # type: ignore[return-value]


def asked_back(voice: Voice, fake: VoiceFake, inbound: Inbound) -> Reply:
    reply = voice.immediate(as_request(fake, inbound))
    assert reply is not None
    return reply


def addresses(reply: Reply) -> tuple[dict[str, str], dict[str, str]]:
    """Return where what is heard next goes, and where silence goes."""
    root = ElementTree.fromstring(reply.body)
    heard, silent = root.find("Gather"), root.find("Redirect")
    assert heard is not None and silent is not None and silent.text
    return dict(parse_qsl(urlsplit(heard.attrib["action"]).query)), dict(
        parse_qsl(urlsplit(silent.text).query)
    )


def test_each_turn_goes_to_an_address_of_its_own(fake: VoiceFake, voice: Voice) -> None:
    begun = asked_back(voice, fake, fake.begun("ann"))
    assert addresses(begun) == ({"turn": "1"}, {"turn": "1", "silent": "1"})
    said = as_request(fake, fake.typed("ann", "what is chemo", id="1"))
    assert addresses(voice.respond([], said)) == ({"turn": "2"}, {"turn": "2", "silent": "1"})


def test_silence_uses_no_turn_up_and_ends_the_call_at_last(fake: VoiceFake, voice: Voice) -> None:
    silent = fake._signed(call_fields("ann"), {"turn": "4", "silent": "1"})
    assert addresses(asked_back(voice, fake, silent)) == ({"turn": "4"}, {"turn": "4", "silent": "2"})
    again = fake._signed(call_fields("ann"), {"turn": "4", "silent": "2"})
    assert b"<Hangup" in asked_back(voice, fake, again).body


def test_a_turn_has_one_id_whatever_is_not_signed(fake: VoiceFake, voice: Voice) -> None:
    said = fake.typed("ann", "what is chemo", id="3")
    [first] = taken(voice, fake, said)
    [again] = taken(voice, fake, fake.replayed(said))
    [later] = taken(voice, fake, fake.typed("ann", "what is chemo", id="4"))
    assert first.id == again.id != later.id


def test_nobody_makes_up_a_turn(fake: VoiceFake, voice: Voice) -> None:
    said = fake.typed("ann", "what is chemo", id="3")
    for query in ({"turn": "4"}, {}, {"turn": "3", "x": "1"}):
        with pytest.raises(Forged):
            taken(voice, fake, replace(said, query=query))


@pytest.mark.parametrize("call", ["", "x", f"CA{'g' * 32}", f"CA{'A' * 32}", f"CA{'0' * 31}"])
def test_a_call_without_a_name_of_twilios_form_is_refused(fake: VoiceFake, voice: Voice, call: str) -> None:
    heard = {**call_fields("ann"), "CallSid": call, "SpeechResult": "what is chemo"}
    with pytest.raises(Malformed, match="CallSid"):
        taken(voice, fake, fake._signed(heard, {"turn": "1"}))
