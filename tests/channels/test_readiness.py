"""The readiness probe, with a stand-in for Rasa; the real one is asked in tests/end_to_end."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from lantern.channels import readiness
from lantern.channels.readiness import Readiness
from lantern.errors import SettingError


class Processor:
    """Answers any question with a topic, fails, or hangs."""

    def __init__(self) -> None:
        self.asked = 0
        self.topic: str | None = None
        self.error: Exception | None = None
        self.hangs = False
        self.tracker_store: Any = "the real one"
        self.stores: list[Any] = []
        self.count = [0]

    async def handle_message(self, message: Any) -> None:
        self.count[0] += 1
        self.stores.append(self.tracker_store)
        if self.hangs:
            await asyncio.Event().wait()
        if self.error:
            raise self.error
        await message.output_channel.send_response("x", {"text": "s", "answers": [{"topic": self.topic}]})


@pytest.fixture
def probe() -> tuple[Readiness, SimpleNamespace, list[float]]:
    now = [0.0]
    made = Readiness(60, lambda: now[0])
    processor = Processor()
    processor.topic = made._topic
    store = InMemoryTrackerStore(Domain.empty())
    agent = SimpleNamespace(
        processor=processor,
        tracker_store=store,
        lock_store=None,
        domain=Domain.empty(),
        is_ready=lambda: True,
    )
    return made, agent, now


def test_a_real_question_is_asked_now_and_then_in_a_store_of_its_own(probe: Any) -> None:
    made, agent, now = probe

    async def story() -> None:
        for _ in range(3):
            assert set((await made.checks(agent)).values()) == {"ok"}
        assert agent.processor.count == [1]
        now[0] = 60.0
        await made.checks(agent)
        assert agent.processor.count == [2]

    asyncio.run(story())
    assert "the real one" not in agent.processor.stores


def test_a_wrong_answer_is_no_answer_and_is_looked_at_again_soon(probe: Any) -> None:
    made, agent, now = probe

    async def story() -> None:
        right, agent.processor.topic = agent.processor.topic, "something_else"
        assert (await made.checks(agent))["answer"] == "failed"
        agent.processor.topic, now[0] = right, 1.0
        assert (await made.checks(agent))["answer"] == "ok"

    asyncio.run(story())


@pytest.mark.parametrize("how", ["fails", "hangs", "no agent", "store is down"])
def test_whatever_is_down_is_named(probe: Any, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE", 0.05)
    made, agent, _ = probe
    agent.processor.error = ConnectionError() if how == "fails" else None
    agent.processor.hangs = how == "hangs"
    agent.tracker_store = None if how == "store is down" else agent.tracker_store
    checks = asyncio.run(made.checks(None if how == "no agent" else agent))
    assert checks["store" if how == "store is down" else "answer"] == "failed"
    assert (checks["model"] == "failed") is (how == "no agent")


@pytest.mark.parametrize("block", [{"second": 60}, {"seconds": 5}, {"seconds": "60"}, {"seconds": True}])
def test_a_wrong_setting_is_told(block: dict[str, Any]) -> None:
    with pytest.raises(SettingError, match=r"credentials.yml, ready: "):
        Readiness.from_credentials(block)
