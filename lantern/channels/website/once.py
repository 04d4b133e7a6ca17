"""Each message is answered once, however often the browser sends it, also while the first is under way.

What was answered is read from the conversation itself; the marks say only whether it is worth looking.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from lantern.channels.turn import TURN_SECONDS
from lantern.channels.website.refusal import Refusal
from lantern.stores.conversation import Said
from lantern.stores.marks import Marks

UNDER_WAY, DONE = "under way", "done"
# How often a server looks whether another one has finished the same message.
POLL_SECONDS = 0.2

Answers = list[dict[str, Any]]


class Once:
    """Remembers which messages are under way or have been answered."""

    def __init__(self, marks: Marks, seconds: int) -> None:
        """Take the marks, and how long they are kept: as long as a session lasts."""
        self._marks, self._seconds = marks, seconds
        self._under_way: dict[tuple[str, str], asyncio.Task[Answers]] = {}

    async def answers(
        self,
        conversation: str,
        message: str,
        said: Callable[[], Awaitable[list[Said]]],
        work: Callable[[], Awaitable[Answers]],
    ) -> Answers:
        """Return the answers to a message; it is worked on only if it has not been answered.

        Args:
            conversation: The opaque id of the conversation.
            message: The id that the browser gave the message.
            said: Reads the conversation.
            work: Answers the message; no answers mean that it failed, and may be tried again.
        """
        place = (conversation, message)
        task = self._under_way.get(place)
        if task is None:
            task = asyncio.ensure_future(self._answer(conversation, message, said, work))
            self._under_way[place] = task
            task.add_done_callback(lambda done: self._finished(place, done))
        try:
            # The work goes on when the browser hangs up, so that its next try finds the answer.
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise Refusal("session_unknown") from None
            raise

    def _finished(self, place: tuple[str, str], task: asyncio.Task[Answers]) -> None:
        self._under_way.pop(place, None)
        if not task.cancelled():
            # Fetched, so that asyncio does not log it: it may hold what a person typed.
            task.exception()

    async def cancel(self, conversation: str) -> None:
        """Break off what is under way in a conversation, and wait until it has stopped."""
        tasks = [task for (name, _), task in self._under_way.items() if name == conversation]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(
        self,
        conversation: str,
        message: str,
        said: Callable[[], Awaitable[list[Said]]],
        work: Callable[[], Awaitable[Answers]],
    ) -> Answers:
        await self._learn(conversation, said)
        mark = _mark(conversation, message)
        if not await self._marks.put_new(mark, UNDER_WAY, int(2 * TURN_SECONDS)):
            earlier = await self._earlier(mark, message, said)
            if earlier:
                return earlier
        answers: Answers = []
        try:
            answers = await work()
        finally:
            if answers:
                await self._marks.put(mark, DONE, self._seconds)
            else:
                await self._marks.remove(mark)
        return answers

    async def _learn(self, conversation: str, said: Callable[[], Awaitable[list[Said]]]) -> None:
        """Read once what this server (or any that shares its marks) has answered before it was started."""
        known = f"known {conversation}"
        if await self._marks.get(known):
            return
        for message in await said():
            if message.answers:
                await self._marks.put(_mark(conversation, message.id), DONE, self._seconds)
        await self._marks.put(known, DONE, self._seconds)

    async def _earlier(
        self, mark: str, message: str, said: Callable[[], Awaitable[list[Said]]]
    ) -> Answers | None:
        """Return the answers that were given before; None if that was lost or has failed."""
        waited = 0.0
        while await self._marks.get(mark) == UNDER_WAY:
            if waited > TURN_SECONDS:
                raise Refusal("in_progress")
            await asyncio.sleep(POLL_SECONDS)
            waited += POLL_SECONDS
        return next((one.answers for one in await said() if one.id == message and one.answers), None)


def _mark(conversation: str, message: str) -> str:
    return f"message {conversation} {message}"
