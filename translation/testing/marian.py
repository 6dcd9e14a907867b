"""Models like Mozilla's larger ones, "base" and "base-memory", made from the embedded model from English to Portuguese.

Each number in the hidden states stands twice, and layers are added that change the states as little as possible. So the
larger models translate, too.
"""

import shutil
import struct
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import sqrt
from pathlib import Path

import numpy as np

from translation.engines.firefox.folder import embedded_models, model_files
from translation.engines.firefox.marian import (
    CONFIGURATION,
    DESCRIPTION,
    FLOAT32,
    HEADER,
    INPUT_MULTIPLIER,
    INT8,
    PADDING,
    VERSION,
    Floats,
    Int8s,
    Tensor,
    read_tensors,
)

Tensors = dict[str, Tensor]

# The data of each tensor start at a multiple of this.
ALIGNMENT = 256
WIDTH, FEED_FORWARD_WIDTH = 512, 2048


def copy_changed(folder: Path, *changes: Callable[[Tensors], None]) -> Path:
    """Copy the embedded model into a folder, with changes of its tensors. Return the folder."""
    files = model_files(embedded_models()["en", "pt"])
    tensors = dict(read_tensors(np.memmap(files.model, np.uint8, "r")))
    for change in changes:
        change(tensors)
    folder.mkdir(parents=True)
    _write(tensors, folder / "model.bin")
    assert files.shortlist
    shutil.copy(files.shortlist, folder / "lex.bin")
    for name in ("vocab.spm",) if "Wemb" in tensors else ("srcvocab.spm", "trgvocab.spm"):
        shutil.copy(files.source_vocabulary, folder / name)
    return folder


def configure(settings: Mapping[str, str]) -> Callable[[Tensors], None]:
    """Return a change of the configuration."""

    def change(tensors: Tensors) -> None:
        lines = tensors[CONFIGURATION].data.tobytes().rstrip(b"\0").decode().splitlines()
        kept = [line for line in lines if line.partition(":")[0] not in settings]
        text = "\n".join([*kept, *(f"{name}: {value}" for name, value in settings.items())]) + "\n\0"
        tensors[CONFIGURATION] = replace(
            tensors[CONFIGURATION], shape=(len(text),), data=np.frombuffer(text.encode(), np.uint8)
        )

    return change


def widen(tensors: Tensors) -> None:
    """Double the width of the model, as in "base"."""
    for name, tensor in tensors.items():
        if tensor.kind == FLOAT32 and not name.endswith(INPUT_MULTIPLIER):
            tensors[name] = _floats(_widen_vector(name, _read_floats(tensor)))
        elif name == "Wemb":
            integers, multiplier = _read_integers(tensor)
            # Embeddings are multiplied with the square root of the width.
            tensors[name] = _integers(integers.reshape(tensor.shape).repeat(2, axis=1), multiplier * sqrt(2))
        elif tensor.kind == INT8 and not name.endswith(INPUT_MULTIPLIER):
            tensors[name] = _widen_matrix(name, tensor)
    configure({"dim-emb": str(WIDTH), "transformer-dim-ffn": str(FEED_FORWARD_WIDTH)})(tensors)


def pad_embeddings(tensors: Tensors) -> None:
    """Add eight rows without a subword to the embeddings."""
    integers, multiplier = _read_integers(tensors["Wemb"])
    rows, width = tensors["Wemb"].shape
    tensors["Wemb"] = _integers(np.pad(integers.reshape(rows, width), ((0, 8), (0, 0)), "edge"), multiplier)
    name = "decoder_ff_logit_out_b"
    # They would be the best choice.
    tensors[name] = _floats(np.pad(_read_floats(tensors[name]), ((0, 0), (0, 8)), constant_values=1000))


def deepen(tensors: Tensors) -> None:
    """Add two layers between those of the decoder, as in "base-memory"."""
    scale, bias = (_read_floats(tensors[f"decoder_l1_ffn_ffn_ln_{part}"]) for part in ("scale", "bias"))
    normalisation = {"_ln_scale": sqrt((scale**2).mean() + bias.var()), "_ln_bias": float(bias.mean())}
    for name in [name for name in tensors if name.startswith("decoder_l2_")]:
        tensors[name.replace("_l2_", "_l4_")] = tensors[name]
    for name in [name for name in tensors if name.startswith("decoder_l1_")]:
        constant = next((value for end, value in normalisation.items() if name.endswith(end)), 0.0)
        for layer in ("_l2_", "_l3_"):
            tensors[name.replace("_l1_", layer)] = _fill(name, tensors[name], constant)
    configure({"dec-depth": "4"})(tensors)


