"""Google Chat: interaction events come in, messages go out by the Chat API in the name of a service account.

Text is written in Chat's own mark-up; that is said with each message, because the default of an app differs
with its age.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import jwt
from cryptography.exceptions import UnsupportedAlgorithm

from lantern.answers import Answer
from lantern.channels.messaging import guards
from lantern.channels.messaging.access import AccessTokens, borrow
from lantern.channels.messaging.buttons import Button, buttons, need_list, with_card
from lantern.channels.messaging.incoming import Forged, Incoming, Malformed, WebhookRequest
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.markdown import APART, emphasised, starred_html
from lantern.channels.messaging.platform import Payload, Platform, Reply, Setting, Undelivered
from lantern.channels.messaging.reading import at, id_at, items_at, json_object, text_at
from lantern.channels.messaging.settings import address, webhook_of
from lantern.channels.messaging.text import (
    Block,
    Role,
    Span,
    Words,
    bullet,
    offered,
)

API = "https://chat.googleapis.com"
LOGIN = "https://oauth2.googleapis.com/token"
SCOPE = "https://www.googleapis.com/auth/chat.bot"
# Who signs what Chat sends: either itself, with keys of its own, or Google's identity service for it.
CHAT = "chat@system.gserviceaccount.com"
CHAT_KEYS = f"https://www.googleapis.com/service_accounts/v1/jwk/{CHAT}"
ACCOUNTS = ("https://accounts.google.com", "accounts.google.com")
ACCOUNTS_KEYS = "https://www.googleapis.com/oauth2/v3/certs"
HOUR = 3600
SPACE = re.compile(r"spaces/[\w-]{1,128}", re.ASCII)
MESSAGES = ("MESSAGE", "ADDED_TO_SPACE")
CHOOSE = "choose"


def _signed(claims: dict[str, Any], key: str) -> str:
    """Return a token that the service account has signed.

    Raises:
        ValueError: The key is none, or of a kind that cannot sign this.
    """
    try:
        # In a variable of the environment, the ends of its lines are often written as \n.
        return jwt.encode(claims, key.replace("\\n", "\n"), "RS256")
    except (jwt.PyJWTError, UnsupportedAlgorithm, ValueError, TypeError):
        raise ValueError("no key") from None


def _no_key(values: Mapping[str, str]) -> str:
    try:
        _signed({}, values["private_key"])
    except ValueError:
        return "it cannot be used: copy it whole from the service account's JSON key."
    return ""


def _other_audience(values: Mapping[str, str]) -> str:
    audience, public_url = values["audience"], values["public_url"]
    own = webhook_of(public_url, GoogleChat.name)
    # Without our address nobody knows what was entered: a proxy may have given the webhook another path.
    if audience.isdigit() or not public_url or audience == own:
        return ""
    cure = "Enter that at Google and here, or choose the project's number."
    return f"it is {audience!r}, but the webhook is {own}. {cure}"


class GoogleChat(Platform):
    """Google Chat's events and API."""

    name = "googlechat"
    title = "Google Chat"
    limits = LIMITS["googlechat"]
    settings = (
        Setting(
            "audience",
            "what you chose as authentication audience: the project's number, or the webhook's address",
            where="Google Cloud console, Google Chat API, Configuration, Connection settings",
            required=True,
            pattern=r"\d{6,20}|https://\S+",
            form="the project's number, or an address with https://",
            objection=_other_audience,
        ),
        Setting(
            "client_email",
            "the address of the service account that answers",
            where="client_email in the service account's JSON key",
            required=True,
            pattern=r"[^@\s]+@[^@\s]+",
            form="an address with @",
        ),
        Setting(
            "private_key",
            "the private key of the service account",
            where="private_key in the service account's JSON key",
            required=True,
            secret=True,
            pattern=r"(?s).*-----BEGIN (RSA )?PRIVATE KEY-----.+-----END (RSA )?PRIVATE KEY-----.*",
            form="a key from BEGIN PRIVATE KEY to END PRIVATE KEY",
            objection=_no_key,
        ),
        address("the address of the Chat API", API),
        address("the address that lends access tokens", LOGIN, "login"),
        # Whoever can change the keys on their way can forge every request.
        address("the address of Google's public keys, where it is not Google's own", "", "keys"),
    )

    def __init__(self, settings: Mapping[str, str], words: Words) -> None:
        """Take the settings and the sentences; keys and tokens are fetched when they are needed."""
        super().__init__(settings, words)
        self._by_number = settings["audience"].isdigit()
        issuers, keys = ([CHAT], CHAT_KEYS) if self._by_number else (list(ACCOUNTS), ACCOUNTS_KEYS)
        self._guard = guards.TokenGuard(settings["keys"] or keys, issuers, settings["audience"])
        self._tokens = AccessTokens(self._fetch_token)

    async def verify(self, request: WebhookRequest, http: aiohttp.ClientSession) -> None:
        """Check the token, and where Google signs for many, that it is Chat for which it signs."""
        claims = (await self._guard.check(guards.bearer(request.headers), http)).claims
        if self._by_number:
            return
        if not guards.same(str(claims.get("email")), CHAT) or claims.get("email_verified") is not True:
            raise Forged("the token is not Google Chat's")

    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """Return the message or pressed button; what bots write and what is no message is left out."""
        body = json_object(request)
        kind = text_at(body, "type")
        if kind == "CARD_CLICKED":
            return self._pressed(body)
        if kind not in MESSAGES or not isinstance(at(body, "message"), dict):
            return []
        message = body["message"]
        if text_at(message, "sender", "type") == "BOT":
            return []
        # Without the bot's name, by which it is called in spaces with several people.
        text = text_at(message, "argumentText") or text_at(message, "text")
        files = items_at(message, "attachment") or items_at(message, "attachments")
        return [
            Incoming(
                id=id_at(message, "name"),
                person=_person(id_at(message, "sender", "name"), body),
                address=_address(body),
                text=text.strip(),
                media=bool(files) and not text.strip(),
            )
        ]

    def _pressed(self, body: dict[str, Any]) -> list[Incoming]:
        pressed = at(body, "common", "parameters", CHOOSE)
        if not isinstance(pressed, str):
            named = {
                text_at(item, "key"): text_at(item, "value")
                for item in items_at(body, "action", "parameters")
            }
            pressed = named.get(CHOOSE, "")
        id = f"{id_at(body, 'message', 'name')} {pressed} {id_at(body, 'eventTime')}"
        person = _person(id_at(body, "user", "name"), body)
        return [Incoming(id=id, person=person, address=_address(body), choice=pressed)]

    def received(self, request: WebhookRequest) -> Reply:
        """Return an empty object: the answer comes by the API."""
        return Reply(body=b"{}", content_type="application/json")

    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """Return messages; the last has a card with the choices."""
        choices = offered(answers)
        texts = self.written(answers, mark_up, numbers=need_list(choices, self.limits))
        payloads = [_message(text) for text in texts]
        if not choices:
            return payloads
        card = {"cardsV2": [_card(buttons(choices, self.limits, turn))]}
        return with_card(payloads, card, lambda joined: size_of(joined) <= self.limits.payload_bytes)

    def as_html(self, text: str) -> str:
        """See ``Platform``."""
        return starred_html(text)

    def plain(self, text: str) -> list[Payload]:
        """Return the text in messages that fit."""
        return [_message(part) for part in self.pieces(text, escape)]

    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """Write one message into the space, and the thread, that the question came from."""
        url = f"{self._settings['api'].rstrip('/')}/v1/{address['space']}/messages"
        body, query = dict(payload), {}
        if address.get("thread"):
            body["thread"] = {"name": address["thread"]}
            query["messageReplyOption"] = "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"
        await self._tokens.post(http, url, json=body, params=query)

    async def _fetch_token(self, http: aiohttp.ClientSession) -> tuple[str, float]:
        now, login = int(time.time()), self._settings["login"]
        claims = {
            "iss": self._settings["client_email"],
            "scope": SCOPE,
            "aud": login,
            "iat": now,
            "exp": now + HOUR,
        }
        try:
            asked = _signed(claims, self._settings["private_key"])
        except ValueError:
            raise Undelivered("the private key cannot be used", final=True) from None
        form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": asked}
        return await borrow(http, login, form)


