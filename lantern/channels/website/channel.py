"""The website channel: JSON over HTTP for the widget (docs/channels/website.md).

Nobody signs in: a session is begun by the server, and its token is all there is to know about a person.
Only pages on the list may change anything, and what fails inside is told as an error object.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern import paths
from lantern.channels.turn import OnMessage
from lantern.channels.website.desk import Desk
from lantern.channels.website.greeting import topics_of
from lantern.channels.website.http import (
    FILES,
    METHODS,
    WIDGET,
    caller_of,
    read_body,
    send_empty,
    send_file,
    send_json,
    set_headers,
)
from lantern.channels.website.keys import KEY_FILE, KeyRing
from lantern.channels.website.limits import Limit
from lantern.channels.website.options import Options
from lantern.channels.website.origin import CHANGES, is_json
from lantern.channels.website.refusal import Refusal
from lantern.channels.website.requests import FeedbackRequest, MessageRequest, SessionRequest, parse
from lantern.channels.website.session import Session

logger = logging.getLogger(__name__)

NAME = "website"
BEARER = "bearer "
# In the state folder.
ENDED_FILE = "website.ended"
# History, feedback and deletion may be asked for so often in a minute, for one session.
OTHER_REQUESTS = 120
# A character takes up to four bytes, or twelve as an escape in JSON.
BYTES_A_CHARACTER, MOST_OTHER_BYTES = 12, 4096
MINUTE, HOUR = 60, 3600
# Above its limit an address, which may be a whole hospital's, still has its messages looked at for dangers,
# up to so many times the limit: one person's flood must not silence another's emergency. As many sessions
# may be begun, since without one nobody's dangers are looked for, and a token costs nothing.
FLOOD = 5
# One message goes with so many other requests: history on each page, feedback, in the end deletion.
OTHERS_A_MESSAGE = 5

Handler = Callable[[Request, bytes], Awaitable[HTTPResponse]]


class Website(InputChannel):
    """The routes of the channel; what they do is in the modules beside."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, which is part of its address."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Website:
        """Create the channel from its block in credentials.yml.

        Raises:
            SettingError: A setting is unknown or out of range, or the keys cannot be read.
            ContentError: The content cannot be used.
        """
        options = Options.read(credentials)
        if options.keys_env:
            keys = KeyRing.from_environment(options.keys_env)
        else:
            keys = KeyRing(paths.STATE / KEY_FILE)
        return cls(options, Desk.of_content(options, keys, paths.STATE / ENDED_FILE, NAME))

    def __init__(self, options: Options, desk: Desk) -> None:
        """Take the options, and what serves sessions."""
        self._desk = desk
        self._limits = {
            "session": Limit("sessions", FLOOD * options.sessions_an_hour_and_address, HOUR),
            "talk": Limit("flood of a session", FLOOD * options.messages_a_minute, MINUTE),
            "address": Limit("messages of an address", options.messages_a_minute_and_address, MINUTE),
            "flood": Limit("flood of an address", FLOOD * options.messages_a_minute_and_address, MINUTE),
            "other": Limit("other", OTHER_REQUESTS, MINUTE),
            "others": Limit(
                "others of an address", OTHERS_A_MESSAGE * options.messages_a_minute_and_address, MINUTE
            ),
        }
        self._most_bytes = options.max_characters * BYTES_A_CHARACTER + MOST_OTHER_BYTES

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Return the one route of this channel; it finds the handler, so that each reply has our form."""
        self._desk.on_new_message = on_new_message
        routes = Blueprint("lantern_website")

        async def receive(request: Request, path: str = "") -> HTTPResponse:
            return await self._receive(request, path)

        for pattern in ("/", "/<path:path>"):
            name = "root" if pattern == "/" else "any"
            routes.add_route(receive, pattern, methods=METHODS, name=name, stream=True)

        @routes.middleware("response")
        async def headers(request: Request, reply: HTTPResponse) -> None:
            caller = caller_of(request)
            allowed = caller.origin if self._desk.door.knows(caller) else None
            set_headers(request, reply, allowed)

        return routes

    def _handlers(self) -> dict[str, dict[str, Handler]]:
        return {
            "settings": {"GET": self._settings},
            "sessions": {"POST": self._begin},
            "history": {"GET": self._history},
            "messages": {"POST": self._message},
            "feedback": {"POST": self._feedback},
            "conversation": {"DELETE": self._delete},
            **{name: {"GET": partial(self._file, name)} for name in FILES},
        }

    async def _receive(self, request: Request, path: str) -> HTTPResponse:
        try:
            # Read first: a connection whose request was not read to its end breaks before the reply arrives.
            body = await read_body(request, self._most_bytes)
            if request.method == "OPTIONS":
                return send_empty()
            handlers = self._handlers().get(path)
            if handlers is None:
                raise Refusal("not_found")
            method = "GET" if request.method == "HEAD" else request.method
            if method not in handlers:
                return self._refuse(Refusal("bad_method"), Allow=", ".join(sorted({*handlers, "OPTIONS"})))
            if path != WIDGET:
                self._desk.door.check(caller_of(request), method)
            if method in CHANGES and not is_json(request.headers.get("content-type", "")):
                raise Refusal("bad_type")
            return await handlers[method](request, body)
        except Refusal as refusal:
            return self._refuse(refusal)
        except Exception as error:  # whatever fails inside, the person gets a sentence
            # Its kind only: the message of an error may hold what the person typed.
            logger.error("A request could not be carried out (%s).", type(error).__name__)
            return self._refuse(Refusal("unavailable"))

    def _refuse(self, refusal: Refusal, **headers: str) -> HTTPResponse:
        if refusal.retry_after is not None:
            headers["Retry-After"] = str(refusal.retry_after)
        return send_json(refusal.as_json(self._desk.sentences), refusal.status, headers)

    def _session(self, request: Request) -> Session:
        header = request.headers.get("authorization", "")
        if header[: len(BEARER)].lower() != BEARER:
            raise Refusal("session_missing")
        return self._desk.sessions.verify(header[len(BEARER) :].strip())

    async def _settings(self, request: Request, _: bytes) -> HTTPResponse:
        language = request.args.get("language", "")
        return send_json(self._desk.greeting.for_page(language, topics_of(request.args.get("topics", ""))))

    async def _begin(self, request: Request, body: bytes) -> HTTPResponse:
        parse(body, SessionRequest)
        try:
            await self._desk.limits.check(self._limits["session"], self._household(request))
        except OSError as error:
            # A danger of this person is answered without the marks, but not without a session.
            logger.error("New sessions cannot be counted (%s).", type(error).__name__)
        session, token = self._desk.sessions.begin()
        return send_json({"token": token, "expires": session.expires}, 201)

    async def _history(self, request: Request, _: bytes) -> HTTPResponse:
        session = await self._living(request)
        return send_json({"turns": await self._desk.history(session, request.app.ctx.agent)})

    async def _message(self, request: Request, body: bytes) -> HTTPResponse:
        session = self._session(request)
        message = parse(body, MessageRequest)
        problem = await self._problem(request, session)
        household, agent = self._household(request), request.app.ctx.agent
        return send_json(await self._desk.answer(session, household, message, agent, problem))

    async def _problem(self, request: Request, session: Session) -> Refusal | None:
        """Return why an ordinary message may not be answered; dangers are looked for before it is said.

        Raises:
            Refusal: The session or the address floods the channel; not even dangers are looked for.
        """
        household = self._household(request)
        try:
            # The session first: what is refused there uses up nothing of what all at the address may ask.
            await self._desk.limits.check(self._limits["talk"], session.conversation)
            await self._desk.limits.check(self._limits["flood"], household)
        except OSError:
            return Refusal("unavailable")
        try:
            await self._desk.limits.check(self._limits["address"], household)
        except Refusal as refusal:
            return refusal
        except OSError:
            return Refusal("unavailable")
        return await self._desk.problem(session)

    async def _feedback(self, request: Request, body: bytes) -> HTTPResponse:
        session = await self._living(request)
        feedback, agent = parse(body, FeedbackRequest), request.app.ctx.agent
        # A danger is answered wherever it is typed, also where nobody asked for an answer.
        reply = await self._desk.danger_in(session, self._household(request), feedback.comment, agent)
        try:
            await self._desk.note(session, feedback, agent)
        except Exception as error:
            if not reply:
                raise
            logger.error("A comment could not be kept (%s).", type(error).__name__)
        return send_json(reply) if reply else send_empty()

    async def _delete(self, request: Request, _: bytes) -> HTTPResponse:
        # Not "living": a deletion that failed half-way can be tried again.
        session = self._session(request)
        await self._check_others(request, session)
        await self._desk.delete(session, request.app.ctx.agent)
        return send_empty()

    async def _file(self, name: str, request: Request, _: bytes) -> HTTPResponse:
        return send_file(request, name)

    async def _living(self, request: Request) -> Session:
        session = self._session(request)
        await self._desk.check_living(session)
        await self._check_others(request, session)
        return session

    async def _check_others(self, request: Request, session: Session) -> None:
        """Refuse what is not a message and comes too often; the session first, see ``_problem``."""
        await self._desk.limits.check(self._limits["other"], session.conversation)
        await self._desk.limits.check(self._limits["others"], self._household(request))

    def _household(self, request: Request) -> str:
        return self._desk.door.household(caller_of(request))
