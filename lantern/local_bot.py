"""A bot on this computer: the action server and Rasa, started, waited for, and stopped together."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ruamel.yaml import YAML

from lantern import paths
from lantern.content.library import load_library
from lantern.errors import StartFailure
from lantern.privacy.identity import START_PROBE

HOST = "127.0.0.1"
START_SECONDS = 120.0
# Longer than a turn may take: what a channel has taken is answered before the server ends.
STOP_SECONDS = 45.0
POLL_SECONDS = 0.2
# A bot that has begun to listen but gives nothing but errors for so many polls will not recover.
MOST_ERRORS = 40


@dataclass
class LocalBot:
    """A running bot; use it in a ``with`` statement.

    ``state`` is the folder for conversations and logs, ``credentials`` the file with the channels' settings.
    A port of 0 means any free one.
    """

    model: Path
    port: int = 5005
    actions_port: int = 5055
    state: Path = field(default_factory=lambda: paths.STATE)
    credentials: Path = field(default_factory=lambda: paths.ROOT / "credentials.yml")
    _children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _claim: IO[bytes] | None = None

    @property
    def address(self) -> str:
        """The address of the bot."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> LocalBot:
        """Start, see ``start``."""
        self.start()
        return self

    def start(self) -> None:
        """Start both servers and wait until a real question is answered.

        Raises:
            StartFailure: A port or the state folder is taken, a server has ended, or no answer has come
                in time.
        """
        self.port = free_port(self.port, "PORT")
        self.actions_port = free_port(self.actions_port, "ACTIONS_PORT")
        self._claim_state()
        try:
            self._start("actions", ["rasa_sdk", "--actions", "actions", "--port", str(self.actions_port)])
            self._start("bot", self._rasa())
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _claim_state(self) -> None:
        """Take the state folder; two bots in one would overwrite each other's logs and settings."""
        # Conversations lie here: they are for the account that runs the bot.
        self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        claim = (self.state / "lock").open("wb")
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            claim.close()
            raise StartFailure(
                f"Another bot is using {self.state}. Stop it, or choose another folder: "
                "lantern run --state FOLDER"
            ) from error
        self._claim = claim

    def __exit__(self, *_: object) -> None:
        """Stop both servers."""
        self.stop()

    def _rasa(self) -> list[str]:
        command = ["rasa", "run", "--interface", HOST, "--port", str(self.port)]
        command += ["--model", str(self.model), "--credentials", str(self.credentials)]
        return [*command, "--endpoints", str(self._endpoints())]

    def _endpoints(self) -> Path:
        """Write endpoints.yml with this bot's ports and state; all else stays as it is there."""
        yaml = YAML(typ="safe")
        settings = yaml.load((paths.ROOT / "endpoints.yml").read_text(encoding="utf-8"))
        settings["action_endpoint"]["url"] = f"http://{HOST}:{self.actions_port}/webhook"
        settings["tracker_store"]["db"] = str(self.state / "conversations.db")
        target = self.state / "endpoints.yml"
        with target.open("w", encoding="utf-8") as stream:
            yaml.dump(settings, stream)
        return target

    def _start(self, name: str, module: list[str]) -> None:
        environment = {
            **os.environ,
            "SANIC_HOST": HOST,
            "LANTERN_STATE": str(self.state),
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "PYTHONWARNINGS": "ignore",
        }
        with (self.state / f"{name}.log").open("wb") as log:
            self._children[name] = subprocess.Popen(
                [sys.executable, "-m", *module],
                cwd=paths.ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # What people said is written by it: for this account's eyes only.
                umask=0o077,
                # A group of its own: Ctrl-C reaches us alone, and we stop the servers in order.
                start_new_session=True,
            )

    def _wait(self) -> None:
        # Any topic will do to find out whether the bot really answers; its title is answered exactly.
        probe = load_library(paths.DATA).family("faq")[0].metadata.title
        end, errors = time.monotonic() + START_SECONDS, 0
        while time.monotonic() < end:
            self._check_alive()
            kinds = self._kinds(probe)
            if "answer" in kinds:
                return
            errors = errors + 1 if kinds == ["error"] else 0
            if errors >= MOST_ERRORS:
                raise StartFailure(f"The bot answers with errors only: {self._last_words('bot')}")
            time.sleep(POLL_SECONDS)
        raise StartFailure(
            f"The bot gave no answer within {START_SECONDS:.0f} seconds. See {self.state}/bot.log"
        )

    def _check_alive(self) -> None:
        for name, child in self._children.items():
            if child.poll() is not None:
                raise StartFailure(f"The {name} server has stopped by itself: {self._last_words(name)}")

    def _last_words(self, name: str) -> str:
        log = self.state / f"{name}.log"
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        return f"{lines[-1].strip() if lines else 'it said nothing'} (all of it: {log})"

    def _kinds(self, probe: str) -> list[str]:
        """Return the kinds of the answers to a question; none while the bot does not listen yet."""
        try:
            messages = self.say(probe, START_PROBE)
        except (OSError, ValueError):
            return []
        return [answer["kind"] for message in messages for answer in message.get("answers", [])]

    def say(self, text: str, sender: str, **fields: Any) -> list[dict[str, Any]]:
        """Send a message and return what the bot says, in the format of the rest channel."""
        body = json.dumps({"sender": sender, "message": text, **fields}).encode()
        request = urllib.request.Request(
            f"{self.address}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            messages: list[dict[str, Any]] = json.load(reply)
        return messages

    def watch(self) -> Iterator[None]:
        """Yield now and then, as long as both servers live.

        Raises:
            StartFailure: One of them has ended.
        """
        while True:
            self._check_alive()
            yield
            time.sleep(POLL_SECONDS)

    def memory(self) -> dict[str, float]:
        """Return the resident memory of each server in MiB (Linux only)."""
        found = {}
        for name, child in self._children.items():
            status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
            [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
            found[name] = int(line.split()[1]) / 1024
        return found

    def stop(self) -> None:
        """Stop both servers, gently first."""
        # The bot first: turns that it finishes still need the action server.
        for _, child in sorted(self._children.items(), key=lambda item: item[0] != "bot"):
            _signal(child, signal.SIGTERM)
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.wait()
        self._children.clear()
        if self._claim:
            self._claim.close()
            self._claim = None


def _signal(child: subprocess.Popen[bytes], what: signal.Signals) -> None:
    # It may have ended by itself in the meantime.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, what)


def free_port(port: int, setting: str) -> int:
    """Return ``port`` if it is free; 0 gives any free one.

    Raises:
        StartFailure: The port is taken.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise StartFailure(
                f"Port {port} is taken by another program. Stop it, or choose another: "
                f"make run {setting}={port + 1}"
            ) from error
        return int(probe.getsockname()[1])
