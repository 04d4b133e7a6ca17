"""The Bot Framework's connector as Teams uses it, the service that lends tokens, and the public keys."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import jwt
from aiohttp import web

from tests.channels.messaging.fakes.base import (
    NO_OBJECTS,
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
    web_address,
    without,
)
from tests.channels.messaging.fakes.html import visible_html
from tests.channels.messaging.fakes.tokens import TokenFake, private_key, public_key

APP = "2c9fbd4e-0000-4000-8000-1234567890ab"
PASSWORD = "a~client.secret"
BOT = f"28:{APP}"
TENANT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
ISSUER = "https://api.botframework.com"
HERO = "application/vnd.microsoft.card.hero"
# The page says 100 KB in UTF-16 and advises 80; it said 40 before.
MOST_BYTES = 80_000
FIELDS = {
    "type",
    "text",
    "textFormat",
    "attachments",
    "attachmentLayout",
    "from",
    "conversation",
    "replyToId",
    "locale",
}
TAGS = {"b", "strong", "i", "em", "u", "a", "br", "p", "ul", "ol", "li", "pre", "blockquote"}
KEY = "connector-key"


class TeamsFake(TokenFake):
    """One tenant with one bot."""

    name = "teams"

    def credentials(self) -> dict[str, str]:
        return {
            "app_id": APP,
            "app_password": PASSWORD,
            "login": self.api,
            "keys": f"{self.api}/keys",
        }

    # What Teams sends.

    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        return self._activity(person, {"text": text, "textFormat": "plain"}, id)

    def mentioned(self, person: str, text: str) -> Inbound:
        """Return a message of a channel with many people, in which the bot is called by name."""
        mention = {"type": "mention", "text": "<at>Lantern</at>", "mentioned": {"id": BOT, "name": "Lantern"}}
        fields = {"text": f"<at>Lantern</at> {text}", "entities": [mention]}
        return self._activity(person, {**fields, "conversation": {"id": "19:x@thread.tacv2;messageid=1"}})

    def pressed(self, person: str, delivered: Delivered, place: int) -> Inbound:
        button = delivered.choices[place - 1]
        return self._activity(person, {"text": button.title, "value": json.loads(button.value)})

    def forged(self, person: str, text: str) -> list[Inbound]:
        good = self.typed(person, text)
        body = json.loads(good.body)
        elsewhere = as_json({**body, "serviceUrl": "https://attacker.example"})
        hour = int(time.time()) - 3600
        secret = jwt.encode(self._claims(), "a shared secret of the sender's that is long enough", "HS256")
        return [
            without(good, "authorization"),
            changed(good, authorization="Bearer "),
            changed(good, authorization="Bearer x.y.z"),
            changed(good, authorization="Basic abc"),
            self._with(good, self._token(iss="https://attacker.example")),
            self._with(good, self._token(aud="00000000-0000-0000-0000-000000000000")),
            self._with(good, self._token(exp=hour)),
            self._with(good, self._token(key="a key of the sender's", named=KEY)),
            self._with(good, self._token(key="a key of the sender's")),
            self._with(good, self._token(key="email-key")),
            self._with(good, self._token(serviceurl="https://smba.elsewhere.example/")),
            self._with(good, self._token(serviceurl=None)),
            self._with(good, secret),
            self._with(good, jwt.encode(self._claims(), None, "none")),
            replace(good, body=elsewhere),
            # Nothing is read before it is known from whom it is.
            without(replace(good, body=b"{"), "authorization"),
            self._with(replace(good, body=b"["), secret),
        ]

    def ignored(self, person: str) -> list[Inbound]:
        return [
            self._activity(person, {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]}),
            self._activity(person, {"type": "messageUpdate", "text": "what is chemo"}),
            self._activity(person, {"type": "messageDelete"}),
            self._activity(person, {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]}),
            self._activity(person, {"type": "typing"}),
            self._activity(person, {"type": "invoke", "name": "task/fetch"}),
            self._activity(person, {"text": "what is chemo", "from": {"id": BOT, "role": "bot"}}),
            self._activity(person, {"text": "what is chemo", "from": {"id": "28:another", "role": "bot"}}),
        ]

    def media(self, person: str) -> Inbound:
        picture = {"contentType": "image/*", "contentUrl": "https://smba.example/x"}
        text = {"contentType": "text/html", "content": "<p></p>"}
        return self._activity(person, {"text": "", "attachments": [picture, text]})

    def malformed(self) -> list[Inbound]:
        good = self.typed("ann", "hello")
        broken = [{"from": 3}, {"from": {"id": ""}}, {"conversation": {}}, {"id": None}, {"recipient": []}]
        whole = json.loads(good.body)
        return [
            *(replace(good, body=as_json({**whole, **fields})) for fields in broken),
            *(replace(good, body=body) for body in NO_OBJECTS),
        ]

    def _activity(self, person: str, fields: dict[str, Any], id: str | None = None) -> Inbound:
        body = {
            "type": "message",
            "id": id or f"17000000{self.number():05}",
            "timestamp": "2026-11-21T12:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": f"{self.api}/emea/",
            "from": {"id": f"29:{person}", "name": person, "aadObjectId": person},
            "conversation": {"id": f"a:{person}", "conversationType": "personal", "tenantId": TENANT},
            "recipient": {"id": BOT, "name": "Lantern"},
            "channelData": {"tenant": {"id": TENANT}},
            **fields,
        }
        headers = {"content-type": "application/json; charset=utf-8"}
        return self._with(Inbound(as_json(body), headers, self.webhook()), self._token())

    def _claims(self, **claims: Any) -> dict[str, Any]:
        now = int(time.time())
        known = {"iss": ISSUER, "aud": APP, "nbf": now, "exp": now + 3600, "serviceurl": f"{self.api}/emea/"}
        return {name: value for name, value in {**known, **claims}.items() if value is not None}

    def _token(self, key: str = KEY, named: str = "", **claims: Any) -> str:
        return jwt.encode(self._claims(**claims), private_key(key), "RS256", headers={"kid": named or key})

    # What the services take.

    def routes(self) -> list[web.RouteDef]:
        return [
            self.keys_route(),
            web.post("/{tenant}/oauth2/v2.0/token", self._lend),
            web.post("/emea/v3/conversations/{conversation}/activities", self._post),
        ]

    def refusal(self, refused: Refused) -> web.Response:
        code = "MessageSizeTooBig" if refused.status == 413 else "BadSyntax"
        body = {"error": {"code": code, "message": refused.reason}}
        return web.json_response(body, status=refused.status)

    def keys(self) -> list[dict[str, Any]]:
        return [
            {**public_key(KEY), "endorsements": ["msteams", "webchat"]},
            {**public_key("email-key"), "endorsements": ["email"]},
            public_key("bare-key"),
            {"kty": "unknown", "kid": "odd"},
        ]

    async def _lend(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        wanted = {
            "grant_type": "client_credentials",
            "client_id": APP,
            "client_secret": PASSWORD,
            "scope": "https://api.botframework.com/.default",
        }
        if dict(form) != wanted or request.match_info["tenant"] not in ("botframework.com", TENANT):
            return web.json_response({"error": "invalid_client"}, status=401)
        return self.lend()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        async def read() -> tuple[Delivered, Any]:
            self.check_lent(request)
            body = await json_object(request)
            size = len((await request.text()).encode("utf-16-le"))
            need(size <= MOST_BYTES, f"the message has {size} bytes", 413)
            only(body, FIELDS, "activity")
            need(body.get("type") == "message", "type")
            need(body.get("from") == {"id": BOT}, "from")
            need(body.get("conversation", {}).get("id") == request.match_info["conversation"], "conversation")
            text, links = "", []
            if "text" in body:
                text, links = _visible(body)
            buttons = [button for card in body.get("attachments", []) for button in _hero(card)]
            need(text or buttons, "an empty activity")
            to = request.match_info["conversation"].split(":")[1]
            return Delivered(to, text, tuple(buttons), tuple(links), body), {"id": f"{self.number()}"}

        return await self.deliver(request, read)


def _visible(body: dict[str, Any]) -> tuple[str, list[str]]:
    text = text_of(body["text"], 40_000, "text")
    if body.get("textFormat") == "plain":
        return text, []
    need(body.get("textFormat") == "xml", "textFormat")
    need("\n" not in text, "a line's end is lost in xml")
    need("<at>" not in text, "the message would call somebody")
    return visible_html(text, TAGS)


def _hero(card: Any) -> list[Button]:
    only(card, {"contentType", "content"}, "attachment")
    need(card.get("contentType") == HERO, "contentType")
    only(card["content"], {"title", "subtitle", "text", "buttons"}, "hero card")
    buttons = card["content"].get("buttons", [])
    need(1 <= len(buttons) <= 6, "a hero card has up to 6 buttons")
    return [_button(button) for button in buttons]


def _button(button: Any) -> Button:
    only(button, {"type", "title", "displayText", "text", "value"}, "button")
    title = text_of(button.get("title"), 256, "button")
    kind = button.get("type")
    if kind == "openUrl":
        return Button(title, url=web_address(button.get("value"), "button value"))
    need(kind in ("messageBack", "imBack"), f"action type {kind}")
    if kind == "imBack":
        return Button(title, json.dumps(text_of(button.get("value"), 2000, "value")))
    need(isinstance(button.get("value"), dict), "value")
    need(button.get("displayText") == title, "displayText")
    return Button(title, json.dumps(button["value"]))
