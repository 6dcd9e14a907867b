"""A paragraph of a page with its measures, and the detection of its alignment from its lines and neighbours."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from translation.formats.pdf.analysis.cells import LEADER
from translation.formats.pdf.analysis.list_markers import has_list_marker
from translation.formats.pdf.fonts import Style
from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction
from translation.formats.pdf.reading.text import Line

# Edges are aligned if they differ by less than this.
ALIGNED_EM = 0.35
# Middles are aligned if they differ by less than this, because they have the inaccuracies of both edges.
CENTRED_EM = 0.8
# Two lines whose middles differ by less than this are centred, even if one is hardly longer.
EXACTLY_CENTRED_EM = 0.1
# Two lines may be centred if their left edges differ by more than this.
STEPPED_EM = 1
# The right edges of justified lines differ by less than this, ...
FLUSH_EM = 0.05
# ... or by less than ALIGNED_EM if the widths of the spaces in different lines differ by more than this.
STRETCHED_EM = 0.02
# Two single lines with the same middle are centred if they are no further apart than this.
CENTRED_DISTANCE_EM = 6
# A single line is centred on the page if its middle differs from the page's by less than this, ...
PAGE_CENTRED_EM = 0.4
# ... and centred in its cell if the space on both sides differs by less than this.
CELL_CENTRED_EM = 0.6
# An edge is common if more paragraphs than this have it.
COMMON_EDGE = 2
# The assumed leading of a single line.
SINGLE_LINE_LEADING_EM = 1.2


@dataclass(slots=True)
class PageParagraph:
    """A paragraph, heading, table cell or caption, as lines of text.

    `measure` sets its measures, which are points in the frame of its direction. `cell` is the box around it, if any.
    `is_level` means that both its left and right edges are aligned, which may be by chance.
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
        """Set the measures from the lines. Call it when the paragraph is complete."""
        lines = self.lines
        self.x0, self.x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
        self.top, self.bottom = min(line.top for line in lines), max(line.bottom for line in lines)
        self.baselines = tuple(line.baseline for line in lines)
        self.style = _usual_style(lines)
        self.size = self.style.size
        count = len(lines)
        height = self.baselines[-1] - self.baselines[0]
        self.leading = height / (count - 1) if count > 1 else SINGLE_LINE_LEADING_EM * self.size
        self.align = "right" if self.rtl else "left"
        if count > 1:
            self._align_by_lines()

    def _align_by_lines(self) -> None:
        """Set the alignment from the common edges and middles of the lines."""
        lines, near = self.lines, ALIGNED_EM * self.size
        lefts, rights = [line.start for line in lines], [line.end for line in lines[:-1]]
        middles = [(line.x0 + line.x1) / 2 for line in lines]
        flush_left = max(lefts[1:]) - min(lefts[1:]) < near
        spread = max(rights) - min(rights)
        flush_right = spread < FLUSH_EM * self.size or (spread < near and _is_stretched(lines[:-1]))
        if len(lines) == 2:
            flush_right = flush_right and rights[0] >= max(line.end for line in lines) - near
        centred = max(middles) - min(middles) < near
        exact = len(lines) == 2 and abs(middles[0] - middles[1]) < EXACTLY_CENTRED_EM * self.size
        stepped = abs(lefts[0] - lefts[1]) > (ALIGNED_EM if exact else STEPPED_EM) * self.size
        if flush_left and not (centred and stepped):
            self.indent = lefts[0] - min(lefts[1:])
            self.is_level = len(rights) > 1 and spread < near
            self.align = "justify" if flush_right and len(rights) > 1 else "right" if self.rtl else "left"
        elif max(middles) - min(middles) < CENTRED_EM * self.size:
            self.align = "center"
        elif max(line.end for line in lines) - min(line.end for line in lines) < near:
            self.align = "left" if self.rtl else "right"

    @property
    def rtl(self) -> bool:
        """Whether most lines run from right to left."""
        return 2 * sum(line.rtl for line in self.lines) > len(self.lines)

    @property
    def text(self) -> str:
        """The text of the lines, separated by line breaks."""
        return "\n".join(line.text for line in self.lines)


def _usual_style(lines: Sequence[Line]) -> Style:
    if all(line.style is lines[0].style for line in lines):
        return lines[0].style
    weights: Counter[Style] = Counter()
    for line in lines:
        weights[line.style] += len(line.text)
    return weights.most_common(1)[0][0]


