"""A served channel for each test, with one way in for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lantern.channels.way_in import WayIn
from lantern.content.library import Library
from tests.channels.website.served import Browser, StandIn, served


@pytest.fixture(scope="session")
def way_in() -> WayIn:
    return WayIn.of_content()


@pytest.fixture
def site(library: Library, way_in: WayIn, tmp_path: Path) -> Iterator[tuple[Browser, StandIn]]:
    """A browser with a session, and what stands in for Rasa."""
    with served(library, way_in, tmp_path) as (address, rasa):
        yield Browser(address).begin(), rasa


@pytest.fixture
def browser(site: tuple[Browser, StandIn]) -> Browser:
    return site[0]


@pytest.fixture
def rasa(site: tuple[Browser, StandIn]) -> StandIn:
    return site[1]
