"""``lantern run`` as a person uses it: an address is printed, Ctrl-C stops everything."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from lantern.local_bot import HOST, free_port
from lantern.paths import ROOT

COMMAND = "from lantern.cli.app import main; main()"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_the_address_and_stops_everything(
    model: Path, tmp_path: Path, stop: signal.Signals
) -> None:
    ports = [free_port(0, "PORT"), free_port(0, "ACTIONS_PORT")]
    arguments = ["run", "--port", str(ports[0]), "--actions-port", str(ports[1])]
    arguments += ["--state", str(tmp_path)]
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        line = next(line for line in process.stdout if "is ready" in line)
        assert re.search(rf"http://{HOST}:{ports[0]}/demo/", line)
        process.send_signal(stop)
        assert process.wait(30) == 0
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex((HOST, port)) != 0
