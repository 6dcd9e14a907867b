"""Finding the document's own glyphs of inline formulas and symbols, to show them again unchanged.

A MuPDF device receives each glyph with its font and its code in the file.
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
from translation.formats.pdf.reading.structured import run_display_list
from translation.formats.pdf.text_frame import Code, Glyph, TextFrame

# The origin of a glyph may be this far to the left of its code's box.
SIDE_SLACK_POINTS = 0.6
# It may be this far above or below the box.
HEIGHT_SLACK_POINTS = 1.0
# A MuPDF `fz_text_item` in memory: x, y, advance, glyph, character, code.
TEXT_ITEM = Struct("@3f3i")


Matrix = tuple[float, float, float, float]


class PageGlyph(NamedTuple):
    """A glyph on a page: its origin, the address of its font, its code, and the 2×2 part of its matrix.

    `y` comes first, so that glyphs sort from top to bottom.
    """

    y: float
    x: float
    font: int
    code: int
    matrix: Matrix


class _GlyphDevice(mupdf.FzDevice2):  # type: ignore[misc]
    """Collects the glyphs of these fonts whose origins are in these boxes, in page space."""

    def __init__(self, fonts: frozenset[str], boxes: Sequence[Box]) -> None:
        super().__init__()
        self.use_virtual_fill_text()
        self.fonts = fonts
        # The boxes by each whole point of height that they cover, so that a glyph is compared with few boxes.
        self.rows: dict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            for row in range(floor(box[1]), floor(box[3]) + 1):
                self.rows[row].append(box)
        self.found: list[PageGlyph] = []

    def fill_text(self, _context: Any, text: Any, ctm: Any, *_colour: Any) -> None:
        """Collect the glyphs of a text. MuPDF calls this for each text that the page draws."""
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
        for x, y, _advance, _glyph, _character, code in _items(span):
            down = x * b + y * d + f
            boxes = self.rows.get(floor(down))
            if boxes and any(x0 <= (across := x * a + y * c + e) <= x1 for x0, _top, x1, _bottom in boxes):
                matrix = matrix or _matrix(span.trm, ctm)
                self.found.append(PageGlyph(down, across, font, code, matrix))


def _items(span: Any) -> Iterator[tuple[Any, ...]]:
    """Return the glyphs of a span, read from memory, because PyMuPDF's objects take twenty times as long."""
    length = span.len * TEXT_ITEM.size
    return TEXT_ITEM.iter_unpack(mupdf.python_memoryview_from_memory(span.items, length, 0)) if length else iter(())


def _matrix(trm: Any, ctm: tuple[float, ...]) -> Matrix:
    a, b, c, d = ctm[:4]
    return (
        trm.a * a + trm.b * c,
        trm.a * b + trm.b * d,
        trm.c * a + trm.d * c,
        trm.c * b + trm.d * d,
    )


def find_glyphs(
    display_list: mupdf.FzDisplayList,
    file: mupdf.PdfDocument,
    file_fonts: Iterable[FileFont],
    frames: Iterable[TextFrame],
) -> None:
    """Set the glyphs of the codes in the text frames of a page.

    `display_list` is the page's, and `file_fonts` are its fonts. A code gets no glyphs if one of its fonts cannot be
    used again.
    """
    coded = [(frame, codes) for frame in frames if (codes := _codes_of(frame))]
    fonts = frozenset(name for _frame, codes in coded for code in codes for name in code.fonts)
    if not coded:
        return
    device = _GlyphDevice(fonts, [_search_box(code, frame.direction) for frame, codes in coded for code in codes])
    run_display_list(display_list, device)
    references = _font_references(file, file_fonts)
    sorted_glyphs: dict[Direction, list[PageGlyph]] = {}
    for frame, codes in coded:
        if frame.direction not in sorted_glyphs:
            sorted_glyphs[frame.direction] = _by_height(device.found, frame.direction)
        for code in codes:
            code.glyphs = _glyphs_of(code, sorted_glyphs[frame.direction], references)


def _codes_of(frame: TextFrame) -> tuple[Code, ...]:
    """Return the codes of a frame's text and its list marker."""
    return (*frame.codes, frame.list_marker) if frame.list_marker else frame.codes


def _search_box(code: Code, direction: Direction) -> Box:
    """Return the box on the page that contains the origins of a code's glyphs."""
    box = (
        code.x0 - SIDE_SLACK_POINTS,
        code.top - HEIGHT_SLACK_POINTS,
        code.x1,
        code.bottom + HEIGHT_SLACK_POINTS,
    )
    return box if direction == HORIZONTAL else box_on_page(box, direction)


def _font_references(file: mupdf.PdfDocument, file_fonts: Iterable[FileFont]) -> dict[int, tuple[int, int]]:
    """Return (xref, bytes of a code) by the address of the font, for fonts whose codes can be written again.

    Addresses identify fonts. Names do not, because several fonts of a page may share a name, and a font's file may have
    another name than its dictionary. MuPDF returns the same font while it is in its store. A font that was dropped gets
    another address, so its codes are not found.
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


def _by_height(glyphs: Iterable[PageGlyph], direction: Direction) -> list[PageGlyph]:
    """Return the glyphs in the frame of a direction, from top to bottom."""
    if direction == HORIZONTAL:
        return sorted(glyphs)
    found = []
    for glyph in glyphs:
        x, y, _, _ = turned((glyph.x, glyph.y, glyph.x, glyph.y), direction)
        found.append(glyph._replace(x=x, y=y))
    return sorted(found)


def _glyphs_of(code: Code, found: list[PageGlyph], references: dict[int, tuple[int, int]]) -> tuple[Glyph, ...]:
    """Return the glyphs of a code, or none if one of their fonts cannot be used again."""
    first = bisect_left(found, (code.top - HEIGHT_SLACK_POINTS,))
    last = bisect_left(found, (code.bottom + HEIGHT_SLACK_POINTS,))
    glyphs = []
    for y, x, font, number, matrix in found[first:last]:
        if not code.x0 - SIDE_SLACK_POINTS <= x < code.x1 - SIDE_SLACK_POINTS / 2:
            continue
        reference = references.get(font)
        if reference is None or not 0 <= number < 256 ** reference[1]:
            return ()
        glyphs.append(Glyph(x - code.x0, y - code.baseline, reference[0], f"{number:0{2 * reference[1]}x}", matrix))
    return tuple(glyphs)
