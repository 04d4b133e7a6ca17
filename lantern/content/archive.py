"""The archive of published answers: a file for each ``answer_id``, written once, with no word of a person.

Whatever process can give an answer has put it here before, so that it can be shown exactly as it was said
after the content, the wording or the code have changed (``lantern replay``).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lantern.content.said import Said, said_id
from lantern.errors import ContentError

FOLDER = "answers"
ANSWER_ID = re.compile(r"([a-z][a-z0-9_]*)@([0-9a-f]{12})")


@dataclass(frozen=True)
class Published:
    """An answer as it was said, the day on which it was put here, and the content's version."""

    answer_id: str
    on: date
    bundle: str
    said: Said


class Archive:
    """The answers that have been published, in ``folder/<name>/<hash>.json``."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when something is put there."""
        self._folder = folder

    def keep(self, said: Iterable[tuple[str, Said]], bundle: str, today: date) -> int:
        """Put answers here that are not here yet, and return how many.

        Args:
            said: Ids, and what they stand for.
            bundle: The version of the content.
            today: The day to note.

        Raises:
            OSError: The folder cannot be written to.
        """
        count = 0
        for answer_id, what in said:
            file = self._file(answer_id)
            if file.exists():
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            record = {"answer_id": answer_id, "published": today.isoformat(), "bundle": bundle, "said": what}
            # Whole or not at all, also where several servers start at once.
            draft = file.with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
            draft.replace(file)
            count += 1
        return count

    def find(self, answer_id: str) -> Published:
        """Return an answer as it was said.

        Raises:
            ContentError: The id is none, is not here, or what is here is not what it stands for.
        """
        file = self._file(answer_id)
        if not file.is_file():
            known = sorted(path.stem for path in file.parent.glob("*.json"))
            others = f" Of that name there are: {', '.join(known)}." if known else ""
            raise ContentError(f"{answer_id} is not in the archive ({self._folder}).{others}")
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
            found = Published(
                record["answer_id"],
                date.fromisoformat(record["published"]),
                record["bundle"],
                record["said"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ContentError(f"{file} cannot be read; restore it from a backup.") from error
        if said_id(answer_id.split("@")[0], found.said) != answer_id:
            raise ContentError(f"{file} was changed since: it is not what {answer_id} stands for.")
        return found

    def _file(self, answer_id: str) -> Path:
        form = ANSWER_ID.fullmatch(answer_id)
        if not form:
            raise ContentError(
                f"{answer_id!r} is no answer id. It looks like: palliative_care_what@0123456789ab"
            )
        return self._folder / form[1] / f"{form[2]}.json"
