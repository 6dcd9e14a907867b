"""The frame of a paragraph: the area of its translation, and everything that is kept between reading and writing.

Measures are in points, in the frame of reference of a direction (see `geometry`), in which text runs to the right.
"""

from dataclasses import dataclass
from typing import NamedTuple

from translation.formats.pdf.fonts import Style
from translation.formats.pdf.geometry import Box, Direction, box_on_page


class Strip(NamedTuple):
    """A stretch of a line to remove: text from `x0` to `x1` on one baseline, in one size.

    `is_optional` means that it may have no text, as the part of a row of dots.
    """

    x0: float
    x1: float
    baseline: float
    size: float
    top: float
    bottom: float
    is_optional: bool = False


class Glyph(NamedTuple):
    """A glyph of the original document: its position relative to its code, and the operands that show it again.

    `matrix` is the 2×2 part of the text matrix in page space, `font` the font's xref, and `code` its hex string.
    """

    x: float
    y: float
    font: int
    code: str
    matrix: tuple[float, float, float, float]


@dataclass(slots=True)
class Code:
    """An inline formula, symbol, superscript or list marker: its position, and its glyphs once they are known.

    `strips` are the stretches of its text, whose baselines may differ from that of its line.
    """

    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    text: str
    colour: int
    fonts: frozenset[str]
    strips: tuple[Strip, ...] = ()
    glyphs: tuple[Glyph, ...] = ()


@dataclass(slots=True)
class TextFrame:
    """The frame of one paragraph on one page.

    Edges: `x0` and `x1` are those of the text without its list marker, `first_x` where the first line starts. With
    `rtl` the text runs from right to left, and the first line's indent, `first_x - x0`, is on the right.

    Room: the text may grow up to `left_limit`, `right_limit` and `bottom_limit`. `far_edge` is the edge of its column
    on the side where lines end. `is_free` means that it may move up or down, because nothing is beside it.

    Parts: `strips` are removed. `decorations` are the boxes of underlines and highlights. `list_marker` is the bullet
    or number before the text, which moves with it, to `list_marker_x` if that is set. `leader` is the row of dots to a
    page number. `characters` is the length of the text. `ends_full` means that its last line is as long as the others,
    as at the foot of a column. `block` is the id of the block. `original_box` is the box of the original, in page
    space.
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
    decorations: tuple[Box, ...] = ()
    list_marker: Code | None = None
    is_free: bool = False
    left_limit: float = 0.0
    right_limit: float = 0.0
    bottom_limit: float = 0.0
    leader: Strip | None = None
    rtl: bool = False
    far_edge: float = 0.0
    list_marker_x: float | None = None
    characters: int = 0
    ends_full: bool = False
    block: int = -1
    original_box: Box = (0.0, 0.0, 0.0, 0.0)

    @property
    def size(self) -> float:
        """The size of the main style, in points."""
        return self.style.size

    @property
    def box(self) -> Box:
        """The box of the text without the list marker, in page space."""
        return box_on_page((min(self.x0, self.first_x), self.top, self.x1, self.bottom), self.direction)
