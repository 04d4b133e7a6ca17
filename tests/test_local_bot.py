"""Stopping the local bot: what it still finishes needs the action server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lantern.local_bot import LocalBot

# Stands in for a server: told to stop, it works on a little, and notes its name when it ends.
SERVER = """
import signal, sys, time
def stop(*_):
    time.sleep(float(sys.argv[2]))
    with open(sys.argv[3], "a") as file:
        file.write(sys.argv[1] + " ")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
time.sleep(60)
"""


def test_the_action_server_outlives_the_bot(tmp_path: Path) -> None:
    ended = tmp_path / "ended"
    local = LocalBot(tmp_path / "model", 1, 2, tmp_path)
    for name, seconds in (("actions", "0"), ("bot", "0.5")):
        child = subprocess.Popen(
            [sys.executable, "-c", SERVER, name, seconds, str(ended)],
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert child.stdout and child.stdout.readline()
        local._children[name] = child
    local.stop()
    assert ended.read_text() == "bot actions "
