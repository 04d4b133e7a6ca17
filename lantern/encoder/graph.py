"""Draw the MiniLM sentence encoder as an ONNX graph.

The architecture is BERT (Devlin et al. 2019) with post-layer normalisation, followed by the mean
over tokens and L2 normalisation that sentence-transformers uses for all-MiniLM-L6-v2
(Reimers and Gurevych 2019). Everything is in the graph, so that serving needs ONNX Runtime only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYERS = 6
HEADS = 12
HIDDEN = 384
HEAD_SIZE = HIDDEN // HEADS
LAYER_NORM_EPSILON = 1e-12
# Added to the attention scores of padding, so that softmax gives them no weight.
MASKED = -1e4
# 17 is the first opset with LayerNormalization; onnx 1.17 and ONNX Runtime 1.23 both know it.
OPSET = 17
IR_VERSION = 8

Weights = Mapping[str, NDArray[np.float32]]


class _Drawing:
    """Collects nodes and constants; each method adds one operation and returns its output's name."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def constant(self, name: str, value: NDArray[np.float32]) -> str:
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name])

    def scalar(self, value: float) -> str:
        return self.constant(f"scalar_{value}", np.array(value, dtype=np.float32))

    def integers(self, *values: int) -> str:
        name = "integers_" + "_".join(map(str, values))
        return self.constant(name, np.array(values, dtype=np.int64))

    def linear(self, tensor: str, prefix: str) -> str:
        # Stored as (out, in); MatMul wants (in, out).
        transposed = self.constant(f"{prefix}.weight_t", self.weights[f"{prefix}.weight"].T)
        return self.op("Add", self.op("MatMul", tensor, transposed), self.weight(f"{prefix}.bias"))

    def layer_norm(self, tensor: str, prefix: str) -> str:
        return self.op(
            "LayerNormalization",
            tensor,
            self.weight(f"{prefix}.weight"),
            self.weight(f"{prefix}.bias"),
            axis=-1,
            epsilon=LAYER_NORM_EPSILON,
        )

    def gelu(self, tensor: str) -> str:
        error = self.op("Erf", self.op("Div", tensor, self.scalar(float(np.sqrt(2.0)))))
        half = self.op("Mul", tensor, self.scalar(0.5))
        return self.op("Mul", half, self.op("Add", error, self.scalar(1.0)))

    def heads(self, tensor: str, order: list[int]) -> str:
        split = self.op("Reshape", tensor, self.integers(0, 0, HEADS, HEAD_SIZE))
        return self.op("Transpose", split, perm=order)

    def attention(self, hidden: str, bias: str, prefix: str) -> str:
        query = self.heads(self.linear(hidden, f"{prefix}.self.query"), [0, 2, 1, 3])
        key = self.heads(self.linear(hidden, f"{prefix}.self.key"), [0, 2, 3, 1])
        value = self.heads(self.linear(hidden, f"{prefix}.self.value"), [0, 2, 1, 3])
        scores = self.op("Div", self.op("MatMul", query, key), self.scalar(float(np.sqrt(HEAD_SIZE))))
        shares = self.op("Softmax", self.op("Add", scores, bias), axis=-1)
        mixed = self.op("Transpose", self.op("MatMul", shares, value), perm=[0, 2, 1, 3])
        joined = self.op("Reshape", mixed, self.integers(0, 0, HIDDEN))
        out = self.linear(joined, f"{prefix}.output.dense")
        return self.layer_norm(self.op("Add", out, hidden), f"{prefix}.output.LayerNorm")

    def layer(self, hidden: str, bias: str, prefix: str) -> str:
        attended = self.attention(hidden, bias, f"{prefix}.attention")
        wide = self.gelu(self.linear(attended, f"{prefix}.intermediate.dense"))
        out = self.linear(wide, f"{prefix}.output.dense")
        return self.layer_norm(self.op("Add", out, attended), f"{prefix}.output.LayerNorm")

    def embeddings(self, token_ids: str) -> str:
        words = self.op("Gather", self.weight("embeddings.word_embeddings.weight"), token_ids)
        length = self.op("Gather", self.op("Shape", token_ids), self.integers(1), axis=0)
        positions = self.op(
            "Slice",
            self.weight("embeddings.position_embeddings.weight"),
            self.integers(0),
            length,
            self.integers(0),
        )
        # One sentence at a time: every token is of type 0.
        kind = self.constant("token_type_0", self.weights["embeddings.token_type_embeddings.weight"][0])
        total = self.op("Add", self.op("Add", words, positions), kind)
        return self.layer_norm(total, "embeddings.LayerNorm")

    def mean_of_tokens(self, hidden: str, mask: str, name: str) -> None:
        column = self.op("Unsqueeze", mask, self.integers(2))
        total = self.op("ReduceSum", self.op("Mul", hidden, column), self.integers(1), keepdims=0)
        mean = self.op("Div", total, self.op("ReduceSum", mask, self.integers(1), keepdims=1))
        norm = self.op("ReduceL2", mean, axes=[1], keepdims=1)
        self.nodes.append(helper.make_node("Div", [mean, norm], [name]))


def encoder_graph(weights: Weights) -> onnx.ModelProto:
    """Return the encoder as an ONNX model.

    Args:
        weights: The tensors of all-MiniLM-L6-v2 by their published names.

    Returns:
        A model with inputs ``token_ids`` and ``mask`` (int64, batch x tokens) and the outputs
        ``embedding`` and ``inner`` (float32, batch x 384, each row of length 1): the mean over the
        tokens after the last layer, which is the published sentence vector, and after the one before it,
        which still holds more of the words themselves, such as "not" and "was".
    """
    draw = _Drawing(weights)
    mask = draw.op("Cast", "mask", to=TensorProto.FLOAT)
    inverted = draw.op("Sub", draw.scalar(1.0), mask)
    bias = draw.op("Unsqueeze", draw.op("Mul", inverted, draw.scalar(MASKED)), draw.integers(1, 2))
    hidden = draw.embeddings("token_ids")
    for number in range(LAYERS - 1):
        hidden = draw.layer(hidden, bias, f"encoder.layer.{number}")
    draw.mean_of_tokens(hidden, mask, "inner")
    hidden = draw.layer(hidden, bias, f"encoder.layer.{LAYERS - 1}")
    draw.mean_of_tokens(hidden, mask, "embedding")
    graph = helper.make_graph(
        draw.nodes,
        "all-MiniLM-L6-v2",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
            for name in ("token_ids", "mask")
        ],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", HIDDEN])
            for name in ("embedding", "inner")
        ],
        initializer=list(draw.constants.values()),
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return model
