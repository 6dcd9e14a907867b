"""How far a paragraph may grow and move: into free space below and beside it, up to what stands next to it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translation.formats.pdf.analysis.cells import LEADER
from translation.formats.pdf.analysis.columns import ColumnText
from translation.formats.pdf.analysis.paragraphs import Paragraph
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

# Points that stay free between a paragraph and what it grows towards.
GAP = 2.0
# A box holds a text that sticks out of it by no more than this many points: the width of a border.
BORDER_POINTS = 1.0
# Share of an em that stays free between a single line and what follows it on its baseline.
SIDE_GAP = 0.6
# Share of the page's height that is never grown into at its foot.
FOOT = 0.04
# A page's right margin is taken to be as wide as its left one, but no wider than this share of the page.
WIDEST_MARGIN = 0.12
# Letters reach so many ems above and below their baseline. Fonts claim up to twice as much.
ASCENT, DESCENT = 0.8, 0.25
# What stands within so many ems to the side of a paragraph belongs to it and keeps it in its place.
BESIDE = 1.5
# Paragraphs of one flow follow each other within so many ems, and overlap by this share of the narrower one.
FLOW_GAP, FLOW_OVERLAP = 2.5, 0.6
# Their left edges are within so many ems: lists are indented.
FLOW_INDENT = 4


@dataclass(slots=True)
class _Text:
    """A paragraph as an obstacle. `place` is None for one that stays as it is."""

    box: Box
    is_leader: bool
    place: TextFrame | None = None


class _Edges:
    """Texts by where one of their sides is: `side` counts as in a box."""

    def __init__(self, texts: Iterable[_Text], side: int) -> None:
        self._texts = sorted(texts, key=lambda text: text.box[side])
        self._places = [text.box[side] for text in self._texts]

    def near(self, place: float, distance: float) -> Sequence[_Text]:
        """The texts with that side closer to a place than a distance."""
        first = bisect_right(self._places, place - distance)
        return self._texts[first : bisect_left(self._places, place + distance)]


class FreeSpace:
    """The boxes of all that stands on a page, in one frame."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], places: Sequence[TextFrame | None], page: PageText, frame: Box
    ) -> None:
        """`places` are those of the paragraphs, one for one; the frame is that of the first place's direction."""
        direction = next(place.direction for place in places if place is not None)
        furniture = Rulings.of(page, direction)
        images, unread = page.images, page.unread
        if direction != HORIZONTAL:
            images, unread = ([turned(box, direction) for box in boxes] for boxes in (images, unread))
        self.frame = frame if direction == HORIZONTAL else turned(frame, direction)
        self.texts = [
            _Text(_seen(each, direction), LEADER.match(each.text.strip()) is not None, place)
            for each, place in zip(paragraphs, places, strict=True)
        ]
        self._prose = ColumnText(paragraphs, [text.box for text in self.texts])
        self.things = [*furniture.across, *furniture.down, *furniture.boxes, *images]
        obstacles = [*(each.box for each in self.texts if not each.is_leader), *self.things]
        self._obstacles = BandIndex(obstacles, self.frame, itself)
        self._text_boxes = BandIndex([*(each.box for each in self.texts), *unread], self.frame, itself)
        self._by_left, self._by_right = (_Edges(self.texts, side) for side in (0, 2))
        self._leaders = BandIndex((each.box for each in self.texts if each.is_leader), self.frame, itself)
        widest = WIDEST_MARGIN * (self.frame[2] - self.frame[0])
        margin = min([widest, *(text.box[0] - self.frame[0] for text in self.texts)])
        self.right = max([self.frame[2] - margin, *(text.box[2] for text in self.texts)])

    def limit(self) -> None:
        """Set the limits of all places."""
        found = [(text, text.place) for text in self.texts if text.place is not None]
        for text, place in found:
            self._limit(text, place)
        for text, place in sorted(found, key=lambda each: -each[0].box[2]):
            if place.align == "left":
                place.right_limit = min(place.right_limit, self._column_edge(text, place))

    def _limit(self, text: _Text, place: TextFrame) -> None:
        x0, _top, x1, bottom = text.box
        left, right, foot = self._room(text, place)
        place.far_edge = self._far_edge(text, place, left, right)
        place.left_limit = min(left, x0)
        place.right_limit, place.bottom_limit = max(right, x1), max(foot, bottom)
        place.leader = self._leader(place, text.box)
        place.is_free = place.is_free and place.leader is None
        near = self._text_boxes.near(text.box)
        place.is_alone = not any(box is not text.box and intersects(box, text.box) for box in near)

    def _room(self, text: _Text, place: TextFrame) -> tuple[float, float, float]:
        """How far a paragraph could reach to the left, to the right and down. Sets whether it is free to move."""
        x0, top, x1, bottom = text.box
        left, right = self.frame[0], max(min(self.frame[2], self.right), x1)
        foot = max(self.frame[3] - FOOT * (self.frame[3] - self.frame[1]), bottom)
        place.is_free = place.list_marker is None or bool(place.list_marker.glyphs)
        for begin, box in self._not_above(text):
            if begin > max(bottom, foot + GAP):
                break
            if contains(box, text.box, BORDER_POINTS):
                left, right, foot = max(left, box[0] + GAP), min(right, box[2] - GAP), min(foot, box[3] - GAP)
                continue
            beside = min(box[3], bottom) - max(box[1], top) > 1
            near = beside and box[0] - x1 < BESIDE * place.size and x0 - box[2] < BESIDE * place.size
            if near and not self._prose.parts(text.box, box):
                place.is_free = False
            if beside and box[0] >= x1 - 0.5:
                right = min(right, box[0] - SIDE_GAP * place.size)
            elif beside and box[2] <= x0 + 0.5:
                left = max(left, box[2] + SIDE_GAP * place.size)
            elif box[1] >= bottom - 1 and min(box[2], x1) - max(box[0], x0) > 1:
                foot = min(foot, box[1] - GAP)
        return left, right, foot

    def _far_edge(self, text: _Text, place: TextFrame, left: float, right: float) -> float:
        """How far ragged lines could reach on the side where they end: as their column does, else to the margin.

        Lines that are broken there, or have something else on that side, stay where they are.
        """
        x0, top, x1, bottom = text.box
        longer = self._longer(text, place)
        if longer:
            edges = [each.box[0 if place.rtl else 2] for each in longer]
            return max(left, min(edges)) if place.rtl else min(right, max(edges))
        if len(place.baselines) > 1:
            return x0 if place.rtl else x1
        for box in self._obstacles.near(text.box):
            level = (
                min(box[3], bottom) - max(box[1], top) > 1
                and box is not text.box
                and not contains(box, text.box, BORDER_POINTS)
            )
            if level and (box[2] <= x0 + 0.5 if place.rtl else box[0] >= x1 - 0.5):
                return x0 if place.rtl else x1
        return left if place.rtl else right

    def _longer(self, text: _Text, place: TextFrame) -> list[_Text]:
        """The longer paragraphs that start where this one does."""
        x0, _top, x1, _bottom = text.box
        if place.rtl:
            return [each for each in self._by_right.near(x1, 2 * place.size) if each.box[0] < x0]
        return [each for each in self._by_left.near(x0, 2 * place.size) if each.box[2] > x1]

    def _column_edge(self, text: _Text, place: TextFrame) -> float:
        """How far the longest of the paragraphs that start where this one does reaches, or could if it is one line."""
        _x0, _top, x1, _bottom = text.box
        longer = [each for each in self._by_left.near(text.box[0], 2 * place.size) if each.box[2] > x1]
        if not longer:
            return place.right_limit
        longest = max(longer, key=lambda each: each.box[2])
        if longest.place is not None and len(longest.place.baselines) == 1 and longest.place.align == "left":
            return longest.place.right_limit
        return longest.box[2]

    def _not_above(self, text: _Text) -> Iterator[tuple[float, Box]]:
        """The others but for those that end where the paragraph begins, each with where its band begins."""
        _x0, top, _x1, bottom = text.box
        above = min(top + 1, bottom - 1)
        for begin, boxes in self._obstacles.downwards(above):
            for box in boxes:
                if box[3] >= above and box is not text.box:
                    yield begin, box

    def _leader(self, place: TextFrame, own: Box) -> Strip | None:
        """The dots that lead from a title to its page number, which give way when the title grows."""
        found: list[Box] = []
        for box in sorted(set(self._leaders.near(own))):
            level = min(box[3], own[3]) - max(box[1], own[1]) > 0.5 * (own[3] - own[1])
            end = found[-1][2] if found else own[2]
            if level and -1 <= box[0] - end < 3 * place.size:
                found.append(box)
        if not found:
            return None
        return Strip(found[0][0], found[-1][2], place.baselines[-1], place.size, found[0][1], found[0][3])

    def flows(self) -> list[list[TextFrame]]:
        """The places by flows: those that follow each other in a column with nothing between them."""
        free = sorted((text for text in self.texts if text.place and text.place.is_free), key=lambda text: text.box[1])
        next_of: dict[int, _Text] = {}
        taken: set[int] = set()
        for number, text in enumerate(free):
            after = self._follower(text, free[number + 1 :])
            if after is not None and id(after) not in taken:
                next_of[id(text)] = after
                taken.add(id(after))
        flows = [list(_chain(text, next_of)) for text in self.texts if text.place is not None and id(text) not in taken]
        for flow in flows:
            for (upper, before), (lower, place) in pairwise(flow):
                place.joins = before.is_alone and place.is_alone and not self._is_between(upper, lower)
        return [[place for _text, place in flow] for flow in flows]

    def _is_between(self, upper: _Text, lower: _Text) -> bool:
        """Whether any other text reaches into the box around two."""
        around = union(upper.box, lower.box)
        near = self._text_boxes.near(around)
        return any(box is not upper.box and box is not lower.box and intersects(box, around) for box in near)

    def _follower(self, text: _Text, below: Iterable[_Text]) -> _Text | None:
        size = text.place.size if text.place else 0.0
        for other in below:
            gap = other.box[1] - text.box[3]
            if gap > FLOW_GAP * size:
                return None
            if gap > -0.5 * size and _in_column(text.box, other.box, size):
                return None if self._is_parted(text, other) else other
        return None

    def _is_parted(self, upper: _Text, lower: _Text) -> bool:
        """Whether something stands between two paragraphs, or holds one of them alone."""
        x0, x1 = max(upper.box[0], lower.box[0]), min(upper.box[2], lower.box[2])
        top, bottom = sorted((upper.box[3], lower.box[1]))
        for box in self._obstacles.near(union(upper.box, lower.box)):
            if box is upper.box or box is lower.box:
                continue
            holds = contains(box, upper.box, BORDER_POINTS)
            if holds != contains(box, lower.box, BORDER_POINTS):
                return True
            if not holds and box[0] < x1 and box[2] > x0 and box[1] < bottom + 1 and box[3] > top - 1:
                return True
        return False


