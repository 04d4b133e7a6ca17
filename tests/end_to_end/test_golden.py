"""The present model predicts what it predicted when the golden file was written."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from lantern.nlu.fingerprint import content_fingerprint
from tests.golden import FILE, predict

# fp32 sums differ in the last digits between processors; a change of meaning differs by more than this.
TOLERANCE = 0.002


def test_the_predictions_are_the_golden_ones(model: Path) -> None:
    golden = json.loads(FILE.read_text(encoding="utf-8"))
    if golden["content"] != content_fingerprint():
        pytest.skip("data/ has changed since tests/golden.json was written: python -m tests.golden")
    expected = golden["predictions"]
    found = asyncio.run(predict(model, [row["text"] for row in expected]))
    assert [row["parts"] for row in found] == [row["parts"] for row in expected]
    for new, old in zip(found, expected):
        assert new["confidence"] == pytest.approx(old["confidence"], abs=TOLERANCE), old["text"]
