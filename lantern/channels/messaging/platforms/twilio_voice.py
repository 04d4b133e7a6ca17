"""Telephone calls through Twilio: what was heard in, what is to be said out, without mark-up or addresses.

A call is answered in the response to the request. Each call is a conversation of its own, because a telephone
may be shared.

The same words may be said twice in a call, and nothing in the form tells that from one request that comes
again. So each response gives the address for the next words, with their turn in it: Twilio signs the address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

import aiohttp
from twilio.twiml.voice_response import Gather, VoiceResponse

from lantern.answers import Answer, Kind
from lantern.channels.messaging.incoming import Incoming, Malformed, WebhookRequest
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.platform import Payload, Reply, Setting, Undelivered
from lantern.channels.messaging.platforms.twilio import ACCOUNT, XML, Twilio
from lantern.channels.messaging.split import split
from lantern.channels.messaging.text import clean, offered

# Voices by the language of an answer.
LANGUAGES = {"en": "en-US", "es": "es-MX"}
LINK = re.compile(r"https?://\S+")
# A number that is to be called is read digit by digit.
DIGITS = re.compile(r"\d{3,}|\d(?=-)|(?<=-)\d")
SILENT, TURN = "silent", "turn"
CALL = re.compile(r"CA[0-9a-f]{32}")
NUMBER = re.compile(r"\d{1,4}", re.ASCII)


class Voice(Twilio):
    """The platform."""

    name = "voice"
    title = "Telephone (Twilio Voice)"
    limits = LIMITS["voice"]
    settings: ClassVar[tuple[Setting, ...]] = ACCOUNT
    answers_in_response = True

    def immediate(self, request: WebhookRequest) -> Reply | None:
        """Greet a caller, and ask again when nothing was heard."""
        if request.method != "POST" or _heard(request):
            return None
        words = self._words.messaging
        if request.form().get("CallStatus") in ("completed", "busy", "failed", "no-answer", "canceled"):
            return Reply()
        if request.query.get(SILENT) == "2":
            return self._xml([_say(words.voice_goodbye)], listen=False)
        first = words.voice_nothing_heard if SILENT in request.query else words.voice_greeting
        # A turn in which nothing was heard is not used up; that of the greeting is.
        turn = max(1, _turn(request))
        return self._xml([_say(first)], turn, silent=2 if SILENT in request.query else 1)

    def incoming(self, request: WebhookRequest) -> list[Incoming]:
        """See ``Platform``."""
        call = request.form().get("CallSid", "")
        if not CALL.fullmatch(call):
            raise Malformed("CallSid is missing or none")
        return [Incoming(f"{call}/{_turn(request)}", call, {"call": call}, _heard(request))]

    def render(self, answers: Sequence[Answer], turn: str) -> list[Payload]:
        """See ``Platform``."""
        payloads: list[Payload] = []
        for answer in answers:
            text = "\n".join(self._parts(answer))
            danger = answer.kind is Kind.DANGER
            said = split(LINK.sub("", clean(text)), self.limits.text, self.limits.unit.length)
            payloads += [_say(part, answer.language, danger) for part in said]
        last = [answer.disclaimer for answer in answers if clean(answer.disclaimer)]
        words = self._words.messaging
        last = list(dict.fromkeys(last)) + [
            words.voice_choice.format(title=choice.title, number=place)
            for place, choice in enumerate(offered(answers)[:9], 1)
        ]
        said = split(clean("\n".join(last)), self.limits.text, self.limits.unit.length)
        return payloads + [_say(part) for part in said]

    def _parts(self, answer: Answer) -> list[str]:
        labels, words = self._words.labels, self._words.messaging
        danger = answer.kind is Kind.DANGER
        parts = [labels.understood.format(title=answer.title)] if answer.kind is Kind.ANSWER else []
        parts += [spoken(answer.short) if danger else answer.short, answer.more]
        parts += [labels.questions, *answer.questions] if answer.questions else []
        if answer.sources:
            parts += [
                words.voice_sources,
                *(words.voice_source.format(**one.dict()) for one in answer.sources),
            ]
        if answer.links:
            spanish = danger and answer.language == "es"
            heading = (
                words.links_danger_spanish if spanish else labels.links_danger if danger else labels.links
            )
            parts.append(heading)
            parts += [
                words.voice_link.format(title=link.title, phone=spoken(link.phone))
                if link.phone
                else f"{link.title}, {link.purpose}."
                for link in answer.links
            ]
        return parts

    def plain(self, text: str) -> list[Payload]:
        """See ``Platform``."""
        return [_say(part) for part in self.pieces(text)]

    def respond(self, payloads: Sequence[Payload], request: WebhookRequest) -> Reply:
        """See ``Platform``."""
        return self._xml(payloads, _turn(request) + 1)

    def _xml(self, payloads: Sequence[Payload], turn: int = 0, listen: bool = True, silent: int = 1) -> Reply:
        response = VoiceResponse()
        action = f"{self._settings['public_url'].rstrip('/')}/webhooks/{self.name}/webhook?{TURN}={turn}"
        gather = Gather(
            input="speech dtmf", method="POST", num_digits=1, speech_timeout="auto", action=action
        )
        for payload in payloads:
            # What a caller must hear cannot be talked over.
            where = gather if listen and not payload["danger"] else response
            where.say(payload["text"], language=payload["language"])
        if listen:
            gather.say(self._words.messaging.voice_listening, language=LANGUAGES["en"])
            response.append(gather)
            response.redirect(f"{action}&{SILENT}={silent}", method="POST")
        else:
            response.hangup()
        return Reply(body=str(response).encode(), content_type=XML)

    async def send(self, payload: Payload, address: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        """See ``Platform``."""
        raise Undelivered("a call is answered in its response", final=True)


def spoken(text: str) -> str:
    """Return a text whose numbers of three and more digits are read digit by digit."""
    return DIGITS.sub(lambda found: " ".join(found[0]), text)


def _turn(request: WebhookRequest) -> int:
    """Return the turn of the call that a request belongs to; a call begins without one.

    Raises:
        Malformed: It is no number.
    """
    turn = request.query.get(TURN, "0")
    if not NUMBER.fullmatch(turn):
        raise Malformed("the turn is no number")
    return int(turn)


def _heard(request: WebhookRequest) -> str:
    form = request.form()
    return form.get("SpeechResult", "").strip() or form.get("Digits", "").strip()


def _say(text: str, language: str = "en", danger: bool = False) -> Payload:
    return {"text": text, "language": LANGUAGES.get(language, LANGUAGES["en"]), "danger": danger}
