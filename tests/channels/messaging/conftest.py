"""What the tests of the messaging channels share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lantern.channels.messaging.platform import Platform
from lantern.channels.messaging.text import Words
from lantern.channels.way_in import WayIn, danger_replies
from lantern.content.library import Library
from lantern.privacy.setup import masker_of
from lantern.safety.look import Danger
from tests.channels.messaging.fakes.all import FAKES, made
from tests.channels.messaging.fakes.base import Fake


class QuickLook:
    """Sees one danger, by two phrases: how dangers are recognised is tested elsewhere."""

    def look(self, raw: str) -> Danger | None:
        if "kill myself" in raw or "matarme" in raw:
            return Danger("self_harm", 9.0)
        return None


@pytest.fixture(scope="session")
def way_in(library: Library) -> WayIn:
    """A way in without the encoder, which takes long to start."""
    return WayIn(QuickLook(), masker_of(library), danger_replies(library))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def words(library: Library) -> Words:
    """The sentences of the present content."""
    return Words.of(library)


@pytest.fixture(params=sorted(FAKES))
def fake(request: pytest.FixtureRequest) -> Iterator[Fake]:
    """Each platform's fake in turn, with its server running."""
    with FAKES[request.param]() as running:
        yield running


@pytest.fixture
def platform(fake: Fake, words: Words) -> Platform:
    """The platform that speaks to the fake."""
    return made(fake, words)
