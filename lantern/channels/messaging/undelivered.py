"""Replies that could not be delivered: kept encrypted for a bounded time, tried again, counted when given up.

The key lies beside them in the state folder, for its owner only. That guards against whoever gets the files
without the key: a backup that leaves keys out, a reader of the folder who may not read that file.

Each server keeps its own, in a folder of its own; by marks they tell each other what was erased.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from cryptography.fernet import Fernet, InvalidToken

from lantern.privacy.identity import key_from
from lantern.stores.marks import Marks

logger = logging.getLogger(__name__)

FOLDER, KEY_FILE = "undelivered", "undelivered.key"
# A draft is a file that is being written; one that lies there was left by a server that fell over.
SUFFIX, DRAFT = ".kept", ".draft"
# No more than this is kept for one channel; what comes then is given up at once.
MOST = 10_000
# That a conversation was erased is known so much longer than a reply is kept: one may be under way just then.
SPARE_SECONDS = 600
# A running server looks so often for what is too old: a channel that was taken out has nobody else who does.
SWEEP_SECONDS = 600.0
# The greatest kept_minutes. Files made before names told the end of their time are not older than this.
LONGEST_SECONDS = 9999 * 60


@dataclass(frozen=True)
class Outgoing:
    """A reply on its way: ``text`` says the same as ``payloads`` without mark-up.

    ``id`` and ``until`` (seconds since 1970, as all times here) are set when it is kept; ``after`` is the
    time from which it may be tried again, if the platform has named one.
    """

    conversation: str
    address: Mapping[str, str]
    payloads: list[dict[str, Any]]
    text: str
    id: str = ""
    until: float = 0.0
    after: float = 0.0
    since: float = field(default_factory=time.time)


class Keeper(Protocol):
    """Where replies are kept. Its methods raise ``OSError`` if they cannot be."""

    async def keep(self, outgoing: Outgoing) -> bool:
        """Keep a reply, or what is left of one that is kept already; False if there is no room."""

    async def of(self, conversation: str) -> list[Outgoing]:
        """Return what is kept for a conversation, oldest first."""

    async def conversations(self) -> list[str]:
        """Return the conversations for which something is kept."""

    async def remove(self, outgoing: Outgoing) -> None:
        """Forget a reply, because it was delivered or given up."""

    async def forget(self, conversation: str) -> None:
        """Forget all replies to what was said before now, wherever they are kept."""


class FileKeeper:
    """Keeps replies in a folder, a file each, encrypted (Fernet: AES-128-CBC with HMAC-SHA256)."""

    def __init__(self, state: Path, channel: str, minutes: int, marks: Marks) -> None:
        """Take the state folder, the channel's name, how long a reply is kept, and what all servers share."""
        self._channel, self._marks = channel, marks
        self._folder, self._key_file = state / FOLDER / channel, state / KEY_FILE
        self._seconds = minutes * 60
        self._cipher: Fernet | None = None
        self._state, self._sweeping = state, False

    async def keep(self, outgoing: Outgoing) -> bool:
        """See ``Keeper``."""
        work = asyncio.ensure_future(asyncio.to_thread(self._keep, outgoing))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            # A thread cannot be stopped: whoever breaks this off has to find it done, and not still writing.
            await work
            raise

    async def of(self, conversation: str) -> list[Outgoing]:
        """See ``Keeper``."""
        if not self._folder.is_dir():
            return []
        kept = await asyncio.to_thread(self._of, conversation)
        erased = float(await self._marks.get(self._mark(conversation)) or 0) if kept else 0.0
        for outgoing in kept:
            if outgoing.since <= erased:
                await self.remove(outgoing)
        return [outgoing for outgoing in kept if outgoing.since > erased]

    async def conversations(self) -> list[str]:
        """See ``Keeper``. The first call, at the start, begins to remove what is too old as well."""
        if not self._sweeping:
            self._sweeping = True
            self._sweep()
        return sorted({file.name.split("-")[0] for file in self._files()})

    async def remove(self, outgoing: Outgoing) -> None:
        """See ``Keeper``."""
        self._file(outgoing).unlink(missing_ok=True)

    async def forget(self, conversation: str) -> None:
        """See ``Keeper``."""
        for suffix in (SUFFIX, DRAFT):
            for file in self._folder.glob(f"{conversation}-*{suffix}"):
                file.unlink(missing_ok=True)
        # Other servers look for this before they deliver what they keep.
        await self._marks.put(self._mark(conversation), str(time.time()), self._seconds + SPARE_SECONDS)

    def _sweep(self) -> None:
        """Remove what is too old, now and every so often; what this channel delivers, it gives up itself."""
        try:
            removed = sweep(self._state, spared=self._channel)
            if removed:
                logger.error(
                    "Kept replies of other channels removed, because their time is over: %d.", removed
                )
        except OSError as error:
            logger.error("What is too old could not be removed (%s).", type(error).__name__)
        asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._sweep)

    def _mark(self, conversation: str) -> str:
        return f"erased {self._channel} {conversation}"

    def _keep(self, outgoing: Outgoing) -> bool:
        if not outgoing.id:
            if len(self._files()) >= MOST:
                return False
            # The name sorts by the time of the reply, not of the keeping: several may be kept in one moment.
            # The end of its time stands there too: whoever removes what is too old needs no key.
            until = time.time() + self._seconds
            name = f"{int(outgoing.since * 1e9):020d}-{int(until):010d}-{secrets.token_hex(4)}"
            outgoing = replace(outgoing, id=name, until=until)
        content = json.dumps({**asdict(outgoing), "address": dict(outgoing.address)}).encode()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        draft = self._file(outgoing).with_suffix(DRAFT)
        draft.write_bytes(self._fernet().encrypt(content))
        draft.replace(self._file(outgoing))
        return True

    def _of(self, conversation: str) -> list[Outgoing]:
        found = []
        for file in sorted(self._folder.glob(f"{conversation}-*{SUFFIX}")):
            try:
                found.append(Outgoing(**json.loads(self._fernet().decrypt(file.read_bytes()))))
            except (InvalidToken, ValueError, TypeError):
                # Another key has encrypted it, or it was cut off: nobody can read it any more.
                file.unlink(missing_ok=True)
        return found

    def _files(self) -> list[Path]:
        return list(self._folder.glob(f"*{SUFFIX}")) if self._folder.is_dir() else []

    def _file(self, outgoing: Outgoing) -> Path:
        return self._folder / f"{outgoing.conversation}-{outgoing.id}{SUFFIX}"

    def _fernet(self) -> Fernet:
        if self._cipher is None:
            self._cipher = Fernet(base64.urlsafe_b64encode(key_from(self._key_file)))
        return self._cipher


def count_kept(state: Path, channel: str) -> int:
    """Return how many replies of a channel are kept in a state folder."""
    return len(list((state / FOLDER / channel).glob(f"*{SUFFIX}")))


def sweep(state: Path, spared: str = "") -> int:
    """Remove the files of all channels whose time is over, drafts too; return how many replies that were.

    Args:
        state: The state folder.
        spared: A channel whose replies stay, because it counts itself what it gives up.

    Raises:
        OSError: They cannot be removed.
    """
    removed = 0
    for file in (state / FOLDER).glob("*/*"):
        kept = file.suffix == SUFFIX
        if (kept and file.parent.name == spared) or not (kept or file.suffix == DRAFT):
            continue
        if _until(file) <= time.time():
            file.unlink(missing_ok=True)
            removed += kept
    return removed


def _until(file: Path) -> float:
    """Return when the time of a file is over, by its name."""
    try:
        _, since, *rest = file.stem.split("-")
        return float(rest[0]) if len(rest) == 2 else int(since) / 1e9 + LONGEST_SECONDS
    except ValueError:
        # Not a name of ours.
        return float("inf")
