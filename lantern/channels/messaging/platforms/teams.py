"""Microsoft Teams through the Bot Framework: activities come in, activities go out.

Answers are written in the small HTML that Teams calls "xml", because signs can be escaped in it for certain.
Choices are buttons of a hero card.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import aiohttp

from lantern.answers import Answer
from lantern.channels.messaging import guards
from lantern.channels.messaging.access import AccessTokens, borrow
from lantern.channels.messaging.buttons import Button, buttons, need_list, with_card
from lantern.channels.messaging.incoming import Forged, Incoming, WebhookRequest
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.platform import Payload, Platform, Reply, Setting
from lantern.channels.messaging.reading import at, id_at, items_at, json_object, text_at
from lantern.channels.messaging.settings import address
from lantern.channels.messaging.text import (
    Block,
    Role,
    Span,
    Words,
    bullet,
    offered,
)

ISSUER = "https://api.botframework.com"
KEYS = "https://login.botframework.com/v1/.well-known/keys"
LOGIN = "https://login.microsoftonline.com"
SCOPE = "https://api.botframework.com/.default"
HERO = "application/vnd.microsoft.card.hero"
# What every message with formatting has beside its text; it is no file.
SAME_TEXT = "text/html"
WEB = re.compile(r"https?://\S+")
TAG = re.compile(r'</?[bi]>|<br>|<a href="https?://[^"<>]*">|</a>')


class Teams(Platform):
    """The Bot Framework's connector, as Teams uses it."""

    name = "teams"
    title = "Microsoft Teams"
    limits = LIMITS["teams"]
    settings = (
        Setting(
            "app_id",
            "the bot's Microsoft App ID",
            where="Azure portal, your Azure Bot, Configuration",
            required=True,
            pattern=r"[0-9a-fA-F-]{36}",
            form="an id such as 00000000-0000-0000-0000-000000000000",
        ),
        Setting(
            "app_password",
            "a client secret of the bot's app registration",
            where="Microsoft Entra, App registrations, Certificates & secrets",
            required=True,
            secret=True,
        ),
        Setting(
            "tenant",
            "the directory (tenant) id of a single-tenant bot; a multi-tenant bot has botframework.com",
            where="Azure portal, your Azure Bot, Configuration",
            default="botframework.com",
            pattern=r"[\w.-]{1,128}",
            form="an id or a domain",
        ),
        address("the address that lends access tokens", LOGIN, "login"),
        address("the address of the Bot Framework's public keys", KEYS, "keys"),
    )

    def __init__(self, settings: Mapping[str, str], words: Words) -> None:
        """Take the settings and the sentences; keys and tokens are fetched when they are needed."""
        super().__init__(settings, words)
        self._guard = guards.TokenGuard(settings["keys"], [ISSUER], settings["app_id"])
        self._tokens = AccessTokens(self._fetch_token)

    async def verify(self, request: WebhookRequest, http: aiohttp.ClientSession) -> None:
        """Check the token, that its key speaks for this channel, and that answers go where it says."""
        token = await self._guard.check(guards.bearer(request.headers), http)
        # Only now: nothing of a body is read whose sender is not known.
        body = json_object(request)
        token.check_endorsed(text_at(body, "channelId"))
        claimed = token.claims.get("serviceurl", token.claims.get("serviceUrl"))
        if not isinstance(claimed, str) or not guards.same(text_at(body, "serviceUrl"), claimed):
            raise Forged("the token is for another service")

    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """Return the message, unless it is an edit, an event, or from a bot."""
        body = json_object(request)
        if text_at(body, "type") != "message":
            return []
        person, bot = id_at(body, "from", "id"), id_at(body, "recipient", "id")
        if person == bot or text_at(body, "from", "role") in ("bot", "skill"):
            return []
        place = id_at(body, "conversation", "id")
        tenant = text_at(body, "channelData", "tenant", "id") or text_at(body, "conversation", "tenantId")
        id = id_at(body, "id")
        text = _text_of(body, bot)
        files = [file for file in items_at(body, "attachments") if text_at(file, "contentType") != SAME_TEXT]
        choice = at(body, "value", "choice")
        return [
            Incoming(
                id=f"{place} {id}",
                person=f"{tenant} {place} {person}",
                address={
                    "service": id_at(body, "serviceUrl"),
                    "conversation": place,
                    "bot": bot,
                    "message": id,
                },
                text="" if isinstance(choice, str) else text,
                choice=choice if isinstance(choice, str) else None,
                media=bool(files) and not text.strip(),
            )
        ]

    def received(self, request: WebhookRequest) -> Reply:
        """Return an empty object, as the connector expects."""
        return Reply(body=b"{}", content_type="application/json")

    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """Return activities; the last has a card with the choices."""
        choices = offered(answers)
        texts = self.written(answers, mark_up, numbers=need_list(choices, self.limits))
        payloads = [_activity(text.replace("\n", "<br>")) for text in texts]
        if not choices:
            return payloads
        card = {"type": "message", "attachments": [_card(buttons(choices, self.limits, turn))]}
        return with_card(payloads, card, lambda joined: size_of(joined) <= self.limits.payload_bytes)

    def as_html(self, text: str) -> str:
        """See ``Platform``: it is HTML already, and only the tags that we write stay tags."""
        parts, end = [], 0
        for tag in TAG.finditer(text):
            parts += [html.escape(html.unescape(text[end : tag.start()])), tag[0]]
            end = tag.end()
        return "".join([*parts, html.escape(html.unescape(text[end:]))])

    def plain(self, text: str) -> list[Payload]:
        """Return the text in activities that fit."""
        return [{"type": "message", "textFormat": "plain", "text": part} for part in self.pieces(text)]

    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """Hand one activity to the connector that the question came from."""
        conversation = quote(address["conversation"], safe="")
        url = f"{address['service'].rstrip('/')}/v3/conversations/{conversation}/activities"
        activity = {
            **payload,
            "from": {"id": address["bot"]},
            "conversation": {"id": address["conversation"]},
        }
        activity["replyToId"] = address["message"]
        await self._tokens.post(http, url, json=activity)

    async def _fetch_token(self, http: aiohttp.ClientSession) -> tuple[str, float]:
        url = f"{self._settings['login'].rstrip('/')}/{self._settings['tenant']}/oauth2/v2.0/token"
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings["app_id"],
            "client_secret": self._settings["app_password"],
            "scope": SCOPE,
        }
        return await borrow(http, url, form)


