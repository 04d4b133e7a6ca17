"""The webhook of a messaging platform: what does not come from it is refused, the rest is answered quickly.

Order: size, signature, handshake, reading; then each message goes to the desk, and the request is done.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import aiohttp
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic import response as responses
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern import paths
from lantern.channels.messaging.delivery import Delivery
from lantern.channels.messaging.desk import Desk
from lantern.channels.messaging.incoming import Forged, Incoming, Malformed, Unverifiable, WebhookRequest
from lantern.channels.messaging.platform import Payload, Platform, Reply
from lantern.channels.messaging.settings import read
from lantern.channels.messaging.text import Words
from lantern.channels.messaging.undelivered import FileKeeper, Outgoing
from lantern.channels.turn import TURN_SECONDS, OnMessage
from lantern.channels.way_in import WayIn
from lantern.content.library import Library, load_library
from lantern.privacy.identity import key_from
from lantern.stores.marks import Marks, MemoryMarks
from lantern.stores.redis_marks import RedisMarks

logger = logging.getLogger(__name__)

# In the state folder; the same key as the local channel's, each channel hashes its name as well.
KEY_FILE = "sender.key"
# No platform sends more: texts are at most 40,000 characters, of up to twelve bytes as escapes.
MOST_BYTES = 512 * 1024
# A platform sends a request in one go; whoever dribbles it would hold a connection for ever.
BODY_SECONDS = 10.0
# So many messages are worked on at a time; platforms send the rest again.
MOST_UNDER_WAY = 500
# A platform that is answered in the response waits no longer than this.
RESPONSE_SECONDS = 12.0
# A server that is stopped waits so long for the messages it has taken.
CLOSING_SECONDS = TURN_SECONDS
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class MessagingChannel(InputChannel):
    """One platform's channel; the modules beside name the platform."""

    platform: ClassVar[type[Platform]]

    @classmethod
    def name(cls) -> str:
        """The channel's name, which is part of its address."""
        return cls.platform.name

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> MessagingChannel:
        """Create the channel from its block in credentials.yml; nothing is asked of the network.

        Raises:
            SettingError: A setting is missing, misspelt or out of form.
            ContentError: The content cannot be used.
        """
        settings = read(cls.platform.name, credentials, cls.platform.settings)
        marks: Marks = RedisMarks.at(settings["marks"]) if settings["marks"] else MemoryMarks()
        return cls(settings, WayIn.of_content(), marks)

    def __init__(self, settings: Mapping[str, str], way_in: WayIn, marks: Marks) -> None:
        """Take the checked settings, what looks for danger and masks, and where marks are kept."""
        library = shared_library()
        words = Words.of(library)
        self._platform = self.platform(settings, words)
        self._session: aiohttp.ClientSession | None = None
        keeper = FileKeeper(paths.STATE, self._platform.name, int(settings["kept_minutes"]), marks)
        self._delivery = Delivery(self._platform, keeper, self._http)
        self._desk = Desk(
            self._platform,
            words,
            library.wording,
            way_in,
            marks,
            key_from(paths.STATE / KEY_FILE),
            self._delivery,
            self._http,
            int(settings["max_characters"]),
            int(settings["messages_a_minute"]),
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Return the routes of this channel."""
        self._desk.on_new_message = on_new_message
        routes = Blueprint(f"lantern_{self._platform.name}")

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return responses.json({"status": "ok"})

        @routes.route("/webhook", methods=["GET", "POST"], stream=True)
        async def receive(request: Request) -> HTTPResponse:
            self._desk.agent = getattr(request.app.ctx, "agent", None)
            reply = await self._receive(request)
            return responses.raw(
                reply.body, status=reply.status, content_type=reply.content_type, headers=HEADERS
            )

        @routes.listener("after_server_start")
        async def resume(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            await self._delivery.resume()

        @routes.listener("before_server_stop")
        async def close(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            await self.close()

        return routes

    async def close(self) -> None:
        """Finish what is under way; what takes too long is told so, and what cannot be delivered is kept."""
        self._closing = True
        await self._finish(CLOSING_SECONDS)
        await self._delivery.close()
        if self._session:
            await self._session.close()

    async def _finish(self, seconds: float) -> None:
        """Wait so long for messages that were taken; break off what is left: its people get a sentence."""
        loop = asyncio.get_running_loop()
        limit = loop.time() + seconds
        # What is done beside a message is begun while it is answered, or after that.
        while (work := self._tasks | self._desk.beside) and loop.time() < limit:
            await asyncio.wait(work, timeout=limit - loop.time(), return_when=asyncio.FIRST_COMPLETED)
        if work:
            logger.error("%d tasks on %s took too long to be finished.", len(work), self._platform.title)
        # The messages first: else one would go on without what was done beside it.
        await _break_off(self._tasks)
        await _break_off(self._desk.beside)

    async def _receive(self, request: Request) -> Reply:
        try:
            body = await asyncio.wait_for(_body(request), BODY_SECONDS)
        except asyncio.TimeoutError:
            logger.warning("A request to %s was refused: it came too slowly.", self._platform.name)
            # Else the rest would be awaited all the same, to use the connection again.
            request.stream.request_body, request.stream.keep_alive = None, False
            return Reply(408, b"The request took too long.")
        if body is None:
            logger.warning("A request to %s was refused: it is too big.", self._platform.name)
            return Reply(413)
        return await self.handle(_neutral(request, body))

    async def handle(self, request: WebhookRequest) -> Reply:
        """Return the response to a request; its messages are answered afterwards, or within it on a call."""
        if request.method == "GET":
            found = self._platform.immediate(request)
            if found is None:
                logger.warning("A request to %s was refused: it is a GET.", self._platform.name)
            return found or Reply(405)
        if self._closing or len(self._tasks) >= MOST_UNDER_WAY:
            # The platform sends it again.
            return Reply(503)
        try:
            await self._platform.verify(request, self._http())
            found = self._platform.immediate(request)
            if found:
                return found
            messages = self._platform.incoming(request)
        except Forged as error:
            logger.warning("A request to %s was refused: %s.", self._platform.name, error)
            return Reply(401)
        except Malformed as error:
            logger.warning("A request to %s could not be read: %s.", self._platform.name, error)
            return Reply(400)
        except Unverifiable as error:
            logger.error("A request to %s could not be checked: %s.", self._platform.name, error)
            return Reply(503)
        except Exception as error:  # a request that nobody has thought of must not show a trace
            logger.error("A request to %s failed (%s).", self._platform.name, type(error).__name__)
            return Reply(400)
        if self._platform.answers_in_response:
            return await self._respond(messages, request)
        for incoming in messages:
            self._later(incoming)
        return self._platform.received(request)

    def _later(self, incoming: Incoming) -> None:
        task = asyncio.ensure_future(self._desk.answer(incoming, self._desk.deliver))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _respond(self, messages: list[Incoming], request: WebhookRequest) -> Reply:
        said: list[Payload] = []

        def out(outgoing: Outgoing, at_once: bool) -> None:
            said.extend(outgoing.payloads)

        for incoming in messages:
            task = asyncio.ensure_future(self._desk.answer(incoming, out))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            try:
                # The turn goes on if it takes too long, so that it is stored.
                await asyncio.wait_for(asyncio.shield(task), RESPONSE_SECONDS)
            except asyncio.TimeoutError:
                said.extend(self._desk.failure())
        return self._platform.respond(said, request)

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            # Hospitals often have a proxy for what goes out; it stands in the environment.
            self._session = aiohttp.ClientSession(trust_env=True)
        return self._session


@lru_cache(maxsize=1)
def shared_library() -> Library:
    """Return the present content, once for all messaging channels."""
    return load_library(paths.DATA)


async def _break_off(tasks: Iterable[asyncio.Task[Any]]) -> None:
    late = list(tasks)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


def _neutral(request: Request, body: bytes) -> WebhookRequest:
    query = request.query_string or ""
    return WebhookRequest(
        method=request.method,
        url=request.url,
        headers={str(name).lower(): str(value) for name, value in request.headers.items()},
        body=body,
        query=dict(parse_qsl(query, keep_blank_values=True, errors="replace")),
        remote=request.ip,
    )


async def _body(request: Request) -> bytes | None:
    """Return the body of a request; None if it is too big."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > MOST_BYTES:
        return None
    body = bytearray()
    while request.stream.request_body:
        chunk = await request.stream.read()
        if not chunk:
            break
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
