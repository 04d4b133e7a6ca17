"""Who may do what in the studio: passwords and roles, sessions, and tokens against forged forms."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lantern.editing.files import write_whole
from lantern.errors import SettingError
from lantern.privacy.identity import opaque

ROLES = ("write", "review", "publish")
USERS_FILE = "studio-users.json"
KEY_FILE = "studio.key"
COOKIE = "lantern_studio"
SESSION_SECONDS = 8 * 3600
# scrypt with 16 MiB (RFC 7914): a guess costs a twentieth of a second.
COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
LEAST_PASSWORD = 12
# So many wrong passwords from one address within this time, and it has to wait.
MOST_WRONG, WRONG_SECONDS = 10, 60.0


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
    _wrong: dict[str, list[float]] = field(default_factory=dict)

    def sign_in(self, name: str, password: str, address: str) -> Person | None:
        """Return the person if the password is right and the address has not guessed too often."""
        now = self.clock()
        recent = [at for at in self._wrong.get(address, []) if now - at < WRONG_SECONDS]
        if len(recent) >= MOST_WRONG:
            return None
        row = _read(self.users).get(name, {})
        # As much work for a name that is not there: who works here is not told.
        salt = bytes.fromhex(row.get("salt", "00" * 16))
        right = hmac.compare_digest(_hashed(password, salt), row.get("hash", ""))
        if not right:
            self._wrong[address] = [*recent, now]
            return None
        return Person(name, frozenset(row["roles"]))

    def begin(self, name: str) -> str:
        """Return the cookie of a new session."""
        text = f"{name.encode().hex()}.{int(self.clock()) + SESSION_SECONDS}.{secrets.token_hex(8)}"
        return f"{text}.{opaque('session ' + text, self.key)}"

    def person(self, cookie: str) -> Person | None:
        """Return who has a session; its roles are read anew, so that taking one away works at once."""
        text, _, signature = cookie.rpartition(".")
        if not text or not hmac.compare_digest(signature, opaque("session " + text, self.key)):
            return None
        name, until, _ = text.split(".")
        if int(until) < self.clock():
            return None
        shown = bytes.fromhex(name).decode()
        if self.users is None:
            return Person(shown, frozenset(ROLES))
        row = _read(self.users).get(shown)
        return Person(shown, frozenset(row["roles"])) if row else None

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
    salt = secrets.token_bytes(16)
    rows = _read(users) | {name: {"salt": salt.hex(), "hash": _hashed(password, salt), "roles": roles}}
    users.parent.mkdir(parents=True, exist_ok=True)
    write_whole(users, json.dumps(rows, indent=1))
    users.chmod(0o600)


def _hashed(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode("utf-8", "replace"), salt=salt, **COST).hex()


def _read(users: Path | None) -> dict[str, dict[str, str]]:
    if users is None or not users.is_file():
        return {}
    found: dict[str, dict[str, str]] = json.loads(users.read_text(encoding="utf-8"))
    return found
