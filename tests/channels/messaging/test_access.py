"""Access tokens are shared, and fetched anew before they end."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from lantern.channels.messaging.access import SPARE, AccessTokens
from lantern.channels.messaging.platform import Undelivered
from tests.channels.messaging.showing import with_http


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_token_is_fetched_once_and_in_time() -> None:
    clock, fetched = Clock(), []

    async def fetch(http: aiohttp.ClientSession) -> tuple[str, float]:
        fetched.append(clock.now)
        await asyncio.sleep(0)
        return f"token {len(fetched)}", 3600.0

    tokens = AccessTokens(fetch, clock)

    async def use(http: aiohttp.ClientSession) -> None:
        assert await asyncio.gather(*(tokens.get(http) for _ in range(5))) == ["token 1"] * 5
        clock.now = 3600 - SPARE - 1
        assert await tokens.get(http) == "token 1"
        clock.now = 3600 - SPARE
        assert await tokens.get(http) == "token 2"
        tokens.forget()
        assert await tokens.get(http) == "token 3"

    with_http(use)


def test_a_failure_is_told_and_tried_again() -> None:
    results: list[Undelivered | tuple[str, float]] = [Undelivered("status 500"), ("token", 60.0)]

    async def fetch(http: aiohttp.ClientSession) -> tuple[str, float]:
        result = results.pop(0)
        if isinstance(result, Undelivered):
            raise result
        return result

    tokens = AccessTokens(fetch)

    async def use(http: aiohttp.ClientSession) -> None:
        with pytest.raises(Undelivered):
            await tokens.get(http)
        assert await tokens.get(http) == "token"

    with_http(use)
