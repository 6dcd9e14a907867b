"""The output layer of a model, which chooses the next subword among those on the shortlists of the sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from translation.alignment.vocabulary import Vocabulary
from translation.alignment.word_alignment import ShortlistFile
from translation.engines.firefox.marian import Floats, Int8s, MarianModel

# The numbers of subwords in a vocabulary.
Subwords: TypeAlias = NDArray[np.int64]

# The layer has a multiple of the columns that a processor handles at once.
COLUMN_STEP = 16
# Added to a score, this excludes a choice. Minus infinity could lead to undefined numbers.
EXCLUDED = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Choices:
    """The subwords that the translations of a batch may contain: their numbers (N), weights (D, N) and bias (N).

    `excluded` (B, N), or (1, N) for all sentences, is added to the scores, so that each sentence keeps to its own
    shortlist whatever else is in the batch.
    """

    subwords: Subwords
    weights: Int8s
    bias: Floats
    excluded: Floats

    def best(self, scores: Floats) -> Subwords:
        """Return the best choice of each sentence. `scores` (B, N) are those of the output layer."""
        best: Subwords = self.subwords[(scores + self.excluded).argmax(axis=1)]
        return best

    def for_rows(self, rows: NDArray[np.bool_]) -> "Choices":
        """Return the choices of some of the sentences."""
        excluded = self.excluded if len(self.excluded) == 1 else self.excluded[rows]
        return Choices(self.subwords, self.weights, self.bias, excluded)


class OutputLayer:
    """The weights of all target subwords. The subword for unknown characters is never chosen."""

    def __init__(self, model: MarianModel, shortlist: ShortlistFile | None, target: Vocabulary) -> None:
        self._rows, _ = model.embeddings(model.target_embeddings)
        self._bias = model.vector("decoder_ff_logit_out_b").copy()
        self._bias[target.unknown] = EXCLUDED
        # A model may have more rows than its vocabulary, to fill a block of the matrix.
        self._bias[len(target) :] = EXCLUDED
        self._shortlist = _Shortlist(model, shortlist) if shortlist else None
        self._all = None if shortlist else self._choices(np.arange(len(self._rows)), np.zeros((1, 1), np.float32))

    def choices_for(self, sources: Sequence[Subwords]) -> Choices:
        """Return the choices for a batch of sentences, given as subwords of the source language."""
        if self._shortlist is None:
            assert self._all
            return self._all
        lists = [self._shortlist.choices_for(source) for source in sources]
        subwords = np.unique(np.concatenate(lists))
        padding = np.full(-len(subwords) % COLUMN_STEP, subwords[-1])
        excluded = np.full((len(sources), len(subwords) + len(padding)), EXCLUDED)
        for row, own in zip(excluded, lists, strict=True):
            row[np.searchsorted(subwords, own)] = 0
        return self._choices(np.concatenate([subwords, padding]), excluded)

    def _choices(self, subwords: Subwords, excluded: Floats) -> Choices:
        return Choices(subwords, np.ascontiguousarray(self._rows[subwords].T), self._bias[subwords], excluded)


class _Shortlist:
    def __init__(self, model: MarianModel, file: ShortlistFile) -> None:
        self._frequent = np.arange(file.frequent)
        self._starts, self._entries = np.asarray(file.starts), np.asarray(file.entries)
        # Words that stay as they are, such as names, need the subwords of the source.
        self._has_source = model.source_embeddings == model.target_embeddings

    def choices_for(self, source: Subwords) -> Subwords:
        distinct = np.unique(source)
        ranges = zip(self._starts[distinct], self._starts[distinct + 1], strict=True)
        lists = [self._entries[start:end] for start, end in ranges]
        return np.concatenate(
            [self._frequent, *lists, distinct if self._has_source else []], dtype=np.int64, casting="unsafe"
        )
