"""The studio's pages, without scripts."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from lantern.channels.messaging.catalog import CLASSES
from lantern.content.check import check_content
from lantern.editing.files import open_entry
from lantern.editing.history import changes, keep
from lantern.editing.neighbours import vector_of
from lantern.editing.shelf import places
from lantern.paths import ENCODER
from lantern.studio.content import Content
from lantern.studio.jobs import Jobs
from tests.insights.test_groups import PARKING
from tests.insights.test_records import bot, user
from tests.studio.conftest import Studio, Visitor

WAYS = "\r\n".join(f"waiting number {number} for a scan" for number in range(15))


def fields(page: str) -> dict[str, str]:
    """Return what the form of an entry holds, as a browser would send it."""
    form = page.split('id="entry"')[1].split("</form>")[0]
    found = dict(re.findall(r'<input[^>]*name="(\w+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea id="\w+" name="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.S))
    return {name: html.unescape(value) for name, value in found.items()}


def opened(visitor: Visitor, entry: str) -> dict[str, str]:
    visitor.token()
    return fields(visitor.get(f"/entry/{entry}").text)


def test_saving_what_is_shown_changes_nothing(studio: Studio) -> None:
    visitor, path = studio.visitor(), studio.root / "data" / "faq" / "bone_mets_about.yml"
    before = path.read_bytes()
    reply = visitor.post("/entry/faq/bone_mets_about", opened(visitor, "faq/bone_mets_about"))
    assert reply.status == 302 and path.read_bytes() == before


def test_an_edit_is_saved_and_kept_in_the_history(studio: Studio) -> None:
    visitor = studio.visitor()
    form = {
        **opened(visitor, "faq/bone_mets_treatment"),
        "title": "What is done for the bones?",
        "why": "Plainer",
    }
    assert visitor.post("/entry/faq/bone_mets_treatment", form).status == 302
    assert open_entry(studio.root / "data", "faq", "bone_mets_treatment").draft.title == form["title"]
    path = studio.root / "data" / "faq" / "bone_mets_treatment.yml"
    newest, oldest = changes(studio.root, path)
    assert newest.why == "Plainer"
    page = visitor.get("/entry/faq/bone_mets_treatment").text
    assert "Plainer" in page
    undo = {"token": form["token"], "change": oldest.id}
    # Somebody else's change that was not seen is not undone with it.
    stale = visitor.post("/entry/faq/bone_mets_treatment/undo", {**undo, "mark": form["mark"]})
    assert stale.status == 400 and "somebody else" in stale.text
    undo["mark"] = opened(visitor, "faq/bone_mets_treatment")["mark"]
    assert visitor.post("/entry/faq/bone_mets_treatment/undo", undo).status == 302
    assert open_entry(studio.root / "data", "faq", "bone_mets_treatment").draft.title != form["title"]
    undo = {**undo, "change": "HEAD~1", "mark": opened(visitor, "faq/bone_mets_treatment")["mark"]}
    refused = visitor.post("/entry/faq/bone_mets_treatment/undo", undo)
    assert refused.status == 400 and "no such change" in refused.text


def test_two_editors_at_once_see_both_versions_and_lose_nothing(studio: Studio) -> None:
    first, second = studio.visitor(), studio.visitor()
    mine, theirs = opened(first, "faq/kadcyla_who"), opened(second, "faq/kadcyla_who")
    assert second.post("/entry/faq/kadcyla_who", {**theirs, "title": "Theirs first?"}).status == 302
    reply = first.post("/entry/faq/kadcyla_who", {**mine, "title": "Mine & later?"})
    assert reply.status == 409
    assert "title: Theirs first?" in reply.text and html.escape("title: Mine & later?") in reply.text
    assert fields(reply.text)["title"] == "Mine & later?"
    assert open_entry(studio.root / "data", "faq", "kadcyla_who").draft.title == "Theirs first?"
    # Having seen both, the editor saves again.
    assert first.post("/entry/faq/kadcyla_who", {**fields(reply.text), "title": "Both?"}).status == 302


def test_a_new_topic_begins_as_a_draft_and_is_made_ready(studio: Studio) -> None:
    visitor = studio.visitor()
    form = opened(visitor, "faq/scan_wait")
    filled = {**form, "title": "When do I hear?", "text": "Ask your team.", "utterances": WAYS}
    assert visitor.post("/entry/faq/scan_wait", filled).status == 302
    assert len(open_entry(studio.root / "shelf" / "draft", "faq", "scan_wait").draft.utterances) == 15
    page = visitor.get("/entry/faq/scan_wait").text
    assert "The answer cites no fact" in page and "15 ways of asking" in page
    move = {"token": form["token"], "state": "ready"}
    refused = visitor.post("/entry/faq/scan_wait/move", move)
    assert refused.status == 400 and "The answer cites no fact" in refused.text
    assert not (studio.root / "data" / "faq" / "scan_wait.yml").exists()
    assert visitor.post("/entry/faq/scan_wait/move", {**move, "despite": "1"}).status == 302
    assert "Nothing can be published" in visitor.get("/entry/faq/scan_wait").text
    assert (studio.root / "data" / "faq" / "scan_wait.yml").is_file()
    assert visitor.post("/entry/faq/scan_wait/move", {**move, "state": "retired"}).status == 302
    assert "retired" in visitor.get("/?q=scan_wait").text


def test_what_no_fact_carries_is_not_saved_into_what_is_ready_unless_that_is_meant(studio: Studio) -> None:
    visitor, path = studio.visitor(), studio.root / "data" / "faq" / "bone_mets_about.yml"
    form, before = opened(visitor, "faq/bone_mets_about"), path.read_bytes()
    form["text"] = "It helps 97 of a hundred people."
    reply = visitor.post("/entry/faq/bone_mets_about", form)
    assert reply.status == 400 and path.read_bytes() == before
    told = html.unescape(reply.text)
    assert "'text' gives the figure 97, which stands in no fact it cites" in told
    assert fields(reply.text)["text"] == form["text"] and 'name="despite"' in reply.text
    assert visitor.post("/entry/faq/bone_mets_about", {**form, "despite": "1"}).status == 302
    # What is told of the saved file is what the check says of it, line by line.
    [problem] = [
        one for one in check_content(studio.root / "data") if one.file.endswith("bone_mets_about.yml")
    ]
    assert str(problem) in html.unescape(visitor.get("/entry/faq/bone_mets_about").text)
    assert str(problem) in told
    path.write_bytes(before)
    keep(studio.root, path, "As it was", "x")


def test_the_conflict_page_shows_what_differs_field_by_field(studio: Studio) -> None:
    first, second = studio.visitor(), studio.visitor()
    mine, theirs = opened(first, "faq/kadcyla_what"), opened(second, "faq/kadcyla_what")
    theirs["utterances"] += "\na way that they have added"
    assert second.post("/entry/faq/kadcyla_what", {**theirs, "title": "What is Kadcyla for?"}).status == 302
    reply = first.post("/entry/faq/kadcyla_what", {**mine, "title": "What is Kadcyla then?"})
    table = reply.text.split('id="differs"')[1].split("</table>")[0]
    assert re.findall(r'<th scope="row">(.*?)</th>', table) == ["The question", "Ways of asking"]
    assert "What is Kadcyla <mark>then?</mark>" in table and "What is Kadcyla <mark>for?</mark>" in table
    assert "<mark>a way that they have added</mark>" in table
    assert "<summary>Both files, whole</summary>" in reply.text


def test_two_people_who_begin_one_entry_see_both_versions(studio: Studio) -> None:
    first, second = studio.visitor(), studio.visitor()
    mine, theirs = (opened(visitor, "faq/begun_twice") for visitor in (first, second))
    new = {"title": "Theirs?", "text": "Theirs.", "utterances": WAYS}
    assert second.post("/entry/faq/begun_twice", {**theirs, **new}).status == 302
    reply = first.post("/entry/faq/begun_twice", {**mine, **new, "title": "Mine?"})
    assert reply.status == 409 and "<mark>Theirs?</mark>" in reply.text
    assert first.post("/entry/faq/begun_twice", fields(reply.text)).status == 302
    assert open_entry(studio.root / "shelf" / "draft", "faq", "begun_twice").draft.title == "Mine?"


def test_what_was_taken_away_meanwhile_can_be_saved_anew(studio: Studio) -> None:
    visitor = studio.visitor()
    form = opened(visitor, "faq/taken_away")
    form = {**form, "title": "Gone?", "text": "Gone.", "utterances": WAYS}
    assert visitor.post("/entry/faq/taken_away", form).status == 302
    form, path = opened(visitor, "faq/taken_away"), studio.root / "shelf" / "draft" / "faq" / "taken_away.yml"
    path.unlink()
    reply = visitor.post("/entry/faq/taken_away", {**form, "title": "Still here?"})
    assert reply.status == 409 and "taken away meanwhile" in reply.text
    assert visitor.post("/entry/faq/taken_away", fields(reply.text)).status == 302 and path.is_file()


@pytest.mark.parametrize("broken", ["palbociclib", "ribociclib"])
def test_a_file_that_somebody_has_broken_costs_no_typed_word(studio: Studio, broken: str) -> None:
    # Once the file that is being edited, once another one.
    visitor, path = studio.visitor(), studio.root / "data" / "faq" / f"{broken}.yml"
    form, before = opened(visitor, "faq/palbociclib"), path.read_bytes()
    path.write_text("nlu: [", encoding="utf-8")
    try:
        reply = visitor.post("/entry/faq/palbociclib", {**form, "title": "My long work?", "text": "Mine 97."})
        assert reply.status == 400 and f"data/faq/{broken}.yml:" in reply.text
        assert fields(reply.text)["text"] == "Mine 97." and path.read_text(encoding="utf-8") == "nlu: ["
    finally:
        path.write_bytes(before)


def loose_ends(studio: Studio) -> str:
    command = ["git", "status", "--porcelain"]
    return subprocess.run(command, cwd=studio.root, check=True, capture_output=True, text=True).stdout


def newest(studio: Studio) -> str:
    command = ["git", "log", "-1", "--format=%s"]
    return subprocess.run(command, cwd=studio.root, check=True, capture_output=True, text=True).stdout.strip()


def test_moves_and_reviews_are_kept_each_as_one_change(studio: Studio) -> None:
    visitor = studio.visitor()
    token = visitor.token()
    page = visitor.get("/review/faq/brain_mets_treatment").text
    mark = page.split('name="mark" value="')[1].split('"')[0]
    form = {"token": token, "mark": mark, "by": "A. Reviewer, oncology nurse"}
    assert visitor.post("/review/faq/brain_mets_treatment", form).status == 302
    assert newest(studio) == "faq/brain_mets_treatment reviewed by A. Reviewer, oncology nurse"
    # One that git has never seen, written by hand.
    written = studio.root / "shelf" / "draft" / "faq" / "by_hand.yml"
    written.parent.mkdir(parents=True, exist_ok=True)
    text = (studio.root / "data" / "faq" / "kadcyla_who.yml").read_text(encoding="utf-8")
    written.write_text(text.replace("kadcyla_who", "by_hand"), encoding="utf-8")
    for state in ("in_review", "retired"):
        move = {"token": token, "state": state}
        assert visitor.post("/entry/faq/by_hand/move", move).status == 302
        assert newest(studio) == f"faq/by_hand is {state}" and loose_ends(studio) == ""
    path = studio.root / "shelf" / "retired" / "faq" / "by_hand.yml"
    also = places(studio.root, "faq", "by_hand")
    assert [one.why for one in changes(studio.root, path, also=also)] == [
        "faq/by_hand is retired",
        "faq/by_hand is in_review",
    ]


def test_what_is_taken_from_the_inbox_is_kept(studio: Studio) -> None:
    with sa.create_engine(f"sqlite:///{studio.state / 'conversations.db'}").begin() as connection:
        columns = "id INTEGER PRIMARY KEY, sender_id TEXT, type_name TEXT, data TEXT"
        connection.execute(sa.text("DROP TABLE IF EXISTS events"))
        connection.execute(sa.text(f"CREATE TABLE events ({columns})"))
        for number, words in enumerate(PARKING):
            for event in (user(words, "area/travel"), bot("not_covered", area="travel")):
                values = {"sender": f"c{number}", "type": event["event"], "data": json.dumps(event)}
                connection.execute(
                    sa.text("INSERT INTO events (sender_id, type_name, data) VALUES (:sender, :type, :data)"),
                    values,
                )
    # Another test may have put the same words away.
    (studio.state / "inbox-done.json").unlink(missing_ok=True)
    visitor = studio.visitor()
    token = visitor.token()
    group = visitor.get("/inbox").text.split('name="group" value="')[1].split('"')[0]
    form = {"token": token, "group": group, "answer": "area/travel"}
    assert visitor.post("/inbox", form).status == 302
    assert newest(studio) == "area/travel: taken from the inbox" and loose_ends(studio) == ""
    assert (studio.root / "tests" / "questions" / "inbox.jsonl").is_file()


def test_a_file_that_changes_while_another_page_is_made_breaks_neither(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = Content(data.parent, ENCODER)
    draft = open_entry(data, "faq", "about_information").draft
    real = vector_of

    def meanwhile(text: str, encoder: Path) -> Any:
        # Between two utterances, another request reads what somebody else has saved.
        path = data / "faq" / "palbociclib.yml"
        path.write_text(path.read_text(encoding="utf-8") + "# one more\n", encoding="utf-8")
        content.library()
        return real(text, encoder)

    monkeypatch.setattr("lantern.studio.content.vector_of", meanwhile)
    liver = ("how does one treat cancer that went to the liver", "how do they treat cancer once in the liver")
    added = (*draft.utterances, *liver)
    found = content.near(replace(draft, utterances=added))
    assert {near.other.intent for near in found} == {"faq/liver_mets_treatment"} and len(found) == 2


def test_what_cannot_be_saved_comes_back_in_the_form(studio: Studio) -> None:
    visitor = studio.visitor()
    form = {**opened(visitor, "faq/palbociclib"), "facets": "no colon here", "text": "My long work <b>"}
    reply = visitor.post("/entry/faq/palbociclib", form)
    assert reply.status == 400 and "is no facet" in reply.text
    assert fields(reply.text)["text"] == "My long work <b>" and "<b>" not in reply.text.split("<main")[1]


def test_hints_tell_measures_problems_and_conflicts_while_typing(studio: Studio) -> None:
    visitor = studio.visitor()
    form = opened(visitor, "faq/about_information")
    form["utterances"] += "\nhow does one treat cancer that went to the liver"
    reply = visitor.post("/entry/faq/about_information/hints", {**form, "text": "word " * 61})
    assert reply.status == 200 and "61 of at most 60 words" in reply.text
    assert 'href="/entry/faq/liver_mets_treatment"' in reply.text


def test_a_draft_is_shown_as_on_each_channel_while_typing(studio: Studio) -> None:
    visitor = studio.visitor()
    form = {**opened(visitor, "faq/palbociclib"), "text": "Mine & <b>bold</b>.", "citations": "not-there-1"}
    page = visitor.get("/entry/faq/palbociclib").text
    for channel in CLASSES:
        assert f'<option value="{channel}">' in page
        reply = visitor.post("/entry/faq/palbociclib/hints", {**form, "channel": channel})
        preview = reply.text.split("As people see it")[1]
        assert reply.status == 200 and "Mine" in preview and "<b>" not in preview, channel
    assert "Mine &amp; &lt;b&gt;bold&lt;/b&gt;." in preview
    empty = visitor.post("/entry/faq/palbociclib/hints", {**form, "title": "", "channel": "slack"})
    assert "cannot be shown there yet" in empty.text
    # Without scripts it is shown after saving; an unknown channel is the website.
    assert "Slack, " in visitor.get("/entry/faq/palbociclib?channel=slack").text
    assert 'class="understood"' in visitor.get("/entry/faq/palbociclib?channel=x").text


def test_facts_are_found_by_words(studio: Studio) -> None:
    visitor = studio.visitor()
    visitor.token()
    assert 'data-pick="ysc-bone-' in visitor.get("/find/facts?q=bone+treatment").text
    assert "Nothing has these words" in visitor.get("/find/facts?q=zzz").text


def test_a_review_needs_what_was_read(studio: Studio) -> None:
    visitor = studio.visitor()
    token = visitor.token()
    page = visitor.get("/review/faq/ribociclib").text
    mark = page.split('name="mark" value="')[1].split('"')[0]
    form = {"token": token, "mark": mark, "by": "A. Reviewer, oncology nurse"}
    assert visitor.post("/review/faq/ribociclib", {**form, "mark": "0"}).status == 400
    assert visitor.post("/review/faq/ribociclib", form).status == 302
    assert (
        open_entry(studio.root / "data", "faq", "ribociclib").draft.review["by"]
        == "A. Reviewer, oncology nurse"
    )


def test_every_room_opens(studio: Studio) -> None:
    visitor = studio.visitor()
    visitor.token()
    for path in ("/", "/new", "/live", "/inbox", "/review", "/report", "/report?month=2026-10"):
        assert visitor.get(path).status == 200, path
    for month in ("x", "0001-01", "9999-12"):
        assert visitor.get(f"/report?month={month}").status == 400
    assert visitor.get("/entry/faq/..%2f..%2frules").status in (400, 404)


def test_one_job_at_a_time_and_its_end_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "gate")
    jobs = Jobs(tmp_path, ["sh", "-c"])
    assert jobs.start("First", "Ana", ["echo hello; read line < gate; exit 3"])
    assert not jobs.start("Second", "Ben", ["true"])
    (tmp_path / "gate").write_text("go\n", encoding="utf-8")
    assert jobs.last and jobs.last.ended.wait(30)
    assert (jobs.last.lines, jobs.last.code) == (["hello"], 3)
    assert jobs.start("Third", "Ben", ["true"])
