"""What an editor is offered to choose from, and told: never chosen for them, and in words they know."""

from __future__ import annotations

import datetime
import html
import json
import re
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lantern.cli.app import app
from lantern.content.library import Library
from lantern.content.models import Resource
from lantern.editing.choices import resources_about, topics_about
from lantern.editing.draft import draft_of
from lantern.editing.fact_search import MOST
from lantern.editing.files import open_entry
from lantern.editing.liveness import Live, liveness, waiting
from lantern.editing.shelf import move
from lantern.studio.jobs import Jobs
from tests.insights.test_report import record
from tests.studio.conftest import Studio, live_pages, shown
from tests.studio.test_pages import fields, newest, opened
from tests.studio.test_sheets import asked as asked
from tests.studio.test_sheets import changed, downloaded, look, retitled, take


@pytest.mark.usefixtures("asked")
def test_the_inbox_suggests_a_topic_and_chooses_none(studio: Studio) -> None:
    (studio.state / "inbox-done.json").unlink(missing_ok=True)
    visitor = studio.visitor()
    visitor.token()
    page = visitor.get("/inbox").text
    [field] = re.findall(r'<input id="answer-[^>]*>', page)
    assert 'value="area' not in field and " required" in field
    # The suggestion can be read before it is chosen.
    assert re.search(r'Nearest, perhaps wrong: <a href="/entry/area/\w+">', page)
    assert re.search(r'<option value="area/travel">[^<]+</option>', page)
    form = {"token": visitor.token(), "group": page.split('name="group" value="')[1].split('"')[0]}
    refused = visitor.post("/inbox", {**form, "answer": ""})
    assert refused.status == 400 and "name what answers it" in refused.text
    reply = visitor.post("/inbox", {**form, "answer": "noise"})
    assert reply.status == 302
    told = html.unescape(visitor.get(reply.headers["Location"]).text)
    assert "put away as noise" in told


def test_topics_and_links_are_found_by_words_as_facts_are(studio: Studio, library: Library) -> None:
    assert "bone_mets_treatment" in [one.id for one in topics_about(library, "treat cancer in the bones")]
    assert topics_about(library, "bone treatment")[0].id == "bone_mets_treatment"
    resource = next(iter(library.resources.values()))
    assert resource.id in [one.id for one in resources_about(library, resource.title)]
    visitor = studio.visitor()
    visitor.token()
    found = visitor.get("/find/topics?q=bone+treatment").text
    assert 'data-pick="bone_mets_treatment"' in found
    assert html.escape(library.entries["faq/bone_mets_treatment"].metadata.title) in found
    assert f'data-pick="{resource.id}"' in visitor.get(f"/find/resources?q={resource.id}").text
    assert "Nothing has these words" in visitor.get("/find/resources?q=zzz").text
    assert visitor.get("/find/else?q=bone").status == 404
    page = visitor.get("/entry/faq/palbociclib").text
    for field, what in (("citations", "facts"), ("resources", "resources"), ("follow_ups", "topics")):
        assert f'data-find="/find/{what}" data-into="{field}"' in page


def test_a_whole_word_of_a_links_name_goes_before_its_beginning(library: Library) -> None:
    files = {one.id: one for one in library.resources.values()}
    cancercare = [name for name in files if name.startswith("cancercare")]
    others = {name: one for name, one in files.items() if name not in cancercare}
    # Last in the file, and behind more links than are shown.
    many = {f"more-{number}": replaced(files["nci-site"], f"more-{number}") for number in range(MOST)}
    last = replace(library, resources={**others, **many, **{name: files[name] for name in cancercare}})
    assert {one.id for one in resources_about(last, "CancerCare")[: len(cancercare)]} == set(cancercare)
    # Rare words go before common ones; what has no whole word is found by its beginning all the same.
    assert resources_about(last, "the hopeline for people with cancer")[0].id == "cancercare-hopeline"
    assert "clinical-trials" in [one.id for one in resources_about(library, "trialling")]


def replaced(resource: Resource, name: str) -> Resource:
    return resource.copy(update={"id": name})


def test_the_preview_of_the_website_shows_all_that_people_see(studio: Studio, library: Library) -> None:
    visitor = studio.visitor()
    form = opened(visitor, "faq/palbociclib")
    entry = library.entries["faq/palbociclib"]
    source = library.sources[library.source_of[entry.metadata.citations[0]]]
    follow = library.entries[f"faq/{entry.metadata.follow_ups[0]}"]
    shown = visitor.post("/entry/faq/palbociclib/hints", {**form, "channel": ""}).text
    preview = html.unescape(shown.split("As people see it")[1])
    assert library.wording.labels.sources in preview and source.title in preview
    assert library.wording.labels.disclaimer.strip() in preview
    assert library.wording.labels.choices in preview and follow.metadata.title in preview


