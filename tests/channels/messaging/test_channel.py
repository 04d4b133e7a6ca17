"""Every channel between the fake of its platform and a stand-in for Rasa: what comes in, what goes out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lantern.answers import Answer, Choice, Kind, SourceLine
from lantern.channels.way_in import WayIn
from tests.channels.messaging.served import FAKES, WRITTEN, Chat, chatting

DISCLAIMER = "Not advice."


def answer(**changes: Any) -> dict[str, Any]:
    """Return an answer with two choices, as the action would give it."""
    plain = Answer(
        kind=Kind.ANSWER,
        topic="palliative_care_what",
        language="en",
        title="What is palliative care?",
        short="It eases symptoms.",
        sources=(SourceLine(title="Guide", publisher="Charity", as_of="June 2017", url="https://x.example"),),
        choices=(Choice(title="Who gives it?", topic="who"), Choice(title="When?", topic="when")),
        disclaimer=DISCLAIMER,
    )
    return plain.copy(update=changes).as_json()


@pytest.fixture(scope="module", params=list(FAKES))
def served(
    request: pytest.FixtureRequest, way_in: WayIn, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chat]:
    """Each platform's channel in turn, served once for all tests."""
    folder = tmp_path_factory.mktemp(request.param)
    with chatting(request.param, way_in, folder, settings={"messages_a_minute": "9999"}) as found:
        yield found


@pytest.fixture
def chat(served: Chat) -> Chat:
    """A channel whose stand-in for Rasa has seen nothing yet."""
    served.rasa.reset()
    served.rasa.answers = [answer()]
    served.fake.refused.clear()
    return served


def test_an_answer_arrives_whole(chat: Chat) -> None:
    message = chat.say("ann", "what is palliative care")
    for part in ("What is palliative care?", "It eases symptoms.", "Charity", "June 2017", DISCLAIMER):
        assert part in message.text
    assert "/payload" not in message.text and "<b>" not in message.text and "**" not in message.text
    assert chat.rasa.seen[0].text == "what is palliative care"
    assert not chat.fake.refused


def test_nobody_can_be_told_from_what_rasa_sees(chat: Chat) -> None:
    inbound = chat.fake.typed("ann", "what is palliative care")
    chat.exchange(inbound)
    message = chat.rasa.seen[0]
    assert len(message.sender_id) == 32 and message.sender_id not in inbound.body.decode()
    assert message.input_channel == chat.fake.name
    assert set(message.metadata) <= {"danger", "masked", "topic"}
    chat.say("ben", "what is palliative care")
    assert chat.rasa.seen[1].sender_id != message.sender_id


@pytest.mark.parametrize("how", ["pressed", "typed"])
def test_a_choice_by_button_or_number(chat: Chat, how: str) -> None:
    message = chat.say("ann", "what is palliative care")
    by_button = how == "pressed" and (message.choices or chat.fake.name == "voice")
    inbound = chat.fake.pressed("ann", message, 2) if by_button else chat.fake.typed("ann", " 2. ")
    chat.rasa.answers = [answer(choices=())]
    chat.exchange(inbound)
    assert (chat.rasa.seen[1].text, chat.rasa.seen[1].metadata["topic"]) == ("When?", "when")
    # The next answer offers nothing, so the same button or number is good for nothing any more.
    again = chat.fake.pressed("ann", message, 2) if by_button else chat.fake.typed("ann", "2")
    gone = chat.exchange(again)
    assert "no longer know" in gone.text and len(chat.rasa.seen) == 2


def test_a_choice_of_somebody_else_is_not_mine(chat: Chat) -> None:
    message = chat.say("ann", "what is palliative care")
    pressed = bool(message.choices) or chat.fake.name == "voice"
    inbound = chat.fake.pressed("zoe", message, 1) if pressed else chat.fake.typed("zoe", "1")
    if chat.fake.own_buttons:
        assert chat.send(inbound).status_code == 401
    else:
        assert "no longer know" in chat.exchange(inbound).text
    assert len(chat.rasa.seen) == 1


def test_a_danger_is_answered_while_everything_behind_is_down(chat: Chat) -> None:
    chat.rasa.error = ConnectionError("the database is down")
    message = chat.say("ann", "I want to kill myself")
    shown = message.text.replace(" ", "")
    assert "988" in shown and "911" in shown
    assert not [button for button in message.buttons if button.value]


