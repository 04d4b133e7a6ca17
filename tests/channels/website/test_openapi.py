"""The description of the channel: it is up to date, and the channel keeps to it whatever it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from lantern.channels.way_in import WayIn
from lantern.channels.website.openapi import FILE, description, text
from lantern.channels.website.options import Options
from lantern.content.library import Library
from tests.channels.website.served import Browser, answer, served

# Well-formed messages may be refused (too long), and Sanic itself refuses TRACE, before any route.
NOT_MEANT = {"positive_data_acceptance", "unsupported_method"}

schema = schemathesis.openapi.from_dict(description())


def test_the_published_description_is_the_present_one() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "python -m lantern.channels.website.openapi"


@pytest.fixture(scope="module")
def address(library: Library, way_in: WayIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    options = Options(
        messages_a_minute=10_000,
        messages_a_minute_and_address=1_000_000,
        sessions_an_hour_and_address=1_000_000,
    )
    with served(library, way_in, Path(tmp_path_factory.mktemp("api")), options) as (found, rasa):
        rasa.answers = [answer(language="en", topic="palliative_care_what", area=None, more="")]
        yield found


@schema.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_the_reply_is_as_described(case: schemathesis.Case, address: str) -> None:
    browser = Browser(address).begin()
    headers = {"Origin": address, "Content-Type": "application/json"}
    if case.operation.definition.raw.get("security"):
        headers["Authorization"] = f"Bearer {browser.token}"
    excluded = [check for check in CHECKS.get_all() if check.__name__ in NOT_MEANT]
    case.call_and_validate(
        base_url=f"{address}/webhooks/website", headers=headers, excluded_checks=excluded, timeout=20
    )