def size_of(payload: Payload) -> int:
    """Return the size of a payload as Google counts it: JSON in UTF-8."""
    return len(json.dumps(payload, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def mark_up(block: Block) -> str:
    """Write a block in Chat's own mark-up, where one star is bold; addresses become links by themselves."""
    text = "".join(_span(span) for span in block.spans)
    if block.role is Role.HEADING:
        text = emphasised(text, "*")
    elif block.role is Role.DISCLAIMER:
        text = emphasised(text, "_")
    return bullet(block, text)


def escape(text: str) -> str:
    """Return text that calls nobody: in angle brackets stand people and links."""
    return text.replace("<", f"<{APART}")


def _span(span: Span) -> str:
    return escape(span.text if not span.url or span.url == span.text else f"{span.text} {span.url}")


def _message(text: str) -> Payload:
    return {"text": text, "markupSyntax": "MARKUP_SYNTAX_CHAT"}


def _card(choices: Sequence[Button]) -> dict[str, Any]:
    widgets = [{"buttonList": {"buttons": [_button(choice)]}} for choice in choices]
    # One list a button, so that each stands on a line of its own.
    return {"cardId": "choices", "card": {"sections": [{"widgets": widgets}]}}


def _button(choice: Button) -> dict[str, Any]:
    action = {"function": CHOOSE, "parameters": [{"key": CHOOSE, "value": choice.value}]}
    return {"text": choice.title, "onClick": {"action": action}}


def _person(who: str, body: dict[str, Any]) -> str:
    return f"{_address(body)['space']} {who}"


def _address(body: dict[str, Any]) -> dict[str, str]:
    """Return the space, and the thread if it is one that replies belong to.

    Raises:
        Malformed: There is no space.
    """
    space = text_at(body, "space", "name") or text_at(body, "message", "space", "name")
    if not SPACE.fullmatch(space):
        raise Malformed("space.name is missing or no space")
    thread = text_at(body, "message", "thread", "name")
    in_thread = (
        text_at(body, "space", "type") != "DM" and text_at(body, "space", "spaceType") != "DIRECT_MESSAGE"
    )
    return {"space": space, **({"thread": thread} if thread and in_thread else {})}
