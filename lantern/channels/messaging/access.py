"""Access tokens that a platform lends for an hour: fetched when needed, shared, and fetched anew in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp

from lantern.channels.messaging.http import call, post
from lantern.channels.messaging.platform import Undelivered

# A token is used for so many seconds less than it lives, so that none runs out on its way.
SPARE = 120.0

# Gives a token and the seconds that it lives.
Fetch = Callable[[aiohttp.ClientSession], Awaitable[tuple[str, float]]]


class AccessTokens:
    """The present token of one account."""

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what fetches a token."""
        self._fetch, self._clock = fetch, clock
        self._token, self._ends = "", 0.0
        self._lock = asyncio.Lock()

    async def get(self, http: aiohttp.ClientSession) -> str:
        """Return a token that lives.

        Raises:
            Undelivered: None can be had.
        """
        async with self._lock:
            if not self._token or self._clock() >= self._ends:
                self._token, seconds = await self._fetch(http)
                self._ends = self._clock() + max(0.0, seconds - SPARE)
            return self._token

    async def post(self, http: aiohttp.ClientSession, url: str, **options: Any) -> None:
        """Send a POST with the token.

        Raises:
            Undelivered: It was not taken; if that is for the token, the next try has a new one.
        """
        headers = {"Authorization": f"Bearer {await self.get(http)}"}
        answered = await call(http, "POST", url, headers=headers, **options)
        if answered.status == 401:
            self.forget()
            raise Undelivered("status 401")
        answered.check()

    def forget(self) -> None:
        """Forget the token, because the platform does not take it any more."""
        self._token = ""


async def borrow(http: aiohttp.ClientSession, url: str, form: Mapping[str, str]) -> tuple[str, float]:
    """Return the token that a service lends for a form (OAuth 2), and the seconds that it lives.

    Raises:
        Undelivered: It lends none.
    """
    answered = await post(http, url, data=dict(form))
    token, seconds = answered.field("access_token"), answered.field("expires_in")
    if not isinstance(token, str) or not isinstance(seconds, (int, float)):
        raise Undelivered("no access token was given")
    return token, float(seconds)
