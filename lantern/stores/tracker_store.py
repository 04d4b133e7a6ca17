"""Rasa's SQL store with a net for personal data, and conversations that can be forgotten.

The channels mask before Rasa sees a message; this masks what came in by any other way, in every event
that is about to be written or sent to a broker. A conversation whose slot ``forget`` is set is erased
when its turn is saved: erased inside an action it would be written once more by Rasa.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from lantern import paths
from lantern.content.library import load_library
from lantern.privacy.logs import keep_words_out
from lantern.privacy.masking import Masker
from lantern.privacy.setup import masker_of

logger = logging.getLogger(__name__)

FORGET = "forget"
BROKER = "lantern.stores.event_broker.PrivateEventBroker"
# A database that takes longer counts as away.
DATABASE_SECONDS = 5.0
DATABASE_THREADS = 8
# Slots that understanding fills with names of ours; they hold no words of a person.
OWN_SLOTS = frozenset({"topic", "offered", "nearest", "drug", "gene", "therapy", "site", "subtype"})
# Ids of ours by the key they stand under; masked for what their digits look like, they would be lost.
OWN_IDS = {
    "message_id": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "answer_id": re.compile(r"[a-z][a-z0-9_]*@[0-9a-f]{12}"),
}


class PrivateTrackerStore(SQLTrackerStore):
    """The SQL store of endpoints.yml: ``type: lantern.stores.tracker_store.PrivateTrackerStore``."""

    def __init__(
        self, domain: Domain | None = None, event_broker: EventBroker | None = None, **settings: Any
    ) -> None:
        """Take the settings of Rasa's SQL store (dialect, host, db …)."""
        keep_words_out()
        super().__init__(domain=domain, event_broker=event_broker, **settings)
        # Errors of the database would else carry the rows, and Rasa logs them.
        self.engine.hide_parameters = True
        if event_broker and not hasattr(event_broker, "forget"):
            logger.warning("%s cannot take back what is erased; %s can.", type(event_broker).__name__, BROKER)
        self._threads = ThreadPoolExecutor(DATABASE_THREADS, "database")
        self._masker: Masker = masker_of(load_library(paths.DATA))

    async def _retrieve(
        self, sender_id: str, fetch_events_from_all_sessions: bool
    ) -> DialogueStateTracker | None:
        found = super()._retrieve(sender_id, fetch_events_from_all_sessions)
        tracker: DialogueStateTracker | None = await self._beside(lambda: _run(found))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Save the new events without personal data, or erase the conversation if it is to be forgotten.

        Where the database is away, the turn is not kept: Rasa would keep it in memory, and never erase it.
        """
        try:
            if tracker.get_slot(FORGET):
                await self.erase(tracker.sender_id)
                return
            for event in _of_last_turn(tracker):
                self._mask(event)
            await super().stream_events(tracker)
            saved = super().save(tracker)
            await self._beside(lambda: _run(saved))
        except (sa.exc.SQLAlchemyError, asyncio.TimeoutError) as error:
            logger.error("A turn could not be kept (%s).", type(error).__name__)

    async def stream_events(self, tracker: DialogueStateTracker) -> None:
        """Do nothing: ``save`` has sent the events, in the server's own thread, before it writes them."""

    async def erase(self, sender_id: str) -> int:
        """Erase a conversation, call its copies back from the broker, and return how many events it had.

        Raises:
            asyncio.TimeoutError: The database does not answer.
            sqlalchemy.exc.SQLAlchemyError: The database cannot be reached.
        """
        count: int = await self._beside(lambda: self._delete(sender_id))
        forget = getattr(self.event_broker, "forget", None)
        if forget:
            forget(sender_id)
        return count

    def _delete(self, sender_id: str) -> int:
        with self.session_scope() as session:
            found = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id)
            count: int = found.delete(synchronize_session=False)
            session.commit()
        return count

    async def _beside(self, work: Callable[[], Any]) -> Any:
        """Do work with the database beside everything else: a database that hangs must hold up nobody."""
        done = asyncio.get_running_loop().run_in_executor(self._threads, work)
        try:
            return await asyncio.wait_for(asyncio.shield(done), DATABASE_SECONDS)
        except asyncio.CancelledError:
            # A thread cannot be broken off: whoever erases next has to find what it has written.
            await asyncio.wait({done}, timeout=DATABASE_SECONDS)
            raise

    def _mask(self, event: Event) -> None:
        if isinstance(event, UserUttered):
            event.text = self._masked(event.text)
            event.parse_data = self._masked(event.parse_data, {"text", "metadata"})
            event.metadata = self._masked(event.metadata)
        elif isinstance(event, SlotSet) and event.key not in OWN_SLOTS:
            event.value = self._masked(event.value)

    def _masked(self, value: Any, keys: set[str] | None = None) -> Any:
        """Return a JSON value with its texts masked; of an object, those under ``keys`` only, if given."""
        if isinstance(value, str):
            return self._masker.mask(value).text
        if isinstance(value, dict):
            return {
                key: self._masked(item)
                if (keys is None or key in keys) and not _is_own_id(key, item)
                else item
                for key, item in value.items()
            }
        return [self._masked(item) for item in value] if isinstance(value, list) else value


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run one of Rasa's coroutines that wait for nothing but the database, and return its result."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise RuntimeError("it waits for something else")


def _is_own_id(key: str, value: Any) -> bool:
    form = OWN_IDS.get(key)
    return form is not None and isinstance(value, str) and form.fullmatch(value) is not None


def _of_last_turn(tracker: DialogueStateTracker) -> list[Event]:
    """Return the events since the message before the last; those before were masked when they were saved."""
    found: list[Event] = []
    messages = 0
    for event in reversed(tracker.events):
        found.append(event)
        messages += isinstance(event, UserUttered)
        if messages == 2:
            break
    return found
