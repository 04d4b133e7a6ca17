"""The sentence encoder: right, whole, and refused when it is not what it should be."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

from lantern import paths
from lantern.encoder.build import package_file
from lantern.encoder.runtime import MANIFEST, TOKENIZER, Encoder
from lantern.errors import EncoderMissing, SettingError

SENTENCES = [
    "What is palliative care?",
    "bone mets",
    "My mother, who is 71, was told that it is in her liver now.",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(paths.ENCODER)


def plain_bert(text: str) -> np.ndarray:
    """Compute the embedding step by step in NumPy, straight from the published weights."""
    weights = load_file(str(package_file("model.safetensors")))
    tokenizer = Tokenizer.from_file(str(package_file(TOKENIZER)))
    tokenizer.no_padding()
    ids = tokenizer.encode(text).ids

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        scaled = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for number in range(6):
        layer = f"encoder.layer.{number}"
        query, key, value = (
            linear(x, f"{layer}.attention.self.{part}").reshape(-1, 12, 32).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = np.exp(query @ key.transpose(0, 2, 1) / np.sqrt(32))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ value
        out = linear(mixed.transpose(1, 0, 2).reshape(-1, 384), f"{layer}.attention.output.dense")
        x = norm(x + out, f"{layer}.attention.output.LayerNorm")
        wide = linear(x, f"{layer}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / np.sqrt(2)))
        x = norm(x + linear(wide, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
    mean = x.mean(0)
    return np.asarray(mean / np.linalg.norm(mean))


def test_the_graph_computes_what_the_published_weights_mean(encoder: Encoder) -> None:
    for text in SENTENCES:
        [vector] = encoder.encode([text])
        assert float(vector @ plain_bert(text)) > 0.99999


def test_vectors_have_length_one_and_do_not_depend_on_the_batch(encoder: Encoder) -> None:
    together = encoder.encode(SENTENCES)
    assert together.shape == (3, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(SENTENCES, together):
        assert np.allclose(encoder.encode([text])[0], vector, atol=1e-5)


def test_no_text_gives_no_vector(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_the_small_one_is_close_to_the_large_one(encoder: Encoder) -> None:
    small = Encoder(paths.ENCODER, "int8").encode(SENTENCES)
    assert (small * encoder.encode(SENTENCES)).sum(axis=1).min() > 0.96


def test_a_missing_encoder_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="Run: lantern encoder"):
        Encoder(tmp_path)


def test_an_incomplete_encoder_is_missing(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(EncoderMissing):
        Encoder(tmp_path)


def test_an_unknown_precision_names_the_allowed_ones() -> None:
    with pytest.raises(SettingError, match="fp32, int8"):
        Encoder(paths.ENCODER, "fp16")


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lantern.encoder import build

    wrong = tmp_path / "model.safetensors"
    wrong.write_bytes(b"not the weights")
    monkeypatch.setattr(build, "package_file", lambda _: wrong)
    with pytest.raises(EncoderMissing, match="not the official"):
        build.build(tmp_path / "encoder")
    assert not (tmp_path / "encoder").exists()
