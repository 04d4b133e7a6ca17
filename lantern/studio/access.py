"""Who may do what in the studio: passwords and roles, sessions, and tokens against forged forms."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lantern.editing.files import write_whole
from lantern.errors import SettingError
from lantern.privacy.identity import opaque
from lantern.studio.guesses import Guesses

ROLES = ("write", "review", "publish")
USERS_FILE = "studio-users.json"
# Beside it: sessions that were ended before their time.
ENDED_FILE = "studio-ended.json"
KEY_FILE = "studio.key"
COOKIE = "lantern_studio"
SESSION_SECONDS = 8 * 3600
# scrypt with 16 MiB (RFC 7914): a guess costs a twentieth of a second.
COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
LEAST_PASSWORD = 12
Row = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    name: str
    roles: frozenset[str]

    def may(self, role: str) -> bool:
        """Say whether the person has a role."""
        return role in self.roles


@dataclass
class Access:
    """People, sessions and form tokens; ``users`` is None on one's own computer, where nobody signs in."""

    key: bytes
    users: Path | None
    local_name: str = "editor"
    clock: Callable[[], float] = time.time
    _guesses: Guesses = field(init=False)
    _ending: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Count guesses by the clock that everything here goes by."""
        self._guesses = Guesses(lambda: self.clock())

    def sign_in(self, name: str, password: str, address: str, shared: bool = False) -> Person | None:
        """Return the person if the password is right and there were not too many wrong ones.

        Args:
            name: Who it is.
            password: What was typed.
            address: From where.
            shared: The address stands for many people.
        """
        if self._guesses.has_to_wait(name, address, shared):
            return None
        row = _read(self.users).get(name, {})
        # As much work for a name that is not there: who works here is not told.
        salt = bytes.fromhex(row.get("salt", "00" * 16))
        right = hmac.compare_digest(_hashed(password, salt), row.get("hash", ""))
        if not right:
            self._guesses.note(name, address, shared)
            return None
        return Person(name, frozenset(row["roles"]))

    def begin(self, name: str) -> str:
        """Return the cookie of a new session."""
        text = f"{name.encode().hex()}.{int(self.clock()) + SESSION_SECONDS}.{secrets.token_hex(8)}"
        return f"{text}.{self._signature(text, _read(self.users).get(name))}"

    def end(self, cookie: str) -> None:
        """End a session for good, whoever has kept its cookie."""
        found = _parts(cookie)
        if found and self.users and self.person(cookie):
            with self._ending:
                now = self.clock()
                ended = {one: until for one, until in self._ended().items() if until >= now}
                write_whole(self._ended_file, json.dumps({**ended, found.id: found.until}))

    def person(self, cookie: str) -> Person | None:
        """Return who has a session; its roles are read anew, so that taking one away works at once."""
        found = _parts(cookie)
        row = _read(self.users).get(found.name) if found else None
        if found is None or (self.users and row is None):
            return None
        if not hmac.compare_digest(found.signature, self._signature(found.text, row)):
            return None
        if found.until < self.clock() or found.id in self._ended():
            return None
        return Person(found.name, frozenset(row["roles"] if row else ROLES))

    def _signature(self, text: str, row: Row | None) -> str:
        # With the salt, which is new with each new password: the sessions of the old one end.
        return opaque(f"session {text} {row['salt'] if row else ''}", self.key)

    @property
    def _ended_file(self) -> Path:
        assert self.users
        return self.users.with_name(ENDED_FILE)

    def _ended(self) -> dict[str, int]:
        if self.users is None or not self._ended_file.is_file():
            return {}
        found: dict[str, int] = json.loads(self._ended_file.read_text(encoding="utf-8"))
        return found

    def form_token(self, cookie: str) -> str:
        """Return what each form of a session has to carry: no other site can know it."""
        return opaque("form " + cookie, self.key)

    def is_form_of(self, cookie: str, token: str) -> bool:
        """Say whether a form came from a page of this session."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.form_token(cookie).encode())


def add_user(users: Path, name: str, password: str, roles: list[str]) -> None:
    """Add a person, or give them another password and other roles.

    Raises:
        SettingError: A role is unknown, or the password too short.
    """
    for role in roles:
        if role not in ROLES:
            raise SettingError(f"{role!r} is no role. Allowed: {', '.join(ROLES)}.")
    if len(password) < LEAST_PASSWORD:
        raise SettingError(f"The password has to have at least {LEAST_PASSWORD} characters.")
    rows = _read(users)
    old = rows.get(name)
    salt = secrets.token_bytes(16).hex()
    if old and hmac.compare_digest(_hashed(password, bytes.fromhex(old["salt"])), old["hash"]):
        # Only the roles are new: who is at work may go on.
        salt = old["salt"]
    row = {"salt": salt, "hash": _hashed(password, bytes.fromhex(salt)), "roles": roles}
    _write(users, {**rows, name: row})


def remove_user(users: Path, name: str) -> None:
    """Take a person away; their sessions end.

    Raises:
        SettingError: There is no such person.
    """
    rows = _read(users)
    if rows.pop(name, None) is None:
        raise SettingError(f"There is no {name!r}. There are: {', '.join(rows) or 'none'}.")
    _write(users, rows)


@dataclass(frozen=True)
class _Parts:
    text: str
    name: str
    until: int
    id: str
    signature: str


def _parts(cookie: str) -> _Parts | None:
    """Return what a cookie claims; None if it is none of ours."""
    text, _, signature = cookie.rpartition(".")
    try:
        name, until, one = text.split(".")
        return _Parts(text, bytes.fromhex(name).decode(), int(until), one, signature)
    except ValueError:
        return None


def _write(users: Path, rows: dict[str, Row]) -> None:
    users.parent.mkdir(parents=True, exist_ok=True)
    write_whole(users, json.dumps(rows, indent=1))
    users.chmod(0o600)


def _hashed(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode("utf-8", "replace"), salt=salt, **COST).hex()


def _read(users: Path | None) -> dict[str, Row]:
    if users is None or not users.is_file():
        return {}
    found: dict[str, Row] = json.loads(users.read_text(encoding="utf-8"))
    return found
