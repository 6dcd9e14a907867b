"""Underlines, strike-throughs and highlights: drawn as vector art, they belong to the text all the same."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from translation.formats.pdf.fonts import DecorationStyle
from translation.formats.pdf.geometry import HORIZONTAL, Box
from translation.formats.pdf.reading.structured import Vector
from translation.formats.pdf.reading.text import Line, PageText

# A thin bar is no thicker than this share of an em. An underline lies so many ems below the baseline, a
# strike-through so many above it.
THICKEST = 0.2
UNDERLINE, STRIKE = (0.02, 0.4), (-0.45, -0.15)
# A highlight reaches from above the letters to below them, in ems from the baseline.
HIGHLIGHT_TOP, HIGHLIGHT_BOTTOM = (-1.5, -0.6), (0.05, 0.7)
# A bar ends within so many points of the words that it belongs to; what reaches further is a rule or a cell.
OVERHANG = 2.5
# A blank at either end may be underlined as well: so many ems.
BLANK = 0.4
# Pieces of one line are this close, in points, and no thicker than RULE_WIDTH.
TOUCHING, RULE_WIDTH = 0.6, 3.0


def mark_bars(page: PageText) -> None:
    """Give the words of a page the bars drawn on them, and take those away from the page's vectors."""
    lines = sorted((line for line in page.lines if line.direction == HORIZONTAL), key=lambda line: line.baseline)
    baselines = [line.baseline for line in lines]
    tallest = max((line.size for line in lines), default=0.0)
    others = []
    for pieces in _rows(page.vectors):
        vector = pieces[0]._replace(box=(pieces[0].box[0], pieces[0].box[1], pieces[-1].box[2], pieces[0].box[3]))
        _x0, top, _x1, bottom = vector.box
        first = bisect_left(baselines, top - tallest)
        last = bisect_right(baselines, bottom + 2 * tallest)
        if bottom - top > 2.2 * tallest or not _mark(vector, lines[first:last]):
            others += pieces
    page.vectors = others


def _rows(vectors: Sequence[Vector]) -> list[list[Vector]]:
    """The vectors, those together that make one line: some programs underline word by word and blank by blank."""
    rows: list[list[Vector]] = []
    for vector in sorted(vectors, key=lambda each: (each.colour, round(each.box[1]), each.box[0])):
        last = rows[-1][-1] if rows else None
        if last is not None and _continues(last, vector):
            rows[-1].append(vector)
        else:
            rows.append([vector])
    return rows


def _continues(last: Vector, vector: Vector) -> bool:
    thin = vector.box[3] - vector.box[1] <= RULE_WIDTH or (last.is_fill and vector.is_fill)
    level = all(abs(last.box[side] - vector.box[side]) < TOUCHING / 2 for side in (1, 3))
    return thin and level and last.colour == vector.colour and vector.box[0] - last.box[2] < TOUCHING


def _mark(vector: Vector, lines: Sequence[Line]) -> bool:
    """Mark the words that a vector is a bar of; False when it is none."""
    for line in lines:
        bar = _as_bar(vector, line)
        if bar is None:
            continue
        x0, x1 = vector.box[0], vector.box[2]
        words = [word for word in line.words if x0 - 1 <= (word.x0 + word.x1) / 2 <= x1 + 1]
        over = max(OVERHANG, BLANK * line.size)
        if not words or x0 < words[0].x0 - over or x1 > words[-1].x1 + over:
            continue
        for word in words:
            word.style = word.style._replace(decorations=(*word.style.decorations, bar))
        line.bars.append(vector.box)
        return True
    return False


def _as_bar(vector: Vector, line: Line) -> DecorationStyle | None:
    x0, top, x1, bottom = vector.box
    above, below = (top - line.baseline) / line.size, (bottom - line.baseline) / line.size
    middle = (above + below) / 2
    thin = below - above <= THICKEST and x1 - x0 > bottom - top
    drawn = thin and (UNDERLINE[0] <= middle <= UNDERLINE[1] or STRIKE[0] <= middle <= STRIKE[1])
    behind = HIGHLIGHT_TOP[0] <= above <= HIGHLIGHT_TOP[1] and HIGHLIGHT_BOTTOM[0] <= below <= HIGHLIGHT_BOTTOM[1]
    if not drawn and not (behind and vector.is_fill):
        return None
    # The box of a stroked line is twice as thick as the line.
    spare = 0.0 if vector.is_fill else (below - above) / 4
    return DecorationStyle(vector.colour, round(above + spare, 2), round(below - spare, 2))


def remaining(bars: Sequence[Box], vectors: Sequence[Vector]) -> bool:
    """Whether one of the bars is still among the vectors of a page."""
    there = {tuple(round(value) for value in vector.box) for vector in vectors}
    return any(tuple(round(value) for value in bar) in there for bar in bars)
