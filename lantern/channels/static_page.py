"""The static page of all questions and answers: what people can read when the bot is down or scripts are off.

It is made from the same content as the bot's answers, needs no server, and can be published on its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lantern.content.bundle import build_bundle, disclaimer_on
from lantern.content.library import Library
from lantern.content.review import fill_ins
from lantern.content.web_words import PageGroup

FILES = Path(__file__).parent / "static_page_files"
# As they are; the page itself is rendered.
FIXED = ("faq.css", "search.js")
PAGE = "index.html"


def static_page(library: Library) -> dict[str, str]:
    """Return the files of the page by their names."""
    bundle = build_bundle(library)
    wording = library.wording
    filled, today = fill_ins(library), date.today()
    topics = [
        {**entry, "disclaimer": disclaimer_on(entry, today)}
        for entry in bundle["entries"].values()
        if entry["family"] == "faq" and entry["served"]
    ]
    words = wording.static_page.dict()
    words |= {key: words[key].format(**filled) for key in ("emergency", "age")}
    words["made"] = words["made"].format(count=len(topics))
    templates = Environment(
        loader=FileSystemLoader(FILES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = templates.get_template(PAGE).render(
        language=wording.language,
        words=words,
        labels=bundle["labels"],
        groups=_grouped(topics, wording.static_page.groups),
        known={topic["name"] for topic in topics},
    )
    return {PAGE: page, **{name: (FILES / name).read_text(encoding="utf-8") for name in FIXED}}


def write_static_page(library: Library, folder: Path) -> list[Path]:
    """Write the page into a folder and return its files.

    Raises:
        OSError: The folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in static_page(library).items():
        (folder / name).write_text(text, encoding="utf-8")
        written.append(folder / name)
    return written


def _grouped(topics: list[dict[str, Any]], groups: list[PageGroup]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the headings, each with its topics in the order of their questions; no heading is empty."""
    found: dict[str, list[dict[str, Any]]] = {group.title: [] for group in groups}
    for topic in sorted(topics, key=lambda topic: topic["title"].lower()):
        found[_group(topic["facets"], groups)].append(topic)
    return [(title, entries) for title, entries in found.items() if entries]


def _group(facets: Mapping[str, list[str]], groups: list[PageGroup]) -> str:
    aspects = facets.get("aspect", [])
    for group in groups:
        if any(name in facets for name in group.facets) or any(name in group.aspects for name in aspects):
            return group.title
    return groups[-1].title
