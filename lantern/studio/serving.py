"""What the running bot serves, as the studio knows it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from lantern.content.library import Library
from lantern.editing.publishing import RunningBot, published
from lantern.errors import NotPublished
from lantern.local_bot import HOST
from lantern.model_file import content_of
from lantern.paths import MODELS

# The bot is on this computer; pages do not wait for one that is busy.
SECONDS = 2.0


@dataclass
class Serving:
    """Asks the bot which model it serves, and reads once what that was trained from."""

    state: Path
    port: int
    _read: tuple[str, Library | None] = ("", None)
    _reading: threading.Lock = field(default_factory=threading.Lock)

    def model(self) -> str:
        """Return the file name of the serving model; empty if no bot answers."""
        try:
            return RunningBot(f"http://{HOST}:{self.port}", self.state).serving(SECONDS)
        except NotPublished:
            return ""

    def content(self) -> Library | None:
        """Return the content of the running bot, or of what was published last; None if neither is known."""
        record = published(self.state)
        name = self.model() or (record.model if record else "")
        if not name:
            return None
        with self._reading:
            if self._read[0] != name:
                with content_of(MODELS / name) as library:
                    self._read = (name, library)
            return self._read[1]
