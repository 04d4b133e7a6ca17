"""Delivering replies: after the turn, outside its lock, in order within a conversation, not given up lightly.

A payload that the platform refuses is said as plain text; what fails for a while is tried again, as the
platform asks; what still fails is kept (``undelivered.py``) and tried every minute until its time is over.
What cannot be taken just now holds up the replies after it; what is refused for good does not. Urgent replies
(``urgency.py``) go before all others, wait for none of them, and are finished even if their conversation is
erased.
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
from lantern.channels.messaging.urgency import address_of, as_urgent, is_urgent

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
        # Their conversation was erased: what they carry must not be kept.
        self._forgotten: set[asyncio.Task[Any]] = set()
        self._urgent: set[asyncio.Task[Any]] = set()
        self._again: asyncio.Task[Any] | None = None
        self._round: asyncio.Task[Any] | None = None
        self.given_up = 0

    def deliver(self, outgoing: Outgoing, at_once: bool = False) -> None:
        """Begin to deliver a reply.

        Args:
            outgoing: The reply.
            at_once: Whether it is urgent (a danger), and passes by those before it that are still under way.
        """
        if at_once:
            self._begin_urgent(as_urgent(outgoing))
        else:
            self._begin(self._in_order(outgoing), outgoing.conversation)

    def _begin(self, work: Coroutine[Any, Any, Any], conversation: str) -> asyncio.Task[Any]:
        """Do some work as a task that ends when its conversation is erased."""
        task = asyncio.ensure_future(work)
        self._tasks[task] = conversation
        task.add_done_callback(self._finished)
        return task

    def _begin_urgent(self, outgoing: Outgoing) -> asyncio.Task[Undelivered | None]:
        """Deliver an urgent reply in a task of its own, which goes on whatever becomes of who began it."""
        task = self._begin(self._deliver(outgoing), outgoing.conversation)
        self._urgent.add(task)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.pop(task, None)
        self._forgotten.discard(task)
        self._urgent.discard(task)

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

        An urgent reply that is under way is finished, but not kept if it fails.

        Raises:
            OSError: What is kept cannot be reached.
        """
        under_way = [task for task, name in self._tasks.items() if name == conversation]
        self._forgotten.update(under_way)
        broken_off = [task for task in under_way if task not in self._urgent]
        for task in broken_off:
            task.cancel()
        await asyncio.gather(*broken_off, return_exceptions=True)
        # Not while an urgent reply is being written down: that would lie there afterwards.
        async with self._lock(f"writing {conversation}"):
            await self._keeper.forget(conversation)

    async def resume(self) -> None:
        """Look whether something was kept before this server was started, and go on with it."""
        if await self._keeper.conversations():
            self._try_later()

    async def close(self) -> None:
        """Wait a little for what is on its way, and keep the rest."""
        for task in (self._again, self._round):
            if task:
                task.cancel()
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=CLOSING_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _lock(self, name: str) -> asyncio.Lock:
        # A plain dictionary would grow for ever; a lock lives as long as somebody holds or awaits it.
        return self._locks.setdefault(name, asyncio.Lock())

    async def _in_order(self, outgoing: Outgoing) -> None:
        begun = False
        try:
            async with self._lock(outgoing.conversation):
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
        passable = await self._deliver_urgent(conversation)
        for outgoing in await self._kept(conversation, urgent=False):
            if not passable or outgoing.after > time.time():
                return False
            error = await self._deliver(outgoing)
            passable = error is None or error.final
        return passable

    async def _deliver_urgent(self, conversation: str) -> bool:
        """Deliver what is kept and urgent; False if something of it could not be taken just now."""
        passable = True
        # A lock of its own: the other one may be held by a reply that hangs.
        async with self._lock(f"urgent {conversation}"):
            for outgoing in await self._kept(conversation, urgent=True):
                if outgoing.after > time.time():
                    passable = False
                    continue
                error = await asyncio.shield(self._begin_urgent(outgoing))
                passable = passable and (error is None or error.final)
        return passable

    async def _deliver(self, outgoing: Outgoing) -> Undelivered | None:
        """Deliver all payloads; if that fails keep what is left, and return why."""
        left = outgoing
        try:
            while left.payloads:
                left = await self._next(left)
                if left.id and left.payloads:
                    await self._noted(left)
        except Undelivered as error:
            if error.unwanted:
                await self._drop(left, str(error))
                return error
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
            await self._write(left)
        except OSError as error:
            logger.error("What is left of a reply could not be kept (%s).", type(error).__name__)

    async def _write(self, outgoing: Outgoing) -> bool:
        """Keep a reply, unless its conversation was erased; False if it was not kept."""
        async with self._lock(f"writing {outgoing.conversation}"):
            if asyncio.current_task() in self._forgotten:
                return False
            return await self._keeper.keep(outgoing)

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
            refused = error.final and not error.unwanted
            instead = self._platform.plain(left.text) if refused and left.text else []
            if not instead:
                raise
            logger.warning("%s refused a reply (%s); it is sent as plain text.", self._platform.title, error)
            # All of it once more: nobody can know how the rest would read alone.
            return replace(left, payloads=instead, text="")
        return replace(left, payloads=left.payloads[1:])

    async def _send(self, payload: Payload, outgoing: Outgoing) -> None:
        try:
            await self._platform.send(payload, address_of(outgoing), self._http())
        except Undelivered:
            raise
        except Exception as error:  # a fault of ours must not lose the reply: plain text may still pass
            raise Undelivered(type(error).__name__, final=True) from None

    async def _kept(self, conversation: str, urgent: bool) -> list[Outgoing]:
        """Return what is kept for a conversation, urgent or not, and is still in time."""
        try:
            kept = await self._keeper.of(conversation)
        except OSError:
            return []
        in_time = []
        for outgoing in kept:
            if is_urgent(outgoing) is not urgent:
                continue
            if outgoing.until > time.time():
                in_time.append(outgoing)
            else:
                await self._drop(outgoing, "its time is over")
        return in_time

    async def _keep(self, outgoing: Outgoing, error: Undelivered) -> None:
        try:
            kept = await self._write(outgoing)
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

    async def _drop(self, outgoing: Outgoing, reason: str) -> None:
        if outgoing.id:
            await self._removed(outgoing)
        self._give_up(reason)

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
            # All at once, and each time: the others may take long, one conversation after another.
            await asyncio.wait({self._begin(self._deliver_urgent(name), name) for name in conversations})
            if self._round is None or self._round.done():
                self._round = asyncio.ensure_future(self._one_by_one(conversations))

    async def _one_by_one(self, conversations: list[str]) -> None:
        for conversation in conversations:
            await asyncio.wait({self._begin(self._deliver_later(conversation), conversation)})

    async def _deliver_later(self, conversation: str) -> None:
        async with self._lock(conversation):
            await self._deliver_kept(conversation)
