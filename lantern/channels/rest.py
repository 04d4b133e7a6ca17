"""The local REST channel: Rasa's address and format, plus the answers as objects.

``POST /webhooks/rest/webhook`` takes ``{"sender": "…", "message": "…"}`` and gives a list of
``{"recipient_id": "…", "text": "…", "answers": […]}``. The caller chooses the sender and nobody has
to sign in, so this channel is for the loopback address only.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern import paths
from lantern.answers import Answer
from lantern.channels.entry import Refused, is_local, notice
from lantern.channels.erasure import is_erased, says_deleted
from lantern.channels.turn import OnMessage, Turns, answers_of, danger_answer
from lantern.channels.way_in import Entered, WayIn
from lantern.content.library import load_library
from lantern.content.numbers import numbers_of
from lantern.errors import SettingError
from lantern.paths import DATA
from lantern.privacy.identity import SENDER_KEY_FILE, key_from, opaque
from lantern.stores.conversation import Conversation
from lantern.stores.marks import MemoryMarks

NAME = "rest"
DEFAULT_CHARACTERS = 2000
DEFAULT_MESSAGES = 300
MOST = 10_000
MINUTE = 60
# Anything else is no conversation id; a half character in one would even stop the server,
# because Rasa's SQL store ends the process where the database driver refuses a value.
SENDER = re.compile(r"[\x21-\x7e]{1,128}")
TOPIC = re.compile(r"[a-z][a-z0-9_]{0,127}")
# A character takes up to four bytes, or twelve as an escape in JSON.
BYTES_A_CHARACTER = 12
MOST_OTHER_BYTES = 4096


class LocalRest(InputChannel):
    """Rasa's REST channel with a length limit, honest errors and answer objects."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, which is part of its address."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> LocalRest:
        """Create the channel from its block in credentials.yml.

        Raises:
            SettingError: A setting is unknown or out of range.
        """
        settings = dict(credentials or {})
        limit = _number(settings, "max_characters", DEFAULT_CHARACTERS)
        most = _number(settings, "messages_a_minute", DEFAULT_MESSAGES)
        if settings:
            raise SettingError(
                f"credentials.yml, rest: {next(iter(settings))!r} is no setting. "
                "Allowed: max_characters, messages_a_minute."
            )
        return cls(limit, most)

    def __init__(self, limit: int, most: int = DEFAULT_MESSAGES) -> None:
        """Set the greatest length of a message, in characters, and how many a sender may send a minute."""
        self.limit, self._most = limit, most
        library = load_library(DATA)
        wording = library.wording
        numbers = numbers_of(library.organisation, wording.labels)
        too_many = wording.website_errors.too_many.format(seconds="{seconds}", **numbers)
        self.notices: dict[str, str] = {**wording.notices.dict(), "too_many": too_many}
        self.language = wording.language
        self._marks = MemoryMarks()
        self._way_in = WayIn.of_content()
        self._key = key_from(paths.STATE / SENDER_KEY_FILE)
        self._turns = Turns(NAME)

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Return the routes of this channel."""
        routes = Blueprint("lantern_rest", url_prefix=None)

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, on_new_message)

        return routes

    async def _receive(self, request: Request, on_new_message: OnMessage) -> HTTPResponse:
        # Bare "rasa run" listens on every interface; this channel still serves this computer only.
        if not is_local(request.ip, request.headers.get("host", "")):
            return self._say("unknown", "local_only", status=403)
        if len(request.body) > self.limit * BYTES_A_CHARACTER + MOST_OTHER_BYTES:
            # Still an answer for the person: the body is not even parsed.
            return self._say("unknown", "too_long", limit=self.limit)
        try:
            sender, text, topic = _fields(request)
        except ValueError:
            return self._say("unknown", "malformed", status=400)
        entered = await self._way_in.enter_beside(text, self.limit)
        busy = await self._seconds_to_wait(sender)
        if entered.danger:
            # It is answered however much was sent; what else the message asks has to wait like the rest.
            behind = None if busy else on_new_message
            return response.json(await self._in_danger(sender, entered, entered.danger, behind))
        if busy:
            return self._say(sender, "too_many", status=429, seconds=busy)
        if isinstance(entered.message, Refused):
            return self._say(sender, entered.message.notice, limit=self.limit)
        metadata = {**entered.metadata, **({"topic": topic} if topic else {})}
        messages = await self._turn(sender, entered.message.text, metadata, on_new_message)
        if says_deleted(answers_of(messages)):
            conversation = Conversation(request.app.ctx.agent, opaque(sender, self._key))
            if not await is_erased(conversation):
                return self._say(sender, "not_deleted")
        return response.json(messages) if messages else self._say(sender, "error")

    async def _in_danger(
        self, sender: str, entered: Entered, reply: Answer, on_new_message: OnMessage | None
    ) -> list[dict[str, Any]]:
        """Return the reply to a danger, whatever fails."""

        async def turn(text: str, behind: OnMessage) -> list[dict[str, Any]]:
            return answers_of(await self._turn(sender, text, entered.metadata, behind))

        fit = None
        if on_new_message and not isinstance(entered.message, Refused):
            fit = turn(entered.message.text, on_new_message)
        return [as_message(sender, await danger_answer(reply, fit))]

    async def _seconds_to_wait(self, sender: str) -> int:
        """Count a message of a sender, and return how long to wait before the next if that was too many."""
        conversation = opaque(sender, self._key)
        count = await self._marks.count(conversation, MINUTE)
        if count.number > self._most:
            return count.seconds_left
        return 1 if self._turns.is_crowded(conversation) else 0

    async def _turn(
        self, sender: str, text: str, metadata: Mapping[str, Any], on_new_message: OnMessage
    ) -> list[dict[str, Any]]:
        """Return what Rasa says to a message; nothing if it fails."""
        messages = await self._turns.take(opaque(sender, self._key), text, metadata, on_new_message)
        return [{**message, "recipient_id": sender} for message in messages]

    def _say(self, sender: str, key: str, status: int = 200, **fill: Any) -> HTTPResponse:
        answer = notice(key, self.notices, self.language, **fill)
        return response.json([as_message(sender, answer)], status=status)


def _number(settings: dict[str, Any], name: str, default: int) -> int:
    """Take a number out of the settings; raise SettingError if it is none that may be."""
    value = settings.pop(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST:
        raise SettingError(
            f"credentials.yml, rest: {name} is {value!r}; it has to be a number from 1 to {MOST}."
        )
    return value


def as_message(sender: str, answer: Answer) -> dict[str, Any]:
    """Return an answer in the format of this channel."""
    places = [f"{link.title}: {link.phone or link.url}" for link in answer.links]
    return {
        "recipient_id": sender,
        "text": "\n".join([answer.short, *places]),
        "answers": [answer.as_json()],
    }


def _fields(request: Request) -> tuple[str, str, str | None]:
    """Return sender, text and chosen topic; raise ValueError if the request has none such."""
    # A page of another site can post plain text or a form unasked, but not this type.
    if request.content_type.split(";")[0].strip().lower() != "application/json":
        raise ValueError
    try:
        body = request.json
    except Exception as error:
        raise ValueError from error
    if not isinstance(body, dict) or not isinstance(body.get("message"), str):
        raise ValueError
    sender = body.get("sender")
    if sender is None:
        # Without a name it is a conversation of its own; a shared one would mix people.
        sender = secrets.token_hex(16)
    topic = body.get("topic")
    if not (isinstance(sender, str) and SENDER.fullmatch(sender)):
        raise ValueError
    if topic is not None and not (isinstance(topic, str) and TOPIC.fullmatch(topic)):
        raise ValueError
    return sender, body["message"], topic
