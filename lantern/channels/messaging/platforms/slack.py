"""Slack: Events API and interactivity in, ``chat.postMessage`` with Block Kit out.

People write in direct messages; in a channel only what mentions the app is read, and answered in its thread.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import aiohttp
from slack_sdk.signature import SignatureVerifier

from lantern.answers import Answer
from lantern.channels.messaging.buttons import Button, buttons, need_list
from lantern.channels.messaging.http import post
from lantern.channels.messaging.incoming import Forged, Incoming, WebhookRequest
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.platform import Payload, Platform, Reply, Setting, Undelivered
from lantern.channels.messaging.reading import at, id_at, items_at, json_object, object_of, text_at
from lantern.channels.messaging.settings import address
from lantern.channels.messaging.split import split
from lantern.channels.messaging.text import (
    Block,
    Role,
    Span,
    bullet,
    clean,
    compose,
    offered,
    pack,
    unmarked,
    write,
)

# Messages of people; every other subtype is an edit, a bot, somebody joining …
SUBTYPES = (None, "file_share", "thread_broadcast")
# Errors of Slack that may go away by themselves.
PASSING = (
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
)
MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>|<![^>]*>")
LINK = re.compile(r"<(?:mailto:|tel:)?([^|>]*)(?:\|([^>]*))?>")


class Slack(Platform):
    """The platform."""

    name = "slack"
    title = "Slack"
    limits = LIMITS["slack"]
    settings: ClassVar = (
        Setting(
            "signing_secret",
            "the secret by which Slack's requests are recognised",
            where="api.slack.com/apps, your app, Basic Information, App Credentials",
            required=True,
            secret=True,
            pattern=r"[0-9a-z]{16,128}",
            form="small letters and digits",
        ),
        Setting(
            "bot_token",
            "the token with which replies are posted",
            where="api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token",
            required=True,
            secret=True,
            pattern=r"xox[a-z]-[\w-]+",
            form="a token that begins with xoxb-",
        ),
        address("where Slack's API is", "https://slack.com/api"),
    )

    async def verify(self, request: WebhookRequest, http: aiohttp.ClientSession) -> None:
        """See ``Platform``."""
        headers = request.headers
        stamp, signature = headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature")
        try:
            verifier = SignatureVerifier(self._settings["signing_secret"])
            valid = verifier.is_valid(request.body, stamp, signature)
        except (ValueError, TypeError) as error:
            raise Forged("the signature or its time cannot be read") from error
        if not valid:
            raise Forged("the signature is missing, wrong or too old")

    def immediate(self, request: WebhookRequest) -> Reply | None:
        """Answer Slack's check of the address."""
        if request.method != "POST" or request.content_type != "application/json":
            return None
        body = json_object(request)
        if body.get("type") != "url_verification":
            return None
        return Reply(body=text_at(body, "challenge").encode())

    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """See ``Platform``."""
        if request.content_type == "application/x-www-form-urlencoded":
            return self._pressed(object_of(request.form().get("payload", "")))
        body = json_object(request)
        if body.get("type") != "event_callback":
            return []
        found = self._said(body, at(body, "event"))
        return [found] if found else []

    def _said(self, body: Mapping[str, Any], event: Any) -> Incoming | None:
        kind, direct = at(event, "type"), at(event, "channel_type") == "im"
        if kind not in ("message", "app_mention") or (kind == "message" and not direct):
            return None
        if at(event, "subtype") not in SUBTYPES or at(event, "bot_id") or at(event, "edited"):
            return None
        channel, user, stamp = (id_at(event, key) for key in ("channel", "user", "ts"))
        thread = text_at(event, "thread_ts") or ("" if direct else stamp)
        return Incoming(
            # A mention comes as two events with ids of their own; the message itself is one.
            id=f"{channel}/{stamp}",
            person=f"{text_at(body, 'team_id')}/{channel}/{user}",
            address={"channel": channel, "thread_ts": thread},
            text=readable(text_at(event, "text")),
            media=bool(items_at(event, "files")),
        )

    def _pressed(self, payload: Mapping[str, Any]) -> list[Incoming]:
        if payload.get("type") != "block_actions":
            return []
        channel, user = id_at(payload, "channel", "id"), id_at(payload, "user", "id")
        team = text_at(payload, "team", "id") or text_at(payload, "user", "team_id")
        thread = text_at(payload, "container", "thread_ts")
        return [
            Incoming(
                id=f"{channel}/{user}/{id_at(action, 'action_ts')}",
                person=f"{team}/{channel}/{user}",
                address={"channel": channel, "thread_ts": thread},
                choice=text_at(action, "value"),
            )
            for action in items_at(payload, "actions")
            if at(action, "type") == "button"
        ]

    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """See ``Platform``."""
        choices = offered(answers)
        blocks = compose(answers, self._words, numbers=need_list(choices, self.limits))
        sections = pack(blocks, mark_up, self.limits.block, self.limits.unit.length)
        messages = [self._message(group) for group in self._groups(sections)]
        if choices:
            rows = _actions(buttons(choices, self.limits, turn))
            if not messages:
                messages.append({"text": self._words.labels.choices, "blocks": []})
            messages[-1]["blocks"].append(rows)
        return messages

    def _groups(self, sections: Sequence[list[Block]]) -> list[list[list[Block]]]:
        """Return the sections in messages; one block of each is kept free for buttons."""
        groups: list[list[list[Block]]] = []
        size = 0
        for section in sections:
            length = self.limits.unit.length(write(section, mark_up))
            if not groups or size + length > self.limits.text or len(groups[-1]) >= self.limits.blocks - 1:
                groups.append([])
                size = 0
            groups[-1].append(section)
            size += length
        return groups

    def _message(self, sections: Sequence[list[Block]]) -> Payload:
        texts = [write(section, mark_up) for section in sections]
        plain = "\n\n".join(write(section, unmarked) for section in sections)
        return {"text": escape(plain), "blocks": [_section(text) for text in texts]}

    def plain(self, text: str) -> list[Payload]:
        """See ``Platform``."""

        def length(some: str) -> int:
            return self.limits.unit.length(escape(some))

        return [{"text": escape(part)} for part in split(clean(text), self.limits.block, length)]

    def as_html(self, text: str) -> str:
        """See ``Platform``."""
        bold = re.sub(r"^\*(.+)\*$", r"<b>\1</b>", text, flags=re.MULTILINE)
        return re.sub(r"<(https?://[^|>]+)(?:\|([^>]+))?>", _anchor, bold)

    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """See ``Platform``."""
        thread = {"thread_ts": address["thread_ts"]} if address.get("thread_ts") else {}
        body = {
            "channel": address["channel"],
            "unfurl_links": False,
            "unfurl_media": False,
            **thread,
            **payload,
        }
        headers = {
            "Authorization": f"Bearer {self._settings['bot_token']}",
            "Content-Type": "application/json; charset=utf-8",
        }
        url = f"{self._settings['api']}/chat.postMessage"
        answered = await post(http, url, data=json.dumps(body).encode(), headers=headers)
        if answered.field("ok") is not True:
            error = re.sub(r"\W", "", str(answered.field("error")))[:60]
            raise Undelivered(error, retry_after=answered.retry_after, final=error not in PASSING)


