"""Read data/ into one Library, collecting every problem on the way."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from lantern.content import asked_next, models
from lantern.content.avoided_words import AvoidedWordsFile
from lantern.content.personal_words import PersonalData
from lantern.content.problem import Problem, without_consequences
from lantern.content.yaml_file import YamlFile
from lantern.errors import ContentError

RASA_FILES = ("rules.yml", "stories.yml")
SINGLE_FILES = (
    "resources.yml",
    "lexicon.yml",
    "cues.yml",
    "danger_cues.yml",
    "personal_data.yml",
    "avoided_words.yml",
    "glossary.yml",
    "wording.yml",
    "organisation.yml",
)
Model = TypeVar("Model", bound=BaseModel)
Stamps = tuple[tuple[str, int, int, int, int], ...]


@dataclass(frozen=True)
class Utterance:
    """One way of asking, and the line it stands on."""

    text: str
    line: int


@dataclass(frozen=True)
class Entry:
    """A topic, an area, a subject of talk or a danger."""

    family: str
    name: str
    response: models.Response
    utterances: tuple[Utterance, ...]
    file: YamlFile
    signs: models.Signs | None = None

    @property
    def intent(self) -> str:
        """The intent as Rasa knows it, such as ``faq/palliative_care_what``."""
        return f"{self.family}/{self.name}"

    @property
    def metadata(self) -> models.Metadata:
        """What stands beside the text."""
        return self.response.metadata

    @property
    def texts(self) -> dict[str, str]:
        """The texts a person reads, by the key they stand under."""
        return {"text": self.response.text, "more": self.metadata.more}

    def line(self, *where: str | int) -> int:
        """Return the line of a key of the answer, such as ``metadata``, ``citations``."""
        return self.file.line_of(["responses", f"utter_{self.intent}", 0, *where])

    def problem(self, where: Sequence[str | int], what: str, cure: str) -> Problem:
        """Return a problem with this entry at the line of ``where``."""
        return Problem(self.file.name, self.line(*where), what, cure)


@dataclass(eq=False)
class Library:
    """All content of data/, as far as it could be read; nobody changes it after that."""

    data: Path
    lexicon: models.Lexicon
    cues: models.Cues
    danger_cues: models.DangerCues
    personal_data: PersonalData
    avoided_words: AvoidedWordsFile
    glossary: models.Glossary
    wording: models.Wording
    organisation: models.Organisation
    sources: dict[str, models.Source] = field(default_factory=dict)
    facts: dict[str, models.Fact] = field(default_factory=dict)
    source_of: dict[str, str] = field(default_factory=dict)
    fact_files: dict[str, YamlFile] = field(default_factory=dict)
    resources: dict[str, models.Resource] = field(default_factory=dict)
    resource_file: YamlFile | None = None
    wording_file: YamlFile | None = None
    entries: dict[str, Entry] = field(default_factory=dict)
    asked_next: dict[str, asked_next.AskedNext] = field(default_factory=dict)
    # Files that cannot be read, by entry: that others do not find them is no problem of the others.
    unreadable: dict[str, str] = field(default_factory=dict)

    def family(self, name: str) -> list[Entry]:
        """Return the entries of one family (``faq``, ``area``, ``talk``, ``danger``)."""
        return [entry for entry in self.entries.values() if entry.family == name]


class _Reader:
    def __init__(self, data: Path) -> None:
        self.data = data
        self.root = data.parent
        self.problems: list[Problem] = []
        self.unreadable: dict[str, str] = {}

    def open(self, path: Path) -> YamlFile:
        file = YamlFile(path, self.root)
        self.problems += file.problems
        if file.problems:
            self.unreadable[path.stem] = file.name
        return file

    def parse(self, file: YamlFile, model: type[Model]) -> Model | None:
        if not isinstance(file.values, dict):
            return None
        try:
            return model.parse_obj(file.values)
        except ValidationError as error:
            self.problems += [_explain(file, model, item) for item in error.errors()]
            return None

    def single(self, name: str, model: type[Model]) -> tuple[Model | None, YamlFile | None]:
        path = self.data / name
        if not path.is_file():
            shown = path.relative_to(self.root).as_posix()
            self.problems.append(Problem(shown, 1, "The file is missing.", "Restore it."))
            return None, None
        file = self.open(path)
        return self.parse(file, model), file

    def folder(self, name: str) -> Iterator[YamlFile]:
        for path in sorted((self.data / name).glob("*.yml")):
            yield self.open(path)


def _explain(file: YamlFile, model: type[BaseModel], error: Any) -> Problem:
    where = [part for part in error["loc"] if part != "__root__"]
    shown = ".".join(str(part) for part in where if not isinstance(part, int)) or "the file"
    line = file.line_of(where)
    if error["type"] == "value_error.extra":
        near = difflib.get_close_matches(str(where[-1]), sorted(_known_keys(model)), 1)
        cure = f"Did you mean {near[0]!r}?" if near else "Remove it, or correct its spelling."
        return Problem(file.name, line, f"{str(where[-1])!r} is not a known key.", cure)
    if error["type"] == "value_error.missing":
        return Problem(file.name, line, f"{shown!r} is missing.", "Add it.")
    if error["type"] == "value_error.any_str.min_length":
        return Problem(file.name, line, f"{shown!r} is empty.", "Fill it in.")
    return Problem(file.name, line, f"{shown!r} is wrong: {error['msg']}.", "Correct its value.")


def _known_keys(model: type[BaseModel]) -> set[str]:
    keys: set[str] = set()
    for item in model.__fields__.values():
        keys.add(item.name)
        # The type itself, or what a list of it holds.
        for kind in (item.type_, *get_args(item.type_)):
            if get_origin(kind) is None and isinstance(kind, type) and issubclass(kind, BaseModel):
                keys |= _known_keys(kind)
    return keys


def _utterances(file: YamlFile, examples: str) -> tuple[Iterator[Problem], tuple[Utterance, ...]]:
    # Looked up as text: parsing for line numbers would make reading ten times slower.
    lines = file.text.splitlines()
    start = next(number for number, line in enumerate(lines, 1) if line.strip().startswith("examples:"))
    found, problems = [], []
    for number, line in enumerate(examples.splitlines(), start + 1):
        text = line.strip()
        if not text:
            continue
        if not text.startswith("- ") or not text[2:].strip():
            problems.append(
                Problem(file.name, number, f"{text!r} is no utterance.", "Begin the line with '- '.")
            )
            continue
        found.append(Utterance(text[2:].strip(), number))
    return iter(problems), tuple(found)


def _entry(reader: _Reader, file: YamlFile, family: str) -> Entry | None:
    model = reader.parse(file, models.EntryFile)
    if model is None:
        return None
    block = model.nlu[0]
    expected = f"{family}/{file.path.stem}"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", file.path.stem):
        what = f"The file name {file.path.name!r} cannot be an intent."
        cure = "Use small letters, digits and underscores, beginning with a letter."
        reader.problems.append(Problem(file.name, 1, what, cure))
    if block.intent != expected:
        what = f"The intent is {block.intent!r}."
        cure = f"It has to be {expected!r}, after the file's name and folder."
        reader.problems.append(Problem(file.name, file.line_of(["nlu", 0, "intent"]), what, cure))
        return None
    problems, utterances = _utterances(file, block.examples)
    reader.problems += problems
    response = _response(reader, file, model, f"utter_{expected}")
    if response is None:
        return None
    if (family == "danger") != (model.signs is not None):
        what = "A danger needs 'signs'." if family == "danger" else "Only a danger has 'signs'."
        cure = "See the other files of data/safety/." if family == "danger" else "Remove them."
        reader.problems.append(Problem(file.name, 1, what, cure))
    return Entry(family, file.path.stem, response, utterances, file, model.signs)


def _response(reader: _Reader, file: YamlFile, model: models.EntryFile, key: str) -> models.Response | None:
    for other in model.responses:
        if other != key:
            line = file.line_of(["responses", other])
            what, cure = f"The response is called {other!r}.", f"Call it {key!r}."
            reader.problems.append(Problem(file.name, line, what, cure))
    found = model.responses.get(key, ())
    if not found:
        line = file.line_of(["responses", key])
        what, cure = "The question has no answer.", f"Add one under 'responses:', '{key}:'."
        reader.problems.append(Problem(file.name, line, what, cure))
        return None
    if len(found) > 1:
        line = file.line_of(["responses", key])
        what, cure = f"The response {key!r} is defined twice.", "Keep one '- text:' only."
        reader.problems.append(Problem(file.name, line, what, cure))
    return found[0]


def _no_names() -> models.Lexicon:
    fields: dict[str, Any] = dict.fromkeys(models.Lexicon.__fields__, ())
    return models.Lexicon(**{**fields, "not_covered": {}})


def _read_facts(reader: _Reader, library: Library) -> None:
    for file in reader.folder("facts"):
        model = reader.parse(file, models.FactFile)
        if model is None:
            continue
        library.sources[model.source.id] = model.source
        library.fact_files[model.source.id] = file
        for number, fact in enumerate(model.facts):
            if fact.id in library.facts:
                line = file.line_of(["facts", number, "id"])
                what = f"The fact {fact.id!r} is defined twice."
                reader.problems.append(Problem(file.name, line, what, "Give one a new id."))
            library.facts[fact.id] = fact
            library.source_of[fact.id] = model.source.id


def _read_entries(reader: _Reader, library: Library) -> None:
    for family, folder in models.FOLDERS.items():
        for file in reader.folder(folder):
            entry = _entry(reader, file, family)
            if entry is not None:
                library.entries[entry.intent] = entry


def _read_asked_next(reader: _Reader, library: Library) -> None:
    for file in reader.folder(asked_next.FOLDER):
        model = reader.parse(file, models.AskedNextFile)
        if model is not None:
            asked, problems = asked_next.read_asked_next(file, model)
            reader.problems += problems
            library.asked_next[asked.topic] = asked


def _strangers(reader: _Reader) -> None:
    known = {*RASA_FILES, *SINGLE_FILES}
    folders = {"facts", asked_next.FOLDER, *models.FOLDERS.values()}
    for path in sorted(reader.data.rglob("*")):
        shown = path.relative_to(reader.data)
        if not path.is_file() or path.name.startswith("."):
            continue
        at_home = shown.name in known if len(shown.parts) == 1 else shown.parts[0] in folders
        allowed = path.suffix == ".yml" or (shown.parts[0] == "facts" and path.suffix == ".shingles")
        if not (at_home and allowed and len(shown.parts) <= 2):
            name = path.relative_to(reader.root).as_posix()
            what = "This file does not belong here; nothing reads it."
            reader.problems.append(
                Problem(name, 1, what, "Rename it to end in '.yml', move it or delete it.")
            )


def read_library(data: Path) -> tuple[Library | None, list[Problem]]:
    """Read all content.

    Args:
        data: The folder ``data/``.

    Returns:
        The library, or None if one of the files that everything needs is broken; and all
        problems found, but for those that only come of a file that cannot be read.
    """
    reader = _Reader(data)
    lexicon, _ = reader.single("lexicon.yml", models.Lexicon)
    cues, _ = reader.single("cues.yml", models.Cues)
    danger_cues, _ = reader.single("danger_cues.yml", models.DangerCues)
    personal_data, _ = reader.single("personal_data.yml", PersonalData)
    avoided_words, _ = reader.single("avoided_words.yml", AvoidedWordsFile)
    glossary, _ = reader.single("glossary.yml", models.Glossary)
    wording, wording_file = reader.single("wording.yml", models.Wording)
    organisation, _ = reader.single("organisation.yml", models.Organisation)
    resources, resource_file = reader.single("resources.yml", models.ResourceFile)
    _strangers(reader)
    # Placeholders let the other files be read, and their problems be shown, all the same.
    library = Library(
        data,
        lexicon or _no_names(),
        cues or models.Cues.construct(),
        danger_cues or models.DangerCues.construct(),
        personal_data or PersonalData.construct(),
        avoided_words or AvoidedWordsFile(avoided=()),
        glossary or models.Glossary(terms=()),
        wording or models.Wording.construct(),
        organisation or models.Organisation.construct(),
    )
    library.resource_file, library.wording_file = resource_file, wording_file
    for resource in resources.resources if resources else ():
        if resource.id in library.resources and resource_file:
            what = f"The resource {resource.id!r} is defined twice."
            line = resource_file.line_of(["resources"])
            reader.problems.append(Problem(resource_file.name, line, what, "Give one a new id."))
        library.resources[resource.id] = resource
    _read_facts(reader, library)
    _read_entries(reader, library)
    _read_asked_next(reader, library)
    needed = (lexicon, cues, danger_cues, personal_data, avoided_words, glossary, wording, organisation)
    complete = all(part is not None for part in (*needed, resources))
    library.unreadable = reader.unreadable
    problems = without_consequences(reader.problems, library.unreadable)
    return (library if complete else None), sorted(problems)


def load_library(data: Path) -> Library:
    """Return the library, for those who cannot work with a broken one.

    Several parts of a server need it, so it is read once until a file changes.

    Raises:
        ContentError: Something in ``data/`` cannot be read; the message lists all of it.
    """
    return _loaded(data, _stamps(data))


@lru_cache(maxsize=2)
def _loaded(data: Path, stamps: Stamps) -> Library:
    library, problems = read_library(data)
    if library is None or problems:
        lines = "\n".join(map(str, problems))
        raise ContentError(f"The content cannot be used:\n{lines}\nRun: lantern check")
    return library


def _stamps(data: Path) -> Stamps:
    """Return what becomes another when a file below ``data`` is written, added or taken away."""
    found = []
    for path in data.rglob("*"):
        try:
            seen = path.stat()
        except FileNotFoundError:
            # It was moved away just now.
            continue
        found.append((str(path), seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns))
    return tuple(sorted(found))


def read_entry(path: Path, data: Path, family: str) -> tuple[Entry | None, list[Problem]]:
    """Return one content file and its problems, such as one that is being written.

    Args:
        path: The file, below ``data``.
        data: The folder that stands for ``data/``.
        family: What the file is (``faq``, ``area``, ``talk``, ``danger``).
    """
    reader = _Reader(data)
    entry = _entry(reader, reader.open(path), family)
    return entry, sorted(reader.problems)


def load_wording(data: Path) -> models.Wording:
    """Return ``wording.yml`` alone, for those who need no more than that.

    Raises:
        ContentError: It cannot be read.
    """
    reader = _Reader(data)
    wording, _ = reader.single("wording.yml", models.Wording)
    if wording is None:
        raise ContentError("\n".join(map(str, reader.problems)))
    return wording
