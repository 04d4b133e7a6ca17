"""What people see of an answer on each platform: all of it, within the limits, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from actions.reply import compose
from lantern.answers import Answer, Choice, Kind, Link, SourceLine
from lantern.channels.messaging.buttons import buttons
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.platform import Platform
from lantern.channels.messaging.text import Words, clean
from lantern.channels.way_in import danger_replies
from lantern.content.bundle import Bundle
from lantern.content.library import Library
from tests.channels.messaging.fakes.all import FAKES, made
from tests.channels.messaging.fakes.base import Delivered, Fake
from tests.channels.messaging.samples import (
    DANGER,
    DANGER_AND_MORE,
    DISCLAIMER,
    LINKS,
    LONG_ANSWER,
    NASTY,
    SAMPLES,
    WHOLE,
)
from tests.channels.messaging.showing import seen, seen_plain

TURN = "a1b2c3"
# On the telephone nobody can follow an address, and mark-up has no sound.
SPOKEN = "voice"
NOT_SPOKEN = ("mark-up of all kinds", "many choices")


PLAIN = str.maketrans("“”‘’–—", "\"\"''--")


def squeezed(text: str) -> str:
    """Return a text without what cutting and mark-up may change.

    That is white space, signs that show nothing, the form of quotes (text messages have the plain ones only),
    and the signs of emphasis, which Slack and Google Chat have no way to escape.
    """
    return re.sub(r"[\s\u200b*_~`]+", "", text.translate(PLAIN))


def all_of(messages: Iterable[Delivered]) -> str:
    """Return everything that can be read, with what stands on buttons and the addresses behind links."""
    parts = []
    for message in messages:
        parts += [message.text, *(button.title for button in message.buttons), *message.links]
    return squeezed("\n".join(parts))


def needed(answer: Answer, spoken: bool) -> list[str]:
    """Return what must be there of an answer."""
    texts = [answer.short, answer.disclaimer, *(choice.title for choice in answer.choices)]
    texts += [link.phone for link in answer.links if link.phone]
    if not spoken:
        texts += [answer.more, *answer.questions, *(link.url for link in answer.links if link.url)]
        texts += [source.url for source in answer.sources if source.url]
    texts += [text for source in answer.sources for text in (source.title, source.publisher)]
    # A long text is cut between sentences; squeezed, nothing of that shows but other text may stand between.
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+|\n", text)]
    return [squeezed(sentence) for sentence in sentences if squeezed(sentence)]


def check_choices(messages: Sequence[Delivered], answers: Sequence[Answer]) -> None:
    """Make sure that each choice can be chosen, by button or number, and that no button's value is shown."""
    titles = [choice.title for answer in answers for choice in answer.choices]
    text = "\n".join(message.text for message in messages)
    values = [button.value for message in messages for button in message.choices]
    for place, title in enumerate(titles, 1):
        by_number = re.search(rf"\b{place}\b", text) and squeezed(title)[:15] in squeezed(text)
        assert by_number or len(values) >= place, title
    shown = text + "".join(button.title for message in messages for button in message.buttons)
    assert f"{TURN}:" not in shown and "/faq" not in shown


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_lost_or_refused(name: str, fake: Fake, platform: Platform) -> None:
    answers = SAMPLES[name]
    messages = seen(platform, fake, answers, TURN)
    assert not fake.refused
    found = all_of(messages)
    for text in (text for answer in answers for text in needed(answer, fake.name == SPOKEN)):
        # A telephone has nine keys, and signs have no sound.
        assert text in found or (fake.name == SPOKEN and name in NOT_SPOKEN), text
    if not (fake.name == SPOKEN and name in NOT_SPOKEN):
        check_choices(messages, answers)


def test_the_disclaimer_stands_once_and_last(fake: Fake, platform: Platform) -> None:
    messages = seen(platform, fake, SAMPLES["two answers"], TURN)
    text = squeezed("".join(message.text for message in messages))
    assert text.count(squeezed(DISCLAIMER)) == 1


@pytest.mark.parametrize("name", ["danger", "danger in Spanish", "danger and a question"])
def test_a_danger_is_one_message_with_its_numbers_as_text(name: str, fake: Fake, platform: Platform) -> None:
    [answer] = SAMPLES[name]
    first, *others = seen(platform, fake, [answer], TURN)
    text = squeezed(first.text)
    assert squeezed(answer.short) in text
    assert squeezed(str(answer.links[0].phone)) in text
    # Only choices may come after it.
    assert not others or answer.choices