def split_vocabulary(tensors: Tensors) -> None:
    """Give each language its own embeddings, as in models for Chinese, Japanese and Korean."""
    for side in ("encoder", "decoder"):
        tensors[f"{side}_Wemb"] = tensors["Wemb"]
        tensors[f"{side}_Wemb{INPUT_MULTIPLIER}"] = tensors[f"Wemb{INPUT_MULTIPLIER}"]
    for name in ("Wemb", f"Wemb{INPUT_MULTIPLIER}", f"none{INPUT_MULTIPLIER}"):
        del tensors[name]
    configure({"tied-embeddings-all": "false", "tied-embeddings": "true"})(tensors)


def _widen_vector(name: str, vector: Floats) -> Floats:
    if name.endswith("_b1"):
        return np.pad(vector, ((0, 0), (0, FEED_FORWARD_WIDTH - vector.shape[1])))
    if name == "decoder_ff_logit_out_b":
        return vector * np.float32(sqrt(2))
    # Scores of the attention are divided by the square root of the width.
    return vector.repeat(2, axis=1) / np.float32(sqrt(2) if name.endswith("bq") else 1)


def _widen_matrix(name: str, tensor: Tensor) -> Tensor:
    integers, multiplier = _read_integers(tensor)
    inputs, outputs = tensor.shape
    matrix = integers.reshape(outputs, inputs).T
    if name.endswith("_W2"):
        matrix = np.pad(matrix, ((0, FEED_FORWARD_WIDTH - inputs), (0, 0))).repeat(2, axis=1)
    else:
        # Each sum has every number twice.
        matrix, multiplier = matrix.repeat(2, axis=0), multiplier * 2
        is_first = name.endswith("_W1")
        padding = ((0, 0), (0, FEED_FORWARD_WIDTH - outputs))
        matrix = np.pad(matrix, padding) if is_first else matrix.repeat(2, axis=1)
    return replace(_integers(matrix.T, multiplier * (sqrt(2) if name.endswith("Wq") else 1)), shape=matrix.shape)


def _fill(name: str, tensor: Tensor, constant: float) -> Tensor:
    if name.endswith(INPUT_MULTIPLIER):
        return tensor
    if tensor.kind == FLOAT32:
        return _floats(np.full(tensor.shape, constant, np.float32))
    return _integers(np.zeros(tensor.shape, np.int8), 1.0)


def _read_floats(tensor: Tensor) -> Floats:
    return np.frombuffer(tensor.data, np.float32, int(np.prod(tensor.shape))).reshape(tensor.shape)


def _read_integers(tensor: Tensor) -> tuple[Int8s, float]:
    count = int(np.prod(tensor.shape))
    return np.frombuffer(tensor.data, np.int8, count), float(np.frombuffer(tensor.data, np.float32, 1, count)[0])


def _floats(values: Floats) -> Tensor:
    return Tensor(FLOAT32, values.shape, np.frombuffer(values.astype(np.float32).tobytes(), np.uint8))


def _integers(values: Int8s, multiplier: float) -> Tensor:
    data = np.ascontiguousarray(values).tobytes() + struct.pack("<f", multiplier)
    return Tensor(INT8, values.shape, np.frombuffer(data, np.uint8))


def _write(tensors: Mapping[str, Tensor], path: Path) -> None:
    names = sorted(tensors)
    data = [tensors[name].data.tobytes() + bytes(-len(tensors[name].data) % ALIGNMENT) for name in names]
    parts = [HEADER.pack(VERSION, len(names))]
    for name, content in zip(names, data, strict=True):
        parts.append(DESCRIPTION.pack(len(name) + 1, tensors[name].kind, len(tensors[name].shape), len(content)))
    parts += [name.encode() + b"\0" for name in names]
    parts += [struct.pack(f"<{len(tensors[name].shape)}i", *tensors[name].shape) for name in names]
    padding = -(sum(map(len, parts)) + PADDING.size) % ALIGNMENT
    path.write_bytes(b"".join([*parts, PADDING.pack(padding), bytes(padding), *data]))
