"""A model is put into the running bot under load, and taken back; no message fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lantern.editing.publishing import RunningBot, published, put_live, roll_back
from lantern.errors import NotPublished
from lantern.local_bot import LocalBot

OTHER = "lantern-00000000beef.tar.gz"
BROKEN = "lantern-00000000dead.tar.gz"


@pytest.fixture
def other(model: Path) -> Iterator[Path]:
    """The model under another name, and half of it under a third."""
    target = Path(shutil.copy(model, model.with_name(OTHER)))
    broken = model.with_name(BROKEN)
    broken.write_bytes(target.read_bytes()[: target.stat().st_size // 2])
    yield target
    target.unlink()
    broken.unlink()


def test_swapping_under_load_loses_no_message(bot: LocalBot, model: Path, other: Path) -> None:
    live = RunningBot(bot.address, bot.state)
    assert live.serving() == model.name
    swapped: list[str] = []

    def talk(number: int) -> list[str]:
        kinds = []
        while len(kinds) < 3 or not swapped:
            messages = bot.say("what is palliative care", f"load-{number}")
            kinds += [answer["kind"] for message in messages for answer in message["answers"]]
        return kinds

    with ThreadPoolExecutor(4) as pool:
        talks = [pool.submit(talk, number) for number in range(4)]
        try:
            with pytest.raises(NotPublished, match="cannot be used"):
                put_live(live, BROKEN, "Ana", bot.state)
            assert live.serving() == model.name
            put_live(live, other.name, "Ana", bot.state)
            assert live.serving() == other.name
            assert roll_back(live, model.parent, "Ana", bot.state) == model.name
        finally:
            swapped.append("done")
        kinds = [kind for talk in talks for kind in talk.result()]
    assert set(kinds) == {"answer"} and live.serving() == model.name
    record = published(bot.state)
    assert record and record.model == model.name
    # A conversation that began on one model goes on with the other.
    follow_up = bot.say("tell me more", "load-0")
    assert follow_up[0]["answers"][0]["kind"] in ("answer", "talk")
