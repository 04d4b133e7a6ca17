"""What the website channel does for a session: answer, show what was said, note feedback, erase."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any
from uuid import uuid4
from weakref import WeakValueDictionary

from lantern import paths
from lantern.answers import Answer
from lantern.channels.entry import Refused, notice
from lantern.channels.erasure import is_erased, says_deleted
from lantern.channels.turn import OnMessage, Turns, answers_of, danger_answer
from lantern.channels.way_in import DANGER, DANGER_LANGUAGE, Entered, WayIn
from lantern.channels.website.greeting import Greeting
from lantern.channels.website.keys import KeyRing
from lantern.channels.website.limits import Limit, Limits
from lantern.channels.website.once import Answers, Once
from lantern.channels.website.options import Options
from lantern.channels.website.origin import Door
from lantern.channels.website.refusal import Refusal
from lantern.channels.website.requests import FeedbackRequest, MessageRequest
from lantern.channels.website.session import Session, Sessions
from lantern.content.library import Library, load_library
from lantern.content.numbers import numbers_of
from lantern.privacy.masking import Masker
from lantern.privacy.setup import masker_of
from lantern.stores.conversation import MESSAGE_ID, Conversation, NotErasable, Said
from lantern.stores.marks import Marks, MemoryMarks
from lantern.stores.redis_marks import RedisMarks

logger = logging.getLogger(__name__)

MINUTE, HOUR = 60, 3600


class Desk:
    """Serves sessions; one for a process."""

    # Rasa's way in; known only when the server is put together.
    on_new_message: OnMessage

    def __init__(
        self, library: Library, options: Options, keys: KeyRing, marks: Marks, way_in: WayIn, name: str
    ) -> None:
        """Take the content, the settings, the keys, the marks, the way in and the channel's name."""
        seconds = options.session_hours * HOUR
        self.door = Door(options.origins, options.proxies)
        self.sessions = Sessions(keys, seconds)
        self.limits = Limits(marks, keys.counting())
        self.greeting = Greeting(library, options.max_characters, options.static_page)
        self.sentences = _sentences(library, options.max_characters)
        self._notices: dict[str, str] = library.wording.notices.dict()
        self._language = library.wording.language
        self._masker: Masker = masker_of(library)
        self._marks, self._way_in, self._seconds = marks, way_in, seconds
        self._characters = options.max_characters
        self._limit = Limit("messages", options.messages_a_minute, MINUTE)
        self._turns, self._once = Turns(name), Once(marks, seconds)
        self._looks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @classmethod
    def of_content(cls, options: Options, keys: KeyRing, ended: Path, name: str) -> Desk:
        """Return the desk of the present content.

        Args:
            options: The settings.
            keys: What signs tokens.
            ended: The file that remembers deleted sessions, where there is no Redis.
            name: The channel's name.

        Raises:
            ContentError: The content cannot be used.
            EncoderMissing: The encoder has not been built.
        """
        marks: Marks = RedisMarks.at(options.marks) if options.marks else MemoryMarks(ended)
        return cls(load_library(paths.DATA), options, keys, marks, WayIn.of_content(), name)

    async def check_living(self, session: Session) -> None:
        """Refuse a session that was deleted.

        Raises:
            Refusal: ``session_unknown``.
            OSError: The marks cannot be reached.
        """
        if await self._marks.get(_ended(session)):
            raise Refusal("session_unknown")

    async def problem(self, session: Session) -> Refusal | None:
        """Return why an ordinary message of a session may not be answered."""
        try:
            await self.check_living(session)
            await self.limits.check(self._limit, session.conversation)
        except Refusal as refusal:
            return refusal
        except OSError:
            return Refusal("unavailable")
        return None

    async def answer(
        self,
        session: Session,
        household: str,
        message: MessageRequest,
        agent: Any,
        problem: Refusal | None,
    ) -> dict[str, Any]:
        """Return the answers to a message as a JSON object.

        Args:
            session: Whose message it is.
            household: The address that it comes from.
            message: The message.
            agent: Rasa's agent.
            problem: Why it may not be answered, unless it is a danger: its reply needs nothing else.

        Raises:
            Refusal: It may not be answered, or that has failed.
        """
        entered = await self._look(session, household, message.text)
        typed = "" if isinstance(entered.message, Refused) else entered.message.text
        conversation = Conversation(agent, session.conversation)
        topic = {"topic": message.topic} if message.topic else {}
        metadata = {**entered.metadata, **topic, MESSAGE_ID: message.id.lower()}

        async def turn() -> Answers:
            said = await self._turns.take(session.conversation, typed, metadata, self.on_new_message)
            if await self._marks.get(_ended(session)):
                # It was deleted meanwhile, perhaps by way of another server.
                await conversation.erase()
                raise Refusal("session_unknown")
            answers = answers_of(said)
            if says_deleted(answers) and not await is_erased(conversation):
                raise Refusal("not_deleted")
            return answers

        async def once() -> Answers:
            return await self._once.answers(session.conversation, message.id.lower(), conversation.said, turn)

        if entered.danger:
            fit = None if problem or not typed else once()
            reply = await danger_answer(entered.danger, fit)
            return {"id": message.id, "answers": [reply.as_json()], "typed": typed}
        if problem:
            raise problem
        if isinstance(entered.message, Refused):
            raise Refusal(entered.message.notice)
        answers = await once()
        if not answers:
            raise Refusal("error")
        return {"id": message.id, "answers": answers, "typed": typed}

    async def danger_in(
        self, session: Session, household: str, comment: str, agent: Any
    ) -> dict[str, Any] | None:
        """Return the reply to the danger in a comment, as to a message; None if there is none."""
        if not comment.strip() or not (await self._look(session, household, comment)).danger:
            return None
        message = MessageRequest(id=str(uuid4()), text=comment, topic=None)
        return await self.answer(session, household, message, agent, None)

    async def _look(self, session: Session, household: str, text: str) -> Entered:
        """Look at one message of a session and of an address at a time.

        So each waits for a look behind few others, and not behind all that somebody else floods us with.
        """
        own = self._looks.setdefault(f"session {session.id}", asyncio.Lock())
        shared = self._looks.setdefault(f"address {household}", asyncio.Lock())
        async with own, shared:
            return await self._way_in.enter_beside(text, self._characters)

    async def history(self, session: Session, agent: Any) -> list[dict[str, Any]]:
        """Return what was said in a session, as JSON values."""
        said = await Conversation(agent, session.conversation).said()
        return [{"id": one.id, "text": one.text, "at": one.when, "answers": self._shown(one)} for one in said]

    def _shown(self, one: Said) -> Answers:
        """Return the answers as they were given: a danger is answered by the channel, in its language."""
        danger = one.metadata.get(DANGER)
        fixed = self._way_in.reply(danger, one.metadata.get(DANGER_LANGUAGE, "")) if danger else None
        if fixed is None:
            return one.answers or [notice("error", self._notices, self._language).as_json()]
        choices = [answer["choices"] for answer in one.answers if answer["kind"] == "danger"]
        return [Answer(**{**fixed.dict(), "choices": choices[0] if choices else ()}).as_json()]

    async def note(self, session: Session, feedback: FeedbackRequest, agent: Any) -> None:
        """Keep what the person says about an answer, in the conversation itself.

        Raises:
            Refusal: That answer was not given in this conversation.
        """
        conversation = Conversation(agent, session.conversation)
        given = {answer["answer_id"] for one in await conversation.said() for answer in one.answers}
        if feedback.answer_id not in given:
            raise Refusal("answer_unknown")
        comment = self._masker.mask(feedback.comment.strip()).text
        await conversation.note(
            {"answer_id": feedback.answer_id, "verdict": feedback.verdict, "comment": comment}
        )
        if await self._marks.get(_ended(session)):
            await conversation.erase()

    async def delete(self, session: Session, agent: Any) -> None:
        """Erase everything of a session; its token is no good from now on.

        Raises:
            Refusal: Something may still be there.
        """
        # First of all: what comes in from now on is refused, and what is under way erases itself.
        if not await self._marks.get(_ended(session)):
            await self._marks.put_lasting(_ended(session), "deleted", self._seconds)
        await self._once.cancel(session.conversation)
        try:
            await Conversation(agent, session.conversation).erase()
        except NotErasable as error:
            logger.error("A conversation could not be erased: %s.", error)
            raise Refusal("not_deleted") from error


def _ended(session: Session) -> str:
    return f"ended {session.conversation}"


def _sentences(library: Library, characters: int) -> dict[str, str]:
    """Return a sentence for each refusal; what is filled in later stays in braces."""
    numbers = numbers_of(library.organisation, library.wording.labels)
    later = {"seconds": "{seconds}", "problem": "{problem}"}
    notices = library.wording.notices.dict(include={"empty", "too_long", "local_only", "error"})
    errors = library.wording.website_errors.dict()
    # What to do is the same: try again in a minute, and call in an emergency.
    sentences = {**errors, "too_slow": errors["unavailable"], **notices}
    return {
        code: sentence.format(**numbers, **later, limit=characters) for code, sentence in sentences.items()
    }
