"""The static page and the demo site in Chromium, opened as files: no server, and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lantern.channels.demo import demo_files
from lantern.channels.static_page import PAGE, write_static_page
from lantern.content.library import Library
from tests.browser.conftest import PICTURES, Visit


@pytest.fixture(scope="module")
def address(library: Library, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("faq")
    write_static_page(library, folder)
    return (folder / PAGE).as_uri()


def test_it_can_be_searched_without_a_server(browser: Browser, address: str, library: Library) -> None:
    page = browser.new_page()
    page.goto(address)
    articles = page.locator("article:visible")
    expect(articles).to_have_count(len(library.family("faq")))
    page.get_by_label("Find a question").fill("Faslodex who")
    expect(page.locator("article#fulvestrant_who")).to_be_visible()
    expect(page.locator("article#palliative_care_what")).to_be_hidden()
    expect(page.get_by_role("status")).to_contain_text("found")
    page.get_by_label("Find a question").fill("xyzzy")
    expect(articles).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("No question found")
    # A link to a question that the search hides leads there all the same.
    page.goto(f"{address}#palliative_care_what")
    expect(page.locator("article#palliative_care_what")).to_be_in_viewport()
    page.close()


def test_all_of_it_is_there_without_scripts_and_in_print(
    browser: Browser, address: str, library: Library
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("article:visible")).to_have_count(len(library.family("faq")))
    expect(page.locator("#search")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("article:visible")).to_have_count(len(library.family("faq")))
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_a_phone_needs_no_sideways_scrolling(
    browser: Browser, address: str, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    assert Visit(page).accessibility_problems() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"static-page-{scheme}.png")
    context.close()


@pytest.mark.parametrize("name", [name for name in demo_files() if name.endswith(".html")])
def test_axe_finds_nothing_on_the_demo_site(browser: Browser, name: str) -> None:
    files = demo_files()
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    page.set_content(files[name])
    page.add_style_tag(content=files["demo.css"])
    assert Visit(page).accessibility_problems() == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"demo-{Path(name).stem}.png", full_page=True)
    page.close()
