"""Text that is drawn twice, as a shadow or to look bold. Only the upper copy is read, and both are erased."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from translation.formats.pdf.reading.text import Line
from translation.formats.pdf.text_frame import Strip, TextFrame

# A duplicate is within this distance of the line that it repeats.
OFFSET_EM = 0.5
# Their sizes differ by less than this share.
SIZE_TOLERANCE = 0.1


def separate_duplicates(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """Return the upper lines, and the lines that a later line repeats, both in drawing order.

    `lines` are in drawing order.
    """
    on_top, duplicates = list[Line](), list[Line]()
    later: dict[str, list[Line]] = defaultdict(list)
    for line in reversed(list(lines)):
        is_duplicate = any(_is_copy(line, other) for other in later[line.text])
        (duplicates if is_duplicate else on_top).append(line)
        later[line.text].append(line)
    return on_top[::-1], duplicates


def _is_copy(line: Line, other: Line) -> bool:
    near = OFFSET_EM * other.size
    if abs(line.baseline - other.baseline) >= near or abs(line.x0 - other.x0) >= near:
        return False
    return line.direction == other.direction and abs(line.size - other.size) < SIZE_TOLERANCE * other.size


def erase_with_frames(frames: Iterable[TextFrame], duplicates: Sequence[Line]) -> None:
    """Add duplicates to the strips of the frames whose text they repeat, so that both are erased."""
    for frame in frames if duplicates else ():
        repeated = [each for each in duplicates if each.direction == frame.direction and _is_under(each, frame)]
        frame.strips += tuple(
            Strip(each.x0, each.x1, each.baseline, each.size, each.top, each.bottom) for each in repeated
        )


def _is_under(duplicate: Line, frame: TextFrame) -> bool:
    near = OFFSET_EM * frame.size
    return any(
        abs(strip.baseline - duplicate.baseline) < near
        and duplicate.x0 - near < strip.x0
        and strip.x1 < duplicate.x1 + near
        for strip in frame.strips
    )
