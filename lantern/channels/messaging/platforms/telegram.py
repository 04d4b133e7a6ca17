"""Telegram: updates in, ``sendMessage`` in its HTML out, each choice a button in a row of its own.

Only private chats are read: in a group, everybody would see what is asked about somebody's illness.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import aiohttp

from lantern.answers import Answer
from lantern.channels.messaging.buttons import buttons, need_list
from lantern.channels.messaging.guards import check_token
from lantern.channels.messaging.http import Answered, call, seconds_of
from lantern.channels.messaging.incoming import Incoming, WebhookRequest
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.platform import Payload, Platform, Setting, Undelivered
from lantern.channels.messaging.reading import at, id_at, json_object, text_at
from lantern.channels.messaging.settings import address
from lantern.channels.messaging.text import Block, Role, Span, bullet, offered

# What a message may hold beside or instead of text; anything else in it is no message of a person.
MEDIA = (
    *("animation", "audio", "contact", "dice", "document", "game", "location", "photo", "poll", "sticker"),
    *("story", "venue", "video", "video_note", "voice"),
)
START = "/start"


class Telegram(Platform):
    """The platform."""

    name = "telegram"
    title = "Telegram"
    limits = LIMITS["telegram"]
    settings: ClassVar = (
        Setting(
            "bot_token",
            "the token with which replies are sent",
            where="BotFather, /mybots, your bot, API Token",
            required=True,
            secret=True,
            pattern=r"\d{5,}:[\w-]{20,}",
            form="a token such as 123456:ABC…",
        ),
        Setting(
            "secret_token",
            "the secret by which Telegram's requests are recognised",
            where="you make it up (openssl rand -hex 32); lantern channels register telegram tells Telegram",
            required=True,
            secret=True,
            pattern=r"[\w-]{16,256}",
            form="16 to 256 letters, digits, _ or -",
        ),
        address("where Telegram's API is", "https://api.telegram.org"),
    )

    async def verify(self, request: WebhookRequest, http: aiohttp.ClientSession) -> None:
        """See ``Platform``."""
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        check_token(given, self._settings["secret_token"], "the secret token")

    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """See ``Platform``."""
        update = json_object(request)
        name = id_at(update, "update_id")
        if at(update, "callback_query"):
            found = self._pressed(name, update["callback_query"])
        elif at(update, "message"):
            found = self._said(name, update["message"])
        else:
            # An edited message, somebody who joins, a reaction …
            return []
        return [found] if found else []

    def _said(self, name: str, message: Any) -> Incoming | None:
        if at(message, "chat", "type") != "private" or at(message, "from", "is_bot"):
            return None
        text = text_at(message, "text") or text_at(message, "caption")
        media = any(at(message, key) is not None for key in MEDIA)
        if not text and not media:
            return None
        if text.split(maxsplit=1)[:1] == [START]:
            text = self._words.messaging.start
        chat = id_at(message, "chat", "id")
        return Incoming(name, f"{chat}/{id_at(message, 'from', 'id')}", {"chat_id": chat}, text, media=media)

    def _pressed(self, name: str, query: Any) -> Incoming | None:
        if at(query, "message", "chat", "type") != "private" or at(query, "from", "is_bot"):
            return None
        chat = id_at(query, "message", "chat", "id")
        person = f"{chat}/{id_at(query, 'from', 'id')}"
        where = {"chat_id": chat, "callback_query_id": id_at(query, "id")}
        return Incoming(name, person, where, choice=text_at(query, "data"))

    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """See ``Platform``."""
        choices = offered(answers)
        texts = self.written(answers, mark_up, numbers=need_list(choices, self.limits))
        messages = [_message(text) for text in texts]
        if choices:
            if not messages:
                messages.append(_message(html.escape(self._words.labels.choices, quote=False)))
            rows = [
                [{"text": button.title, "callback_data": button.value}]
                for button in buttons(choices, self.limits, turn)
            ]
            messages[-1]["reply_markup"] = {"inline_keyboard": rows}
        return messages

    def plain(self, text: str) -> list[Payload]:
        """See ``Platform``."""
        return [{"text": part, "link_preview_options": {"is_disabled": True}} for part in self.pieces(text)]

    def as_html(self, text: str) -> str:
        """See ``Platform``: it is HTML already."""
        return text

    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """See ``Platform``."""
        await self._call("sendMessage", {"chat_id": int(address["chat_id"]), **payload}, http)

    async def acknowledge(self, incoming: Incoming, http: aiohttp.ClientSession) -> None:
        """End the waiting sign on a pressed button."""
        query = incoming.address.get("callback_query_id")
        if query:
            await self._call("answerCallbackQuery", {"callback_query_id": query}, http)

    async def register(self, webhook: str, http: aiohttp.ClientSession) -> str:
        """See ``Platform``."""
        body = {
            "url": webhook,
            "secret_token": self._settings["secret_token"],
            "allowed_updates": ["message", "callback_query"],
        }
        await self._call("setWebhook", body, http)
        return f"Telegram sends messages to {webhook} from now on."

    async def _call(self, method: str, body: Mapping[str, Any], http: aiohttp.ClientSession) -> Answered:
        # The token is part of the address: no error may repeat it.
        url = f"{self._settings['api']}/bot{self._settings['bot_token']}/{method}"
        answered = await call(http, "POST", url, json=dict(body))
        if answered.status == 429:
            told = answered.field("parameters")
            after = str(told.get("retry_after", "")) if isinstance(told, dict) else ""
            raise Undelivered("status 429", retry_after=seconds_of(after) or answered.retry_after)
        answered.check()
        if answered.field("ok") is not True:
            raise Undelivered("not ok", final=True)
        return answered


def mark_up(block: Block) -> str:
    """Write a block in Telegram's HTML."""
    text = "".join(_span(span) for span in block.spans)
    return f"<b>{text}</b>" if block.role is Role.HEADING else bullet(block, text)


def _span(span: Span) -> str:
    text = html.escape(span.text, quote=False)
    return f'<a href="{html.escape(span.url)}">{text}</a>' if span.url else text


def _message(text: str) -> Payload:
    return {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
