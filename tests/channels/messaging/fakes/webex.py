"""Webex' REST API and its webhooks, which name a message but do not hold it."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import replace
from typing import Any

from aiohttp import web
from markdown_it import MarkdownIt

from tests.channels.messaging.fakes.base import (
    NO_OBJECTS,
    PUBLIC,
    Button,
    Delivered,
    Fake,
    Inbound,
    Refused,
    as_json,
    changed,
    json_object,
    need,
    only,
    text_of,
    utf8,
    web_address,
    without,
)

TOKEN = "MDM0NGFkZmake-token"
SECRET = "a secret of ours, long".replace(" ", "-")
BOT = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9CT1Q"
CARD = "application/vnd.microsoft.card.adaptive"
MOST_BYTES = 7439
FIELDS = {"roomId", "text", "markdown", "attachments"}


class WebexFake(Fake):
    """A bot with its webhooks."""

    name = "webex"

    def __init__(self, public: str = PUBLIC) -> None:
        super().__init__(public)
        self.messages: dict[str, dict[str, Any]] = {}
        self.presses: dict[str, dict[str, Any]] = {}
        self.webhooks: dict[str, dict[str, Any]] = {}
        self.asked = 0

    def credentials(self) -> dict[str, str]:
        return {"access_token": TOKEN, "webhook_secret": SECRET, "api": f"{self.api}/v1"}

    # What Webex sends.

    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        return self._created("messages", person, {"text": text}, id)

    def mentioned(self, person: str, text: str) -> Inbound:
        """Return a message of a room with many people, in which the bot is called by name."""
        html = f'<p><spark-mention data-object-id="{BOT}">Lantern</spark-mention> x</p>'
        return self._created("messages", person, {"text": f"Lantern {text}", "html": html})

    def pressed(self, person: str, delivered: Delivered, place: int) -> Inbound:
        value = delivered.choices[place - 1].value
        return self._created("attachmentActions", person, {"type": "submit", "inputs": {"choice": value}})

    def forged(self, person: str, text: str) -> list[Inbound]:
        good = self.typed(person, text)
        wrong = hmac.new(b"another secret", good.body, hashlib.sha1).hexdigest()
        strong = hmac.new(SECRET.encode(), good.body, hashlib.sha256).hexdigest()
        return [
            without(good, "x-spark-signature"),
            changed(good, x_spark_signature=""),
            changed(good, x_spark_signature=wrong),
            changed(good, x_spark_signature=strong),
            changed(good, x_spark_signature="ß"),
            replace(good, body=good.body.replace(b"}", b" }", 1)),
        ]

    def ignored(self, person: str) -> list[Inbound]:
        return [
            self._created("messages", person, {"text": "what is chemo", "personId": BOT}),
            self._created("messages", person, {"text": "what is chemo", "personEmail": "other@webex.bot"}),
            self._created("messages", person, {"text": "what is chemo"}, event="deleted"),
            self._created("messages", person, {"text": "what is chemo"}, event="updated"),
            self._created("memberships", person, {}),
        ]

    def media(self, person: str) -> Inbound:
        return self._created("messages", person, {"files": ["https://webexapis.com/v1/contents/1"]})

    def malformed(self) -> list[Inbound]:
        bodies = [*NO_OBJECTS, b'{"resource": "messages", "event": "created", "data": 3}']
        climbing = as_json(
            {
                "resource": "messages",
                "event": "created",
                "createdBy": BOT,
                "data": {"id": "../people/me", "roomId": "r", "personId": "p"},
            }
        )
        return [self._signed(body) for body in [*bodies, climbing]]

    def _created(
        self,
        resource: str,
        person: str,
        fields: dict[str, Any],
        id: str | None = None,
        event: str = "created",
    ) -> Inbound:
        id = id or f"Y2lz{self.number():010}"
        data = {
            "id": id,
            "roomId": room(person),
            "roomType": "direct",
            "personId": f"P-{person}",
            "personEmail": f"{person}@patients.example",
            "created": "2026-11-21T12:00:00.000Z",
            **fields,
        }
        store = self.presses if resource == "attachmentActions" else self.messages
        store[id] = data
        named = {key: value for key, value in data.items() if key not in ("text", "html", "inputs", "files")}
        hook = {"id": "W1", "name": "Lantern", "createdBy": BOT, "actorId": data["personId"]}
        return self._signed(as_json({**hook, "resource": resource, "event": event, "data": named}))

    def _signed(self, body: bytes) -> Inbound:
        signature = hmac.new(SECRET.encode(), body, hashlib.sha1).hexdigest()
        return Inbound(
            body, {"content-type": "application/json", "x-spark-signature": signature}, self.webhook()
        )

    # What Webex takes.

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v1/messages", self._post),
            web.get("/v1/messages/{id}", self._message),
            web.get("/v1/attachment/actions/{id}", self._press),
            web.get("/v1/webhooks", self._listed),
            web.post("/v1/webhooks", self._hook),
            web.delete("/v1/webhooks/{id}", self._unhook),
        ]

    def refusal(self, refused: Refused) -> web.Response:
        body = {"message": refused.reason, "errors": [{"description": refused.reason}], "trackingId": "T"}
        return web.json_response(body, status=refused.status)

    async def _message(self, request: web.Request) -> web.StreamResponse:
        return self._give(request, self.messages)

    async def _press(self, request: web.Request) -> web.StreamResponse:
        return self._give(request, self.presses)

    def _give(self, request: web.Request, store: dict[str, dict[str, Any]]) -> web.Response:
        self.asked += 1
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.refusal(Refused("unauthorized", 401))
        found = store.get(request.match_info["id"])
        return web.json_response(found) if found else self.refusal(Refused("not found", 404))

    async def _listed(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"items": list(self.webhooks.values())})

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        body = await json_object(request)
        only(body, {"name", "targetUrl", "resource", "event", "secret", "filter"}, "webhook")
        body["id"] = f"W{self.number()}"
        self.webhooks[body["id"]] = body
        return web.json_response(body)

    async def _unhook(self, request: web.Request) -> web.StreamResponse:
        del self.webhooks[request.match_info["id"]]
        return web.Response(status=204)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        async def read() -> tuple[Delivered, Any]:
            need(request.headers.get("Authorization") == f"Bearer {TOKEN}", "unauthorized", 401)
            body = await json_object(request)
            only(body, FIELDS, "message")
            need(re.fullmatch(r"R-\w+", str(body.get("roomId"))), "roomId", 404)
            for field in ("text", "markdown"):
                if field in body:
                    text_of(body[field], MOST_BYTES, field, utf8)
            cards = body.get("attachments", [])
            need(len(cards) <= 1, "Attachments array must have one item")
            buttons = [button for card in cards for button in _card(card)]
            text, links = visible(body["markdown"]) if "markdown" in body else (body.get("text", ""), [])
            need(text.strip() or cards, "Unable to post message without text")
            # Where there is a card, people see it and not the text.
            seen = "" if cards else text
            return Delivered(body["roomId"], seen, tuple(buttons), tuple(links), body), {"id": "M1"}

        return await self.deliver(request, read)


def visible(markdown: str) -> tuple[str, list[str]]:
    """Return what people read of Markdown, and its links; refuses what would call people or is not shown."""
    need("<" not in markdown and ">" not in markdown, "HTML, or a mention")
    lines: list[str] = []
    links: list[str] = []
    for token in MarkdownIt("commonmark").parse(markdown):
        need(token.type not in ("code_block", "fence", "heading_open", "hr", "html_block"), f"{token.type}")
        if token.type == "list_item_open" and token.info:
            lines.append(f"{token.info}{token.markup} ")
        elif token.type == "list_item_open":
            lines.append("- ")
        if token.type != "inline":
            continue
        line = ""
        for child in token.children or ():
            need(child.type not in ("html_inline", "image", "code_inline"), f"{child.type}")
            if child.type == "link_open":
                links.append(web_address(str(child.attrs["href"]), "link"))
            need(child.type != "softbreak", "a line's end is lost")
            line += "\n" if child.type == "hardbreak" else child.content
        lines.append(line + "\n")
    return "".join(lines).replace("\u200b", "").strip(), links


def _card(attachment: Any) -> list[Button]:
    only(attachment, {"contentType", "content"}, "attachment")
    need(attachment.get("contentType") == CARD, "contentType")
    card = attachment["content"]
    only(card, {"type", "version", "body", "actions", "$schema"}, "card")
    need(card["type"] == "AdaptiveCard" and card["version"] in ("1.0", "1.1", "1.2", "1.3"), "card version")
    need(utf8(str(card)) <= 22_000, "the card is too large")
    buttons = []
    for element in card.get("body", []):
        need(element.get("type") in ("TextBlock", "ActionSet"), "element")
        for action in element.get("actions", []):
            only(action, {"type", "title", "data"}, "action")
            need(action["type"] == "Action.Submit", "action type")
            buttons.append(
                Button(text_of(action["title"], 256, "title"), text_of(action["data"]["choice"], 200, "it"))
            )
    return buttons


def room(person: str) -> str:
    return f"R-{person}"
