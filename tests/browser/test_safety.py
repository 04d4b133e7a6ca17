"""Nothing foreign runs, nothing leaks, and the page around cannot change the window."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage, Staged
from tests.browser.embedding import HostPage
from tests.browser.stand_in import DANGER, FULL

# What must never run, be linked to or be asked for, in whatever place it comes.
CORPUS = [
    "<img src=x onerror=window.ran=1>",
    "<svg onload=window.ran=1><script>window.ran=1</script></svg>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "javascript:window.ran=1",
    "java\nscript:window.ran=1",
    "\u0001javascript:window.ran=1",
    "JaVaScRiPt:window.ran=1//https://x",
    "data:text/html,<script>window.ran=1</script>",
    "vbscript:window.ran=1",
    "blob:http://localhost:1/x",
    "//evil.example/x",
    "https://user:word@evil.example/",
    "https://evil.example/\u202egpj.exe\n<script>",
    "{{constructor.constructor('window.ran=1')()}}",
    "</script><script>window.ran=1</script>",
    '"><b onmouseover=window.ran=1>',
]
SAFE = r"^(https?://(?!\S*[@\s])|tel:\+?\d+$|sms:\+?\d+$|blob:http://localhost:1/)"
UNSAFE_LINKS = """safe => [...document.querySelector("lantern-chat").shadowRoot.querySelectorAll("a")]
  .map(a => a.href).filter(href => !new RegExp(safe).test(href))"""
FOREIGN = """() => document.querySelector("lantern-chat").shadowRoot
  .querySelectorAll("img, iframe, script, object, embed, b, [onerror], [onload], [onmouseover]").length"""


@pytest.mark.parametrize("attack", CORPUS)
def test_what_an_answer_says_is_text_and_never_runs(stage: Stage, attack: str) -> None:
    visit = stage()
    link = {"title": attack, "purpose": attack, "url": attack, "phone": attack}
    hostile = {
        **FULL,
        "title": attack, "short": attack, "more": attack, "disclaimer": attack, "answer_id": attack,
        "sources": [{"title": attack, "publisher": attack, "as_of": attack, "url": attack}],
        "links": [link], "questions": [attack], "choices": [{"title": attack, "topic": attack}],
    }  # fmt: skip
    visit.server.replies = {"attack": [hostile, {**DANGER, "short": attack, "links": [link]}]}
    term = {"term": "a", "written": [attack], "explanation": attack, "topic": attack}
    greeting = dict.fromkeys(visit.server.settings["greeting"], attack)
    visit.server.settings |= {
        "title": attack, "greeting": greeting, "static_page": attack, "glossary": [term],
        "suggestions": [{"title": attack, "topic": attack}], "emergency": [{**link, "sms": attack}],
    }  # fmt: skip
    visit.open()
    visit.ask("attack")
    expect(visit.page.locator(".card.danger")).to_have_count(1)
    visit.page.get_by_text("Need help now?").click()
    visit.page.get_by_role("button", name="Options").click()
    assert visit.page.evaluate("window.ran") is None
    assert visit.page.evaluate(FOREIGN) == 0
    assert visit.page.evaluate(UNSAFE_LINKS, SAFE) == []


@pytest.mark.parametrize("attack", CORPUS)
def test_what_a_person_types_is_text_and_never_runs(stage: Stage, attack: str) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait(attack)
    expect(visit.page.locator(".you p")).to_have_text(attack.strip())
    visit.page.get_by_role("button", name="Keep for my care team").click()
    visit.page.reload()
    visit.open()
    expect(visit.page.locator(".you p")).to_have_text(attack.strip())
    assert visit.page.evaluate("window.ran") is None and visit.page.evaluate(FOREIGN) == 0


def test_links_open_beside_the_page_and_learn_nothing_of_it(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("what is palliative care")
    links = visit.page.locator("a[target=_blank]")
    assert links.count() > 0
    for place in range(links.count()):
        expect(links.nth(place)).to_have_attribute("rel", "noopener noreferrer")
        expect(links.nth(place)).to_have_attribute("referrerpolicy", "no-referrer")


def test_a_strict_policy_is_kept_and_nobody_else_is_asked(stage: Stage) -> None:
    """The pages of all tests have the policy; here it is shown that a broken rule would be noticed."""
    visit = stage()
    visit.open()
    visit.ask_and_wait("what is palliative care")
    assert visit.complaints == [] and visit.server.leaks == []
    visit.page.evaluate("try { document.body.innerHTML = '<i>x</i>' } catch { console.log('refused') }")
    assert "refused" in visit.complaints
    visit.complaints.clear()


def test_no_words_of_the_person_stand_in_any_address_or_in_the_console(stage: Stage) -> None:
    visit = stage()
    visit.open()
    secret = "Anna Miller zolendronate"
    visit.server.fail_next = ["500"]
    visit.ask(secret)
    visit.page.get_by_role("alert").get_by_role("button", name="Try again").click()
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    seen = " ".join([*visit.server.addresses, *visit.complaints, visit.page.url, visit.page.title()])
    assert "Anna" not in seen and "Miller" not in seen and "zolendronate" not in seen
    kept = visit.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "Anna" not in kept


HOSTILE = """
*, *::before, *::after, lantern-chat, lantern-chat * {
  all: unset !important; display: inline !important; font: 3px/1 fantasy !important; color: yellow !important;
  background: yellow !important; position: static !important; transform: rotate(3deg) !important;
  letter-spacing: 2em !important; text-transform: uppercase !important; visibility: visible !important;
  float: left !important; width: 5px !important; opacity: .2 !important; filter: blur(3px) !important;
}
html { font-size: 3px !important; } body { zoom: 1; }
.row, .card, .panel, .root, button, h2, #question { display: none !important; }
"""
LOOK = """() => {
  const root = document.querySelector("lantern-chat").shadowRoot;
  return [...root.querySelectorAll(".panel, .panel *")].filter(e => e.checkVisibility()).map(e => {
    const s = getComputedStyle(e), b = e.getBoundingClientRect();
    return [e.tagName, s.fontSize, s.fontFamily, s.color, s.backgroundColor, s.textTransform, s.letterSpacing,
      s.opacity, s.filter, s.direction, ...[b.x, b.y, b.width, b.height].map(Math.round)].join("|");
  });
}"""


def test_hostile_styles_of_the_page_change_nothing_inside(stage: Stage) -> None:
    looks = []
    for head in ("", f"<style>{HOSTILE}</style>"):
        visit = stage(HostPage(head=head, policy=""))
        visit.page.get_by_role("button", name="Ask a question").click()
        visit.ask_and_wait("what is palliative care")
        looks.append(visit.page.evaluate(LOOK))
        visit.picture("hostile" if head else "friendly")
    assert len(looks[0]) > 30 and looks[0] == looks[1]


# Where the launcher is, how it looks, and whether it is what a finger would meet there.
LAUNCHER = """() => {
  const button = document.querySelector("lantern-chat").shadowRoot.querySelector(".launcher button");
  const s = getComputedStyle(button), b = button.getBoundingClientRect();
  const [x, y] = [b.x + b.width / 2, b.y + b.height / 2];
  const above = document.elementFromPoint(x, y)?.localName;
  return [above, s.display, s.visibility, s.fontSize, s.fontFamily, s.color, s.backgroundColor, s.opacity,
    s.cursor, s.pointerEvents, s.letterSpacing, s.textTransform, s.textIndent, s.whiteSpace, s.textAlign,
    s.lineHeight, button.textContent, ...[b.x, b.y, b.width, b.height].map(Math.round)].join("|");
}"""
HOSTILE_PAGES = {
    "unset": "* { all: unset !important } *::before, *::after { all: unset !important }",
    "no buttons": "button, [popover], dialog, section, svg { display: none !important }",
    "huge": "html { font-size: 90px !important } * { font: 900 80px/3 fantasy !important }",
    "nothing to see": "body, body * { visibility: hidden !important; opacity: 0 !important }",
    "out of reach": "body, lantern-chat { pointer-events: none !important; user-select: none !important }",
    "hidden": "lantern-chat { display: none !important; content-visibility: hidden !important }",
    "moved": "body { transform: scale(.5) rotate(9deg); filter: blur(9px); overflow: hidden }"
    " lantern-chat { position: absolute !important; left: -999em !important; clip-path: inset(50%) }",
    "inherited": "body { text-indent: 9em; white-space: pre; text-align: right; letter-spacing: 1em;"
    " word-spacing: 9em; text-transform: uppercase; line-height: 9; cursor: none }",
    # What is wider than the screen and read from right to left, Chromium takes wrong pictures of.
    "bidi": "* { direction: rtl !important; unicode-bidi: bidi-override !important;"
    " writing-mode: vertical-rl !important }",
    "all of it": HOSTILE,
}


def inside_of_launcher(visit: Staged) -> bytes:
    """Return a picture of the button without its round ends, where the page shows."""
    box = visit.page.get_by_role("button", name="Ask a question").bounding_box()
    assert box
    x, y, width, height = box["x"] + 25, box["y"] + 5, box["width"] - 50, box["height"] - 10
    return visit.page.screenshot(clip={"x": x, "y": y, "width": width, "height": height})


@pytest.mark.parametrize("styles", HOSTILE_PAGES)
def test_hostile_styles_of_the_page_break_neither_launcher_nor_window(stage: Stage, styles: str) -> None:
    seen, looks = [], []
    for head in ("", f"<style>{HOSTILE_PAGES[styles]}</style>"):
        visit = stage(HostPage(head=head, policy=""))
        visit.page.get_by_role("button", name="Ask a question").wait_for()
        before = visit.page.evaluate(LAUNCHER)
        looks.append(inside_of_launcher(visit))
        visit.open()
        visit.ask_and_wait("I want to die", "danger")
        visit.page.get_by_role("button", name="Options").click()
        seen.append((before, visit.page.evaluate(LOOK)))
        visit.page.keyboard.press("Escape")
        visit.page.keyboard.press("Escape")
        assert visit.page.evaluate(LAUNCHER) == before
    (launcher, window), (hostile_launcher, hostile_window) = seen
    assert launcher.startswith("lantern-chat|") and launcher == hostile_launcher
    assert looks[0] == looks[1]
    assert len(window) > 30 and window == hostile_window


def test_names_of_the_page_own_scripts_and_ids_do_not_collide(stage: Stage) -> None:
    body = (
        "<main><h1>A</h1><p id=menu>m</p><p id=question>q</p><label for=question>Your question</label></main>"
    )
    visit = stage(HostPage(body=body))
    visit.open()
    assert visit.focused() == "question"
    visit.page.locator("lantern-chat textarea").first.fill("hello")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".card.talk")).to_have_count(1)
