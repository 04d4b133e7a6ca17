"""A question whose reply is another with the new model."""

from __future__ import annotations

from dataclasses import dataclass

from lantern.editing.neighbours import Place


@dataclass(frozen=True)
class Shift:
    """A question whose reply is another now.

    ``words`` is the utterance that drew it there, ``new_words`` whether that utterance is new.
    """

    text: str
    expected: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    safety: bool
    words: Place | None = None
    new_words: bool = False

    def __str__(self) -> str:
        drawn = f", drawn by {self.words.text!r} ({self.words.file}:{self.words.line})" if self.words else ""
        wanted = f" (expected {' + '.join(self.expected)})" if self.expected else ""
        return f"{self.text!r}: {' + '.join(self.before)} → {' + '.join(self.after)}{wanted}{drawn}"
