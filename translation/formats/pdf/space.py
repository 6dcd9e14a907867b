"""How far a paragraph may grow: into free space below and beside it, up to what stands next to it."""

from collections.abc import Sequence

from translation.formats.pdf.paragraphs import LEADER, Furniture, Paragraph
from translation.formats.pdf.place import Place, Strip
from translation.formats.pdf.text import HORIZONTAL, Box, Direction, PageText, turned

# Points that stay free between a paragraph and what it grows towards.
GAP = 2.0
# Share of an em that stays free between a single line and what follows it on its baseline.
SIDE_GAP = 0.6
# Share of the page's height that is never grown into at its foot.
FOOT = 0.04
# A page's right margin is taken to be as wide as its left one, but no wider than this share of the page.
WIDEST_MARGIN = 0.12


class Surroundings:
    """The boxes of all that stands on a page, in one frame."""

    def __init__(self, paragraphs: Sequence[Paragraph], page: PageText, frame: Box, direction: Direction) -> None:
        furniture = Furniture.of(page, direction)
        images = page.images if direction == HORIZONTAL else [turned(box, direction) for box in page.images]
        self.frame = frame if direction == HORIZONTAL else turned(frame, direction)
        self.texts = [_box(each) if each.direction == direction else _seen(each, direction) for each in paragraphs]
        self.leaders = [LEADER.match(each.text.strip()) is not None for each in paragraphs]
        self.things = [*furniture.across, *furniture.down, *furniture.boxes, *images]
        widest = WIDEST_MARGIN * (self.frame[2] - self.frame[0])
        margin = min([widest, *(box[0] - self.frame[0] for box in self.texts)])
        self.right = max([self.frame[2] - margin, *(box[2] for box in self.texts)])

    def limit(self, place: Place, number: int) -> None:
        """Set the limits of a place; `number` is its paragraph's."""
        own = self.texts[number]
        x0, top, x1, bottom = own
        left, right = self.frame[0], max(min(self.frame[2], self.right), x1)
        foot = max(self.frame[3] - FOOT * (self.frame[3] - self.frame[1]), bottom)
        for box in self._others(number):
            inside_x = box[0] <= x0 + 1 and box[2] >= x1 - 1
            if inside_x and box[1] <= top + 1 and box[3] >= bottom - 1:
                left, right, foot = max(left, box[0] + GAP), min(right, box[2] - GAP), min(foot, box[3] - GAP)
                continue
            beside = min(box[3], bottom) - max(box[1], top) > 1
            if beside and box[0] >= x1 - 0.5:
                right = min(right, box[0] - SIDE_GAP * place.size)
            elif beside and box[2] <= x0 + 0.5:
                left = max(left, box[2] + SIDE_GAP * place.size)
        for box in self._others(number):
            if box[1] >= bottom - 1 and min(box[2], x1) - max(box[0], x0) > 1:
                foot = min(foot, box[1] - GAP)
        column = (
            []
            if place.align == "center"
            else [box[2] for box in self.texts if abs(box[0] - x0) < 2 * place.size and box[2] > x1]
        )
        right = min(right, max(column, default=right))
        place.left_limit = min(left, x0)
        place.right_limit, place.bottom_limit = max(right, x1), max(foot, bottom)
        place.leader = self._leader(place, own)

    def _others(self, number: int) -> list[Box]:
        texts = [box for other, box in enumerate(self.texts) if other != number and not self.leaders[other]]
        return texts + self.things

    def _leader(self, place: Place, own: Box) -> Strip | None:
        """The dots that lead from a title to its page number, which give way when the title grows."""
        for box, dots in zip(self.texts, self.leaders, strict=True):
            level = min(box[3], own[3]) - max(box[1], own[1]) > 0.5 * (own[3] - own[1])
            if dots and level and -1 <= box[0] - own[2] < 3 * place.size:
                return Strip(box[0], box[2], place.baselines[-1], place.size, box[1], box[3])
        return None


def _box(paragraph: Paragraph) -> Box:
    return (paragraph.x0, paragraph.top, paragraph.x1, paragraph.bottom)


def _seen(paragraph: Paragraph, direction: Direction) -> Box:
    """The box of a paragraph of another direction."""
    cos, sin = paragraph.direction
    upright = turned(_box(paragraph), (cos, -sin))
    return upright if direction == HORIZONTAL else turned(upright, direction)
