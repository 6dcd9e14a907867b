"""The page's own space, and the frames of text that runs in another direction.

The page's space is what MuPDF shows: points, origin at the top left of the crop box, y down, with /Rotate applied.
"""

Box = tuple[float, float, float, float]
Direction = tuple[float, float]
HORIZONTAL: Direction = (1.0, 0.0)


def turned(box: Box, direction: Direction) -> Box:
    """A box in the frame in which `direction` points to the right."""
    cos, sin = direction
    xs = [x * cos + y * sin for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [y * cos - x * sin for x in (box[0], box[2]) for y in (box[1], box[3])]
    return (min(xs), min(ys), max(xs), max(ys))


def turned_back(x: float, y: float, direction: Direction) -> tuple[float, float]:
    """A point of that frame on the page again."""
    cos, sin = direction
    return (x * cos - y * sin, x * sin + y * cos)


def union(one: Box, other: Box) -> Box:
    """The box around two."""
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
