"""How a site puts the widget on its pages, and what it is told if it does so wrongly."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Stage
from tests.browser.embedding import SCRIPT, HostPage
from tests.browser.stand_in import FILES

WRONG = {
    "language": ("xx", "en, es"),
    "suggestions": ("What is it?", "names of topics"),
    "static-page": ("javascript:alert(1)", "https://"),
    "position": ("middle", "right, left"),
    "scheme": ("blue", "auto, light, dark"),
    "memory": ("always", "browser, tab"),
    "leave-to": ("mailto:a@b.example", "https://"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_attribute_is_named_once_and_the_widget_works(stage: Stage, name: str) -> None:
    value, allowed = WRONG[name]
    visit = stage(HostPage(attributes={name: value}))
    [told] = visit.complaints
    assert f'data-{name}="{value}"' in told and allowed in told
    visit.complaints.clear()
    visit.open()
    expect(visit.page.get_by_role("dialog")).to_be_visible()


def test_a_misspelt_attribute_is_named_and_those_of_other_tools_are_not(stage: Stage) -> None:
    visit = stage(
        HostPage(attributes={"sever": "https://bot.example", "cookieconsent": "x", "cfasync": "false"})
    )
    [told] = visit.complaints
    assert "data-sever" in told and "data-server" in told
    visit.complaints.clear()


@pytest.mark.parametrize("server", ["bot.example", "ftp://bot.example", "https://bot.example/path", ""])
def test_with_a_wrong_server_the_link_to_the_static_page_stands_in_its_place(
    stage: Stage, server: str
) -> None:
    visit = stage(HostPage(attributes={"server": server, "static-page": "/our-faq"}))
    [told] = visit.complaints
    assert f'data-server="{server}"' in told and "https://bot.example" in told
    visit.complaints.clear()
    link = visit.page.get_by_role("link", name="Read all questions and answers")
    expect(link).to_have_attribute("href", "http://localhost:1/our-faq")
    expect(visit.page.get_by_role("button", name="Ask a question")).to_have_count(0)
    visit.picture("wrong-server")


def test_with_a_wrong_server_and_no_static_page_that_of_the_scripts_own_server_is_linked(
    stage: Stage,
) -> None:
    visit = stage(HostPage(attributes={"server": "bot.example"}))
    [told] = visit.complaints
    assert 'data-server="bot.example"' in told
    visit.complaints.clear()
    link = visit.page.get_by_role("link", name="This chat cannot be used on this page.")
    expect(link).to_contain_text("Read all questions and answers")
    expect(link).to_have_attribute("href", "http://localhost:1/faq/")
    assert visit.accessibility_problems() == []


def test_a_script_without_an_address_names_the_attribute_that_it_needs(stage: Stage) -> None:
    visit = stage()
    visit.page.goto("about:blank")
    visit.page.evaluate("code => { (0, eval)(code) }", (FILES / "widget.js").read_text(encoding="utf-8"))
    [told] = visit.complaints
    assert "data-server is missing" in told and "https://bot.example" in told
    visit.complaints.clear()
    expect(visit.page.locator("lantern-chat")).to_have_count(0)


def test_the_script_twice_on_a_page_makes_one_widget(stage: Stage) -> None:
    visit = stage(HostPage(head=f'<script src="{SCRIPT}" defer></script>'))
    expect(visit.page.locator("lantern-chat")).to_have_count(1)
    assert [line for line in visit.complaints if "twice" in line] == visit.complaints != []
    visit.complaints.clear()


def test_a_script_in_the_head_without_defer_waits_for_the_page(stage: Stage) -> None:
    visit = stage()
    visit.page.goto("about:blank")
    early = HostPage(head=f'<script src="{SCRIPT}"></script>', server="/no-such")
    visit.server.page = early
    visit.page.goto("http://localhost:1/early")
    expect(visit.page.get_by_role("button", name="Ask a question")).to_be_visible()
    visit.complaints.clear()


def test_the_language_is_that_of_the_page_if_it_is_not_set(stage: Stage) -> None:
    visit = stage(HostPage(language="es-MX"))
    expect(visit.page.get_by_role("button", name="Haz una pregunta")).to_be_visible()


LANGUAGE = "document.querySelector('lantern-chat').shadowRoot.querySelector('.root').lang"


def test_without_its_words_the_window_speaks_english_and_says_so(stage: Stage) -> None:
    visit = stage()
    visit.context.route("**/strings.es.json", lambda route: route.fulfill(status=404, body="none"))
    visit.server.page = HostPage(language="es")
    visit.page.reload()
    visit.open()
    assert visit.page.evaluate(LANGUAGE) == "en"
    assert sum("data-language" in line for line in visit.complaints) == 1
    assert any("language=en" in address for address in visit.server.addresses)
    visit.complaints.clear()


def test_while_its_words_do_not_come_the_window_is_there_in_english(stage: Stage) -> None:
    visit = stage()
    held: list[Route] = []
    visit.context.route("**/strings.es.json", lambda route: held.append(route))
    visit.server.page = HostPage(language="es")
    visit.page.clock.install()
    visit.page.reload()
    visit.page.clock.fast_forward(1_000)
    visit.open()
    assert visit.page.evaluate(LANGUAGE) == "en"
    # What was greeted in English is greeted again.
    with visit.page.expect_request("**/settings?language=es"):
        held.pop().fulfill(body=(FILES / "strings.es.json").read_bytes(), content_type="application/json")
    expect(visit.page.get_by_role("button", name="Enviar")).to_be_visible()
    assert visit.page.evaluate(LANGUAGE) == "es"
    visit.page.reload()
    visit.page.clock.fast_forward(31_000)
    expect(visit.page.get_by_role("button", name="Ask a question")).to_be_visible()
    assert sum("data-language" in line for line in visit.complaints) == 1
    visit.complaints.clear()


def test_it_stands_on_the_left_if_the_site_wants_so(stage: Stage) -> None:
    visit = stage(HostPage(attributes={"position": "left"}))
    box = visit.page.get_by_role("button", name="Ask a question").bounding_box()
    assert box and box["x"] < 60
    visit.open()
    panel = visit.page.get_by_role("dialog").bounding_box()
    assert panel and panel["x"] < 60


def test_a_site_sets_colours_type_and_measures_by_custom_properties(stage: Stage) -> None:
    theme = (
        "<style>lantern-chat { --lantern-accent: rgb(0, 84, 64); --lantern-font: monospace;"
        " --lantern-font-size: 20px; --lantern-width: 500px; --lantern-radius: 0px;"
        " --lantern-bottom: 90px }</style>"
    )
    visit = stage(HostPage(head=theme, policy=""))
    visit.open()
    visit.ask_and_wait("what is palliative care")
    style = "(e, name) => getComputedStyle(e)[name]"
    send = visit.page.get_by_role("button", name="Send")
    assert send.evaluate(style, "backgroundColor") == "rgb(0, 84, 64)"
    assert send.evaluate(style, "fontFamily") == "monospace" and send.evaluate(style, "fontSize") == "20px"
    panel = visit.page.get_by_role("dialog")
    box = panel.bounding_box()
    assert box and box["width"] == 500 and box["y"] + box["height"] == 900 - 90
    assert panel.evaluate(style, "borderTopLeftRadius") == "0px"
    assert visit.accessibility_problems() == []
    visit.picture("themed")
