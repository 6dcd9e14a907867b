"""Read MuPDF's structured text of a page: lines in parts of words, vectors and pictures."""

import re
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.bidi import has_right_to_left
from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction, turned

# Vectors end a line, so spans and words are both read with them.
WORD_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_PRESERVE_IMAGES
    | pymupdf.TEXT_COLLECT_VECTORS
)
# MuPDF inserts spaces where the file has gaps, and each of them splits its span. Spans are read without them.
SPAN_FLAGS = WORD_FLAGS | pymupdf.TEXT_INHIBIT_SPACES
EVERYWHERE = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
# MuPDF's types of a block.
TEXT_BLOCK = 0
IMAGE_BLOCK = 1
VECTOR_BLOCK = 3
# No type of MuPDF's: PyMuPDF skips such blocks.
IGNORED_BLOCK = 9

# Characters without a space between them.
CHARACTERS = re.compile(r"[^\s\u200b]+")
# Spaces that MuPDF takes for parts of a word, unless they are named as delimiters, which is slower.
OTHER_SPACES = (
    "\x85\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000"
)
OTHER_SPACE = re.compile(f"[{OTHER_SPACES}]")
# Boxes of characters in one font, size and line are equally high within this tolerance, unless some are raised.
LEVEL_POINTS = 0.05
# The position of the text in an entry of MuPDF's list of words, after the four numbers of its box.
TEXT_FIELD = 4
# Fully opaque.
OPAQUE = 255


class WordPart(NamedTuple):
    """Characters of one span without a space between them, in the frame of their line.

    A word is one part, or several in different spans. `after_space` means that a space may stand before the part,
    because there is one or because the part comes first in its line.
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
    """What a page shows.

    `blocks` are MuPDF's dictionaries of text blocks. Each has its drawing `order`, each of its lines a `direction`,
    and each span its `parts`. `fills` are boxes filled with an opaque colour, with their drawing order.
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
    """Return the vectors of a page alone."""
    text_page, images = _structured_text(page, make_display_list(page), SPAN_FLAGS)
    vectors = _vectors(text_page.extractDICT()["blocks"])
    for block in images:
        block.type = IMAGE_BLOCK
    return vectors


def make_display_list(page: pymupdf.Page) -> mupdf.FzDisplayList:
    """Return all that a page draws, without its annotations.

    Interpreting the content stream takes most of the time of reading a page, so it is done once.
    """
    return mupdf.fz_new_display_list_from_page_contents(page.this)


def run_display_list(display_list: mupdf.FzDisplayList, device: mupdf.FzDevice) -> None:
    """Send the contents of a page to a device, and close the device."""
    mupdf.fz_run_display_list(display_list, device, mupdf.FzMatrix(), EVERYWHERE, mupdf.FzCookie())
    mupdf.fz_close_device(device)


def _text_blocks(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the text blocks, and note in them their drawing order."""
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
    """Yield each span with its direction, and note the direction in its line."""
    for block in blocks:
        for line in block["lines"]:
            cos, sin = line["dir"]
            direction = line["direction"] = HORIZONTAL if cos == 1 else (round(cos, 4), round(sin, 4))
            for span in line["spans"]:
                yield span, direction


def _add_parts(blocks: Sequence[dict[str, Any]], text_page: pymupdf.TextPage) -> bool:
    """Give each span its parts from the boxes of MuPDF's words, in half the time that characters take.

    Return False where these boxes do not suffice: for slanted text, right-to-left text, and words of which some
    characters are raised. The parts must then be found by character.
    """
    words = text_page.extractWORDS()
    text = "\n".join([word[TEXT_FIELD] for word in words])
    if has_right_to_left(text):
        return False
    boxes = _WordBoxes(text_page.extractWORDS(OTHER_SPACES) if OTHER_SPACE.search(text) else words)
    return all(0 in direction and boxes.add_parts(span, direction) for span, direction in _spans(blocks))


class _WordBoxes:
    """MuPDF's words one after the other, as the spans of the page use them up."""

    def __init__(self, words: Sequence[tuple[Any, ...]]) -> None:
        self._words = words
        # The position of the next word.
        self._next = 0
        # How many characters of the next word are used up.
        self._used = 0
        # The height of the characters of a font in a size, and how far they reach below their baseline.
        self._heights: dict[tuple[str, float], tuple[float, float]] = {}

    def add_parts(self, span: dict[str, Any], direction: Direction) -> bool:
        """Give a span its parts. Return False when its characters are not those of the next words, or not level."""
        parts = self._whole_words(span) if direction == HORIZONTAL else None
        if parts is None:
            parts = self._partial_words(span, direction)
        span["parts"] = parts
        return parts is not None

    def _whole_words(self, span: dict[str, Any]) -> list[WordPart] | None:
        """Return the parts of a span of whole words, all level, as most spans are. None for other spans."""
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
        """Return the parts of any span; None when its characters are not those of the next words, or not level."""
        box, origin = span["bbox"], span["origin"]
        if direction != HORIZONTAL:
            box, origin = turned(box, direction), turned((*origin, *origin), direction)
        font = span["font"], span["size"]
        parts = []
        for run in CHARACTERS.findall(span["text"]):
            characters = run
            while characters:
                begins_word = self._used == 0
                text, part_box = self._take(characters, box, direction)
                baseline = self._baseline(part_box, box, origin[1], font) if text else None
                if baseline is None:
                    return None
                parts.append(WordPart(text, begins_word, *part_box, round(baseline, 2)))
                characters = characters[len(text) :]
        return parts

    def _take(self, characters: str, box: Box, direction: Direction) -> tuple[str, Box]:
        """Return the first characters of a span that belong to the next word, and their box; "" if none do.

        `box` is that of the span.
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
        # A word that continues in another span reaches to the edge of this one.
        return text, (whole[0] if first == 0 else box[0], box[1], whole[2] if last == len(word) else box[2], box[3])

    def _baseline(self, part: Box, box: Box, first: float, font: tuple[str, float]) -> float | None:
        """Return the baseline of a part of a span; None when its characters are not level.

        `box` is that of the span, whose first character stands on the baseline `first`.
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
    """Give each span its parts from the boxes of its characters."""
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
    """Return the characters furthest to the left and to the right."""
    return min(characters, key=lambda each: each["bbox"][0]), max(characters, key=lambda each: each["bbox"][2])


def _in_reading_order(text: str, first: float, last: float) -> str:
    """Return a right-to-left word in reading order: punctuation that some files put first goes to the end.

    `first` and `last` are the left edges of the first and last characters in the file.
    """
    return text[1:] + text[0] if first < last and not text[0].isalnum() else text
