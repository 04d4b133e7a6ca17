"""Put another model into the running bot: loaded and tried beside the old one, then swapped in one step.

``GET /publishing/`` names the serving model; ``PUT /publishing/`` with ``{"model": "lantern-….tar.gz"}``
replaces it. Rasa's own HTTP API could replace a model too, but it opens every conversation to whoever holds
its token, loads in the way of all messages and tries nothing (docs/decisions/0012). Whoever calls has to be
on this computer and to know the key in the state folder.
"""

from __future__ import annotations

import asyncio
import copy
import hmac
import logging
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern import paths
from lantern.channels.entry import is_local
from lantern.channels.publishing_door import BEARER, KEY_FILE, PREFIX
from lantern.channels.turn import AnswersOutput, answers_of
from lantern.channels.way_in import DANGER, NO_DANGER
from lantern.content.library import load_library, load_wording
from lantern.privacy.identity import key_from

logger = logging.getLogger(__name__)

NAME = "publishing"
MODEL = re.compile(r"lantern-[0-9a-f]{12}\.tar\.gz")
SENDER = "lantern-publishing"
# The trial question must be answered within this time.
PATIENCE = 20.0
Processor = Any
Load = Callable[[Any, Path], Processor]


class Refused(Exception):
    """The model does not serve; what served before serves on."""


def load_beside(agent: Any, model: Path) -> Processor:
    """Return a processor with a model, with the conversations and actions of an agent."""
    return MessageProcessor(
        model_path=str(model),
        tracker_store=agent.tracker_store,
        lock_store=agent.lock_store,
        action_endpoint=agent.action_endpoint,
        generator=agent.nlg,
        http_interpreter=agent.http_interpreter,
    )


class Publishing(InputChannel):
    """The two routes; for this computer and the holder of the key."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Publishing:
        """Create the channel; it has no settings."""
        return cls(paths.MODELS, key_from(paths.STATE / KEY_FILE))

    def __init__(self, models: Path, key: bytes, load: Load = load_beside) -> None:
        """Take the folder of models, the key, and what loads a model."""
        self._models, self._key, self._load = models, key.hex(), load
        self._one_at_a_time = asyncio.Lock()
        # What served before stays in memory: going back has to be quick.
        self._before: Processor = None
        self._refusal = load_wording(paths.DATA).notices.local_only

    def url_prefix(self) -> str:
        """Where it stands: outside /webhooks."""
        return PREFIX

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes."""
        routes = Blueprint("lantern_publishing")

        @routes.route("/", methods=["GET", "PUT"])
        async def model(request: Request) -> HTTPResponse:
            if not is_local(request.ip, request.headers.get("host", "")):
                return response.text(self._refusal, status=403)
            if not self._knows_key(request.headers.get("authorization", "")):
                return response.json({"error": "The key is missing or wrong."}, status=401)
            agent = request.app.ctx.agent
            if request.method == "GET":
                return response.json({"model": serving(agent)})
            try:
                return response.json({"model": await self.replace(agent, _asked_for(request))})
            except Refused as refused:
                return response.json({"error": str(refused), "model": serving(agent)}, status=409)

        return routes

    def _knows_key(self, header: str) -> bool:
        given = header[len(BEARER) :] if header.startswith(BEARER) else ""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._key.encode())

    async def replace(self, agent: Any, name: str) -> str:
        """Load a model, try it, and only then let it serve; messages are answered all the while.

        Args:
            agent: Rasa's agent.
            name: The file name of the model, in the folder of models.

        Raises:
            Refused: There is no such model, it cannot be loaded or gives no answer.
        """
        path = self._models / name
        if not MODEL.fullmatch(name) or not path.is_file():
            raise Refused(f"There is no model {name!r}.")
        async with self._one_at_a_time:
            loaded = self._before if _name_of(self._before) == name else await self._tried(agent, path)
            # One step without a wait in it: each message is handled wholly by the one or by the other.
            agent.processor, self._before = loaded, agent.processor
            agent.domain = loaded.domain
            agent.tracker_store.domain = loaded.domain
        logger.info("The model %s serves now.", name)
        return name

    async def _tried(self, agent: Any, path: Path) -> Processor:
        """Return a model that was loaded beside the old one and has answered a question."""
        try:
            # In a thread, so that messages go on being answered.
            loaded = await asyncio.get_running_loop().run_in_executor(None, self._load, agent, path)
            answered = await asyncio.wait_for(self._answers(loaded), PATIENCE)
        except Exception as error:  # whatever is wrong with the new one, the old one serves on
            logger.error("A model could not be put in place (%s).", type(error).__name__)
            raise Refused(f"The model cannot be used ({type(error).__name__}).") from error
        if not answered:
            raise Refused("The model gives no answer to a question of its own content.")
        return loaded

    async def _answers(self, processor: Processor) -> bool:
        """Ask a real question as a conversation that only this method knows."""
        question = load_library(paths.DATA).family("faq")[0].metadata.title
        trial = copy.copy(processor)
        trial.tracker_store = InMemoryTrackerStore(processor.domain)
        trial.lock_store = InMemoryLockStore()
        output = AnswersOutput()
        message = UserMessage(
            question, output, SENDER, input_channel=self.name(), metadata={DANGER: NO_DANGER}
        )
        await trial.handle_message(message)
        return any(answer["kind"] in ("answer", "clarify") for answer in answers_of(output.messages))


def serving(agent: Any) -> str:
    """Return the file name of the model that an agent serves."""
    return _name_of(getattr(agent, "processor", None))


def _name_of(processor: Processor) -> str:
    return Path(str(processor.model_path)).name if processor else ""


def _asked_for(request: Request) -> str:
    try:
        name = (request.json or {}).get("model")
    except Exception as error:  # Sanic raises its own kind for what is no JSON
        raise Refused("The request is no JSON.") from error
    if not isinstance(name, str):
        raise Refused('Send {"model": "lantern-….tar.gz"}.')
    return name
