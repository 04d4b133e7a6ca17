"""The studio in Chromium: by keyboard, with hints while typing, and no rule of accessibility broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lantern.editing.files import open_entry, save_entry
from tests.browser.conftest import AXE, AXE_RULES, PICTURES, watch
from tests.studio.conftest import Studio
from tests.studio.conftest import exposed as exposed
from tests.studio.conftest import studio as studio

# How fast it is, is not asked here: a busy machine may take its time.
expect.set_options(timeout=60_000)
ROOMS = ["/", "/new", "/live", "/inbox", "/sheets", "/review", "/report", "/entry/faq/palliative_care_what"]
ROOMS += ["/links", "/review/faq/kadcyla_who", "/entry/faq/not_there_yet"]


@pytest.fixture
def page(browser: Browser, studio: Studio) -> Iterator[Page]:
    """The studio, freshly opened; anything in the browser's console fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 1000})
    opened = context.new_page()
    complaints = watch(opened)
    opened.goto(studio.address)
    yield opened
    context.close()
    assert [text for text in complaints if "Failed to load resource" not in text] == []


def problems(page: Page) -> list[str]:
    """Return what axe finds."""
    # After a form was sent the style may still be on its way.
    page.wait_for_load_state()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", AXE_RULES)
    assert found["passes"], "axe has looked at nothing"
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in found["violations"]]


@pytest.mark.parametrize("room", ROOMS)
def test_no_rule_of_accessibility_is_broken(page: Page, studio: Studio, room: str) -> None:
    page.goto(studio.address + room)
    assert problems(page) == []


def test_the_sign_in_is_accessible_too(browser: Browser, exposed: Studio) -> None:
    page = browser.new_page()
    page.goto(f"{exposed.address}/sign-in")
    assert problems(page) == []
    page.close()


def test_hints_come_while_typing_and_facts_are_picked_by_search(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.address}/entry/faq/liver_mets_treatment")
    hints = page.locator("#hints")
    page.get_by_label("Short answer").fill("word " * 61)
    expect(hints).to_contain_text("61 of at most 60 words")
    page.get_by_label("Show it as on").select_option("Slack")
    expect(hints).to_contain_text(re.compile(r"Slack, \d+ message"))
    expect(hints).not_to_have_attribute("aria-busy", "true")
    page.get_by_label("Find facts by words").fill("bone treatment")
    page.locator("#found-facts button").first.click()
    saved = open_entry(studio.root / "data", "faq", "liver_mets_treatment").draft.citations
    cited = page.get_by_label("Facts that carry every statement")
    expect(cited).to_have_value(re.compile(rf"^{', '.join(saved)}, ysc-[a-z]+-\d+$"))
    page.get_by_label("Find topics by words").fill("bone treatment")
    page.locator("#found-topics").get_by_role("button", name="Add bone_mets_treatment").click()
    expect(page.get_by_label("What people may ask next")).to_have_value(re.compile("bone_mets_treatment$"))
    expect(hints).to_contain_text("You could also ask:")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "studio-entry.png", full_page=True)


def test_a_facet_that_others_have_is_added_from_the_list(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.address}/entry/faq/liver_mets_treatment")
    facets = page.get_by_label("What it is about")
    before = facets.input_value()
    choice = page.get_by_label("Add what other entries are about")
    for _ in range(2):
        choice.fill("subtype: her2 positive")
        # It neither sends the form nor takes over what is half typed.
        choice.press("Enter")
        choice.locator("xpath=following-sibling::button").click()
    expect(facets).to_have_value(f"{before}\nsubtype: her2 positive")
    expect(choice).to_have_value("")
    assert problems(page) == []


