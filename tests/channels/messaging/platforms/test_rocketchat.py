"""Rocket.Chat: rooms with several people, trigger words, numbers as buttons, the reply to the webhook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from lantern.channels.messaging.platforms.rocketchat import RocketChat
from lantern.channels.messaging.text import Words
from tests.channels.messaging.fakes.all import as_request, made
from tests.channels.messaging.fakes.base import Inbound, as_json
from tests.channels.messaging.fakes.rocketchat import RocketChatFake
from tests.channels.messaging.samples import WHOLE
from tests.channels.messaging.showing import seen, taken


@pytest.fixture
def fake() -> Iterator[RocketChatFake]:
    with RocketChatFake() as running:
        yield running  # type: ignore[misc]


@pytest.fixture
def rocketchat(fake: RocketChatFake, words: Words) -> RocketChat:
    return made(fake, words)  # type: ignore[return-value]


def changed(inbound: Inbound, **fields: Any) -> Inbound:
    return replace(inbound, body=as_json({**json.loads(inbound.body), **fields}))


def test_two_people_of_one_room_have_two_conversations(fake: RocketChatFake, rocketchat: RocketChat) -> None:
    requests = [changed(fake.typed(who, "hello"), channel_id="GENERAL") for who in ("ann", "bea")]
    [first], [other] = [taken(rocketchat, fake, request) for request in requests]
    assert first.person != other.person
    assert first.address == other.address == {"room": "GENERAL"}


def test_the_trigger_word_is_no_part_of_the_question(fake: RocketChatFake, rocketchat: RocketChat) -> None:
    inbound = changed(fake.typed("ann", "@lantern what is chemo"), trigger_word="@lantern")
    [incoming] = taken(rocketchat, fake, inbound)
    assert incoming.text == "what is chemo"


def test_buttons_write_the_number_that_stands_in_the_list(
    fake: RocketChatFake, rocketchat: RocketChat
) -> None:
    [message] = seen(rocketchat, fake, [WHOLE], "a1")
    assert [button.value for button in message.choices] == ["1", "2", "3"]
    assert "2. How are bone mets treated?" in message.text


def test_the_reply_to_the_webhook_is_no_message_and_not_empty(
    fake: RocketChatFake, rocketchat: RocketChat
) -> None:
    reply = rocketchat.received(as_request(fake, fake.typed("ann", "hello")))
    assert (reply.status, reply.body, reply.content_type) == (200, b"{}", "application/json")
