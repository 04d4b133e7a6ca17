"""The Answer object, its published schema, and its plain text."""

from __future__ import annotations

import json

import jsonschema
import pytest
from pydantic import ValidationError

from actions.reply import compose
from lantern.answers import Answer, Kind, plain_text
from lantern.content.bundle import Bundle
from lantern.paths import ROOT

SCHEMA = ROOT / "docs" / "channels" / "answer.schema.json"


def test_the_published_schema_is_that_of_the_code() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(Answer.schema_json())


def test_every_reply_keeps_to_the_schema(bundle: Bundle) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for entry in bundle["entries"].values():
        answer = compose({"kind": "entry", "entry": entry, "again": False}, bundle)
        jsonschema.validate(json.loads(json.dumps(answer.as_json())), schema)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Answer(kind=Kind.TALK, language="en", title="t", short="s", colour="red")  # type: ignore[call-arg]


def test_empty_parts_leave_no_trace_in_the_text(bundle: Bundle) -> None:
    answer = Answer(kind=Kind.TALK, language="en", title="Hello", short="Hello.")
    assert plain_text([answer], bundle["labels"]) == "Hello."
