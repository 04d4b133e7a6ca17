"""What to do with a group of the inbox: utterances, a new topic, an area, or noise; and held-out questions.

Of a group's wordings some teach and the others measure, and never one both.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lantern.content.checks.utterances import normalized
from lantern.content.library import Library
from lantern.editing.draft import new_draft
from lantern.editing.files import NAME, create_entry, open_entry, place_of, save_entry, write_whole
from lantern.editing.sheet_files import read_rows, write_rows
from lantern.editing.shelf import READY, places, room
from lantern.errors import ContentError, SheetError
from lantern.insights.groups import Group, Grouped, mark_of

DONE_FILE = "inbox-done.json"
QUESTIONS = "tests/questions/inbox.jsonl"
# Those of a topic that is not in data/ yet wait here: nobody could read them.
WAITING = "shelf/questions"
NOISE = "noise"
# Begins a topic, as "new/scan_results_wait"; what it answers is written later, and the check asks for it.
NEW = "new/"
UNWRITTEN = "To be written."
# Every third wording measures, the others teach.
EVERY = 3
# A wording that shares half of its runs of so many words with an utterance measures nothing.
RUN = 5
COLUMNS = ("group", "messages", "conversations", "examples", "nearest", "which answer?")
ANSWER = COLUMNS[-1]


@dataclass(frozen=True)
class Taken:
    """What became of a group's wordings."""

    utterances: tuple[str, ...]
    questions: tuple[str, ...]


