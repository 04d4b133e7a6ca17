"""What one person sends neither holds up others nor uses up what they may ask."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from fakeredis import FakeServer
from fakeredis.aioredis import FakeRedis

from lantern.channels.way_in import Entered, WayIn
from lantern.channels.website.channel import OTHER_REQUESTS, OTHERS_A_MESSAGE
from lantern.channels.website.desk import Desk
from lantern.channels.website.openapi import description
from lantern.channels.website.options import Options
from lantern.content.library import Library
from lantern.stores.redis_marks import RedisMarks
from tests.channels.website.served import ANSWER_ID, Browser, StandIn, code, served

PLACES = {
    "history": ("/history", "get"),
    "feedback": ("/feedback", "post"),
    "deletion": ("/conversation", "delete"),
}
FEEDBACK = {"answer_id": ANSWER_ID, "verdict": "up"}
Requests = list[int]


def other_requests(browser: Browser, kind: str, count: int) -> Requests:
    """Send so many requests that are no messages; return their statuses."""
    send = {
        "history": lambda: browser.get("history"),
        "feedback": lambda: browser.post("feedback", FEEDBACK),
        "deletion": browser.delete,
    }[kind]
    return [send().status_code for _ in range(count)]


@pytest.mark.parametrize("kind", ["history", "feedback", "deletion"])
def test_what_is_no_message_has_a_limit_of_its_own(browser: Browser, kind: str) -> None:
    browser.say("hello")
    allowed = {*other_requests(browser, kind, OTHER_REQUESTS)}
    assert allowed <= {200, 204}
    refused = browser.delete()
    assert refused.status_code == 429 and code(refused) == "too_many"
    assert 0 < int(refused.headers["retry-after"]) <= 60
    path, method = PLACES[kind]
    assert "429" in description()["paths"][path][method]["responses"]
    assert Browser(browser.address).begin().get("history").status_code == 200


@pytest.mark.parametrize("kind", ["history", "feedback", "deletion"])
def test_what_is_no_message_has_a_limit_for_the_whole_address(
    library: Library, way_in: WayIn, tmp_path: Path, kind: str
) -> None:
    options = Options(messages_a_minute_and_address=3)
    with served(library, way_in, tmp_path, options) as (address, _):
        first, second = Browser(address).begin(), Browser(address).begin()
        first.say("hello")
        second.say("hello")
        most = OTHERS_A_MESSAGE * options.messages_a_minute_and_address
        allowed = other_requests(first, kind, most // 2) + other_requests(second, kind, most - most // 2)
        assert {*allowed} <= {200, 204}
        third = Browser(address).begin()
        assert other_requests(second, kind, 1) == other_requests(third, kind, 1) == [429]
        # None of it takes from the messages of the same address.
        assert third.say("hello").status_code == 200


def test_deleting_again_and_again_leaves_one_mark(browser: Browser, rasa: StandIn, tmp_path: Path) -> None:
    browser.say("hello")
    assert other_requests(browser, "deletion", 20) == [204] * 20
    assert len((tmp_path / "website.ended").read_text(encoding="utf-8").splitlines()) == 1
    assert rasa.rows() == 0


def test_a_long_look_at_one_message_holds_up_nobody_else(
    library: Library, way_in: WayIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, go_on, enter = threading.Event(), threading.Event(), WayIn.enter

    def slow(self: WayIn, raw: str, limit: int) -> Entered:
        looking.set()
        assert go_on.wait(20)
        return enter(self, raw, limit)

    monkeypatch.setattr(WayIn, "enter", slow)
    with served(library, way_in, tmp_path) as (address, _), ThreadPoolExecutor(1) as pool:
        writer, reader = Browser(address).begin(), Browser(address).begin()
        waiting = pool.submit(writer.say, "hello")
        assert looking.wait(10)
        assert reader.get("history").status_code == 200
        assert not waiting.done()
        go_on.set()
        assert waiting.result().status_code == 200


def test_a_flood_of_long_looks_holds_up_the_looks_at_others_by_one(
    library: Library, way_in: WayIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, go_on, arrived = [], threading.Event(), threading.Semaphore(0)
    enter, answer = WayIn.enter, Desk.answer

    def slow(self: WayIn, raw: str, limit: int) -> Entered:
        looked.append(raw)
        assert go_on.wait(20)
        return enter(self, raw, limit)

    def counted(self: Desk, *details: Any) -> Any:
        arrived.release()
        return answer(self, *details)

    monkeypatch.setattr(WayIn, "enter", slow)
    monkeypatch.setattr(Desk, "answer", counted)
    with served(library, way_in, tmp_path, Options(proxies=1)) as (address, _), ThreadPoolExecutor(9) as pool:
        flooding, at_the_same, elsewhere = (Browser(address).begin() for _ in range(3))
        flooding.forwarded = at_the_same.forwarded = "203.0.113.1"
        elsewhere.forwarded = "203.0.113.2"
        waiting = []
        for sender, text in [*[(flooding, "flood")] * 4, (at_the_same, "beside"), (elsewhere, "elsewhere")]:
            waiting.append(pool.submit(sender.say, text))
            assert arrived.acquire(timeout=10)
        go_on.set()
        assert {one.result().status_code for one in waiting} == {200}
    assert looked == ["flood", "elsewhere", "beside", "flood", "flood", "flood"]


@contextmanager
def two_servers(
    library: Library, way_in: WayIn, folder: Path, options: Options
) -> Iterator[tuple[tuple[str, StandIn], ...]]:
    """Two servers with one Redis, one key file and one store, as several processes of a bot have them."""
    redis = FakeServer()
    with ExitStack() as running:
        yield tuple(
            running.enter_context(
                served(library, way_in, folder, options, RedisMarks(FakeRedis(server=redis)))
            )
            for _ in range(2)
        )


def test_servers_that_share_marks_count_together(library: Library, way_in: WayIn, tmp_path: Path) -> None:
    options = Options(messages_a_minute=4, messages_a_minute_and_address=6, sessions_an_hour_and_address=1)
    with two_servers(library, way_in, tmp_path, options) as ((one, _), (two, _)):
        first, second = Browser(one).begin(), Browser(two)
        second.token = first.token
        statuses = [browser.say("hello").status_code for browser in (first, second, first, second)]
        assert statuses == [200] * 4
        assert code(first.say("hello")) == code(second.say("hello")) == "too_many"
        # Both of the address's six have been spoken to, so that a new session has none left.
        assert code(Browser(two).begin().say("hello")) == "too_many"
        begun = [Browser(one).post("sessions", {}).status_code for _ in range(4)]
        assert begun == [201, 201, 201, 429]


def test_servers_that_share_marks_answer_once_and_forget_together(
    library: Library, way_in: WayIn, tmp_path: Path
) -> None:
    with two_servers(library, way_in, tmp_path, Options()) as ((one, asked), (two, asked_too)):
        first, second, name = Browser(one).begin(), Browser(two), str(uuid.uuid4())
        second.token = first.token
        assert first.say("hello", name).json() == second.say("hello", name).json()
        assert len(asked.seen) == 1 and asked_too.seen == []
        assert second.history() == first.history() != []
        assert second.delete().status_code == 204
        assert code(first.say("hello")) == code(first.get("history")) == "session_unknown"
