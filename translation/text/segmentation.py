"""Sentences: where they end, and where one that is too long for an engine can be cut."""

import re
from collections.abc import Iterator, Sequence

from fxtranslate import discovery

# Beyond this many words the engine drops some without a word.
LONGEST_SENTENCE = 48
# Scripts without blanks have no words to count.
LONGEST_RUN = 300
LONGEST_ABBREVIATION = 20

Range = tuple[int, int]

_CELL = re.compile(r"[^\s|]\S*(?:[^\S\t\n]{1,2}(?!\|\s)\S+)*")
_LAST_WORD = re.compile(r"(\S+)\.[\"')\]]*\s*$")
_CUT = re.compile(r"[;:](?=\s)|[,，、；](?=\s|[^\x00-\u024f])|\s[–—-](?=\s)")
_BLANK = re.compile(r"\s+|(?<=[\u3040-\u9fff])")
_ENDS = re.compile(r"[.!?。！？…]")


def sentences(text: str, codes: Sequence[Range], abbreviations: frozenset[str]) -> Iterator[Range]:
    """The ranges of the sentences of a text, without the blanks between them, none too long for an engine.

    Tabs, wide gaps and upright bars keep apart what is left and right of them. `codes` are ranges that are not
    language: no sentence ends in one.
    """
    covered = _cover(text, codes)
    for match in _CELL.finditer(text):
        cell = _trim(text, match.span())
        found = _merge(text, _split(covered, cell), abbreviations) if _ENDS.search(match.group()) else [cell]
        for sentence in found:
            yield from _shorten(text, sentence, codes)


def _split(text: str, cell: Range) -> list[Range]:
    ranges = []
    position, end = cell
    for sentence in discovery.segment_sentences(text[position:end]):
        start = text.index(sentence, position)
        position = start + len(sentence)
        ranges.append((start, position))
    return ranges


def _cover(text: str, codes: Sequence[Range]) -> str:
    """The text with codes as plain words of the same length; a note right after a sentence's end belongs to the end."""
    parts, position = [], 0
    for start, end in codes:
        filler = "." if text[max(0, start - 1) : start] in (".", "!", "?") and text[start] in "[\U00100000" else "X"
        parts += [text[position:start], filler * (end - start)]
        position = end
    return "".join(parts) + text[position:]


def _merge(text: str, ranges: list[Range], abbreviations: frozenset[str]) -> list[Range]:
    merged: list[Range] = []
    for start, end in ranges:
        if merged and _goes_on(text[merged[-1][0] : merged[-1][1]], text[start:end], abbreviations):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _goes_on(before: str, after: str, abbreviations: frozenset[str]) -> bool:
    """Whether what was taken for two sentences is one: an abbreviation, an initial or a number before, small after."""
    if after[0].islower():
        return True
    if not (match := _LAST_WORD.search(before[-LONGEST_ABBREVIATION:])):
        return False
    word = match.group(1).lstrip("([\"'“‘")
    return word.lower() in abbreviations or (len(word) == 1 and word.isupper()) or before.rstrip(".").isdigit()


def _shorten(text: str, sentence: Range, codes: Sequence[Range]) -> Iterator[Range]:
    start, end = sentence
    body = text[start:end]
    if len(body.split()) <= LONGEST_SENTENCE and (len(body) <= LONGEST_RUN or " " in body):
        yield sentence
        return
    cut = _best_cut(text, sentence, codes)
    if cut is None:
        yield sentence
        return
    for part in ((start, cut), (cut, end)):
        yield from _shorten(text, _trim(text, part), codes)


def _best_cut(text: str, sentence: Range, codes: Sequence[Range]) -> int | None:
    """Near the middle, after a mark that divides; where there is none, at a blank."""
    start, end = sentence
    middle, margin = (start + end) / 2, (end - start) // 6
    for pattern in (_CUT, _BLANK):
        cuts = [match.end() for match in pattern.finditer(text, start + margin, end - margin)]
        free = [cut for cut in cuts if not any(a < cut < b for a, b in codes)]
        if free:
            return min(free, key=lambda cut: abs(cut - middle))
    return None


def _trim(text: str, part: Range) -> Range:
    start, end = part
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())
