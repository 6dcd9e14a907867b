"""Models in Marian's binary format, in which Mozilla publishes them.

A file has a header, the descriptions of all tensors, their names, their shapes and their data. All numbers are
little-endian. A matrix of 8-bit integers is stored transposed, except embeddings, and its multiplier follows the data.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Int8s: TypeAlias = NDArray[np.int8]

# The architecture that the graphs express. A model whose configuration lacks one of the settings has this value too.
ARCHITECTURE = {
    "type": "transformer",
    "dec-cell": "ssru",
    "dec-cell-base-depth": "2",
    "dec-cell-high-depth": "1",
    "right-left": "false",
    "skip": "false",
    "transformer-decoder-autoreg": "rnn",
    "transformer-ffn-activation": "relu",
    "transformer-ffn-depth": "2",
    "transformer-no-projection": "false",
    "transformer-postprocess": "dan",
    "transformer-postprocess-emb": "d",
    "transformer-postprocess-top": "",
    "transformer-preprocess": "",
    "transformer-tied-layers": "[]",
    "transformer-train-position-embeddings": "false",
}

VERSION = 1
# Marian's codes for types of numbers.
FLOAT32 = 0x404
INT8 = 0x4101

HEADER = struct.Struct("<QQ")
# The length of the name, the type, the length of the shape, and the size of the data in bytes.
DESCRIPTION = struct.Struct("<4Q")
PADDING = struct.Struct("<Q")
CONFIGURATION = "special:model.yml"
_SETTING = re.compile(r"^([\w-]+): *(.*?) *$", re.MULTILINE)
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
# The suffix of the tensor with the multiplier of a matrix's inputs.
INPUT_MULTIPLIER = "_QuantMultA"


class ModelUnsupported(Exception):
    """The graphs cannot express the model, or its file is damaged."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor with its data as they are in the file. `kind` is Marian's code for the type of its numbers."""

    kind: int
    shape: tuple[int, ...]
    data: NDArray[np.uint8]


class MarianModel:
    """A model file, mapped into memory. All methods raise ModelUnsupported."""

    def __init__(self, path: Path) -> None:
        try:
            self._tensors = read_tensors(np.memmap(path, np.uint8, "r"))
        except (ValueError, struct.error) as error:
            raise ModelUnsupported("its file is damaged") from error
        text = self._tensor(CONFIGURATION).data.tobytes().decode(errors="replace")
        self._settings = {name: value.strip("\"'") for name, value in _SETTING.findall(text)}
        for name, value in ARCHITECTURE.items():
            if (other := self._settings.get(name, value)) != value:
                raise ModelUnsupported(f"its {name} is {other}")
        self.width = self._number("dim-emb")
        self.heads = self._number("transformer-heads")
        self.encoder_layers = self._number("enc-depth")
        self.decoder_layers = self._number("dec-depth")
        if self.width % (2 * self.heads):
            raise ModelUnsupported("its heads do not divide its width")

    @property
    def source_embeddings(self) -> str:
        """The name of the embeddings of the source language."""
        return "Wemb" if "Wemb" in self._tensors else "encoder_Wemb"

    @property
    def target_embeddings(self) -> str:
        """The name of the embeddings of the target language, which are the weights of the output layer too."""
        return "Wemb" if "Wemb" in self._tensors else "decoder_Wemb"

    def vector(self, name: str) -> Floats:
        """Return a vector of real numbers."""
        tensor = self._tensor(name, FLOAT32)
        return np.frombuffer(tensor.data, np.float32, prod(tensor.shape))

    def weights(self, name: str) -> tuple[Int8s, float]:
        """Return a matrix from inputs to outputs, and its multiplier: integers = real numbers * multiplier."""
        integers, multiplier = self._integers(name)
        inputs, outputs = self._matrix_shape(name)
        return np.ascontiguousarray(integers.reshape(outputs, inputs).T), multiplier

    def embeddings(self, name: str) -> tuple[Int8s, float]:
        """Return a matrix with a row for each subword, as a view of the file, and its multiplier."""
        integers, multiplier = self._integers(name)
        return integers.reshape(self._matrix_shape(name)), multiplier

    def input_multiplier(self, name: str) -> float:
        """Return the multiplier that turns the inputs of a matrix into integers from -127 to 127."""
        if self._tensor(name + INPUT_MULTIPLIER).kind == FLOAT32:
            multiplier = float(self.vector(name + INPUT_MULTIPLIER)[0])
        else:
            # That of embeddings is stored as a matrix of one number.
            integers, divisor = self._integers(name + INPUT_MULTIPLIER)
            multiplier = float(integers[0]) / divisor
        if not multiplier > 0:
            raise ModelUnsupported(f"the inputs of {name} have no multiplier")
        return multiplier

    def _number(self, setting: str) -> int:
        value = self._settings.get(setting, "")
        if not _NUMBER.fullmatch(value):
            raise ModelUnsupported(f"its {setting} is {value or 'missing'}")
        return int(value)

    def _integers(self, name: str) -> tuple[Int8s, float]:
        tensor = self._tensor(name, INT8)
        count = prod(tensor.shape)
        multiplier = float(np.frombuffer(tensor.data, np.float32, 1, offset=count)[0])
        if not multiplier > 0:
            raise ModelUnsupported(f"{name} has no multiplier")
        return np.frombuffer(tensor.data, np.int8, count), multiplier

    def _matrix_shape(self, name: str) -> tuple[int, int]:
        shape = self._tensor(name).shape
        if len(shape) != 2:
            raise ModelUnsupported(f"{name} is not a matrix")
        return shape[0], shape[1]

    def _tensor(self, name: str, kind: int | None = None) -> Tensor:
        tensor = self._tensors.get(name)
        if tensor is None:
            raise ModelUnsupported(f"it has no {name}")
        if kind is not None and tensor.kind != kind:
            raise ModelUnsupported(f"the numbers of {name} have another type")
        return tensor


def read_tensors(data: NDArray[np.uint8]) -> Mapping[str, Tensor]:
    """Return the tensors by name. Raises ValueError or struct.error for a damaged file."""
    version, count = HEADER.unpack_from(data[: HEADER.size].tobytes())
    if version != VERSION or count * DESCRIPTION.size > len(data):
        raise ValueError
    position = HEADER.size + count * DESCRIPTION.size
    descriptions = list(DESCRIPTION.iter_unpack(data[HEADER.size : position].tobytes()))
    names = []
    for length, *_ in descriptions:
        names.append(data[position : position + length].tobytes().rstrip(b"\0").decode())
        position += length
    shapes = []
    for _length, _kind, rank, _size in descriptions:
        shapes.append(tuple(np.frombuffer(data, np.int32, rank, offset=position).tolist()))
        position += 4 * rank
    (padding,) = PADDING.unpack(data[position : position + PADDING.size].tobytes())
    position += PADDING.size + padding
    tensors = {}
    for name, shape, (_length, kind, _rank, size) in zip(names, shapes, descriptions, strict=True):
        tensors[name] = Tensor(kind, shape, data[position : position + size])
        if len(tensors[name].data) < max(size, _needed_bytes(kind, shape)):
            raise ValueError(name)
        position += size
    return tensors


def _needed_bytes(kind: int, shape: tuple[int, ...]) -> int:
    if any(size < 0 for size in shape):
        raise ValueError(shape)
    return {FLOAT32: 4 * prod(shape), INT8: prod(shape) + 4}.get(kind, 0)
