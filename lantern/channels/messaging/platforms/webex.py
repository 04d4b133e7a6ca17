"""Webex: a webhook names the message, which is then fetched; answers are Markdown, choices stand on a card.

A card hides the text of its own message, so it comes as a message after the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import aiohttp

from lantern.answers import Answer
from lantern.channels.messaging import guards
from lantern.channels.messaging.buttons import Button, buttons, need_list
from lantern.channels.messaging.http import call, post
from lantern.channels.messaging.incoming import Incoming, Malformed, WebhookRequest
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.markdown import mark_up, to_html
from lantern.channels.messaging.platform import Payload, Platform, Setting, Undelivered
from lantern.channels.messaging.reading import at, id_at, items_at, json_object, text_at
from lantern.channels.messaging.settings import address
from lantern.channels.messaging.text import offered

API = "https://webexapis.com/v1"
MESSAGES, PRESSES = "messages", "attachmentActions"
# How one of each is fetched.
PATHS = {MESSAGES: "/messages/", PRESSES: "/attachment/actions/"}
# Accounts of bots have addresses that end so.
BOTS = ("@webex.bot", "@sparkbot.io")
MENTION = re.compile(r"<spark-mention[^>]*>(.*?)</spark-mention>", re.S)
CARD = "application/vnd.microsoft.card.adaptive"
# Webhooks that we make are found again by their name.
WEBHOOK_NAME = "Lantern"


class Webex(Platform):
    """Webex' REST API and webhooks."""

    name = "webex"
    title = "Webex"
    limits = LIMITS["webex"]
    settings = (
        Setting(
            "access_token",
            "the bot's access token",
            where="developer.webex.com, My Webex Apps, your bot",
            required=True,
            secret=True,
        ),
        Setting(
            "webhook_secret",
            "a secret of yours, with which Webex signs what it sends",
            where="invent one; 'lantern channels register webex' tells it to Webex",
            required=True,
            secret=True,
            pattern=r"\S{16,256}",
            form="at least 16 characters without blanks",
        ),
        address("the address of the API", API),
    )

    async def verify(self, request: WebhookRequest, http: aiohttp.ClientSession) -> None:
        """Check the signature; Webex has no other than SHA-1."""
        signature = request.headers.get("x-spark-signature", "")
        guards.check_signature(request.body, signature, self._settings["webhook_secret"], "sha1")

    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """Return what a webhook names; its text is fetched later."""
        body = json_object(request)
        kind = text_at(body, "resource")
        if kind not in PATHS or text_at(body, "event") != "created":
            return []
        person, room = id_at(body, "data", "personId"), id_at(body, "data", "roomId")
        # The webhook is the bot's: what the bot itself did is its own echo.
        if person == text_at(body, "createdBy") or text_at(body, "data", "personEmail").endswith(BOTS):
            return []
        id = id_at(body, "data", "id")
        if not re.fullmatch(r"[\w=.-]+", id, re.ASCII):
            raise Malformed("data.id is no id")
        return [Incoming(id=id, person=f"{room} {person}", address={"room": room, "kind": kind})]

    async def complete(self, incoming: Incoming, http: aiohttp.ClientSession) -> Incoming | None:
        """Fetch what was typed or pressed."""
        kind = incoming.address["kind"]
        answered = (
            await call(http, "GET", self._url(PATHS[kind] + incoming.id), headers=self._headers())
        ).check()
        if kind == PRESSES:
            return replace(incoming, choice=text_at(answered.data, "inputs", "choice"))
        text = _without_mention(text_at(answered.data, "text"), text_at(answered.data, "html"))
        return replace(incoming, text=text, media=bool(items_at(answered.data, "files")) and not text.strip())

    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """Return messages in Markdown, and after them a card with a button for each choice."""
        choices = offered(answers)
        texts = self.written(answers, mark_up, numbers=need_list(choices, self.limits))
        payloads: list[Payload] = [{"markdown": text} for text in texts]
        return [*payloads, _card(buttons(choices, self.limits, turn))] if choices else payloads

    def as_html(self, text: str) -> str:
        """See ``Platform``."""
        return to_html(text)

    def plain(self, text: str) -> list[Payload]:
        """Return the text in messages that fit; it needs no mark-up here."""
        return [{"text": part} for part in self.pieces(text)]

    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """Write one message into the room that the question came from."""
        body = {"roomId": address["room"], **payload}
        await post(http, self._url("/messages"), json=body, headers=self._headers())

    async def register(self, webhook: str, http: aiohttp.ClientSession) -> str:
        """Make a webhook for messages and one for pressed buttons; older ones of ours are removed."""
        listed = (await call(http, "GET", self._url("/webhooks"), headers=self._headers())).check()
        for old in items_at(listed.data, "items"):
            if text_at(old, "name") == WEBHOOK_NAME and isinstance(at(old, "id"), str):
                url = self._url(f"/webhooks/{old['id']}")
                (await call(http, "DELETE", url, headers=self._headers())).check()
        for resource in PATHS:
            body = {
                "name": WEBHOOK_NAME,
                "targetUrl": webhook,
                "resource": resource,
                "event": "created",
                "secret": self._settings["webhook_secret"],
            }
            answered = await post(http, self._url("/webhooks"), json=body, headers=self._headers())
            if not text_at(answered.data, "id"):
                raise Undelivered("no webhook was made", final=True)
        return f"Webex now sends messages and pressed buttons to {webhook}."

    def _url(self, path: str) -> str:
        return self._settings["api"].rstrip("/") + path

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._settings['access_token']}"}


def _card(choices: Sequence[Button]) -> Payload:
    """Return a message with a card; the text stands in for it where cards cannot be shown."""
    # One set a button, so that each stands on a line of its own.
    rows = [{"type": "ActionSet", "actions": [_button(choice)]} for choice in choices]
    card = {"type": "AdaptiveCard", "version": "1.2", "body": rows}
    titles = "\n".join(f"{choice.value.partition(':')[2]}. {choice.title}" for choice in choices)
    return {"text": titles, "attachments": [{"contentType": CARD, "content": card}]}


def _button(choice: Button) -> dict[str, Any]:
    return {"type": "Action.Submit", "title": choice.title, "data": {"choice": choice.value}}


def _without_mention(text: str, marked: str) -> str:
    """Return the text without the bot's name, by which it is called in rooms with several people."""
    mention = MENTION.search(marked)
    return text[len(mention[1]) :].lstrip(" ,:") if mention and text.startswith(mention[1]) else text
