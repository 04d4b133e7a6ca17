"""Write a draft into the text of its file; what did not change stays, comments and order included."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from lantern.editing.draft import Draft
from lantern.errors import ContentError

# Where the lines of an answer break in a new or changed text.
LINE = 96
LISTS = ("citations", "resources", "follow_ups", "questions")
# Lists that only some files have are not added where they would be empty.
RARE = ("questions",)
BLOCK = "- {}"
TEMPLATE = """\
version: "3.1"
nlu:
  - intent: {intent}
    examples: |
      - {first}
responses:
  utter_{intent}:
    - text: x
      metadata:
        title: x
        citations: []
        resources: []
        follow_ups: []
        facets: {{}}
        review: {{status: unreviewed, by: null, on: null, due: "2000-01-01"}}
"""


def new_text(draft: Draft) -> str:
    """Return the text of a new file."""
    first = draft.utterances[0] if draft.utterances else "x"
    return edited_text(TEMPLATE.format(intent=draft.intent, first=first), draft)


def edited_text(text: str, draft: Draft) -> str:
    """Return the text of a file with the draft's values; the same text if nothing has changed.

    Raises:
        ContentError: The text is no content file.
    """
    yaml = round_trip()
    try:
        tree = yaml.load(text)
        block, response = tree["nlu"][0], tree["responses"][f"utter_{draft.intent}"][0]
        metadata = response["metadata"]
        changed = _set_utterances(block, draft.utterances)
        changed |= _set_text(response, "text", draft.text)
        changed |= _set_metadata(metadata, draft)
    except (YAMLError, KeyError, IndexError, TypeError) as error:
        raise ContentError(
            f"data/{draft.file} cannot be changed here, because it is no sound content file. "
            "Mend it in a text editor first; lantern check says where it is broken."
        ) from error
    if not changed:
        return text
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def round_trip() -> YAML:
    """Return a YAML that reads and writes our files as they are, comments and order included."""
    yaml = YAML()
    yaml.preserve_quotes = True
    # No line is broken anew; and our files are indented so.
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _set_utterances(block: CommentedMap, utterances: Iterable[str]) -> bool:
    new = "".join(f"- {text}\n" for text in utterances)
    if [line.strip() for line in str(block["examples"]).splitlines() if line.strip()] == new.splitlines():
        return False
    block["examples"] = LiteralScalarString(new)
    return True


def _set_metadata(metadata: CommentedMap, draft: Draft) -> bool:
    changed = _set_plain(metadata, "title", draft.title, 0)
    default = "answer"
    if draft.kind != metadata.get("kind", default):
        changed |= _set_plain(metadata, "kind", draft.kind, 1)
    if draft.more or "more" in metadata:
        changed |= _set_text(metadata, "more", draft.more, 1 + ("kind" in metadata))
    for key in LISTS:
        values = list(getattr(draft, key))
        if values != list(metadata.get(key, [])) and (values or key in metadata):
            if key in RARE and key not in metadata:
                metadata.insert(list(metadata).index("citations"), key, _list(values))
            else:
                metadata[key] = _list(values)
            changed = True
    changed |= _set_facets(metadata, draft.facets)
    return _set_review(metadata, draft.review) or changed


def _set_plain(mapping: CommentedMap, key: str, value: str, place: int) -> bool:
    if key in mapping and str(mapping[key]) == value:
        return False
    if key in mapping:
        mapping[key] = scalar(value, BLOCK)
    else:
        mapping.insert(place, key, scalar(value, BLOCK))
    return True


def _set_text(mapping: CommentedMap, key: str, value: str, place: int = 0) -> bool:
    if key in mapping and str(mapping[key] or "").strip() == value.strip():
        return False
    new = _folded(value.strip())
    if key in mapping:
        mapping[key] = new
    else:
        mapping.insert(place, key, new)
    return True


def _folded(text: str) -> Any:
    """Return a text as YAML breaks lines: ``>-`` where that says exactly this text, else in quotes."""
    if not text or not text.isprintable():
        return DoubleQuotedScalarString(text)
    lines = textwrap.wrap(text, LINE, break_long_words=False, break_on_hyphens=False)
    if len(lines) < 2 or " ".join(lines) != text:
        return scalar(text, BLOCK)
    folded = FoldedScalarString(text)
    places, place = [], -1
    for line in lines[:-1]:
        place += len(line) + 1
        places.append(place)
    folded.fold_pos = places
    return folded


def scalar(text: str, form: str = "[{}]") -> str:
    """Return a text, in quotes where it would be read as something else (a number, nothing, a date)."""
    try:
        plain = YAML(typ="safe").load(form.format(text)) == [text]
    except (YAMLError, ValueError):
        # A ValueError is what comes of "._", which looks like a number and is none.
        plain = False
    return text if plain else DoubleQuotedScalarString(text)


def _list(values: Iterable[str]) -> CommentedSeq:
    found = CommentedSeq([scalar(value) for value in values])
    found.fa.set_flow_style()
    return found


def _set_facets(metadata: CommentedMap, facets: Mapping[str, tuple[str, ...]]) -> bool:
    old = {key: _as_tuple(value) for key, value in (metadata.get("facets") or {}).items()}
    if old == {key: tuple(value) for key, value in facets.items()}:
        return False
    new = metadata["facets"] if isinstance(metadata.get("facets"), CommentedMap) else CommentedMap()
    for key in [key for key in new if key not in facets]:
        del new[key]
    for key, value in facets.items():
        if old.get(key) != tuple(value):
            new[key] = scalar(value[0]) if len(value) == 1 else _list(value)
    new.fa.set_flow_style()
    metadata["facets"] = new
    return True


def _as_tuple(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (str(value),)


def _set_review(metadata: CommentedMap, review: Mapping[str, str | None]) -> bool:
    old = metadata["review"]
    changed = False
    for key, value in review.items():
        if (None if old.get(key) is None else str(old[key])) != value:
            # Dates stand in quotes: Rasa cannot store them otherwise.
            old[key] = DoubleQuotedScalarString(value) if value and key in ("on", "due") else value
            changed = True
    return changed
