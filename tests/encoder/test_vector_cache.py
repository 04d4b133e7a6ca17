"""Vectors are worked out once, and never belong to another encoder or text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from lantern.encoder.vector_cache import encode_cached


class CountingEncoder:
    """Stands for the encoder, which takes milliseconds a text; it counts what it is asked for."""

    def __init__(self, name: str = "a") -> None:
        self.hash = name * 64
        self.asked: list[str] = []

    def encode_deep(self, texts: Any) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), ord(self.hash[0])] for text in texts], dtype=np.float32).reshape(-1, 2)


def run(encoder: CountingEncoder, texts: list[str], folder: Path) -> dict[str, list[float]]:
    return {text: vector.tolist() for text, vector in encode_cached(encoder, texts, folder).items()}  # type: ignore[arg-type]


def test_each_text_is_encoded_once(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    first = run(encoder, ["one", "three", "one"], tmp_path)
    again = run(encoder, ["one", "three", "fourth"], tmp_path)
    assert encoder.asked == ["one", "three", "fourth"]
    assert first == {"one": [3, 97], "three": [5, 97]}
    assert again == {**first, "fourth": [6, 97]}


def test_another_encoder_does_not_get_them(tmp_path: Path) -> None:
    run(CountingEncoder("a"), ["one"], tmp_path)
    assert run(CountingEncoder("b"), ["one"], tmp_path) == {"one": [3, 98]}


def test_what_is_no_longer_used_is_forgotten(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    run(encoder, ["one"], tmp_path)
    run(encoder, ["two!"], tmp_path)
    run(encoder, ["one"], tmp_path)
    assert encoder.asked == ["one", "two!", "one"]


def test_a_broken_file_is_written_anew(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    run(encoder, ["one"], tmp_path)
    [file] = tmp_path.glob("*.npz")
    for broken in (b"", b"no archive", file.read_bytes()[:40]):
        file.write_bytes(broken)
        assert run(encoder, ["one"], tmp_path) == {"one": [3, 97]}


def test_no_text_is_kept(tmp_path: Path) -> None:
    run(CountingEncoder(), ["a rather private sentence"], tmp_path)
    [file] = tmp_path.glob("*.npz")
    assert b"private" not in file.read_bytes()