def test_a_link_is_added_by_keyboard_alone(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.address}/links")
    page.get_by_label("Id, in small letters").focus()
    # Address and phone number, purpose; the region is there already.
    for text in ("metavivor-line", "METAvivor", "https://www.youngsurvival.org", "", "find others"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This web address is there already, as 'ysc-site'")
    assert problems(page) == []
    page.get_by_label("Web address").fill("https://www.metavivor.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("metavivor-line is there now")
    assert problems(page) == []


def test_a_topic_is_written_by_keyboard_alone(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.address}/new")
    page.get_by_label("Name, in small letters").focus()
    page.keyboard.type("scan_results_wait")
    page.keyboard.press("Enter")
    page.get_by_label("The question in plain words").focus()
    page.keyboard.type("When do I get my scan results?")
    page.keyboard.press("Tab")
    page.keyboard.type("Ask the person who takes the scan.")
    page.get_by_label("Ways of asking").focus()
    page.keyboard.type("when do i hear about my scan\nscan results how long")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    draft = open_entry(studio.root / "shelf" / "draft", "faq", "scan_results_wait").draft
    assert draft.utterances == ("when do i hear about my scan", "scan results how long")


def test_a_conflict_is_shown_field_by_field_to_everybody(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.address}/entry/faq/ribociclib")
    opened = open_entry(studio.root / "data", "faq", "ribociclib")
    save_entry(studio.root / "data", replace(opened.draft, title="What is ribociclib for?"), opened.mark)
    page.get_by_label("The question in plain words").fill("What is <b>ribociclib</b> then?")
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name="The question")
    expect(row.locator("mark")).to_have_text(["<b>ribociclib</b> then?", "ribociclib for?"])
    expect(page.get_by_text("Both files, whole")).to_be_visible()
    assert problems(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_the_check_would_find_is_told_before_it_is_saved(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.address}/entry/faq/kadcyla_who")
    page.get_by_label("Short answer").fill("It helps 97 people.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("gives the figure 97, which stands in no fact")
    expect(page.get_by_label("Short answer")).to_have_value("It helps 97 people.")
    assert problems(page) == []
    page.get_by_label("Save it although").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(page.get_by_text("Nothing can be published until")).to_be_visible()
    assert problems(page) == []


def test_a_sheet_goes_out_and_comes_back_after_a_look(page: Page, studio: Studio, tmp_path: Path) -> None:
    page.goto(f"{studio.address}/sheets")
    with page.expect_download() as sent:
        page.locator("#content + p").get_by_role("link", name="CSV").click()
    sheet = tmp_path / "content.csv"
    sent.value.save_as(sheet)
    text = sheet.read_text(encoding="utf-8")
    opened = open_entry(studio.root / "data", "faq", "kadcyla_what")
    assert opened.draft.title in text
    sheet.write_text(
        text.replace(opened.draft.title, "What is <img src=x onerror=alert(1)>?"), encoding="utf-8"
    )
    page.get_by_label("A sheet of the content").set_input_files(sheet)
    page.get_by_role("button", name="Look at what it would change").first.click()
    expect(page.get_by_role("heading", name="faq/kadcyla_what")).to_be_visible()
    expect(page.get_by_text("Nothing is written yet")).to_be_visible()
    assert problems(page) == [] and page.locator("img").count() == 0
    assert open_entry(studio.root / "data", "faq", "kadcyla_what").draft == opened.draft
    page.get_by_role("button", name="Write it").click()
    expect(page.get_by_role("status")).to_have_text("1 file(s) written.")
    assert "onerror" in open_entry(studio.root / "data", "faq", "kadcyla_what").draft.title
    # A bad cell is named, and what is readable is written only if the editor says so.
    sheet.write_text("family,name,title,facets\nfaq,kadcyla_what,What is it?,no facet\n", encoding="utf-8")
    page.get_by_label("A sheet of the content").set_input_files(sheet)
    page.get_by_role("button", name="Look at what it would change").first.click()
    expect(page.get_by_role("alert")).to_contain_text("content.csv!D2: 'no facet' is no facet")
    assert problems(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_an_editor_types_never_runs(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.address}/entry/faq/ribociclib")
    page.get_by_label("The question in plain words").fill("<img src=x onerror=alert(1)>")
    expect(page.locator("#hints .understood")).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("#hints img").count() == 0


def test_a_phone_needs_no_sideways_scrolling(browser: Browser, studio: Studio) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for room in ("/new", "/entry/faq/kadcyla_what", "/live", "/links"):
        page.goto(studio.address + room)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, room
    context.close()
