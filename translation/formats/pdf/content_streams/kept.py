"""The glyphs that stay on a page, and whether they still stand there when the stream was changed."""

from collections.abc import Sequence, Set
from typing import NamedTuple

from pymupdf import mupdf

from translation.formats.pdf.content_streams.budget import COST_OF_BYTE
from translation.formats.pdf.content_streams.shows import PlacedGlyph, Show, Stretch
from translation.formats.pdf.content_streams.state import Surroundings
from translation.formats.pdf.content_streams.walker import StreamWalker

# Glyphs may move by this much, because offsets are rounded.
TOLERANCE_POINTS = 0.05


class KeptText(NamedTuple):
    """The codes of one operation that stay, and the middles of the first and the last glyph, in page space."""

    codes: bytes
    x0: float
    y0: float
    x1: float
    y1: float


def kept_text(show: Show, stretch: Stretch) -> KeptText:
    """Return all text of an operation."""
    return KeptText(stretch.codes, *show.point(stretch.first), *show.point(stretch.last))


def kept_glyphs(codes: bytes, glyphs: Sequence[PlacedGlyph]) -> KeptText | None:
    """Return the text of these glyphs, or None if there are only spaces."""
    visible = [glyph for glyph in glyphs if not glyph.is_space]
    return KeptText(codes, visible[0].x, visible[0].y, visible[-1].x, visible[-1].y) if visible else None


def measure_each(show: Show) -> tuple[KeptText | None, float]:
    """Return all text of an operation, measured glyph by glyph, and how far it moves the text."""
    codes, found, offset = list[bytes](), list[PlacedGlyph](), 0.0
    for item in show.items():
        if isinstance(item, float):
            offset -= item * show.unit
            continue
        glyphs, offset = show.glyphs(item[0], offset)
        codes.append(item[0])
        found += glyphs
    return kept_glyphs(b"".join(codes), found), offset


def are_same(before: Sequence[KeptText], after: Sequence[KeptText]) -> bool:
    """Return whether two lists have the same text at the same places."""
    return len(before) == len(after) and all(map(_is_same, before, after))


def _is_same(one: KeptText, other: KeptText) -> bool:
    near = all(abs(a - b) < TOLERANCE_POINTS or a == b for a, b in zip(one[1:], other[1:], strict=True))
    return one.codes == other.codes and near


class TextRecorder(StreamWalker):
    """Lists the text of a page and of some forms in `found`, without changing anything.

    `forms` are the object numbers of these forms.
    """

    found: list[KeptText]
    forms: Set[int]

    def show(self, show: Show) -> float:
        """Record shown text."""
        stretch = show.measure()
        if stretch is not None:
            self.budget.spend_glyphs(stretch.glyphs)
            if stretch.is_visible:
                self.found.append(kept_text(show, stretch))
            return stretch.advance
        self.budget.spend_operations(COST_OF_BYTE * (show.end - show.start))
        text, advance = measure_each(show)
        if text is not None:
            self.budget.spend_glyphs(len(text.codes))
            self.found.append(text)
        return advance

    def use_form(self, operand: tuple[int, int], form: mupdf.PdfObj, inner: Surroundings) -> None:
        """Record the text of a form."""
        if mupdf.pdf_to_num(form) not in self.forms:
            return
        walker = type(self)(self.source, self.budget, self.source.form_contents(form, self.budget), inner)
        walker.found, walker.forms = self.found, self.forms
        walker.run()
