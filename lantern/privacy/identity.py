"""Opaque conversation ids: who writes cannot be told from what is stored."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from pathlib import Path

KEY_BYTES = 32
# Seconds before each further look at a key that is not whole yet.
WAITS = (0.01, 0.03, 0.1, 0.3)
# In the state folder: what makes conversation ids opaque. Without it, conversations are not found again.
SENDER_KEY_FILE = "sender.key"
# Whoever starts a bot asks it a first question as this sender; its conversation is no visitor's.
START_PROBE = "lantern-start-probe"


def opaque(sender: str, key: bytes) -> str:
    """Return the id of a sender's conversation: a keyed hash (HMAC-SHA256), as 32 hexadecimal digits."""
    return hmac.new(key, sender.encode("utf-8"), hashlib.sha256).hexdigest()[:32]


def key_from(file: Path) -> bytes:
    """Return the key that is kept in a file; it is made there, for its owner only, if there is none yet.

    Raises:
        OSError: The file can neither be read nor made.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _key_of(file)
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(key.hex())
    return key


def _key_of(file: Path) -> bytes:
    """Return the key of a file that somebody else has made, perhaps just now, and not written to its end."""
    for wait in (0.0, *WAITS):
        time.sleep(wait)
        digits = file.read_text(encoding="ascii").strip()
        if len(digits) >= 2 * KEY_BYTES:
            return bytes.fromhex(digits)
    # With an empty key, anybody could tell who it is.
    raise OSError(f"{file} holds no key: remove it, and a new one is made.")
