"""Rocket.Chat: an outgoing webhook brings messages, a bot account answers by the REST API.

Its webhooks cannot tell of pressed buttons: a button only writes for the person. So choices stand in the text
with their numbers, and a button under it writes its number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import aiohttp

from lantern.answers import Answer
from lantern.channels.messaging import guards
from lantern.channels.messaging.http import call
from lantern.channels.messaging.incoming import Incoming, WebhookRequest
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.markdown import APART, CALL, LINK, emphasised, starred_html
from lantern.channels.messaging.platform import Payload, Platform, Reply, Setting, Undelivered
from lantern.channels.messaging.reading import at, id_at, items_at, json_object, text_at
from lantern.channels.messaging.settings import server
from lantern.channels.messaging.text import Block, Role, Span, bullet, offered

# Told in the error of a request that came too soon.
TOO_MANY = re.compile(r"wait (\d{1,4}) seconds")
SIGNS = re.compile(r"[*_~`]")

API = "/api/v1"


class RocketChat(Platform):
    """Rocket.Chat's outgoing webhooks and REST API."""

    name = "rocketchat"
    title = "Rocket.Chat"
    limits = LIMITS["rocketchat"]
    settings = (
        server("the address of your Rocket.Chat", "what stands before the path in your browser", API),
        Setting(
            "webhook_token",
            "the token that comes with each message",
            where="Administration, Integrations, your outgoing webhook, Token",
            required=True,
            secret=True,
        ),
        Setting(
            "user_id", "the id of the bot's account", where="its personal access token's page", required=True
        ),
        Setting(
            "auth_token",
            "the personal access token of the bot's account",
            where="the bot's account, Personal Access Tokens",
            required=True,
            secret=True,
        ),
    )

    async def verify(self, request: WebhookRequest, http: aiohttp.ClientSession) -> None:
        """Compare the token in the body, the only thing that Rocket.Chat has."""
        guards.check_token(
            text_at(json_object(request), "token"), self._settings["webhook_token"], "the token"
        )

    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """Return the message, unless a bot wrote it or it was only changed."""
        body = json_object(request)
        person = id_at(body, "user_id")
        changed = at(body, "isEdited") or at(body, "message", "editedAt") or at(body, "message", "t")
        bot = at(body, "bot") or at(body, "message", "bot") or text_at(body, "user", "type") == "bot"
        if changed or bot or person == self._settings["user_id"]:
            return []
        room = id_at(body, "channel_id")
        files = items_at(body, "message", "files") or at(body, "message", "file")
        text = _without(text_at(body, "text"), text_at(body, "trigger_word"))
        return [
            Incoming(
                id=id_at(body, "message_id"),
                person=f"{room} {person}",
                address={"room": room},
                text=text,
                media=bool(files) and not text.strip(),
            )
        ]

    def received(self, request: WebhookRequest) -> Reply:
        """Return an empty object: an empty body counts as a failure, and a text in it would be posted."""
        return Reply(body=b"{}", content_type="application/json")

    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """Return messages; the last has a button for each choice, which writes its number."""
        texts = self.written(answers, mark_up, numbers=True)
        payloads: list[Payload] = [{"text": text} for text in texts]
        places = range(1, len(offered(answers)) + 1)
        if payloads and 0 < len(places) <= self.limits.choices:
            buttons = [_button(str(place)) for place in places]
            payloads[-1]["attachments"] = [{"button_alignment": "horizontal", "actions": buttons}]
        return payloads

    def as_html(self, text: str) -> str:
        """See ``Platform``."""
        return starred_html(text.replace("\\", ""))

    def plain(self, text: str) -> list[Payload]:
        """Return the text in messages that fit."""
        return [{"text": part} for part in self.pieces(text, escape)]

    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """Post one message into the room that the question came from."""
        headers = {"X-Auth-Token": self._settings["auth_token"], "X-User-Id": self._settings["user_id"]}
        url = self._settings["api"].rstrip("/") + API + "/chat.postMessage"
        answered = await call(http, "POST", url, json={"roomId": address["room"], **payload}, headers=headers)
        if answered.status == 429:
            wait = TOO_MANY.search(str(answered.field("error")))
            raise Undelivered("status 429", retry_after=float(wait[1]) if wait else answered.retry_after)
        answered.check()
        if answered.field("success") is not True:
            raise Undelivered("not taken", final=True)


def mark_up(block: Block) -> str:
    """Write a block in Rocket.Chat's own mark-up, where one star is bold."""
    text = "".join(_span(span) for span in block.spans)
    if block.role is Role.HEADING:
        text = emphasised(text, "*")
    return bullet(block, text)


def escape(text: str) -> str:
    """Return text that is shown as it is and calls nobody; addresses stay as they are and become links."""
    parts, end = [], 0
    for link in LINK.finditer(text):
        parts += [_escape(text[end : link.start()]), link[0]]
        end = link.end()
    return "".join([*parts, _escape(text[end:])])


def _escape(text: str) -> str:
    return SIGNS.sub(r"\\\g<0>", CALL.sub(f"@{APART}", text)).replace("](", f"]{APART}(")


def _span(span: Span) -> str:
    return escape(span.text if not span.url or span.url == span.text else f"{span.text} {span.url}")


def _button(number: str) -> Payload:
    return {"type": "button", "text": number, "msg": number, "msg_in_chat_window": True}


def _without(text: str, word: str) -> str:
    """Return the text without the word that called the bot."""
    return text[len(word) :].lstrip(" ,:") if word and text.startswith(word) else text
