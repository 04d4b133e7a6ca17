"""How much one session, and all sessions of one address, may ask in a span of time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from lantern.channels.website.refusal import Refusal
from lantern.stores.marks import Marks


@dataclass(frozen=True)
class Limit:
    """So many requests of a kind in a span of seconds."""

    kind: str
    most: int
    seconds: int


class Limits:
    """Counts requests. Addresses are counted under a keyed hash, so that none is kept."""

    def __init__(self, marks: Marks, secret: bytes | None = None) -> None:
        """Take where counts are kept, and the key of the hash; servers that share counts share the key."""
        self._marks, self._secret = marks, secret or secrets.token_bytes(32)

    async def check(self, limit: Limit, who: str) -> None:
        """Count one request.

        Args:
            limit: What is counted, and how much of it is allowed.
            who: A session or an address.

        Raises:
            Refusal: ``too_many``, with the seconds until there may be more.
            OSError: The counts cannot be reached.
        """
        name = hmac.new(self._secret, f"{limit.kind} {who}".encode(), hashlib.sha256).hexdigest()[:32]
        count = await self._marks.count(f"limit {limit.kind} {name}", limit.seconds)
        if count.number > limit.most:
            raise Refusal("too_many", retry_after=count.seconds_left)
