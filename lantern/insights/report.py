"""A month in figures: what was asked and answered, what was not, and how that compares with the month before.

No figure stands for fewer than ``LEAST`` conversations, so nobody can be told from it; no words of a person
are in it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lantern.content.library import Library
from lantern.errors import LanternError
from lantern.insights.record import TurnRecord

FILES = Path(__file__).parent / "report_files"
PAGE = "report.html"
LEAST = 5
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
Figures = dict[str, Any]


def month_span(month: str) -> tuple[float, float]:
    """Return when a month such as ``2026-11`` begins and ends (UTC), in seconds since 1970.

    Raises:
        LanternError: It is no month.
    """
    try:
        first = datetime.datetime.strptime(month, "%Y-%m").replace(tzinfo=datetime.timezone.utc)
    except ValueError as error:
        raise LanternError(f"{month!r} is no month. Write it as 2026-11.") from error
    after = (first + datetime.timedelta(days=32)).replace(day=1)
    return first.timestamp(), after.timestamp()


def month_before(month: str) -> str:
    """Return the month before a month."""
    first = datetime.datetime.fromtimestamp(month_span(month)[0], datetime.timezone.utc)
    return (first - datetime.timedelta(days=1)).strftime("%Y-%m")


def figures(records: Sequence[TurnRecord], month: str, before: Mapping[str, Any] | None = None) -> Figures:
    """Return the figures of a month.

    Args:
        records: The records of the month.
        month: Which it is, such as ``2026-11``.
        before: The figures of the month before, for the trends.
    """
    topics = _counts(records, lambda record: record.topics)
    areas = _counts([r for r in records if "not_covered" in r.kinds], lambda record: record.areas)
    known = (before or {}).get("topics", {})
    rising = {name: count - known.get(name, 0) for name, count in topics.items() if before is not None}
    seconds = sorted(record.seconds for record in records if record.seconds is not None)
    found: Figures = {
        "month": month,
        "messages": len(records),
        "conversations": len({record.conversation for record in records}),
        "kinds": {kind: sum(kind in record.kinds for record in records) for kind in KINDS},
        "days": _days(records, month),
        "channels": _counts(records, lambda record: (record.channel,)),
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
    asked = found["messages"] - found["kinds"]["talk"]
    return round(found["kinds"]["answer"] / asked, 3) if asked > 0 else None


def _before(before: Mapping[str, Any] | None) -> Figures | None:
    if before is None:
        return None
    return {key: before[key] for key in ("month", "messages", "conversations", "answered_share", "kinds")}


def _counts(records: Sequence[TurnRecord], names: Callable[[TurnRecord], Sequence[str]]) -> dict[str, int]:
    """Return how often each name was met, the most frequent first; only what enough conversations hold."""
    times: Counter[str] = Counter()
    by: dict[str, set[str]] = {}
    for record in records:
        for name in set(names(record)):
            if name:
                times[name] += 1
                by.setdefault(name, set()).add(record.conversation)
    return {name: count for name, count in times.most_common() if len(by[name]) >= LEAST}


def _days(records: Sequence[TurnRecord], month: str) -> list[int]:
    """Return the number of messages of each day of the month (UTC)."""
    start, end = month_span(month)
    days = [0] * round((end - start) / 86_400)
    for record in records:
        place = int((record.at - start) // 86_400)
        if 0 <= place < len(days):
            days[place] += 1
    return days


def _thumbs(records: Sequence[TurnRecord]) -> dict[str, dict[str, int]]:
    """Return the verdicts by topic and version, where enough people gave one."""
    found: dict[str, Counter[str]] = {}
    by: dict[str, set[str]] = {}
    for record in records:
        for answer in record.answer_ids if record.verdict else ():
            found.setdefault(answer, Counter())[str(record.verdict)] += 1
            by.setdefault(answer, set()).add(record.conversation)
    kept = {answer: dict(counts) for answer, counts in found.items() if len(by[answer]) >= LEAST}
    return dict(sorted(kept.items(), key=lambda item: (-item[1].get("down", 0), item[0])))


def page(found: Figures, library: Library) -> str:
    """Return the report as one HTML page that needs nothing else."""
    templates = Environment(
        loader=FileSystemLoader(FILES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    titles = {entry.name: entry.metadata.title for entry in library.entries.values()}
    return templates.get_template(PAGE).render(
        figures=found, titles=titles, most=MOST, least=LEAST, highest=max([1, *found["days"]])
    )
