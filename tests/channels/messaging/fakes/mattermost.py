"""Mattermost's REST API, its slash commands, outgoing webhooks and interactive messages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from aiohttp import web

from tests.channels.messaging.fakes.base import (
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
)
from tests.channels.messaging.fakes.webex import visible

TOKEN = "fakebotaccesstoken26characters"
COMMAND, WEBHOOK = "commandtokenof26characters", "webhooktokenof26characters"
BOT = "botuserid0000000000000000x"
MOST = 16_383


class MattermostFake(Fake):
    """A team with one bot."""

    name = "mattermost"
    own_buttons = True

    def __init__(self, public: str = PUBLIC) -> None:
        super().__init__(public)
        # What the server keeps of a button and never shows: by its post and id.
        self.contexts: dict[str, dict[str, Any]] = {}

    def credentials(self) -> dict[str, str]:
        tokens = {"access_token": TOKEN, "command_token": COMMAND, "webhook_token": WEBHOOK}
        return {"api": self.api, "public_url": self.public, **tokens}

    # What Mattermost sends.

    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        fields = {
            "channel_id": "townsquare",
            "channel_name": "town-square",
            "command": "/lantern",
            "response_url": f"{self.api}/hooks/commands/x",
            "team_domain": "team",
            "team_id": "team1",
            "text": text,
            "token": COMMAND,
            "trigger_id": id or f"trigger{self.number()}",
            "user_id": user(person),
            "user_name": person,
        }
        return self._form(fields)

    def called(self, person: str, text: str, id: str | None = None, as_form: bool = False) -> Inbound:
        """Return what an outgoing webhook of a public channel brings."""
        fields = {
            "token": WEBHOOK,
            "team_id": "team1",
            "channel_id": "townsquare",
            "timestamp": "1700000000",
            "user_id": user(person),
            "user_name": person,
            "post_id": id or f"post{self.number()}",
            "text": text,
            "trigger_word": text.split()[0] if text else "",
            "file_ids": "",
        }
        if as_form:
            return self._form(fields)
        return Inbound(as_json(fields), {"content-type": "application/json"}, self.webhook())

    def pressed(self, person: str, delivered: Delivered, place: int) -> Inbound:
        body = {
            "user_id": user(person),
            "user_name": person,
            "channel_id": delivered.to,
            "team_id": "",
            "post_id": "post1",
            "trigger_id": f"press{self.number()}",
            "type": "button",
            "data_source": "",
            "context": self.contexts[delivered.choices[place - 1].value],
        }
        return Inbound(as_json(body), {"content-type": "application/json"}, self.webhook())

    def forged(self, person: str, text: str) -> list[Inbound]:
        good = self.typed(person, text)
        fields = dict(parse_qsl(good.body.decode(), keep_blank_values=True))
        press = {"user_id": user(person), "post_id": "post1", "trigger_id": "t", "type": "button"}
        mallory = {**press, "user_id": user("mallory"), "channel_id": "direct-usermallory"}
        contexts: list[Any] = [{}, {"choice": "abc:1"}, {"choice": "abc:1", "seal": ""}, None, {"seal": 3}]
        contexts.append({"choice": "abc:1", "seal": "0" * 64})
        contexts.append({"choice": "abc:1", "seal": "0" * 64, "at": "1700000000"})
        headers = {"content-type": "application/json"}
        # Whoever learns of other people's buttons cannot press them.
        others = [{**mallory, "context": context} for context in self.contexts.values()]
        return [
            *(Inbound(as_json(one), headers, self.webhook()) for one in others),
            self._form({**fields, "token": ""}),
            self._form({**fields, "token": "wrong"}),
            self._form({**fields, "token": "größer"}),
            self._form({key: value for key, value in fields.items() if key != "token"}),
            # The token as a header only is not what the server sends.
            changed(self._form({**fields, "token": ""}), authorization=f"Token {COMMAND}"),
            *(Inbound(as_json({**press, "context": one}), headers, self.webhook()) for one in contexts),
            # A button cannot be smuggled in beside a good token.
            Inbound(
                as_json({**press, "token": "x", "context": {"choice": "abc:1"}}), headers, self.webhook()
            ),
        ]

    def ignored(self, person: str) -> list[Inbound]:
        return []

    def media(self, person: str) -> Inbound:
        called = self.called(person, "")
        return replace(called, body=called.body.replace(b'"file_ids": ""', b'"file_ids": "f1"'))

    def malformed(self) -> list[Inbound]:
        headers = {"content-type": "application/json"}
        texts = [
            {"token": WEBHOOK},
            {"token": WEBHOOK, "user_id": 3.5},
            {"token": WEBHOOK, "user_id": "a\nb"},
        ]
        return [Inbound(as_json(text), headers, self.webhook()) for text in texts]

    def _form(self, fields: dict[str, str]) -> Inbound:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return Inbound(urlencode(fields).encode(), headers, self.webhook())

    # What Mattermost takes.

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/v4/users/me", self._me),
            web.post("/api/v4/channels/direct", self._direct),
            web.post("/api/v4/posts", self._post),
        ]

    def refusal(self, refused: Refused) -> web.Response:
        body = {"id": "api.error", "message": refused.reason, "status_code": refused.status}
        return web.json_response(body, status=refused.status)

    def failure(self, fault: Fault) -> web.Response:
        headers = {} if fault.retry_after is None else {"X-Ratelimit-Reset": str(fault.retry_after)}
        return web.Response(text="limit exceeded", status=fault.status, headers=headers)

    async def _me(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.refusal(Refused("Invalid or expired session", 401))
        return web.json_response({"id": BOT, "is_bot": True})

    async def _direct(self, request: web.Request) -> web.StreamResponse:
        people = await request.json()
        if request.headers.get("Authorization") != f"Bearer {TOKEN}" or people[0] != BOT or len(people) != 2:
            return self.refusal(Refused("people", 400))
        return web.json_response({"id": f"direct-{people[1]}", "type": "D"}, status=201)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        async def read() -> tuple[Delivered, Any]:
            need(request.headers.get("Authorization") == f"Bearer {TOKEN}", "Invalid or expired session", 401)
            body = await json_object(request)
            only(body, {"channel_id", "message", "props", "root_id"}, "post")
            need(re.fullmatch(r"direct-\w+", str(body.get("channel_id"))), "channel_id", 403)
            text, links = visible(text_of(body.get("message"), MOST, "message"))
            need(not re.search(r"(?<!\w)@(all|here|channel)\b", body["message"]), "it would call everybody")
            attachments = body.get("props", {}).get("attachments", [])
            buttons = [self._button(action) for one in attachments for action in one.get("actions", [])]
            return Delivered(body["channel_id"], text, tuple(buttons), tuple(links), body), {"id": "post1"}

        return await self.deliver(request, read)

    def _button(self, action: Any) -> Button:
        only(action, {"id", "type", "name", "integration", "style"}, "action")
        need(
            re.fullmatch(r"[A-Za-z0-9]+", str(action.get("id"))), "an action's id has letters and digits only"
        )
        need(action.get("type", "button") == "button", "type")
        only(action.get("integration"), {"url", "context"}, "integration")
        need(action["integration"]["url"] == self.public + self.webhook(), "url")
        value = f"context{self.number()}"
        self.contexts[value] = action["integration"]["context"]
        return Button(text_of(action.get("name"), 256, "name"), value)


def user(person: str) -> str:
    return f"user{person}"
