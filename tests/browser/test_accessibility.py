"""By keyboard, for screen readers, large, in other colours: the widget for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage, Staged
from tests.browser.embedding import HostPage
from tests.browser.states import CLIPPED, OPENER, STATES, State, answered, in_menu

# Everything that can be focused in the window, with its place and size.
CONTROLS = """() => {
  const root = document.querySelector("lantern-chat").shadowRoot;
  return [...root.querySelectorAll("button, a[href], textarea, input, summary")]
    .filter(e => e.checkVisibility())
    .map(e => ({name: e.textContent.trim() || e.id, inline: e.matches("p a, li > a, p button"),
      box: e.getBoundingClientRect().toJSON(), tag: e.tagName}));
}"""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(stage: Stage, state: Callable[[Staged], None], scheme: str) -> None:
    visit = stage(color_scheme=scheme)
    state(visit)
    visit.picture(f"{state.__name__}-{scheme}")
    assert visit.accessibility_problems() == []


def test_axe_finds_nothing_on_a_page_that_is_read_from_right_to_left(stage: Stage) -> None:
    visit = stage(HostPage(language="ar", direction="rtl", attributes={"language": "en"}))
    answered(visit)
    visit.picture("right-to-left")
    assert visit.accessibility_problems() == []
    assert visit.page.locator(".root").evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert visit.page.evaluate(CLIPPED) == []


# What opens something or stays pressed has to say whether it is.
SAYS_STATE = {
    "Ask a question": "expanded",
    "Options": "expanded",
    "Need help now?": "expanded",
    "More about this": "expanded",
    "Delete my conversation": "expanded",
    "Larger text": "pressed",
    "Helpful": "pressed",
    "Not helpful": "pressed",
}


@pytest.mark.parametrize("state", STATES)
def test_every_control_says_its_name_role_and_state(stage: Stage, state: State) -> None:
    visit = stage()
    state(visit)
    tree = visit.context.new_cdp_session(visit.page).send("Accessibility.getFullAXTree")["nodes"]
    controls = {"button", "link", "textbox", "DisclosureTriangle"}
    found = [node for node in tree if not node["ignored"] and node["role"]["value"] in controls]
    focusable = visit.page.evaluate(CONTROLS)
    # The page around has a link of its own; what is to be seen but has no such role would be missing here.
    assert len(found) >= max(2, len(focusable))
    for node in found:
        name = node["name"]["value"].strip()
        assert name, node
        if name in SAYS_STATE:
            assert SAYS_STATE[name] in {each["name"] for each in node["properties"]}, name


def test_who_speaks_is_written_not_only_coloured(stage: Stage) -> None:
    visit = stage()
    answered(visit)
    expect(visit.page.locator(".you").get_by_role("heading", name="You")).to_be_visible()
    expect(visit.page.locator(".card.answer").get_by_text("Lantern", exact=True)).to_be_visible()


def test_everything_works_by_keyboard_alone(stage: Stage) -> None:
    visit = stage()
    press = visit.page.keyboard.press
    press("Tab")
    press("Tab")
    assert visit.focused() == OPENER
    press("Enter")
    assert visit.focused() == "question"
    visit.page.keyboard.type("what is palliative care")
    press("Enter")
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    assert visit.focused() == "question"
    press("Escape")
    expect(visit.page.get_by_role("dialog")).to_have_count(0)
    assert visit.focused() == OPENER


def test_the_order_of_tab_is_that_of_sight_and_no_one_is_trapped(stage: Stage) -> None:
    visit = stage()
    answered(visit)
    visit.page.get_by_role("button", name="Options").focus()
    seen: list[str] = []
    for _ in range(40):
        seen.append(visit.focused())
        visit.page.keyboard.press("Tab")
        if visit.focused() == "Read more":
            break
    else:
        pytest.fail(f"Tab never leaves the window: {seen}")
    order = [
        "Options",
        "Close",
        "Leave this page",
        "Need help now?",
        "What is palliative care?",
        "More about this",
    ]
    places = [seen.index(name) for name in [*order, "More about this", "question", "Send"]]
    assert places == sorted(places)


def test_the_focus_is_visible_on_every_control(stage: Stage) -> None:
    visit = stage()
    answered(visit)
    visit.page.get_by_role("button", name="Options").focus()
    for _ in range(25):
        visit.page.keyboard.press("Tab")
        style = visit.page.evaluate(
            """() => {
              const e = document.querySelector("lantern-chat").shadowRoot.activeElement;
              const style = e && getComputedStyle(e);
              return style && style.outlineStyle + " " + parseFloat(style.outlineWidth);
            }"""
        )
        if style is None:
            break
        assert style == "solid 3", visit.focused()


def test_escape_goes_one_step_back_and_the_focus_goes_along(stage: Stage) -> None:
    visit = stage()
    in_menu(visit)
    visit.page.keyboard.press("Escape")
    assert visit.focused() == "Options"
    visit.page.get_by_role("button", name="Options").click()
    visit.page.get_by_role("button", name="My questions").click()
    assert visit.focused() == "My questions for my care team"
    visit.page.keyboard.press("Escape")
    assert visit.focused() == "question"
    visit.page.keyboard.press("Escape")
    assert visit.focused() == OPENER


STICKY = """<header class=bar style="top:0"></header><footer class=bar style="bottom:0"></footer>"""
BAR = "<style>.bar{position:fixed;left:0;right:0;height:120px;background:#123;z-index:2147483647}</style>"


def test_sticky_bars_of_the_page_hide_nothing_that_has_the_focus(stage: Stage) -> None:
    loose = HostPage(head=BAR, body=f"<main><h1>A</h1></main>{STICKY}", policy="")
    visit = stage(loose, height=600)
    # As late as can be, so that they would lie above everything with the same index.
    visit.page.evaluate("document.body.append(...document.querySelectorAll('.bar'))")
    visit.page.get_by_role("button", name=OPENER).focus()
    on_top = """() => {
      const root = document.querySelector("lantern-chat").shadowRoot;
      const box = root.activeElement.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return top?.localName;
    }"""
    assert visit.page.evaluate(on_top) == "lantern-chat"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate(on_top) == "lantern-chat"
    visit.page.get_by_role("button", name="Close").focus()
    assert visit.page.evaluate(on_top) == "lantern-chat"


def test_each_answer_is_announced_once_and_earlier_ones_not_at_all(stage: Stage) -> None:
    visit = stage()
    visit.open()
    log = visit.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    # What a screen reader would read out: what is added inside of the log.
    visit.page.evaluate(
        """() => {
          window.added = [];
          const log = document.querySelector("lantern-chat").shadowRoot.querySelector("[role=log]");
          new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(
            node => added.push(node.textContent)))).observe(log, {childList: true, subtree: true});
        }"""
    )
    visit.ask_and_wait("what is palliative care")
    visit.page.get_by_role("button", name="Helpful", exact=True).click()
    visit.page.get_by_role("button", name="Close").click()
    visit.open()
    added = visit.page.evaluate("added")
    assert sum("I understood:" in text for text in added) == 1
    visit.page.reload()
    visit.open()
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    expect(log.locator(".card")).to_have_count(0)
    expect(visit.page.get_by_role("region", name="Earlier messages").locator(".card")).to_have_count(1)


def test_busy_is_a_status_and_failure_an_alert(stage: Stage) -> None:
    visit = stage()
    visit.server.fail_next = ["silence"]
    visit.open()
    visit.ask("what is palliative care")
    expect(visit.page.get_by_role("status")).to_have_text("Looking for an answer …")
    visit.picture("busy")
    visit.release()
    alert = visit.page.get_by_role("alert").filter(has_text="cannot be reached")
    expect(alert).to_be_visible()
    expect(visit.page.get_by_role("status")).to_have_text("")
    assert alert.locator("xpath=ancestor::*[@role='log']").count() == 0


def test_every_part_says_its_language(stage: Stage) -> None:
    visit = stage(HostPage(attributes={"language": "es"}))
    visit.page.get_by_role("button", name="Haz una pregunta").click()
    visit.page.get_by_label("Tu pregunta (en inglés)").fill("what is palliative care")
    visit.page.keyboard.press("Enter")
    card = visit.page.locator(".card.answer")
    expect(card).to_have_count(1)
    expect(
        visit.page.get_by_text("Por ahora las preguntas y las respuestas están solo en inglés.")
    ).to_be_visible()
    language = "e => e.closest('[lang]').lang"
    assert visit.page.get_by_role("button", name="Enviar").evaluate(language) == "es"
    for text in (
        "What is palliative care?",
        "Palliative care eases",
        "This is general information",
        "Follow-up 1?",
    ):
        assert card.get_by_text(text).first.evaluate(language) == "en", text
    assert card.get_by_text("He entendido:").evaluate(language) == "es"
    visit.picture("spanish")
    assert visit.accessibility_problems() == []


@pytest.mark.parametrize("state", STATES[1:])
def test_targets_are_large_enough(stage: Stage, state: Callable[[Staged], None]) -> None:
    visit = stage()
    state(visit)
    controls = visit.page.evaluate(CONTROLS)
    assert len(controls) > 5
    for control in controls:
        # Links and words in the middle of a sentence are as high as their line.
        least = 16 if control["inline"] else 24
        assert min(control["box"]["width"], control["box"]["height"]) >= least, control
    for name in ("Send",):
        for control in controls:
            if control["name"] == name:
                assert min(control["box"]["width"], control["box"]["height"]) >= 44, control


def test_the_launcher_is_44_pixels_high(stage: Stage) -> None:
    box = stage().page.get_by_role("button", name=OPENER).bounding_box()
    assert box and box["height"] >= 44 and box["width"] >= 44


def test_the_page_beside_the_window_stays_in_sight_and_in_use(stage: Stage) -> None:
    visit = stage()
    words = visit.page.locator("h1")
    before = words.screenshot()
    visit.open()
    assert words.screenshot() == before
    visit.page.get_by_role("link", name="Read more").click()
    assert visit.page.url.endswith("#more")


def test_the_window_can_be_made_larger_by_a_button(stage: Stage) -> None:
    visit = stage(width=1200, height=900)
    visit.open()
    before = visit.page.get_by_role("dialog").bounding_box()
    visit.page.get_by_role("button", name="Options").click()
    visit.page.get_by_role("button", name="Make this window larger").click()
    after = visit.page.get_by_role("dialog").bounding_box()
    assert before and after and after["width"] > 1.5 * before["width"]
    visit.page.get_by_role("button", name="Make this window smaller").click()
    assert visit.page.get_by_role("dialog").bounding_box() == before


def test_larger_text_is_a_switch_that_is_remembered(stage: Stage) -> None:
    visit = stage()
    visit.open()
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    small = visit.page.locator(".composer label").evaluate(size)
    visit.page.get_by_role("button", name="Options").click()
    visit.page.get_by_role("button", name="Larger text").click()
    assert visit.page.locator(".composer label").evaluate(size) > 1.3 * small
    visit.picture("larger-text")
    # Whatever is open above, the field at the foot keeps its place inside of the window.
    panel = visit.page.get_by_role("dialog").bounding_box()
    send = visit.page.get_by_role("button", name="Send").bounding_box()
    assert panel and send and send["y"] + send["height"] <= panel["y"] + panel["height"]
    visit.page.reload()
    visit.open()
    assert visit.page.locator(".composer label").evaluate(size) > 1.3 * small


def test_in_forced_colours_controls_have_edges_and_pressed_ones_differ(stage: Stage) -> None:
    visit = stage(forced_colors="active")
    answered(visit)
    visit.page.get_by_role("button", name="Helpful", exact=True).click()
    visit.picture("forced-colours")
    pressed = visit.page.get_by_role("button", name="Helpful", exact=True)
    other = visit.page.get_by_role("button", name="Not helpful")
    width = "e => parseFloat(getComputedStyle(e).borderLeftWidth)"
    assert other.evaluate(width) >= 1 and pressed.evaluate(width) > other.evaluate(width)
    fill = "e => getComputedStyle(e).backgroundColor"
    assert pressed.evaluate(fill) != other.evaluate(fill)
    assert visit.accessibility_problems() == []


def test_with_reduced_motion_nothing_moves(stage: Stage) -> None:
    moving = """() => document.querySelector("lantern-chat").shadowRoot.getAnimations().length"""
    for motion, moves in (("no-preference", 1), ("reduce", 0)):
        visit = stage(reduced_motion=motion)
        visit.server.fail_next = ["silence"]
        visit.open()
        visit.ask("what is palliative care")
        expect(visit.page.get_by_role("status")).to_have_text("Looking for an answer …")
        assert visit.page.evaluate(moving) == moves
        visit.release()
