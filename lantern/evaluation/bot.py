"""The real bot in this process: the model, its rules and the actions, without the two servers.

What is left out is HTTP and the database; the action runs through the same executor that its server
uses. A message takes a quarter of the time it takes through the servers (benchmarks/results.md).
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from lantern.errors import ModelMissing

if TYPE_CHECKING:
    # Not at run time: it takes a while, and evaluation is imported by verbs that need no bot.
    from lantern.safety.look import Looks


@dataclass(frozen=True)
class Reply:
    """The answers to one message, and how sure understanding was (0 to 1)."""

    answers: tuple[dict[str, Any], ...]
    confidence: float


class _Actions:
    """Stands where Rasa expects the address of the action server."""

    url = "in this process"
    # As in endpoints.yml.
    kwargs: ClassVar[dict[str, bool]] = {"enable_selective_domain": True}

    def __init__(self) -> None:
        from rasa_sdk.executor import ActionExecutor

        self._executor = ActionExecutor()
        with contextlib.redirect_stdout(io.StringIO()):
            self._executor.register_package("actions")

    async def request(self, json: dict[str, Any], **_: Any) -> Any:
        return await self._executor.run(json)


class ProcessBot:
    """Answers messages in this process; ``load`` makes one."""

    def __init__(self, agent: Any, limit: int, look: Looks | None = None) -> None:
        """Take a loaded agent; messages longer than ``limit`` characters are refused, as in the channels."""
        # Imported here: it takes a while, and evaluation is imported by verbs that need no bot.
        from lantern.channels.way_in import WayIn

        self._agent, self._limit, self._look = agent, limit, look
        self._way_in = WayIn.of_look(look) if look else WayIn.of_content()

    @classmethod
    async def load(cls, model: Path, limit: int = 2000, look: Looks | None = None) -> ProcessBot:
        """Load a model.

        Args:
            model: The model.
            limit: Messages with more characters are refused.
            look: Looks for dangers; else it is looked as in production, by the present content.

        Raises:
            ModelMissing: Rasa cannot load it.
        """
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        # Rasa's libraries warn at length about each other; nobody here can do anything about it.
        warnings.showwarning = lambda *_, **__: None
        # Imported here: Rasa takes seconds to import, and the other verbs do not need it.
        from rasa.core.agent import load_agent
        from rasa.utils.log_utils import configure_structlog

        # Rasa as a library would print each message it reads.
        configure_structlog(logging.ERROR)
        logging.getLogger("rasa_sdk").setLevel(logging.ERROR)
        agent = await load_agent(model_path=str(model))
        if agent is None or agent.processor is None:
            raise ModelMissing(f"{model} cannot be loaded. Run: lantern train --force")
        agent.processor.action_endpoint = _Actions()
        return cls(agent, limit, look)

    async def say(self, text: str, sender: str) -> Reply:
        """Return what the bot says to a message of ``sender``."""
        from rasa.core.channels.channel import UserMessage

        from lantern.channels.entry import Refused
        from lantern.channels.turn import AnswersOutput

        entered = self._way_in.enter(text, self._limit)
        if isinstance(entered.message, Refused):
            refused = {"kind": "out_of_scope", "choices": []}
            return Reply((entered.danger.as_json() if entered.danger else refused,), 1.0)
        output = AnswersOutput()
        message = UserMessage(
            entered.message.text, output, sender, input_channel="rest", metadata=dict(entered.metadata)
        )
        await self._agent.handle_message(message)
        answers = tuple(answer for message in output.messages for answer in message.get("answers", ()))
        tracker = await self._agent.tracker_store.retrieve(sender)
        plan = (tracker.latest_message.parse_data if tracker and tracker.latest_message else {}).get("plan")
        return Reply(answers, float(plan["confidence"]) if plan else 0.0)

    async def answer(self, text: str) -> Reply:
        """Return what the bot says to a message that stands alone: four times as fast as ``say``."""
        return _reply((await self.parse(text)).get("plan"))

    def answer_all(self, texts: Sequence[str]) -> list[Reply]:
        """Return what the bot says to each of many messages that stand alone: twice as fast as one by one."""
        return [_reply(plan) for plan in self._plans(texts)]

    async def parse(self, text: str) -> dict[str, Any]:
        """Return what understanding makes of a message without a conversation."""
        found: dict[str, Any] = await self._agent.parse_message(text)
        return found

    def _plans(self, texts: Sequence[str]) -> list[dict[str, Any] | None]:
        # As Rasa parses a message, but many at a time: its graph can do it, its agent cannot.
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
        from rasa.shared.core.trackers import DialogueStateTracker

        messages = [UserMessage(text) for text in texts]
        if self._look:
            for message in messages:
                danger = self._look.look(message.text or "")
                message.metadata = {"danger": danger.name if danger else ""}
        processor = self._agent.processor
        target = processor.model_metadata.nlu_target
        tracker = DialogueStateTracker.from_events("evaluation", [])
        given = {PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: tracker}
        parsed = processor.graph_runner.run(inputs=given, targets=[target])[target]
        return [message.get("plan") for message in parsed]


def _reply(plan: dict[str, Any] | None) -> Reply:
    # Imported here, as the action server imports it.
    from actions.reply import compose

    if not plan:
        return Reply(({"kind": "out_of_scope", "choices": []},), 1.0)
    answers = tuple(compose(part, plan).as_json() for part in plan["parts"])
    return Reply(answers, float(plan["confidence"]))