def done_marks(state: Path) -> set[str]:
    """Return the marks of the wordings that were dealt with."""
    try:
        return set(json.loads((state / DONE_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return set()


def take(group: Group, answer: str, library: Library, root: Path, state: Path) -> Taken:
    """Make a group's wordings utterances and held-out questions of an entry, or put them away as noise.

    Args:
        group: The group.
        answer: The intent (``faq/…``, ``area/…``; a bare name is a topic), ``new/NAME`` for a topic that is
            begun with these wordings, as a draft, or ``noise``.
        library: The content.
        root: The project.
        state: Where it is kept what was dealt with.

    Raises:
        ContentError: There is no such entry, or it cannot be written.
    """
    taken = Taken((), ())
    if answer.startswith(NEW):
        taken = _begin(group, answer.removeprefix(NEW), library, root)
    elif answer != NOISE:
        intent = answer if "/" in answer else f"faq/{answer}"
        family, _, name = intent.partition("/")
        if intent not in library.entries or family not in ("faq", "area"):
            raise ContentError(
                f"There is no {intent}. Name a topic, area/NAME, {NEW}NAME to begin one, or {NOISE}."
            )
        taken = _split(group.texts, library, root)
        opened = open_entry(library.data, family, name)
        texts = (*opened.draft.utterances, *taken.utterances)
        save_entry(library.data, replace(opened.draft, utterances=texts), opened.mark)
        _add_questions(root / QUESTIONS, _lines(taken.questions, intent, library))
    marks = done_marks(state) | {mark_of(text) for text in group.texts}
    state.mkdir(parents=True, exist_ok=True)
    write_whole(state / DONE_FILE, json.dumps(sorted(marks)))
    return taken


def touched(answer: str, root: Path) -> list[Path]:
    """Return the files that taking a group changes; none for noise."""
    if answer == NOISE:
        return []
    if answer.startswith(NEW):
        name = answer.removeprefix(NEW)
        return [place_of(room(root, "draft"), "faq", name), root / WAITING / f"{name}.jsonl"]
    family, _, name = (answer if "/" in answer else f"faq/{answer}").partition("/")
    return [place_of(room(root, READY), family, name), root / QUESTIONS]


def let_measure(root: Path, family: str, name: str) -> list[Path]:
    """Let the questions that have waited for a topic measure, now that it is ready; return what changed."""
    waiting = root / WAITING / f"{name}.jsonl"
    if family != "faq" or not waiting.is_file():
        return []
    _add_questions(root / QUESTIONS, waiting.read_text(encoding="utf-8").splitlines())
    waiting.unlink()
    return [root / QUESTIONS, waiting]


def _begin(group: Group, name: str, library: Library, root: Path) -> Taken:
    """Write the draft of a topic that a group asks for."""
    for place in places(root, "faq", name):
        if place.exists():
            raise ContentError(f"faq/{name} is there already. Give the group to it, or choose another name.")
    taken = _split(group.texts, library, root)
    if not taken.utterances:
        raise ContentError(
            "None of these wordings can be a way of asking: known already, or with placeholders."
        )
    draft = replace(
        new_draft("faq", name), title=taken.utterances[0], text=UNWRITTEN, utterances=taken.utterances
    )
    create_entry(room(root, "draft"), draft)
    _add_questions(root / WAITING / f"{name}.jsonl", _lines(taken.questions, draft.intent, library))
    return taken


def write_sheet(grouped: Grouped, path: Path) -> int:
    """Write the groups into a spreadsheet with a column to fill in, and return how many.

    Raises:
        SheetError: The file's ending is unknown.
    """
    rows = [
        [one.id, str(one.messages), str(one.conversations), "\n".join(one.examples), one.nearest, ""]
        for one in grouped.groups
    ]
    write_rows(path, COLUMNS, rows)
    return len(rows)


def read_sheet(grouped: Grouped, path: Path, library: Library) -> list[tuple[Group, str]]:
    """Return the groups that an editor has named an answer for.

    Raises:
        SheetError: A cell is wrong; the message names all such cells.
    """
    columns, rows = read_rows(path)
    if not {"group", ANSWER} <= set(columns):
        raise SheetError(f"{path.name} needs the columns 'group' and {ANSWER!r}.")
    by_id = {one.id: one for one in grouped.groups}
    found, wrong = [], []
    for row in rows:
        answer = row[ANSWER].text.strip()
        if not answer:
            continue
        intent = answer if "/" in answer or answer == NOISE else f"faq/{answer}"
        begins = answer.startswith(NEW) and NAME.fullmatch(answer.removeprefix(NEW))
        if row["group"].text not in by_id:
            wrong.append(f"{row['group'].address}: there is no group {row['group'].text!r} (any more).")
        elif intent != NOISE and not begins and intent not in library.entries:
            wrong.append(f"{row[ANSWER].address}: there is no {intent}.")
        else:
            found.append((by_id[row["group"].text], answer))
    if wrong:
        raise SheetError("Nothing was taken over:\n" + "\n".join(wrong))
    return found


def _split(texts: Sequence[str], library: Library, root: Path) -> Taken:
    known = {normalized(u.text) for entry in library.entries.values() for u in entry.utterances}
    asked = {normalized(text) for folder in (QUESTIONS, f"{WAITING}/x") for text in _questions(root / folder)}
    fresh = [text for text in texts if normalized(text) not in known | asked and _sound(text)]
    teach = [text for place, text in enumerate(fresh) if place % EVERY != EVERY - 1]
    runs = {run for entry in library.entries.values() for u in entry.utterances for run in _runs(u.text)}
    runs |= {run for text in teach for run in _runs(text)}
    measure = [text for place, text in enumerate(fresh) if place % EVERY == EVERY - 1]
    return Taken(tuple(teach), tuple(text for text in measure if not _copied(text, runs)))


def _sound(text: str) -> bool:
    """Say whether a text may be an utterance; one with a placeholder of masking is none."""
    return text.isprintable() and not text.startswith("/") and not any(sign in text for sign in "[](){}")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = normalized(text).split()
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def _copied(text: str, runs: set[tuple[str, ...]]) -> bool:
    here = _runs(text)
    return len(here & runs) * 2 > len(here) > 0


def _questions(file: Path) -> list[str]:
    """Return the texts of all held-out questions, those of the other files too."""
    texts = []
    for path in sorted(file.parent.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line) if line.strip() else {}
            texts += [row["text"]] if "text" in row else [turn["user"] for turn in row.get("turns", [])]
    return texts


def _lines(texts: Sequence[str], intent: str, library: Library) -> list[str]:
    family, _, name = intent.partition("/")
    wanted = {"topics": [name]}
    if family == "area":
        wanted = {"expect": [library.entries[intent].metadata.kind.value], "area": name}  # type: ignore[dict-item]
    return [json.dumps({"text": text, **wanted}, ensure_ascii=False) for text in texts]


def _add_questions(file: Path, lines: Sequence[str]) -> None:
    if not lines:
        return
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, before + "\n".join(lines) + "\n")