def test_forged_requests_run_nothing(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    forged = chat.fake.forged("ann", "a secret question about palliative care")
    assert len(forged) >= 2
    with caplog.at_level(logging.INFO):
        for inbound in forged:
            caplog.clear()
            assert chat.send(inbound).status_code in (400, 401)
            told = [record.getMessage() for record in caplog.records if record.name.startswith("lantern")]
            assert len(told) == 1 and "secret question" not in told[0]
    assert not chat.rasa.seen
    chat.say("ann", "what is palliative care")
    assert len(chat.rasa.seen) == 1


def test_what_is_no_message_of_a_person_is_ignored(chat: Chat) -> None:
    for inbound in chat.fake.ignored("ann"):
        assert chat.send(inbound).status_code in (200, 201, 202)
    chat.settle()
    assert not chat.rasa.seen
    chat.say("ann", "what is palliative care")
    assert [message.text for message in chat.rasa.seen] == ["what is palliative care"]


def test_malformed_requests_are_refused_and_break_nothing(chat: Chat) -> None:
    for inbound in chat.fake.malformed():
        assert chat.send(inbound).status_code < 500
    chat.say("ann", "what is palliative care")
    assert len(chat.rasa.seen) == 1


def test_the_same_message_is_answered_once(chat: Chat) -> None:
    inbound = chat.fake.typed("ann", "what is palliative care")
    chat.exchange(inbound)
    for again in (inbound, chat.fake.replayed(inbound)):
        assert chat.send(again).status_code in (200, 201, 202)
    chat.say("ann", "and who gives it")
    assert [message.text for message in chat.rasa.seen] == ["what is palliative care", "and who gives it"]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_command_is_never_obeyed(name: str, way_in: WayIn, tmp_path: Path) -> None:
    with chatting(name, way_in, tmp_path) as chat:
        chat.rasa.answers = [answer()]
        chat.say("ann", "/restart now")
        assert chat.rasa.seen[0].text == "restart now"


@pytest.mark.parametrize("name", WRITTEN)
def test_a_picture_without_words(name: str, way_in: WayIn, tmp_path: Path) -> None:
    with chatting(name, way_in, tmp_path) as chat:
        inbound = chat.fake.media("ann")
        if inbound is None:
            pytest.skip("the platform sends no pictures here")
        message = chat.exchange(inbound)
        assert "only read text" in message.text and not chat.rasa.seen


@pytest.mark.parametrize("name", ["messenger"])
def test_a_batch_is_answered_whole(name: str, way_in: WayIn, tmp_path: Path) -> None:
    with chatting(name, way_in, tmp_path) as chat:
        chat.rasa.answers = [answer()]
        inbound = chat.fake.batch([("ann", "one"), ("ben", "two"), ("ann", "three")])
        assert inbound
        chat.exchange(inbound)
        assert sorted(message.text for message in chat.rasa.seen) == ["one", "three", "two"]


def test_too_many_messages_are_told_so_once(way_in: WayIn, tmp_path: Path) -> None:
    with chatting("telegram", way_in, tmp_path, settings={"messages_a_minute": "2"}) as chat:
        chat.rasa.answers = [answer()]
        chat.say("ann", "one")
        chat.say("ann", "two")
        message = chat.say("ann", "three")
        assert "911" in message.text and len(chat.rasa.seen) == 2
        assert chat.send(chat.fake.typed("ann", "four")).status_code == 200
        # A danger is answered all the same.
        danger = chat.say("ann", "I want to kill myself")
        assert "988" in danger.text and len(chat.rasa.seen) == 2


def test_a_danger_over_the_limit_takes_the_sentence_from_nobody(way_in: WayIn, tmp_path: Path) -> None:
    with chatting("telegram", way_in, tmp_path, settings={"messages_a_minute": "1"}) as chat:
        chat.rasa.answers = [answer()]
        chat.say("ann", "one")
        assert "988" in chat.say("ann", "I want to kill myself").text
        assert "911" in chat.say("ann", "three").text
        before = len(chat.seen)
        chat.send(chat.fake.typed("ann", "four"))
        chat.settle()
        assert len(chat.seen) == before


def test_a_request_that_is_too_big(chat: Chat) -> None:
    if chat.fake.name == "webex":
        pytest.skip("its requests hold no text")
    inbound = chat.fake.typed("ann", "x" * 600_000)
    assert chat.send(inbound).status_code == 413


def test_a_long_message_is_told_so(chat: Chat) -> None:
    message = chat.say("ann", "word " * 500)
    assert "longer than I can read" in message.text and not chat.rasa.seen


def test_rasa_that_fails_is_told_so(chat: Chat) -> None:
    chat.rasa.error = ConnectionError("the database is down")
    message = chat.say("ann", "what is palliative care")
    assert "Something went wrong" in message.text
