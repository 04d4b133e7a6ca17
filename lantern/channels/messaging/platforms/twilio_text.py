"""SMS and WhatsApp through Twilio: a form in, ``Messages.json`` out, choices as numbers to type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import aiohttp

from lantern.answers import Answer
from lantern.channels.messaging.http import call
from lantern.channels.messaging.incoming import Incoming, Malformed, WebhookRequest
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.markdown import starred_html
from lantern.channels.messaging.platform import Payload, Reply, Setting, Undelivered
from lantern.channels.messaging.platforms.twilio import ACCOUNT, Twilio, twiml
from lantern.channels.messaging.text import Block, Role, unmarked

# Messages that are only such a word Twilio answers itself; after STOP and its like we may not.
# YES would be one too, but people say it to us.
OPT_OUT = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
KEYWORDS = OPT_OUT | {"start", "unstop", "help", "info"}
# Twilio's error where somebody has said STOP.
STOPPED = 21610
# One such character makes an SMS of 160 characters one of 70, and costs accordingly.
COSTLY = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "·": "-",
        "\u00a0": " ",
    }
)


class _Text(Twilio):
    """What SMS and WhatsApp share."""

    # What stands before a phone number on this platform.
    prefix: ClassVar[str] = ""
    # Messages that are Twilio's to answer, in lower case.
    keywords: ClassVar[frozenset[str]] = frozenset()

    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """See ``Platform``."""
        form = request.form()
        if "MessageStatus" in form and "Body" not in form:
            # News of one of our own messages.
            return []
        if form.get("OptOutType"):
            # A messaging service says so of its own words.
            return []
        if form.get("Body", "").strip().lower() in self.keywords:
            # A bare number says nothing of the kind.
            return []
        missing = [key for key in ("MessageSid", "From", "To") if not form.get(key)]
        if missing:
            raise Malformed(f"{missing[0]} is missing")
        person, number = form["From"], form["To"]
        if person == number or not person.startswith(self.prefix):
            return []
        return [
            Incoming(
                id=form["MessageSid"],
                person=f"{number}/{person}",
                address={"To": person, "From": number},
                text=form.get("Body", ""),
                media=form.get("NumMedia", "0") not in ("", "0") or bool(form.get("Latitude")),
            )
        ]

    def received(self, request: WebhookRequest) -> Reply:
        """See ``Platform``."""
        return twiml()

    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """See ``Platform``."""
        return [{"Body": text} for text in self.written(answers, self.mark_up, numbers=True)]

    def plain(self, text: str) -> list[Payload]:
        """See ``Platform``."""
        return [{"Body": part} for part in self.pieces(text)]

    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """See ``Platform``."""
        account = self._settings["account_sid"]
        url = f"{self._settings['api']}/2010-04-01/Accounts/{account}/Messages.json"
        form = {"To": address["To"], "From": address["From"], **payload}
        basic = aiohttp.BasicAuth(account, self._settings["auth_token"])
        answered = await call(http, "POST", url, data=form, auth=basic)
        if answered.status >= 400 and answered.field("code") == STOPPED:
            raise Undelivered(f"error {STOPPED}: the person has said STOP", unwanted=True)
        answered.check()

    def mark_up(self, block: Block) -> str:
        """Write a block as the platform wants it."""
        return unmarked(block)


class Sms(_Text):
    """Text messages."""

    name = "sms"
    title = "SMS (Twilio)"
    limits = LIMITS["sms"]
    keywords = KEYWORDS
    settings: ClassVar[tuple[Setting, ...]] = ACCOUNT

    def mark_up(self, block: Block) -> str:
        """Write a block in characters that cost little."""
        return unmarked(block).translate(COSTLY)


class WhatsApp(_Text):
    """WhatsApp; outside the 24 hours after a person's message only templates may be sent, so nothing is."""

    name = "whatsapp"
    title = "WhatsApp (Twilio)"
    limits = LIMITS["whatsapp"]
    settings: ClassVar[tuple[Setting, ...]] = ACCOUNT
    prefix = "whatsapp:"

    def as_html(self, text: str) -> str:
        """See ``Platform``."""
        return starred_html(text)

    def mark_up(self, block: Block) -> str:
        """Write a block with WhatsApp's bold headings."""
        text = unmarked(block)
        bold = block.role is Role.HEADING and "*" not in text and "\n" not in text
        return f"*{text.strip()}*" if bold and text.strip() else text
