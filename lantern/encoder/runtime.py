"""Load the built encoder and turn sentences into vectors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from lantern.errors import EncoderMissing, SettingError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MANIFEST = "manifest.json"
TOKENIZER = "tokenizer.json"
PRECISIONS = {"fp32": "minilm-fp32.onnx", "int8": "minilm-int8.onnx"}
DIMENSION = 384
# The published limit of all-MiniLM-L6-v2; what stands behind it is not seen by the encoder.
MAX_TOKENS = 256
BATCH = 32
# The same text is encoded by the look for dangers and by understanding, one after the other.
MOST_RECENT = 64

Vector = NDArray[np.float32]
# All that ``shared_encoder`` has given.
shared_encoders: list[Encoder] = []


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def hash_of(folder: Path, precision: str) -> str:
    """Return the hash of a built encoder, which names its vectors.

    Raises:
        EncoderMissing: The folder is empty or incomplete.
    """
    manifest, name = folder / MANIFEST, PRECISIONS[precision]
    if not manifest.is_file() or not (folder / name).is_file():
        raise EncoderMissing(f"There is no sentence encoder in {folder}. Run: lantern encoder")
    hashes: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return hashes[name]


@lru_cache
def shared_encoder(folder: Path, precision: str = "fp32", threads: int = 1) -> Encoder:
    """Return the encoder of this process; there is one, whoever asks for it."""
    encoder = Encoder(folder, precision, threads)
    shared_encoders.append(encoder)
    return encoder


class Memory(Protocol):
    """Vectors that were worked out before."""

    def get(self, text: str) -> Vector | None:
        """Return the vector of a text, if it is known."""

    def add(self, text: str, vector: Vector) -> None:
        """Take the vector of a text."""


class Recent:
    """The vectors of the last texts.

    The look for dangers encodes in a thread of its own, while understanding encodes another message.
    """

    def __init__(self) -> None:
        """Know nothing."""
        self._known: dict[str, Vector] = {}
        self._lock = Lock()

    def get(self, text: str) -> Vector | None:
        """Return the vector of a text, if it is known."""
        return self._known.get(text)

    def add(self, text: str, vector: Vector) -> None:
        """Take the vector of a text, and forget the oldest one."""
        with self._lock:
            self._known[text] = vector
            while len(self._known) > MOST_RECENT:
                del self._known[next(iter(self._known))]


class Encoder:
    """A sentence encoder: text in, unit vectors out."""

    def __init__(self, folder: Path, precision: str = "fp32", threads: int = 1) -> None:
        """Name the encoder; it is loaded with the first text that it does not know (or ``warm``).

        Args:
            folder: What ``lantern encoder`` has built.
            precision: ``fp32`` (the same vectors on every machine) or ``int8`` (faster, smaller).
            threads: How many processor cores one call may use.

        Raises:
            EncoderMissing: The folder is empty or incomplete.
            SettingError: No such precision.
        """
        if precision not in PRECISIONS:
            raise SettingError(f"precision: {precision!r} is not one of {', '.join(PRECISIONS)}.")
        self.hash = hash_of(folder, precision)
        self.memory: Memory = Recent()
        self._folder, self._file, self._threads = folder, PRECISIONS[precision], threads
        self._loading = Lock()

    def warm(self) -> None:
        """Load what encodes, which takes half a second; else the first text waits for it."""
        with self._loading:
            _ = self._session, self._tokenizer

    @cached_property
    def _session(self) -> InferenceSession:
        # Imported here, because most of Lantern works without an encoder and this takes a while.
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self._folder / self._file), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.enable_padding()
        return tokenizer

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text: float32, ``len(texts)`` x 384, each of length 1."""
        return self.encode_deep(texts)[:, :DIMENSION]

    def encode_deep(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vector of each text and, behind it, that of the layer before the last.

        Both are of length 1: float32, ``len(texts)`` x 768.
        """
        if not texts:
            return np.zeros((0, 2 * DIMENSION), dtype=np.float32)
        found = {text: known for text in texts if (known := self.memory.get(text)) is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        for text, vector in zip(missing, self._encode_all(missing)):
            found[text] = vector
            self.memory.add(text, vector)
        return np.stack([found[text] for text in texts])

    def _encode_all(self, texts: list[str]) -> NDArray[np.float32]:
        if texts:
            self.warm()
        # Sorted by length, so that a batch holds little padding; then put back in order.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors = np.empty((len(texts), 2 * DIMENSION), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            vectors[chosen] = self._encode_batch([texts[index] for index in chosen])
        return vectors

    def _encode_batch(self, texts: list[str]) -> NDArray[np.float32]:
        encoded = self._tokenizer.encode_batch(texts)
        inputs = {
            "token_ids": np.array([item.ids for item in encoded], dtype=np.int64),
            "mask": np.array([item.attention_mask for item in encoded], dtype=np.int64),
        }
        return np.concatenate(self._session.run(["embedding", "inner"], inputs), axis=1)
