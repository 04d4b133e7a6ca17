"""What was said in one conversation, read from Rasa's own store; no second copy is kept anywhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered

# Under this key of a message's metadata stands the id that the browser gave it.
MESSAGE_ID = "message_id"
FEEDBACK = "feedback"


class NotErasable(Exception):
    """The store of endpoints.yml cannot erase conversations, or has not erased one."""


class _Agent(Protocol):
    tracker_store: TrackerStore
    lock_store: LockStore


@dataclass
class Said:
    """A message and its answers.

    ``at`` is in seconds since 1970; ``answers`` are objects by answer.schema.json.
    """

    id: str
    text: str
    at: float
    metadata: dict[str, Any]
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def when(self) -> str:
        """The moment as ISO 8601, in UTC."""
        moment = datetime.datetime.fromtimestamp(self.at, datetime.timezone.utc)
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


class Conversation:
    """One conversation in the store of Rasa's agent.

    Its methods raise whatever the store raises when it cannot be reached.
    """

    def __init__(self, agent: _Agent, name: str) -> None:
        """Take the agent and the conversation's opaque id."""
        # Rasa's wrapper would hide that the database is down and show an empty conversation instead.
        self._store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
        self._locks, self._name = agent.lock_store, name

    async def said(self) -> list[Said]:
        """Return the messages that have an id, in order, each once: a repeated one with its last answers."""
        tracker = await self._store.retrieve_full_tracker(self._name)
        return turns(tracker.events if tracker else ())

    async def note(self, verdict: dict[str, Any]) -> None:
        """Keep what the person says about an answer as an event of the conversation itself."""
        async with self._locks.lock(self._name):
            tracker = await self._store.retrieve(self._name)
            if tracker is not None:
                tracker.update(SlotSet(FEEDBACK, verdict))
                await self._store.save(tracker)

    async def is_gone(self) -> bool:
        """Say whether nothing of the conversation is left."""
        return await self._store.retrieve_full_tracker(self._name) is None

    async def erase(self) -> None:
        """Erase everything of the conversation.

        Raises:
            NotErasable: Something may still be there.
        """
        erase = getattr(self._store, "erase", None)
        if erase is None:
            raise NotErasable(f"{type(self._store).__name__} cannot erase conversations")
        await erase(self._name)
        if not await self.is_gone():
            raise NotErasable("the conversation is still there")


def turns(events: Iterable[Event]) -> list[Said]:
    """Return what was said, from the events of a conversation."""
    found: dict[str, Said] = {}
    current: Said | None = None
    for event in events:
        if isinstance(event, UserUttered):
            current = None
            name = (event.metadata or {}).get(MESSAGE_ID)
            if isinstance(name, str):
                first = found.get(name)
                at = first.at if first else event.timestamp
                current = Said(name, event.text or "", at, dict(event.metadata or {}))
                found[name] = current
        elif isinstance(event, BotUttered) and current:
            current.answers += (event.metadata or {}).get("answers", [])
    return list(found.values())
