"""The website channel, really served over HTTP, with a stand-in for Rasa behind it that tests can break."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from lantern.channels.way_in import WayIn
from lantern.channels.website.channel import Website
from lantern.channels.website.desk import Desk
from lantern.channels.website.keys import KeyRing
from lantern.channels.website.options import Options
from lantern.content.library import Library
from lantern.stores.marks import Marks, MemoryMarks
from lantern.stores.tracker_store import PrivateTrackerStore
from tests.channels.serving import serve

ANSWER_ID = "palliative_care_what@0123456789ab"
ORIGIN = "https://www.charity.example"


def answer(**changes: Any) -> dict[str, Any]:
    """Return an answer as the action would give it."""
    plain = {"kind": "answer", "title": "t", "short": "s", "answer_id": ANSWER_ID, "choices": []}
    return {**plain, **changes}


class StandIn:
    """Stands in for Rasa's agent: keeps what was said, and answers, fails or hangs as it is told to."""

    def __init__(self, folder: Path) -> None:
        custom = {"mappings": [{"type": "custom"}]}
        slots = {"feedback": {"type": "any", **custom}, "forget": {"type": "bool", **custom}}
        domain = Domain.from_dict({"slots": slots})
        self.tracker_store: Any = PrivateTrackerStore(
            domain, None, dialect="sqlite", db=str(folder / "rasa.db")
        )
        self.lock_store = InMemoryLockStore()
        self.seen: list[UserMessage] = []
        self.error: Exception | None = None
        # Set: messages wait until the test lets them go on.
        self.gate: threading.Event | None = None
        self.arrived = threading.Event()
        self.answers: list[dict[str, Any]] = [answer()]

    async def handle_message(self, message: UserMessage) -> None:
        self.seen.append(message)
        self.arrived.set()
        while self.gate is not None and not self.gate.is_set():
            await asyncio.sleep(0.01)
        if self.error:
            raise self.error
        store = self.tracker_store
        tracker = await store.retrieve(message.sender_id)
        tracker = tracker or DialogueStateTracker(message.sender_id, store.domain.slots)
        tracker.update(UserUttered(message.text, metadata=message.metadata))
        if self.answers:
            tracker.update(BotUttered("s", metadata={"answers": self.answers}))
            await message.output_channel.send_response("x", {"text": "s", "answers": self.answers})
        await store.save(tracker)

    def rows(self) -> int:
        """Return how many events are in the database."""
        with self.tracker_store.session_scope() as session:
            return int(session.query(self.tracker_store.SQLEvent).count())

    def text_of_rows(self) -> str:
        """Return all that is in the database."""
        with self.tracker_store.session_scope() as session:
            return "\n".join(row.data for row in session.query(self.tracker_store.SQLEvent))


class Browser:
    """Speaks to the channel as the widget does, from a page of its own origin."""

    def __init__(self, address: str, origin: str | None = None) -> None:
        self.address = address
        # An origin of None is that of the server itself.
        self.origin = origin or address
        self.token = ""
        self.forwarded: str | None = None

    def headers(self, **changes: str | None) -> dict[str, str]:
        plain = {
            "Origin": self.origin,
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.token}",
            "X-Forwarded-For": self.forwarded,
        }
        return {name: value for name, value in {**plain, **changes}.items() if value is not None}

    def begin(self) -> Browser:
        self.token = self.post("sessions", {}).json()["token"]
        return self

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """Send a request as it is."""
        return requests.request(method, f"{self.address}/webhooks/website/{path}", timeout=20, **more)

    def get(self, path: str, **query: str) -> requests.Response:
        return self.ask("GET", path, headers=self.headers(), params=query)

    def post(self, path: str, body: Any, **headers: str | None) -> requests.Response:
        return self.ask("POST", path, json=body, headers=self.headers(**headers))

    def say(self, text: str, name: str | None = None, **fields: Any) -> requests.Response:
        return self.post("messages", {"id": name or str(uuid.uuid4()), "text": text, **fields})

    def history(self) -> list[dict[str, Any]]:
        reply = self.get("history")
        reply.raise_for_status()
        found: list[dict[str, Any]] = reply.json()["turns"]
        return found

    def delete(self) -> requests.Response:
        return self.ask("DELETE", "conversation", headers=self.headers())


def code(reply: requests.Response) -> str:
    """Return the code of an error object, whose form is checked by the way."""
    error = reply.json()["error"]
    assert set(error) == {"code", "message", "retry_after"} and error["message"]
    return str(error["code"])


@contextmanager
def served(
    library: Library,
    way_in: WayIn,
    folder: Path,
    options: Options | None = None,
    marks: Marks | None = None,
    rasa: StandIn | None = None,
) -> Iterator[tuple[str, StandIn]]:
    """Serve the channel; gives its address, and what stands in for Rasa."""
    options = options or Options()
    marks = marks or MemoryMarks(folder / "website.ended")
    desk = Desk(library, options, KeyRing(folder / "website.keys"), marks, way_in, "website")
    rasa = rasa or StandIn(folder)
    blueprint = Website(options, desk).blueprint(rasa.handle_message)
    with serve(blueprint, "/webhooks/website", rasa) as (address, _):
        yield address, rasa
