"""What all fakes share: a server in a thread of its own, failures on demand, and what was delivered.

A fake is used as a context manager: ``with SlackFake() as fake``. Its server then listens on ``fake.api``, on
the loopback address; the requests it builds are signed as the platform signs them.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

from aiohttp import web

# The address under which the platform knows our bot, and which some platforms sign.
PUBLIC = "https://bot.example.org"
SECONDS = 20
# Bodies that are no object, whatever the platform.
NO_OBJECTS = (b"", b"{", b"[]", b"3", b"\xff", b"[" * 10_000)


@dataclass(frozen=True)
class Inbound:
    """A request that the platform would make to our webhook."""

    body: bytes
    headers: Mapping[str, str]
    path: str
    method: str = "POST"
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Button:
    """A button of a delivered message: what stands on it, and what it sends or opens."""

    title: str
    value: str = ""
    url: str = ""


@dataclass(frozen=True)
class Delivered:
    """A message that the platform has taken; ``text`` is what people read, without mark-up."""

    to: str
    text: str
    buttons: tuple[Button, ...] = ()
    links: tuple[str, ...] = ()
    raw: Any = None

    @property
    def choices(self) -> tuple[Button, ...]:
        """The buttons that send something to the bot."""
        return tuple(button for button in self.buttons if button.value)


@dataclass(frozen=True)
class Fault:
    """How a delivery fails: with a status, or by never being answered."""

    status: int = 500
    retry_after: int | None = None
    hang: bool = False


class Faults:
    """Which deliveries fail; the first has number 1, and refused or failed ones are counted too."""

    def __init__(self) -> None:
        self.at: dict[int, Fault] = {}
        self.always: Fault | None = None
        self._counter = itertools.count(1)

    def next(self) -> Fault | None:
        return self.at.get(next(self._counter), self.always)


class Refused(Exception):
    """The platform does not take a request; its text is the reason."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Fake(ABC):
    """One platform."""

    # The channel's name.
    name: str
    # Whether a button is good only for whom it was made: then somebody else's press is a forged request.
    own_buttons = False

    def __init__(self, public: str = PUBLIC) -> None:
        """Take the address under which our bot is reached."""
        self.public = public
        self.faults = Faults()
        self.delivered: list[Delivered] = []
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        # One for each delivery that was tried, in order: "taken", "refused", or the failure's status.
        self.tried: list[str] = []
        self.api = ""
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()

    # What a test uses.

    @abstractmethod
    def credentials(self) -> dict[str, str]:
        """Return the block of credentials.yml with which our bot reaches this fake."""

    @abstractmethod
    def typed(self, person: str, text: str, id: str | None = None) -> Inbound:
        """Return the signed request for a message that a person has typed."""

    @abstractmethod
    def forged(self, person: str, text: str) -> list[Inbound]:
        """Return requests that look right, but are signed wrongly, not at all, or too long ago."""

    def pressed(self, person: str, delivered: Delivered, place: int) -> Inbound:
        """Return the signed request for a pressed button; where there are none, its number is typed."""
        return self.typed(person, str(place))

    def ignored(self, person: str) -> list[Inbound]:
        """Return signed requests that are no message of a person: edits, bots, our own echo, events."""
        return []

    def media(self, person: str) -> Inbound | None:
        """Return the signed request for a picture without words, where the platform has such."""
        return None

    def batch(self, messages: list[tuple[str, str]]) -> Inbound | None:
        """Return one request with several messages (person, text), where the platform sends such."""
        return None

    def malformed(self) -> list[Inbound]:
        """Return requests that are signed but make no sense."""
        return []

    def replayed(self, inbound: Inbound) -> Inbound:
        """Return a request once more, with all else that its sender may choose freely."""
        return changed(
            inbound,
            i_twilio_idempotency_token=f"another-{self.number()}",
            x_slack_retry_num="1",
            x_request_id=f"{self.number()}",
            user_agent="another",
        )

    def answered(self, inbound: Inbound, body: bytes) -> None:
        """Take notice of our response, where the platform does what stands in it."""
        return None

    def wait(self, count: int, seconds: float = SECONDS) -> list[Delivered]:
        """Return what was delivered, once there are so many messages."""
        with self._changed:
            enough = self._changed.wait_for(lambda: len(self.delivered) >= count, seconds)
        assert enough, f"{len(self.delivered)} of {count} messages came; refused: {self.refused}"
        return list(self.delivered)

    def wait_tried(self, count: int, seconds: float = SECONDS) -> list[str]:
        """Return what became of the deliveries, once so many were tried."""
        with self._changed:
            enough = self._changed.wait_for(lambda: len(self.tried) >= count, seconds)
        assert enough, f"{len(self.tried)} of {count} deliveries were tried"
        return list(self.tried)

    # What a platform's own module says.

    @abstractmethod
    def routes(self) -> list[web.RouteDef]:
        """Return the API's routes; deliveries go through ``deliver``."""

    def refusal(self, refused: Refused) -> web.Response:
        """Return the response of the API to a request it does not take."""
        return web.json_response({"error": refused.reason}, status=refused.status)

    def failure(self, fault: Fault) -> web.Response:
        """Return the response of the API to a request that fails on its side."""
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return web.json_response({"error": "failure"}, status=fault.status, headers=headers)

    async def deliver(
        self, request: web.Request, read: Callable[[], Awaitable[tuple[Delivered, Any]]]
    ) -> web.StreamResponse:
        """Take, refuse or fail a delivery.

        Args:
            request: The request.
            read: Checks it, and gives the message and the response; raises Refused.
        """
        fault = self.faults.next()
        if fault and fault.hang:
            self._note("hang")
            await asyncio.Event().wait()
        if fault:
            self._note(str(fault.status))
            return self.failure(fault)
        try:
            delivered, reply = await read()
        except Refused as refused:
            self.refused.append(refused.reason)
            self._note("refused")
            return self.refusal(refused)
        self._note("taken", delivered)
        return web.json_response(reply)

    def number(self) -> int:
        """Return a number that was not used before."""
        return next(self._numbers)

    def webhook(self) -> str:
        """Return the path of our webhook."""
        return f"/webhooks/{self.name}/webhook"

    def _note(self, what: str, delivered: Delivered | None = None) -> None:
        with self._changed:
            if delivered is not None:
                self.delivered.append(delivered)
            self.tried.append(what)
            self._changed.notify_all()

    # The server.

    def __enter__(self) -> Fake:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._run(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    async def _start(self) -> None:
        app = web.Application(client_max_size=10 * 1024 * 1024)
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api = f"http://{host}:{port}"


async def json_object(request: web.Request) -> dict[str, Any]:
    """Return the JSON object of a request; raises Refused."""
    try:
        value = json.loads(await request.read())
    except ValueError:
        raise Refused("the body is not JSON") from None
    need(isinstance(value, dict), "the body is no object")
    need(request.content_type == "application/json", "the type is not application/json")
    return dict(value)


def need(condition: Any, reason: str, status: int = 400) -> None:
    """Refuse a request unless a condition holds."""
    if not condition:
        raise Refused(reason, status)


def only(value: Any, allowed: set[str], where: str) -> None:
    """Refuse an object that has fields the API does not know."""
    need(isinstance(value, dict), f"{where} is no object")
    unknown = set(value) - allowed
    need(not unknown, f"{where} has unknown fields {sorted(unknown)}")


def text_of(value: Any, longest: int, where: str, count: Callable[[str], int] = len) -> str:
    """Return a text; refuse what is none, empty, only blanks, broken or too long."""
    need(isinstance(value, str), f"{where} is no text")
    need(value.strip(), f"{where} is empty")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused(f"{where} has half characters") from None
    need(count(value) <= longest, f"{where} has {count(value)} of at most {longest}")
    return str(value)


def web_address(value: Any, where: str) -> str:
    """Return a web address; refuse anything else."""
    address = text_of(value, 2048, where)
    need(address.startswith(("https://", "http://")) and " " not in address, f"{where} is no web address")
    return address


def utf16(text: str) -> int:
    """Return the length in UTF-16 code units, by which several platforms count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8(text: str) -> int:
    """Return the length in UTF-8 bytes."""
    return len(text.encode("utf-8", "surrogatepass"))


def as_json(value: Any) -> bytes:
    """Return a value as a JSON body."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def without(inbound: Inbound, header: str) -> Inbound:
    """Return the request without a header."""
    kept = {name: value for name, value in inbound.headers.items() if name.lower() != header.lower()}
    return replace(inbound, headers=kept)


def changed(inbound: Inbound, **headers: str) -> Inbound:
    """Return the request with other headers; underscores in names stand for dashes."""
    wanted = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    kept = {name: value for name, value in inbound.headers.items() if name.lower() not in wanted}
    return replace(inbound, headers={**kept, **wanted})
