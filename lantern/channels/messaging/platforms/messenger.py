"""Facebook Messenger: page events in (whole batches), the Send API with quick replies out."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import aiohttp

from lantern.answers import Answer
from lantern.channels.messaging.buttons import buttons, need_list
from lantern.channels.messaging.guards import check_signature, same
from lantern.channels.messaging.http import call
from lantern.channels.messaging.incoming import Incoming, Malformed, WebhookRequest
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.platform import Payload, Platform, Reply, Setting, Undelivered
from lantern.channels.messaging.reading import at, id_at, items_at, json_object, text_at
from lantern.channels.messaging.settings import address
from lantern.channels.messaging.text import offered, unmarked

logger = logging.getLogger(__name__)

# What the "Get started" button of a page sends, if it is set up as docs/channels/messenger.md says.
GET_STARTED = "GET_STARTED"
# Error codes that go away by themselves: the service is down, or too much was asked.
PASSING = frozenset({1, 2, 4, 17, 32, 341, 613, 1200, 80006})


class Messenger(Platform):
    """The platform."""

    name = "messenger"
    title = "Facebook Messenger"
    limits = LIMITS["messenger"]
    settings: ClassVar = (
        Setting(
            "app_secret",
            "the secret with which Meta signs its requests",
            where="developers.facebook.com, your app, App settings, Basic",
            required=True,
            secret=True,
            pattern=r"[0-9a-f]{16,128}",
            form="hexadecimal digits",
        ),
        Setting(
            "page_token",
            "the token with which replies are sent",
            where="developers.facebook.com, your app, Messenger, Access tokens",
            required=True,
            secret=True,
            pattern=r"[\w|-]{16,}",
            form="a token of letters, digits, _, - and |",
        ),
        Setting(
            "verify_token",
            "the word by which Meta checks our address",
            where="you make it up (openssl rand -hex 32) and enter it beside the callback address",
            required=True,
            secret=True,
            pattern=r"[\w-]{16,256}",
            form="16 to 256 letters, digits, _ or -",
        ),
        address("where the Graph API is, with its version", "https://graph.facebook.com/v25.0"),
    )

    async def verify(self, request: WebhookRequest, http: aiohttp.ClientSession) -> None:
        """See ``Platform``."""
        given = request.headers.get("x-hub-signature-256", "")
        check_signature(request.body, given, self._settings["app_secret"], "sha256", "sha256=")

    def immediate(self, request: WebhookRequest) -> Reply | None:
        """Answer Meta's check of the address."""
        if request.method != "GET":
            return None
        query = request.query
        token = query.get("hub.verify_token", "")
        if query.get("hub.mode") != "subscribe" or not same(token, self._settings["verify_token"]):
            # Whoever sets the page up looks here why Meta did not take it; the word given stays unsaid.
            logger.warning(
                "A request to %s was refused: it is no check by Meta that has our word.", self.name
            )
            return Reply(403)
        return Reply(body=query.get("hub.challenge", "").encode())

    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """See ``Platform``."""
        body = json_object(request)
        if body.get("object") != "page":
            return []
        events = [event for entry in items_at(body, "entry") for event in items_at(entry, "messaging")]
        found: list[Incoming] = []
        unread: Malformed | None = None
        for event in events:
            try:
                incoming = self._event(event)
            except Malformed as error:
                # One event that cannot be read must not lose the others of the batch.
                unread = error
            else:
                found += [incoming] if incoming else []
        if unread and not found:
            raise unread
        return found

    def _event(self, event: Any) -> Incoming | None:
        message, postback = at(event, "message"), at(event, "postback")
        text, media = "", False
        choice: str | None
        if isinstance(message, dict):
            # An echo of our own, or something that was taken back.
            if message.get("is_echo") or message.get("is_deleted"):
                return None
            choice = text_at(message, "quick_reply", "payload") if at(message, "quick_reply") else None
            text = "" if choice is not None else text_at(message, "text")
            media = bool(items_at(message, "attachments"))
            if not text and choice is None and not media:
                return None
        elif isinstance(postback, dict):
            choice = text_at(postback, "payload")
            if choice == GET_STARTED:
                text, choice = self._words.messaging.start, None
        else:
            # Read receipts, deliveries, reactions, edits …
            return None
        person = id_at(event, "sender", "id")
        return Incoming(
            id=id_at(message if isinstance(message, dict) else postback, "mid"),
            person=f"{id_at(event, 'recipient', 'id')}/{person}",
            address={"recipient": person},
            text=text,
            choice=choice,
            media=media,
        )

    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """See ``Platform``."""
        choices = offered(answers)
        texts = self.written(answers, unmarked, numbers=need_list(choices, self.limits))
        messages = [_message(text) for text in texts]
        if choices:
            if not messages:
                messages.append(_message(self._words.labels.choices))
            messages[-1]["message"]["quick_replies"] = [
                {"content_type": "text", "title": button.title, "payload": button.value}
                for button in buttons(choices, self.limits, turn)
            ]
        return messages

    def plain(self, text: str) -> list[Payload]:
        """See ``Platform``."""
        return [_message(part) for part in self.pieces(text)]

    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """See ``Platform``."""
        body = {"recipient": {"id": address["recipient"]}, **payload}
        token = self._settings["page_token"]
        proof = hmac.new(self._settings["app_secret"].encode(), token.encode(), hashlib.sha256).hexdigest()
        # The token is part of the address: no error may repeat it.
        query = {"access_token": token, "appsecret_proof": proof}
        answered = await call(http, "POST", f"{self._settings['api']}/me/messages", params=query, json=body)
        error = answered.field("error")
        if isinstance(error, dict):
            code = re.sub(r"\D", "", str(error.get("code")))[:10] or "0"
            passing = error.get("is_transient") is True or int(code) in PASSING or answered.status >= 500
            raise Undelivered(f"error {code}", retry_after=answered.retry_after, final=not passing)
        answered.check()


def _message(text: str) -> Payload:
    return {"messaging_type": "RESPONSE", "message": {"text": text}}
