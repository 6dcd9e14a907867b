"""A paragraph and its measures; how it is aligned is told by its own lines, and by the edges it shares with others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from translation.formats.pdf.analysis.cells import LEADER
from translation.formats.pdf.analysis.list_markers import has_mark
from translation.formats.pdf.fonts import Style
from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction
from translation.formats.pdf.reading.text import Line

# Edges count as aligned when they differ by less than this many ems.
ALIGNED = 0.35
# Two lines whose middles differ by less than this many ems are centred, even if one is hardly longer.
EXACT = 0.1
# The right edges of justified lines are level within the first of these (in ems), or nearly, and their blanks differ
# by more than the second.
FLUSH, STRETCHED = 0.05, 0.02
# Two lines that share their middle are centred when they are within so many ems of each other.
CENTRED_WITHIN = 6


@dataclass(slots=True)
class Paragraph:
    """The smallest thing laid out. Its measures are points in the frame of its direction.

    With `is_level` both of its edges are level, be it by chance.
    """

    lines: list[Line]
    direction: Direction
    cell: Box | None
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    style: Style = field(default=Style("sans", False, False, 0, 0.0))
    leading: float = 0.0
    indent: float = 0.0
    align: str = "left"
    is_level: bool = False
    baselines: tuple[float, ...] = ()

    def measure(self) -> None:
        """Take the measures from the lines, once the paragraph is whole."""
        lines = self.lines
        self.x0, self.x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
        self.top, self.bottom = min(line.top for line in lines), max(line.bottom for line in lines)
        self.baselines = tuple(line.baseline for line in lines)
        self.style = _usual_style(lines)
        self.size = self.style.size
        count = len(lines)
        self.leading = (self.baselines[-1] - self.baselines[0]) / (count - 1) if count > 1 else 1.2 * self.size
        self.align = "right" if self.rtl else "left"
        if count > 1:
            self._tell_alignment()

    def _tell_alignment(self) -> None:
        lines, near = self.lines, ALIGNED * self.size
        lefts, rights = [line.start for line in lines], [line.end for line in lines[:-1]]
        middles = [(line.x0 + line.x1) / 2 for line in lines]
        flush_left = max(lefts[1:]) - min(lefts[1:]) < near
        spread = max(rights) - min(rights)
        flush_right = spread < FLUSH * self.size or (spread < near and _is_stretched(lines[:-1]))
        if len(lines) == 2:
            flush_right = flush_right and rights[0] >= max(line.end for line in lines) - near
        centred = max(middles) - min(middles) < near
        exact = len(lines) == 2 and abs(middles[0] - middles[1]) < EXACT * self.size
        stepped = abs(lefts[0] - lefts[1]) > (ALIGNED if exact else 1) * self.size
        if flush_left and not (centred and stepped):
            self.indent = lefts[0] - min(lefts[1:])
            self.is_level = len(rights) > 1 and spread < near
            self.align = "justify" if flush_right and len(rights) > 1 else "right" if self.rtl else "left"
        elif max(middles) - min(middles) < 0.8 * self.size:
            self.align = "center"
        elif max(line.end for line in lines) - min(line.end for line in lines) < near:
            self.align = "left" if self.rtl else "right"

    @property
    def rtl(self) -> bool:
        """Whether its lines run from right to left."""
        return 2 * sum(line.rtl for line in self.lines) > len(self.lines)

    @property
    def text(self) -> str:
        """The lines, one under the other."""
        return "\n".join(line.text for line in self.lines)


def _usual_style(lines: Sequence[Line]) -> Style:
    if all(line.style is lines[0].style for line in lines):
        return lines[0].style
    weights: Counter[Style] = Counter()
    for line in lines:
        weights[line.style] += len(line.text)
    return weights.most_common(1)[0][0]


def _is_stretched(lines: Sequence[Line]) -> bool:
    """Whether blanks are wider in some lines than in others: ragged lines are level by chance at times."""
    widths = []
    for line in lines:
        gaps = [right.x0 - left.x1 for left, right in pairwise(line.words) if not right.glued]
        if gaps:
            widths.append(sum(gaps) / len(gaps))
    return len(widths) < 2 or max(widths) - min(widths) > STRETCHED * lines[0].size


def align_by_neighbours(paragraphs: Sequence[Paragraph], middle: float) -> None:
    """Tell the alignment of single lines, and doubtful ones, from the edges shared with others of their direction."""
    shown = [each for each in paragraphs if not LEADER.match(each.text)]
    singles = [each for each in shown if len(each.lines) == 1]
    lefts: Counter[tuple[Direction, int]] = Counter((each.direction, round(each.x0)) for each in shown)
    # That the last line of a justified paragraph, or one alone among such, is full tells nothing.
    ragged = [each for each in shown if each.align != "justify"]
    rights: Counter[tuple[Direction, int]] = Counter((each.direction, round(each.x1)) for each in ragged)
    middles: Counter[tuple[Direction, int]] = Counter((each.direction, _middle(each)) for each in singles)
    near = _near_centred(singles)
    _align_doubtful(shown, lefts)
    for each in singles:
        shared = [
            _shared(counts, each.direction, x)
            for counts, x in ((lefts, each.x0), (rights, each.x1), (middles, (each.x0 + each.x1) / 2))
        ]
        on_axis = abs((each.x0 + each.x1) / 2 - middle) < 0.4 * each.size and each.direction == HORIZONTAL
        if has_mark(each.lines[0]):
            continue
        in_cell = each.cell is not None and shared[0] <= shared[2] and _centred_in(each, each.cell)
        if in_cell or (on_axis and shared[0] == 1):
            each.align = "center"
        elif shared[1] > max(shared[0], shared[2]) and (shared[1] > 2 or (shared[0] == 1 and each.x0 > middle)):
            each.align = "right"
        elif shared[2] > shared[0] and (shared[2] > 2 or id(each) in near):
            each.align = "center"


def _near_centred(singles: Iterable[Paragraph]) -> set[int]:
    """The identities of single lines that share their middle with one close to them: far ones do so by chance."""
    near = set[int]()
    last: dict[tuple[Direction, int], Paragraph] = {}
    for each in sorted(singles, key=lambda single: single.baselines[0]):
        for off in (-1, 0, 1):
            other = last.get((each.direction, _middle(each) + off))
            if other and each.baselines[0] - other.baselines[0] < CENTRED_WITHIN * max(each.size, other.size):
                near |= {id(each), id(other)}
        last[each.direction, _middle(each)] = each
    return near


def _middle(paragraph: Paragraph) -> int:
    return round((paragraph.x0 + paragraph.x1) / 2)


def _align_doubtful(paragraphs: Sequence[Paragraph], lefts: Counter[tuple[Direction, int]]) -> None:
    """Settle what the lines of a paragraph alone leave open: level edges, and two lines that share a middle."""
    justified = {(each.direction, round(each.x1)) for each in paragraphs if each.align == "justify"}
    for each in paragraphs:
        if each.is_level and (each.direction, round(each.x1)) in justified:
            each.align = "justify"
        if len(each.lines) == 2 and each.align == "center" and _shared(lefts, each.direction, each.x0) > 2:
            each.align, each.indent = "left", each.lines[0].x0 - each.lines[1].x0


def _shared(counts: Counter[tuple[Direction, int]], direction: Direction, x: float) -> int:
    return sum(counts[direction, round(x) + off] for off in (-1, 0, 1))


def _centred_in(paragraph: Paragraph, cell: Box) -> bool:
    left, right = paragraph.x0 - cell[0], cell[2] - paragraph.x1
    return left > paragraph.size and abs(left - right) < 0.6 * paragraph.size
