"""What was said can be shown again, exactly, whatever has changed since."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from lantern.answers import plain_text
from lantern.channels.way_in import danger_replies
from lantern.content.archive import Archive
from lantern.content.bundle import Bundle, build_bundle, said_in
from lantern.content.check import sound_library
from lantern.content.library import Library
from lantern.content.said import answer_of
from lantern.errors import ContentError

DAY = date(2026, 1, 2)


def test_every_answer_is_found_as_it_was_said(bundle: Bundle, tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.keep(said_in(bundle), bundle["version"], DAY) == len(bundle["entries"])
    assert archive.keep(said_in(bundle), bundle["version"], date(2027, 1, 1)) == 0
    for entry in bundle["entries"].values():
        found = archive.find(entry["answer_id"])
        answer = answer_of(entry, "en")
        assert found.on == DAY and found.bundle == bundle["version"]
        assert found.said["text"] == plain_text([answer], bundle["labels"])
        assert found.said["answer"] == {**json.loads(json.dumps(answer.as_json())), "answer_id": ""}


def test_old_answers_outlive_a_change_of_content(data: Path, bundle: Bundle, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    archive.keep(said_in(bundle), bundle["version"], DAY)
    path = data / "faq" / "bone_mets_treatment.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- text: >-\n", "- text: >-\n        So it is.\n", 1), encoding="utf-8")
    changed = build_bundle(sound_library(data))
    assert archive.keep(said_in(changed), changed["version"], DAY) == 1
    old, new = (it["entries"]["faq/bone_mets_treatment"] for it in (bundle, changed))
    assert "So it is." not in archive.find(old["answer_id"]).said["text"]
    assert "So it is." in archive.find(new["answer_id"]).said["text"]


def test_the_words_around_an_answer_are_part_of_it(data: Path, bundle: Bundle) -> None:
    path = data / "wording.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("I understood: {title}", "This is about: {title}"), encoding="utf-8")
    entries = build_bundle(sound_library(data))["entries"]
    topic = "faq/bone_mets_treatment"
    assert entries[topic]["answer_id"] != bundle["entries"][topic]["answer_id"]


def test_replies_to_dangers_have_ids_of_their_own(library: Library) -> None:
    replies = danger_replies(library)
    ids = [answer.answer_id for by_language in replies.values() for answer in by_language.values()]
    assert len(set(ids)) == len(ids) == sum(map(len, replies.values())) and all("@" in one for one in ids)


def test_what_was_tampered_with_is_not_shown(bundle: Bundle, tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(said_in(bundle), bundle["version"], DAY)
    answer_id = bundle["entries"]["faq/palbociclib"]["answer_id"]
    name, digits = answer_id.split("@")
    file = tmp_path / name / f"{digits}.json"
    file.write_text(file.read_text(encoding="utf-8").replace("can be", "must be"), encoding="utf-8")
    with pytest.raises(ContentError, match="was changed since"):
        archive.find(answer_id)
    file.write_text("{", encoding="utf-8")
    with pytest.raises(ContentError, match="cannot be read"):
        archive.find(answer_id)


@pytest.mark.parametrize("wrong", ["", "palbociclib", "../../etc/passwd@0123456789ab", "a@0123456789AB"])
def test_what_is_no_id_is_told(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no answer id"):
        Archive(tmp_path).find(wrong)


def test_an_unknown_id_is_told_with_those_that_are_there(bundle: Bundle, tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(said_in(bundle), bundle["version"], DAY)
    known = bundle["entries"]["faq/palbociclib"]["answer_id"].split("@")[1]
    with pytest.raises(ContentError, match=known):
        archive.find("palbociclib@000000000000")
