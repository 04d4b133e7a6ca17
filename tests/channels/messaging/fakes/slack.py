"""Slack's Web API (chat.postMessage, chat.postEphemeral is not used) and its Events API and interactivity."""

from __future__ import annotations

import html
import re
import time
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

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

TOKEN = "xoxb-111-222-fake"
SECRET = "8f742231b10e8888abcd99aaabbb85a5"
TEAM = "T0LANTERN"
BOT = "U0BOT"
LONGEST_TEXT = 40_000
MOST_BLOCKS = 50
# Not documented; about this much was refused (see lantern/channels/messaging/limits.py).
MOST_IN_ALL_BLOCKS = 13_200
FIELDS = {"channel", "text", "blocks", "mrkdwn", "unfurl_links", "unfurl_media", "thread_ts"}
# Inside <…>: a link, a mention of a person, channel or everybody.
ANGLE = re.compile(r"<([^<>]*)>")


class SlackFake(Fake):
    """A workspace with one bot."""

    name = "slack"

    def credentials(self) -> dict[str, str]:
        return {"bot_token": TOKEN, "signing_secret": SECRET, "api": self.api}

    # What Slack sends.

    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        return self._event({"text": escaped(text)}, person, id)

    def pressed(self, person: str, delivered: Delivered, place: int) -> Inbound:
        button = delivered.choices[place - 1]
        payload = {
            "type": "block_actions",
            "trigger_id": f"13345224609.{self.number()}",
            "team": {"id": TEAM, "domain": "lantern"},
            "user": {"id": user(person), "team_id": TEAM},
            "channel": {"id": channel(person), "name": "directmessage"},
            "container": {
                "type": "message",
                "message_ts": "1700000000.000100",
                "channel_id": channel(person),
            },
            "actions": [
                {
                    "type": "button",
                    "action_id": f"choice{place}",
                    "block_id": "choices",
                    "value": button.value,
                    "action_ts": f"1700000001.{self.number():06}",
                }
            ],
        }
        body = urlencode({"payload": as_json(payload).decode()}).encode()
        return self._signed(body, "application/x-www-form-urlencoded")

    def forged(self, person: str, text: str) -> list[Inbound]:
        good = self.typed(person, text)
        other = SignatureVerifier("another secret")
        now = str(int(time.time()))
        wrong = other.generate_signature(timestamp=now, body=good.body) or ""
        return [
            without(good, "x-slack-signature"),
            without(good, "x-slack-request-timestamp"),
            changed(good, x_slack_signature=wrong, x_slack_request_timestamp=now),
            changed(good, x_slack_signature="v0="),
            changed(good, x_slack_signature="v0=größer"),
            changed(good, x_slack_request_timestamp="soon"),
            replace(good, body=good.body.replace(b"}", b" }", 1)),
            replace(good, body=b"\xff"),
            self._signed(good.body, "application/json", at=int(time.time()) - 3600),
            self._signed(good.body, "application/json", at=int(time.time()) + 3600),
        ]

    def ignored(self, person: str) -> list[Inbound]:
        return [
            self._event({"text": "what is palliative care", "bot_id": "B1"}, person),
            self._event({"subtype": "bot_message", "text": "hello"}, person),
            self._event({"subtype": "message_changed", "message": {"text": "what is chemo"}}, person),
            self._event({"subtype": "message_deleted", "deleted_ts": "1"}, person),
            self._event({"subtype": "channel_join", "text": "joined"}, person),
            self._event({"type": "reaction_added", "reaction": "thumbsup"}, person),
        ]

    def media(self, person: str) -> Inbound:
        return self._event({"subtype": "file_share", "text": "", "files": [{"id": "F1"}]}, person)

    def malformed(self) -> list[Inbound]:
        bodies = [
            # Slack's own signer takes text only.
            *(body for body in NO_OBJECTS if body.isascii()),
            b'{"type": "event_callback"}',
            b'{"type": "event_callback", "event": 3}',
        ]
        requests = [self._signed(body, "application/json") for body in bodies]
        form = b"payload=%7B"
        return [*requests, self._signed(form, "application/x-www-form-urlencoded")]

    def challenge(self, word: str) -> Inbound:
        """Return the request by which Slack checks our address."""
        return self._signed(as_json({"type": "url_verification", "challenge": word, "token": "x"}))

    def _event(self, fields: dict[str, Any], person: str, id: str | None = None) -> Inbound:
        event = {
            "type": "message",
            "channel": channel(person),
            "channel_type": "im",
            "user": user(person),
            "ts": f"1700000000.{int(id or self.number()):06}",
            "team": TEAM,
            **fields,
        }
        body = {
            "token": "x",
            "team_id": TEAM,
            "api_app_id": "A1",
            "type": "event_callback",
            "event": event,
            "event_id": id or f"Ev{self.number():08}",
            "event_time": 1_700_000_000,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        }
        return self._signed(as_json(body))

    def _signed(
        self, body: bytes, type: str = "application/json; charset=utf-8", at: int | None = None
    ) -> Inbound:
        stamp = str(at or int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body) or ""
        headers = {"content-type": type, "x-slack-signature": signature, "x-slack-request-timestamp": stamp}
        return Inbound(body, headers, self.webhook())

    # What Slack takes.

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/chat.postMessage", self._post), web.post("/api/chat.postMessage", self._post)]

    def refusal(self, refused: Refused) -> web.Response:
        # Slack says 200 to what it refuses.
        return web.json_response({"ok": False, "error": refused.reason})

    def failure(self, fault: Fault) -> web.Response:
        reply = super().failure(fault)
        reply.text = '{"ok": false, "error": "ratelimited"}' if fault.status == 429 else "failure"
        return reply

    async def _post(self, request: web.Request) -> web.StreamResponse:
        async def read() -> tuple[Delivered, Any]:
            need(request.headers.get("Authorization") == f"Bearer {TOKEN}", "invalid_auth")
            body = await json_object(request)
            only(body, FIELDS, "the message")
            need(re.fullmatch(r"[CDG]0[A-Z0-9]+", str(body.get("channel"))), "channel_not_found")
            need(body.get("text") or body.get("blocks"), "no_text")
            if "text" in body:
                text_of(body["text"], LONGEST_TEXT, "text", utf16)
                visible(body["text"])
            delivered = (
                read_blocks(body) if body.get("blocks") else Delivered("", *visible(body["text"]), raw=body)
            )
            return replace(delivered, to=body["channel"]), {
                "ok": True,
                "ts": "1.0",
                "channel": body["channel"],
            }

        return await self.deliver(request, read)


