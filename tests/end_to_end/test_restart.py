"""Conversations survive a restart; a bot that cannot start says why in one sentence."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from lantern.errors import StartFailure
from lantern.local_bot import HOST, LocalBot, free_port


def test_a_conversation_survives_a_restart(model: Path, tmp_path: Path) -> None:
    with LocalBot(model, 0, 0, tmp_path) as first:
        first.say("what is palliative care", "anna")
    with LocalBot(model, 0, 0, tmp_path) as second:
        [message] = second.say("tell me more", "anna")
    assert message["answers"][0]["topic"] == "palliative_care_what"


def test_a_taken_port_is_told(model: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StartFailure, match=f"Port {port} is taken.*make run PORT={port + 1}"):
            LocalBot(model, port, 0, tmp_path).start()


def test_a_server_that_dies_is_told_with_its_last_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"no model")
    with pytest.raises(StartFailure, match=r"has stopped by itself|errors only"):
        LocalBot(broken, 0, 0, tmp_path / "state").start()


def test_zero_means_any_free_port() -> None:
    assert free_port(0, "PORT") > 1024
