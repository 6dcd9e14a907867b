"""Underlines, strike-throughs and highlights, which are drawn as vectors but belong to the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from translation.formats.pdf.fonts import DecorationStyle
from translation.formats.pdf.geometry import HORIZONTAL, Box
from translation.formats.pdf.reading.structured import Vector
from translation.formats.pdf.reading.text import Line, PageText

# An underline or strike-through is no thicker than this. Text is set on thicker bars.
MAX_THICKNESS_EM = 0.2
# The middle of an underline is between these distances below the baseline.
UNDERLINE_EM = (0.02, 0.4)
# The middle of a strike-through is above the baseline, so its distances are negative.
STRIKE_THROUGH_EM = (-0.45, -0.15)
# A highlight reaches from above the characters ...
HIGHLIGHT_TOP_EM = (-1.5, -0.6)
# ... to below them, both measured from the baseline.
HIGHLIGHT_BOTTOM_EM = (0.05, 0.7)
# No decoration is taller than this, so taller vectors are not compared with lines.
MAX_HEIGHT_EM = 2.2
# A decoration ends within this distance of its words. A vector that reaches further is a rule or a cell.
OVERHANG_POINTS = 2.5
# A space at either end of the words may be decorated too.
SPACE_EM = 0.4
# A word belongs to a decoration if its middle is within it, with this tolerance.
WORD_SLACK_POINTS = 1
# Some programs draw an underline in pieces, for each word and space. The pieces are this close to each other.
TOUCHING_POINTS = 0.6
# Stroked pieces of an underline are no thicker than this.
MAX_STROKE_POINTS = 3.0


def attach_decorations(page: PageText) -> None:
    """Move the decorations of a page from its vectors to its words.

    The style of a word gets its decorations, and a line their boxes. This handles only horizontal lines.
    """
    lines = sorted((line for line in page.lines if line.direction == HORIZONTAL), key=lambda line: line.baseline)
    baselines = [line.baseline for line in lines]
    tallest = max((line.size for line in lines), default=0.0)
    others = []
    for pieces in _joined(page.vectors):
        vector = pieces[0]._replace(box=(pieces[0].box[0], pieces[0].box[1], pieces[-1].box[2], pieces[0].box[3]))
        _x0, top, _x1, bottom = vector.box
        first = bisect_left(baselines, top - tallest)
        last = bisect_right(baselines, bottom + 2 * tallest)
        if bottom - top > MAX_HEIGHT_EM * tallest or not _attach(vector, lines[first:last]):
            others += pieces
    page.vectors = others


def _joined(vectors: Sequence[Vector]) -> list[list[Vector]]:
    """Return the vectors in groups. Each group has the pieces of one stroke, from left to right."""
    strokes: list[list[Vector]] = []
    for vector in sorted(vectors, key=lambda each: (each.colour, round(each.box[1]), each.box[0])):
        last = strokes[-1][-1] if strokes else None
        if last is not None and _continues(last, vector):
            strokes[-1].append(vector)
        else:
            strokes.append([vector])
    return strokes


def _continues(last: Vector, vector: Vector) -> bool:
    thin = vector.box[3] - vector.box[1] <= MAX_STROKE_POINTS or (last.is_fill and vector.is_fill)
    level = all(abs(last.box[side] - vector.box[side]) < TOUCHING_POINTS / 2 for side in (1, 3))
    return thin and level and last.colour == vector.colour and vector.box[0] - last.box[2] < TOUCHING_POINTS


def _attach(vector: Vector, lines: Sequence[Line]) -> bool:
    """Attach a vector to the words that it decorates, and return whether there are any."""
    for line in lines:
        style = _decoration_style(vector, line)
        if style is None:
            continue
        x0, x1 = vector.box[0], vector.box[2]
        words = [
            word for word in line.words if x0 - WORD_SLACK_POINTS <= (word.x0 + word.x1) / 2 <= x1 + WORD_SLACK_POINTS
        ]
        overhang = max(OVERHANG_POINTS, SPACE_EM * line.size)
        if not words or x0 < words[0].x0 - overhang or x1 > words[-1].x1 + overhang:
            continue
        for word in words:
            word.style = word.style._replace(decorations=(*word.style.decorations, style))
        line.decorations.append(vector.box)
        return True
    return False


def _decoration_style(vector: Vector, line: Line) -> DecorationStyle | None:
    """Return the style of a vector as a decoration of a line. None if its shape or height does not fit."""
    x0, top, x1, bottom = vector.box
    above, below = (top - line.baseline) / line.size, (bottom - line.baseline) / line.size
    middle = (above + below) / 2
    is_thin = below - above <= MAX_THICKNESS_EM and x1 - x0 > bottom - top
    is_stroke = is_thin and (_is_within(middle, UNDERLINE_EM) or _is_within(middle, STRIKE_THROUGH_EM))
    is_behind = _is_within(above, HIGHLIGHT_TOP_EM) and _is_within(below, HIGHLIGHT_BOTTOM_EM)
    if not is_stroke and not (is_behind and vector.is_fill):
        return None
    # MuPDF's box of a stroked line is twice as thick as the line.
    spare = 0.0 if vector.is_fill else (below - above) / 4
    return DecorationStyle(vector.colour, round(above + spare, 2), round(below - spare, 2))


def _is_within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def rounded(boxes: Iterable[Box]) -> set[Box]:
    """Return boxes in whole points, to find the boxes of decorations among those of a page's vectors again."""
    return {(round(x0), round(y0), round(x1), round(y1)) for x0, y0, x1, y1 in boxes}
