"""Tokens that nobody else can make, and keys that can be changed."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.channels.website.keys import KEPT_SECONDS, Key, KeyRing, parse_keys, rotate
from lantern.channels.website.refusal import Refusal
from lantern.channels.website.session import Sessions
from lantern.errors import SettingError

NOW = 1_800_000_000.0
KEY = Key("0123abcd", int(NOW), bytes(32))
SESSIONS = Sessions(KeyRing(None, (KEY,)), 3600, lambda: NOW)
SESSION, TOKEN = SESSIONS.begin()


def refused(token: str, sessions: Sessions = SESSIONS) -> str:
    with pytest.raises(Refusal) as caught:
        sessions.verify(token)
    return caught.value.code


def test_a_token_leads_to_its_session() -> None:
    assert SESSIONS.verify(TOKEN) == SESSION
    other, _ = SESSIONS.begin()
    assert other.id != SESSION.id and other.conversation != SESSION.conversation
    assert SESSION.id not in SESSION.conversation


@given(st.integers(0, len(TOKEN) - 1), st.characters())
def test_no_character_can_be_changed(place: int, character: str) -> None:
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    assert changed == TOKEN or refused(changed) == "session_unknown"


@given(st.text(max_size=200) | st.from_regex(r"0123abcd\.[\w-]{32}\.[0-9]{10}\.[0-9a-f]{64}", fullmatch=True))
def test_no_other_text_is_a_token(text: str) -> None:
    assert refused(text) == "session_unknown"


def test_a_token_ends() -> None:
    later = Sessions(KeyRing(None, (KEY,)), 3600, lambda: NOW + 3600)
    assert refused(TOKEN, later) == "session_expired"


def test_the_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "state" / "website.keys"
    first, second = KeyRing(file), KeyRing(file)
    assert first.signing() == second.signing()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_rotation_throws_nobody_out_of_a_running_server(tmp_path: Path) -> None:
    file = tmp_path / "website.keys"
    running = Sessions(KeyRing(file), 3600)
    before = running.begin()[1]
    rotate(file)
    after = running.begin()[1]
    assert before[:8] != after[:8] and running.verify(before) and running.verify(after)


def test_a_key_that_no_session_can_need_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "website.keys"
    old, older = int(time.time()) - KEPT_SECONDS - 9, int(time.time()) - 2 * KEPT_SECONDS
    file.write_text(f"{Key('a' * 8, old, bytes(32)).line()}\n{Key('b' * 8, older, bytes(32)).line()}\n")
    # The older one stopped signing when the old one was made, longer ago than any session lasts.
    assert rotate(file) == 2
    ring = KeyRing(file)
    assert ring.find("a" * 8) and not ring.find("b" * 8)


def test_keys_that_cannot_be_read_are_told_in_one_sentence_with_the_cure(tmp_path: Path) -> None:
    unreadable, nonsense, nowhere = tmp_path / "website.keys", tmp_path / "other.keys", tmp_path / "file"
    # A folder cannot be read by anybody, not even by root, whom no permission stops.
    unreadable.mkdir()
    nonsense.write_bytes(b"\xff\xfe")
    nowhere.touch()
    for file in (unreadable, nonsense, nowhere / "website.keys"):
        with pytest.raises(SettingError) as caught:
            KeyRing(file)
        said = str(caught.value)
        assert said.startswith(file.name) and said.endswith(".") and "\n" not in said and ": " in said
        assert str(tmp_path) not in said


def test_a_running_server_keeps_its_keys_while_their_file_cannot_be_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "website.keys"
    running = Sessions(KeyRing(file), 3600)
    session, token = running.begin()
    kept = file.read_text(encoding="ascii")
    for broken in ("nonsense", None):
        if broken:
            file.write_text(broken, encoding="ascii")
        else:
            file.unlink()
        caplog.clear()
        for _ in range(3):
            assert running.verify(token) == session and running.begin()
        [told] = caplog.messages
        assert told.startswith("website.keys")
    file.write_text(kept, encoding="ascii")
    rotate(file)
    assert running.verify(token) == session and running.begin()[1][:8] != token[:8]


@pytest.mark.parametrize("text", ["", "x", "0123abcd 1 00", f"0123abcd x {'0' * 64}", f"{'0' * 64}"])
def test_broken_keys_are_told_without_their_content(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "WEB_KEYS", text)
    with pytest.raises(SettingError, match="The environment variable WEB_KEYS") as caught:
        KeyRing.from_environment("WEB_KEYS")
    assert "rotate-keys" in str(caught.value) and "0" * 64 not in str(caught.value)


def test_keys_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [Key.fresh(), Key.fresh()]
    monkeypatch.setitem(os.environ, "WEB_KEYS", ",".join(key.line() for key in keys))
    ring = KeyRing.from_environment("WEB_KEYS")
    assert ring.signing() == keys[0] and ring.find(keys[1].id) == keys[1]


@given(
    st.lists(
        st.builds(
            Key,
            st.from_regex("[0-9a-f]{8}", fullmatch=True),
            st.integers(0, 10**11),
            st.binary(min_size=32, max_size=32),
        ),
        min_size=1,
    )
)
def test_keys_are_read_as_they_are_written(keys: list[Key]) -> None:
    assert parse_keys("\n".join(key.line() for key in keys), "x") == tuple(keys)