def test_a_danger_is_never_split_where_something_stands_before_it(fake: Fake, platform: Platform) -> None:
    danger = DANGER.copy(update={"links": LINKS})
    whole = [danger.short, *(link.phone for link in LINKS if link.phone)]
    for room in (60, 120, 180):
        # So many characters are left in the message before.
        filler = "Word. " * ((platform.limits.text - room) // 6)
        before = Answer(kind=Kind.SUPPORT, language="en", title="t", short=filler)
        messages = seen(platform, fake, [before, danger], TURN)
        assert any(all(squeezed(part) in squeezed(one.text) for part in whole) for one in messages)


def test_a_long_answer_is_cut_after_sentences(fake: Fake, platform: Platform) -> None:
    messages = seen(platform, fake, [LONG_ANSWER], TURN)
    texts = [message.text for message in messages if message.text.strip()]
    for text in texts[:-1]:
        assert re.search(r"[.!?:)]\W*$|\d$|https?://\S+$", text.strip()), text[-80:]


def test_plain_text_shows_any_text(fake: Fake, platform: Platform) -> None:
    for text in (NASTY, LONG_ANSWER.more, "¡Hola! ¿Qué tal?", "x" * 20_000, "half \ud800 of \udfff one"):
        del fake.delivered[:]
        messages = seen_plain(platform, fake, text)
        assert not fake.refused
        if fake.name != SPOKEN:
            shown = squeezed("".join(message.text for message in messages))
            assert squeezed(clean(text)) in shown
    assert platform.plain("") == [] or platform.answers_in_response


def test_every_topic_area_and_danger_is_whole(
    fake: Fake, platform: Platform, bundle: Bundle, library: Library
) -> None:
    plan = {key: bundle[key] for key in ("language", "labels")}
    entries = [{"kind": "entry", "entry": entry, "again": False} for entry in bundle["entries"].values()]
    answers = [compose(part, plan) for part in entries]
    answers += [reply for replies in danger_replies(library).values() for reply in replies.values()]
    for answer in answers:
        del fake.delivered[:]
        messages = seen(platform, fake, [answer], TURN)
        assert not fake.refused, (answer.title, fake.refused)
        found = all_of(messages)
        for text in needed(answer, fake.name == SPOKEN):
            assert text in found, (answer.title, text)
        if answer.kind is Kind.DANGER:
            assert squeezed(answer.short) in squeezed(messages[0].text)
        check_choices(messages, [answer])


def test_the_preview_shows_the_answer(fake: Fake, platform: Platform) -> None:
    html = platform.preview(platform.render([WHOLE], TURN))
    assert "One thing is this." in html and "<script" not in html and f"{TURN}:" not in html
    shown = unescape(re.sub(r"<[^>]+>", "", html))
    assert not re.search(r"\*|\\|&amp;|\]\(|^_|_$", shown), shown
    if fake.name != SPOKEN:
        assert "B & C" in shown and "https://www.example.org/find_help" in shown
    assert "<script>x" not in platform.preview(platform.render(SAMPLES["mark-up of all kinds"], TURN))


# Half characters too, which text() leaves out: what somebody typed is quoted, and JSON may hold them.
ANY = st.characters()
TEXT = st.text(ANY, max_size=400)
TITLE = st.text(ANY, min_size=1, max_size=120).filter(lambda text: bool(text.strip()))
ADDRESS = st.one_of(
    st.none(), st.from_regex(r"https://[a-z]{1,9}\.example/[\w()&=?%*_.-]{0,40}", fullmatch=True)
)
ANSWERS = st.builds(
    Answer,
    kind=st.sampled_from(Kind),
    language=st.sampled_from(["en", "es"]),
    title=TEXT,
    short=TEXT,
    more=st.one_of(TEXT, st.text(ANY, min_size=3000, max_size=3500)),
    sources=st.lists(
        st.builds(SourceLine, title=TEXT, publisher=TEXT, as_of=TEXT, url=ADDRESS), max_size=2
    ).map(tuple),
    links=st.lists(st.builds(Link, title=TEXT, purpose=TEXT, url=ADDRESS, phone=st.none()), max_size=2).map(
        tuple
    ),
    questions=st.lists(TEXT, max_size=2).map(tuple),
    choices=st.lists(st.builds(Choice, title=TITLE, topic=st.none()), max_size=4).map(tuple),
    disclaimer=TEXT,
)


# A failure is shown as it was found: making it smaller would take minutes with a server in between.
PHASES = (Phase.explicit, Phase.generate)


@pytest.mark.parametrize("name", sorted(FAKES))
def test_no_text_in_any_script_breaks_a_renderer_or_a_limit(name: str, words: Words) -> None:
    with FAKES[name]() as fake:
        platform = made(fake, words)

        @settings(max_examples=20, database=None, phases=PHASES)
        @given(st.lists(ANSWERS, min_size=1, max_size=2))
        def check(answers: list[Answer]) -> None:
            seen(platform, fake, answers, TURN)
            assert not fake.refused, fake.refused[-1]

        check()


@pytest.mark.parametrize("name", sorted(FAKES))
def test_no_text_breaks_the_way_back_to_plain_text(name: str, words: Words) -> None:
    with FAKES[name]() as fake:
        platform = made(fake, words)

        @settings(max_examples=20, database=None, phases=PHASES)
        @given(st.one_of(TEXT, st.text(ANY, min_size=5000, max_size=6000)))
        def check(text: str) -> None:
            seen_plain(platform, fake, text)
            assert not fake.refused, fake.refused[-1]

        check()


@given(st.lists(TITLE, min_size=1, max_size=40), st.sampled_from(sorted(LIMITS)))
def test_buttons_keep_to_the_table(titles: list[str], name: str) -> None:
    limits = LIMITS[name]
    shown = buttons([Choice(title=title, topic="x") for title in titles], limits, "z" * 8)
    assert len(shown) == min(len(titles), limits.choices)
    for button in shown:
        assert 0 < limits.unit.length(button.title) <= limits.choice_title
        assert len(button.value.encode()) <= limits.choice_value


def test_what_a_danger_offers_comes_after_it(fake: Fake, platform: Platform) -> None:
    messages = seen(platform, fake, [DANGER_AND_MORE], TURN)
    check_choices(messages, [DANGER_AND_MORE])
