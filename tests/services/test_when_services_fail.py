"""A danger gets its reply, and every other message an answer, whatever is down."""

from __future__ import annotations

import time
import uuid

import pytest

from tests.channels.website.served import Browser
from tests.services.conftest import ServiceBot, Services

DANGER = "I have a fever and chills, I had chemo on Tuesday"
# Rasa is waited for two seconds; the rest is a busy machine's.
DANGER_SECONDS = 10.0
OUTAGES = [("postgres",), ("redis",), ("rabbitmq",), ("postgres", "redis", "rabbitmq")]


@pytest.mark.parametrize("how", ["pull", "mute"])
@pytest.mark.parametrize("down", OUTAGES, ids="+".join)
def test_a_danger_gets_its_reply(
    bot: ServiceBot, services: Services, down: tuple[str, ...], how: str
) -> None:
    # A session is begun while all is well: a person is in the middle of a conversation.
    browser, sender = Browser(bot.address).begin(), uuid.uuid4().hex
    assert bot.say("what is palliative care", sender)
    for name in down:
        getattr(services.plugs[name], how)()
    began = time.monotonic()
    [message] = bot.say(DANGER, sender)
    took = time.monotonic() - began
    assert message["answers"][0]["kind"] == "danger" and "911" in message["text"]
    began = time.monotonic()
    reply = browser.say(DANGER)
    took = max(took, time.monotonic() - began)
    assert reply.status_code == 200 and reply.json()["answers"][0]["kind"] == "danger"
    assert took < DANGER_SECONDS, took


@pytest.mark.parametrize("how", ["pull", "mute"])
@pytest.mark.parametrize("down", OUTAGES, ids="+".join)
def test_no_message_meets_with_silence(
    bot: ServiceBot, services: Services, down: tuple[str, ...], how: str
) -> None:
    for name in down:
        getattr(services.plugs[name], how)()
    [message] = bot.say("what is palliative care", uuid.uuid4().hex)
    assert message["text"] and message["answers"][0]["kind"] in ("answer", "error")
    if down == ("rabbitmq",):
        assert message["answers"][0]["kind"] == "answer"


def test_the_bot_is_well_again_afterwards(bot: ServiceBot, services: Services) -> None:
    for plug in services.plugs.values():
        plug.pull()
    bot.say("what is palliative care", uuid.uuid4().hex)
    services.unplug_nothing()
    end = time.monotonic() + 60
    while True:
        [message] = bot.say("what is palliative care", uuid.uuid4().hex)
        if message["answers"][0]["kind"] == "answer":
            break
        assert time.monotonic() < end
        time.sleep(1)
