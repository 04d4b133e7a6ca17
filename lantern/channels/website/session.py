"""Anonymous sessions: a random id made by the server, in a token that only the server can make.

A token is ``<key id>.<session id>.<end, seconds since 1970>.<HMAC-SHA256>``. Whoever holds it is the session:
the browser can neither choose nor guess one. It stands in the Authorization header only, never in an address.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone

from lantern.channels.website.keys import Key, KeyRing
from lantern.channels.website.refusal import Refusal

SESSION_BYTES = 24
TOKEN = re.compile(r"([0-9a-f]{8})\.([A-Za-z0-9_-]{32})\.([0-9]{10,11})\.([0-9a-f]{64})", re.ASCII)
PURPOSE = "lantern website session 1"


@dataclass(frozen=True)
class Session:
    """A session that has been verified; ``end`` is in seconds since 1970."""

    id: str
    end: int

    @property
    def conversation(self) -> str:
        """The id under which Rasa keeps the conversation; from it the session cannot be told."""
        return hashlib.sha256(f"website {self.id}".encode("ascii")).hexdigest()[:32]

    @property
    def expires(self) -> str:
        """The end as ISO 8601, in UTC."""
        moment = datetime.fromtimestamp(self.end, timezone.utc)
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


class Sessions:
    """Makes and verifies tokens; it needs nothing but the keys."""

    def __init__(self, keys: KeyRing, seconds: int, clock: Callable[[], float] = time.time) -> None:
        """Take the keys, how long a session lasts, and the time."""
        self._keys, self._seconds, self._clock = keys, seconds, clock

    def begin(self) -> tuple[Session, str]:
        """Return a new session and its token."""
        session = Session(secrets.token_urlsafe(SESSION_BYTES), int(self._clock()) + self._seconds)
        key = self._keys.signing()
        body = f"{key.id}.{session.id}.{session.end}"
        return session, f"{body}.{_signature(key, body)}"

    def verify(self, token: str) -> Session:
        """Return the session of a token.

        Raises:
            Refusal: It is none of ours (``session_unknown``), or its time is over (``session_expired``).
        """
        found = TOKEN.fullmatch(token)
        key = self._keys.find(found[1]) if found else None
        if not found or key is None:
            raise Refusal("session_unknown")
        body = token.rpartition(".")[0]
        if not hmac.compare_digest(_signature(key, body), found[4]):
            raise Refusal("session_unknown")
        session = Session(found[2], int(found[3]))
        if session.end <= self._clock():
            raise Refusal("session_expired")
        return session


def _signature(key: Key, body: str) -> str:
    return hmac.new(key.secret, f"{PURPOSE} {body}".encode("ascii"), hashlib.sha256).hexdigest()
