"""Greedy decoding of a batch of sentences: the next subword of each translation is always the most likely one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    RuntimeException,
)
from onnxruntime.capi.onnxruntime_pybind11_state import NotImplemented as OperatorMissing

from translation.alignment.vocabulary import Vocabulary
from translation.alignment.word_alignment import ShortlistFile
from translation.engines.firefox.marian import Floats, MarianModel, ModelUnsupported
from translation.engines.firefox.output_layer import EXCLUDED, Choices, OutputLayer, Subwords
from translation.exceptions import EngineFailed

# They share no class of their own.
RUNTIME_ERRORS = Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, OperatorMissing, RuntimeException

# A translation has at most 2 * n + 4 subwords for n subwords of the source, and at most this many. Longer ones
# mostly repeat themselves.
MAX_TARGET_SUBWORDS = 512
# Finished sentences leave the batch as soon as they are this share of it.
FINISHED_SHARE = 0.25
# The waves that encode a position are up to this many times longer than the shortest.
LONGEST_WAVE = 10_000.0


@dataclass(frozen=True, slots=True)
class Graphs:
    """The files of the two graphs of a model."""

    encoder: Path
    decoder: Path


class Decoder:
    """A model that translates subwords."""

    def __init__(self, model: MarianModel, graphs: Graphs, shortlist: ShortlistFile | None, target: Vocabulary) -> None:
        self._encoder, self._decoder = _session(graphs.encoder), _session(graphs.decoder)
        self._source = _Embeddings(model, model.source_embeddings)
        self._target = _Embeddings(model, model.target_embeddings)
        self._output = OutputLayer(model, shortlist, target)
        self._layers = model.decoder_layers
        self._end = target.end

    def decode(self, sources: Sequence[Subwords], padded_length: int) -> list[list[int]]:
        """Return the subwords of each translation."""
        choices = self._output.choices_for(sources)
        limits = np.array([min(2 * len(source) + 4, MAX_TARGET_SUBWORDS) for source in sources])
        targets = np.full((len(sources), limits.max()), self._end)
        rows = np.arange(len(sources))
        finished = np.zeros(len(sources), bool)
        state = self._encode(sources, padded_length)
        last: Subwords | None = None
        for position in range(limits.max()):
            last = self._step(state, self._target.at(position, last), choices)
            finished |= (last == self._end) | (position >= limits[rows])
            targets[rows[~finished], position] = last[~finished]
            if finished.all():
                break
            if finished.mean() >= FINISHED_SHARE:
                keep = ~finished
                state = {name: values[keep] for name, values in state.items()}
                choices = choices.for_rows(keep)
                rows, last, finished = rows[keep], last[keep], finished[keep]
        return [target[target != self._end].tolist() for target in targets]

    def _encode(self, sources: Sequence[Subwords], padded_length: int) -> dict[str, Floats]:
        """Return the inputs of the decoder for each sentence, by name."""
        padded = np.zeros((len(sources), padded_length), np.int64)
        for row, source in zip(padded, sources, strict=True):
            row[: len(source)] = source
        lengths = np.array([len(source) for source in sources], np.int32)
        embeddings = self._source.at(np.arange(padded_length), padded)
        outputs = _run(self._encoder, {"embeddings": embeddings, "lengths": lengths})
        state = dict(zip((output.name for output in self._encoder.get_outputs()), outputs, strict=True))
        is_padding = np.arange(padded_length) >= lengths[:, None]
        state["padding"] = np.where(is_padding, EXCLUDED, np.float32(0))[:, None, None]
        for layer in range(1, self._layers + 1):
            state[f"cell{layer}"] = np.zeros((len(sources), embeddings.shape[-1]), np.float32)
        return state

    def _step(self, state: dict[str, Floats], embeddings: Floats, choices: Choices) -> Subwords:
        """Return the next subword of each translation, and update the cells."""
        inputs: dict[str, NDArray[Any]] = {"output_weights": choices.weights, "output_bias": choices.bias, **state}
        inputs["embeddings"] = np.broadcast_to(embeddings, state["cell1"].shape)
        logits, *cells = _run(self._decoder, inputs)
        for layer, cell in enumerate(cells, 1):
            state[f"cell{layer}"] = cell
        return choices.best(logits)


class _Embeddings:
    """Subwords as vectors."""

    def __init__(self, model: MarianModel, name: str) -> None:
        self._rows, multiplier = model.embeddings(name)
        self._scale = np.float32(sqrt(model.width) / multiplier)
        self._positions = _positions(MAX_TARGET_SUBWORDS + 1, model.width)

    def at(self, position: int | NDArray[np.int64], subwords: Subwords | None) -> Floats:
        """Return the vectors of subwords at a position. Before the first subword, only the position counts."""
        encoded = self._positions[position]
        if subwords is None:
            return encoded[None]
        return self._rows[subwords].astype(np.float32) * self._scale + encoded


def _positions(count: int, width: int) -> Floats:
    """Return a matrix with the encoding of each position, as in "Attention Is All You Need" (Vaswani et al., 2017)."""
    half = width // 2
    frequencies = LONGEST_WAVE ** (-np.arange(half) / (half - 1))
    angles = np.arange(count)[:, None] * frequencies
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)


def _session(graph: Path) -> onnxruntime.InferenceSession:
    """Load a graph. One thread is fastest for its cost: two need more than twice the processor time."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # More than the basic optimisation joins nodes into ones that are slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # The lengths of batches differ, so memory that is kept for the next batch is mostly wasted: 30 MB a graph.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except RUNTIME_ERRORS as error:
        raise ModelUnsupported("ONNX Runtime cannot load its graphs") from error


def _run(session: onnxruntime.InferenceSession, inputs: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
    try:
        return list(session.run(None, inputs))
    except RUNTIME_ERRORS as error:
        raise EngineFailed from error
