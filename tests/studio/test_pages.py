"""The studio's pages, without scripts."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

from lantern.editing.files import open_entry
from lantern.editing.history import changes
from lantern.studio.jobs import Jobs
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
    assert visitor.post("/entry/faq/bone_mets_treatment/undo", undo).status == 302
    assert open_entry(studio.root / "data", "faq", "bone_mets_treatment").draft.title != form["title"]
    assert visitor.post("/entry/faq/bone_mets_treatment/undo", {**undo, "change": "HEAD~1"}).status == 400


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


def test_a_new_topic_begins_as_a_draft_and_goes_live(studio: Studio) -> None:
    visitor = studio.visitor()
    form = opened(visitor, "faq/scan_wait")
    filled = {**form, "title": "When do I hear?", "text": "Ask your team.", "utterances": WAYS}
    assert visitor.post("/entry/faq/scan_wait", filled).status == 302
    assert len(open_entry(studio.root / "shelf" / "draft", "faq", "scan_wait").draft.utterances) == 15
    page = visitor.get("/entry/faq/scan_wait").text
    assert "The answer cites no fact" in page and "15 ways of asking" in page
    move = {"token": form["token"], "state": "live"}
    assert visitor.post("/entry/faq/scan_wait/move", move).status == 302
    assert (studio.root / "data" / "faq" / "scan_wait.yml").is_file()
    assert visitor.post("/entry/faq/scan_wait/move", {**move, "state": "retired"}).status == 302
    assert "retired" in visitor.get("/?q=scan_wait").text


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


def test_facts_are_found_by_words(studio: Studio) -> None:
    visitor = studio.visitor()
    visitor.token()
    assert 'data-fact="ysc-bone-' in visitor.get("/facts?q=bone+treatment").text
    assert "No fact has these words" in visitor.get("/facts?q=zzz").text


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
    assert visitor.get("/report?month=x").status == 400
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
