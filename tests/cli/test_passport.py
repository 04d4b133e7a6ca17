"""The passport of an answer, and what was said under an id."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lantern.cli.app import app
from lantern.cli.show import find, passport
from lantern.content.archive import Archive
from lantern.content.bundle import Bundle, said_in
from lantern.content.library import Library
from lantern.errors import ContentError

runner = CliRunner()


def test_every_entry_has_a_passport(library: Library, bundle: Bundle) -> None:
    for entry in library.entries.values():
        shown = dict(passport(entry, library, bundle, date(2026, 1, 1)))
        assert all(shown.values()), entry.intent
        assert bundle["entries"][entry.intent]["answer_id"] in shown["Version"][0]
        for name in entry.metadata.citations:
            fact = library.facts[name]
            assert any(line.startswith(f"{name}, section “{fact.section}”") for line in shown["Rests on"])


def test_a_passport_says_where_an_answer_is_used(library: Library, bundle: Bundle) -> None:
    entry = find("palbociclib", library)
    shown = dict(passport(entry, library, bundle, date(2027, 7, 1)))
    assert any(line.startswith("cdk_inhibitors:") for line in shown["Leads on to"])
    assert any(line.startswith("faq/ribociclib:") for line in shown["Is a follow-up of"])
    assert any("cancercare.org" in line for line in shown["Links and numbers"])
    assert any("(true as of 2017-06-14)" in line for line in shown["Rests on"])
    assert shown["Review"] == [
        "not reviewed by any clinician",
        "to be looked at again by 2027-06-30, which has passed on 2027-07-01",
    ]


def test_a_misspelt_topic_gets_a_hint(library: Library) -> None:
    with pytest.raises(ContentError, match="Did you mean 'palbociclib'"):
        find("palbocilib", library)
    assert find("area/cure", library).name == find("cure", library).name == "cure"


def test_replay_shows_what_was_said(bundle: Bundle, tmp_path: Path) -> None:
    Archive(tmp_path).keep(said_in(bundle), bundle["version"], date(2026, 1, 2))
    entry = bundle["entries"]["faq/palbociclib"]
    result = runner.invoke(app, ["replay", entry["answer_id"], "--archive", str(tmp_path)])
    assert result.exit_code == 0
    for text in (entry["short"], entry["more"], entry["disclaimer"], "2026-01-02", bundle["version"]):
        assert text in result.output
