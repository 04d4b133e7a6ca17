"""The static page: every question, without a server."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lantern.channels.demo import demo_files
from lantern.channels.static_page import PAGE, static_page
from lantern.cli.app import app
from lantern.content.bundle import Bundle
from lantern.content.library import Library


@pytest.fixture(scope="module")
def page(library: Library) -> str:
    return static_page(library)[PAGE]


class Shape(HTMLParser):
    """Collects ids, links and tags that are still open."""

    VOID = ("meta", "link", "input", "img")

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"]] if values.get("id") else []
        self.links += [value for value in (values.get("href"), values.get("src")) if value]
        assert "style" not in values and not [name for name in values if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def shape(html: str) -> Shape:
    found = Shape()
    found.feed(html)
    assert found.open == [] and len(found.ids) == len(set(found.ids))
    return found


def test_every_answer_stands_there_with_sources_and_disclaimer(page: str, bundle: Bundle) -> None:
    def written(text: str) -> str:
        return text.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;").replace(">", "&gt;")

    for entry in bundle["entries"].values():
        if entry["family"] == "faq":
            article = page.split(f'<article id="{entry["name"]}"', 1)[1].split("</article>", 1)[0]
            for text in (entry["title"], entry["short"], entry["more"]):
                assert written(text) in article
            for source in entry["sources"]:
                assert written(source["title"]) in article and source["as_of"] in article
            assert written(bundle["labels"]["disclaimer"]) in article


def test_every_link_inside_leads_somewhere_and_nothing_is_fetched_from_elsewhere(page: str) -> None:
    found = shape(page)
    for link in found.links:
        if link.startswith("#"):
            assert link[1:] in found.ids
    fetched = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', page)
    assert set(fetched) == {"data:,", "faq.css", "search.js"}


def test_numbers_to_call_are_filled_in(page: str, library: Library) -> None:
    assert f"call {library.organisation.emergency_number}" in page and "{" not in page.replace("{count}", "")


def test_the_command_writes_it(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["pages", "--to", str(tmp_path / "faq")])
    assert result.exit_code == 0 and "3 files" in result.output
    assert {file.name for file in (tmp_path / "faq").iterdir()} == {PAGE, "faq.css", "search.js"}


def test_the_demo_offers_topics_that_exist_on_each_page(library: Library) -> None:
    topics = {entry.name for entry in library.family("faq")}
    pages = {name: text for name, text in demo_files().items() if name.endswith(".html")}
    offered = set()
    for html in pages.values():
        shape(html)
        [suggestions] = re.findall(r'data-suggestions="([^"]*)"', html)
        assert set(suggestions.split(",")) <= topics
        offered.add(suggestions)
    assert len(offered) == len(pages) == 4, "each page has its own"
