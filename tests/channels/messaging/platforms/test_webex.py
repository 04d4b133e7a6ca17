"""Webex: messages are fetched, echoes are told by who made the webhook, webhooks are registered anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lantern.channels.messaging.platform import Undelivered
from lantern.channels.messaging.platforms.webex import Webex
from lantern.channels.messaging.text import Words
from tests.channels.messaging.fakes.all import as_request, made
from tests.channels.messaging.fakes.webex import SECRET, WebexFake
from tests.channels.messaging.samples import WHOLE
from tests.channels.messaging.showing import seen, taken, with_http

WEBHOOK = "https://bot.example.org/webhooks/webex/webhook"


@pytest.fixture
def fake() -> Iterator[WebexFake]:
    with WebexFake() as running:
        yield running  # type: ignore[misc]


@pytest.fixture
def webex(fake: WebexFake, words: Words) -> Webex:
    return made(fake, words)  # type: ignore[return-value]


def test_the_text_is_fetched_only_after_the_webhook(fake: WebexFake, webex: Webex) -> None:
    request = as_request(fake, fake.typed("ann", "what is chemo"))
    [named] = webex.incoming(request)
    assert named.text == "" and fake.asked == 0
    whole = with_http(lambda http: webex.complete(named, http))
    assert whole is not None and whole.text == "what is chemo" and fake.asked == 1


def test_the_bots_own_messages_are_not_even_fetched(fake: WebexFake, webex: Webex) -> None:
    for inbound in fake.ignored("ann"):
        assert taken(webex, fake, inbound) == []
    assert fake.asked == 0


def test_a_message_that_is_gone_is_told(fake: WebexFake, webex: Webex) -> None:
    [named] = webex.incoming(as_request(fake, fake.typed("ann", "hello")))
    fake.messages.clear()
    with pytest.raises(Undelivered):
        with_http(lambda http: webex.complete(named, http))


def test_the_bots_name_is_no_part_of_the_question(fake: WebexFake, webex: Webex) -> None:
    [incoming] = taken(webex, fake, fake.mentioned("ann", "what is chemo"))
    assert incoming.text == "what is chemo"


def test_registering_again_leaves_two_webhooks(fake: WebexFake, webex: Webex) -> None:
    fake.webhooks["other"] = {"id": "other", "name": "somebody else's"}
    for _ in range(2):
        assert WEBHOOK in with_http(lambda http: webex.register(WEBHOOK, http))
    ours = [hook for hook in fake.webhooks.values() if hook["name"] == "Lantern"]
    assert {hook["resource"] for hook in ours} == {"messages", "attachmentActions"}
    assert len(ours) == 2 and len(fake.webhooks) == 3
    assert all(hook["secret"] == SECRET and hook["targetUrl"] == WEBHOOK for hook in ours)


def test_the_card_comes_after_the_answer_because_it_hides_text(fake: WebexFake, webex: Webex) -> None:
    answer, card = seen(webex, fake, [WHOLE], "a1")
    assert WHOLE.short in answer.text and not answer.buttons
    assert [button.title for button in card.choices] == [choice.title for choice in WHOLE.choices]
