"""Reading MuPDF's structured text of a page: lines in parts of words, vectors and pictures."""

import re
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.bidi import has_right_to_left
from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction, turned

# Vectors end a line, so both spans and words are read with them.
WORD_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_PRESERVE_IMAGES
    | pymupdf.TEXT_COLLECT_VECTORS
)
# MuPDF inserts a space for each gap in the file, and each such space splits its span. Spans are read without them.
SPAN_FLAGS = WORD_FLAGS | pymupdf.TEXT_INHIBIT_SPACES
EVERYWHERE = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
# MuPDF's types of a block.
TEXT_BLOCK = 0
IMAGE_BLOCK = 1
VECTOR_BLOCK = 3
# Not a type of MuPDF, so that PyMuPDF skips the block.
IGNORED_BLOCK = 9

# Characters without a space between them.
CHARACTERS = re.compile(r"[^\s\u200b]+")
# MuPDF treats these spaces as parts of a word, unless they are named as delimiters, which is slower.
OTHER_SPACES = (
    "\x85\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000"
)
OTHER_SPACE = re.compile(f"[{OTHER_SPACES}]")
# Boxes of characters in one font, size and line have the same height within this tolerance, unless some are raised.
LEVEL_POINTS = 0.05
# The index of the text in an entry of MuPDF's list of words, after the four numbers of its box.
TEXT_FIELD = 4
# The alpha value of an opaque colour.
OPAQUE = 255


class WordPart(NamedTuple):
    """Characters of one span without a space between them, in the frame of their line.

    A word is one part, or several parts in different spans. `after_space` means that there may be a space before the
    part, because there is one or because the part is the first of its line.
    """

    text: str
    after_space: bool
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float


class Vector(NamedTuple):
    """A rule, a fill or the box of any other path. `colour` is 0xRRGGBB."""

    box: Box
    colour: int
    is_fill: bool


@dataclass(slots=True)
class StructuredPage:
    """The contents of a page.

    `blocks` are MuPDF's dictionaries of text blocks. Each block has its drawing `order`, each line a `direction`, and
    each span its `parts`. `fills` are boxes filled with an opaque colour, with their drawing order.
    """

    blocks: list[dict[str, Any]]
    vectors: list[Vector]
    images: list[Box]
    fills: list[tuple[Box, int]]


def read_contents(page: pymupdf.Page, display_list: mupdf.FzDisplayList) -> StructuredPage:
    """Return the contents of a page from its display list."""
    text_page, images = _structured_text(page, display_list, SPAN_FLAGS)
    blocks: list[dict[str, Any]] = text_page.extractDICT()["blocks"]
    texts = _text_blocks(blocks)
    with_spaces, ignored = _structured_text(page, display_list, WORD_FLAGS)
    if not _add_parts(texts, with_spaces):
        texts = _text_blocks(with_spaces.extractRAWDICT()["blocks"])
        _add_parts_by_character(texts)
    fills = [
        (block["bbox"], order) for order, block in enumerate(blocks) if _is_fill(block) and block["alpha"] == OPAQUE
    ]
    contents = StructuredPage(texts, _vectors(blocks), [_box(block.bbox) for block in images], fills)
    for block in [*images, *ignored]:
        block.type = IMAGE_BLOCK
    return contents


def read_vectors(page: pymupdf.Page) -> list[Vector]:
    """Return only the vectors of a page."""
    text_page, images = _structured_text(page, make_display_list(page), SPAN_FLAGS)
    vectors = _vectors(text_page.extractDICT()["blocks"])
    for block in images:
        block.type = IMAGE_BLOCK
    return vectors


def make_display_list(page: pymupdf.Page) -> mupdf.FzDisplayList:
    """Return the display list of a page, without its annotations.

    Interpreting the content stream takes most of the time of reading a page, so it is done only once.
    """
    return mupdf.fz_new_display_list_from_page_contents(page.this)


def run_display_list(display_list: mupdf.FzDisplayList, device: mupdf.FzDevice) -> None:
    """Send the contents of a page to a device, and close the device."""
    mupdf.fz_run_display_list(display_list, device, mupdf.FzMatrix(), EVERYWHERE, mupdf.FzCookie())
    mupdf.fz_close_device(device)


