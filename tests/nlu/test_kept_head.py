"""A head is learnt once, whoever asks first; what is learnt ahead is what Rasa's training asks for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY, TEXT

from lantern import paths
from lantern.content.library import Library
from lantern.nlu.few_shot_head import FewShotHead, Look
from lantern.nlu.kept_head import MOST_KEPT, Example, kept_head, texts_of

ROWS = [("faq/fruit", "apple", (1, 0)), ("faq/fruit", "pear", (0.9, 0.1)), ("faq/traffic", "car", (0, 1))]


def examples(rows: list[tuple[str, str, tuple[float, float]]] = ROWS) -> list[Example]:
    looks = [Look(text, np.array(vector, dtype=np.float32)) for _, text, vector in rows]
    return [Example(look, look, intent) for look, (intent, *_) in zip(looks, rows)]


@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many examples each training had."""
    sizes: list[int] = []
    train = FewShotHead.train

    def counted(typed: list[Look], plain: list[Look], intents: list[str]) -> FewShotHead:
        sizes.append(len(intents))
        return train(typed, plain, intents)

    monkeypatch.setattr(FewShotHead, "train", counted)
    return sizes


def test_it_is_learnt_once_whatever_the_order(tmp_path: Path, learnt: list[int]) -> None:
    first = kept_head(examples(), tmp_path)
    assert kept_head(reversed(examples()), tmp_path) == first
    assert learnt == [3]
    assert FewShotHead.from_bytes(first).intents == ("faq/fruit", "faq/traffic")


@pytest.mark.parametrize(
    "other",
    [
        [*ROWS[:2], ("faq/traffic", "cars", (0, 1))],
        [*ROWS[:2], ("faq/street", "car", (0, 1))],
        [*ROWS[:2], ("faq/traffic", "car", (0.1, 1))],
    ],
    ids=["text", "intent", "vector"],
)
def test_another_example_makes_another_head(
    other: list[tuple[str, str, tuple[float, float]]], tmp_path: Path, learnt: list[int]
) -> None:
    kept_head(examples(), tmp_path)
    kept_head(examples(other), tmp_path)
    assert learnt == [3, 3]


def test_who_asks_at_the_same_time_waits(tmp_path: Path, learnt: list[int]) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: kept_head(examples(), tmp_path), range(4)))
    assert len(found) == 1 and learnt == [3]


def test_old_ones_are_forgotten(tmp_path: Path) -> None:
    for size in range(4):
        kept_head(
            examples([*ROWS, *[("faq/street", f"way {step}", (1, 1)) for step in range(size)]]), tmp_path
        )
    assert len(list(tmp_path.glob("head-*.npz"))) == MOST_KEPT


def test_what_is_learnt_ahead_is_what_rasa_learns_from(library: Library) -> None:
    config, domain = str(paths.ROOT / "config.yml"), str(paths.ROOT / "domain.yml")
    messages = TrainingDataImporter.load_from_config(config, domain, [str(paths.DATA)]).get_nlu_data()
    asked = {(message.get(INTENT_RESPONSE_KEY), message.get(TEXT)) for message in messages.intent_examples}
    assert set(texts_of(library)) == asked
