"""What every channel does with a message before Rasa: look for danger, refuse what cannot be read, mask."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from lantern import paths
from lantern.answers import Answer, Kind, Link, Urgency
from lantern.channels.entry import Admitted, Refused, admit, readable
from lantern.content.archive import FOLDER, Archive
from lantern.content.library import Entry, Library, load_library
from lantern.content.numbers import numbers_of
from lantern.content.said import said_by, said_id
from lantern.privacy.logs import keep_words_out
from lantern.privacy.masking import Masker
from lantern.privacy.setup import masker_of
from lantern.safety.look import Looks
from lantern.safety.setup import safety_look
from lantern.safety.spanish import is_spanish

logger = logging.getLogger(__name__)

# Under these keys Rasa is told what was seen; nothing but our own channels sets them.
DANGER, MASKED, DANGER_LANGUAGE = "danger", "masked", "danger_language"
NO_DANGER = ""
# The region of a resource that fits everywhere.
ANYWHERE = "any"


@dataclass(frozen=True)
class Entered:
    """A message that has come in.

    ``message`` is what Rasa may see, or why it may not see it; ``danger`` is the reply to give at once,
    if one has to be given, and ``metadata`` what understanding is told.
    """

    message: Admitted | Refused
    danger: Answer | None
    metadata: Mapping[str, Any]


class WayIn:
    """Looks, admits and masks; one for a process. It needs no server, store or broker."""

    def __init__(self, look: Looks, masker: Masker, replies: Mapping[str, Mapping[str, Answer]]) -> None:
        """Take what looks and masks, and the replies to dangers by name and language."""
        self._look, self._masker, self._replies = look, masker, replies
        # One thread: what looks and masks is not made for two messages at a time.
        self._thread = ThreadPoolExecutor(1, "way-in")

    @classmethod
    def of_content(cls) -> WayIn:
        """Return the way in of the present content, the same for all channels: it holds an encoder.

        Raises:
            ContentError: The content cannot be used.
            EncoderMissing: The encoder has not been built.
        """
        return _of_content(paths.DATA, paths.ENCODER)

    @classmethod
    def of_look(cls, look: Looks) -> WayIn:
        """Return the way in of the present content with another look; for evaluation, nothing is archived.

        Raises:
            ContentError: The content cannot be used.
        """
        keep_words_out()
        library = load_library(paths.DATA)
        return cls(look, masker_of(library), danger_replies(library))

    async def enter_beside(self, raw: str, limit: int) -> Entered:
        """Return what has come in, see ``enter``; a look at a long message must not hold up everybody."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.enter, raw, limit)

    def enter(self, raw: str, limit: int) -> Entered:
        """Return what has come in.

        Args:
            raw: What was typed, whatever it is; a danger is looked for in all of it.
            limit: The greatest length in characters of what Rasa may see. Of a danger that is longer it
                sees the beginning, so that its reply is kept with the conversation like any other.
        """
        # Line by line: a line's end is a sentence's end here, and invisible characters must hide nothing.
        lines = "\n".join(readable(line) for line in raw.splitlines())
        danger = self._look.look(lines)
        reply = None
        if danger:
            language = "es" if is_spanish(lines) else "en"
            reply = self.reply(danger.name, language)
        admitted = admit(raw, limit)
        if reply and isinstance(admitted, Refused):
            beginning = readable(raw)[:limit]
            # Without the last word: half a name or number would not be recognised and masked.
            admitted = admit(beginning.rpartition(" ")[0] or beginning, limit)
        metadata: dict[str, Any] = {DANGER: danger.name if danger else NO_DANGER}
        if reply:
            metadata[DANGER_LANGUAGE] = reply.language
        if isinstance(admitted, Admitted):
            masked = self._masker.mask(admitted.text)
            admitted = Admitted(masked.text)
            metadata[MASKED] = masked.found
        return Entered(admitted, reply, metadata)

    def reply(self, danger: str, language: str) -> Answer | None:
        """Return the fixed reply to a danger, in English if there is none in that language."""
        replies = self._replies.get(danger, {})
        return replies.get(language) or replies.get("en")


@lru_cache(maxsize=1)
def _of_content(data: Path, encoder: Path) -> WayIn:
    keep_words_out()
    library = load_library(data)
    replies = danger_replies(library)
    _archive(replies, library.wording.labels.dict())
    return WayIn(safety_look(library, encoder), masker_of(library), replies)


def danger_replies(library: Library) -> dict[str, dict[str, Answer]]:
    """Return the fixed replies to each danger, by language."""
    return {entry.name: _replies(entry, library) for entry in library.family("danger")}


def _replies(entry: Entry, library: Library) -> dict[str, Answer]:
    here = (library.organisation.region, ANYWHERE)
    resources = [library.resources[name] for name in entry.metadata.resources]
    links = tuple(
        Link(**resource.dict(include={"title", "purpose", "url", "phone", "sms"}))
        for resource in resources
        if resource.region in here
    )
    texts = {"en": entry.response.text, "es": entry.signs.spanish if entry.signs else ""}
    found = {
        language: Answer(
            kind=Kind.DANGER,
            area=entry.name,
            language=language,
            title=entry.metadata.title,
            short=text.strip().format(**numbers_of(library.organisation, library.wording.labels, language)),
            links=links,
            urgency=Urgency.NOW,
        )
        for language, text in texts.items()
        if text.strip()
    }
    labels = library.wording.labels.dict()
    return {language: _named(answer, labels) for language, answer in found.items()}


def _named(answer: Answer, labels: Mapping[str, Any]) -> Answer:
    return answer.copy(update={"answer_id": said_id(str(answer.area), said_by(answer, labels))})


def _archive(replies: Mapping[str, Mapping[str, Answer]], labels: Mapping[str, Any]) -> None:
    """Put the replies to dangers into the archive, beside what the model can say (reply_planner.py)."""
    answers = [answer for by_language in replies.values() for answer in by_language.values()]
    said = [(answer.answer_id, said_by(answer, labels)) for answer in answers]
    try:
        Archive(paths.STATE / FOLDER).keep(said, "dangers", date.today())
    except OSError as error:
        logger.error("The replies to dangers could not be archived (%s).", type(error).__name__)
