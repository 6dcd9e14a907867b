"""MuPDF's structured text of a page: its lines in pieces without blanks, and what is drawn beside them."""

import re
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.bidi import has_right_to_left
from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction, turned

FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_PRESERVE_IMAGES
    | pymupdf.TEXT_COLLECT_VECTORS
)
# MuPDF puts blanks where the file has gaps, and each of them parts the span that it is in, as a style of its own: spans
# are read without them, words with. Vectors part lines, so both are to see them.
SPANS, WORDS = FLAGS | pymupdf.TEXT_INHIBIT_SPACES, FLAGS
EVERYWHERE = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
TEXT_BLOCK, IMAGE_BLOCK, VECTOR_BLOCK, HIDDEN_BLOCK = 0, 1, 3, 9

LETTERS = re.compile(r"[^\s\u200b]+")
# What of these MuPDF takes for letters of a word unless it is told, which takes its time.
OTHER_BLANKS = (
    "\x85\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000"
)
OTHER_BLANK = re.compile(f"[{OTHER_BLANKS}]")
# Boxes of letters in one font, size and line are equally high to within so many points, unless they are not level.
EVEN = 0.05
# Where MuPDF's list of words has their text, after their box.
TEXT = 4


class Piece(NamedTuple):
    """Letters of a span without a blank between them, in the frame of their line.

    `after_blank` means that they follow a blank, or may: they are the first of a line.
    """

    text: str
    after_blank: bool
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float


class Vector(NamedTuple):
    """A rule, a fill or the box of any other path."""

    box: Box
    colour: int
    is_fill: bool


@dataclass(slots=True)
class Contents:
    """What a page shows. `blocks` are MuPDF's dictionaries, in which each line has its `direction`, each span its
    `pieces`.

    `fills` are the boxes that are filled with a colour without transparency of its own. The `order` of a block, and
    that which stands beside a fill, tell what is drawn later.
    """

    blocks: list[dict[str, Any]]
    vectors: list[Vector]
    images: list[Box]
    fills: list[tuple[Box, int]]


def read_contents(page: pymupdf.Page, shown: mupdf.FzDisplayList) -> Contents:
    """Read the contents of a page, as `list_contents` gives them."""
    text_page, images = _structured(page, shown, SPANS)
    blocks: list[dict[str, Any]] = text_page.extractDICT()["blocks"]
    texts = _texts(blocks)
    with_blanks, hidden = _structured(page, shown, WORDS)
    if not _add_pieces(texts, with_blanks):
        texts = _texts(with_blanks.extractRAWDICT()["blocks"])
        _add_pieces_by_character(texts)
    fills = [(block["bbox"], order) for order, block in enumerate(blocks) if _is_fill(block) and block["alpha"] == 255]
    contents = Contents(texts, _vectors(blocks), [_box(block.bbox) for block in images], fills)
    for block in [*images, *hidden]:
        block.type = IMAGE_BLOCK
    return contents


def read_vectors(page: pymupdf.Page) -> list[Vector]:
    """The vectors of a page alone."""
    text_page, images = _structured(page, list_contents(page), SPANS)
    vectors = _vectors(text_page.extractDICT()["blocks"])
    for block in images:
        block.type = IMAGE_BLOCK
    return vectors


def list_contents(page: pymupdf.Page) -> mupdf.FzDisplayList:
    """What a page shows but its annotations: interpreting its streams once takes the most of looking at it."""
    return mupdf.fz_new_display_list_from_page_contents(page.this)


def run_contents(shown: mupdf.FzDisplayList, device: mupdf.FzDevice) -> None:
    """Show a device what a page shows, and close it."""
    mupdf.fz_run_display_list(shown, device, mupdf.FzMatrix(), EVERYWHERE, mupdf.FzCookie())
    mupdf.fz_close_device(device)


def _texts(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    texts = []
    for order, block in enumerate(blocks):
        if block["type"] == TEXT_BLOCK:
            block["order"] = order
            texts.append(block)
    return texts


def _is_fill(block: dict[str, Any]) -> bool:
    return bool(block["type"] == VECTOR_BLOCK and block["isrect"] and not block["stroked"])


def _vectors(blocks: Iterable[dict[str, Any]]) -> list[Vector]:
    return [
        Vector(block["bbox"], block["color"], block["isrect"] and not block["stroked"])
        for block in blocks
        if block["type"] == VECTOR_BLOCK
    ]


def _structured(page: pymupdf.Page, shown: mupdf.FzDisplayList, flags: int) -> tuple[pymupdf.TextPage, list[Any]]:
    """The structured text of a page's contents. Images are hidden in it until the caller restores their type.

    PyMuPDF would otherwise unpack each image when it builds the dictionary: up to 80 % of the time of a page.
    """
    structured = mupdf.FzStextPage(mupdf.fz_bound_page(page.this))
    run_contents(shown, mupdf.fz_new_stext_device(structured, mupdf.FzStextOptions(flags)))
    images = []
    block = structured.m_internal.first_block
    while block:
        if block.type == IMAGE_BLOCK:
            block.type = HIDDEN_BLOCK
            images.append(block)
        block = block.next
    text_page = pymupdf.TextPage(structured)
    text_page.parent = weakref.proxy(page)
    return text_page, images


def _box(rect: Any) -> Box:
    return (rect.x0, rect.y0, rect.x1, rect.y1)


def _spans(blocks: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Direction]]:
    for block in blocks:
        for line in block["lines"]:
            cos, sin = line["dir"]
            direction = line["direction"] = HORIZONTAL if cos == 1 else (round(cos, 4), round(sin, 4))
            for span in line["spans"]:
                yield span, direction


