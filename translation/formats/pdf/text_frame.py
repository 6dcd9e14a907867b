"""A place on a page that waits for the translation of its paragraph: all that is kept between reading and writing."""

from dataclasses import dataclass
from typing import NamedTuple

from translation.formats.pdf.fonts import Style
from translation.formats.pdf.geometry import Box, Direction


class Strip(NamedTuple):
    """A stretch of a line's text, from x0 to x1 on a baseline. With `joins` nothing else stands between it and the one
    before it in its flow."""

    x0: float
    x1: float
    baseline: float
    size: float
    top: float
    bottom: float
    joins: bool = False


class Glyph(NamedTuple):
    """A glyph of the document itself: its place relative to its code, and the operands that show it again.

    `matrix` is the 2×2 part of the text matrix in page space, `font` the xref of the font, `code` its hex string.
    """

    x: float
    y: float
    font: int
    code: str
    matrix: tuple[float, float, float, float]


@dataclass(slots=True)
class Code:
    """An inline formula, symbol or raised number: where it stood, and its glyphs once they are known."""

    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    text: str
    colour: int
    fonts: frozenset[str]
    glyphs: tuple[Glyph, ...] = ()


@dataclass(slots=True)
class TextFrame:
    """Measures in points, in the frame of `direction`; `x0` and `x1` are the paragraph's edges without its `mark`.

    `bars` are the boxes of the lines and highlights along its text.
    The mark is the bullet or number before it, which moves with it. `is_free` means that it may move up or down
    because nothing stands beside it, `is_alone` that no other text reaches into its box, `joins` that none stands
    between it and the place before it in its flow either.
    With `rtl` its text runs from right to left, and the first line's indent, `first_x - x0`, is on the right.
    `far_edge` is how far its lines could reach on the side where they end, `mark_x` where its mark goes when that
    changes its side. `letters` is the length of its text, and `ends_full` tells that its last line is as long as the
    others, as before a column's end.
    """

    page: int
    direction: Direction
    x0: float
    x1: float
    first_x: float
    top: float
    bottom: float
    baselines: tuple[float, ...]
    leading: float
    align: str
    style: Style
    condense: float
    strips: tuple[Strip, ...]
    styles: tuple[Style, ...]
    codes: tuple[Code, ...]
    bars: tuple[Box, ...] = ()
    mark: Code | None = None
    is_free: bool = False
    is_alone: bool = False
    joins: bool = False
    left_limit: float = 0.0
    right_limit: float = 0.0
    bottom_limit: float = 0.0
    leader: Strip | None = None
    rtl: bool = False
    far_edge: float = 0.0
    mark_x: float | None = None
    letters: int = 0
    ends_full: bool = False

    @property
    def size(self) -> float:
        """The size of its main style."""
        return self.style.size
