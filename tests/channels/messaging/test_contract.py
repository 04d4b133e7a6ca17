"""What holds for every platform: who is let in, what is read, what is left out."""

from __future__ import annotations

import aiohttp
import pytest

from lantern.answers import Answer, Choice, Kind
from lantern.channels.messaging.incoming import Forged, Incoming, Malformed
from lantern.channels.messaging.platform import Platform
from tests.channels.messaging.fakes.all import as_request
from tests.channels.messaging.fakes.base import Delivered, Fake
from tests.channels.messaging.fakes.twilio import spoken
from tests.channels.messaging.showing import taken, with_http

TYPED = "¿Qué es la quimioterapia? ¡Hola! <b>a & b</b> 日本語 🎗️"


def shown(platform: Platform, fake: Fake, answer: Answer, incoming: Incoming) -> list[Delivered]:
    """Return what people see of an answer that is sent to them."""
    payloads = platform.render([answer], "a1b2c3")
    if platform.answers_in_response:
        request = as_request(fake, fake.typed("ann", "hello"))
        return [spoken(platform.respond(payloads, request).body)]

    async def work(http: aiohttp.ClientSession) -> None:
        for payload in payloads:
            await platform.send(payload, incoming.address, http)

    with_http(work)
    return fake.delivered


def test_a_typed_message_is_read_as_it_was_typed(platform: Platform, fake: Fake) -> None:
    [incoming] = taken(platform, fake, fake.typed("ann", TYPED))
    assert incoming.text == TYPED
    assert incoming.choice is None and not incoming.media


def test_a_person_is_always_the_same_and_never_another(platform: Platform, fake: Fake) -> None:
    people = ("ann", "ann", "bea")
    first, again, other = (taken(platform, fake, fake.typed(who, "hello"))[0] for who in people)
    assert first.person == again.person != other.person
    assert first.id != again.id


def test_the_same_message_has_the_same_id(platform: Platform, fake: Fake) -> None:
    [first] = taken(platform, fake, fake.typed("ann", "hello", id="4711"))
    [again] = taken(platform, fake, fake.typed("ann", "hello", id="4711"))
    assert first.id == again.id


def test_forged_requests_are_refused(platform: Platform, fake: Fake) -> None:
    forged = fake.forged("ann", "what is palliative care")
    assert forged
    for number, inbound in enumerate(forged):
        with pytest.raises(Forged) as refused:
            taken(platform, fake, inbound)
        assert "palliative" not in str(refused.value), number


def test_edits_bots_and_events_are_left_out(platform: Platform, fake: Fake) -> None:
    for number, inbound in enumerate(fake.ignored("ann")):
        assert taken(platform, fake, inbound) == [], number


def test_a_picture_without_words_is_told_apart(platform: Platform, fake: Fake) -> None:
    inbound = fake.media("ann")
    if inbound is not None:
        [incoming] = taken(platform, fake, inbound)
        assert incoming.media and not incoming.text.strip()


def test_all_messages_of_a_batch_are_read(platform: Platform, fake: Fake) -> None:
    inbound = fake.batch([("ann", "one"), ("bea", "two"), ("ann", "three")])
    if inbound is not None:
        found = taken(platform, fake, inbound)
        assert [one.text for one in found] == ["one", "two", "three"]
        assert found[0].person == found[2].person != found[1].person


def test_nonsense_is_told_as_such(platform: Platform, fake: Fake) -> None:
    for number, inbound in enumerate(fake.malformed()):
        try:
            assert taken(platform, fake, inbound) == [], number
        except (Malformed, Forged):
            # What cannot even be read is not signed rightly either, on some platforms.
            continue


def test_a_pressed_button_brings_its_value(platform: Platform, fake: Fake) -> None:
    titles = ("What is chemotherapy?", "What is palliative care?", "None of these")
    choices = tuple(Choice(title=title, topic="x") for title in titles)
    answer = Answer(kind=Kind.CLARIFY, language="en", title="t", short="Which one?", choices=choices)
    [incoming] = taken(platform, fake, fake.typed("ann", "hello"))
    delivered = shown(platform, fake, answer, incoming)
    last = delivered[-1]
    assert not last.choices or len(last.choices) == 3
    [pressed] = taken(platform, fake, fake.pressed("ann", last, 2))
    assert pressed.person == incoming.person
    assert (pressed.choice or pressed.text) in ("a1b2c3:2", "2")
