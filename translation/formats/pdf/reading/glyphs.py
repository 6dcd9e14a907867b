"""The document's own glyphs, so that an inline formula is shown again exactly as it was.

A MuPDF device sees each glyph with its font and the code that the file used for it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import floor
from struct import Struct
from typing import Any, NamedTuple

from pymupdf import mupdf

from translation.formats.pdf.file_fonts import FileFont
from translation.formats.pdf.fonts import plain_name
from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction, box_on_page, turned
from translation.formats.pdf.reading.structured import run_contents
from translation.formats.pdf.text_frame import Code, Glyph, TextFrame

# Slack, in points, around the box of a code: glyphs start within it.
SLACK = 0.6
# The same above and below it.
REACH = 1.0
# MuPDF's `fz_text_item`: x, y, advance, glyph, letter, code.
ITEM = Struct("@3f3i")


Matrix = tuple[float, float, float, float]


class Seen(NamedTuple):
    """A glyph as the device saw it: place, address of its font, code, and the 2×2 part of its matrix."""

    y: float
    x: float
    font: int
    code: int
    matrix: Matrix


class _GlyphDevice(mupdf.FzDevice2):  # type: ignore[misc]
    """Collects the glyphs of some fonts that stand in some boxes, in page space."""

    def __init__(self, fonts: frozenset[str], boxes: Sequence[Box]) -> None:
        super().__init__()
        self.use_virtual_fill_text()
        self.fonts = fonts
        # The boxes by the whole points of height that they reach over.
        self.rows: dict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            for row in range(floor(box[1]), floor(box[3]) + 1):
                self.rows[row].append(box)
        self.found: list[Seen] = []

    def fill_text(self, _context: Any, text: Any, ctm: Any, *_colour: Any) -> None:
        span = text.head
        while span:
            name = mupdf.ll_fz_font_name(span.font)
            if name in self.fonts or plain_name(name) in self.fonts:
                self._collect(span, (ctm.a, ctm.b, ctm.c, ctm.d, ctm.e, ctm.f))
            span = span.next

    def _collect(self, span: Any, ctm: tuple[float, ...]) -> None:
        a, b, c, d, e, f = ctm
        matrix: Matrix | None = None
        font = int(span.font.this)
        for x, y, _advance, _glyph, _letter, code in _items(span):
            down = x * b + y * d + f
            boxes = self.rows.get(floor(down))
            if boxes and any(x0 <= (across := x * a + y * c + e) <= x1 for x0, _top, x1, _bottom in boxes):
                matrix = matrix or _matrix(span.trm, ctm)
                self.found.append(Seen(down, across, font, code, matrix))


def _items(span: Any) -> Iterator[tuple[Any, ...]]:
    """The glyphs of a span, read from memory: as objects, one by one, they take twenty times as long."""
    length = span.len * ITEM.size
    return ITEM.iter_unpack(mupdf.python_memoryview_from_memory(span.items, length, 0)) if length else iter(())


def _matrix(trm: Any, ctm: tuple[float, ...]) -> Matrix:
    a, b, c, d = ctm[:4]
    return (
        trm.a * a + trm.b * c,
        trm.a * b + trm.b * d,
        trm.c * a + trm.d * c,
        trm.c * b + trm.d * d,
    )


def find_glyphs(
    shown: mupdf.FzDisplayList, file: mupdf.PdfDocument, file_fonts: Iterable[FileFont], places: Iterable[TextFrame]
) -> None:
    """Give the codes of a page's places their glyphs; a code whose fonts cannot be used again gets none."""
    coded = [
        (place, codes)
        for place in places
        if (codes := [*place.codes, *([place.list_marker] if place.list_marker else [])])
    ]
    fonts = frozenset(name for _place, codes in coded for code in codes for name in code.fonts)
    if not coded:
        return
    device = _GlyphDevice(fonts, [_reach(code, place.direction) for place, codes in coded for code in codes])
    run_contents(shown, device)
    references = _font_references(file, file_fonts)
    frames: dict[Direction, list[Seen]] = {}
    for place, codes in coded:
        if place.direction not in frames:
            frames[place.direction] = _by_height(device.found, place.direction)
        for code in codes:
            code.glyphs = _glyphs_of(code, frames[place.direction], references)


def _reach(code: Code, direction: Direction) -> Box:
    """Where on the page the glyphs of a code start."""
    box = (code.x0 - SLACK, code.top - REACH, code.x1, code.bottom + REACH)
    return box if direction == HORIZONTAL else box_on_page(box, direction)


def _font_references(file: mupdf.PdfDocument, file_fonts: Iterable[FileFont]) -> dict[int, tuple[int, int]]:
    """Addresses of fonts to (xref, bytes a code), for fonts whose codes can be written as they were seen.

    MuPDF gives a font that it has in its store again; one that it has dropped for want of room gets another address,
    and its codes are not found. Names tell less: several fonts of a page may share one, and that in a font's file may
    differ from that in its dictionary.
    """
    found: dict[int, tuple[int, int]] = {}
    for xref, kind, _name, encoding in file_fonts:
        if xref > 0 and kind != "Type3" and (kind != "Type0" or encoding.startswith("Identity")):
            address = _address_of(file, xref)
            if address is not None:
                found[address] = xref, 2 if kind == "Type0" else 1
    return found


def _address_of(file: mupdf.PdfDocument, xref: int) -> int | None:
    font = mupdf.pdf_new_indirect(file, xref, 0)
    try:
        loaded = mupdf.ll_pdf_load_font(file.m_internal, None, font.m_internal)
    except mupdf.FzErrorBase:
        return None
    try:
        return int(loaded.font.this)
    finally:
        mupdf.ll_pdf_drop_font(loaded)


def _by_height(found: Iterable[Seen], direction: Direction) -> list[Seen]:
    """The glyphs in the frame of a direction, from top to bottom."""
    if direction != HORIZONTAL:
        found = [_turned(seen, direction) for seen in found]
    return sorted(found)


def _turned(seen: Seen, direction: Direction) -> Seen:
    x, y, _, _ = turned((seen.x, seen.y, seen.x, seen.y), direction)
    return seen._replace(x=x, y=y)


def _glyphs_of(code: Code, seen: list[Seen], references: dict[int, tuple[int, int]]) -> tuple[Glyph, ...]:
    first, last = bisect_left(seen, (code.top - REACH,)), bisect_left(seen, (code.bottom + REACH,))
    glyphs = []
    for y, x, font, number, matrix in seen[first:last]:
        if not code.x0 - SLACK <= x < code.x1 - SLACK / 2:
            continue
        reference = references.get(font)
        if reference is None or not 0 <= number < 256 ** reference[1]:
            return ()
        glyphs.append(Glyph(x - code.x0, y - code.baseline, reference[0], f"{number:0{2 * reference[1]}x}", matrix))
    return tuple(glyphs)
