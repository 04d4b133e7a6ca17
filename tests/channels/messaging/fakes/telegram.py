"""Telegram's Bot API: sendMessage, answerCallbackQuery, setWebhook; and the updates it posts."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from tests.channels.messaging.fakes.base import (
    NO_OBJECTS,
    PUBLIC,
    Button,
    Delivered,
    Fake,
    Fault,
    Inbound,
    Refused,
    as_json,
    changed,
    json_object,
    need,
    only,
    text_of,
    utf8,
    utf16,
    web_address,
    without,
)
from tests.channels.messaging.fakes.html import visible_html

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SECRET = "a-secret_word-of-ours"
BOT = 110201543
FIELDS = {"chat_id", "text", "parse_mode", "reply_markup", "link_preview_options", "disable_web_page_preview"}
TAGS = {"b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote"}


class TelegramFake(Fake):
    """A bot with a secret webhook."""

    name = "telegram"

    def __init__(self, public: str = PUBLIC) -> None:
        super().__init__(public)
        self.webhooks: list[dict[str, Any]] = []

    def credentials(self) -> dict[str, str]:
        return {"bot_token": TOKEN, "secret_token": SECRET, "api": self.api}

    # What Telegram sends.

    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        return self._update({"message": self._message(person, {"text": text})}, id)

    def pressed(self, person: str, delivered: Delivered, place: int) -> Inbound:
        query = {
            "id": str(10**15 + self.number()),
            "from": _from(person),
            "chat_instance": "1",
            "data": delivered.choices[place - 1].value,
            "message": {
                **self._message(person, {"text": delivered.text}),
                "from": {"id": BOT, "is_bot": True},
            },
        }
        return self._update({"callback_query": query})

    def forged(self, person: str, text: str) -> list[Inbound]:
        good = self.typed(person, text)
        header = "x-telegram-bot-api-secret-token"
        return [
            without(good, header),
            changed(good, x_telegram_bot_api_secret_token=""),
            changed(good, x_telegram_bot_api_secret_token=SECRET + "x"),
            changed(good, x_telegram_bot_api_secret_token="geheim-ß"),
        ]

    def ignored(self, person: str) -> list[Inbound]:
        bot = {"from": {"id": 7, "is_bot": True, "first_name": "other"}, "text": "what is chemo"}
        return [
            self._update({"edited_message": self._message(person, {"text": "what is chemo"})}),
            self._update({"channel_post": self._message(person, {"text": "what is chemo"})}),
            self._update({"message": self._message(person, bot)}),
            self._update({"message": self._message(person, {"new_chat_members": [{"id": BOT}]})}),
            self._update({"my_chat_member": {"chat": {"id": 1}}}),
        ]

    def media(self, person: str) -> Inbound:
        return self._update({"message": self._message(person, {"photo": [{"file_id": "x"}]})})

    def malformed(self) -> list[Inbound]:
        bodies = [
            *NO_OBJECTS,
            b'{"update_id": 1, "message": 3}',
            b'{"update_id": 1, "message": {}}',
        ]
        return [self._signed(body) for body in bodies]

    def _message(self, person: str, fields: dict[str, Any]) -> dict[str, Any]:
        chat = {"id": chat_id(person), "type": "private", "first_name": person}
        known = {"message_id": self.number(), "date": 1_700_000_000, "chat": chat, "from": _from(person)}
        return {**known, **fields}

    def _update(self, fields: dict[str, Any], id: str | None = None) -> Inbound:
        return self._signed(as_json({"update_id": int(id) if id else 5000 + self.number(), **fields}))

    def _signed(self, body: bytes) -> Inbound:
        headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": SECRET}
        return Inbound(body, headers, self.webhook())

    # What Telegram takes.

    def routes(self) -> list[web.RouteDef]:
        base = "/bot" + TOKEN.replace(":", "{colon:(:|%3A)}")
        return [
            web.post(base + "/sendMessage", self._post),
            web.post(base + "/answerCallbackQuery", self._answer),
            web.post(base + "/setWebhook", self._set),
        ]

    def refusal(self, refused: Refused) -> web.Response:
        body = {"ok": False, "error_code": refused.status, "description": f"Bad Request: {refused.reason}"}
        return web.json_response(body, status=refused.status)

    def failure(self, fault: Fault) -> web.Response:
        body: dict[str, Any] = {"ok": False, "error_code": fault.status, "description": "failure"}
        if fault.retry_after is not None:
            # Telegram says it in the body, not in a header.
            body["parameters"] = {"retry_after": fault.retry_after}
        return web.json_response(body, status=fault.status)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        async def read() -> tuple[Delivered, Any]:
            body = await json_object(request)
            only(body, FIELDS, "the message")
            need(re.fullmatch(r"-?\d+", str(body.get("chat_id", ""))), "chat not found")
            text, links = str(body.get("text", "")), []
            text_of(text, 4 * 4096, "text")
            need(body.get("parse_mode") in (None, "HTML"), "unsupported parse_mode")
            if body.get("parse_mode") == "HTML":
                text, links = visible(text)
            text_of(text, 4096, "message", utf16)
            buttons = _keyboard(body.get("reply_markup"))
            delivered = Delivered(str(body["chat_id"]), text, tuple(buttons), tuple(links), body)
            return delivered, {"ok": True, "result": {"message_id": self.number()}}

        return await self.deliver(request, read)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await json_object(request)
        self.acknowledged.append(str(body["callback_query_id"]))
        return web.json_response({"ok": True, "result": True})

    async def _set(self, request: web.Request) -> web.StreamResponse:
        body = await json_object(request)
        try:
            only(
                body,
                {"url", "secret_token", "allowed_updates", "drop_pending_updates", "max_connections"},
                "it",
            )
            need(str(body.get("url", "")).startswith("https://"), "an HTTPS URL must be provided for webhook")
            need(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", str(body.get("secret_token", "x"))), "secret token")
        except Refused as refused:
            return self.refusal(refused)
        self.webhooks.append(body)
        return web.json_response({"ok": True, "result": True})


def _keyboard(markup: Any) -> list[Button]:
    if markup is None:
        return []
    only(markup, {"inline_keyboard"}, "reply_markup")
    need(sum(len(row) for row in markup["inline_keyboard"]) <= 100, "reply markup is too long")
    return [_button(button) for row in markup["inline_keyboard"] for button in row]


def _button(button: Any) -> Button:
    only(button, {"text", "callback_data", "url"}, "button")
    title = text_of(button.get("text"), 256, "button")
    need(
        ("callback_data" in button) != ("url" in button), "Text buttons are unallowed in the inline keyboard"
    )
    if "url" in button:
        return Button(title, url=web_address(button["url"], "button url"))
    need(1 <= utf8(str(button["callback_data"])) <= 64, "BUTTON_DATA_INVALID")
    return Button(title, button["callback_data"])


def visible(text: str) -> tuple[str, list[str]]:
    """Return what people read of the HTML, and its links."""
    for match in re.finditer(r"<(?!/?[a-z]+[ >])|&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);)", text):
        raise Refused(f"can't parse entities: {match[0]!r} is not escaped")
    return visible_html(text, TAGS)


def chat_id(person: str) -> int:
    return 1_000_000 + int.from_bytes(person.encode()[:5], "big")


def _from(person: str) -> dict[str, Any]:
    return {"id": chat_id(person), "is_bot": False, "first_name": person}
