"""Twilio's Messages resource (SMS, WhatsApp) and its webhooks; and a phone call, answered in TwiML."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree

from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.channels.messaging.fakes.base import (
    PUBLIC,
    Delivered,
    Fake,
    Fault,
    Inbound,
    Refused,
    changed,
    need,
    text_of,
    utf16,
    without,
)

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKEN = "fedcba9876543210fedcba9876543210"
OURS = "+15005550006"
ALLOWED_TWIML = {"Response", "Say", "Gather", "Pause", "Hangup", "Redirect"}


class TwilioFake(Fake):
    """An account with one number."""

    prefix = ""

    def credentials(self) -> dict[str, str]:
        return {
            "account_sid": ACCOUNT,
            "auth_token": TOKEN,
            "public_url": self.public,
            "api": self.api,
        }

    # What Twilio sends.

    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        return self._signed({**self._fields(person, id), "Body": text, "NumMedia": "0"})

    def forged(self, person: str, text: str) -> list[Inbound]:
        good = self.typed(person, text)
        fields = dict(parse_qsl(good.body.decode(), keep_blank_values=True))
        url = self.public + self.webhook()
        other = RequestValidator("another token").compute_signature(url, fields)
        elsewhere = RequestValidator(TOKEN).compute_signature("https://elsewhere.example/x", fields)
        return [
            without(good, "x-twilio-signature"),
            changed(good, x_twilio_signature=other),
            changed(good, x_twilio_signature=elsewhere),
            changed(good, x_twilio_signature=""),
            changed(good, x_twilio_signature="ö"),
            replace(good, body=good.body.replace(b"From=", b"From=x", 1)),
            replace(good, body=good.body + b"&Body=more"),
        ]

    def ignored(self, person: str) -> list[Inbound]:
        # What becomes of a message that we sent; it comes to this address if somebody enters it so.
        status = {**self._fields(person), "MessageStatus": "delivered", "SmsStatus": "delivered"}
        ours = {**self._fields(person), "From": self.prefix + OURS, "Body": "what is chemo"}
        return [self._signed(status), self._signed(ours)]

    def media(self, person: str) -> Inbound | None:
        picture = {"Body": "", "NumMedia": "1", "MediaUrl0": "https://x", "MediaContentType0": "image/jpeg"}
        return self._signed({**self._fields(person), **picture})

    def malformed(self) -> list[Inbound]:
        return [self._signed({}), self._signed({"Body": "what is chemo"})]

    def _fields(self, person: str, id: str | None = None) -> dict[str, str]:
        sid = id or f"SM{self.number():032x}"
        people = {"From": self.prefix + number(person), "To": self.prefix + OURS}
        return {
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": ACCOUNT,
            **people,
            "ApiVersion": "2010-04-01",
        }

    def _signed(self, fields: Mapping[str, str], query: Mapping[str, str] | None = None) -> Inbound:
        url = self.public + self.webhook() + (f"?{urlencode(query)}" if query else "")
        signature = RequestValidator(TOKEN).compute_signature(url, dict(fields))
        headers = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature}
        return Inbound(urlencode(fields).encode(), headers, self.webhook(), query=dict(query or {}))

    # What Twilio takes.

    def routes(self) -> list[web.RouteDef]:
        return [web.post(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json", self._post)]

    def refusal(self, refused: Refused) -> web.Response:
        code = 21617 if "of at most 1600" in refused.reason else 21604
        body = {"code": code, "message": refused.reason, "status": refused.status}
        return web.json_response(body, status=refused.status)

    def failure(self, fault: Fault) -> web.Response:
        reply = super().failure(fault)
        reply.text = '{"code": 20429, "message": "Too Many Requests"}'
        return reply

    async def _post(self, request: web.Request) -> web.StreamResponse:
        async def read() -> tuple[Delivered, Any]:
            basic = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
            need(request.headers.get("Authorization") == f"Basic {basic}", "Authenticate", 401)
            need(request.content_type == "application/x-www-form-urlencoded", "the type is no form")
            fields = {key: str(value) for key, value in (await request.post()).items()}
            unknown = set(fields) - {"To", "From", "Body", "MessagingServiceSid", "SmartEncoded"}
            need(not unknown, f"unknown parameters {sorted(unknown)}")
            need(fields.get("From") == self.prefix + OURS, "The From number is not yours (21606)")
            need(
                re.fullmatch(re.escape(self.prefix) + r"\+[1-9]\d{6,14}", fields.get("To", "")),
                "invalid To (21211)",
            )
            text = text_of(fields.get("Body"), 1600, "Body", utf16)
            return Delivered(fields["To"], text, raw=fields), {
                "sid": f"SM{self.number():032x}",
                "status": "queued",
            }

        return await self.deliver(request, read)


class SmsFake(TwilioFake):
    """Text messages."""

    name = "sms"


class WhatsAppFake(TwilioFake):
    """WhatsApp through Twilio; free text is only for 24 hours after a person has written."""

    name = "whatsapp"
    prefix = "whatsapp:"


class VoiceFake(TwilioFake):
    """A phone call: the response to the webhook holds what is said, and where to send what is heard."""

    name = "voice"

    def __init__(self, public: str = PUBLIC) -> None:
        super().__init__(public)
        # Where the last response has sent each call on to.
        self._actions: dict[str, str] = {}

    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        return self._heard(person, {"SpeechResult": text, "Confidence": "0.9"}, id)

    def pressed(self, person: str, delivered: Delivered, place: int) -> Inbound:
        return self._heard(person, {"Digits": str(place)})

    def ignored(self, person: str) -> list[Inbound]:
        return []

    def media(self, person: str) -> Inbound | None:
        return None

    def begun(self, person: str) -> Inbound:
        """Return the request for a call that begins."""
        return self._signed({**call_fields(person), "CallStatus": "ringing"})

    def malformed(self) -> list[Inbound]:
        heard = {"SpeechResult": "what is chemo"}
        calls = ("", "x", "CA1", f"CA{'G' * 32}", f"SM{'0' * 32}", f"CA{'0' * 33}", f"CA{'0' * 32}\n")
        turns = ("", "x", "-1", "1/2", "99999", "²", "1 ")
        good = call_fields("ann")
        return [
            self._signed({}),
            *(self._signed({**good, **heard, "CallSid": call}) for call in calls),
            *(self._signed({**good, **heard}, {"turn": turn}) for turn in turns),
        ]

    def answered(self, inbound: Inbound, body: bytes) -> None:
        action = _action(body)
        if action:
            self._actions[dict(parse_qsl(inbound.body.decode()))["CallSid"]] = action

    def _heard(self, person: str, heard: Mapping[str, str], id: str | None = None) -> Inbound:
        fields = {**call_fields(person), **heard}
        # A test that takes no notice of the response still has each turn come to an address of its own.
        action = self._actions.pop(fields["CallSid"], "") or f"?turn={self.number()}"
        return self._signed(fields, {"turn": id} if id else dict(parse_qsl(urlsplit(action).query)))

    def _signed(self, fields: Mapping[str, str], query: Mapping[str, str] | None = None) -> Inbound:
        inbound = super()._signed(fields, query)
        # Twilio says with each request which attempt it is; nothing shows that it is Twilio who says so.
        return changed(inbound, i_twilio_idempotency_token=f"token-{self.number()}")


def call_fields(person: str) -> dict[str, str]:
    people = {"From": number(person), "To": OURS, "Caller": number(person), "Called": OURS}
    call = f"CA{int.from_bytes(person.encode()[:5], 'big'):032x}"
    return {
        "CallSid": call,
        "AccountSid": ACCOUNT,
        "CallStatus": "in-progress",
        "Direction": "inbound",
        **people,
    }


def _action(twiml: bytes) -> str:
    """Return where what a caller says next is sent; nothing, if the call ends."""
    gather = ElementTree.fromstring(twiml).find("Gather")
    return "" if gather is None else gather.get("action", "")


def spoken(twiml: bytes) -> Delivered:
    """Return what a caller hears; refuses what Twilio would refuse."""
    need(len(twiml) <= 64 * 1024, "the document is longer than 64 KB (11750)")
    try:
        root = ElementTree.fromstring(twiml)
    except ElementTree.ParseError:
        raise Refused("Document parse failure (12100)") from None
    texts = []
    for element in root.iter():
        need(element.tag in ALLOWED_TWIML, f"unknown verb {element.tag} (12200)")
        if element.tag == "Say":
            need(not list(element), "mark-up in what is said")
            texts.append(text_of(element.text, 4096, "Say", utf16))
    need(root.tag == "Response", "no Response")
    return Delivered("", "\n".join(texts), raw=twiml.decode())


def number(person: str) -> str:
    return f"+1202{int.from_bytes(person.encode()[:5], 'big') % 10**7:07}"