def _add_pieces(blocks: Sequence[dict[str, Any]], text_page: pymupdf.TextPage) -> bool:
    """Give each span its pieces, by the boxes that MuPDF tells of its words.

    False where these do not tell: for slanted text, text to the left, and words of which some letters are raised. It
    takes half the time of looking at each character.
    """
    words = text_page.extractWORDS()
    text = "\n".join([word[TEXT] for word in words])
    if has_right_to_left(text):
        return False
    boxes = _WordBoxes(text_page.extractWORDS(OTHER_BLANKS) if OTHER_BLANK.search(text) else words)
    return all(0 in direction and boxes.add_pieces(span, direction) for span, direction in _spans(blocks))


class _WordBoxes:
    """MuPDF's words one after the other, as the spans of the page use them up."""

    def __init__(self, words: Sequence[tuple[Any, ...]]) -> None:
        self._words = words
        # The next word, and how many letters of it are used up.
        self._next, self._used = 0, 0
        # How high the letters of a font are in a size, and how far they reach below their baseline.
        self._heights: dict[tuple[str, float], tuple[float, float]] = {}

    def add_pieces(self, span: dict[str, Any], direction: Direction) -> bool:
        """Give a span its pieces; False when its letters are not those of the next words, or not level."""
        pieces = self._whole_words(span) if direction == HORIZONTAL else None
        if pieces is None:
            pieces = self._parts(span, direction)
        span["pieces"] = pieces
        return pieces is not None

    def _whole_words(self, span: dict[str, Any]) -> list[Piece] | None:
        """The pieces of a span of whole words, all level, as most are."""
        text: str = span["text"]
        letters = "".join(text.split())
        if not letters:
            return []
        if self._used:
            return None
        end, length, last = self._next, 0, len(self._words)
        while length < len(letters) and end < last:
            length += len(self._words[end][TEXT])
            end += 1
        words = self._words[self._next : end]
        if "".join([word[TEXT] for word in words]) != letters:
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
        return [Piece(word[TEXT], True, word[0], top, word[2], bottom, baseline) for word in words]

    def _parts(self, span: dict[str, Any], direction: Direction) -> list[Piece] | None:
        """The pieces of any span; None when its letters are not those of the next words, or not level."""
        box, origin = span["bbox"], span["origin"]
        if direction != HORIZONTAL:
            box, origin = turned(box, direction), turned((*origin, *origin), direction)
        font = span["font"], span["size"]
        pieces = []
        for run in LETTERS.findall(span["text"]):
            letters = run
            while letters:
                begins = self._used == 0
                text, place = self._take(letters, box, direction)
                baseline = self._baseline(place, box, origin[1], font) if text else None
                if baseline is None:
                    return None
                pieces.append(Piece(text, begins, *place, round(baseline, 2)))
                letters = letters[len(text) :]
        return pieces

    def _take(self, letters: str, box: Box, direction: Direction) -> tuple[str, Box]:
        """As many of the letters as are of the next word, and where they stand in a span with a box; none of them when
        the word is another."""
        if self._next == len(self._words):
            return "", box
        word: str = self._words[self._next][TEXT]
        first = self._used
        last = min(first + len(letters), len(word))
        text = word[first:last]
        if not letters.startswith(text):
            return "", box
        whole: Box = self._words[self._next][:TEXT]
        self._next, self._used = (self._next + 1, 0) if last == len(word) else (self._next, last)
        if direction != HORIZONTAL:
            whole = turned(whole, direction)
        if len(text) == len(word):
            return text, whole
        # A word that goes on in another span fills this one to its edge.
        return text, (whole[0] if first == 0 else box[0], box[1], whole[2] if last == len(word) else box[2], box[3])

    def _baseline(self, place: Box, box: Box, first: float, font: tuple[str, float]) -> float | None:
        """The baseline of letters in a span that begins on the baseline `first`; None when they are not level."""
        height = place[3] - place[1]
        known = self._heights.get(font)
        if known is not None and height > known[0] + EVEN:
            return None
        if abs(place[1] - box[1]) < EVEN and abs(place[3] - box[3]) < EVEN:
            self._heights.setdefault(font, (height, place[3] - first))
            return first
        return None if known is None else place[3] - known[1]


def _add_pieces_by_character(blocks: Iterable[dict[str, Any]]) -> None:
    """Give each span its pieces, by the boxes of its characters."""
    for span, direction in _spans(blocks):
        characters = span["chars"]
        text = "".join([character["c"] for character in characters])
        span["pieces"] = [
            _piece(characters[match.start() : match.end()], match[0], match.start() > 0, direction)
            for match in LETTERS.finditer(text)
        ]
        span["text"] = text


def _piece(characters: Sequence[dict[str, Any]], text: str, after_blank: bool, direction: Direction) -> Piece:
    first, last = characters[0], characters[-1]
    if has_right_to_left(text):
        text = _in_order(text, first["bbox"][0], last["bbox"][0])
        first, last = _ends(characters)
    one, other, origin = first["bbox"], last["bbox"], first["origin"]
    if direction != HORIZONTAL:
        one, other = turned(one, direction), turned(other, direction)
        origin = turned((*origin, *origin), direction)
    x0, x1 = (one[0], other[2]) if one[0] <= other[0] else (other[0], one[2])
    return Piece(text, after_blank, x0, min(one[1], other[1]), x1, max(one[3], other[3]), round(origin[1], 2))


def _ends(characters: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The characters that stand furthest left and right."""
    return min(characters, key=lambda each: each["bbox"][0]), max(characters, key=lambda each: each["bbox"][2])


def _in_order(text: str, first: float, last: float) -> str:
    """A word that runs to the left, with the sign at its left edge at its end although the file has it first."""
    return text[1:] + text[0] if first < last and not text[0].isalnum() else text
