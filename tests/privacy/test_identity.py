"""Opaque conversation ids."""

from __future__ import annotations

from pathlib import Path

from lantern.privacy.identity import key_from, opaque


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "state" / "sender.key"
    key = key_from(file)
    assert key_from(file) == key and len(key) == 32
    assert file.stat().st_mode & 0o077 == 0


def test_an_id_says_nothing_of_the_sender_and_needs_the_key() -> None:
    assert opaque("+1 555 0147", b"a") == opaque("+1 555 0147", b"a")
    assert opaque("+1 555 0147", b"a") != opaque("+1 555 0147", b"b")
    assert "555" not in opaque("555", b"a") and len(opaque("", b"a")) == 32
