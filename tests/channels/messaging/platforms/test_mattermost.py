"""Mattermost: commands, outgoing webhooks, sealed buttons, and answers to the person alone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace

import aiohttp
import pytest

from lantern.channels.messaging import guards
from lantern.channels.messaging.incoming import Forged
from lantern.channels.messaging.platforms.mattermost import BUTTON_SECONDS, Mattermost
from lantern.channels.messaging.text import Words
from tests.channels.messaging.fakes.all import as_request, made
from tests.channels.messaging.fakes.base import as_json
from tests.channels.messaging.fakes.mattermost import BOT, MattermostFake
from tests.channels.messaging.samples import WHOLE
from tests.channels.messaging.showing import seen, taken, with_http


@pytest.fixture
def fake() -> Iterator[MattermostFake]:
    with MattermostFake() as running:
        yield running  # type: ignore[misc]


@pytest.fixture
def mattermost(fake: MattermostFake, words: Words) -> Mattermost:
    return made(fake, words)  # type: ignore[return-value]


@pytest.mark.parametrize("as_form", [False, True])
def test_an_outgoing_webhook_is_read_without_its_trigger_word(
    as_form: bool, fake: MattermostFake, mattermost: Mattermost
) -> None:
    inbound = fake.called("ann", "#lantern what is chemo", as_form=as_form)
    [incoming] = taken(mattermost, fake, inbound)
    assert incoming.text == "what is chemo"


def test_without_a_trigger_word_no_word_is_cut_off(fake: MattermostFake, mattermost: Mattermost) -> None:
    called = fake.called("ann", "what is chemo")
    body = {**json.loads(called.body), "trigger_word": ""}
    [incoming] = taken(mattermost, fake, replace(called, body=as_json(body)))
    assert incoming.text == "what is chemo"


def test_a_question_asked_in_public_is_answered_in_private(
    fake: MattermostFake, mattermost: Mattermost
) -> None:
    [incoming] = taken(mattermost, fake, fake.called("ann", "#lantern what is chemo"))
    assert incoming.address == {"user": "userann"}
    [message] = seen(mattermost, fake, [WHOLE], "a1")
    assert message.to == "direct-userann"


def test_the_reply_to_the_webhook_itself_says_nothing(fake: MattermostFake, mattermost: Mattermost) -> None:
    reply = mattermost.received(as_request(fake, fake.typed("ann", "hello")))
    assert (reply.status, reply.body) == (200, b"{}")


def test_a_button_is_good_for_one_value_person_channel_and_time(
    fake: MattermostFake, mattermost: Mattermost
) -> None:
    [message] = seen(mattermost, fake, [WHOLE], "a1")
    pressed = fake.pressed("ann", message, 1)
    [incoming] = taken(mattermost, fake, pressed)
    assert incoming.choice == "a1:1"
    body = json.loads(pressed.body)
    later = str(int(body["context"]["at"]) + 1)
    for change in (
        {"context": {**body["context"], "choice": "a1:2"}},
        {"context": {**body["context"], "at": later}},
        {"context": {**body["context"], "seal": ""}},
        {"user_id": "userzoe"},
        {"user_id": ""},
        {"user_id": None},
        {"channel_id": "direct-userzoe"},
        {"channel_id": None},
    ):
        with pytest.raises(Forged):
            taken(mattermost, fake, replace(pressed, body=as_json({**body, **change})))


def test_two_people_have_two_seals_for_the_same_choice(fake: MattermostFake, mattermost: Mattermost) -> None:
    [payload] = mattermost.render([WHOLE], "a1")

    async def send(http: aiohttp.ClientSession) -> None:
        for who in ("userann", "userzoe"):
            await mattermost.send(payload, {"user": who}, http)

    with_http(send)
    ann, zoe = (fake.contexts[message.choices[0].value] for message in fake.delivered)
    assert ann["choice"] == zoe["choice"] and ann["seal"] != zoe["seal"]


def test_a_button_of_long_ago_is_refused(
    fake: MattermostFake, mattermost: Mattermost, monkeypatch: pytest.MonkeyPatch
) -> None:
    [message] = seen(mattermost, fake, [WHOLE], "a1")
    now = time.time()
    pressed = fake.pressed("ann", message, 1)
    monkeypatch.setattr(guards.time, "time", lambda: now + BUTTON_SECONDS - 5)
    # What it offers ended long before; a person is told so.
    assert taken(mattermost, fake, pressed)
    monkeypatch.setattr(guards.time, "time", lambda: now + BUTTON_SECONDS + 5)
    with pytest.raises(Forged, match="too old"):
        taken(mattermost, fake, pressed)


def test_without_our_address_choices_are_numbers(fake: MattermostFake, words: Words) -> None:
    mattermost = Mattermost({**fake.credentials(), "public_url": ""}, words)
    [message] = seen(mattermost, fake, [WHOLE], "a1")
    assert not message.buttons
    assert "2. How are bone mets treated?" in message.text


def test_an_unset_webhook_token_opens_nothing(fake: MattermostFake, words: Words) -> None:
    mattermost = Mattermost({**fake.credentials(), "webhook_token": ""}, words)
    called = fake.called("ann", "hello")
    for token in ("", "webhooktokenof26characters"):
        with pytest.raises(Forged):
            taken(
                mattermost, fake, replace(called, body=as_json({**json.loads(called.body), "token": token}))
            )


def test_the_bots_own_posts_are_left_out(fake: MattermostFake, mattermost: Mattermost) -> None:
    seen(mattermost, fake, [WHOLE], "a1")
    called = fake.called("ann", "#lantern hello")
    own = {**json.loads(called.body), "user_id": BOT}
    assert taken(mattermost, fake, replace(called, body=as_json(own))) == []
