"""Requests to platforms: never long, never redirected, and every failure is told as ``Undelivered``."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from lantern.channels.messaging.platform import Undelivered

# A platform that has not answered by then has failed.
SECONDS = 10.0
# Statuses that may go away by themselves; every other refusal is final.
PASSING = frozenset({408, 409, 425, 429})
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Answered:
    """What a platform answered: status, headers with lower-case names, and the body as JSON if it is that."""

    status: int
    headers: Mapping[str, str]
    data: Any

    def field(self, name: str) -> Any:
        """Return a field of the body, None if there is no such."""
        return self.data.get(name) if isinstance(self.data, dict) else None

    @property
    def retry_after(self) -> float | None:
        """The seconds that the platform asks us to wait, if it says so."""
        return seconds_of(self.headers.get("retry-after", ""))

    def check(self) -> Answered:
        """Return itself if the platform has taken the request.

        Raises:
            Undelivered: It has not.
        """
        if self.status < 300:
            return self
        final = self.status < 500 and self.status not in PASSING
        raise Undelivered(f"status {self.status}", retry_after=self.retry_after, final=final)


async def call(
    http: aiohttp.ClientSession, method: str, url: str, *, seconds: float = SECONDS, **options: Any
) -> Answered:
    """Return what a platform answers, whatever the status.

    Args:
        http: The session.
        method: GET, POST ...
        url: The address.
        seconds: How long it may take.
        options: What aiohttp takes (``json``, ``data``, ``headers``, ``auth``, ``params``).

    Raises:
        Undelivered: It cannot be reached, or takes too long.
    """
    try:
        timeout = aiohttp.ClientTimeout(total=seconds)
        async with http.request(method, url, timeout=timeout, allow_redirects=False, **options) as reply:
            body = await _body(reply)
            headers = {name.lower(): value for name, value in reply.headers.items()}
            return Answered(reply.status, headers, _json(body))
    except asyncio.TimeoutError as error:
        raise Undelivered("timed out") from error
    except (aiohttp.ClientError, OSError) as error:
        # The kind only: the message of such an error may hold an address with a token in it.
        raise Undelivered(type(error).__name__) from None
    except ValueError as error:
        raise Undelivered(f"cannot be sent ({type(error).__name__})", final=True) from None


async def post(http: aiohttp.ClientSession, url: str, **options: Any) -> Answered:
    """Return what a platform answers to a POST that it has taken.

    Raises:
        Undelivered: It has not taken it.
    """
    return (await call(http, "POST", url, **options)).check()


def seconds_of(header: str) -> float | None:
    """Return the seconds of a Retry-After header: a number, or the seconds until a date."""
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError, IndexError):
        return None


async def _body(reply: aiohttp.ClientResponse) -> bytes:
    """Return the body; of one that is too long, nothing: no platform has that much to say."""
    body = bytearray()
    async for chunk in reply.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            return b""
    return bytes(body)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