def _is_stretched(lines: Sequence[Line]) -> bool:
    """Return whether spaces are wider in some lines than in others, which is so only in justified lines."""
    widths = []
    for line in lines:
        gaps = [right.x0 - left.x1 for left, right in pairwise(line.words) if not right.glued]
        if gaps:
            widths.append(sum(gaps) / len(gaps))
    return len(widths) < 2 or max(widths) - min(widths) > STRETCHED_EM * lines[0].size


def align_by_neighbours(paragraphs: Sequence[PageParagraph], middle: float) -> None:
    """Set the alignment of ambiguous paragraphs from the edges that they have in common with others.

    These are single lines, two lines with one middle, and paragraphs whose right edges are level. For example, a single
    line is centred if its middle is `middle`, the middle of the page in points, and nothing else has the same start.
    """
    texts = [each for each in paragraphs if not LEADER.match(each.text)]
    singles = [each for each in texts if len(each.lines) == 1]
    lefts: Counter[tuple[Direction, int]] = Counter((each.direction, round(each.x0)) for each in texts)
    # Lines of justified paragraphs always end at their right edge, so they say nothing about single lines.
    ragged = [each for each in texts if each.align != "justify"]
    rights: Counter[tuple[Direction, int]] = Counter((each.direction, round(each.x1)) for each in ragged)
    middles: Counter[tuple[Direction, int]] = Counter((each.direction, _middle(each)) for each in singles)
    near = _near_centred(singles)
    _align_doubtful(texts, lefts)
    for each in singles:
        same_left, same_right, same_middle = (
            _count_near(counts, each.direction, x)
            for counts, x in ((lefts, each.x0), (rights, each.x1), (middles, (each.x0 + each.x1) / 2))
        )
        if has_list_marker(each.lines[0]):
            continue
        on_axis = abs((each.x0 + each.x1) / 2 - middle) < PAGE_CENTRED_EM * each.size and each.direction == HORIZONTAL
        in_cell = each.cell is not None and same_left <= same_middle and _is_centred_in(each, each.cell)
        is_right = same_right > COMMON_EDGE or (same_left == 1 and each.x0 > middle)
        if in_cell or (on_axis and same_left == 1):
            each.align = "center"
        elif same_right > max(same_left, same_middle) and is_right:
            each.align = "right"
        elif same_middle > same_left and (same_middle > COMMON_EDGE or id(each) in near):
            each.align = "center"


def _near_centred(singles: Iterable[PageParagraph]) -> set[int]:
    """Return the ids of single lines with the same middle as a line near them. For distant lines, this is chance."""
    near = set[int]()
    last: dict[tuple[Direction, int], PageParagraph] = {}
    for each in sorted(singles, key=lambda single: single.baselines[0]):
        for off in (-1, 0, 1):
            other = last.get((each.direction, _middle(each) + off))
            if other and each.baselines[0] - other.baselines[0] < CENTRED_DISTANCE_EM * max(each.size, other.size):
                near |= {id(each), id(other)}
        last[each.direction, _middle(each)] = each
    return near


def _middle(paragraph: PageParagraph) -> int:
    return round((paragraph.x0 + paragraph.x1) / 2)


def _align_doubtful(paragraphs: Sequence[PageParagraph], lefts: Counter[tuple[Direction, int]]) -> None:
    """Decide on level right edges, and on two lines with one middle, from the edges of other paragraphs."""
    justified = {(each.direction, round(each.x1)) for each in paragraphs if each.align == "justify"}
    for each in paragraphs:
        if each.is_level and (each.direction, round(each.x1)) in justified:
            each.align = "justify"
        is_pair = len(each.lines) == 2 and each.align == "center"
        if is_pair and _count_near(lefts, each.direction, each.x0) > COMMON_EDGE:
            each.align, each.indent = "left", each.lines[0].x0 - each.lines[1].x0


def _count_near(counts: Counter[tuple[Direction, int]], direction: Direction, x: float) -> int:
    """Return the number of edges within a point of `x`."""
    return sum(counts[direction, round(x) + off] for off in (-1, 0, 1))


def _is_centred_in(paragraph: PageParagraph, cell: Box) -> bool:
    left, right = paragraph.x0 - cell[0], cell[2] - paragraph.x1
    return left > paragraph.size and abs(left - right) < CELL_CENTRED_EM * paragraph.size
