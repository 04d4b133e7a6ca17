"""New links and phone numbers: what is taken, what is refused, and what else of the file stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.content.check import check_content
from lantern.content.library import Library, load_library
from lantern.editing.links import FILE, add_link, link_of, users_of
from lantern.errors import ContentError

TYPED = {
    "id": "metavivor-site",
    "title": " METAvivor:  research ",
    "url": "https://www.metavivor.org/",
    "phone": "",
    "purpose": "find others # who live with it",
    "region": "us",
}


def test_a_link_is_added_and_all_else_stays_as_it_is(data: Path) -> None:
    path = data / FILE
    before = path.read_text(encoding="utf-8")
    assert add_link(data, link_of(TYPED)) == path
    add_link(data, link_of({**TYPED, "id": "null", "url": "", "phone": "112", "region": "null"}))
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before)
    first, second = after[len(before) :].split("  - id: ")[1:]
    assert first.splitlines()[0] == "metavivor-site" and first.endswith("region: us\n    checked_on: null\n")
    # What YAML would read as something else stands in quotes.
    assert second.startswith('"null"\n') and 'phone: "112"' in second and 'region: "null"' in second
    read = load_library(data).resources["metavivor-site"]
    assert (read.title, read.purpose) == ("METAvivor: research", "find others # who live with it")
    assert read.phone is None and read.checked_on is None and check_content(data) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"id": "Not an id"}, "'Not an id' cannot be an id"),
        ({"title": "  "}, "The title is missing."),
        ({"url": ""}, "Name a web address or a phone number"),
        ({"url": "http://www.metavivor.org"}, "Write the web address as https://"),
        ({"phone": "call us"}, "Write the phone number in digits"),
        ({"title": "a\0b"}, "In the title is a sign that cannot be written down."),
    ],
)
def test_what_is_no_link_is_told_in_a_sentence(typed: dict[str, str], said: str) -> None:
    with pytest.raises(ContentError) as caught:
        link_of({**TYPED, **typed})
    assert said in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"id": "ysc-site"}, "There is a link 'ysc-site' already (Young Survival Coalition)"),
        ({"url": "https://youngsurvival.org/"}, "This web address is there already, as 'ysc-site'"),
        ({"phone": "1-800-813-4673"}, "This phone number is there already, as 'cancercare-hopeline'"),
    ],
)
def test_nothing_is_in_the_file_twice(data: Path, typed: dict[str, str], said: str) -> None:
    before = (data / FILE).read_bytes()
    with pytest.raises(ContentError) as caught:
        add_link(data, link_of({**TYPED, **typed}))
    assert said in str(caught.value) and "\n" not in str(caught.value)
    assert (data / FILE).read_bytes() == before


@pytest.mark.parametrize(
    "text", ["", "resources: [", "resources: 1\n", "- id: x\n", "resources:\n  - id: x\n"]
)
def test_a_broken_file_is_not_written_to(data: Path, text: str) -> None:
    (data / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="because it is broken"):
        add_link(data, link_of(TYPED))
    assert (data / FILE).read_text(encoding="utf-8") == text


def test_who_uses_a_link_is_known(library: Library) -> None:
    users = users_of(library)
    assert set(users) == set(library.resources)
    entry = next(one for one in library.family("faq") if one.metadata.resources)
    assert entry.intent in users[entry.metadata.resources[0]]
    assert "wording.yml" in users[library.wording.review.people[0]]
    assert any(user.startswith("danger/") for user in users["crisis-line-us"])
