"""Marks in Redis, for servers that serve together."""

from __future__ import annotations

from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from lantern.stores.marks import Count

PREFIX = "lantern:"
# A server that cannot reach Redis within this time says so instead of hanging.
SECONDS = 2.0


class RedisMarks:
    """Marks in Redis; all of them outlive a restart of the bot."""

    def __init__(self, redis: Redis) -> None:
        """Take the connection."""
        self._redis = redis

    @classmethod
    def at(cls, address: str) -> RedisMarks:
        """Return the marks at an address such as ``redis://host:6379/0``.

        Raises:
            ValueError: It is no address of Redis.
        """
        return cls(Redis.from_url(address, socket_timeout=SECONDS, socket_connect_timeout=SECONDS))

    async def get(self, key: str) -> str | None:
        """See ``Marks``."""
        value = await self._ask("get", PREFIX + key)
        return None if value is None else value.decode("utf-8")

    async def put(self, key: str, value: str, seconds: int) -> None:
        """See ``Marks``."""
        await self._ask("set", PREFIX + key, value, ex=seconds)

    async def put_new(self, key: str, value: str, seconds: int) -> bool:
        """See ``Marks``."""
        return bool(await self._ask("set", PREFIX + key, value, ex=seconds, nx=True))

    async def put_lasting(self, key: str, value: str, seconds: int) -> None:
        """See ``Marks``."""
        await self.put(key, value, seconds)

    async def remove(self, key: str) -> None:
        """See ``Marks``."""
        await self._ask("delete", PREFIX + key)

    async def count(self, key: str, seconds: int) -> Count:
        """See ``Marks``."""
        # Made first, with its end: a count without an end would shut a person out for ever.
        await self._ask("set", PREFIX + key, 0, ex=seconds, nx=True)
        number = int(await self._ask("incr", PREFIX + key))
        left = int(await self._ask("ttl", PREFIX + key))
        if left < 0:
            await self._ask("expire", PREFIX + key, seconds)
        return Count(number, left if left > 0 else seconds)

    async def _ask(self, command: str, *values: Any, **options: Any) -> Any:
        try:
            return await getattr(self._redis, command)(*values, **options)
        except RedisError as error:
            raise ConnectionError("Redis cannot be reached") from error