def size_of(payload: Payload) -> int:
    """Return the size of a payload as Teams counts it: JSON in UTF-16."""
    return len(json.dumps(payload, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def mark_up(block: Block) -> str:
    """Write a block in Teams' small HTML; line ends become tags at last."""
    text = "".join(_span(span) for span in block.spans)
    if block.role is Role.HEADING:
        text = f"<b>{text}</b>"
    elif block.role is Role.DISCLAIMER:
        text = f"<i>{text}</i>"
    return bullet(block, text)


def _span(span: Span) -> str:
    text = html.escape(span.text)
    if not span.url:
        return text
    if not WEB.fullmatch(span.url):
        return html.escape(f"{span.text} {span.url}")
    return f'<a href="{html.escape(span.url)}">{text}</a>'


def _activity(text: str) -> Payload:
    return {"type": "message", "textFormat": "xml", "text": text}


def _card(choices: Sequence[Button]) -> dict[str, Any]:
    # "imBack" would write its value into the chat; this shows the title there and sends the value unseen.
    actions = [
        {
            "type": "messageBack",
            "title": choice.title,
            "displayText": choice.title,
            "text": choice.title,
            "value": {"choice": choice.value},
        }
        for choice in choices
    ]
    return {"contentType": HERO, "content": {"buttons": actions}}


def _text_of(body: dict[str, Any], bot: str) -> str:
    """Return what was typed, without the bot's name, by which it is called in channels and groups."""
    text = text_at(body, "text")
    for entity in items_at(body, "entities"):
        if text_at(entity, "type") == "mention" and text_at(entity, "mentioned", "id") == bot:
            text = text.replace(text_at(entity, "text") or "\0", " ")
    return html.unescape(text).replace("\xa0", " ").strip()
