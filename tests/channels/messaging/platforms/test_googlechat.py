"""Google Chat: both ways of signing, people of one name, threads, tokens."""

from __future__ import annotations

from collections.abc import Iterator

import aiohttp
import pytest

from lantern.channels.messaging.incoming import Forged
from lantern.channels.messaging.platform import Undelivered
from lantern.channels.messaging.platforms.googlechat import GoogleChat, escape
from lantern.channels.messaging.text import Words
from tests.channels.messaging.fakes.all import made
from tests.channels.messaging.fakes.googlechat import GoogleChatFake
from tests.channels.messaging.samples import WHOLE
from tests.channels.messaging.showing import seen, taken, with_http


@pytest.fixture(params=[False, True], ids=["by number", "by address"])
def fake(request: pytest.FixtureRequest) -> Iterator[GoogleChatFake]:
    with GoogleChatFake(by_address=request.param) as running:
        yield running  # type: ignore[misc]


@pytest.fixture
def chat(fake: GoogleChatFake, words: Words) -> GoogleChat:
    return made(fake, words)  # type: ignore[return-value]


def test_both_ways_of_signing_are_let_in_and_forgeries_are_not(
    fake: GoogleChatFake, chat: GoogleChat
) -> None:
    assert taken(chat, fake, fake.typed("ann", "hello"))
    for inbound in fake.forged("ann", "hello"):
        with pytest.raises(Forged):
            taken(chat, fake, inbound)


def test_two_people_of_one_name_have_two_conversations(fake: GoogleChatFake, chat: GoogleChat) -> None:
    [first] = taken(chat, fake, fake.typed("ann", "hello"))
    [other] = taken(chat, fake, fake.typed("bea", "hello"))
    assert first.person != other.person
    assert "Maria" not in first.person


def test_the_apps_name_is_no_part_of_the_question_and_the_thread_is_kept(
    fake: GoogleChatFake, chat: GoogleChat
) -> None:
    [incoming] = taken(chat, fake, fake.mentioned("ann", "what is chemo"))
    assert incoming.text == "what is chemo"
    assert incoming.address == {"space": "spaces/ROOM", "thread": "spaces/ROOM/threads/T1"}

    async def send(http: aiohttp.ClientSession) -> None:
        await chat.send(chat.plain("hello")[0], incoming.address, http)

    with_http(send)
    assert fake.delivered[0].raw["thread"] == {"name": "spaces/ROOM/threads/T1"}


def test_one_token_serves_for_an_hour(fake: GoogleChatFake, chat: GoogleChat) -> None:
    for _ in range(3):
        seen(chat, fake, [WHOLE], "a")
    assert fake.tokens == 1 and not fake.refused


def test_a_key_that_is_none_is_told(fake: GoogleChatFake, words: Words) -> None:
    broken = "-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----"
    chat = GoogleChat({**fake.credentials(), "private_key": broken}, words)

    async def send(http: aiohttp.ClientSession) -> None:
        await chat.send({"text": "hello"}, {"space": "spaces/x"}, http)

    with pytest.raises(Undelivered, match="private key"):
        with_http(send)


def test_no_text_calls_people() -> None:
    assert "<users/all>" not in escape("hello <users/all>")
