"""Finding how far each paragraph of a page may grow and move, and which paragraphs are consecutive in a column."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from translation.formats.pdf.analysis.cells import LEADER
from translation.formats.pdf.analysis.columns import ColumnText
from translation.formats.pdf.analysis.paragraphs import PageParagraph
from translation.formats.pdf.analysis.rulings import Rulings
from translation.formats.pdf.geometry import (
    HORIZONTAL,
    BandIndex,
    Box,
    Direction,
    box_on_page,
    contains,
    intersects,
    itself,
    turned,
    union,
)
from translation.formats.pdf.reading.text import PageText
from translation.formats.pdf.text_frame import Strip, TextFrame

# This much stays free between a growing paragraph and an obstacle.
GAP_POINTS = 2.0
# A box contains a text that sticks out of it by no more than this, the width of a border.
BORDER_POINTS = 1.0
# Boxes that overlap by no more than this are beside or below each other.
OVERLAP_POINTS = 1
# A box is to the side of a text if it overlaps it by no more than this.
SIDE_OVERLAP_POINTS = 0.5
# This much stays free between a line and an obstacle after it.
SIDE_GAP_EM = 0.6
# Text never grows into this share of the page's height at its foot.
FOOT_SHARE = 0.04
# The right margin of a page is as wide as its left margin, but no wider than this share of the page.
MAX_MARGIN_SHARE = 0.12
# Characters reach this far above their baseline. Fonts declare up to twice as much.
ASCENT_EM = 0.8
# Characters reach this far below their baseline.
DESCENT_EM = 0.25
# Anything this close to the side of a paragraph belongs to it, so the paragraph must not move away.
BESIDE_EM = 1.5
# Paragraphs of one flow follow each other within this distance, ...
FLOW_GAP_EM = 2.5
# ... overlap vertically by no more than this, ...
FLOW_OVERLAP_EM = 0.5
# ... and overlap horizontally by more than this share of the narrower one.
FLOW_OVERLAP_SHARE = 0.6
# Their left edges differ by less than this, because lists are indented, ...
FLOW_INDENT_EM = 4
# ... or their middles by less than this.
FLOW_CENTRE_EM = 1
# Paragraphs whose edges differ by less than this start together.
SAME_START_EM = 2
# The gaps within a row of dots, and between it and its title, are narrower than this.
LEADER_GAP_EM = 3
# A row of dots overlaps its title by more than this share of the title's height.
LEADER_LEVEL_SHARE = 0.5


@dataclass(slots=True)
class _PlacedParagraph:
    """The box of a paragraph, and its text frame, or None if it is not translated."""

    box: Box
    is_leader: bool
    frame: TextFrame | None = None


class _Edges:
    """An index of paragraphs by one of their edges. `side` is 0 for left and 2 for right, as in a box."""

    def __init__(self, paragraphs: Iterable[_PlacedParagraph], side: int) -> None:
        self._paragraphs = sorted(paragraphs, key=lambda each: each.box[side])
        self._positions = [each.box[side] for each in self._paragraphs]

    def near(self, position: float, distance: float) -> Sequence[_PlacedParagraph]:
        """Return the paragraphs whose edge is within a distance of a position."""
        first = bisect_right(self._positions, position - distance)
        return self._paragraphs[first : bisect_left(self._positions, position + distance)]


class FreeSpace:
    """The free space around the text frames of one direction on a page.

    Other paragraphs, rules, boxes and pictures are obstacles. Leaders, the rows of dots before a page number, are not,
    because they give way to the text before them.
    """

    def __init__(
        self,
        paragraphs: Sequence[PageParagraph],
        frames: Sequence[TextFrame | None],
        page: PageText,
        page_box: Box,
    ) -> None:
        """Collect the obstacles of a page.

        `frames` has the frame of each paragraph, or None. All frames have the same direction, and there is at least
        one.
        """
        direction = next(frame.direction for frame in frames if frame is not None)
        rulings = Rulings.of(page, direction)
        images, unread = page.images, page.unread
        if direction != HORIZONTAL:
            images, unread = ([turned(box, direction) for box in boxes] for boxes in (images, unread))
        self._area = page_box if direction == HORIZONTAL else turned(page_box, direction)
        self._paragraphs = [
            _PlacedParagraph(_visible_box(each, direction), LEADER.match(each.text.strip()) is not None, frame)
            for each, frame in zip(paragraphs, frames, strict=True)
        ]
        self._columns = ColumnText(paragraphs, [each.box for each in self._paragraphs])
        texts = [each.box for each in self._paragraphs if not each.is_leader]
        drawn = [*rulings.horizontal, *rulings.vertical, *rulings.boxes, *images]
        self._obstacles = BandIndex([*texts, *drawn], self._area, itself)
        self._text_boxes = BandIndex([*(each.box for each in self._paragraphs), *unread], self._area, itself)
        self._by_left, self._by_right = (_Edges(self._paragraphs, side) for side in (0, 2))
        self._leaders = BandIndex((each.box for each in self._paragraphs if each.is_leader), self._area, itself)
        widest = MAX_MARGIN_SHARE * (self._area[2] - self._area[0])
        margin = min([widest, *(each.box[0] - self._area[0] for each in self._paragraphs)])
        self._right = max([self._area[2] - margin, *(each.box[2] for each in self._paragraphs)])

    def set_limits(self) -> None:
        """Set the limits of all frames, their leaders, and whether they are free to move and stand alone."""
        framed = [(each, each.frame) for each in self._paragraphs if each.frame is not None]
        for paragraph, frame in framed:
            self._set_limits(paragraph, frame)
        # Paragraphs that reach furthest come first, because others get their limit.
        for paragraph, frame in sorted(framed, key=lambda each: -each[0].box[2]):
            if frame.align == "left":
                frame.right_limit = min(frame.right_limit, self._column_edge(paragraph, frame))

    def _set_limits(self, paragraph: _PlacedParagraph, frame: TextFrame) -> None:
        x0, _top, x1, bottom = paragraph.box
        left, right, foot = self._room(paragraph, frame)
        frame.far_edge = self._far_edge(paragraph, frame, left, right)
        frame.left_limit = min(left, x0)
        frame.right_limit, frame.bottom_limit = max(right, x1), max(foot, bottom)
        frame.leader = self._leader(frame, paragraph.box)
        frame.is_free = frame.is_free and frame.leader is None

    def _room(self, paragraph: _PlacedParagraph, frame: TextFrame) -> tuple[float, float, float]:
        """Return the left, right and lower limit of a paragraph, and set whether it is free to move."""
        x0, _top, x1, bottom = paragraph.box
        left, right = self._area[0], max(min(self._area[2], self._right), x1)
        foot = max(self._area[3] - FOOT_SHARE * (self._area[3] - self._area[1]), bottom)
        frame.is_free = frame.list_marker is None or bool(frame.list_marker.glyphs)
        for begin, box in self._not_above(paragraph):
            if begin > max(bottom, foot + GAP_POINTS):
                break
            if contains(box, paragraph.box, BORDER_POINTS):
                left, right = max(left, box[0] + GAP_POINTS), min(right, box[2] - GAP_POINTS)
                foot = min(foot, box[3] - GAP_POINTS)
                continue
            beside = _is_beside(box, paragraph.box)
            reach = BESIDE_EM * frame.size
            near = beside and box[0] - x1 < reach and x0 - box[2] < reach
            if near and not self._columns.separate(paragraph.box, box):
                frame.is_free = False
            if beside and box[0] >= x1 - SIDE_OVERLAP_POINTS:
                right = min(right, box[0] - SIDE_GAP_EM * frame.size)
            elif beside and box[2] <= x0 + SIDE_OVERLAP_POINTS:
                left = max(left, box[2] + SIDE_GAP_EM * frame.size)
            elif box[1] >= bottom - OVERLAP_POINTS and min(box[2], x1) - max(box[0], x0) > OVERLAP_POINTS:
                foot = min(foot, box[1] - GAP_POINTS)
        return left, right, foot

    def _far_edge(self, paragraph: _PlacedParagraph, frame: TextFrame, left: float, right: float) -> float:
        """Return how far ragged lines may reach on the side where they end: to the edge of the column or the margin.

        Without longer lines in the column, paragraphs of several lines and lines before an obstacle keep their length.
        """
        x0, _top, x1, _bottom = paragraph.box
        longer = self._longer(paragraph, frame)
        if longer:
            edges = [each.box[0 if frame.rtl else 2] for each in longer]
            return max(left, min(edges)) if frame.rtl else min(right, max(edges))
        if len(frame.baselines) > 1:
            return x0 if frame.rtl else x1
        for box in self._obstacles.near(paragraph.box):
            if box is paragraph.box or contains(box, paragraph.box, BORDER_POINTS):
                continue
            ahead = box[2] <= x0 + SIDE_OVERLAP_POINTS if frame.rtl else box[0] >= x1 - SIDE_OVERLAP_POINTS
            if ahead and _is_beside(box, paragraph.box):
                return x0 if frame.rtl else x1
        return left if frame.rtl else right

    def _longer(self, paragraph: _PlacedParagraph, frame: TextFrame) -> list[_PlacedParagraph]:
        """Return the longer paragraphs with the same start."""
        x0, _top, x1, _bottom = paragraph.box
        if frame.rtl:
            return [each for each in self._by_right.near(x1, SAME_START_EM * frame.size) if each.box[0] < x0]
        return [each for each in self._by_left.near(x0, SAME_START_EM * frame.size) if each.box[2] > x1]

    def _column_edge(self, paragraph: _PlacedParagraph, frame: TextFrame) -> float:
        """Return the right edge of the longest paragraph with the same start.

        If that is a single line, return how far that line may reach.
        """
        x0, _top, x1, _bottom = paragraph.box
        longer = [each for each in self._by_left.near(x0, SAME_START_EM * frame.size) if each.box[2] > x1]
        if not longer:
            return frame.right_limit
        longest = max(longer, key=lambda each: each.box[2])
        if longest.frame is not None and len(longest.frame.baselines) == 1 and longest.frame.align == "left":
            return longest.frame.right_limit
        return longest.box[2]

    def _not_above(self, paragraph: _PlacedParagraph) -> Iterator[tuple[float, Box]]:
        """Yield the obstacles that do not end above the paragraph, each with the top of its band."""
        _x0, top, _x1, bottom = paragraph.box
        above = min(top + OVERLAP_POINTS, bottom - OVERLAP_POINTS)
        for begin, boxes in self._obstacles.downwards(above):
            for box in boxes:
                if box[3] >= above and box is not paragraph.box:
                    yield begin, box

    def _leader(self, frame: TextFrame, own: Box) -> Strip | None:
        """Return the row of dots from a title to its page number, if any."""
        found: list[Box] = []
        for box in sorted(set(self._leaders.near(own))):
            level = min(box[3], own[3]) - max(box[1], own[1]) > LEADER_LEVEL_SHARE * (own[3] - own[1])
            end = found[-1][2] if found else own[2]
            if level and -OVERLAP_POINTS <= box[0] - end < LEADER_GAP_EM * frame.size:
                found.append(box)
        if not found:
            return None
        return Strip(found[0][0], found[-1][2], frame.baselines[-1], frame.size, found[0][1], found[0][3])

    def flows(self) -> list[list[TextFrame]]:
        """Return the flows: consecutive frames of a column with nothing between them.

        The frames of a flow move together. A frame that is not free to move starts a flow.
        """
        free = [each for each in self._paragraphs if each.frame and each.frame.is_free]
        free.sort(key=lambda each: each.box[1])
        next_of: dict[int, _PlacedParagraph] = {}
        taken: set[int] = set()
        for number, paragraph in enumerate(free):
            after = self._follower(paragraph, free[number + 1 :])
            if after is not None and id(after) not in taken:
                next_of[id(paragraph)] = after
                taken.add(id(after))
        starts = [each for each in self._paragraphs if each.frame is not None and id(each) not in taken]
        return [list(_chain(start, next_of)) for start in starts]

    def _follower(self, paragraph: _PlacedParagraph, below: Iterable[_PlacedParagraph]) -> _PlacedParagraph | None:
        """Return the next paragraph of the same column. None if it is far away or an obstacle is between."""
        size = paragraph.frame.size if paragraph.frame else 0.0
        for other in below:
            gap = other.box[1] - paragraph.box[3]
            if gap > FLOW_GAP_EM * size:
                return None
            if gap > -FLOW_OVERLAP_EM * size and _are_in_one_column(paragraph.box, other.box, size):
                return None if self._are_separated(paragraph, other) else other
        return None

    def _are_separated(self, upper: _PlacedParagraph, lower: _PlacedParagraph) -> bool:
        """Return whether an obstacle is between two paragraphs, or a box contains only one of them."""
        x0, x1 = max(upper.box[0], lower.box[0]), min(upper.box[2], lower.box[2])
        top, bottom = sorted((upper.box[3], lower.box[1]))
        between = (x0, top - OVERLAP_POINTS, x1, bottom + OVERLAP_POINTS)
        for box in self._obstacles.near(union(upper.box, lower.box)):
            if box is upper.box or box is lower.box:
                continue
            holds_upper = contains(box, upper.box, BORDER_POINTS)
            if holds_upper != contains(box, lower.box, BORDER_POINTS):
                return True
            if not holds_upper and intersects(box, between):
                return True
        return False


def _is_beside(box: Box, other: Box) -> bool:
    return min(box[3], other[3]) - max(box[1], other[1]) > OVERLAP_POINTS


def _are_in_one_column(upper: Box, lower: Box, size: float) -> bool:
    """Return whether two boxes, one above the other, overlap horizontally and are flush left or centred."""
    across = min(upper[2], lower[2]) - max(upper[0], lower[0])
    if across <= FLOW_OVERLAP_SHARE * min(upper[2] - upper[0], lower[2] - lower[0]):
        return False
    centred = abs(upper[0] + upper[2] - lower[0] - lower[2]) < 2 * FLOW_CENTRE_EM * size
    return centred or abs(upper[0] - lower[0]) < FLOW_INDENT_EM * size


def _chain(start: _PlacedParagraph, next_of: dict[int, _PlacedParagraph]) -> Iterable[TextFrame]:
    current: _PlacedParagraph | None = start
    while current is not None:
        assert current.frame is not None
        yield current.frame
        current = next_of.get(id(current))


def _visible_box(paragraph: PageParagraph, direction: Direction) -> Box:
    """Return the box of a paragraph's characters in the frame of a direction."""
    top = max(paragraph.top, paragraph.baselines[0] - ASCENT_EM * paragraph.size)
    bottom = min(paragraph.bottom, paragraph.baselines[-1] + DESCENT_EM * paragraph.size)
    box = (paragraph.x0, top, paragraph.x1, bottom)
    if paragraph.direction == direction:
        return box
    on_page = box_on_page(box, paragraph.direction)
    return on_page if direction == HORIZONTAL else turned(on_page, direction)
