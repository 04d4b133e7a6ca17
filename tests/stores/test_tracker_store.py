"""What reaches the database, and what leaves it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from lantern.stores import tracker_store
from lantern.stores.purge import purge
from lantern.stores.tracker_store import PrivateTrackerStore

SECRET = "my name is Magdalena Orsini, 555-0147"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "conversations.db"


@pytest.fixture
def store(file: Path) -> PrivateTrackerStore:
    own = [{"type": "custom"}]
    slots = {"note": {"type": "text", "mappings": own}, "forget": {"type": "bool", "mappings": own}}
    domain = Domain.from_dict({"slots": slots})
    return PrivateTrackerStore(domain, None, dialect="sqlite", db=str(file))


def said(store: PrivateTrackerStore, *events: object) -> DialogueStateTracker:
    tracker = DialogueStateTracker("somebody", store.domain.slots)
    for event in events:
        tracker.update(event)
    return tracker


def rows(file: Path) -> list[str]:
    with sqlite3.connect(file) as connection:
        return [row[0] for row in connection.execute("SELECT data FROM events")]


def test_no_event_holds_personal_data(store: PrivateTrackerStore, file: Path) -> None:
    tracker = said(
        store,
        UserUttered(SECRET, parse_data={"text": SECRET, "plan": {"parts": []}}, metadata={"note": SECRET}),
        SlotSet("note", SECRET),
        BotUttered("Hello."),
    )
    asyncio.run(store.save(tracker))
    written = rows(file)
    assert len(written) == 3
    assert not any("Orsini" in row or "0147" in row for row in written)
    assert any("[name]" in row and "[phone]" in row for row in written)


def test_a_conversation_that_is_to_be_forgotten_leaves_no_row(store: PrivateTrackerStore, file: Path) -> None:
    tracker = said(store, UserUttered("what is palliative care"))
    asyncio.run(store.save(tracker))
    assert rows(file)
    tracker.update(SlotSet("forget", True))
    asyncio.run(store.save(tracker))
    assert rows(file) == []


def test_old_conversations_are_purged_and_young_ones_stay(store: PrivateTrackerStore, file: Path) -> None:
    asyncio.run(store.save(said(store, UserUttered("what is palliative care"))))
    address = f"sqlite:///{file}"
    assert purge(address, time.time() - 60) == 0 and rows(file)
    assert purge(address, time.time() + 60) == 1 and rows(file) == []


def test_a_database_without_conversations_has_nothing_to_purge(tmp_path: Path) -> None:
    assert purge(f"sqlite:///{tmp_path / 'new.db'}", time.time()) == 0


def test_a_database_that_hangs_holds_up_nobody(
    store: PrivateTrackerStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    released = threading.Event()
    monkeypatch.setattr(tracker_store, "DATABASE_SECONDS", 0.1)
    monkeypatch.setattr(store, "session_scope", lambda: released.wait(30))

    async def work() -> int:
        turns = 0
        saving = asyncio.ensure_future(store.save(said(store, UserUttered(SECRET))))
        while not saving.done():
            turns += 1
            await asyncio.sleep(0)
        return turns

    # The turn is lost, not the server; and the log says so without its words.
    assert asyncio.run(work()) > 10
    released.set()
    assert "could not be kept" in caplog.text and "Orsini" not in caplog.text


def test_errors_of_the_database_carry_no_rows(
    store: PrivateTrackerStore, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE events")
    asyncio.run(store.save(said(store, UserUttered("quokkaberry"))))
    with pytest.raises(sa.exc.SQLAlchemyError) as caught, store.session_scope() as session:
        session.add(store.SQLEvent(sender_id="a", data="quokkaberry"))
        session.commit()
    assert "quokkaberry" not in str(caught.value) + caplog.text