def _text_blocks(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the text blocks, and set their drawing order."""
    texts = []
    for order, block in enumerate(blocks):
        if block["type"] == TEXT_BLOCK:
            block["order"] = order
            texts.append(block)
    return texts


def _is_fill(block: dict[str, Any]) -> bool:
    return bool(block["type"] == VECTOR_BLOCK and block["isrect"] and not block["stroked"])


def _vectors(blocks: Iterable[dict[str, Any]]) -> list[Vector]:
    return [Vector(block["bbox"], block["color"], _is_fill(block)) for block in blocks if block["type"] == VECTOR_BLOCK]


def _structured_text(
    page: pymupdf.Page, display_list: mupdf.FzDisplayList, flags: int
) -> tuple[pymupdf.TextPage, list[Any]]:
    """Return the structured text of a page, and its image blocks, which PyMuPDF ignores.

    The caller must restore the type of these blocks. Otherwise PyMuPDF would unpack each image for its dictionary,
    which takes up to 80 % of the time of a page.
    """
    structured = mupdf.FzStextPage(mupdf.fz_bound_page(page.this))
    run_display_list(display_list, mupdf.fz_new_stext_device(structured, mupdf.FzStextOptions(flags)))
    images = []
    block = structured.m_internal.first_block
    while block:
        if block.type == IMAGE_BLOCK:
            block.type = IGNORED_BLOCK
            images.append(block)
        block = block.next
    text_page = pymupdf.TextPage(structured)
    text_page.parent = weakref.proxy(page)
    return text_page, images


def _box(rect: Any) -> Box:
    return (rect.x0, rect.y0, rect.x1, rect.y1)


def _spans(blocks: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Direction]]:
    """Yield each span with its direction, and set the direction of its line."""
    for block in blocks:
        for line in block["lines"]:
            cos, sin = line["dir"]
            direction = line["direction"] = HORIZONTAL if cos == 1 else (round(cos, 4), round(sin, 4))
            for span in line["spans"]:
                yield span, direction


def _add_parts(blocks: Sequence[dict[str, Any]], text_page: pymupdf.TextPage) -> bool:
    """Set the parts of each span from the boxes of MuPDF's words, which takes half the time of characters.

    Return False if these boxes are not enough: for slanted text, right-to-left text, and words with some raised
    characters. The parts must then be found by character.
    """
    words = text_page.extractWORDS()
    text = "\n".join([word[TEXT_FIELD] for word in words])
    if has_right_to_left(text):
        return False
    boxes = _WordBoxes(text_page.extractWORDS(OTHER_SPACES) if OTHER_SPACE.search(text) else words)
    return all(0 in direction and boxes.add_parts(span, direction) for span, direction in _spans(blocks))


class _WordBoxes:
    """MuPDF's words in order, which the spans of the page consume."""

    def __init__(self, words: Sequence[tuple[Any, ...]]) -> None:
        self._words = words
        # The index of the next word.
        self._next = 0
        # The number of consumed characters of the next word.
        self._used = 0
        # The height of the characters by font and size, and their depth below the baseline.
        self._heights: dict[tuple[str, float], tuple[float, float]] = {}

    def add_parts(self, span: dict[str, Any], direction: Direction) -> bool:
        """Set the parts of a span. Return False if its characters do not match the next words or are not level."""
        parts = self._whole_words(span) if direction == HORIZONTAL else None
        if parts is None:
            parts = self._partial_words(span, direction)
        span["parts"] = parts
        return parts is not None

    def _whole_words(self, span: dict[str, Any]) -> list[WordPart] | None:
        """Return the parts of a span of whole level words, as most spans are. None for other spans."""
        text: str = span["text"]
        characters = "".join(text.split())
        if not characters:
            return []
        if self._used:
            return None
        end, length, last = self._next, 0, len(self._words)
        while length < len(characters) and end < last:
            length += len(self._words[end][TEXT_FIELD])
            end += 1
        words = self._words[self._next : end]
        if "".join([word[TEXT_FIELD] for word in words]) != characters:
            return None
        _, top, _, bottom = span["bbox"]
        for word in words:
            if word[1] != top or word[3] != bottom:
                return None
        self._next = end
        font, first = (span["font"], span["size"]), span["origin"][1]
        if font not in self._heights:
            self._heights[font] = bottom - top, bottom - first
        baseline = round(first, 2)
        return [WordPart(word[TEXT_FIELD], True, word[0], top, word[2], bottom, baseline) for word in words]

    def _partial_words(self, span: dict[str, Any], direction: Direction) -> list[WordPart] | None:
        """Return the parts of any span. None if its characters do not match the next words or are not level."""
        box, origin = span["bbox"], span["origin"]
        if direction != HORIZONTAL:
            box, origin = turned(box, direction), turned((*origin, *origin), direction)
        font = span["font"], span["size"]
        parts = []
        for run in CHARACTERS.findall(span["text"]):
            characters = run
            while characters:
                begins_word = self._used == 0
                text, part_box = self._consume(characters, box, direction)
                baseline = self._baseline(part_box, box, origin[1], font) if text else None
                if baseline is None:
                    return None
                parts.append(WordPart(text, begins_word, *part_box, round(baseline, 2)))
                characters = characters[len(text) :]
        return parts

    def _consume(self, characters: str, box: Box, direction: Direction) -> tuple[str, Box]:
        """Return the first characters of a span that belong to the next word, and their box, or "" if none do.

        `box` is the box of the span.
        """
        if self._next == len(self._words):
            return "", box
        word: str = self._words[self._next][TEXT_FIELD]
        first = self._used
        last = min(first + len(characters), len(word))
        text = word[first:last]
        if not characters.startswith(text):
            return "", box
        whole: Box = self._words[self._next][:TEXT_FIELD]
        self._next, self._used = (self._next + 1, 0) if last == len(word) else (self._next, last)
        if direction != HORIZONTAL:
            whole = turned(whole, direction)
        if len(text) == len(word):
            return text, whole
        # A word that continues in another span reaches to the edge of this span.
        return text, (whole[0] if first == 0 else box[0], box[1], whole[2] if last == len(word) else box[2], box[3])

    def _baseline(self, part: Box, box: Box, first: float, font: tuple[str, float]) -> float | None:
        """Return the baseline of a part of a span. None if its characters are not level.

        `box` is the box of the span, and `first` the baseline of its first character.
        """
        height = part[3] - part[1]
        known = self._heights.get(font)
        if known is not None and height > known[0] + LEVEL_POINTS:
            return None
        if abs(part[1] - box[1]) < LEVEL_POINTS and abs(part[3] - box[3]) < LEVEL_POINTS:
            self._heights.setdefault(font, (height, part[3] - first))
            return first
        return None if known is None else part[3] - known[1]


def _add_parts_by_character(blocks: Iterable[dict[str, Any]]) -> None:
    """Set the parts of each span from the boxes of its characters."""
    for span, direction in _spans(blocks):
        characters = span["chars"]
        text = "".join([character["c"] for character in characters])
        span["parts"] = [
            _part(characters[match.start() : match.end()], match[0], match.start() > 0, direction)
            for match in CHARACTERS.finditer(text)
        ]
        span["text"] = text


def _part(characters: Sequence[dict[str, Any]], text: str, after_space: bool, direction: Direction) -> WordPart:
    first, last = characters[0], characters[-1]
    if has_right_to_left(text):
        text = _in_reading_order(text, first["bbox"][0], last["bbox"][0])
        first, last = _ends(characters)
    one, other, origin = first["bbox"], last["bbox"], first["origin"]
    if direction != HORIZONTAL:
        one, other = turned(one, direction), turned(other, direction)
        origin = turned((*origin, *origin), direction)
    x0, x1 = (one[0], other[2]) if one[0] <= other[0] else (other[0], one[2])
    return WordPart(text, after_space, x0, min(one[1], other[1]), x1, max(one[3], other[3]), round(origin[1], 2))


def _ends(characters: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the leftmost and the rightmost character."""
    return min(characters, key=lambda each: each["bbox"][0]), max(characters, key=lambda each: each["bbox"][2])


def _in_reading_order(text: str, first: float, last: float) -> str:
    """Return a right-to-left word in reading order, with punctuation that some files put first at the end.

    `first` and `last` are the left edges of the first and last characters in the file.
    """
    return text[1:] + text[0] if first < last and not text[0].isalnum() else text
