"""Rasa's SQL store with a net for personal data, and conversations that can be forgotten.

The channels mask before Rasa sees a message; this masks what came in by any other way, in every event
that is about to be written or sent to a broker. A conversation whose slot ``forget`` is set is erased
when its turn is saved: erased inside an action it would be written once more by Rasa.
"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from lantern import paths
from lantern.content.library import load_library
from lantern.privacy.masking import Masker
from lantern.privacy.setup import masker_of

FORGET = "forget"
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
        super().__init__(domain=domain, event_broker=event_broker, **settings)
        self._masker: Masker = masker_of(load_library(paths.DATA))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Save the new events without personal data, or erase the conversation if it is to be forgotten."""
        if tracker.get_slot(FORGET):
            self.erase(tracker.sender_id)
            return
        for event in _of_last_turn(tracker):
            self._mask(event)
        await super().save(tracker)

    def erase(self, sender_id: str) -> int:
        """Erase a conversation and return how many events it had."""
        with self.session_scope() as session:
            found = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id)
            count: int = found.delete(synchronize_session=False)
            session.commit()
        return count

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


def purge(database: str, before: float) -> int:
    """Erase the conversations that have been silent since a moment, and return how many.

    Args:
        database: The SQLAlchemy address of the store's database.
        before: The moment, in seconds since 1970.
    """
    engine = sa.create_engine(database)
    old = "SELECT sender_id FROM events GROUP BY sender_id HAVING MAX(timestamp) < :before"
    with engine.begin() as connection:
        if not sa.inspect(connection).has_table("events"):
            return 0
        senders = connection.execute(sa.text(old), {"before": before}).fetchall()
        connection.execute(sa.text(f"DELETE FROM events WHERE sender_id IN ({old})"), {"before": before})
    return len(senders)
