"""Text that was drawn twice, as a shadow or to look bold: the copy below goes with the one that is on top."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from translation.formats.pdf.reading.text import Line
from translation.formats.pdf.text_frame import Strip, TextFrame

# A copy lies within this many ems of the line that it shadows.
OFFSET = 0.5


def part_shadows(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """Lines in the order in which they are drawn, as those on top and those of which a copy was drawn later."""
    on_top, shadows = list[Line](), list[Line]()
    later: dict[str, list[Line]] = defaultdict(list)
    for line in reversed(list(lines)):
        is_shadow = any(_is_copy(line, other) for other in later[line.text])
        (shadows if is_shadow else on_top).append(line)
        later[line.text].append(line)
    return on_top[::-1], shadows


def _is_copy(line: Line, other: Line) -> bool:
    near = OFFSET * other.size
    if abs(line.baseline - other.baseline) >= near or abs(line.x0 - other.x0) >= near:
        return False
    return line.direction == other.direction and abs(line.size - other.size) < 0.1 * other.size


def erase_with(places: Iterable[TextFrame], shadows: Sequence[Line]) -> None:
    """Have shadows erased with the places whose text they shadow."""
    for place in places if shadows else ():
        found = [shadow for shadow in shadows if shadow.direction == place.direction and _is_under(shadow, place)]
        place.strips += tuple(
            Strip(each.x0, each.x1, each.baseline, each.size, each.top, each.bottom) for each in found
        )


def _is_under(shadow: Line, place: TextFrame) -> bool:
    near = OFFSET * place.size
    return any(
        abs(strip.baseline - shadow.baseline) < near and shadow.x0 - near < strip.x0 and strip.x1 < shadow.x1 + near
        for strip in place.strips
    )
