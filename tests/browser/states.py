"""The states of the window that tests look at from all sides, and how to get there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Staged

OPENER = "Ask a question"
# Whatever is cut off or sticks out of the window sideways.
CLIPPED = """() => {
  const root = document.querySelector("lantern-chat").shadowRoot;
  const panel = root.querySelector(".panel").getBoundingClientRect();
  return [...root.querySelectorAll(".panel *:not(.unseen):not(.unseen *):not(path)")]
    .filter(e => e.checkVisibility())
    .filter(e => {
      const box = e.getBoundingClientRect();
      const cut = e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1
        && (getComputedStyle(e).overflowX !== "visible" || e.matches("button, .button"));
      return box.left < panel.left - 1 || box.right > panel.right + 1 || cut;
    })
    .map(e => e.tagName + "." + e.className + ": " + e.textContent.slice(0, 40));
}"""


def opened(visit: Staged) -> None:
    visit.open()
    # They come with the settings, which may still be under way.
    expect(visit.page.locator(".choices button").first).to_be_visible()


def answered(visit: Staged) -> None:
    visit.open()
    visit.ask_and_wait("what is palliative care")
    visit.page.get_by_text(visit.words["more"]).click()
    visit.page.get_by_role("button", name=f"side effects ({visit.words['explain']}").click()


def in_danger(visit: Staged) -> None:
    visit.open()
    visit.ask_and_wait("I want to die", "danger")


def failed(visit: Staged) -> None:
    visit.server.fail_next = ["offline"]
    visit.open()
    visit.ask("what is palliative care")
    expect(visit.page.get_by_role("button", name=visit.words["retry"])).to_be_visible()


def in_menu(visit: Staged) -> None:
    answered(visit)
    visit.page.get_by_role("button", name=visit.words["menu"]).click()
    visit.page.get_by_role("button", name=visit.words["delete"]).click()


def in_my_questions(visit: Staged) -> None:
    visit.open()
    visit.ask_and_wait("how long do I have", "advice_declined")
    visit.page.get_by_role("button", name=visit.words["keep_question"]).first.click()
    visit.page.get_by_role("button", name=visit.words["menu"]).click()
    visit.page.get_by_role("button", name=visit.words["my_questions"]).click()


def closed(visit: Staged) -> None:
    expect(visit.page.get_by_role("button", name=visit.words["launcher"])).to_be_visible()


State = Callable[[Staged], None]
STATES: list[State] = [
    closed,
    opened,
    answered,
    in_danger,
    failed,
    in_menu,
    in_my_questions,
]