def _in_column(upper: Box, lower: Box, size: float) -> bool:
    """Whether two boxes, one above the other, are of one column: level at the left, or one centred over the other."""
    across = min(upper[2], lower[2]) - max(upper[0], lower[0])
    if across <= FLOW_OVERLAP * min(upper[2] - upper[0], lower[2] - lower[0]):
        return False
    centred = abs(upper[0] + upper[2] - lower[0] - lower[2]) < 2 * size
    return centred or abs(upper[0] - lower[0]) < FLOW_INDENT * size


def _chain(text: _Text, next_of: dict[int, _Text]) -> Iterable[tuple[_Text, TextFrame]]:
    current: _Text | None = text
    while current is not None:
        assert current.place is not None
        yield current, current.place
        current = next_of.get(id(current))


def _seen(paragraph: Paragraph, direction: Direction) -> Box:
    """The box of a paragraph in the frame of a direction."""
    top = max(paragraph.top, paragraph.baselines[0] - ASCENT * paragraph.size)
    bottom = min(paragraph.bottom, paragraph.baselines[-1] + DESCENT * paragraph.size)
    box = (paragraph.x0, top, paragraph.x1, bottom)
    if paragraph.direction == direction:
        return box
    upright = box_on_page(box, paragraph.direction)
    return upright if direction == HORIZONTAL else turned(upright, direction)
