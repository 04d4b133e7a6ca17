"""``lantern channels``: check, preview, register."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lantern import paths
from lantern.channels.messaging.catalog import CLASSES
from lantern.channels.messaging.limits import LIMITS
from lantern.channels.messaging.undelivered import FOLDER
from lantern.cli.app import app
from lantern.cli.channels_register import register
from lantern.errors import ContentError, SettingError
from tests.channels.messaging.fakes.telegram import TelegramFake

runner = CliRunner()
TELEGRAM = "lantern.channels.messaging.telegram.Telegram"
SLACK = "lantern.channels.messaging.slack.Slack"
SECRET = "a-secret_word-of-ours"
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with Telegram in order, by variables, and Slack without its token."""
    monkeypatch.setattr(paths, "STATE", tmp_path / "state")
    monkeypatch.setenv("TELEGRAM_SECRET", SECRET)
    monkeypatch.delenv("SLACK_TOKEN", raising=False)
    file = tmp_path / "credentials.yml"
    blocks = {
        TELEGRAM: {
            "public_url": "https://bot.example.org/",
            "bot_token": TOKEN,
            "secret_token": "${TELEGRAM_SECRET}",
        },
        SLACK: {"signing_secret": "0123456789abcdef", "bot_token": "${SLACK_TOKEN}"},
    }
    file.write_text(json.dumps(blocks), encoding="utf-8")
    return file


@pytest.mark.parametrize("verb", ["check", "preview", "register"])
def test_help_gives_an_example(verb: str) -> None:
    result = runner.invoke(app, ["channels", verb, "--help"])
    assert result.exit_code == 0 and f"lantern channels {verb}" in " ".join(result.output.split())


def test_check_tells_what_is_set_and_missing_and_shows_no_secret(credentials: Path) -> None:
    result = runner.invoke(app, ["channels", "check", "--credentials", str(credentials)])
    assert result.exit_code == 1
    assert "https://bot.example.org/webhooks/telegram/webhook" in result.output
    assert "telegram (Telegram): in order" in result.output and "secret_token: set" in result.output
    assert "bot_token is missing" in result.output and "OAuth & Permissions" in result.output
    assert "SLACK_TOKEN is not set" in result.output
    assert SECRET not in result.output and TOKEN not in result.output


def test_check_tells_what_is_wrong_from_what_is_not_set(credentials: Path) -> None:
    blocks = json.loads(credentials.read_text(encoding="utf-8"))
    blocks[TELEGRAM]["secret_token"] = f"{SECRET}\n"
    credentials.write_text(json.dumps(blocks), encoding="utf-8")
    output = runner.invoke(app, ["channels", "check", "--credentials", str(credentials)]).output
    assert "secret_token: wrong" in output and "secret_token begins or ends with" in " ".join(output.split())
    assert "bot_token: not set" in output and SECRET not in output


def test_check_removes_what_is_too_old_of_any_channel(credentials: Path) -> None:
    folder = paths.STATE / FOLDER / "webex"
    folder.mkdir(parents=True)
    begin = f"{'c' * 32}-{0:020d}"
    for end in (f"{1:010d}-0a1b2c3d.kept", f"{1:010d}-0a1b2c3d.draft", "9999999999-0a1b2c3d.kept"):
        (folder / f"{begin}-{end}").touch()
    output = runner.invoke(app, ["channels", "check", "--credentials", str(credentials)]).output
    assert "Kept replies removed, because their time is over: 1." in output
    assert [file.name for file in folder.iterdir()] == [f"{begin}-9999999999-0a1b2c3d.kept"]


def test_check_of_a_file_without_messaging_channels() -> None:
    result = runner.invoke(app, ["channels", "check", "--credentials", str(paths.ROOT / "credentials.yml")])
    assert result.exit_code == 0 and "no messaging channel" in result.output


PREVIEWS = [(name, "palliative_care_what") for name in CLASSES] + [("sms", "danger/self_harm")]


