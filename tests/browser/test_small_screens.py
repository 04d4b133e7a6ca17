"""320 pixels wide, or low, with the browser's text at 200 % and wider spacing: nothing is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Stage
from tests.browser.embedding import HostPage
from tests.browser.states import CLIPPED, STATES, State

SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    + " word-spacing: .16em !important } p { margin-bottom: 2em !important }");
  const root = document.querySelector("lantern-chat").shadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}"""


END_IN_SIGHT = """() => {
  const root = document.querySelector("lantern-chat").shadowRoot;
  const end = [...root.querySelectorAll(".scroller > *")].filter(e => e.checkVisibility()).at(-1);
  const foot = root.querySelector(".composer");
  const edge = foot.checkVisibility() ? foot.getBoundingClientRect().top : innerHeight;
  return end.getBoundingClientRect().bottom <= edge + 1;
}"""


def double_text(page: Page) -> None:
    """Do what a reader does who sets the browser's text size to 200 %."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])
SIZES = pytest.mark.parametrize("size", [(320, 640), (640, 320)], ids=["portrait", "landscape"])
# What of the launcher is cut off, sticks out of the screen, or lies under something else.
LAUNCHER_CUT = """() => {
  const root = document.querySelector("lantern-chat").shadowRoot;
  const parts = [...root.querySelectorAll(".launcher, .launcher *:not(path)")];
  return parts.filter(e => e.checkVisibility()).filter(e => {
    const box = e.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight
      || e.clientWidth && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
      || !root.elementFromPoint(x, y)?.closest(".launcher > *");
  }).map(e => e.tagName + "." + e.className);
}"""
PAGE_WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("state", STATES[1:])
@LANGUAGES
@SIZES
def test_at_320_pixels_and_200_percent_nothing_is_cut_off(
    stage: Stage, state: State, size: tuple[int, int], language: str
) -> None:
    visit = stage(HostPage(attributes={"language": language}), width=size[0], height=size[1])
    visit.page.get_by_role("button", name=visit.words["launcher"]).wait_for()
    double_text(visit.page)
    visit.page.evaluate(SPACING)
    state(visit)
    visit.picture(f"{state.__name__}-{size[0]}-200-{language}")
    assert visit.page.evaluate(CLIPPED) == []
    assert visit.page.evaluate(PAGE_WIDTH) <= size[0]
    # The end of what is said comes into sight with the wheel, above the field.
    visit.page.mouse.move(size[0] / 2, 20)
    visit.page.mouse.wheel(0, 20_000)
    visit.page.mouse.move(size[0] / 2, size[1] / 3)
    visit.page.mouse.wheel(0, 20_000)
    visit.page.wait_for_function(END_IN_SIGHT)
    close = visit.page.get_by_role("button", name=visit.words["close"])
    close.scroll_into_view_if_needed()
    close.click()
    assert visit.focused() == visit.words["launcher"]


@LANGUAGES
@SIZES
def test_the_closed_window_is_whole_on_a_small_screen(
    stage: Stage, size: tuple[int, int], language: str
) -> None:
    visit = stage(HostPage(attributes={"language": language}), width=size[0], height=size[1])
    launcher = visit.page.get_by_role("button", name=visit.words["launcher"])
    launcher.wait_for()
    double_text(visit.page)
    visit.page.evaluate(SPACING)
    assert visit.page.evaluate(LAUNCHER_CUT) == []
    assert visit.page.evaluate(PAGE_WIDTH) <= size[0]
    # With the badge it says the most.
    visit.server.fail_next = ["silence"]
    visit.open()
    visit.ask("what is palliative care")
    route = visit.wait_for_silence()
    close = visit.page.get_by_role("button", name=visit.words["close"])
    close.click()
    turn = {"id": visit.server.asked[0]["id"], "answers": visit.server.reply_to("hello"), "typed": "hello"}
    route.fulfill(json=turn)
    expect(launcher).to_contain_text(visit.words["unread_one"])
    visit.picture(f"closed-{size[0]}-200-{language}")
    assert visit.page.evaluate(LAUNCHER_CUT) == []
    box = launcher.bounding_box()
    assert box and box["height"] <= 0.6 * size[1], "the page behind it is still there"
    assert visit.page.evaluate(PAGE_WIDTH) <= size[0]


@SIZES
def test_the_link_in_place_of_the_window_is_whole_on_a_small_screen(
    stage: Stage, size: tuple[int, int]
) -> None:
    visit = stage(HostPage(attributes={"server": "wrong"}), width=size[0], height=size[1])
    visit.complaints.clear()
    double_text(visit.page)
    visit.page.evaluate(SPACING)
    visit.picture(f"wrong-server-{size[0]}-200")
    assert visit.page.evaluate(LAUNCHER_CUT) == []
    assert visit.page.evaluate(PAGE_WIDTH) <= size[0]
