"""The graphs of a Firefox model for ONNX Runtime: one for its encoder, and one for a step of its decoder.

A model is a transformer after "From Research to Production and Back: Ludicrously Fast Neural Machine Translation"
(Kim et al., 2019): each layer of the decoder has a simpler simple recurrent unit (SSRU) instead of self-attention. The
matrices have 8-bit integers, and the factors for the integers of their inputs are known in advance.

Shapes: B sentences, S subwords of the longest source sentence, D the width of the model, H heads of D / H numbers, N
subwords that the target sentences may contain.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from translation.engines.firefox.marian import MarianModel

# Operators of ONNX, and those that ONNX Runtime adds.
OPERATORS = helper.make_opsetid("", 17)
MICROSOFT = helper.make_opsetid("com.microsoft", 1)
IR_VERSION = 8

LAYER_NORM_EPSILON = 1e-6
# The integers of inputs are unsigned, and this number means zero. Numbers after ReLU are positive and have all 256.
ZERO = np.uint8(128)
POSITIVE_ZERO = np.uint8(0)
LARGEST_INTEGER, LARGEST_UNSIGNED_INTEGER = 127, 255


def encoder_graph(model: MarianModel) -> onnx.ModelProto:
    """Return the graph of the encoder.

    Inputs: `embeddings` (B, S, D) with positions, and the `lengths` (B) of the sentences. Outputs, for each layer of
    the decoder: `keys1` (B, H, D / H, S) and `values1` (B, H, S, D / H).
    """
    graph = _Graph(model)
    states = "embeddings"
    for layer in range(1, model.encoder_layers + 1):
        prefix = f"encoder_l{layer}"
        heads = [graph.linear(states, f"{prefix}_self_W{part}", f"{prefix}_self_b{part}") for part in "qkv"]
        attended = graph.add("MultiHeadAttention", [*heads, "", "lengths"], num_heads=model.heads)
        states = graph.normalised_sum(
            graph.linear(attended, f"{prefix}_self_Wo", f"{prefix}_self_bo"), states, f"{prefix}_self_Wo"
        )
        states = graph.feed_forward(states, f"{prefix}_ffn")
    outputs = []
    for layer in range(1, model.decoder_layers + 1):
        prefix = f"decoder_l{layer}_context"
        for part, order, name in (("k", [0, 2, 3, 1], f"keys{layer}"), ("v", [0, 2, 1, 3], f"values{layer}")):
            projected = graph.linear(states, f"{prefix}_W{part}", f"{prefix}_b{part}")
            graph.add("Transpose", [graph.split_heads(projected)], output=name, perm=order)
        outputs += _keys_and_values(model, layer)
    inputs = [
        _value("embeddings", TensorProto.FLOAT, "B", "S", model.width),
        _value("lengths", TensorProto.INT32, "B"),
    ]
    return graph.build(inputs, outputs)


def decoder_graph(model: MarianModel) -> onnx.ModelProto:
    """Return the graph of one step of the decoder.

    Inputs: `embeddings` (B, D) of the last subwords, with the position; `padding` (B, 1, 1, S), which is added to the
    scores of the attention; `output_weights` (D, N) and `output_bias` (N) of the output layer; and for each layer
    `cell1` (B, D), `keys1` and `values1`. Outputs: `logits` (B, N), and the `next_cell1` (B, D) of each layer.
    """
    graph = _Graph(model)
    states = "embeddings"
    inputs = [
        _value("embeddings", TensorProto.FLOAT, "B", model.width),
        _value("padding", TensorProto.FLOAT, "B", 1, 1, "S"),
        _value("output_weights", TensorProto.INT8, model.width, "N"),
        _value("output_bias", TensorProto.FLOAT, "N"),
    ]
    outputs = [_value("logits", TensorProto.FLOAT, "B", "N")]
    for layer in range(1, model.decoder_layers + 1):
        states = graph.recurrent_unit(states, layer)
        states = graph.attention(states, layer)
        states = graph.feed_forward(states, f"decoder_l{layer}_ffn")
        inputs += [_value(f"cell{layer}", TensorProto.FLOAT, "B", model.width), *_keys_and_values(model, layer)]
        outputs.append(_value(f"next_cell{layer}", TensorProto.FLOAT, "B", model.width))
    graph.output_layer(states)
    return graph.build(inputs, outputs)


class _Graph:
    """A graph while it is built. The methods add nodes and return the name of their output."""

    def __init__(self, model: MarianModel) -> None:
        self._model = model
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        # Inputs that several matrices share are turned into integers once.
        self._integers: dict[tuple[str, float, bool], tuple[str, str, str]] = {}

    def build(self, inputs: Sequence[onnx.ValueInfoProto], outputs: Sequence[onnx.ValueInfoProto]) -> onnx.ModelProto:
        graph = helper.make_graph(self._nodes, "graph", inputs, outputs, self._constants)
        return helper.make_model(graph, opset_imports=[OPERATORS, MICROSOFT], ir_version=IR_VERSION)

    def add(self, operator: str, inputs: Sequence[str], output: str = "", **attributes: Any) -> str:
        output = output or f"{operator}{len(self._nodes)}"
        domain = "" if onnx.defs.has(operator) else MICROSOFT.domain
        self._nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def constant(self, value: NDArray[Any] | np.generic) -> str:
        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def linear(self, inputs: str, weights: str, bias: str = "", are_positive: bool = False) -> str:
        """Multiply with a matrix, and add a bias."""
        matrix, multiplier = self._model.weights(weights)
        scale = self.constant(np.float32(1 / multiplier))
        bias_vector = self.constant(self._model.vector(bias)) if bias else ""
        input_multiplier = self._model.input_multiplier(weights)
        return self._multiply(inputs, input_multiplier, self.constant(matrix), scale, bias_vector, are_positive)

    def output_layer(self, states: str) -> None:
        name = self._model.target_embeddings
        _, multiplier = self._model.embeddings(name)
        scale = self.constant(np.float32(1 / multiplier))
        input_multiplier = self._model.input_multiplier(name)
        self._multiply(states, input_multiplier, "output_weights", scale, "output_bias", output="logits")

    def feed_forward(self, states: str, prefix: str) -> str:
        hidden = self.linear(states, f"{prefix}_W1", f"{prefix}_b1")
        output = self.linear(hidden, f"{prefix}_W2", f"{prefix}_b2", are_positive=True)
        return self.normalised_sum(output, states, f"{prefix}_ffn")

    def normalised_sum(self, output: str, states: str, prefix: str) -> str:
        """Add the output of a part to the states that it had as inputs, and normalise the sum."""
        parameters = [self.constant(self._model.vector(f"{prefix}_ln_{part}")) for part in ("scale", "bias")]
        total = self.add("Add", [output, states])
        return self.add("LayerNormalization", [total, *parameters], axis=-1, epsilon=LAYER_NORM_EPSILON)

    def recurrent_unit(self, states: str, layer: int) -> str:
        """Mix the cell with the states, as much as the forget gate says."""
        prefix = f"decoder_l{layer}_rnn"
        candidate = self.linear(states, f"{prefix}_W")
        forget = self.add("Sigmoid", [self.linear(states, f"{prefix}_Wf", f"{prefix}_bf")])
        kept = self.add("Mul", [forget, self.add("Sub", [f"cell{layer}", candidate])])
        cell = self.add("Add", [candidate, kept], output=f"next_cell{layer}")
        return self.normalised_sum(self.add("Relu", [cell]), states, f"{prefix}_ffn")

    def attention(self, states: str, layer: int) -> str:
        """Attend to the source sentences."""
        prefix = f"decoder_l{layer}_context"
        scale = self.constant(np.float32((self._model.width / self._model.heads) ** -0.5))
        queries = self.add("Mul", [self.linear(states, f"{prefix}_Wq", f"{prefix}_bq"), scale])
        shape = self.constant(np.array([0, self._model.heads, 1, -1], np.int64))
        scores = self.add("MatMul", [self.add("Reshape", [queries, shape]), f"keys{layer}"])
        shares = self.add("Softmax", [self.add("Add", [scores, "padding"])], axis=-1)
        attended = self.add("MatMul", [shares, f"values{layer}"])
        joined = self.add("Reshape", [attended, self.constant(np.array([0, self._model.width], np.int64))])
        return self.normalised_sum(self.linear(joined, f"{prefix}_Wo", f"{prefix}_bo"), states, f"{prefix}_Wo")

    def split_heads(self, states: str) -> str:
        return self.add("Reshape", [states, self.constant(np.array([0, 0, self._model.heads, -1], np.int64))])

    def _multiply(
        self,
        inputs: str,
        input_multiplier: float,
        matrix: str,
        matrix_scale: str,
        bias: str,
        are_positive: bool = False,
        output: str = "",
    ) -> str:
        integers, scale, zero = self._to_integers(inputs, input_multiplier, are_positive)
        operands = [integers, matrix, scale, matrix_scale, zero, "", bias]
        return self.add("MatMulIntegerToFloat", operands if bias else operands[:-2], output)

    def _to_integers(self, inputs: str, multiplier: float, are_positive: bool) -> tuple[str, str, str]:
        """Return the inputs as integers, their scale and their zero. The zero also cuts off negative numbers: ReLU."""
        key = inputs, multiplier, are_positive
        if key not in self._integers:
            step = LARGEST_INTEGER / LARGEST_UNSIGNED_INTEGER if are_positive else 1.0
            scale = self.constant(np.float32(step / multiplier))
            zero = self.constant(POSITIVE_ZERO if are_positive else ZERO)
            self._integers[key] = self.add("QuantizeLinear", [inputs, scale, zero]), scale, zero
        return self._integers[key]


def _keys_and_values(model: MarianModel, layer: int) -> list[onnx.ValueInfoProto]:
    size = model.width // model.heads
    return [
        _value(f"keys{layer}", TensorProto.FLOAT, "B", model.heads, size, "S"),
        _value(f"values{layer}", TensorProto.FLOAT, "B", model.heads, "S", size),
    ]


def _value(name: str, kind: int, *shape: str | int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)
