"""What is drawn on a page beside its text, by shape: rules, boxes and the cells that they make."""

from dataclasses import dataclass

from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction, turned
from translation.formats.pdf.reading.text import Line, PageText

# A vector thinner than this (points) and longer than the second figure is a rule; anything larger both ways is a box.
RULE_WIDTH, RULE_LENGTH = 3.0, 8.0
# A page with more vectors than this is a drawing: looking for cells in it costs more than it tells.
MOST_VECTORS = 4000


@dataclass(slots=True)
class Rulings:
    """What is drawn on a page beside text, in one frame: rules across, rules down, boxes, pictures."""

    across: list[Box]
    down: list[Box]
    boxes: list[Box]

    @classmethod
    def of(cls, page: PageText, direction: Direction) -> "Rulings":
        """Sort the vectors of a page by shape, in the frame of a direction."""
        vectors = [vector.box for vector in page.vectors] if len(page.vectors) <= MOST_VECTORS else []
        if direction != HORIZONTAL:
            vectors = [turned(box, direction) for box in vectors]
        across, down, boxes = [], [], []
        for box in vectors:
            width, height = box[2] - box[0], box[3] - box[1]
            if height <= RULE_WIDTH and width >= RULE_LENGTH:
                across.append(box)
            elif width <= RULE_WIDTH and height >= RULE_LENGTH:
                down.append(box)
            elif width >= RULE_LENGTH and height >= RULE_LENGTH:
                boxes.append(box)
        return cls(across, down, boxes)

    def cell_of(self, line: Line) -> Box | None:
        """The smallest box that holds a line."""
        x, y = (line.x0 + line.x1) / 2, line.baseline - 0.3 * line.size
        best, area = None, float("inf")
        for box in self.boxes:
            if box[0] <= line.x0 + 1 and line.x1 - 1 <= box[2] and box[1] <= y <= box[3] and box[0] <= x <= box[2]:
                size = (box[2] - box[0]) * (box[3] - box[1])
                if size < area:
                    best, area = box, size
        return best

    def edges_at(self, y: float, least: float) -> list[float]:
        """The left and right edges of the boxes that are at a height, and at least so high themselves."""
        return [x for box in self.boxes if box[1] <= y <= box[3] and box[3] - box[1] > least for x in (box[0], box[2])]

    def parts(self, upper: Line, lower: Line) -> bool:
        """Whether a rule runs between two lines; one that underlines the upper one does not count."""
        start, end = upper.baseline + 0.3 * upper.size, lower.baseline - 0.7 * lower.size
        x0, x1 = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
        return any(start < (box[1] + box[3]) / 2 < end and box[0] < x1 and box[2] > x0 for box in self.across)
