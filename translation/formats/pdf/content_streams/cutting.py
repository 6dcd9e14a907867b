"""Cutting glyphs out of the strings of one operation that shows text."""

from collections.abc import Sequence

from translation.formats.pdf.content_streams.bands import BandIndex
from translation.formats.pdf.content_streams.kept import KeptText
from translation.formats.pdf.content_streams.shows import PlacedGlyph, Show
from translation.formats.pdf.content_streams.strings import ArrayPart


class TextCutter:
    """Decides string by string, and where needed glyph by glyph, what goes from one operation.

    `lost` has the number of glyphs and their width by the number of the band that takes them, and `left` the number of
    glyphs in a band that cannot go. `parts` make the new operand, `advance` is how far the operation moves the text.
    """

    def __init__(self, show: Show, index: BandIndex) -> None:
        self.parts: list[ArrayPart] = []
        self.lost: dict[int, tuple[int, float]] = {}
        self.left: dict[int, int] = {}
        self.advance = 0.0
        self._show, self._index = show, index
        self._can_go = bool(show.is_removable and show.unit)
        self._codes: list[bytes] = []
        self._points: list[tuple[float, float]] = []
        self._has_kept = False
        for item in show.items():
            if isinstance(item, float):
                self.advance -= item * show.unit
                self.parts.append(item)
            elif not self._add_whole(*item):
                self._add_glyphs(*item)

    @property
    def is_empty(self) -> bool:
        """Whether no glyph stays but spaces."""
        return bool(self.lost) and not self._points

    @property
    def kept(self) -> KeptText | None:
        """The text that stays, or None if there are only spaces."""
        return KeptText(b"".join(self._codes), *self._points[0], *self._points[-1]) if self._points else None

    def _add_whole(self, text: bytes, start: int, end: int) -> bool:
        """Add a string if it goes or stays as a whole, and return whether it does."""
        stretch = self._show.stretch_of(text)
        if stretch is None:
            return False
        ends = [self._show.point(self.advance + along) for along in (stretch.first, stretch.last)]
        band = self._index.find_stretch(*ends[0], *ends[1])
        if band is None:
            return False
        if band >= 0 and self._can_go:
            self._lose(band, stretch.glyphs, stretch.advance)
        else:
            if band >= 0:
                self.left[band] = self.left.get(band, 0) + stretch.glyphs
            self._keep((start, end), text, ends if stretch.is_visible else [])
        self.advance += stretch.advance
        return True

    def _add_glyphs(self, text: bytes, start: int, end: int) -> None:
        """Add a string glyph by glyph."""
        glyphs, self.advance = self._show.glyphs(text, self.advance)
        bands = [self._index.find(glyph.x, glyph.y) for glyph in glyphs]
        if not self._can_go:
            for band in bands:
                if band >= 0:
                    self.left[band] = self.left.get(band, 0) + 1
        if not self._can_go or max(bands, default=-1) < 0:
            self._keep((start, end), text, _points(glyphs))
        else:
            self._cut(text, glyphs, bands)

    def _cut(self, text: bytes, glyphs: Sequence[PlacedGlyph], bands: Sequence[int]) -> None:
        start, last = 0, 0
        for glyph, band in zip(glyphs, bands, strict=True):
            if band >= 0:
                if start < last:
                    self._keep(text[start:last], text[start:last], [])
                self._lose(band, 1, glyph.width)
                start = glyph.end
            last = glyph.end
        if start < len(text):
            self._keep(text[start:], text[start:], [])
        self._points += _points([glyph for glyph, band in zip(glyphs, bands, strict=True) if band < 0])

    def _lose(self, band: int, count: int, width: float) -> None:
        glyphs, length = self.lost.get(band, (0, 0.0))
        self.lost[band] = glyphs + count, length + width
        self.parts.append(-width / self._show.unit)

    def _keep(self, part: ArrayPart, codes: bytes, points: Sequence[tuple[float, float]]) -> None:
        self.parts.append(part)
        self._codes.append(codes)
        self._points += points


def _points(glyphs: Sequence[PlacedGlyph]) -> list[tuple[float, float]]:
    return [(glyph.x, glyph.y) for glyph in glyphs if not glyph.is_space]
