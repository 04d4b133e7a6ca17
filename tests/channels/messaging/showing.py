"""What a platform reads of its fake's requests, and what people see of an answer that is sent to the fake."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import aiohttp

from lantern.answers import Answer
from lantern.channels.messaging.incoming import Incoming
from lantern.channels.messaging.platform import Payload, Platform, Undelivered
from tests.channels.messaging.fakes.all import as_request
from tests.channels.messaging.fakes.base import Delivered, Fake, Inbound, Refused
from tests.channels.messaging.fakes.twilio import spoken

Value = TypeVar("Value")


def with_http(work: Callable[[aiohttp.ClientSession], Awaitable[Value]]) -> Value:
    """Return what some work with a session gives."""

    async def run() -> Value:
        async with aiohttp.ClientSession() as http:
            return await work(http)

    return asyncio.run(run())


def taken(platform: Platform, fake: Fake, inbound: Inbound) -> list[Incoming]:
    """Return the messages of a request that is let in, each whole."""
    request = as_request(fake, inbound)

    async def work(http: aiohttp.ClientSession) -> list[Incoming]:
        await platform.verify(request, http)
        completed = [await platform.complete(one, http) for one in platform.incoming(request)]
        return [one for one in completed if one is not None]

    return with_http(work)


def seen(platform: Platform, fake: Fake, answers: Sequence[Answer], turn: str) -> list[Delivered]:
    """Return the messages of an answer; what is refused stands in ``fake.refused``."""
    return send_all(platform, fake, platform.render(answers, turn))


def seen_plain(platform: Platform, fake: Fake, text: str) -> list[Delivered]:
    """Return the messages of a plain text."""
    return send_all(platform, fake, platform.plain(text))


def send_all(platform: Platform, fake: Fake, payloads: Sequence[Payload]) -> list[Delivered]:
    """Send payloads to the person who wrote first."""
    if platform.answers_in_response:
        try:
            request = as_request(fake, fake.typed("ann", "hello"))
            return [spoken(platform.respond(payloads, request).body)]
        except Refused as refused:
            fake.refused.append(refused.reason)
            return []
    before = len(fake.delivered)
    [incoming] = platform.incoming(as_request(fake, fake.typed("ann", "hello")))

    async def send(http: aiohttp.ClientSession) -> None:
        for payload in payloads:
            try:
                await platform.send(payload, incoming.address, http)
            except Undelivered as error:
                fake.refused.append(f"not sent: {error}")

    with_http(send)
    return fake.delivered[before:]
