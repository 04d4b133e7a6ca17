"""The real bot, whatever it is sent: no error of the server, no silence, and no message over its time."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.channels.odd_messages import LONG_TEXT, ODD_TEXT
from tests.channels.website.served import Browser
from tests.services.conftest import ServiceBot

# The longest message takes a second where nothing else runs (benchmarks/message_budget.py).
SECONDS = 20.0
slow = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)


@slow
@given(text=ODD_TEXT | LONG_TEXT, topic=st.none() | st.text(max_size=20))
def test_every_message_gets_an_answer(bot: ServiceBot, text: str, topic: str | None) -> None:
    fields = {} if topic is None else {"topic": topic}
    body = json.dumps({"sender": uuid.uuid4().hex, "message": text, **fields}).encode()
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{bot.address}/webhooks/rest/webhook", body, kind)
    began = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            status, messages = reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        status, messages = error.code, json.load(error)
    assert time.monotonic() - began < SECONDS
    assert status == 200 or (status == 400 and topic is not None)
    assert messages and messages[0]["text"] and messages[0]["answers"]
    if status == 200:
        assert messages[0]["answers"][0]["kind"] != "error"


@settings(slow, max_examples=20)
@given(texts=st.lists(ODD_TEXT, min_size=2, max_size=5))
def test_a_conversation_survives_anything(bot: ServiceBot, texts: list[str]) -> None:
    sender = uuid.uuid4().hex
    for text in texts:
        assert bot.say(text, sender)[0]["answers"]
    [message] = bot.say("What is palliative care?", sender)
    assert message["answers"][0]["topic"] == "palliative_care_what"


@settings(slow, max_examples=30)
@given(text=ODD_TEXT)
def test_the_website_answers_or_says_why_not(bot: ServiceBot, text: str) -> None:
    reply = Browser(bot.address).begin().say(text)
    assert reply.status_code < 500
    assert reply.json().get("answers") or reply.json()["error"]["message"]
