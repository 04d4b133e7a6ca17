"""Publish a model into the running bot, and take it back.

Each step leaves the old model serving until the very last: the new one is trained into a file of its own,
compared, loaded beside the old one and tried; then they are swapped, and only then is it written down.
"""

from __future__ import annotations

import datetime
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from lantern.channels.publishing_door import BEARER, KEY_FILE, PREFIX
from lantern.content.library import Library
from lantern.editing.files import write_whole
from lantern.errors import NotPublished

RECORD = "published.json"
# So many earlier models can be gone back to.
MOST_EARLIER = 20
# Loading and trying a model takes some seconds, longer on a busy machine.
SECONDS = 120.0
# What the channels of a running bot read once, when they start.
READ_AT_START = ("safety/", "wording.yml", "organisation.yml", "danger_cues.yml", "personal_data.yml",
                 "glossary.yml", "resources.yml")  # fmt: skip


@dataclass(frozen=True)
class Published:
    """What serves, since when (ISO 8601, UTC), by whom, and what served before, the newest first."""

    model: str
    at: str
    by: str
    earlier: tuple[str, ...] = ()


def published(state: Path) -> Published | None:
    """Return what was published last; None if nothing was, or the record cannot be read."""
    try:
        row = json.loads((state / RECORD).read_text(encoding="utf-8"))
        return Published(row["model"], row["at"], row["by"], tuple(row["earlier"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


class RunningBot:
    """The publishing channel of a bot on this computer."""

    def __init__(self, address: str, state: Path) -> None:
        """Take the bot's address, and its state folder, where the key is."""
        self._address, self._state = address.rstrip("/"), state

    def serving(self, seconds: float = SECONDS) -> str:
        """Return the file name of the serving model.

        Args:
            seconds: How long to wait for it.

        Raises:
            NotPublished: The bot cannot be reached or does not know the key.
        """
        return str(self._ask("GET", None, seconds)["model"])

    def replace(self, model: str) -> None:
        """Let another model serve.

        Raises:
            NotPublished: It does not; the old one serves on.
        """
        self._ask("PUT", {"model": model})

    def _ask(self, method: str, body: dict[str, str] | None, seconds: float = SECONDS) -> dict[str, Any]:
        key_file = self._state / KEY_FILE
        if not key_file.is_file():
            raise NotPublished(
                f"No bot has served from {self._state} yet. Start one (lantern run), or name --state"
            )
        request = urllib.request.Request(
            f"{self._address}{PREFIX}/",
            None if body is None else json.dumps(body).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": f"{BEARER}{key_file.read_text(encoding='ascii').strip()}",
            },
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=seconds) as reply:
                found: dict[str, Any] = json.load(reply)
        except urllib.error.HTTPError as error:
            raise NotPublished(f"The bot has refused the model: {_sentence(error)}") from error
        except (OSError, ValueError) as error:
            raise NotPublished(
                f"There is no bot at {self._address}. Start it (lantern run), or name its port: --port"
            ) from error
        return found


def _sentence(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["error"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {error.code}"


def put_live(
    bot: RunningBot, model: str, by: str, state: Path, clock: Callable[[], str] | None = None
) -> None:
    """Let a model serve, and write it down.

    Raises:
        NotPublished: It does not serve; the old one does.
    """
    before = bot.serving()
    bot.replace(model)
    last = published(state)
    earlier = [before, *(last.earlier if last else ())]
    kept = tuple(name for name in dict.fromkeys(earlier) if name and name != model)[:MOST_EARLIER]
    _write(Published(model, (clock or _now)(), by, kept), state)


def _write(record: Published, state: Path) -> None:
    write_whole(state / RECORD, json.dumps(asdict(record), indent=1) + "\n")


def roll_back(bot: RunningBot, models: Path, by: str, state: Path) -> str:
    """Let the model serve that served before, and return its name; what is taken back is not gone back to.

    Raises:
        NotPublished: There is none, or it does not serve.
    """
    bot.serving()
    last = published(state)
    earlier = [name for name in (last.earlier if last else ()) if (models / name).is_file()]
    if not earlier:
        raise NotPublished(
            "Nothing was published before, so there is nothing to go back to. "
            "What was taken back comes live again with: lantern publish"
        )
    put_live(bot, earlier[0], by, state)
    record = published(state)
    if record:
        _write(replace(record, earlier=tuple(earlier[1:])), state)
    return earlier[0]


def needs_restart(old: Library | None, new: Library) -> list[str]:
    """Return the changed files that a running bot reads only when it starts."""
    if old is None:
        return []
    return sorted(name for name in _fixed(old) | _fixed(new) if _text(old, name) != _text(new, name))


def _fixed(library: Library) -> set[str]:
    files = (path.relative_to(library.data).as_posix() for path in library.data.rglob("*.yml"))
    return {name for name in files if name.startswith(READ_AT_START)}


def _text(library: Library, name: str) -> bytes:
    path = library.data / name
    return path.read_bytes() if path.is_file() else b""


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
