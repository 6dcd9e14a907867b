"""Pages with given content streams, and checks of what is removed from them."""

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import pymupdf
import pytest

from translation.formats.pdf.content_streams.bands import Band
from translation.formats.pdf.content_streams.removal import ContentSurgeon, RemovalReport
from translation.testing.pdf_glyphs import PlacedGlyph, glyphs_by_mupdf, glyphs_by_pdfium, read_by_mupdf

WIDTH, HEIGHT = 400, 300
TOLERANCE_POINTS = 0.1
HELVETICA = "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>"
Read = Callable[[Path, int], list[tuple[str, float, float]]]


def add(document: pymupdf.Document, definition: str, stream: bytes | None = None) -> int:
    """Add an object, and return its number."""
    xref: int = document.get_new_xref()
    document.update_object(xref, definition)
    if stream is not None:
        document.update_stream(xref, stream)
    return xref


def page_of(*contents: bytes, resources: str = "", document: pymupdf.Document | None = None) -> pymupdf.Document:
    """Return a document with one page. Its font F1 is Helvetica."""
    document = pymupdf.open() if document is None else document
    page = document.new_page(width=WIDTH, height=HEIGHT)
    font = add(document, HELVETICA)
    streams = " ".join(f"{add(document, '<<>>', content)} 0 R" for content in contents)
    document.xref_set_key(page.xref, "Resources", f"<</Font <</F1 {font} 0 R>> {resources}>>")
    document.xref_set_key(page.xref, "Contents", f"[{streams}]")
    return document


def bands_of(page: pymupdf.Page, goes: Callable[[str], bool] = str.isupper) -> list[Band]:
    """Return a band for each row of glyphs that go."""
    bands = []
    for _, group in groupby(read_by_mupdf(page), key=lambda each: (goes(each.character), each.direction)):
        row = list(group)
        for glyphs in (row if len({round(each.y, 1) for each in row}) > 1 else [None]) or ():
            bands += [_band([glyphs] if glyphs else row)] if goes(row[0].character) else []
    return bands


def _band(row: list[PlacedGlyph]) -> Band:
    first, last = row[0], row[-1]
    ux, uy = first.direction
    end = 2 * ((last.middle[0] - last.x) * ux + (last.middle[1] - last.y) * uy)
    length = (last.x - first.x) * ux + (last.y - first.y) * uy + end
    return Band(first.x, first.y, ux, uy, length, 2.0)


def clear(document: pymupdf.Document, bands: list[Band] | None = None) -> RemovalReport:
    """Remove the capitals of the first page, or what is in the bands."""
    surgeon = ContentSurgeon(document)
    try:
        return surgeon.clear(document[0], bands_of(document[0]) if bands is None else bands)
    finally:
        surgeon.close()


def check(
    document: pymupdf.Document,
    folder: Path,
    goes: Callable[[str], bool] = str.isupper,
    bands: list[Band] | None = None,
    engines: Sequence[Read] = (glyphs_by_mupdf, glyphs_by_pdfium),
) -> RemovalReport:
    """Remove characters, save, and compare all glyphs by MuPDF and PDFium."""
    before, after = folder / "before.pdf", folder / "after.pdf"
    document.save(before)
    report = clear(document, bands_of(document[0], goes) if bands is None else bands)
    document.save(after, garbage=3, deflate=True)
    for read in engines:
        old, new = read(before, 0), read(after, 0)
        stay = [glyph for glyph in old if not goes(glyph[0])]
        assert len(stay) < len(old)
        assert [glyph[0] for glyph in new] == [glyph[0] for glyph in stay]
        for one, other in zip(stay, new, strict=True):
            assert one[1:] == pytest.approx(other[1:], abs=TOLERANCE_POINTS)
    return report
