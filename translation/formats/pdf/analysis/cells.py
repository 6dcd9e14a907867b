"""Where rules, the edges of boxes and rows of dots part the lines of a page."""

import re
from collections.abc import Sequence
from itertools import pairwise

from translation.formats.pdf.analysis.rulings import Rulings
from translation.formats.pdf.geometry import Box
from translation.formats.pdf.reading.text import Line
from translation.formats.pdf.reading.words import Word

DOTS = ".·…_"
LEADER = re.compile(rf"(?:[{DOTS}]\s?)+$")
# A line drawn with letters, at the start or the end of a line.
RULE = re.compile(r"[-–—=]{4,}$")
# A box taller than this many ems is a tile, whose edges part lines; a lower one is the ground of a word.
TILE = 1.8
# Two words with the edge of a box between them are so many ems apart when it parts two cells; the second is for fonts
# whose blanks alone are 0.6 wide.
PADDED, PADDED_MONO = 0.5, 0.9


def cut(line: Line, furniture: Rulings) -> list[Line]:
    """Part a line at vertical rules, at the dots that lead to a page number, and at rows of dashes."""
    y = line.baseline - 0.3 * line.size
    rules = [(box[0] + box[2]) / 2 for box in furniture.down if box[1] <= y <= box[3]]
    padded = (PADDED_MONO if line.style.family == "mono" else PADDED) * line.size
    edges: list[float] | None = None
    runs = [[line.words[0]]]
    leaders = _leaders(line.words)
    for (last, word), (led, leading) in zip(pairwise(line.words), pairwise(leaders), strict=True):
        ruled = any(last.x1 - 1 <= x <= word.x0 + 1 for x in rules)
        # What stands in a cell keeps off its edges; a box with a word close to its edge is an ornament.
        if not ruled and word.x0 - last.x1 > padded:
            edges = furniture.edges_at(y, TILE * line.size) if edges is None else edges
            ruled = any(last.x1 - 1 <= x <= word.x0 + 1 for x in edges)
        if ruled or (not word.glued and led != leading):
            runs.append([])
        runs[-1].append(word)
    if len(runs) == 1:
        return [line]
    parts = [Line(run, line.direction) for run in runs]
    for part in parts:
        part.bars = [bar for bar in line.bars if part.x0 - 1 <= (bar[0] + bar[2]) / 2 <= part.x1 + 1]
    return parts


def _leaders(words: Sequence[Word]) -> list[bool]:
    """Which words are rows of dots, or of dashes with no word before or after them."""
    found = [_is_row(word, LEADER) for word in words]
    for numbers in (range(len(words)), reversed(range(len(words)))):
        for number in numbers:
            found[number] = found[number] or _is_row(words[number], RULE)
            if not found[number]:
                break
    return found


def leads(word: Word) -> bool:
    """Whether a word is a row of dots or dashes."""
    return _is_row(word, LEADER) or _is_row(word, RULE)


def _is_row(word: Word, pattern: re.Pattern[str]) -> bool:
    return not word.glued and not word.text[0].isalnum() and bool(pattern.match(word.text))


def are_apart(cell: Box | None, last: Line, other: Box | None, line: Line) -> bool:
    """Whether one of the cells of two lines ends between them. A box whose side one of them crosses parts nothing."""
    return any(
        box is not None and not box[1] <= each.baseline - 0.3 * each.size <= box[3]
        for box, each in ((cell, line), (other, last))
    )
