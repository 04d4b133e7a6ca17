"""Delivering replies: after the turn, outside its lock, in order within a conversation, not given up lightly.

A payload that the platform refuses is said as plain text; what fails for a while is tried again, as the
platform asks; what still fails is kept (``undelivered.py``) and tried every minute until its time is over.
What cannot be taken just now holds up the replies after it; what is refused for good does not.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

import aiohttp

from lantern.channels.messaging.platform import Payload, Platform, Undelivered
from lantern.channels.messaging.undelivered import Keeper, Outgoing

logger = logging.getLogger(__name__)

# Seconds before each further try, unless the platform asks for more.
WAITS = (1.0, 2.0, 4.0, 8.0)
# A platform that asks for more patience than this gets it, but the reply is kept meanwhile.
MOST_WAIT = 30.0
# What is kept is tried again so often.
AGAIN_SECONDS = 60.0
# A server that is stopped waits so long for what is on its way, and then keeps it.
CLOSING_SECONDS = 3.0


class Delivery:
    """Delivers the replies of one channel."""

    def __init__(
        self,
        platform: Platform,
        keeper: Keeper,
        http: Callable[[], aiohttp.ClientSession],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the platform, where to keep what fails, what gives the session, and what waits."""
        self._platform, self._keeper, self._http, self._sleep = platform, keeper, http, sleep
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: dict[asyncio.Task[Any], str] = {}
        # Broken off because their conversation was erased: what they carry must not be kept.
        self._forgotten: set[asyncio.Task[Any]] = set()
        self._again: asyncio.Task[Any] | None = None
        self.given_up = 0

    def deliver(self, outgoing: Outgoing, at_once: bool = False) -> None:
        """Begin to deliver a reply.

        Args:
            outgoing: The reply.
            at_once: Whether it passes by those before it that are still under way (a danger).
        """
        self._begin(self._deliver(outgoing) if at_once else self._in_order(outgoing), outgoing.conversation)

    def _begin(self, work: Coroutine[Any, Any, Any], conversation: str) -> asyncio.Task[Any]:
        """Do some work as a task that ends when its conversation is erased."""
        task = asyncio.ensure_future(work)
        self._tasks[task] = conversation
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.pop(task, None)
        self._forgotten.discard(task)

    async def attempt(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something that a platform may fail to take, several times if need be.

        Raises:
            Undelivered: It has failed for good, or for now.
        """
        for wait in (*WAITS, None):
            try:
                await work()
                return
            except Undelivered as error:
                asked = error.retry_after or 0.0
                if error.final or wait is None or asked > MOST_WAIT:
                    raise
                await self._sleep(max(wait, asked))

    async def forget(self, conversation: str) -> None:
        """Break off what is under way in a conversation, and forget what is kept for it.

        Raises:
            OSError: What is kept cannot be reached.
        """
        under_way = [task for task, name in self._tasks.items() if name == conversation]
        for task in under_way:
            self._forgotten.add(task)
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._keeper.forget(conversation)

    async def resume(self) -> None:
        """Look whether something was kept before this server was started, and go on with it."""
        if await self._keeper.conversations():
            self._try_later()

    async def close(self) -> None:
        """Wait a little for what is on its way, and keep the rest."""
        if self._again:
            self._again.cancel()
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=CLOSING_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _in_order(self, outgoing: Outgoing) -> None:
        begun = False
        try:
            # A plain dictionary would grow for ever; a lock lives as long as somebody holds or awaits it.
            async with self._locks.setdefault(outgoing.conversation, asyncio.Lock()):
                passable = await self._deliver_kept(outgoing.conversation)
                begun = True
                if passable:
                    await self._deliver(outgoing)
                else:
                    await self._keep(outgoing, Undelivered("an earlier reply is kept"))
        except asyncio.CancelledError:
            if not begun:
                await self._stopped(outgoing)
            raise

    async def _deliver_kept(self, conversation: str) -> bool:
        """Deliver what is kept for a conversation; False if something of it holds up what comes after it."""
        for outgoing in await self._kept(conversation):
            if outgoing.after > time.time():
                return False
            error = await self._deliver(outgoing)
            if error and not error.final:
                return False
        return True

    async def _deliver(self, outgoing: Outgoing) -> Undelivered | None:
        """Deliver all payloads; if that fails keep what is left, and return why."""
        left = outgoing
        try:
            while left.payloads:
                left = await self._next(left)
                if left.id and left.payloads:
                    await self._noted(left)
        except Undelivered as error:
            await self._keep(replace(left, after=time.time() + (error.retry_after or 0.0)), error)
            return error
        except asyncio.CancelledError:
            await self._stopped(left)
            raise
        if outgoing.id:
            await self._removed(outgoing)
        return None

    async def _stopped(self, left: Outgoing) -> None:
        if asyncio.current_task() not in self._forgotten:
            await self._keep(left, Undelivered("the server was stopped"))

    async def _noted(self, left: Outgoing) -> None:
        """Keep only what is left of a kept reply: however the server ends, no part is sent twice."""
        try:
            await self._keeper.keep(left)
        except OSError as error:
            logger.error("What is left of a reply could not be kept (%s).", type(error).__name__)

    async def _removed(self, outgoing: Outgoing) -> None:
        try:
            await self._keeper.remove(outgoing)
        except OSError as error:
            # It may be sent once more; that is better than to stop what comes after it.
            logger.error("What was delivered could not be removed (%s).", type(error).__name__)

    async def _next(self, left: Outgoing) -> Outgoing:
        """Deliver the first payload and return what is left then."""
        try:
            await self.attempt(lambda: self._send(left.payloads[0], left))
        except Undelivered as error:
            instead = self._platform.plain(left.text) if error.final and left.text else []
            if not instead:
                raise
            logger.warning("%s refused a reply (%s); it is sent as plain text.", self._platform.title, error)
            # All of it once more: nobody can know how the rest would read alone.
            return replace(left, payloads=instead, text="")
        return replace(left, payloads=left.payloads[1:])

    async def _send(self, payload: Payload, outgoing: Outgoing) -> None:
        try:
            await self._platform.send(payload, outgoing.address, self._http())
        except Undelivered:
            raise
        except Exception as error:  # a fault of ours must not lose the reply: plain text may still pass
            raise Undelivered(type(error).__name__, final=True) from None

    async def _kept(self, conversation: str) -> list[Outgoing]:
        """Return what is kept for a conversation and is still in time."""
        try:
            kept = await self._keeper.of(conversation)
        except OSError:
            return []
        in_time = []
        for outgoing in kept:
            if outgoing.until > time.time():
                in_time.append(outgoing)
            else:
                await self._removed(outgoing)
                self._give_up("its time is over")
        return in_time

    async def _keep(self, outgoing: Outgoing, error: Undelivered) -> None:
        try:
            kept = await self._keeper.keep(outgoing)
        except OSError:
            kept = False
        if not kept:
            self._give_up(str(error))
            return
        if not outgoing.id:
            logger.error(
                "A reply on %s could not be delivered (%s) and is kept.", self._platform.title, error
            )
        self._try_later()

    def _give_up(self, reason: str) -> None:
        self.given_up += 1
        logger.error(
            "A reply on %s was given up (%s); %d since the start.",
            self._platform.title,
            reason,
            self.given_up,
        )

    def _try_later(self) -> None:
        if self._again is None or self._again.done():
            self._again = asyncio.ensure_future(self._try_again())

    async def _try_again(self) -> None:
        """Try what is kept every minute, until nothing is."""
        while True:
            await self._sleep(AGAIN_SECONDS)
            try:
                conversations = await self._keeper.conversations()
            except OSError as error:
                logger.error("What is kept cannot be read (%s).", type(error).__name__)
                continue
            if not conversations:
                return
            for conversation in conversations:
                await asyncio.wait({self._begin(self._deliver_later(conversation), conversation)})

    async def _deliver_later(self, conversation: str) -> None:
        async with self._locks.setdefault(conversation, asyncio.Lock()):
            await self._deliver_kept(conversation)
