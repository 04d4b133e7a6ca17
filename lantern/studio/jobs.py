"""Work that takes longer than a page may, one at a time, by the verbs of the command."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

# The verb runs in a process of its own: if it crashes, neither the studio nor the bot does.
COMMAND = [sys.executable, "-c", "from lantern.cli.app import main; main()"]
MOST_LINES = 400
NOISE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class Job:
    """What was started, what it has said, and how it ended (None while it runs)."""

    title: str
    by: str
    lines: list[str] = field(default_factory=list)
    code: int | None = None
    ended: threading.Event = field(default_factory=threading.Event)


class Jobs:
    """Runs one job at a time and remembers the last."""

    def __init__(self, root: Path, command: Sequence[str] = COMMAND) -> None:
        """Take the project, and the command that has the verbs."""
        self._root, self._command = root, list(command)
        self._lock = threading.Lock()
        self.last: Job | None = None

    def start(self, title: str, by: str, arguments: Sequence[str]) -> bool:
        """Start a verb in the background; return False if another one is at work."""
        with self._lock:
            if self.last and self.last.code is None:
                return False
            self.last = Job(title, by)
        threading.Thread(target=self._run, args=(self.last, list(arguments)), daemon=True).start()
        return True

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
            job.code = process.returncode
        except (OSError, ValueError) as error:
            # ValueError: a null character in what was typed.
            reason = getattr(error, "strerror", None) or "what was typed cannot be passed on"
            job.lines.append(f"It could not be started: {reason}.")
            job.code = 1
        finally:
            job.ended.set()
