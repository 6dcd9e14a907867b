"""The document's own glyphs, so that an inline formula is shown again exactly as it was.

A MuPDF device sees each glyph with its font and the code that the file used for it.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any, NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.fonts import NAME_LENGTH, plain_name
from translation.formats.pdf.place import Code, Glyph, Place
from translation.formats.pdf.text import HORIZONTAL, Direction, turned

# Slack, in points, around the box of a code: glyphs start within it.
SLACK = 0.6


class Seen(NamedTuple):
    """A glyph as the device saw it: place, font name, code, and the 2×2 part of its matrix."""

    y: float
    x: float
    font: str
    code: int
    matrix: tuple[float, float, float, float]


class _GlyphDevice(mupdf.FzDevice2):  # type: ignore[misc]
    """Collects the glyphs of some fonts, in page space."""

    def __init__(self, fonts: frozenset[str]) -> None:
        super().__init__()
        self.use_virtual_fill_text()
        self.fonts = fonts
        self.found: list[Seen] = []

    def fill_text(self, _context: Any, text: Any, ctm: Any, *_colour: Any) -> None:
        span = text.head
        while span:
            name = mupdf.ll_fz_font_name(span.font)
            if name in self.fonts or plain_name(name) in self.fonts:
                self._collect(span, name, ctm)
            span = span.next

    def _collect(self, span: Any, name: str, ctm: Any) -> None:
        trm, items = span.trm, mupdf.FzTextSpan(span)
        matrix = (
            trm.a * ctm.a + trm.b * ctm.c,
            trm.a * ctm.b + trm.b * ctm.d,
            trm.c * ctm.a + trm.d * ctm.c,
            trm.c * ctm.b + trm.d * ctm.d,
        )
        for number in range(span.len):
            item = items.items(number)
            x = item.x * ctm.a + item.y * ctm.c + ctm.e
            y = item.x * ctm.b + item.y * ctm.d + ctm.f
            self.found.append(Seen(y, x, name, item.cid, matrix))


def find_glyphs(page: pymupdf.Page, places: Iterable[Place]) -> None:
    """Give the codes of a page's places their glyphs; a code whose fonts cannot be used again gets none."""
    coded = [(place, codes) for place in places if (codes := [*place.codes, *([place.mark] if place.mark else [])])]
    fonts = frozenset(name for _place, codes in coded for code in codes for name in code.fonts)
    if not coded:
        return
    device = _GlyphDevice(fonts)
    mupdf.fz_run_page_contents(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    references = _font_references(page)
    frames: dict[Direction, list[Seen]] = {}
    for place, codes in coded:
        if place.direction not in frames:
            frames[place.direction] = _by_height(device.found, place.direction)
        for code in codes:
            code.glyphs = _glyphs_of(code, frames[place.direction], references)


def _font_references(page: pymupdf.Page) -> dict[str, tuple[int, int]]:
    """Font name to (xref, bytes a code), for fonts whose codes can be written as they were seen."""
    found: dict[str, tuple[int, int]] = {}
    ambiguous = set()
    for xref, _extension, kind, name, _resource, encoding, *_rest in page.get_fonts(full=True):
        base = name[:NAME_LENGTH]
        usable = xref > 0 and kind != "Type3" and (kind != "Type0" or encoding.startswith("Identity"))
        if base in found and found[base][0] != xref:
            ambiguous.add(base)
        if usable:
            found[base] = (xref, 2 if kind == "Type0" else 1)
    for base in ambiguous:
        del found[base]
    return found


def _by_height(found: Iterable[Seen], direction: Direction) -> list[Seen]:
    """The glyphs in the frame of a direction, from top to bottom."""
    if direction != HORIZONTAL:
        found = [_turned(seen, direction) for seen in found]
    return sorted(found)


def _turned(seen: Seen, direction: Direction) -> Seen:
    x, y, _, _ = turned((seen.x, seen.y, seen.x, seen.y), direction)
    return seen._replace(x=x, y=y)


def _glyphs_of(code: Code, seen: list[Seen], references: dict[str, tuple[int, int]]) -> tuple[Glyph, ...]:
    first, last = bisect_left(seen, (code.top - 1,)), bisect_left(seen, (code.bottom + 1,))
    glyphs = []
    for y, x, name, number, matrix in seen[first:last]:
        if not code.x0 - SLACK <= x < code.x1 - SLACK / 2:
            continue
        reference = references.get(name) or references.get(plain_name(name))
        if reference is None or not 0 <= number < 256 ** reference[1]:
            return ()
        glyphs.append(Glyph(x - code.x0, y - code.baseline, reference[0], f"{number:0{2 * reference[1]}x}", matrix))
    return tuple(glyphs)
