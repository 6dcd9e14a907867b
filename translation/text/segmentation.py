"""Segmentation of a text into sentences, and of sentences that are too long for an engine into parts."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from fxtranslate import discovery

from translation.text.inline_codes import Range, find_codes

# The embedded engine silently drops words from longer sentences.
MAX_SENTENCE_WORDS = 48
# For scripts without spaces, which have no words to count.
MAX_SENTENCE_CHARACTERS = 300
# Only this much of the end of a sentence is searched for an abbreviation.
MAX_ABBREVIATION_CHARACTERS = 20
# A sentence is not cut in the first or last of this many equal parts, so that no part is very short.
CUT_PARTS = 6

# Text between tabs, gaps of three or more spaces, and vertical bars.
_CELL = re.compile(r"[^\s|]\S*(?:[^\S\t\n]{1,2}(?!\|\s)\S+)*")
# Line breaks and tabs as programs write them: "\\n".
_ESCAPE = re.compile(r"\\[nrt](?![a-z])")
# A lead-in in capitals, before a sentence: "WARNING HOT SURFACE: Do not touch.", "IN GENERAL.—The law".
_LEAD_IN_CAPITALS = re.compile(
    r"([A-ZÀ-Þ][A-ZÀ-Þ\d .,–-]{0,60}?[A-ZÀ-Þ]{4}[A-ZÀ-Þ\d .,–-]{0,60}?(?::|\.(?=\s?[—–])))"
    r"\s*(?:[—–]\s*)?(?=[\"“(]?[A-ZÀ-Þ]?[a-zß-ÿ])"
)
# The last word of a sentence, before its full stop and closing quotes.
_LAST_WORD = re.compile(r"(\S+)\.[\"')\]]*\s*$")
# Punctuation that divides a sentence, before a space or a character of a script without spaces.
_DIVIDER = re.compile(r"[;:](?=\s)|[,，、；](?=\s|[^\x00-\u024f])|\s[–—-](?=\s)")
# A space, or the position after a character of a script without spaces.
_SPACE = re.compile(r"\s+|(?<=[\u3040-\u9fff])")
# Punctuation that may end a sentence.
_SENTENCE_END = re.compile(r"[.!?。！？…]")


def split_sentences(text: str, codes: Sequence[Range], abbreviations: frozenset[str]) -> Iterator[Range]:
    """Yield the ranges of a text's sentences, without the spaces around them. Sentences that are too long are cut.

    Tabs, wide gaps and vertical bars always end a sentence. `codes` are the ranges that are not language. No sentence
    ends inside a code.
    """
    covered = _cover(text, codes)
    for match in _CELL.finditer(_ESCAPE.sub("\t\t", covered)):
        start, end = _trim(text, match.span())
        if lead := _LEAD_IN_CAPITALS.match(covered, start, end):
            yield start, lead.end(1)
            start = lead.end()
        has_end = _SENTENCE_END.search(text, start, end)
        sentences = _join(text, _split_cell(covered, (start, end)), abbreviations) if has_end else [(start, end)]
        for sentence in sentences:
            yield from _shorten(text, sentence, codes)


def split_every_sentence(text: str, abbreviations: frozenset[str]) -> Iterator[Range]:
    """Yield the ranges of the sentences of a text, however long they are."""
    covered = _cover(text, find_codes(text))
    yield from _join(text, _split_cell(covered, _trim(text, (0, len(text)))), abbreviations)


def _split_cell(text: str, cell: Range) -> list[Range]:
    ranges = []
    position, end = cell
    for sentence in discovery.segment_sentences(text[position:end]):
        start = text.index(sentence, position)
        position = start + len(sentence)
        ranges.append((start, position))
    return ranges


def _cover(text: str, codes: Sequence[Range]) -> str:
    """Return the text with each code replaced by a plain word of the same length.

    A citation or inline code directly after a sentence belongs to it, so it becomes full stops.
    """
    parts, position = [], 0
    for start, end in codes:
        filler = "." if text[max(0, start - 1) : start] in (".", "!", "?") and text[start] in "[\U00100000" else "X"
        parts += [text[position:start], filler * (end - start)]
        position = end
    return "".join(parts) + text[position:]


def _join(text: str, ranges: list[Range], abbreviations: frozenset[str]) -> list[Range]:
    """Return the ranges, with the parts of one sentence joined."""
    joined: list[Range] = []
    for start, end in ranges:
        if joined and _continues(text[joined[-1][0] : joined[-1][1]], text[start:end], abbreviations):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _continues(before: str, after: str, abbreviations: frozenset[str]) -> bool:
    """Return whether a text continues the sentence before it.

    It does if it starts in lower case, or follows an abbreviation, an initial or a number alone.
    """
    if after[0].islower():
        return True
    if not (match := _LAST_WORD.search(before[-MAX_ABBREVIATION_CHARACTERS:])):
        return False
    word = match.group(1).lstrip("([\"'“‘")
    return word.lower() in abbreviations or (len(word) == 1 and word.isupper()) or before.rstrip(".").isdigit()


def _shorten(text: str, sentence: Range, codes: Sequence[Range]) -> Iterator[Range]:
    """Yield a sentence, or its parts: it is cut in two until no part is too long."""
    start, end = sentence
    body = text[start:end]
    is_short = len(body.split()) <= MAX_SENTENCE_WORDS and (len(body) <= MAX_SENTENCE_CHARACTERS or " " in body)
    cut = None if is_short else _best_cut(text, sentence, codes)
    if cut is None:
        yield sentence
        return
    for part in ((start, cut), (cut, end)):
        yield from _shorten(text, _trim(text, part), codes)


def _best_cut(text: str, sentence: Range, codes: Sequence[Range]) -> int | None:
    """Return the best position to cut a sentence: near the middle, after punctuation or else at a space. Or None."""
    start, end = sentence
    middle, margin = (start + end) / 2, (end - start) // CUT_PARTS
    for pattern in (_DIVIDER, _SPACE):
        cuts = [match.end() for match in pattern.finditer(text, start + margin, end - margin)]
        outside_codes = [cut for cut in cuts if not _is_inside(cut, codes)]
        if outside_codes:
            return min(outside_codes, key=lambda cut: abs(cut - middle))
    return None


def _is_inside(cut: int, codes: Sequence[Range]) -> bool:
    """Return whether a position is inside one of the codes, which are in order."""
    after = bisect_left(codes, (cut, 0))
    return after > 0 and cut < codes[after - 1][1]


def _trim(text: str, part: Range) -> Range:
    """Return a range without the spaces at both ends."""
    start, end = part
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())
