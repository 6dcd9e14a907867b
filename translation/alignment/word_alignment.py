"""Finding likely translations of words in the shortlists of neural models.

For each source subword, a shortlist has the target subwords that the model may choose. That is less than a dictionary,
but enough to align the words of a translation with the words of its source.
"""

import mmap
import struct
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log2
from pathlib import Path

from translation.alignment.vocabulary import CACHED_WORDS, Vocabulary

# SentencePiece's sign for the start of a word.
WORD_START = "▁"
# A subword on at most this many lists has full weight. A subword on more lists is common and says less.
MAX_LISTS_OF_FULL_WEIGHT = 16
# Only every seventh entry of the lists is counted. This finds the common subwords and saves a tenth of a second.
SAMPLING_STEP = 7

# The header of a shortlist file: magic, checksum, two parameters, and the lengths of its two arrays.
_HEADER = struct.Struct("<6Q")


class ShortlistFile:
    """A binary shortlist, mapped into memory: a header of six numbers, the starts of the lists, and the lists.

    The list of a source subword is `entries[starts[subword] : starts[subword + 1]]`. The `frequent` target subwords are
    the first of the vocabulary and belong to every list. Raises ValueError if the file is damaged.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if len(data) < _HEADER.size:
            raise ValueError(path)
        _magic, _checksum, self.frequent, _best, starts, entries = _HEADER.unpack_from(data)
        lists = data[_HEADER.size :]
        if len(lists) < 8 * starts + 4 * entries:
            raise ValueError(path)
        self.starts = lists[: 8 * starts].cast("Q")
        self.entries = lists[8 * starts :][: 4 * entries].cast("I")


@dataclass(frozen=True, slots=True)
class _Form:
    """The subwords of a target word with their weighted lengths, and the length of the word. Both are in characters."""

    weighted_lengths: tuple[tuple[int, float], ...]
    length: int

    def listed_share(self, choices: frozenset[int]) -> float:
        """Return the weighted share of the word's characters that are among the choices, from 0 to 1."""
        listed = sum([length for subword, length in self.weighted_lengths if subword in choices])
        return listed / self.length if self.length else 0.0


class Shortlist:
    """How likely words of a target language translate words of a source language."""

    def __init__(self, file: ShortlistFile, source: Vocabulary, target: Vocabulary) -> None:
        self._file, self._source, self._target = file, source, target
        self._choices_of = lru_cache(CACHED_WORDS)(self._choices)
        self._forms_of = lru_cache(CACHED_WORDS)(self._forms)

    @cached_property
    def _list_counts(self) -> Counter[int]:
        """How many lists each target subword is on, in the sample."""
        return Counter(self._file.entries[::SAMPLING_STEP])

    def _weight(self, subword: int) -> float:
        """Return the weight of a target subword, from 0 to 1. The fewer lists it is on, the higher is its weight."""
        return min(1.0, log2(MAX_LISTS_OF_FULL_WEIGHT) / log2(2 + self._list_counts[subword] * SAMPLING_STEP))

    def likelihood(self, source_word: str, target_word: str) -> float:
        """Return the share of the target word's characters on the source word's lists, from 0 to 1."""
        choices, (forms, subwords) = self._choices_of(source_word), self._forms_of(target_word)
        if choices.isdisjoint(subwords):
            return 0.0
        return max([form.listed_share(choices) for form in forms])

    def count_subwords(self, source_word: str) -> int:
        """Return the number of subwords of a source word."""
        return len(self._source.split(source_word))

    def _forms(self, word: str) -> tuple[list[_Form], frozenset[int]]:
        """Return the case forms of a target word, without those that are split alike, and all their subwords."""
        splits = {self._target.split(form) for form in _case_forms(word)}
        return [self._form(subwords) for subwords in splits], frozenset().union(*splits)

    def _form(self, subwords: tuple[int, ...]) -> _Form:
        lengths = [max(1, len(text.strip(WORD_START))) for text in self._target.texts(subwords)]
        weighted = [length * self._weight(subword) for subword, length in zip(subwords, lengths, strict=True)]
        return _Form(tuple(zip(subwords, weighted, strict=True)), sum(lengths))

    def _choices(self, word: str) -> frozenset[int]:
        subwords = {subword for form in _case_forms(word) for subword in self._source.split(form)}
        starts, entries = self._file.starts, self._file.entries
        return frozenset().union(*(entries[starts[each] : starts[each + 1]] for each in subwords))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Scores for pairs of words, from the shortlist of a direction and, if there is one, of the opposite direction."""

    forward: Shortlist
    backward: Shortlist | None = None

    def score(self, source_word: str, target_word: str) -> float:
        """Return how likely a target word translates a source word, from 0 to 1."""
        likelihood = self.forward.likelihood(source_word, target_word)
        if self.backward is None:
            return likelihood
        return (likelihood + self.backward.likelihood(target_word, source_word)) / 2


def _case_forms(word: str) -> set[str]:
    return {word, word.lower(), word.capitalize()}
