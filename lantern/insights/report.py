"""A month in figures: what was asked and answered, what was not, and how that compares with the month before.

No figure stands for fewer than ``LEAST`` conversations, so nobody can be told from it: such a figure is None,
and so is the next smallest where it could be had by subtraction. No words of a person are in it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lantern.content.library import Library
from lantern.errors import LanternError
from lantern.insights.record import TurnRecord

FILES = Path(__file__).parent / "report_files"
PAGE = "report.html"
LEAST = 5
# The calendar of a computer ends at both sides, and the month before and after has to be in it.
YEARS = range(1900, 3000)
MOST = 15
KINDS = (
    "answer",
    "clarify",
    "not_covered",
    "advice_declined",
    "support",
    "out_of_scope",
    "danger",
    "talk",
    "error",
)
VERDICTS = ("up", "down", "not_meant")
Figures = dict[str, Any]
Name = TypeVar("Name", str, int)


def month_span(month: str) -> tuple[float, float]:
    """Return when a month such as ``2026-11`` begins and ends (UTC), in seconds since 1970.

    Raises:
        LanternError: It is no month.
    """
    first = _first_day(month)
    after = (first + datetime.timedelta(days=32)).replace(day=1)
    return first.timestamp(), after.timestamp()


def month_before(month: str) -> str:
    """Return the month before a month.

    Raises:
        LanternError: It is no month.
    """
    return (_first_day(month) - datetime.timedelta(days=1)).strftime("%Y-%m")


def month_after(month: str) -> str:
    """Return the month after a month.

    Raises:
        LanternError: It is no month.
    """
    return (_first_day(month) + datetime.timedelta(days=32)).strftime("%Y-%m")


def _first_day(month: str) -> datetime.datetime:
    try:
        first = datetime.datetime.strptime(month, "%Y-%m").replace(tzinfo=datetime.timezone.utc)
    except ValueError as error:
        raise LanternError(f"{month!r} is no month. Write it as 2026-11.") from error
    if first.year not in YEARS:
        raise LanternError(f"There is no report of {month}. The years are {YEARS[0]} to {YEARS[-1]}.")
    return first


def figures(records: Sequence[TurnRecord], month: str, before: Mapping[str, Any] | None = None) -> Figures:
    """Return the figures of a month.

    Args:
        records: The records of the month.
        month: Which it is, such as ``2026-11``.
        before: The figures of the month before, for the trends.
    """
    topics = _counts(records, lambda record: record.topics)
    areas = _counts([r for r in records if "not_covered" in r.kinds], lambda record: record.areas)
    people = len({record.conversation for record in records})
    known = (before or {}).get("topics", {})
    rising = {name: count - known.get(name, 0) for name, count in topics.items() if before is not None}
    timed = [record for record in records if record.seconds is not None]
    seconds = sorted(record.seconds or 0.0 for record in timed)
    if len({record.conversation for record in timed}) < LEAST:
        seconds = []
    found: Figures = {
        "month": month,
        "messages": None if 0 < people < LEAST else len(records),
        "conversations": None if 0 < people < LEAST else people,
        "kinds": _shares(records, lambda record: record.kinds, KINDS),
        "days": _days(records, month),
        "channels": _channels(records),
        "topics": topics,
        "rising": dict(
            sorted(((n, c) for n, c in rising.items() if c > 0), key=lambda item: -item[1])[:MOST]
        ),
        "gaps": areas,
        "reasons": _counts(records, lambda record: record.reasons),
        "thumbs": _thumbs(records),
        "seconds": {
            "median": round(float(np.median(seconds)), 3) if seconds else None,
            "p95": round(float(np.percentile(seconds, 95)), 3) if seconds else None,
        },
    }
    found["answered_share"] = _answered_share(found)
    found["before"] = _before(before)
    return found


def _answered_share(found: Figures) -> float | None:
    """Return the share of messages that got an answer; None if a withheld figure could be told from it."""
    messages, kinds = found["messages"], found["kinds"]
    if None in (messages, kinds["talk"], kinds["answer"]):
        return None
    asked = messages - kinds["talk"]
    return round(kinds["answer"] / asked, 3) if asked > 0 else None


def _before(before: Mapping[str, Any] | None) -> Figures | None:
    if before is None:
        return None
    # Figures that were kept before small ones were withheld hold small ones.
    kept = {key: _large(before[key]) for key in ("messages", "conversations")}
    kinds = {kind: _large(count) for kind, count in before["kinds"].items()}
    return {"month": before["month"], **kept, "answered_share": before["answered_share"], "kinds": kinds}


def _large(count: int | None) -> int | None:
    return None if count is None or 0 < count < LEAST else count


def _counts(records: Sequence[TurnRecord], names: Callable[[TurnRecord], Sequence[str]]) -> dict[str, int]:
    """Return how often each name was met, the most frequent first; only what enough conversations hold."""
    times, by = _tally(records, names)
    return {name: count for name, count in times.most_common() if name and len(by[name]) >= LEAST}


def _tally(
    records: Sequence[TurnRecord], names: Callable[[TurnRecord], Iterable[Name]]
) -> tuple[Counter[Name], dict[Name, set[str]]]:
    """Return how often each name was met, and in which conversations."""
    times: Counter[Name] = Counter()
    by: dict[Name, set[str]] = {}
    for record in records:
        for name in set(names(record)):
            times[name] += 1
            by.setdefault(name, set()).add(record.conversation)
    return times, by


def _shares(
    records: Sequence[TurnRecord], names: Callable[[TurnRecord], Iterable[Name]], known: Iterable[Name]
) -> dict[Name, int | None]:
    """Return how often each known name was met; None is withheld.

    The names share out a total that is shown as well, so all that is withheld has together to stand for
    ``LEAST`` conversations too: else it is what the total leaves over.
    """
    times, by = _tally(records, names)
    few = {name for name in by if len(by[name]) < LEAST}
    rest = sorted((name for name in by if name not in few), key=lambda name: len(by[name]), reverse=True)
    while few and rest and len(set().union(*(by[name] for name in few))) < LEAST:
        few.add(rest.pop())
    return {name: None if name in few else times[name] for name in known}


def _channels(records: Sequence[TurnRecord]) -> dict[str, int]:
    names = sorted({record.channel for record in records})
    found = _shares(records, lambda record: (record.channel,), names)
    shown = {name: count for name, count in found.items() if name and count}
    return dict(sorted(shown.items(), key=lambda item: -item[1]))


def _days(records: Sequence[TurnRecord], month: str) -> list[int | None]:
    """Return the number of messages of each day of the month (UTC)."""
    start, end = month_span(month)
    days = range(round((end - start) / 86_400))
    return list(_shares(records, lambda record: (int((record.at - start) // 86_400),), days).values())


def _thumbs(records: Sequence[TurnRecord]) -> dict[str, dict[str, int | None]]:
    """Return the verdicts by topic and version, where enough people gave one; None is withheld."""
    _, judges = _tally(records, lambda record: record.verdicts)
    found = {}
    for answer in (answer for answer, people in judges.items() if len(people) >= LEAST):
        times, by = _tally([r for r in records if answer in r.verdicts], _verdict_on(answer))
        found[answer] = {one: times[one] if len(by[one]) >= LEAST else None for one in VERDICTS if one in by}
    return dict(sorted(found.items(), key=lambda item: (-(item[1].get("down") or 0), item[0])))


def _verdict_on(answer: str) -> Callable[[TurnRecord], Iterable[str]]:
    return lambda record: (record.verdicts[answer],)


def page(
    found: Figures,
    library: Library,
    ways: Sequence[tuple[str, str]] = (),
    shelved: Mapping[str, str] | None = None,
) -> str:
    """Return the report as one HTML page that needs nothing else.

    Args:
        found: The figures.
        library: The content, for the titles.
        ways: Where else one can go from it: addresses, and what stands on them.
        shelved: The titles of entries that are not in ``data/`` any more, by name.
    """
    templates = Environment(
        loader=FileSystemLoader(FILES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    titles = {**(shelved or {}), **{e.name: e.metadata.title for e in library.entries.values()}}
    return templates.get_template(PAGE).render(
        figures=found,
        titles=titles,
        ways=ways,
        most=MOST,
        least=LEAST,
        highest=max([1, *(count or 0 for count in found["days"])]),
    )
