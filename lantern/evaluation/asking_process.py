"""What a process does that puts questions to a model; ``askers.py`` starts it."""

from __future__ import annotations

import asyncio
import importlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

from lantern import paths
from lantern.content.library import load_library
from lantern.evaluation.bot import ProcessBot, Reply
from lantern.evaluation.questions import Question

if TYPE_CHECKING:
    # Not at run time: a process of the command that asks nothing itself need not import it.
    from lantern.encoder.runtime import Vector
    from lantern.encoder.vector_cache import KeptVectors
    from lantern.safety.kept_looks import KeptLook, Row


@dataclass(frozen=True)
class Asked:
    """What is asked: a model; what was found in the same questions before, and the content to look by.

    ``looks`` and ``vectors`` are files that may not be there yet.
    """

    model: Path
    looks: Path
    vectors: Path
    data: Path


@dataclass(frozen=True)
class Said:
    """The replies to each question, turn by turn; and what was not known: looks and vectors, by keys."""

    replies: list[list[Reply]]
    looks: dict[str, Row] = field(default_factory=dict)
    vectors: dict[str, Vector] = field(default_factory=dict)


@dataclass
class _Loaded:
    asked: Asked
    bot: ProcessBot
    look: KeptLook
    vectors: KeptVectors


_loop: asyncio.AbstractEventLoop | None = None
_loaded: _Loaded | None = None


def begin() -> None:
    """Make this process ready: it is quiet, and ends with the one that started it."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    # What Rasa and its libraries tell is of no use to whoever publishes; errors reach them another way.
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    # Ctrl-C reaches all processes of a terminal; the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def warm() -> None:
    """Import what takes long to import."""
    for module in (
        "rasa.core.agent",
        "actions.reply",
        "lantern.channels.way_in",
        "lantern.nlu.reply_planner",
    ):
        importlib.import_module(module)
    from lantern.encoder.runtime import shared_encoder

    shared_encoder(paths.ENCODER).warm()


def ask(asked: Asked, questions: Sequence[Question]) -> Said:
    """Return what a model says; each question is a conversation of its own, its turns in order."""
    global _loop
    _loop = _loop or asyncio.new_event_loop()
    return _loop.run_until_complete(_ask(asked, questions))


async def _ask(asked: Asked, questions: Sequence[Question]) -> Said:
    global _loaded
    if _loaded is None or _loaded.asked != asked:
        # The one before goes first: two at a time need not fit into memory.
        _loaded = None
        _loaded = await _load(asked)
    bot, look, vectors = _loaded.bot, _loaded.look, _loaded.vectors
    alone = [question for question in questions if len(question.turns) == 1]
    answers = iter(bot.answer_all([question.turns[0].text for question in alone]))
    replies = [
        [next(answers)] if len(question.turns) == 1 else await _dialogue(bot, question)
        for question in questions
    ]
    return Said(replies, look.taken(), vectors.taken())


async def _load(asked: Asked) -> _Loaded:
    from threadpoolctl import threadpool_limits

    from lantern.encoder.runtime import shared_encoders
    from lantern.encoder.vector_cache import KeptVectors, questions_file, read_vectors
    from lantern.safety.kept_looks import KeptLook, read_looks
    from lantern.safety.setup import safety_look

    look = KeptLook(read_looks(asked.looks), lambda: safety_look(load_library(asked.data), paths.ENCODER))
    bot = await ProcessBot.load(asked.model, look=look)
    vectors = KeptVectors(read_vectors(asked.vectors))
    for encoder in shared_encoders:
        # Vectors of another encoder mean nothing to it.
        if questions_file(asked.vectors.parent, encoder.hash) == asked.vectors:
            encoder.memory = vectors
    # Each core has a process of its own; more threads would only get in each other's way. Only now are all
    # libraries there that have threads.
    threadpool_limits(1)
    return _Loaded(asked, bot, look, vectors)


async def _dialogue(bot: ProcessBot, question: Question) -> list[Reply]:
    # A conversation that nothing else has a part in: no two questions stand in the same line of a file.
    sender = f"{question.file}:{question.line}"
    return [await bot.say(turn.text, sender) for turn in question.turns]


def _end_with_parent() -> None:
    """End when the process that started this one has ended, however it did: nobody waits for answers then."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
