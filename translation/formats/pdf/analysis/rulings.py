"""The rules and boxes on a page, and the cells that they form."""

from dataclasses import dataclass

from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction, turned
from translation.formats.pdf.reading.text import Line, PageText

# A rule is no thicker than this.
RULE_WIDTH_POINTS = 3.0
# A rule is at least this long, and a box this wide and high. Smaller vectors are ornaments.
RULE_LENGTH_POINTS = 8.0
# A page with more vectors is a drawing. A search for cells would take too long and find none.
MAX_VECTORS = 4000
# The middle of a line of text is this far above its baseline.
MIDDLE_EM = 0.3
# A line may stick out of its cell by this much.
CELL_SLACK_POINTS = 1
# A rule between two lines is at least this far below the upper baseline. A higher rule is an underline.
BELOW_BASELINE_EM = 0.3
# A rule between two lines is at least this far above the lower baseline.
ABOVE_BASELINE_EM = 0.7


@dataclass(slots=True)
class Rulings:
    """The vectors of a page by shape, in one frame: horizontal rules, vertical rules and boxes."""

    horizontal: list[Box]
    vertical: list[Box]
    boxes: list[Box]

    @classmethod
    def of(cls, page: PageText, direction: Direction) -> "Rulings":
        """Return the rulings of a page in the frame of a direction. A page with too many vectors has none."""
        vectors = [vector.box for vector in page.vectors] if len(page.vectors) <= MAX_VECTORS else []
        if direction != HORIZONTAL:
            vectors = [turned(box, direction) for box in vectors]
        horizontal, vertical, boxes = [], [], []
        for box in vectors:
            width, height = box[2] - box[0], box[3] - box[1]
            if height <= RULE_WIDTH_POINTS and width >= RULE_LENGTH_POINTS:
                horizontal.append(box)
            elif width <= RULE_WIDTH_POINTS and height >= RULE_LENGTH_POINTS:
                vertical.append(box)
            elif width >= RULE_LENGTH_POINTS and height >= RULE_LENGTH_POINTS:
                boxes.append(box)
        return cls(horizontal, vertical, boxes)

    def cell_of(self, line: Line) -> Box | None:
        """Return the smallest box that contains a line."""
        x, y = (line.x0 + line.x1) / 2, middle_of(line)
        best, area = None, float("inf")
        for box in self.boxes:
            is_inside = box[0] <= line.x0 + CELL_SLACK_POINTS and line.x1 - CELL_SLACK_POINTS <= box[2]
            if is_inside and box[1] <= y <= box[3] and box[0] <= x <= box[2]:
                size = (box[2] - box[0]) * (box[3] - box[1])
                if size < area:
                    best, area = box, size
        return best

    def edges_at(self, y: float, min_height: float) -> list[float]:
        """Return the left and right edges of the boxes around a height that are taller than `min_height` points."""
        return [
            x for box in self.boxes if box[1] <= y <= box[3] and box[3] - box[1] > min_height for x in (box[0], box[2])
        ]

    def separate(self, upper: Line, lower: Line) -> bool:
        """Return whether a rule is between two lines, other than an underline of the upper line."""
        top = upper.baseline + BELOW_BASELINE_EM * upper.size
        bottom = lower.baseline - ABOVE_BASELINE_EM * lower.size
        x0, x1 = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
        return any(top < (box[1] + box[3]) / 2 < bottom and box[0] < x1 and box[2] > x0 for box in self.horizontal)


def middle_of(line: Line) -> float:
    """Return the height of the middle of a line of text, in points."""
    return line.baseline - MIDDLE_EM * line.size
