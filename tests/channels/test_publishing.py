"""A model is swapped whole or not at all, by those who may."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lantern.channels.publishing import Publishing, Refused, serving

OLD, NEW = "lantern-000000000001.tar.gz", "lantern-000000000002.tar.gz"


class Processor:
    """Answers as much as the trial needs."""

    def __init__(self, path: Path, kind: str = "answer") -> None:
        self.model_path, self.kind, self.domain = path, kind, f"domain of {path.name}"

    async def handle_message(self, message: Any) -> None:
        if self.kind == "crash":
            raise RuntimeError("words of a person")
        await message.output_channel.send_response("x", {"text": "x", "answers": [{"kind": self.kind}]})


@pytest.fixture
def models(tmp_path: Path) -> Path:
    for name in (OLD, NEW):
        (tmp_path / name).write_bytes(b"")
    return tmp_path


@pytest.fixture(autouse=True)
def without_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantern.channels.publishing.InMemoryTrackerStore", lambda domain: None)
    monkeypatch.setattr("lantern.channels.publishing.InMemoryLockStore", lambda: None)


def agent_with(models: Path) -> Any:
    old = Processor(models / OLD)
    return SimpleNamespace(processor=old, domain=old.domain, tracker_store=SimpleNamespace(domain=old.domain))


def channel(models: Path, kind: str = "answer") -> Publishing:
    return Publishing(models, b"key", lambda agent, path: Processor(path, kind))


def test_a_model_that_answers_is_put_in_place(models: Path) -> None:
    agent = agent_with(models)
    assert asyncio.run(channel(models).replace(agent, NEW)) == NEW
    assert serving(agent) == NEW
    assert agent.domain == agent.tracker_store.domain == f"domain of {NEW}"


@pytest.mark.parametrize("kind", ["error", "not_covered", "crash"])
def test_a_model_that_does_not_answer_leaves_the_old_one(models: Path, kind: str) -> None:
    agent = agent_with(models)
    with pytest.raises(Refused) as caught:
        asyncio.run(channel(models, kind).replace(agent, NEW))
    assert serving(agent) == OLD and agent.domain == f"domain of {OLD}"
    assert "words of a person" not in str(caught.value)


def test_a_model_that_cannot_be_loaded_leaves_the_old_one(models: Path) -> None:
    def load(agent: Any, path: Path) -> Any:
        raise ValueError("half a file")

    agent = agent_with(models)
    with pytest.raises(Refused, match="cannot be used"):
        asyncio.run(Publishing(models, b"key", load).replace(agent, NEW))
    assert serving(agent) == OLD


@pytest.mark.parametrize(
    "name", ["", "../etc/passwd", "lantern-1.tar.gz", f"../{NEW}", "lantern-0000000000ff.tar.gz"]
)
def test_only_models_of_the_folder_can_be_named(models: Path, name: str) -> None:
    with pytest.raises(Refused, match="There is no model"):
        asyncio.run(channel(models).replace(agent_with(models), name))


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", b"key".hex(), "Bearer ü"])
def test_without_the_key_nothing_is_told(models: Path, header: str) -> None:
    assert not channel(models)._knows_key(header)
    assert channel(models)._knows_key(f"Bearer {b'key'.hex()}")


def test_messages_go_on_while_a_model_is_loaded(models: Path) -> None:
    def slow(agent: Any, path: Path) -> Processor:
        # Loading takes seconds and must not stand in the way of the event loop.
        while not answered:
            time.sleep(0.001)
        return Processor(path)

    answered: list[str] = []

    async def work() -> None:
        agent = agent_with(models)
        swap = asyncio.create_task(Publishing(models, b"key", slow).replace(agent, NEW))
        await asyncio.sleep(0)
        answered.append(serving(agent))
        await swap
        answered.append(serving(agent))

    asyncio.run(work())
    assert answered == [OLD, NEW]


def test_going_back_loads_nothing(models: Path) -> None:
    agent, loads = agent_with(models), []

    def load(agent: Any, path: Path) -> Processor:
        loads.append(path.name)
        return Processor(path)

    async def work() -> None:
        publishing = Publishing(models, b"key", load)
        await publishing.replace(agent, NEW)
        await publishing.replace(agent, OLD)
        assert serving(agent) == OLD and agent.domain == f"domain of {OLD}"
        await publishing.replace(agent, NEW)

    asyncio.run(work())
    assert serving(agent) == NEW and loads == [NEW]
