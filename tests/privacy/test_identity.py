"""Opaque conversation ids."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lantern.privacy.identity import KEY_BYTES, key_from, opaque


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "state" / "sender.key"
    key = key_from(file)
    assert key_from(file) == key and len(key) == 32
    assert file.stat().st_mode & 0o077 == 0


def test_a_key_that_another_is_just_writing_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "sender.key"
    file.write_text("ab" * 10)
    writer = threading.Timer(0.05, file.write_text, ["ab" * KEY_BYTES])
    writer.start()
    assert key_from(file) == b"\xab" * KEY_BYTES
    writer.join()


def test_a_file_without_a_key_is_told_and_never_used(tmp_path: Path) -> None:
    file = tmp_path / "sender.key"
    for text in ("", "\n", "ab" * (KEY_BYTES - 1)):
        file.write_text(text)
        with pytest.raises(OSError, match="holds no key"):
            key_from(file)


def test_all_who_ask_at_once_get_the_same_key(tmp_path: Path) -> None:
    file = tmp_path / "sender.key"
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: key_from(file), range(64)))
    assert len(keys) == 1


def test_an_id_says_nothing_of_the_sender_and_needs_the_key() -> None:
    assert opaque("+1 555 0147", b"a") == opaque("+1 555 0147", b"a")
    assert opaque("+1 555 0147", b"a") != opaque("+1 555 0147", b"b")
    assert "555" not in opaque("555", b"a") and len(opaque("", b"a")) == 32