def read_blocks(body: dict[str, Any]) -> Delivered:
    """Check the blocks of a message; return what people see."""
    blocks = body["blocks"]
    need(isinstance(blocks, list) and len(blocks) <= MOST_BLOCKS, "invalid_blocks: too many")
    texts: list[str] = []
    buttons: list[Button] = []
    links: list[str] = []
    size = 0
    for block in blocks:
        kind = block.get("type")
        if kind == "section":
            only(block, {"type", "text", "block_id", "expand"}, "section")
            # Slack takes a section without it, but may fold it, so that part of the answer is not seen.
            need(block.get("expand") is True, "section: may be folded")
            text, found = _text(block.get("text"), 3000)
            texts.append(text)
            links += found
            size += utf16(block["text"]["text"])
        elif kind == "header":
            only(block, {"type", "text", "block_id"}, "header")
            need(block["text"].get("type") == "plain_text", "invalid_blocks: header")
            texts.append(_text(block["text"], 150)[0])
        elif kind == "context":
            only(block, {"type", "elements", "block_id"}, "context")
            need(1 <= len(block["elements"]) <= 10, "invalid_blocks: context")
            for element in block["elements"]:
                text, found = _text(element, 3000)
                texts.append(text)
                links += found
                size += utf16(element["text"])
        elif kind == "actions":
            only(block, {"type", "elements", "block_id"}, "actions")
            need(1 <= len(block["elements"]) <= 25, "invalid_blocks: actions")
            names = [element.get("action_id") for element in block["elements"]]
            need(len(set(names)) == len(names), "invalid_blocks: action_id twice")
            buttons += [_button(element) for element in block["elements"]]
        elif kind == "divider":
            only(block, {"type", "block_id"}, "divider")
        else:
            raise Refused(f"invalid_blocks: {kind}")
    need(size <= MOST_IN_ALL_BLOCKS, "msg_blocks_too_long")
    return Delivered("", "\n".join(texts), tuple(buttons), tuple(links), raw=body)


def _text(value: Any, longest: int) -> tuple[str, list[str]]:
    only(value, {"type", "text", "emoji", "verbatim"}, "text object")
    need(value.get("type") in ("plain_text", "mrkdwn"), "invalid_blocks: text type")
    text_of(value.get("text"), longest, "text object", utf16)
    return visible(value["text"]) if value["type"] == "mrkdwn" else (value["text"], [])


def _button(element: Any) -> Button:
    only(element, {"type", "text", "action_id", "value", "url", "style"}, "button")
    need(element.get("type") == "button", "invalid_blocks: element")
    text_of(element.get("action_id"), 255, "action_id")
    need(element["text"].get("type") == "plain_text", "invalid_blocks: button text")
    title = text_of(element["text"].get("text"), 75, "button", utf16)
    value = text_of(element["value"], 2000, "button value") if "value" in element else ""
    return Button(title, value, web_address(element["url"], "button url") if "url" in element else "")


def visible(text: str) -> tuple[str, list[str]]:
    """Return what people read of mrkdwn, and its links; refuses what would call people or break."""
    links: list[str] = []

    def one(match: re.Match[str]) -> str:
        inner = match[1]
        need(not inner.startswith(("@", "!", "#")), "the message would call somebody")
        address, _, label = inner.partition("|")
        links.append(web_address(html.unescape(address), "link"))
        return label or address

    bare = ANGLE.sub(one, text)
    need("<" not in bare and ">" not in bare, "a sign < or > is not escaped")
    rest = re.sub(r"&(amp|lt|gt);", "", bare)
    need("&" not in rest, "a sign & is not escaped")
    bold = re.sub(r"(?<!\w)\*([^*\n]+)\*(?!\w)", r"\1", bare)
    return html.unescape(bold), links


def escaped(text: str) -> str:
    """Return what Slack makes of what people type."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"https?://\S+", lambda match: f"<{match[0]}>", text)


def user(person: str) -> str:
    return f"U0{person.upper()}"


def channel(person: str) -> str:
    return f"D0{person.upper()}"
