"""Logs without words of people, at every level: some of Rasa's parts write down at DEBUG what was typed."""

from __future__ import annotations

import logging

# What they say at INFO and above holds no message.
TALKATIVE = (
    "rasa.core.actions",
    "rasa.core.agent",
    "rasa.core.channels",
    "rasa.core.policies",
    "rasa.core.processor",
    "rasa.engine",
    "rasa.nlu",
    "rasa.shared.core",
)


def keep_words_out() -> None:
    """Let those parts say nothing below INFO, whatever level the server is started with."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.INFO)
