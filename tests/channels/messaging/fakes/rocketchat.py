"""Rocket.Chat's REST API and its outgoing webhooks."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from aiohttp import web

from tests.channels.messaging.fakes.base import (
    Button,
    Delivered,
    Fake,
    Fault,
    Inbound,
    Refused,
    as_json,
    json_object,
    need,
    only,
    text_of,
    web_address,
)

WEBHOOK = "a-token-of-the-integration"
USER, TOKEN = "botuserid00000000", "RScctEHSmLGZGywfIhWyRpyofhKOiMoUIpimhvheU3f"
# The default of Message_MaxAllowedSize.
MOST = 5000


class RocketChatFake(Fake):
    """A workspace with one bot."""

    name = "rocketchat"

    def credentials(self) -> dict[str, str]:
        return {"api": self.api, "webhook_token": WEBHOOK, "user_id": USER, "auth_token": TOKEN}

    # What Rocket.Chat sends.

    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        return self._message(person, {"text": text}, id)

    def pressed(self, person: str, delivered: Delivered, place: int) -> Inbound:
        # The button writes for the person, and that comes as a message like any other.
        return self.typed(person, delivered.choices[place - 1].value)

    def forged(self, person: str, text: str) -> list[Inbound]:
        good = json.loads(self.typed(person, text).body)
        tokens: list[Any] = ["", "wrong", "größer", None, 3, [WEBHOOK], WEBHOOK[:-1]]
        bodies = [{**good, "token": token} for token in tokens]
        bodies.append({key: value for key, value in good.items() if key != "token"})
        return [self._request(body) for body in bodies]

    def ignored(self, person: str) -> list[Inbound]:
        return [
            self._message(person, {"text": "what is chemo", "bot": True}),
            self._message(person, {"text": "what is chemo", "bot": {"i": "x"}}),
            self._message(person, {"text": "what is chemo", "user_id": USER}),
            self._message(person, {"text": "what is chemo", "isEdited": True}),
            self._message(person, {"text": "what is chemo", "message": {"editedAt": "2026"}}),
            self._message(person, {"text": person, "message": {"t": "uj"}}),
            self._message(person, {"text": "what is chemo", "user": {"type": "bot"}}),
        ]

    def media(self, person: str) -> Inbound:
        return self._message(person, {"text": "", "message": {"file": {"_id": "f1", "type": "image/png"}}})

    def malformed(self) -> list[Inbound]:
        texts: list[dict[str, Any]] = [
            {},
            {"user_id": 3.5},
            {"user_id": "u1"},
            {"user_id": "u1", "channel_id": "r"},
        ]
        return [self._request({"token": WEBHOOK, **text}) for text in texts]

    def _message(self, person: str, fields: dict[str, Any], id: str | None = None) -> Inbound:
        body = {
            "token": WEBHOOK,
            "bot": False,
            "channel_id": f"room{person}",
            "channel_name": None,
            "message_id": id or f"message{self.number()}",
            "timestamp": "2026-11-21T12:00:00.000Z",
            "user_id": f"user{person}",
            "user_name": person,
            "user": {"_id": f"user{person}", "type": "user"},
            "message": {},
            **fields,
        }
        return self._request(body)

    def _request(self, body: dict[str, Any]) -> Inbound:
        return Inbound(as_json(body), {"content-type": "application/json"}, self.webhook())

    # What Rocket.Chat takes.

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/v1/chat.postMessage", self._post)]

    def refusal(self, refused: Refused) -> web.Response:
        return web.json_response({"success": False, "error": refused.reason}, status=refused.status)

    def failure(self, fault: Fault) -> web.Response:
        words = (
            f"Error, too many requests. You must wait {fault.retry_after} seconds. [error-too-many-requests]"
        )
        return web.json_response({"success": False, "error": words}, status=fault.status)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        async def read() -> tuple[Delivered, Any]:
            signed = (request.headers.get("X-User-Id"), request.headers.get("X-Auth-Token"))
            need(signed == (USER, TOKEN), "You must be logged in to do this.", 401)
            body = await json_object(request)
            only(body, {"roomId", "text", "attachments"}, "message")
            need(re.fullmatch(r"room\w+", str(body.get("roomId"))), "error-room-not-found")
            text, links = visible(text_of(body.get("text"), MOST, "text"))
            buttons = [_button(action) for one in body.get("attachments", []) for action in _actions(one)]
            delivered = Delivered(body["roomId"], text, tuple(buttons), tuple(links), body)
            return replace(delivered), {"success": True, "message": {"_id": "m1"}}

        return await self.deliver(request, read)


def _actions(attachment: Any) -> list[Any]:
    only(attachment, {"actions", "button_alignment", "text"}, "attachment")
    need(attachment.get("button_alignment", "vertical") in ("vertical", "horizontal"), "button_alignment")
    return list(attachment["actions"])


def _button(action: Any) -> Button:
    only(action, {"type", "text", "msg", "msg_in_chat_window", "url"}, "action")
    need(action.get("type") == "button" and action.get("msg_in_chat_window") is True, "action")
    return Button(text_of(action.get("text"), 256, "button"), text_of(action.get("msg"), MOST, "msg"))


def visible(text: str) -> tuple[str, list[str]]:
    """Return what people read of Rocket.Chat's mark-up, and its links; refuses what would call people."""
    need(not re.search(r"(?<!\w)@(all|here)\b", text), "it would call everybody")
    need("](" not in text, "a link with a label is not expected")
    links = [web_address(found, "link") for found in re.findall(r"https?://[^\s()]+", text)]
    bold = re.sub(r"(?m)^\*(.+)\*$", r"\1", text)
    return re.sub(r"\\([*_~`])", r"\1", bold).replace("\u200b", ""), links
