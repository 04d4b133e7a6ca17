"""What a messaging channel does with one message: danger first, then limits, choices, turn and reply."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any
from weakref import WeakValueDictionary

import aiohttp

from lantern.answers import Answer, Kind
from lantern.channels.entry import Refused, notice
from lantern.channels.erasure import is_erased, says_deleted
from lantern.channels.messaging.choices import Chosen, Gone, Offers, new_turn
from lantern.channels.messaging.delivery import Delivery
from lantern.channels.messaging.incoming import Incoming
from lantern.channels.messaging.platform import Payload, Platform, Undelivered
from lantern.channels.messaging.text import Words, offered, say
from lantern.channels.messaging.undelivered import Outgoing
from lantern.channels.rate import Counter, Limit
from lantern.channels.turn import DANGER_SECONDS, OnMessage, Turns, answers_of, danger_answer
from lantern.channels.way_in import Entered, WayIn
from lantern.content.models import Wording
from lantern.privacy.identity import opaque
from lantern.stores.conversation import Conversation
from lantern.stores.marks import Marks

logger = logging.getLogger(__name__)

MINUTE, DAY = 60, 24 * 3600

# Takes a reply; True: it passes by those that are still under way.
Out = Callable[[Outgoing, bool], None]


class Desk:
    """Answers the messages of one channel; one for a process."""

    # Rasa's way in; known only when the server is put together. Its agent is known with the first request.
    on_new_message: OnMessage
    agent: Any = None

    def __init__(
        self,
        platform: Platform,
        words: Words,
        wording: Wording,
        way_in: WayIn,
        marks: Marks,
        key: bytes,
        delivery: Delivery,
        http: Callable[[], aiohttp.ClientSession],
        characters: int,
        messages_a_minute: int,
    ) -> None:
        """Take the platform, the sentences, what looks and masks, and where things are kept."""
        self._platform, self._words, self._way_in, self._marks = platform, words, way_in, marks
        self._notices: dict[str, str] = wording.notices.dict()
        self._language = wording.language
        self._key, self._delivery, self._http, self._characters = key, delivery, http, characters
        self._counter = Counter(marks, key)
        self._limit = Limit(f"messages on {platform.name}", messages_a_minute, MINUTE)
        self._offers, self._turns = Offers(marks), Turns(platform.name)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def answer(self, incoming: Incoming, out: Out) -> None:
        """Answer a message, whatever fails; nothing is raised.

        Args:
            incoming: The message.
            out: Takes what is said to it.
        """
        # Asked meanwhile: where the marks hang, a danger does not wait for them.
        new = self._later(self._is_new(incoming))
        try:
            await self._answer(incoming, new, out)
        except Exception as error:  # whatever fails inside, the person gets a sentence
            # Its kind only: the message of an error may hold what the person typed.
            logger.error("A message on %s failed (%s).", self._platform.title, type(error).__name__)
            if await new:
                self._failed(incoming, out)
        except asyncio.CancelledError:
            # The server is stopped, and this took too long.
            if not new.done() or new.cancelled() or new.result():
                self._failed(incoming, out)
            raise

    @property
    def beside(self) -> set[asyncio.Task[Any]]:
        """What is under way beside the messages themselves: acknowledgements, turns that nobody waits for."""
        return set(self._tasks)

    def failure(self) -> list[Payload]:
        """Return what is said where an answer takes too long."""
        return self._payloads([self._notice("error")], "", "")

    def _failed(self, incoming: Incoming, out: Out) -> None:
        self._say(self._conversation(incoming), incoming, [self._notice("error")], out)

    def deliver(self, outgoing: Outgoing, at_once: bool) -> None:
        """Begin to deliver a reply: the usual ``out``."""
        self._delivery.deliver(outgoing, at_once)

    def _conversation(self, incoming: Incoming) -> str:
        return opaque(f"{self._platform.name}\n{incoming.person}", self._key)

    async def _is_new(self, incoming: Incoming) -> bool:
        """Say whether a message was not seen before; if that cannot be known, it is answered."""
        name = f"{self._platform.name}\n{incoming.id}"
        mark = f"seen {hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
        try:
            return await self._marks.put_new(mark, "1", DAY)
        except Exception as error:  # a fault must not lose the message
            if not isinstance(error, OSError):
                logger.error("Whether a message was seen is not known (%s).", type(error).__name__)
            return True

    async def _answer(self, incoming: Incoming, new: asyncio.Task[bool], out: Out) -> None:
        whole = await self._whole(incoming)
        if whole is None:
            return
        conversation = self._conversation(whole)
        entered = await self._way_in.enter_beside(whole.text, self._characters)
        if entered.danger:
            # Not behind the conversation's other messages: one of them may hang.
            try:
                await self._in_danger(conversation, whole, entered, entered.danger, new, out)
            except asyncio.CancelledError:
                # The server is stopped: then the reply at once, and without what else was asked.
                self._say(conversation, whole, [entered.danger], out, at_once=True)
            return
        if not await new:
            return
        self._later(self._acknowledge(whole))
        async with self._locks.setdefault(conversation, asyncio.Lock()):
            await self._in_turn(conversation, whole, entered, out)

    async def _whole(self, incoming: Incoming) -> Incoming | None:
        """Return the message with its text, which some platforms give only when asked."""
        found: list[Incoming | None] = []

        async def ask() -> None:
            found.append(await self._platform.complete(incoming, self._http()))

        await self._delivery.attempt(ask)
        return found[-1]

    async def _acknowledge(self, incoming: Incoming) -> None:
        try:
            await self._platform.acknowledge(incoming, self._http())
        except Undelivered as error:
            logger.warning("%s did not take an acknowledgement (%s).", self._platform.title, error)

    async def _in_danger(
        self,
        conversation: str,
        incoming: Incoming,
        entered: Entered,
        danger: Answer,
        new: asyncio.Task[bool],
        out: Out,
    ) -> None:
        """Answer a danger; all that it waits for, the marks and Rasa, has to be there within one limit."""
        loop = asyncio.get_running_loop()
        limit = loop.time() + DANGER_SECONDS
        known, _ = await asyncio.wait({new}, timeout=DANGER_SECONDS)
        if known and not new.result():
            return
        self._later(self._acknowledge(incoming))
        turn = None
        if not isinstance(entered.message, Refused):
            # It goes on when the reply does not wait for it any longer, so that the turn is stored.
            work = self._later(self._beside(conversation, entered.message.text, entered.metadata))
            turn = asyncio.wait_for(asyncio.shield(work), max(0.0, limit - loop.time()))
        reply = await danger_answer(danger, turn)
        name = new_turn()
        self._say(conversation, incoming, [reply], out, name, at_once=True)
        self._later(self._note(conversation, name, [reply]))

    async def _beside(
        self, conversation: str, text: str, metadata: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Return what Rasa says to a danger; nothing if it is not asked."""
        if await self._over(conversation) is not None:
            return []
        return await self._ask_rasa(conversation, text, dict(metadata))

    async def _in_turn(self, conversation: str, incoming: Incoming, entered: Entered, out: Out) -> None:
        over = await self._over(conversation)
        if over is not None:
            await self._too_many(conversation, incoming, over, out)
            return
        if incoming.media and not incoming.text.strip() and incoming.choice is None:
            self._say(conversation, incoming, [self._sentence(self._words.messaging.only_text)], out)
            return
        chosen = await self._chosen(conversation, incoming)
        if isinstance(chosen, Gone):
            self._say(conversation, incoming, [self._sentence(self._words.messaging.choice_gone)], out)
            return
        topic = {}
        if chosen:
            entered = await self._way_in.enter_beside(chosen.title, self._characters)
            topic = {"topic": chosen.topic} if chosen.topic else {}
        if isinstance(entered.message, Refused):
            self._say(conversation, incoming, [self._notice(entered.message.notice)], out)
            return
        said = await self._ask_rasa(conversation, entered.message.text, {**entered.metadata, **topic})
        if not said:
            self._say(conversation, incoming, [self._notice("error")], out)
            return
        answers = [Answer(**one) for one in said]
        if says_deleted(said) and not await self._erased(conversation):
            self._say(conversation, incoming, [self._notice("not_deleted")], out)
            return
        await self._reply(conversation, incoming, answers, out)

    async def _erased(self, conversation: str) -> bool:
        """Forget replies that are still on their way; say whether nothing is left of the conversation."""
        try:
            await self._delivery.forget(conversation)
            await self._offers.forget(conversation)
        except OSError as error:
            logger.error("What is kept of a conversation could not be removed (%s).", type(error).__name__)
            return False
        return self.agent is None or await is_erased(Conversation(self.agent, conversation))

    async def _ask_rasa(self, conversation: str, text: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        return answers_of(await self._turns.take(conversation, text, metadata, self.on_new_message))

    async def _over(self, conversation: str) -> int | None:
        """Count a message; return the seconds to wait, if there were too many."""
        try:
            count = await self._counter.count(self._limit, conversation)
        except OSError:
            return None
        return count.seconds_left if count.number > self._limit.most else None

    async def _too_many(self, conversation: str, incoming: Incoming, seconds: int, out: Out) -> None:
        # Said once: a reply to each of a thousand messages would be a thousand messages. Which of them it is
        # said to is not known by its number: a danger is counted too, and gets its own reply.
        try:
            first = await self._marks.put_new(f"told too many {conversation}", "1", seconds)
        except OSError:
            first = True
        if first:
            sentence = self._words.messaging.too_many.format(seconds=seconds)
            self._say(conversation, incoming, [self._sentence(sentence)], out)

    async def _chosen(self, conversation: str, incoming: Incoming) -> Chosen | Gone | None:
        try:
            return await self._offers.find(conversation, incoming.text, incoming.choice)
        except OSError:
            return Gone() if incoming.choice is not None else None

    async def _reply(
        self, conversation: str, incoming: Incoming, answers: Sequence[Answer], out: Out
    ) -> None:
        turn = new_turn()
        await self._note(conversation, turn, answers)
        self._say(conversation, incoming, answers, out, turn)

    async def _note(self, conversation: str, turn: str, answers: Sequence[Answer]) -> None:
        try:
            await self._offers.note(conversation, turn, offered(answers))
        except OSError as error:
            logger.error("What was offered could not be remembered (%s).", type(error).__name__)

    def _say(
        self,
        conversation: str,
        incoming: Incoming,
        answers: Sequence[Answer],
        out: Out,
        turn: str = "",
        at_once: bool = False,
    ) -> None:
        text = say(answers, self._words)
        payloads = self._payloads(answers, turn, text)
        out(Outgoing(conversation, incoming.address, payloads, text), at_once)

    def _payloads(self, answers: Sequence[Answer], turn: str, text: str) -> list[Payload]:
        try:
            payloads = self._platform.render(answers, turn or new_turn())
        except Exception as error:  # a fault in a renderer must not lose the reply
            logger.error("A reply on %s is sent plain (%s).", self._platform.title, type(error).__name__)
            payloads = []
        return payloads or self._platform.plain(text or self._notices["error"])

    def _notice(self, key: str) -> Answer:
        return notice(key, self._notices, self._language, limit=self._characters)

    def _sentence(self, sentence: str) -> Answer:
        return Answer(kind=Kind.OUT_OF_SCOPE, language=self._language, title=sentence, short=sentence)

    def _later(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
