"""Google Chat's API, the service that lends tokens, and the public keys of what Chat sends."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from google.auth import crypt
from google.auth import jwt as google_jwt

from tests.channels.messaging.fakes.base import (
    NO_OBJECTS,
    PUBLIC,
    Button,
    Delivered,
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
from tests.channels.messaging.fakes.tokens import TokenFake, private_key, public_key

PROJECT = "123456789012"
EMAIL = "lantern@lantern-project.iam.gserviceaccount.com"
CHAT = "chat@system.gserviceaccount.com"
KEY, ACCOUNT = "chat-key", "account-key"
MOST_BYTES = 32_000
FIELDS = {"text", "cardsV2", "thread", "markupSyntax", "fallbackText"}


class GoogleChatFake(TokenFake):
    """A space with one app."""

    name = "googlechat"

    def __init__(self, public: str = PUBLIC, by_address: bool = False) -> None:
        """Take whether the audience is our address, and not the project's number."""
        super().__init__(public)
        self.by_address = by_address

    @property
    def audience(self) -> str:
        return f"{self.public}{self.webhook()}" if self.by_address else PROJECT

    def credentials(self) -> dict[str, str]:
        # As it stands in a variable of the environment.
        key = _pem(ACCOUNT).replace("\n", "\\n")
        places = {"api": self.api, "login": f"{self.api}/token", "keys": f"{self.api}/keys"}
        return {"audience": self.audience, "client_email": EMAIL, "private_key": key, **places}

    # What Chat sends.

    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        return self._message(person, {"text": text, "argumentText": text}, id)

    def mentioned(self, person: str, text: str) -> Inbound:
        """Return a message of a space with many people, in which the app is called by name."""
        fields = {
            "text": f"@Lantern {text}",
            "argumentText": f" {text}",
            "thread": {"name": "spaces/ROOM/threads/T1"},
        }
        return self._event("MESSAGE", person, {"message": self._body(person, fields)}, "spaces/ROOM", "ROOM")

    def pressed(self, person: str, delivered: Delivered, place: int) -> Inbound:
        value = delivered.choices[place - 1].value
        fields = {
            "message": {
                **self._body(person, {"text": delivered.text}),
                "sender": {"name": "users/app", "type": "BOT"},
            },
            "action": {"actionMethodName": "choose", "parameters": [{"key": "choose", "value": value}]},
            "common": {"invokedFunction": "choose", "parameters": {"choose": value}},
        }
        return self._event("CARD_CLICKED", person, fields)

    def forged(self, person: str, text: str) -> list[Inbound]:
        good = self.typed(person, text)
        now = int(time.time())
        return [
            without(good, "authorization"),
            changed(good, authorization="Bearer "),
            changed(good, authorization="Bearer ä.b.c"),
            changed(good, authorization=f"Basic {self._token()}"),
            self._with(good, self._token(iss="https://accounts.example")),
            self._with(good, self._token(aud="999999999999")),
            self._with(good, self._token(iat=now - 9000, exp=now - 5400)),
            self._with(good, self._token(signed_by="a key of the sender's")),
            self._with(good, self._token(signed_by="a key of the sender's", named="unknown-key")),
            *([self._with(good, self._token(email="somebody@gmail.example"))] if self.by_address else []),
            *([self._with(good, self._token(email_verified=False))] if self.by_address else []),
        ]

    def ignored(self, person: str) -> list[Inbound]:
        bot = self._body(person, {"text": "what is chemo", "sender": {"name": "users/2", "type": "BOT"}})
        return [
            self._event("MESSAGE", person, {"message": bot}),
            self._event("ADDED_TO_SPACE", person, {}),
            self._event("REMOVED_FROM_SPACE", person, {}),
            self._event("APP_HOME", person, {}),
        ]

    def media(self, person: str) -> Inbound:
        picture = {"name": "spaces/x/attachments/1", "contentType": "image/png"}
        return self._message(person, {"attachment": [picture]})

    def malformed(self) -> list[Inbound]:
        good = self.typed("ann", "hello")
        bodies = [
            *NO_OBJECTS,
            b'{"type": "MESSAGE", "message": {}}',
            b'{"type":"MESSAGE","message":{"name":"m","sender":{"name":"u"}},"space":{"name":"../x"}}',
            b'{"type": "CARD_CLICKED"}',
        ]
        return [replace(good, body=body) for body in bodies]

    def _message(self, person: str, fields: dict[str, Any], id: str | None = None) -> Inbound:
        return self._event("MESSAGE", person, {"message": self._body(person, fields, id)})

    def _body(self, person: str, fields: dict[str, Any], id: str | None = None) -> dict[str, Any]:
        return {
            "name": f"{space(person)}/messages/{id or self.number()}",
            "sender": {"name": f"users/{person}", "displayName": "Maria Garcia", "type": "HUMAN"},
            "thread": {"name": f"{space(person)}/threads/1"},
            **fields,
        }

    def _event(
        self, type: str, person: str, fields: dict[str, Any], place: str = "", kind: str = "DM"
    ) -> Inbound:
        body = {
            "type": type,
            "eventTime": f"2026-11-21T12:00:00.{self.number():06}Z",
            "user": {"name": f"users/{person}", "displayName": "Maria Garcia", "type": "HUMAN"},
            "space": {"name": place or space(person), "type": kind},
            **fields,
        }
        headers = {"content-type": "application/json"}
        return self._with(Inbound(as_json(body), headers, self.webhook()), self._token())

    def _token(self, signed_by: str = KEY, named: str = KEY, **claims: Any) -> str:
        """Return a token, made with Google's own library."""
        now = int(time.time())
        known: dict[str, Any] = {"iss": CHAT, "aud": self.audience, "iat": now, "exp": now + 3600}
        if self.by_address:
            known |= {"iss": "https://accounts.google.com", "email": CHAT, "email_verified": True}
        return google_jwt.encode(_signer(signed_by, named), {**known, **claims}).decode()

    # What the services take.

    def routes(self) -> list[web.RouteDef]:
        return [
            self.keys_route(),
            web.post("/token", self._lend),
            web.post("/v1/spaces/{space}/messages", self._post),
        ]

    def refusal(self, refused: Refused) -> web.Response:
        body = {"error": {"code": refused.status, "message": refused.reason, "status": "INVALID_ARGUMENT"}}
        return web.json_response(body, status=refused.status)

    def keys(self) -> list[dict[str, Any]]:
        return [public_key(KEY)]

    async def _lend(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        try:
            need(form.get("grant_type") == "urn:ietf:params:oauth:grant-type:jwt-bearer", "grant_type")
            public = private_key(ACCOUNT).public_key()
            claims = jwt.decode(str(form.get("assertion")), public, ["RS256"], audience=f"{self.api}/token")
            need(claims.get("iss") == EMAIL, "iss")
            need(claims.get("scope") == "https://www.googleapis.com/auth/chat.bot", "scope")
            need(claims["exp"] - claims["iat"] <= 3600, "exp")
        except (Refused, jwt.InvalidTokenError) as error:
            return web.json_response({"error": "invalid_grant", "error_description": str(error)}, status=400)
        return self.lend()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        async def read() -> tuple[Delivered, Any]:
            self.check_lent(request)
            body = await json_object(request)
            only(body, FIELDS, "message")
            need(utf8(await request.text()) <= MOST_BYTES, "the message is too long")
            text, links = "", []
            if "text" in body:
                text = text_of(body["text"], 4096, "text", utf16)
                need(body.get("markupSyntax") == "MARKUP_SYNTAX_CHAT", "markupSyntax")
                text, links = visible(text)
            buttons = [button for card in body.get("cardsV2", []) for button in _card(card)]
            need(text or buttons, "Message cannot be empty")
            if "thread" in body:
                only(body["thread"], {"name", "threadKey"}, "thread")
            to = request.match_info["space"]
            return Delivered(to, text, tuple(buttons), tuple(links), body), {
                "name": f"spaces/{to}/messages/1"
            }

        return await self.deliver(request, read)


def visible(text: str) -> tuple[str, list[str]]:
    """Return what people read of Chat's mark-up; refuses what would call people."""
    need(not re.search(r"<users/", text), "the message would call somebody")
    need(not re.search(r"<https?://", text), "a link with a label is not expected")
    links = [web_address(found, "link") for found in re.findall(r"https?://[^\s()]+", text)]
    plain = re.sub(r"(?m)^\*(.+)\*$", r"\1", text)
    return re.sub(r"(?m)^_(.+)_$", r"\1", plain).replace("\u200b", ""), links


def _card(card: Any) -> list[Button]:
    only(card, {"cardId", "card"}, "cardsV2")
    text_of(card.get("cardId"), 64, "cardId")
    only(card["card"], {"header", "sections"}, "card")
    widgets = [widget for section in card["card"]["sections"] for widget in section["widgets"]]
    need(1 <= len(widgets) <= 100, "a card has up to 100 widgets")
    buttons = []
    for widget in widgets:
        only(widget, {"buttonList"}, "widget")
        for button in widget["buttonList"]["buttons"]:
            only(button, {"text", "onClick"}, "button")
            action = button["onClick"]["action"]
            only(action, {"function", "parameters"}, "action")
            values = {item["key"]: item["value"] for item in action["parameters"]}
            buttons.append(
                Button(text_of(button["text"], 256, "button"), text_of(values["choose"], 2000, "value"))
            )
    return buttons


@cache
def _signer(key: str, named: str) -> crypt.RSASigner:
    return crypt.RSASigner.from_string(_pem(key), key_id=named)


@cache
def _pem(name: str) -> str:
    encoded = private_key(name).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return encoded.decode()


def space(person: str) -> str:
    return f"spaces/DM{person}"