def test_the_facets_that_others_have_are_listed_and_a_strange_aspect_is_told(studio: Studio) -> None:
    visitor = studio.visitor()
    form = opened(visitor, "faq/palbociclib")
    page = visitor.get("/entry/faq/palbociclib").text
    listed = page.split('<datalist id="used-facets">')[1].split("</datalist>")[0]
    assert '<option value="aspect: treatment"' in listed and '<option value="site: bone"' in listed
    # Without scripts they can be read.
    assert "The aspect is one of these, if any fits: treatment, about, " in page
    assert 'list="used-facets"' in page and "so far" not in page
    # Small talk has no facets to choose from.
    assert 'list="used-facets"' not in visitor.get("/entry/talk/thanks").text
    strange = {**form, "facets": "aspect: <b>treatmnt"}
    hints = html.unescape(visitor.post("/entry/faq/palbociclib/hints", strange).text)
    assert "No entry of this kind has the aspect '<b>treatmnt' so far. Did you mean 'treatment'?" in hints
    assert "<b>" not in visitor.post("/entry/faq/palbociclib/hints", strange).text


def test_an_empty_form_says_what_is_missing_in_the_words_of_the_form(studio: Studio) -> None:
    visitor = studio.visitor()
    visitor.token()
    page = html.unescape(visitor.get("/entry/faq/nothing_yet").text)
    for missing in (
        "The question is missing.",
        "The short answer is missing.",
        "Ways of asking are missing.",
    ):
        assert missing in page
    assert "at least 1 characters" not in page


def test_what_is_ready_is_not_called_live(studio: Studio) -> None:
    visitor = studio.visitor()
    visitor.token()
    page = visitor.get("/entry/faq/palbociclib").text
    assert "State: ready." in page and 'value="live"' not in page
    assert "No running bot has told what it serves" in page
    visitor.post("/entry/faq/palbociclib/move", {"token": visitor.token(), "state": "in_review"})
    refused = visitor.post("/entry/faq/palbociclib/move", {"token": visitor.token(), "state": "live"})
    assert refused.status == 400 and "is no state" in refused.text


def test_the_report_leads_to_other_months_and_back(studio: Studio) -> None:
    visitor = studio.visitor()
    visitor.token()
    page = visitor.get("/report?month=2025-01").text
    assert 'href="/report?month=2024-12"' in page and 'href="/report?month=2025-02"' in page
    assert '<a href="/">' in page
    # Of months that have not begun there is nothing to see.
    now = datetime.datetime.now(datetime.timezone.utc)
    after = (now.replace(day=1) + datetime.timedelta(days=32)).strftime("%Y-%m")
    assert f"month={after}" not in visitor.get("/report").text


