"""What Twilio's SMS, WhatsApp and telephone share: the account, and the signature of its requests."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar
from urllib.parse import urlsplit

import aiohttp
from twilio.request_validator import RequestValidator

from lantern.channels.messaging.guards import same
from lantern.channels.messaging.incoming import Forged, WebhookRequest
from lantern.channels.messaging.platform import Platform, Reply, Setting
from lantern.channels.messaging.settings import PUBLIC_URL, address

XML = "text/xml; charset=utf-8"

ACCOUNT: tuple[Setting, ...] = (
    Setting(
        "account_sid",
        "the account that sends replies",
        where="console.twilio.com, Account Info",
        required=True,
        pattern=r"AC[0-9a-f]{32}",
        form="AC and 32 hexadecimal digits",
    ),
    Setting(
        "auth_token",
        "the secret that signs Twilio's requests and sends replies",
        where="console.twilio.com, Account Info",
        required=True,
        secret=True,
        pattern=r"[0-9a-f]{32}",
        form="32 hexadecimal digits",
    ),
    replace(
        PUBLIC_URL,
        purpose="the address under which Twilio reaches this server, without a path: Twilio signs it",
        required=True,
    ),
    address("where Twilio's API is", "https://api.twilio.com"),
)


class Twilio(Platform):
    """The base of Twilio's platforms."""

    settings: ClassVar[tuple[Setting, ...]] = ACCOUNT

    async def verify(self, request: WebhookRequest, http: aiohttp.ClientSession) -> None:
        """See ``Platform``."""
        given = request.headers.get("x-twilio-signature", "")
        # Behind a proxy the server sees another host and scheme than Twilio has signed.
        seen = urlsplit(request.url)
        query = f"?{seen.query}" if seen.query else ""
        url = f"{self._settings['public_url'].rstrip('/')}{seen.path}{query}"
        form = request.form()
        signer = RequestValidator(self._settings["auth_token"])
        # Not its own "validate", which compares character by character.
        if not same(given, signer.compute_signature(url, form)):
            raise Forged("the signature is missing or wrong")
        if not same(form.get("AccountSid", ""), self._settings["account_sid"]):
            raise Forged("the request is for another account")


def twiml(inside: str = "<Response/>") -> Reply:
    """Return a response in Twilio's mark-up; without anything inside, nothing is said."""
    return Reply(body=f'<?xml version="1.0" encoding="UTF-8"?>{inside}'.encode(), content_type=XML)
