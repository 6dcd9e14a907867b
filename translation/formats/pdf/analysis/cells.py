"""Splitting lines into cells at rules, edges of boxes and rows of dots."""

import re
from collections.abc import Sequence
from itertools import pairwise

from translation.formats.pdf.analysis.rulings import Rulings, middle_of
from translation.formats.pdf.geometry import Box
from translation.formats.pdf.reading.text import Line
from translation.formats.pdf.reading.words import Word

DOTS = ".·…_"
# Dots that lead from a title to its page number, or that mark a line to fill in by hand.
LEADER = re.compile(rf"(?:[{DOTS}]\s?)+$")
# A rule of typed dashes. It counts only at the start or end of a line, unlike in "He said ---- and left".
DASHES = re.compile(r"[-–—=]{4,}$")
# Only the edges of taller boxes separate cells. A lower box is the background of a word.
CELL_HEIGHT_EM = 1.8
# The edge of a box separates two words if they are further apart, because text in a cell keeps away from its edges.
PADDING_EM = 0.5
# The same for fonts with a fixed width, whose space alone is 0.6 em wide.
MONO_PADDING_EM = 0.9
# A word may stick out over a rule by this much.
RULE_SLACK_POINTS = 1


def split_line(line: Line, rulings: Rulings) -> list[Line]:
    """Return the parts of a line between vertical rules, edges of boxes, leaders and rows of dashes.

    `rulings` has the page's rulings in the frame of the line. A leader is a separate part: "Ferries ..... 12" has three
    parts.
    """
    y = middle_of(line)
    rules = [(box[0] + box[2]) / 2 for box in rulings.vertical if box[1] <= y <= box[3]]
    padding = (MONO_PADDING_EM if line.style.family == "mono" else PADDING_EM) * line.size
    edges: list[float] | None = None
    runs = [[line.words[0]]]
    leaders = _leader_flags(line.words)
    for (last, word), (after_leader, leader) in zip(pairwise(line.words), pairwise(leaders), strict=True):
        is_split = _is_between(rules, last, word)
        if not is_split and word.x0 - last.x1 > padding:
            edges = rulings.edges_at(y, CELL_HEIGHT_EM * line.size) if edges is None else edges
            is_split = _is_between(edges, last, word)
        if is_split or (not word.glued and after_leader != leader):
            runs.append([])
        runs[-1].append(word)
    if len(runs) == 1:
        return [line]
    parts = [Line(run, line.direction) for run in runs]
    for part in parts:
        part.decorations = [box for box in line.decorations if part.x0 - 1 <= (box[0] + box[2]) / 2 <= part.x1 + 1]
    return parts


def _is_between(positions: Sequence[float], last: Word, word: Word) -> bool:
    return any(last.x1 - RULE_SLACK_POINTS <= x <= word.x0 + RULE_SLACK_POINTS for x in positions)


def _leader_flags(words: Sequence[Word]) -> list[bool]:
    """Return for each word whether it is a row of dots, or a row of dashes at the start or end of the line."""
    flags = [_matches(word, LEADER) for word in words]
    for numbers in (range(len(words)), reversed(range(len(words)))):
        for number in numbers:
            flags[number] = flags[number] or _matches(words[number], DASHES)
            if not flags[number]:
                break
    return flags


def is_leader(word: Word) -> bool:
    """Return whether a word is a row of dots or dashes."""
    return _matches(word, LEADER) or _matches(word, DASHES)


def _matches(word: Word, pattern: re.Pattern[str]) -> bool:
    return not word.glued and not word.text[0].isalnum() and bool(pattern.match(word.text))


def in_different_cells(cell: Box | None, last: Line, other: Box | None, line: Line) -> bool:
    """Return whether one of two lines is above or below the cell of the other.

    `cell` contains `last`, and `other` contains `line`. A box at the height of both separates nothing, even if one of
    them crosses its side.
    """
    return any(
        box is not None and not box[1] <= middle_of(each) <= box[3] for box, each in ((cell, line), (other, last))
    )
