"""``lantern new``: ask a handful of questions and write the file of a topic."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.cli import check
from lantern.cli.console import console
from lantern.cli.entries import EntryName, Why, entry_there, family_and_name, keep_why
from lantern.content.library import Library, load_library, read_entry
from lantern.editing.draft import DEFAULT_ASPECT, Draft, new_draft
from lantern.editing.facets import ASPECT, strange_aspects, used_facets
from lantern.editing.fact_search import facts_about
from lantern.editing.files import create_entry, open_entry, place_of
from lantern.editing.hints import problems_of
from lantern.editing.inbox import let_measure
from lantern.editing.shelf import READY, move, places, room
from lantern.errors import ContentError

Title = Annotated[str, typer.Option(help="The question in plain words.")]
Text = Annotated[str, typer.Option(help="The short answer, at most 60 words.")]
More = Annotated[str, typer.Option(help="The rest of the answer, shown on demand.")]
Utterances = Annotated[list[str] | None, typer.Option("--utterance", help="A way of asking; repeat it.")]
Facts = Annotated[list[str] | None, typer.Option("--fact", help="The id of a fact it rests on; repeat it.")]
Aspect = Annotated[str, typer.Option(help="What is told of the subject, such as treatment.")]
AsDraft = Annotated[bool, typer.Option("--draft", help="Write it into shelf/draft, where nothing reads it.")]


def command(
    entry: EntryName,
    title: Title = "",
    text: Text = "",
    more: More = "",
    utterance: Utterances = None,
    fact: Facts = None,
    aspect: Aspect = "",
    draft: AsDraft = False,
    why: Why = "",
) -> None:
    """Ask for question, answer, facts and ways of asking, and write the file.

    It is ready at once if the check finds nothing, else a draft until it is mended.

    Example: lantern new scan_results_wait
    """
    family, name = family_and_name(entry)
    library = load_library(paths.DATA)
    asks = not (title and text)
    title = title or typer.prompt("The question, in plain words")
    text = text or typer.prompt("The short answer, at most 60 words")
    if asks:
        more = more or typer.prompt("The rest, shown on demand", default="", show_default=False)
    facts = tuple(fact or (_ask_facts(library) if asks else ()))
    if asks and family == "faq":
        aspect = aspect or _ask_aspect(library)
    ways = tuple(utterance or _ask_utterances())
    empty = new_draft(family, name)
    written = replace(
        empty,
        title=_line(title),
        text=_line(text),
        utterances=tuple(map(_line, ways)),
        more=_line(more),
        citations=facts,
        facets={**empty.facets, "aspect": (aspect,)} if aspect and family == "faq" else empty.facets,
    )
    advise_on_aspect(library, written)
    # Where the check finds something, it waits: in data/ it would keep everybody from publishing.
    waits = draft or bool(problems_of(library, written))
    for place in places(paths.ROOT, family, name):
        if place.is_file():
            raise ContentError(f"{place.relative_to(paths.ROOT)} is there already. Choose another name.")
    data = room(paths.ROOT, "draft" if waits else READY)
    path = create_entry(data, written)
    console.print(f"Written: {path.relative_to(paths.ROOT)}", markup=False)
    keep_why(why, path)
    tell(library, data, path, written, written.utterances)
    if waits:
        console.print(f"It is a draft. Next: lantern edit {entry} …, then lantern move {entry} ready")
        return
    console.print('It is ready. Next: lantern try "…", lantern compare, lantern publish')


def advise_on_aspect(library: Library, draft: Draft) -> None:
    """Print which aspects there are, if the draft has one that no entry has."""
    advice = strange_aspects(library, draft)
    if advice:
        console.print(advice, markup=False)


def tell(library: Library, data: Path, path: Path, written: Draft, ways: Collection[str]) -> None:
    """Print what the check would say of an entry that was written, and of its new ways of asking.

    Args:
        library: The content as it was.
        data: The folder that stands for ``data/`` there.
        path: The entry's file.
        written: What it says.
        ways: The new ways of asking.
    """
    for problem in problems_of(library, written):
        console.print(str(problem), markup=False)
    entry, _ = read_entry(path, data, written.family)
    if entry is not None and ways:
        now = replace(library, entries={**library.entries, entry.intent: entry})
        check.advise_on(now, entry.intent, ways)


def move_command(
    entry: EntryName,
    state: Annotated[str, typer.Argument(help="draft, in_review, ready or retired.")],
    anyway: Annotated[bool, typer.Option(help="Make it ready though the check finds something.")] = False,
    why: Why = "",
) -> None:
    """Move an entry: draft, in_review and retired lie in shelf/, where the bot does not read them.

    Ready means that it lies in data/: it goes live, into the running bot, with the next lantern publish.

    Example: lantern move scan_results_wait ready
    """
    family, name, data = entry_there(entry)
    library = load_library(paths.DATA)
    if state == READY and not anyway:
        _check_sound(library, open_entry(data, family, name).draft)
    path = move(paths.ROOT, family, name, state, library)
    console.print(f"It is {path.relative_to(paths.ROOT)} now.", markup=False)
    measuring = let_measure(paths.ROOT, family, name) if state == READY else []
    keep_why(why, path, place_of(data, family, name), *measuring)
    if state == READY:
        draft = open_entry(paths.DATA, family, name).draft
        tell(library, paths.DATA, path, draft, draft.utterances)


def _check_sound(library: Library, draft: Draft) -> None:
    problems = problems_of(library, draft)
    if problems:
        lines = "\n".join(map(str, problems))
        raise ContentError(f"Nothing was moved:\n{lines}\nMend it, or move it all the same with --anyway.")


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _ask_utterances() -> list[str]:
    console.print("Ways of asking, one a line; at least 15. An empty line ends them.")
    found: list[str] = []
    while line := console.input(f"{len(found) + 1:>3}: ").strip():
        found.append(line)
    return found


def _ask_aspect(library: Library) -> str:
    used = ", ".join(used_facets(library, "faq").get(ASPECT, []))
    console.print(f"Aspects, which say what is told of a subject: {used}.", markup=False)
    return _line(typer.prompt("Its aspect, one of these if any fits", default=DEFAULT_ASPECT))


def _ask_facts(library: Library) -> list[str]:
    """Ask for facts by words, until no more are wanted."""
    chosen: list[str] = []
    while words := typer.prompt("Facts about (words; empty ends)", default="", show_default=False).strip():
        found = facts_about(library, words)
        for number, one in enumerate(found, 1):
            console.print(f"{number:>3} {one.id}: {one.text}", markup=False)
        picked = typer.prompt("Their numbers, with spaces", default="", show_default=False)
        numbers = re.findall(r"[^\s,;]+", picked)
        known = {str(number): one.id for number, one in enumerate(found, 1)}
        chosen += [known[number] for number in numbers if number in known]
        strange = [number for number in numbers if number not in known]
        if strange:
            console.print(f"Not in the list: {', '.join(strange)}", markup=False)
        console.print(f"Chosen: {', '.join(dict.fromkeys(chosen)) or 'none'}")
    return list(dict.fromkeys(chosen))
