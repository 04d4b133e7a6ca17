"""Publishing is written down, can be taken back, and a crash in the middle changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.content.library import Library, read_library
from lantern.editing.publishing import RunningBot, needs_restart, published, put_live, roll_back
from lantern.errors import NotPublished


class Bot(RunningBot):
    """A bot that serves what it is told; ``fails`` names a model that it refuses."""

    def __init__(self, serves: str, fails: str = "") -> None:
        self.serves, self.fails = serves, fails

    def serving(self) -> str:
        return self.serves

    def replace(self, model: str) -> None:
        if model == self.fails:
            raise NotPublished("it cannot be used")
        self.serves = model


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / name).write_bytes(b"")
    return folder


def test_what_was_published_can_be_taken_back(models: Path, tmp_path: Path) -> None:
    bot = Bot("a")
    put_live(bot, "b", "Ana", tmp_path)
    put_live(bot, "c", "Ben", tmp_path)
    record = published(tmp_path)
    assert record and (record.model, record.by, record.earlier) == ("c", "Ben", ("b", "a"))
    assert roll_back(bot, models, "Ana", tmp_path) == "b" and bot.serves == "b"
    # Twice is further back, and never to what was taken back.
    assert roll_back(bot, models, "Ana", tmp_path) == "a" and bot.serves == "a"
    with pytest.raises(NotPublished, match="lantern publish"):
        roll_back(bot, models, "Ana", tmp_path)


def test_a_refused_model_is_not_written_down(models: Path, tmp_path: Path) -> None:
    bot = Bot("a", fails="c")
    put_live(bot, "b", "Ana", tmp_path)
    before = (tmp_path / "published.json").read_text(encoding="utf-8")
    with pytest.raises(NotPublished):
        put_live(bot, "c", "Ana", tmp_path)
    assert bot.serves == "b" and (tmp_path / "published.json").read_text(encoding="utf-8") == before


def test_with_nothing_published_there_is_nothing_to_go_back_to(models: Path, tmp_path: Path) -> None:
    with pytest.raises(NotPublished, match="nothing to go back to"):
        roll_back(Bot("a"), models, "Ana", tmp_path)
    (tmp_path / "published.json").write_text("{", encoding="utf-8")
    assert published(tmp_path) is None


def test_where_no_bot_runs_that_is_what_is_told(models: Path, tmp_path: Path) -> None:
    with pytest.raises(NotPublished, match="lantern run"):
        roll_back(RunningBot("http://127.0.0.1:9", tmp_path), models, "Ana", tmp_path)


def test_a_model_that_is_gone_is_passed_over(models: Path, tmp_path: Path) -> None:
    bot = Bot("a")
    put_live(bot, "b", "Ana", tmp_path)
    put_live(bot, "c", "Ana", tmp_path)
    (models / "b").unlink()
    assert roll_back(bot, models, "Ana", tmp_path) == "a"


def test_without_a_bot_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotPublished, match="lantern run"):
        RunningBot("http://127.0.0.1:9", tmp_path).serving()
    (tmp_path / "publishing.key").write_text("00", encoding="ascii")
    with pytest.raises(NotPublished, match="There is no bot at"):
        RunningBot("http://127.0.0.1:9", tmp_path).serving()


def test_what_only_a_restart_brings_is_named(library: Library, data: Path) -> None:
    path = data / "wording.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    other = data / "faq" / "palbociclib.yml"
    other.write_text(other.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    changed, _ = read_library(data)
    assert changed and needs_restart(library, changed) == ["wording.yml"]
    assert needs_restart(None, changed) == []
