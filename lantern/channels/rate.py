"""Counting what somebody asks in a span of time, for the channels that others reach."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from lantern.stores.marks import Count, Marks


@dataclass(frozen=True)
class Limit:
    """So many requests of a kind in a span of seconds."""

    kind: str
    most: int
    seconds: int


class Counter:
    """Counts requests. Who sent them is counted under a keyed hash, so that nobody is kept."""

    def __init__(self, marks: Marks, secret: bytes | None = None) -> None:
        """Take where counts are kept, and the key of the hash; servers that share counts share the key."""
        self._marks, self._secret = marks, secret or secrets.token_bytes(32)

    async def count(self, limit: Limit, who: str) -> Count:
        """Count one request and return how many there were in this span.

        Args:
            limit: What is counted, and how much of it is allowed.
            who: A session, a conversation or an address.

        Raises:
            OSError: The counts cannot be reached.
        """
        name = hmac.new(self._secret, f"{limit.kind} {who}".encode(), hashlib.sha256).hexdigest()[:32]
        return await self._marks.count(f"limit {limit.kind} {name}", limit.seconds)