def test_the_report_knows_what_was_retired_since(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move(data.parent, "faq", "kadcyla_who", "retired")
    asked_it = [record(f"c{number}", "kadcyla_who") for number in range(5)]
    monkeypatch.setattr("lantern.studio.live_pages.records_in", lambda *_: asked_it)
    pages = live_pages(data.parent, data.parent / "state", Jobs(data.parent))
    title = open_entry(data.parent / "shelf" / "retired", "faq", "kadcyla_who").draft.title
    assert html.escape(title) in shown(pages.report, month="2026-11")
    for module, folder in (("ROOT", data.parent), ("DATA", data)):
        monkeypatch.setattr(f"lantern.paths.{module}", folder)
    monkeypatch.setattr("lantern.cli.report.records_in", lambda *_: asked_it)
    done = CliRunner().invoke(app, ["report", "--month", "2026-11", "--to", str(data.parent / "r")])
    assert done.exit_code == 0
    assert html.escape(title) in (data.parent / "r" / "2026-11.html").read_text(encoding="utf-8")


def test_why_a_sheet_is_taken_over_is_kept_in_the_history(studio: Studio) -> None:
    visitor = studio.visitor()
    sheet = changed(downloaded(visitor), retitled("taxane_what", "What is a taxane then?"))
    page = look(visitor, sheet)
    assert '<input id="sheet-why" name="why"' in page.text
    path = studio.root / "data" / "faq" / "taxane_what.yml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("title: ", "title: Now ", 1), encoding="utf-8")
    again = take(visitor, page, why="Words of the <b>spring</b> meeting")
    # What was typed outlives the conflict.
    assert again.status == 409 and 'value="Words of the &lt;b&gt;spring&lt;/b&gt; meeting"' in again.text
    path.write_text(before, encoding="utf-8")
    done = take(visitor, look(visitor, sheet), why="Words of the spring meeting")
    assert done.status == 200 and newest(studio) == "Words of the spring meeting"


def test_what_the_running_bot_has_of_an_entry_is_told(library: Library) -> None:
    entry = library.entries["faq/palbociclib"]
    draft = draft_of(entry)
    other = replace(draft, text="Something else.")
    without = {name: one for name, one in library.entries.items() if name != "faq/palbociclib"}
    served = replace(library, entries=without)
    assert liveness(draft, None) is Live.UNKNOWN and liveness(draft, served) is Live.NOT
    assert liveness(draft, library) is Live.AS_IT_IS and liveness(other, library) is Live.OTHERWISE
    assert waiting(library, served).new == ("faq/palbociclib",)
    assert waiting(served, library).gone == ("faq/palbociclib",) and not waiting(library, library)


def test_the_studio_tells_what_is_ready_and_not_live(studio: Studio) -> None:
    (studio.root / "models").mkdir(exist_ok=True)
    row = {"model": "served.tar.gz", "at": "2026-11-01T10:00:00+00:00", "by": "Ana", "earlier": []}
    visitor = studio.visitor()
    visitor.token()
    with zipfile.ZipFile(studio.root / "models" / "served.content.zip", "w") as archive:
        for path in (studio.root / "data").rglob("*.yml"):
            archive.write(path, path.relative_to(studio.root).as_posix())
    (studio.state / "published.json").write_text(json.dumps(row), encoding="utf-8")
    try:
        assert "All entries that are ready are live." in visitor.get("/live").text
        assert (
            "Live: the running bot says it as it stands here." in visitor.get("/entry/faq/kadcyla_who").text
        )
        form = {**opened(visitor, "faq/kadcyla_who"), "title": "Who is it that gets Kadcyla?"}
        assert visitor.post("/entry/faq/kadcyla_who", form).status == 302
        assert "Live in another wording" in visitor.get("/entry/faq/kadcyla_who").text
        page = visitor.get("/live").text
        assert 'changed: <a href="/entry/faq/kadcyla_who">' in page and "Impact and live" not in page
    finally:
        (studio.state / "published.json").unlink()


def test_what_is_not_in_data_yet_can_be_read_beside_its_facts_and_reviewed(studio: Studio) -> None:
    visitor = studio.visitor()
    form = {**opened(visitor, "faq/read_before"), "title": "What is it?", "text": "It is so."}
    form |= {"utterances": "what is it then", "citations": "ysc-bone-4"}
    assert visitor.post("/entry/faq/read_before", form).status == 302
    assert visitor.post("/entry/faq/read_before/move", {**form, "state": "in_review"}).status == 302
    page = visitor.get("/review/faq/read_before")
    assert page.status == 200 and "lessen the pain of bone metastases" in page.text
    sent = {"token": form["token"], "by": "A. Reviewer, nurse"}
    sent["mark"] = page.text.split('name="mark" value="')[1].split('"')[0]
    assert visitor.post("/review/faq/read_before", sent).status == 302
    review = open_entry(studio.root / "shelf" / "in_review", "faq", "read_before").draft.review
    assert review["by"] == "A. Reviewer, nurse"
    assert "faq/read_before" in visitor.get("/review").text


def test_why_outlives_a_conflict(studio: Studio) -> None:
    first, second = studio.visitor(), studio.visitor()
    mine, theirs = (
        opened(first, "faq/triple_negative_treatment"),
        opened(second, "faq/triple_negative_treatment"),
    )
    assert second.post("/entry/faq/triple_negative_treatment", {**theirs, "title": "Theirs?"}).status == 302
    reply = first.post("/entry/faq/triple_negative_treatment", {**mine, "title": "Mine?", "why": "So & so"})
    assert reply.status == 409 and fields(reply.text)["why"] == "So & so"
    assert first.post("/entry/faq/triple_negative_treatment", fields(reply.text)).status == 302
    assert newest(studio) == "So & so"


def test_what_speaks_against_a_change_stands_above_all_that_was_said(studio: Studio) -> None:
    visitor = studio.visitor()
    assert visitor.post("/live/publish", {"token": visitor.token()}).status == 302
    # It ends by itself; the page asks again until then, as people's browsers do.
    while "At work" in (page := visitor.get("/live").text):
        threading.Event().wait(0.5)
    assert "something speaks against it" in page and "without success" not in page
    assert "<strong>No bot has served from" in html.unescape(page)
    # Said once: what stands above is not said again below it.
    assert page.count("No bot has served from") == 1
