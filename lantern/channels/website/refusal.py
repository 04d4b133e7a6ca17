"""How the website channel says no: one error object, with a sentence for the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# The status of each code. The sentences stand in wording.yml under website_errors and notices.
STATUS = {
    "bad_json": 400,
    "bad_field": 400,
    "empty": 400,
    "session_missing": 401,
    "session_unknown": 401,
    "session_expired": 401,
    "local_only": 403,
    "origin": 403,
    "answer_unknown": 404,
    "not_found": 404,
    "no_widget": 404,
    "bad_method": 405,
    "too_slow": 408,
    "in_progress": 409,
    "too_big": 413,
    "too_long": 413,
    "bad_type": 415,
    "too_many": 429,
    "error": 500,
    "not_deleted": 503,
    "unavailable": 503,
}
# After so many seconds it makes sense to try again, where nothing better is known.
RETRY_SECONDS = {"unavailable": 10, "too_slow": 10, "not_deleted": 10, "in_progress": 2, "error": 5}


@dataclass
class Refusal(Exception):
    """A request that is not carried out.

    ``code`` is one of ``STATUS``; ``fill`` goes into the sentence's words in braces.
    """

    code: str
    retry_after: int | None = None
    fill: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.retry_after is None:
            self.retry_after = RETRY_SECONDS.get(self.code)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.code]

    def as_json(self, sentences: Mapping[str, str]) -> dict[str, Any]:
        """Return the error object.

        Args:
            sentences: A sentence for each code, with words in braces.
        """
        message = sentences[self.code].format(**{"seconds": self.retry_after, **self.fill})
        return {"error": {"code": self.code, "message": message, "retry_after": self.retry_after}}
