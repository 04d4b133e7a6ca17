"""Messenger: whole batches, whatever stands between the messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from lantern.channels.messaging.incoming import Malformed
from lantern.channels.messaging.platform import Reply
from lantern.channels.messaging.platforms.messenger import Messenger
from lantern.channels.messaging.text import Words
from tests.channels.messaging.fakes.all import as_request, made
from tests.channels.messaging.fakes.messenger import MessengerFake
from tests.channels.messaging.showing import taken


@pytest.fixture
def fake() -> Iterator[MessengerFake]:
    with MessengerFake() as running:
        yield running  # type: ignore[misc]


@pytest.fixture
def messenger(fake: MessengerFake, words: Words) -> Messenger:
    return made(fake, words)  # type: ignore[return-value]


def test_a_check_of_the_address_without_our_word_is_refused_with_one_line(
    fake: MessengerFake, messenger: Messenger, caplog: pytest.LogCaptureFixture
) -> None:
    good = fake.challenge("42")
    for inbound in (
        fake.challenge("42", token="a-guess-of-somebody"),
        replace(good, query={**good.query, "hub.mode": "other"}),
        replace(good, query={}),
    ):
        caplog.clear()
        reply = messenger.immediate(as_request(fake, inbound))
        assert reply is not None and (reply.status, reply.body) == (403, b"")
        [told] = [record.getMessage() for record in caplog.records]
        assert "messenger was refused" in told and "a-guess" not in told
    caplog.clear()
    assert messenger.immediate(as_request(fake, good)) == Reply(body=b"42")
    assert not caplog.records


def said(fake: MessengerFake, text: str) -> dict[str, object]:
    return fake._event("ann", {"message": {"mid": fake._mid(), "text": text}})


def test_an_event_that_cannot_be_read_does_not_lose_the_others(
    fake: MessengerFake, messenger: Messenger
) -> None:
    broken = [fake._event("ann", {"message": {"text": "without an id"}}), {**said(fake, "x"), "sender": 3}]
    events = [said(fake, "one"), broken[0], said(fake, "two"), broken[1]]
    assert [incoming.text for incoming in taken(messenger, fake, fake._request(events))] == ["one", "two"]
    with pytest.raises(Malformed):
        taken(messenger, fake, fake._request(broken))


def test_a_request_without_any_message_is_no_error(fake: MessengerFake, messenger: Messenger) -> None:
    for inbound in fake.ignored("ann"):
        assert taken(messenger, fake, inbound) == []
