"""The content as the studio holds it: read again whenever a file has changed; and its changes kept in git."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lantern.content.library import Library, load_library
from lantern.editing.draft import Draft
from lantern.editing.history import keep
from lantern.editing.inbox import done_marks
from lantern.editing.neighbours import Meanings, Near, Place, meanings_of, vector_of
from lantern.editing.shelf import READY, room, shelved
from lantern.errors import LanternError
from lantern.insights.conversations import records_in
from lantern.insights.groups import Floats, Grouped, group
from lantern.privacy.setup import masker_of


class Content:
    """The library and the meanings of its utterances, each read when it is needed.

    Several threads ask at once: each takes what it works with in one step, and works on with that.
    """

    def __init__(self, root: Path, encoder: Path, keeps: bool = False) -> None:
        """Take the project, the folder of the encoder, and whether each change is a commit."""
        self.root, self.encoder, self.keeps = root, encoder, keeps
        self._meant: tuple[Library, Meanings] | None = None
        self._meaning = threading.Lock()

    @property
    def data(self) -> Path:
        """The folder ``data/``."""
        return room(self.root, READY)

    def library(self) -> Library:
        """Return the content.

        Raises:
            ContentError: Something in it cannot be read; the message lists all of it.
        """
        return load_library(self.data)

    def listed(self) -> list[tuple[str, str, str, str, str]]:
        """Return state, family, name, title and review of all entries that can be edited."""
        rows = [
            (READY, entry.family, entry.name, entry.metadata.title, entry.metadata.review.status)
            for entry in self.library().entries.values()
            if entry.family != "danger"
        ]
        return [*rows, *((one.state, one.family, one.name, one.name, "") for one in shelved(self.root))]

    def near(self, draft: Draft) -> list[Near]:
        """Return the new utterances of a draft that ask what another topic answers."""
        library = self.library()
        meanings = self._meanings(library)
        saved = library.entries.get(draft.intent)
        known = {utterance.text for utterance in saved.utterances} if saved else set()
        found = [
            meanings.claimed(
                Place(draft.intent, text, f"data/{draft.file}", line), vector_of(text, self.encoder)
            )
            for line, text in enumerate(draft.utterances, 1)
            if text and text not in known
        ]
        return [near for near in found if near]

    def groups(self, state: Path) -> Grouped:
        """Return the groups of the inbox that nobody has dealt with yet."""
        records = records_in(state, masker_of(self.library()))
        return group(records, self._encode, done=done_marks(state))

    def _encode(self, texts: Sequence[str]) -> Floats:
        return np.stack([vector_of(text, self.encoder) for text in texts])

    def keep(self, why: str, by: str, *files: Path) -> None:
        """Commit changed files, if each change is to be a commit.

        Raises:
            LanternError: git cannot do it; the files are changed all the same.
        """
        if not self.keeps or not files:
            return
        try:
            keep(self.root, files[0], why, by, files[1:])
        except LanternError as error:
            raise LanternError(f"It is done, but the history has not kept it. {error}") from error

    def _meanings(self, library: Library) -> Meanings:
        # One at a time: they are the same for all who wait, and take seconds.
        with self._meaning:
            if self._meant is None or self._meant[0] is not library:
                self._meant = (library, meanings_of(library, self.encoder))
            return self._meant[1]
