"""Mattermost: a slash command or outgoing webhook brings messages, a bot account answers in a direct message.

Outgoing webhooks exist in public channels only, and what people ask here is nothing for others: every answer
goes to the person alone. Pressed buttons come without any token of Mattermost's, so ours carry a seal, which
is good for one choice, one person, one channel, and for a time.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import aiohttp

from lantern.answers import Answer
from lantern.channels.messaging import guards
from lantern.channels.messaging.buttons import Button, buttons, need_list
from lantern.channels.messaging.http import Answered, call, seconds_of
from lantern.channels.messaging.incoming import Forged, Incoming, WebhookRequest
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.markdown import escape, mark_up, to_html
from lantern.channels.messaging.platform import Payload, Platform, Reply, Setting, Undelivered
from lantern.channels.messaging.reading import at, id_at, items_at, json_object, text_at
from lantern.channels.messaging.settings import server, webhook_of
from lantern.channels.messaging.text import offered

JSON = "application/json"
API = "/api/v4"
# So many people's direct channels are remembered; nothing of it is kept on a disk.
REMEMBERED = 10_000
# A seal is good for so long. What a button offers ends after a day, and whoever presses it then is told so.
BUTTON_SECONDS = 30 * 24 * 3600


class Mattermost(Platform):
    """Mattermost's slash commands, outgoing webhooks, interactive messages and REST API."""

    name = "mattermost"
    title = "Mattermost"
    limits = LIMITS["mattermost"]
    settings = (
        server("the address of your Mattermost", "what stands before the team's name in your browser", API),
        Setting(
            "access_token",
            "the access token of the bot's account",
            where="Integrations, Bot Accounts",
            required=True,
            secret=True,
        ),
        Setting(
            "command_token",
            "the token of the slash command",
            where="Integrations, Slash Commands",
            required=True,
            secret=True,
        ),
        Setting(
            "webhook_token",
            "the token of an outgoing webhook, if you have one",
            where="Integrations, Outgoing Webhooks",
            secret=True,
        ),
    )

    def __init__(self, settings: Mapping[str, str], words: Any) -> None:
        """Take the settings and the sentences; nothing is asked of Mattermost yet."""
        super().__init__(settings, words)
        self._bot = ""
        self._channels: OrderedDict[str, str] = OrderedDict()

    async def verify(self, request: WebhookRequest, http: aiohttp.ClientSession) -> None:
        """Compare the token of the command or webhook, or the seal of the button."""
        body = _fields(request)
        if "context" in body:
            made, choice = text_at(body, "context", "at"), text_at(body, "context", "choice")
            seal = self._seal(choice, text_at(body, "user_id"), text_at(body, "channel_id"), made)
            guards.check_token(text_at(body, "context", "seal"), seal, "the seal")
            guards.check_recent(made, window=BUTTON_SECONDS)
            return
        given = text_at(body, "token")
        command = guards.same(given, self._settings["command_token"])
        webhook = guards.same(given, self._settings["webhook_token"])
        if not command and not webhook:
            raise Forged("the token is missing or wrong")

    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """Return the message or the pressed button."""
        body = _fields(request)
        person = id_at(body, "user_id")
        # Who else is a bot is not told, and to ask would hold up the answer to a danger. Nothing depends on
        # it: answers are direct messages, which set off no webhook, so no bot gets us to talk on and on.
        if person == self._bot:
            return []
        address = {"user": person}
        if "context" in body:
            value = text_at(body, "context", "choice")
            # Each press has a name of its own; old servers do not tell it.
            press = text_at(body, "trigger_id") or f"{id_at(body, 'post_id')} {value}"
            return [Incoming(id=press, person=person, address=address, choice=value)]
        if "command" in body:
            return [Incoming(id_at(body, "trigger_id"), person, address, text_at(body, "text"))]
        text, word = text_at(body, "text"), text_at(body, "trigger_word")
        # The word that calls the bot is no part of the question, unless the server only found it inside.
        text = text[len(word) :].lstrip(" ,:") if word and text.startswith(word) else text
        media = bool(at(body, "file_ids")) and not text.strip()
        return [Incoming(id_at(body, "post_id"), person, address, text, media=media)]

    def received(self, request: WebhookRequest) -> Reply:
        """Return an empty object: a text in it would be posted where others read it."""
        return Reply(body=b"{}", content_type=JSON)

    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """Return posts; the last has the buttons, if Mattermost can reach us to tell of them."""
        choices = offered(answers)
        reachable = bool(self._settings["public_url"])
        numbers = not reachable or need_list(choices, self.limits)
        texts = self.written(answers, mark_up, numbers)
        payloads: list[Payload] = [{"message": text} for text in texts]
        if payloads and choices and reachable:
            shown = buttons(choices, self.limits, turn)
            actions = [self._button(choice, place) for place, choice in enumerate(shown, 1)]
            fallback = ", ".join(choice.title for choice in shown)
            payloads[-1]["props"] = {"attachments": [{"fallback": fallback, "actions": actions}]}
        return payloads

    def as_html(self, text: str) -> str:
        """See ``Platform``."""
        return to_html(text)

    def plain(self, text: str) -> list[Payload]:
        """Return the text in posts that fit."""
        return [{"message": part} for part in self.pieces(text, escape)]

    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """Write one post to the person alone."""
        person = address["user"]
        channel = await self._direct(person, http)
        post = {"channel_id": channel, **self._sealed(payload, person, channel)}
        await self._call(http, "POST", "/posts", json=post)

    async def _direct(self, person: str, http: aiohttp.ClientSession) -> str:
        """Return the direct channel of the bot and a person; asking for it makes it."""
        if not self._bot:
            self._bot = text_at((await self._call(http, "GET", "/users/me")).data, "id")
        if person not in self._channels:
            answered = await self._call(http, "POST", "/channels/direct", json=[self._bot, person])
            self._channels[person] = text_at(answered.data, "id")
            while len(self._channels) > REMEMBERED:
                self._channels.popitem(last=False)
        return self._channels[person]

    async def _call(self, http: aiohttp.ClientSession, method: str, path: str, **options: Any) -> Answered:
        headers = {"Authorization": f"Bearer {self._settings['access_token']}"}
        url = self._settings["api"].rstrip("/") + API + path
        answered = await call(http, method, url, headers=headers, **options)
        if answered.status == 429:
            raise Undelivered(
                "status 429", retry_after=seconds_of(answered.headers.get("x-ratelimit-reset", ""))
            )
        return answered.check()

    def _button(self, choice: Button, place: int) -> dict[str, Any]:
        url = webhook_of(self._settings["public_url"], self.name)
        # Of a name, the server takes letters and digits only.
        return {
            "id": f"choice{place}",
            "type": "button",
            "name": choice.title,
            "integration": {"url": url, "context": {"choice": choice.value}},
        }

    def _sealed(self, payload: Payload, person: str, channel: str) -> Payload:
        """Return a post whose buttons are good for one person in one channel, from now on for a time."""
        made = str(int(time.time()))
        # A copy: a post that fails is sent again, sealed anew.
        post = deepcopy(payload)
        for attachment in items_at(post, "props", "attachments"):
            for action in items_at(attachment, "actions"):
                context = action["integration"]["context"]
                context |= {"at": made, "seal": self._seal(context["choice"], person, channel, made)}
        return post

    def _seal(self, choice: str, person: str, channel: str, made: str) -> str:
        """Return what shows that a button is ours; people never see it, the server keeps it."""
        key = self._settings["access_token"].encode()
        # A list, so that no part can reach into its neighbour.
        sealed = json.dumps([self.name, choice, person, channel, made]).encode()
        return hmac.new(key, sealed, hashlib.sha256).hexdigest()


def _fields(request: WebhookRequest) -> dict[str, Any]:
    """Return the fields of a request, which is a form or JSON, as the command or webhook was set up."""
    if request.content_type == JSON:
        return json_object(request)
    return dict(request.form())
