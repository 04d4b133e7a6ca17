"""How much one session, and all sessions of one address, may ask in a span of time."""

from __future__ import annotations

from lantern.channels.rate import Counter, Limit
from lantern.channels.website.refusal import Refusal

__all__ = ["Limit", "Limits"]


class Limits(Counter):
    """Counts requests, and refuses those that are too many."""

    async def check(self, limit: Limit, who: str) -> None:
        """Count one request.

        Args:
            limit: What is counted, and how much of it is allowed.
            who: A session or an address.

        Raises:
            Refusal: ``too_many``, with the seconds until there may be more.
            OSError: The counts cannot be reached.
        """
        count = await self.count(limit, who)
        if count.number > limit.most:
            raise Refusal("too_many", retry_after=count.seconds_left)
