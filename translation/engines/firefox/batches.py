"""Translation with the graphs of a model, many sentences at a time."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from translation.alignment.word_alignment import ShortlistFile
from translation.engines.firefox.decoding import Decoder, Graphs
from translation.engines.firefox.folder import ModelFiles, read_shortlist, read_vocabulary
from translation.engines.firefox.marian import MarianModel, ModelUnsupported
from translation.engines.firefox.output_layer import Subwords

# Longer texts are translated in parts, because the memory for a part grows with the square of its length.
MAX_SOURCE_SUBWORDS = 511
# Sentences of up to 16 subwords are padded to a multiple of 4, and so on. Only sentences with the same padded length
# share a batch, so no number in the calculation for a sentence depends on the others.
LENGTH_STEPS = {16: 4, 64: 8, MAX_SOURCE_SUBWORDS + 1: 16}
# A batch has at most this many subwords, with the padding, and this many sentences. Larger batches are not faster.
BATCH_SUBWORDS = 1024
BATCH_SENTENCES = 64


class BatchTranslator:
    """Translates with a model and its graphs. Other threads of the interpreter can run meanwhile."""

    def __init__(self, files: ModelFiles, graphs: Graphs) -> None:
        self._source, self._target = map(read_vocabulary, (files.source_vocabulary, files.target_vocabulary))
        model, shortlist = MarianModel(files.model), read_shortlist(files)
        _require_fit(model, shortlist, len(self._source), len(self._target))
        self._decoder = Decoder(model, graphs, shortlist, self._target)

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Return the translation of each text, which is a sentence or a part of one."""
        parts = [(number, part) for number, text in enumerate(texts) for part in self._parts(text)]
        targets: list[list[int]] = [[] for _ in parts]
        for length, batch in _batches([len(part) for _, part in parts]):
            for index, target in zip(batch, self._decoder.decode([parts[i][1] for i in batch], length), strict=True):
                targets[index] = target
        answers: list[list[int]] = [[] for _ in texts]
        for (number, _), target in zip(parts, targets, strict=True):
            answers[number] += target
        return [self._target.decode(answer) for answer in answers]

    def _parts(self, text: str) -> Iterator[Subwords]:
        subwords = self._source.encode(text)
        for start in range(0, len(subwords), MAX_SOURCE_SUBWORDS):
            part = subwords[start : start + MAX_SOURCE_SUBWORDS]
            yield np.array([*part, self._source.end], np.int64)


def _require_fit(
    model: MarianModel, shortlist: ShortlistFile | None, source_subwords: int, target_subwords: int
) -> None:
    """Raise ModelUnsupported if a vocabulary does not fit the embeddings or the shortlist."""
    embeddings = [len(model.embeddings(name)[0]) for name in (model.source_embeddings, model.target_embeddings)]
    if embeddings[0] < source_subwords or embeddings[1] < target_subwords:
        raise ModelUnsupported("its vocabulary does not fit its embeddings")
    if shortlist is None:
        return
    starts, entries = np.asarray(shortlist.starts), np.asarray(shortlist.entries)
    is_in_order = (starts[1:] >= starts[:-1]).all() and starts.max(initial=0) <= len(entries)
    is_in_vocabulary = shortlist.frequent <= target_subwords and entries.max(initial=0) < target_subwords
    if len(starts) <= source_subwords or not is_in_order or not is_in_vocabulary:
        raise ModelUnsupported("its vocabulary does not fit its shortlist")


def _batches(lengths: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield batches: their padded length, and the indexes of their sentences."""
    padded = [_padded(length) for length in lengths]
    in_order = sorted(range(len(lengths)), key=padded.__getitem__)
    for length, group in groupby(in_order, key=padded.__getitem__):
        indexes = list(group)
        size = max(1, min(BATCH_SENTENCES, BATCH_SUBWORDS // length))
        for start in range(0, len(indexes), size):
            yield length, indexes[start : start + size]


def _padded(length: int) -> int:
    step = next(step for longest, step in LENGTH_STEPS.items() if length <= longest)
    return -(-length // step) * step