def readable(text: str) -> str:
    """Return what a person typed, from what Slack made of it: mentions out, links and characters plain."""
    without = MENTION.sub(" ", text)
    plain = LINK.sub(lambda found: found[2] or found[1], without)
    return html.unescape(plain).strip()


def escape(text: str) -> str:
    """Return a text that Slack shows as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mark_up(block: Block) -> str:
    """Write a block in mrkdwn."""
    text = "".join(_span(span) for span in block.spans)
    if block.role is Role.HEADING and "*" not in text and text.strip():
        text = f"*{text.strip()}*"
    return bullet(block, text)


def _span(span: Span) -> str:
    if not span.url:
        return escape(span.text)
    url = span.url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
    return f"<{url}>" if span.text == span.url else f"<{url}|{escape(span.text).replace('|', '/')}>"


def _anchor(found: re.Match[str]) -> str:
    return f'<a href="{found[1].replace(chr(34), "%22")}">{found[2] or found[1]}</a>'


def _section(text: str) -> Payload:
    # Without "expand" Slack may fold a long section, and a disclaimer or a telephone number would be hidden.
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}, "expand": True}


def _actions(found: Sequence[Button]) -> Payload:
    return {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": f"choice_{place}",
                "text": {"type": "plain_text", "text": button.title, "emoji": False},
                "value": button.value,
            }
            for place, button in enumerate(found, 1)
        ],
    }
