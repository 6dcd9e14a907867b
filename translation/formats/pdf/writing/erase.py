"""Removing text from a page: take its glyphs out of the content streams, and cover what cannot be taken out."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import reduce

import pymupdf

from translation.formats.pdf.content_streams.bands import Band
from translation.formats.pdf.content_streams.budget import ContentTooLarge
from translation.formats.pdf.content_streams.marks import ContentMark
from translation.formats.pdf.content_streams.removal import (
    ContentChanged,
    ContentSurgeon,
    ContentUnreliable,
    RemovalReport,
)
from translation.formats.pdf.content_streams.witness import Witness
from translation.formats.pdf.geometry import BandIndex, Box, point_on_page, union
from translation.formats.pdf.writing.cover import DirectedStrip, cover_text

# A glyph belongs to a strip if its baseline is this close to that of the strip, as those of formulas in it are.
BAND_EM = 0.3
# A strip is empty if glyphs of less than this share of its length were removed. The rest of a full one are spaces.
MIN_REMOVED_SHARE = 0.25
# Two bands overlap if they share more than this part of the first.
MIN_SHARED = 0.5


@dataclass(frozen=True)
class Removal:
    """What went from a page, by the numbers of strips and decorations.

    `left` are the strips whose text is still in the file, under a cover. `decorations` are those that were removed.
    `marks` has, for each strip, where its glyphs stood in the structure, with their numbers. `mcids` are the
    marked-content sequences of the page.
    """

    left: frozenset[int]
    decorations: frozenset[int] = frozenset()
    marks: Sequence[Mapping[ContentMark, int]] = ()
    mcids: Set[int] = frozenset()


def remove_text(
    surgeon: ContentSurgeon,
    page: pymupdf.Page,
    strips: Sequence[DirectedStrip],
    decorations: Sequence[Box],
    is_scan: bool = False,
) -> Removal:
    """Remove the text of strips, with underlines and highlights, from a page. Nothing else on the page changes.

    Strips whose text cannot be removed are covered with their background. On a scan, whose text may be a picture, all
    are. Afterwards the contents of the page leave the graphics state as it was. Raises ContentUnreliable or an error of
    MuPDF for a page so damaged that readers differ on what it shows. It may then be only partly rewritten.
    """
    bands = [_band(strip) for strip in strips]
    try:
        report = _clear(surgeon, page, bands, decorations)
    except (ContentTooLarge, ContentChanged):
        page.wrap_contents()
        cover_text(page, strips)
        return Removal(frozenset(range(len(strips))), marks=[{}] * len(strips))
    found = _find_hidden(report) if is_scan else _find_left(report, bands)
    left = frozenset(number for number in found if not strips[number][0].is_optional)
    to_cover = range(len(strips)) if is_scan else sorted(left)
    if to_cover:
        cover_text(page, [strips[number] for number in to_cover])
    return Removal(left, frozenset(report.decorations), [each.glyphs for each in report.bands], report.mcids)


def _clear(
    surgeon: ContentSurgeon, page: pymupdf.Page, bands: Sequence[Band], decorations: Sequence[Box]
) -> RemovalReport:
    """Take glyphs out of a page. Damaged contents are first written anew by MuPDF, as it shows them."""
    try:
        return surgeon.clear(page, bands, decorations)
    except ContentUnreliable:
        witness = Witness(page)
        page.clean_contents()
        if not witness.sees_no_change():
            raise
        return surgeon.clear(page, bands, decorations)


def _band(strip: DirectedStrip) -> Band:
    (x0, x1, baseline, size, *_rest), direction = strip[0], strip[1]
    return Band(*point_on_page(x0, baseline, direction), *direction, x1 - x0, BAND_EM * size)


def _find_hidden(report: RemovalReport) -> Iterator[int]:
    """Yield the bands with text that could not be removed."""
    return (number for number, band in enumerate(report.bands) if band.left)


def _find_left(report: RemovalReport, bands: Sequence[Band]) -> Iterator[int]:
    """Yield the bands with text that is still there: some was left, or hardly anything was found.

    Bands that overlap share their glyphs, as those of text that is drawn twice.
    """
    empty = [
        number
        for number, (removed, band) in enumerate(zip(report.bands, bands, strict=True))
        if removed.left or removed.length < MIN_REMOVED_SHARE * band.length
    ]
    full = [band for removed, band in zip(report.bands, bands, strict=True) if removed.glyphs] if empty else []
    index = BandIndex(full, reduce(union, map(_box, full)), _box) if full else None
    for number in empty:
        near = index.near(_box(bands[number])) if index else ()
        if report.bands[number].left or not any(_overlap(bands[number], other) for other in near):
            yield number


def _box(band: Band) -> Box:
    x, y, half = band.x + band.ux * band.length, band.y + band.uy * band.length, band.half
    return min(band.x, x) - half, min(band.y, y) - half, max(band.x, x) + half, max(band.y, y) + half


def _overlap(band: Band, other: Band) -> bool:
    """Return whether a band runs along most of another."""
    dx, dy = other.x - band.x, other.y - band.y
    across, start = abs(dx * band.uy - dy * band.ux), dx * band.ux + dy * band.uy
    shared = min(band.length, start + other.length) - max(0.0, start)
    return across < band.half + other.half and shared > MIN_SHARED * band.length
