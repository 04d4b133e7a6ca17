"""The content as the studio holds it: read again whenever a file has changed."""

from __future__ import annotations

from pathlib import Path

from lantern.content.library import Library, load_library
from lantern.editing.draft import Draft
from lantern.editing.neighbours import Meanings, Near, Place, meanings_of, vector_of
from lantern.editing.shelf import LIVE, room, shelved


class Content:
    """The library and the meanings of its utterances, each read when it is needed."""

    def __init__(self, root: Path, encoder: Path) -> None:
        """Take the project and the folder of the encoder."""
        self.root, self.encoder = root, encoder
        self._seen: object = None
        self._library: Library | None = None
        self._meanings: Meanings | None = None

    @property
    def data(self) -> Path:
        """The folder ``data/``."""
        return room(self.root, LIVE)

    def library(self) -> Library:
        """Return the content.

        Raises:
            ContentError: Something in it cannot be read; the message lists all of it.
        """
        seen = sorted((str(path), path.stat().st_mtime_ns) for path in self.data.rglob("*.yml"))
        if self._library is None or seen != self._seen:
            self._library, self._seen, self._meanings = load_library(self.data), seen, None
        return self._library

    def listed(self) -> list[tuple[str, str, str, str, str]]:
        """Return state, family, name, title and review of all entries that can be edited."""
        rows = [
            (LIVE, entry.family, entry.name, entry.metadata.title, entry.metadata.review.status)
            for entry in self.library().entries.values()
            if entry.family != "danger"
        ]
        return [*rows, *((one.state, one.family, one.name, one.name, "") for one in shelved(self.root))]

    def near(self, draft: Draft) -> list[Near]:
        """Return the new utterances of a draft that ask what another topic answers."""
        library = self.library()
        if self._meanings is None:
            self._meanings = meanings_of(library, self.encoder)
        saved = library.entries.get(draft.intent)
        known = {utterance.text for utterance in saved.utterances} if saved else set()
        found = [
            self._meanings.claimed(
                Place(draft.intent, text, f"data/{draft.file}", line), vector_of(text, self.encoder)
            )
            for line, text in enumerate(draft.utterances, 1)
            if text and text not in known
        ]
        return [near for near in found if near]
