"""``lantern channels preview``: what people see of a topic on a messaging platform."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from actions.reply import compose
from lantern import paths
from lantern.answers import Answer
from lantern.channels.messaging.catalog import channel_class
from lantern.channels.messaging.platform import Payload
from lantern.channels.messaging.preview import page, shown
from lantern.channels.messaging.settings import examine
from lantern.channels.messaging.text import Words
from lantern.cli.console import console
from lantern.cli.entries import did_you_mean
from lantern.content.bundle import build_bundle
from lantern.content.library import Library, load_library
from lantern.errors import ContentError

ADDRESS = "https://YOUR-ADDRESS"
Topic = Annotated[str, typer.Argument(help="A topic, or danger/NAME, area/NAME, talk/NAME.")]
Channel = Annotated[str, typer.Option(help="slack, telegram, messenger, sms, whatsapp, voice, teams …")]
Html = Annotated[Path, typer.Option(help="The page to write, which shows how it looks.", dir_okay=False)]


def command(topic: Topic, channel: Channel, html: Html = Path("results/preview.html")) -> None:
    """Show an answer as text, as what is sent to the platform, and as a page to open in a browser.

    Example: lantern channels preview palliative_care_what --channel slack
    """
    library = load_library(paths.DATA)
    answer, words = answer_of(topic, library), Words.of(library)
    kind = channel_class(channel).platform
    # What is set up makes no difference to the look, but for one: without an address, no button is possible.
    values, _ = examine({"public_url": ADDRESS}, kind.settings)
    platform = kind(values, words)
    payloads = platform.render([answer], "preview")
    console.print(_said(payloads), markup=False)
    console.print(json.dumps(payloads, ensure_ascii=False, indent=2), markup=False)
    html.parent.mkdir(parents=True, exist_ok=True)
    html.write_text(page(f"{answer.title} – {kind.title}", platform.preview(payloads)), encoding="utf-8")
    console.print(f"{len(payloads)} message(s); open {html} to see how they look.", markup=False)


def _said(payloads: Sequence[Payload]) -> str:
    """Return what people see of all payloads: the texts of each, then its buttons."""
    parts = []
    for payload in payloads:
        texts, titles = shown(payload)
        parts += [*texts, *(f"[{title}]" for title in titles)]
    return "\n\n".join(parts)


def answer_of(topic: str, library: Library) -> Answer:
    """Return the answer to a topic as the bot gives it.

    Raises:
        ContentError: There is no such topic.
    """
    bundle = build_bundle(library)
    intent = topic if "/" in topic else f"faq/{topic}"
    if intent not in bundle["entries"]:
        raise ContentError(f"There is no topic {topic!r}.{did_you_mean(topic, bundle['entries'])}")
    part = {"kind": "entry", "entry": bundle["entries"][intent], "again": False}
    return compose(part, {"language": bundle["language"], "labels": bundle["labels"]})
