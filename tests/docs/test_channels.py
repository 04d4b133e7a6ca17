"""Each messaging channel has a page, and the page names what there is to set."""

from __future__ import annotations

import re

import pytest

from lantern.channels.messaging.settings import COMMON
from lantern.paths import ROOT
from tests.channels.messaging.fakes.all import PLATFORMS, platform_class

FOLDER = ROOT / "docs" / "channels"
PARTS = (
    "## Set up",
    "## Permissions",
    "## Limits",
    "## What is stored, and health information",
    "## When something does not work",
)


@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_the_page_says_how_to_set_it_up(name: str) -> None:
    page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    for part in PARTS:
        assert part in page, part
    cls = PLATFORMS[name].partition(":")[2]
    assert f"lantern.channels.messaging.{name}.{cls}:" in page
    assert f"/webhooks/{name}/webhook" in page or "lantern channels register" in page
    block = re.search(r"```yaml\n(.*?)```", page, re.S)
    assert block
    for setting in platform_class(name).settings:
        if setting.required:
            assert f"  {setting.name}: " in block[1], setting.name
        if setting.name != "api" or setting.required:
            assert f"`{setting.name}`" in page, setting.name
        if setting.secret:
            assert re.search(rf"  {setting.name}: \$\{{[A-Z_]+\}}", block[1]), setting.name


def test_the_overview_names_all_pages_and_common_settings() -> None:
    overview = (FOLDER / "messaging.md").read_text(encoding="utf-8")
    for name in PLATFORMS:
        assert f"({name}.md)" in overview
    for setting in COMMON:
        assert f"| `{setting.name}` |" in overview
        if setting.default:
            assert f"| `{setting.name}` | {setting.default} |" in overview


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.md")), ids=lambda file: file.name)
def test_links_between_pages_lead_somewhere(file: object) -> None:
    text = file.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (FOLDER / target).exists(), target
