"""Which words of two languages may stand for each other, by the shortlists that come with neural models.

A shortlist names, for each piece of a source word, the pieces of target words that the model may choose from. That is
less than a dictionary and enough to tell which word of a translation belongs to which of its sentence.
"""

import struct
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log2

WORD_START = "▁"

# How much worse an unknown character is than the rarest piece, as SentencePiece itself has it.
UNKNOWN_PENALTY = 10.0
# A piece that is on more lists than these is a common one, and being on one more of them tells less.
TELLING_LISTS = 16
# Every so many entries of the lists are counted: enough to know the common pieces, in a tenth of a second less.
SAMPLING = 7
# The choices of a word are a few thousand bytes, and a page has a few hundred words.
WORDS_KEPT = 1024
_HEADER = struct.Struct("<6Q")


class Vocabulary:
    """The pieces of a SentencePiece unigram model, and words cut into them."""

    def __init__(self, model: bytes) -> None:
        entries = list(_entries(model))
        self.pieces = [piece for piece, _ in entries]
        self._scores = {piece: (number, score) for number, (piece, score) in enumerate(entries)}
        self._longest = max(map(len, self.pieces), default=0)
        self._unknown = min((score for _, score in entries), default=0.0) - UNKNOWN_PENALTY
        self.cut = lru_cache(WORDS_KEPT)(self._cut)

    def _cut(self, word: str) -> tuple[int, ...]:
        """The numbers of the pieces of a word, without what the model does not know."""
        return tuple(self._best(WORD_START + word))

    def _best(self, text: str) -> list[int]:
        """The cut with the best sum of scores."""
        best = [0.0]
        arrivals: list[tuple[int, int | None]] = [(0, None)]
        for end in range(1, len(text) + 1):
            options = [
                (best[start] + found[1], start, found[0])
                for start in range(max(0, end - self._longest), end)
                if (found := self._scores.get(text[start:end]))
            ]
            score, start, number = max([*options, (best[end - 1] + self._unknown, end - 1, -1)])
            best.append(score)
            arrivals.append((start, None if number < 0 else number))
        numbers = []
        end = len(text)
        while end:
            end, piece = arrivals[end]
            if piece is not None:
                numbers.append(piece)
        return numbers[::-1]


class Shortlist:
    """The lists of a binary shortlist file: a header of six numbers, where each list starts, and the lists."""

    def __init__(self, data: bytes, source: Vocabulary, target: Vocabulary) -> None:
        self._source, self._target = source, target
        _magic, _checksum, _frequent, _best, starts, entries = _HEADER.unpack_from(data)
        self._starts = array("Q", data[_HEADER.size : _HEADER.size + 8 * starts])
        self._entries = array("I", data[_HEADER.size + 8 * starts :][: 4 * entries])
        self._choices_of = lru_cache(WORDS_KEPT)(self._choices)

    @cached_property
    def _telling(self) -> dict[int, float]:
        """How much a target piece tells, 0 to 1: the fewer lists it is on the more."""
        counts = Counter(self._entries[::SAMPLING])
        return {piece: min(1.0, log2(TELLING_LISTS) / log2(2 + count * SAMPLING)) for piece, count in counts.items()}

    def likeliness(self, word: str, other: str) -> float:
        """The share of the letters of a target word that the source word's lists have, 0 to 1."""
        choices = self._choices_of(word)
        return max(self._covered(self._target.cut(form), choices) for form in _forms(other))

    def _covered(self, pieces: tuple[int, ...], choices: frozenset[int]) -> float:
        lengths = [max(1, len(self._target.pieces[piece].strip(WORD_START))) for piece in pieces]
        found = sum(
            length * self._telling.get(piece, 1.0)
            for piece, length in zip(pieces, lengths, strict=True)
            if piece in choices
        )
        return found / sum(lengths) if lengths else 0.0

    def _choices(self, word: str) -> frozenset[int]:
        pieces = {piece for form in _forms(word) for piece in self._source.cut(form)}
        return frozenset(
            choice for piece in pieces for choice in self._entries[self._starts[piece] : self._starts[piece + 1]]
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Scores pairs of words by the shortlist of a direction and, where there is one, by that of the way back."""

    forward: Shortlist
    backward: Shortlist | None = None

    def score(self, word: str, other: str) -> float:
        """How likely a word of the target language stands for one of the source language, 0 to 1."""
        likely = self.forward.likeliness(word, other)
        return likely if self.backward is None else (likely + self.backward.likeliness(other, word)) / 2


def _forms(word: str) -> set[str]:
    return {word, word.lower(), word.capitalize()}


def _entries(model: bytes) -> Iterator[tuple[str, float]]:
    """The pieces and their scores: the protocol buffer's field 1, each a message with them in its fields 1 and 2."""
    position = 0
    while position < len(model) and model[position] == 0x0A:
        size, position = _variable_integer(model, position + 1)
        if model[position] == 0x0A:
            length, start = _variable_integer(model, position + 1)
            end = start + length
            score = struct.unpack_from("<f", model, end + 1)[0] if model[end] == 0x15 else 0.0
            yield model[start:end].decode(), score
        position += size


def _variable_integer(data: bytes, position: int) -> tuple[int, int]:
    """A protocol buffer's integer and where it ends."""
    value = shift = 0
    while True:
        byte = data[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position
