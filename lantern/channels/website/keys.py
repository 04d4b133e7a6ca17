"""The keys that sign session tokens: made once, kept outside the repository, changed without harm to anybody.

The newest key signs, all of them verify. They stand in a file of the state folder, a line each, newest first:
``<id> <made, seconds since 1970> <64 hexadecimal digits>``; or, in the same form and separated by commas, in
an environment variable. Servers that share the file, or have the same variable, accept each other's tokens.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from lantern.errors import SettingError

logger = logging.getLogger(__name__)

KEY_BYTES = 32
# In the state folder.
KEY_FILE = "website.keys"
LINE = re.compile(r"([0-9a-f]{8}) ([0-9]{1,12}) ([0-9a-f]{64})")
# A key that no longer signs is kept as long as the longest session can last, and a day.
KEPT_SECONDS = 31 * 24 * 3600


@dataclass(frozen=True)
class Key:
    """A signing key; ``made`` is in seconds since 1970."""

    id: str
    made: int
    secret: bytes

    @classmethod
    def fresh(cls) -> Key:
        """Return a new key."""
        return cls(secrets.token_hex(4), int(time.time()), secrets.token_bytes(KEY_BYTES))

    def line(self) -> str:
        """Return the key as it is kept."""
        return f"{self.id} {self.made} {self.secret.hex()}"


def parse_keys(text: str, where: str) -> tuple[Key, ...]:
    """Return the keys of a text, newest first.

    Args:
        text: The keys, separated by commas or line breaks.
        where: What an error calls the place.

    Raises:
        SettingError: There is none, or one cannot be read; the message holds no part of a key.
    """
    keys = []
    lines = [line.strip() for line in re.split(r"[,\n]", text) if line.strip()]
    for number, line in enumerate(lines, 1):
        found = LINE.fullmatch(line)
        if not found:
            raise SettingError(
                f"{where}: key {number} cannot be read. A key is 8 hexadecimal digits, a blank, the time "
                "it was made in seconds, a blank, and 64 hexadecimal digits; lantern rotate-keys makes one."
            )
        keys.append(Key(found[1], int(found[2]), bytes.fromhex(found[3])))
    if not keys:
        raise SettingError(f"{where} holds no key. lantern rotate-keys makes one.")
    return tuple(keys)


class KeyRing:
    """The keys of a running server; a file is read again when it has changed."""

    def __init__(self, file: Path | None, keys: tuple[Key, ...] = ()) -> None:
        """Take a file, which is made if it is not there, or the keys themselves.

        Raises:
            SettingError: The file cannot be read.
        """
        self._file, self._keys, self._changed = file, keys, 0
        if file:
            self._keys, self._changed = _read(file)

    @classmethod
    def from_environment(cls, name: str) -> KeyRing:
        """Return the keys that an environment variable holds.

        Raises:
            SettingError: It holds none, or they cannot be read.
        """
        return cls(None, parse_keys(os.environ.get(name, ""), f"The environment variable {name}"))

    def signing(self) -> Key:
        """Return the key that signs."""
        self._refresh()
        return self._keys[0]

    def find(self, name: str) -> Key | None:
        """Return the key with an id, if there is one."""
        self._refresh()
        return next((key for key in self._keys if key.id == name), None)

    def counting(self) -> bytes:
        """Return what addresses are hashed with where they are counted; servers with these keys share it."""
        oldest = self._keys[-1]
        return hmac.new(oldest.secret, b"lantern website limits 1", hashlib.sha256).digest()

    def _refresh(self) -> None:
        """Read the file if it has changed; while it cannot be read, the keys of before go on being good."""
        changed = _changed(self._file) if self._file else self._changed
        if not self._file or changed == self._changed:
            return
        # Noted before it is read: what cannot be read is told once.
        self._changed = changed
        try:
            self._keys = parse_keys(_text(self._file), self._file.name)
        except SettingError as error:
            logger.error("%s Until then the keys of before are used.", error)


def _read(file: Path) -> tuple[tuple[Key, ...], int]:
    """Return the keys of a file, which is made if it is not there, and when it was changed."""
    try:
        if not file.exists():
            _make(file)
    except OSError as error:
        raise SettingError(
            f"{file.name} cannot be made ({error.strerror}): "
            "let the account that runs the bot write to the state folder."
        ) from error
    changed = _changed(file)
    return parse_keys(_text(file), file.name), changed


def _changed(file: Path) -> int:
    """Return when a file was changed; 0 where that cannot be seen."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except UnicodeDecodeError as error:
        raise SettingError(
            f"{file.name} holds no keys: move it away, and the bot makes new ones; "
            "sessions that have begun end then."
        ) from error
    except OSError as error:
        raise SettingError(
            f"{file.name} cannot be read ({error.strerror}): give it to the account that runs the bot, "
            "or move it away, and the bot makes new ones; sessions that have begun end then."
        ) from error


def _make(file: Path) -> None:
    """Make the first key; of several servers that start at once, one makes it."""
    draft = _draft(file, [Key.fresh()])
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def rotate(file: Path) -> int:
    """Put a new key before the others, forget those that no session can need, and return how many there are.

    Raises:
        SettingError: The file cannot be read.
    """
    keys = list(parse_keys(_text(file), file.name)) if file.exists() else []
    # A key stopped signing when the next one was made.
    ends = [key.made for key in [Key.fresh(), *keys]][: len(keys)]
    young = [key for key, end in zip(keys, ends) if time.time() - end < KEPT_SECONDS]
    _draft(file, [Key.fresh(), *young]).replace(file)
    return len(young) + 1


def _draft(file: Path, keys: list[Key]) -> Path:
    """Write the keys beside their file, for the owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write("\n".join(key.line() for key in keys) + "\n")
    return draft
