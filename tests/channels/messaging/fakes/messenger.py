"""Messenger's Send API, and the events that Meta posts."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from typing import Any

from aiohttp import web

from tests.channels.messaging.fakes.base import (
    NO_OBJECTS,
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
    utf16,
    web_address,
    without,
)

PAGE = "1067280970047460"
TOKEN = "EAAGfakepagetoken0123456789"
SECRET = "0123456789abcdef0123456789abcdef"
VERIFY = "the-word-we-chose"


class MessengerFake(Fake):
    """One page."""

    name = "messenger"

    def credentials(self) -> dict[str, str]:
        return {"page_token": TOKEN, "app_secret": SECRET, "verify_token": VERIFY, "api": self.api}

    # What Meta sends.

    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        return self._request([self._event(person, {"message": {"mid": id or self._mid(), "text": text}})])

    def pressed(self, person: str, delivered: Delivered, place: int) -> Inbound:
        button = delivered.choices[place - 1]
        if any("quick_replies" in str(key) for key in (delivered.raw or {}).get("message", {})):
            reply = {"mid": self._mid(), "text": button.title, "quick_reply": {"payload": button.value}}
            return self._request([self._event(person, {"message": reply})])
        postback = {"mid": self._mid(), "title": button.title, "payload": button.value}
        return self._request([self._event(person, {"postback": postback})])

    def forged(self, person: str, text: str) -> list[Inbound]:
        good = self.typed(person, text)
        old = hmac.new(SECRET.encode(), good.body, hashlib.sha1).hexdigest()
        wrong = hmac.new(b"another secret", good.body, hashlib.sha256).hexdigest()
        unsigned = without(good, "x-hub-signature-256")
        return [
            unsigned,
            # Only the old SHA-1, which Meta still sends beside the other.
            changed(unsigned, x_hub_signature=f"sha1={old}"),
            changed(good, x_hub_signature_256=f"sha256={wrong}"),
            changed(good, x_hub_signature_256=f"md5={wrong}"),
            changed(good, x_hub_signature_256="sha256="),
            changed(good, x_hub_signature_256="sha256=ünsigniert"),
            replace(good, body=good.body.replace(b"}", b" }", 1)),
        ]

    def ignored(self, person: str) -> list[Inbound]:
        echo = {"mid": self._mid(), "text": "what is chemo", "is_echo": True, "app_id": 1}
        return [
            self._request([self._event(person, {"message": echo})]),
            self._request([self._event(person, {"delivery": {"mids": ["m_1"], "watermark": 1}})]),
            self._request([self._event(person, {"read": {"watermark": 1}})]),
            self._request([self._event(person, {"reaction": {"emoji": "x", "mid": "m_1"}})]),
            self._request([self._event(person, {"message_edit": {"mid": "m_1", "text": "what is chemo"}})]),
        ]

    def media(self, person: str) -> Inbound:
        picture = {"mid": self._mid(), "attachments": [{"type": "image", "payload": {"url": "https://x"}}]}
        return self._request([self._event(person, {"message": picture})])

    def batch(self, messages: list[tuple[str, str]]) -> Inbound:
        return self._request(
            [
                self._event(person, {"message": {"mid": self._mid(), "text": text}})
                for person, text in messages
            ]
        )

    def malformed(self) -> list[Inbound]:
        bodies = [
            *NO_OBJECTS,
            b'{"object": "page", "entry": 3}',
            b'{"object": "page", "entry": [3]}',
        ]
        return [self._signed(body) for body in bodies]

    def challenge(self, word: str, token: str = VERIFY) -> Inbound:
        """Return the request by which Meta checks our address."""
        query = {"hub.mode": "subscribe", "hub.challenge": word, "hub.verify_token": token}
        return Inbound(b"", {}, self.webhook(), "GET", query)

    def _event(self, person: str, fields: dict[str, Any]) -> dict[str, Any]:
        sender, page = {"id": psid(person)}, {"id": PAGE}
        echo = fields.get("message", {}).get("is_echo")
        people = {"sender": page, "recipient": sender} if echo else {"sender": sender, "recipient": page}
        return {**people, "timestamp": 1_700_000_000_000, **fields}

    def _request(self, events: list[dict[str, Any]]) -> Inbound:
        # Meta puts several entries into one request, each with one event or several.
        first, rest = events[:1], events[1:]
        entries = [{"id": PAGE, "time": 1, "messaging": part} for part in (first, rest) if part]
        return self._signed(as_json({"object": "page", "entry": entries}))

    def _signed(self, body: bytes) -> Inbound:
        signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", "x-hub-signature-256": f"sha256={signature}"}
        return Inbound(body, headers, self.webhook())

    def _mid(self) -> str:
        return f"m_{self.number():08}"

    # What Meta takes.

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/me/messages", self._post),
            web.post("/{version:v[0-9.]+}/me/messages", self._post),
            web.post("/{version:v[0-9.]+}/" + PAGE + "/messages", self._post),
        ]

    def refusal(self, refused: Refused) -> web.Response:
        error = {"message": refused.reason, "type": "OAuthException", "code": 100}
        return web.json_response({"error": error}, status=refused.status)

    def failure(self, fault: Fault) -> web.Response:
        # Meta names no time to wait; its own codes say that it was too much.
        code = 613 if fault.status == 429 else 1200
        return web.json_response({"error": {"message": "failure", "code": code}}, status=fault.status)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        async def read() -> tuple[Delivered, Any]:
            bearer = request.headers.get("Authorization") == f"Bearer {TOKEN}"
            need(bearer or request.query.get("access_token") == TOKEN, "Invalid OAuth access token.", 401)
            body = await json_object(request)
            only(body, {"recipient", "messaging_type", "message", "notification_type"}, "the request")
            only(body.get("recipient"), {"id"}, "recipient")
            need(body.get("messaging_type") == "RESPONSE", "messaging_type")
            delivered = _read(body.get("message"))
            to = str(body["recipient"]["id"])
            return replace(delivered, to=to, raw=body), {"recipient_id": to, "message_id": self._mid()}

        return await self.deliver(request, read)


def _read(message: Any) -> Delivered:
    only(message, {"text", "quick_replies", "attachment"}, "message")
    need(("text" in message) != ("attachment" in message), "text or attachment")
    if "text" in message:
        text = text_of(message["text"], 2000, "text", utf16)
        return Delivered("", text, tuple(_quick(reply) for reply in _some(message, "quick_replies", 13)))
    only(message["attachment"], {"type", "payload"}, "attachment")
    payload = message["attachment"]["payload"]
    need(message["attachment"]["type"] == "template", "attachment type")
    only(payload, {"template_type", "text", "buttons"}, "template")
    need(payload["template_type"] == "button", "template_type")
    text = text_of(payload["text"], 640, "template text", utf16)
    buttons = [_template_button(button) for button in _some(payload, "buttons", 3)]
    need(buttons, "a template without buttons")
    return Delivered("", text, (*buttons, *(_quick(reply) for reply in _some(message, "quick_replies", 13))))


def _some(holder: dict[str, Any], key: str, most: int) -> list[Any]:
    values = holder.get(key, [])
    need(isinstance(values, list) and len(values) <= most, f"{key}: at most {most}")
    need(values or key not in holder, f"{key} is empty")
    return values


def _quick(reply: Any) -> Button:
    only(reply, {"content_type", "title", "payload"}, "quick reply")
    need(reply.get("content_type") == "text", "content_type")
    title = text_of(reply.get("title"), 20, "quick reply title", utf16)
    return Button(title, text_of(reply.get("payload"), 1000, "quick reply payload"))


def _template_button(button: Any) -> Button:
    only(button, {"type", "title", "payload", "url"}, "button")
    title = text_of(button.get("title"), 20, "button title", utf16)
    if button.get("type") == "web_url":
        return Button(title, url=web_address(button.get("url"), "button url"))
    need(button.get("type") == "postback", "button type")
    return Button(title, text_of(button.get("payload"), 1000, "button payload"))


def psid(person: str) -> str:
    return str(10**15 + int.from_bytes(person.encode()[:5], "big"))
