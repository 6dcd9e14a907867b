"""Finding likely translations of words in the shortlists of neural models.

For each source subword, a shortlist has the target subwords that the model may choose. That is less than a dictionary,
but enough to align the words of a translation with the words of its source.
"""

import mmap
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log2
from pathlib import Path

# SentencePiece's sign for the start of a word.
WORD_START = "▁"
# SentencePiece's own penalty: an unknown character scores this much less than the rarest subword.
UNKNOWN_PENALTY = 10.0
# A subword on at most this many lists has full weight. A subword on more lists is common and says less.
MAX_LISTS_OF_FULL_WEIGHT = 16
# Only every seventh entry of the lists is counted. This finds the common subwords and saves a tenth of a second.
SAMPLING_STEP = 7
# A page has a few hundred words, and each takes a few thousand bytes.
CACHED_WORDS = 1024

# The header of a shortlist file: magic, checksum, two parameters, and the lengths of its two arrays.
_HEADER = struct.Struct("<6Q")
# Tags of a protocol buffer: field 1 as bytes, and field 2 as a 32-bit float.
_FIELD_1_BYTES = 0x0A
_FIELD_2_FLOAT = 0x15


class Vocabulary:
    """The subwords of a SentencePiece unigram model."""

    def __init__(self, model: bytes) -> None:
        entries = list(_entries(model))
        self.subwords = [subword for subword, _ in entries]
        self._scores = {subword: (number, score) for number, (subword, score) in enumerate(entries)}
        self._longest = max(map(len, self.subwords), default=0)
        self._unknown_score = min((score for _, score in entries), default=0.0) - UNKNOWN_PENALTY
        self.split = lru_cache(CACHED_WORDS)(self._split)

    def _split(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a word's subwords, without unknown characters."""
        return tuple(self._best_split(WORD_START + word))

    def _best_split(self, text: str) -> list[int]:
        """Return the split with the best sum of scores (Viterbi's algorithm)."""
        best_scores = [0.0]
        # The start and number of the last subword before each position. The number of an unknown character is None.
        last_subwords: list[tuple[int, int | None]] = [(0, None)]
        for end in range(1, len(text) + 1):
            candidates = [
                (best_scores[start] + entry[1], start, entry[0])
                for start in range(max(0, end - self._longest), end)
                if (entry := self._scores.get(text[start:end]))
            ]
            score, start, number = max([*candidates, (best_scores[end - 1] + self._unknown_score, end - 1, -1)])
            best_scores.append(score)
            last_subwords.append((start, None if number < 0 else number))
        numbers = []
        position = len(text)
        while position:
            position, subword = last_subwords[position]
            if subword is not None:
                numbers.append(subword)
        return numbers[::-1]


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

    def _forms(self, word: str) -> tuple[list[_Form], frozenset[int]]:
        """Return the case forms of a target word, without those that are split alike, and all their subwords."""
        splits = {self._target.split(form) for form in _case_forms(word)}
        return [self._form(subwords) for subwords in splits], frozenset().union(*splits)

    def _form(self, subwords: tuple[int, ...]) -> _Form:
        lengths = [max(1, len(self._target.subwords[subword].strip(WORD_START))) for subword in subwords]
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


def _entries(model: bytes) -> Iterator[tuple[str, float]]:
    """Yield the subwords of a model and their scores.

    The model is a protocol buffer. Its repeated first field is a message with subword and score as fields 1 and 2.
    """
    position = 0
    while position < len(model) and model[position] == _FIELD_1_BYTES:
        size, position = _variable_integer(model, position + 1)
        if model[position] == _FIELD_1_BYTES:
            length, start = _variable_integer(model, position + 1)
            end = start + length
            score = struct.unpack_from("<f", model, end + 1)[0] if model[end] == _FIELD_2_FLOAT else 0.0
            yield model[start:end].decode(), score
        position += size


def _variable_integer(data: bytes, position: int) -> tuple[int, int]:
    """Return a protocol buffer's variable-length integer and the position after it."""
    value = shift = 0
    while True:
        byte = data[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position
