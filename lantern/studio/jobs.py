"""Work that takes longer than a page may, one at a time, by the verbs of the command."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lantern.editing.files import write_whole
from lantern.nlu.fingerprint import content_fingerprint

# The verb runs in a process of its own: if it crashes, neither the studio nor the bot does.
COMMAND = [sys.executable, "-c", "from lantern.cli.app import main; main()"]
MOST_LINES = 400
# In the state folder: how many seconds each verb took when it last ran through on this machine.
TOOK_FILE = "job-seconds.json"
NOISE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class Job:
    """What was started and when, what it has said, and how it ended (None while it runs).

    ``last_took`` is how many seconds the same verb took last time; None if that is not known.
    """

    title: str
    by: str
    started: float = 0.0
    last_took: float | None = None
    lines: list[str] = field(default_factory=list)
    code: int | None = None
    ended: threading.Event = field(default_factory=threading.Event)
    # What stands for the content that it was started with.
    content: str = ""


class Jobs:
    """Runs one job at a time and remembers the last."""

    def __init__(
        self,
        root: Path,
        command: Sequence[str] = COMMAND,
        state: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the project, the command that has the verbs, and where it is kept how long each takes."""
        self._root, self._command = root, list(command)
        self._took = state / TOOK_FILE if state else None
        self._clock = clock
        self._lock = threading.Lock()
        self.last: Job | None = None

    def start(self, title: str, by: str, arguments: Sequence[str]) -> bool:
        """Start a verb in the background; return False if another one is at work."""
        with self._lock:
            if self.last and self.last.code is None:
                return False
            self.last = Job(title, by, self._clock(), self._seconds().get(arguments[0]))
            self.last.content = self.content()
        threading.Thread(target=self._run, args=(self.last, list(arguments)), daemon=True).start()
        return True

    def content(self) -> str:
        """Return what stands for the content as it is now."""
        return content_fingerprint(self._root / "data")

    def at_work(self) -> float | None:
        """Return for how many seconds the job has been at work; None if none is."""
        return self._clock() - self.last.started if self.last and self.last.code is None else None

    def _seconds(self) -> dict[str, float]:
        try:
            rows = json.loads(self._took.read_text(encoding="utf-8")) if self._took else {}
            return {verb: float(seconds) for verb, seconds in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _remember(self, verb: str, seconds: float) -> None:
        # What was refused or broken off says nothing of how long the whole takes.
        if self._took is None:
            return
        # A state folder that cannot be written to harms no job.
        with contextlib.suppress(OSError):
            self._took.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._took, json.dumps({**self._seconds(), verb: round(seconds, 1)}))

    def _run(self, job: Job, arguments: list[str]) -> None:
        try:
            with subprocess.Popen(
                [*self._command, *arguments],
                cwd=self._root,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
            ) as process:
                assert process.stdout
                for line in process.stdout:
                    job.lines.append(NOISE.sub("", line).rstrip())
                    del job.lines[:-MOST_LINES]
            if process.returncode == 0:
                self._remember(arguments[0], self._clock() - job.started)
            job.code = process.returncode
        except (OSError, ValueError) as error:
            # ValueError: a null character in what was typed.
            reason = getattr(error, "strerror", None) or "what was typed cannot be passed on"
            job.lines.append(f"It could not be started: {reason}.")
            job.code = 1
        finally:
            job.ended.set()


def about(seconds: float) -> str:
    """Return a span of time as people say it, no more exact than it is known."""
    if seconds < 10:
        return "a few seconds"
    if seconds < 95:
        return f"about {round(seconds, -1):.0f} seconds"
    return f"about {max(2, round(seconds / 60))} minutes"


@contextmanager
def asked_ahead(state: Path) -> Iterator[None]:
    """Let what serves be asked meanwhile, at the lowest priority; it is of no consequence if that fails."""
    arguments = ["compare", "--ahead", "--state", str(state)]
    silent = subprocess.DEVNULL
    with subprocess.Popen([*COMMAND, *arguments], stdin=silent, stdout=silent, stderr=silent) as asking:
        try:
            yield
        finally:
            asking.terminate()