@pytest.mark.parametrize(("channel", "topic"), PREVIEWS)
def test_preview_shows_text_payload_and_picture(channel: str, topic: str, tmp_path: Path) -> None:
    html = tmp_path / "preview.html"
    result = runner.invoke(app, ["channels", "preview", topic, "--channel", channel, "--html", str(html)])
    assert result.exit_code == 0, result.output
    page = html.read_text(encoding="utf-8")
    needed = ("988",) if "danger" in topic else ("not medical advice", "undated")
    assert all(text in page and text in result.output for text in needed)
    assert "/payload" not in page and "<script" not in page and '": "' in result.output


@pytest.mark.parametrize("channel", sorted(name for name in CLASSES if LIMITS[name].choices))
def test_preview_shows_the_buttons_that_people_see(channel: str, tmp_path: Path) -> None:
    html = tmp_path / "preview.html"
    arguments = ["channels", "preview", "palliative_care_what", "--channel", channel, "--html", str(html)]
    assert runner.invoke(app, arguments).exit_code == 0
    assert '<span class="button">' in html.read_text(encoding="utf-8")


def before_the_payloads(channel: str, folder: Path) -> str:
    arguments = ["channels", "preview", "palliative_care_what", "--channel", channel]
    result = runner.invoke(app, [*arguments, "--html", str(folder / "preview.html")])
    assert result.exit_code == 0
    return result.output.split("\n[\n  {\n")[0]


@pytest.mark.parametrize("channel", list(CLASSES))
def test_preview_says_what_people_see_there(channel: str, tmp_path: Path) -> None:
    said = before_the_payloads(channel, tmp_path)
    assert "palliative" in said.lower() and "not medical advice" in " ".join(said.split())
    # Who has buttons is not asked to type a number; Messenger's are too short for these titles.
    numbers = ("sms", "whatsapp", "rocketchat", "messenger")
    assert ("Just type the number" in said) is (channel in numbers)


@pytest.mark.parametrize("channel", ["slack", "telegram", "teams", "googlechat", "mattermost"])
def test_preview_says_buttons_after_the_text(channel: str, tmp_path: Path) -> None:
    said = before_the_payloads(channel, tmp_path)
    page = (tmp_path / "preview.html").read_text(encoding="utf-8")
    titles = [html.unescape(title) for title in re.findall(r'<span class="button">(.*?)</span>', page)]
    assert titles and said.rstrip().endswith(f"[{titles[-1]}]")
    assert all(f"[{title}]" in said for title in titles)


def test_preview_of_a_topic_that_does_not_exist() -> None:
    result = runner.invoke(app, ["channels", "preview", "paliative_care_what", "--channel", "slack"])
    assert isinstance(result.exception, ContentError) and "palliative_care_what" in str(result.exception)


def test_register_tells_telegram_our_address_and_secret(credentials: Path) -> None:
    with TelegramFake() as fake:
        blocks = json.loads(credentials.read_text(encoding="utf-8"))
        blocks[TELEGRAM]["api"] = fake.api
        credentials.write_text(json.dumps(blocks), encoding="utf-8")
        told = register("telegram", credentials)
        assert "https://bot.example.org/webhooks/telegram/webhook" in told and not fake.refused


def test_register_says_what_is_wrong(credentials: Path) -> None:
    for name, told in (
        ("slack", "bot_token is missing"),
        ("webex", "does not set up"),
        ("slak", "does not set up"),
    ):
        with pytest.raises(SettingError, match=told):
            register(name, credentials)


def test_register_where_it_is_done_by_hand(credentials: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_TOKEN", "xoxb-1-2-a")
    blocks = json.loads(credentials.read_text(encoding="utf-8"))
    blocks[SLACK]["public_url"] = "https://bot.example.org"
    credentials.write_text(json.dumps(blocks), encoding="utf-8")
    with pytest.raises(SettingError, match=r"by hand.*webhooks/slack/webhook"):
        register("slack", credentials)
