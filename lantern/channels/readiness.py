"""``GET /ready``: whether the bot can answer, for whoever decides where requests are sent.

Now and then it asks a real question, through understanding, rules and the action server, and checks the
answer; in between the last result is told again. Nothing is stored: the question has a store of its own.
"""

from __future__ import annotations

import asyncio
import copy
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern import paths
from lantern.channels.turn import AnswersOutput, answers_of
from lantern.channels.way_in import DANGER, NO_DANGER
from lantern.content.library import load_library
from lantern.errors import SettingError
from lantern.stores.conversation import Conversation

logger = logging.getLogger(__name__)

SENDER = "lantern-readiness"
# A real question is asked no more often than this.
SECONDS = 60
LEAST_SECONDS, MOST_SECONDS = 30, 3600
# Whatever takes longer has failed.
PATIENCE = 10.0
OK, FAILED = "ok", "failed"


class Readiness(InputChannel):
    """The probe; it tells nothing but which of its checks have failed."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "ready"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Readiness:
        """Create the probe from its block in credentials.yml.

        Raises:
            SettingError: A setting is unknown or out of range.
        """
        settings = dict(credentials or {})
        seconds = settings.pop("seconds", SECONDS)
        if settings:
            raise SettingError(
                f"credentials.yml, ready: {next(iter(settings))!r} is no setting. Allowed: seconds."
            )
        fits = isinstance(seconds, int) and not isinstance(seconds, bool)
        if not fits or not LEAST_SECONDS <= seconds <= MOST_SECONDS:
            raise SettingError(
                f"credentials.yml, ready: seconds is {seconds!r}; "
                f"it has to be a number from {LEAST_SECONDS} to {MOST_SECONDS}."
            )
        return cls(seconds)

    def __init__(self, seconds: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Take how long a result holds, and a clock."""
        self._seconds, self._clock = seconds, clock
        # Any topic will do; its title is answered exactly.
        topic = load_library(paths.DATA).family("faq")[0]
        self._question, self._topic = topic.metadata.title, topic.name
        self._result: dict[str, str] = {}
        self._until = 0.0
        self._asking = asyncio.Lock()

    def url_prefix(self) -> str:
        """Where the probe stands: outside /webhooks."""
        return "/ready"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the one route."""
        routes = Blueprint("lantern_ready")

        @routes.route("/", methods=["GET", "HEAD"])
        async def ready(request: Request) -> HTTPResponse:
            checks = await self.checks(getattr(request.app.ctx, "agent", None))
            well = all(result == OK for result in checks.values())
            body = {"status": "ready" if well else "not_ready", "checks": checks}
            headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
            return response.json(body, status=200 if well else 503, headers=headers)

        return routes

    async def checks(self, agent: Any) -> dict[str, str]:
        """Return the result of each check: ``ok`` or ``failed``."""
        async with self._asking:
            if not self._result or self._clock() >= self._until:
                self._result = {
                    "model": OK if agent is not None and agent.is_ready() else FAILED,
                    "store": await self._outcome("store", self._store(agent)),
                    "answer": await self._outcome("answer", self._answer(agent)),
                }
                well = FAILED not in self._result.values()
                # A bot that is not ready is looked at again soon; it may only just have been started.
                self._until = self._clock() + (self._seconds if well else 1.0)
        return self._result

    async def _outcome(self, name: str, check: Awaitable[bool]) -> str:
        try:
            well = await asyncio.wait_for(check, PATIENCE)
        except (Exception, SystemExit) as error:
            logger.error("The check %s has failed (%s).", name, type(error).__name__)
            return FAILED
        return OK if well else FAILED

    async def _store(self, agent: Any) -> bool:
        """Read a conversation that does not exist."""
        return await Conversation(agent, SENDER).said() == []

    async def _answer(self, agent: Any) -> bool:
        """Ask the question as a conversation that only this method knows."""
        processor = copy.copy(agent.processor)
        processor.tracker_store = InMemoryTrackerStore(agent.domain)
        processor.lock_store = InMemoryLockStore()
        output = AnswersOutput()
        message = UserMessage(
            self._question, output, SENDER, input_channel=self.name(), metadata={DANGER: NO_DANGER}
        )
        await processor.handle_message(message)
        return any(answer.get("topic") == self._topic for answer in answers_of(output.messages))
