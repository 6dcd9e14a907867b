"""Words: letters without a blank between them, in one style."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from translation.formats.pdf.fonts import Font, Style, describe_font
from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction, turned
from translation.formats.pdf.reading.structured import LETTERS, Piece

# Smaller text, in points, cannot be read and is left alone.
SMALLEST = 0.5
# What means nothing: replacements for what has no code, and control codes.
UNREADABLE = re.compile(r"[\ufffd\x00-\x08\x0b-\x1f]")
# Blank characters are counted as part of a line up to this many ems: more of them were typed to make columns.
BLANK_GAP = 2.2
# Letters smaller than this share of others, and not right beside them, are a text of their own.
SMALL = 0.4
# Letters further apart than this many ems belong to two words even without a blank between them.
WORD_GAP = 0.22


@dataclass(slots=True)
class Word:
    """Letters without a blank between them, in one style. `glued` means that no blank stands before it, `spaced` that
    one stands after it although its line ends there.

    `maths` marks what is shown with its own glyphs: formulas and signs. `line` counts within its paragraph.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    style: Style
    maths: bool
    glued: bool
    font: str
    raised: bool = False
    line: int = 0
    spaced: bool = False


@dataclass(slots=True)
class Runs:
    """The words of one of MuPDF's lines, in runs parted by many blanks, and how many of its letters mean nothing.

    `unread` are the boxes on the page of what is not to be read.
    """

    direction: Direction
    words: list[list[Word]]
    unreadable: int
    unread: list[Box]


def read_runs(line: dict[str, Any], links: Sequence[tuple[Box, int]], serifs: Set[str], hidden: bool) -> Runs:
    """Read one of MuPDF's lines; `links`, `serifs` and `hidden` are those of `read_page`."""
    direction: Direction = line["direction"]
    reader, unreadable, unread = _WordReader(), 0, list[Box]()
    for span in line["spans"]:
        if bool(span["alpha"]) != hidden and span["size"] >= SMALLEST:
            reader.read_span(span, describe_font(span["font"], span["flags"], span["font"] in serifs))
            unreadable += len(UNREADABLE.findall(span["text"]))
        elif span["pieces"]:
            unread.append(span["bbox"])
    reader.finish()
    for run in reader.runs if links else ():
        _mark_links(run, links, direction)
    return Runs(direction, [run for run in reader.runs if run], unreadable, unread)


class _WordReader:
    """Makes words of the pieces of a line, in runs where many blanks were typed."""

    def __init__(self) -> None:
        self.runs: list[list[Word]] = [[]]
        self._after_blank = True
        self._right: float | None = None

    def read_span(self, span: dict[str, Any], font: Font) -> None:
        """Add the words of a span, whose style makes new words of them."""
        if not span["pieces"]:
            self._after_blank = True
            return
        size = round(span["size"], 2)
        style = _style(font, span["color"], size)
        for piece in span["pieces"]:
            self._part(piece, size)
            text, _after_blank, x0, top, x1, bottom, baseline = piece
            glued = not self._after_blank
            word = Word(text, x0, x1, top, bottom, baseline, style, font.not_text, glued, span["font"])
            self.runs[-1].append(word)
            self._right = x1
            self._after_blank = False
        self._after_blank = self._after_blank or not LETTERS.match(span["text"][-1:])

    def finish(self) -> None:
        """Note a blank at the end of the line."""
        if self.runs[-1]:
            self.runs[-1][-1].spaced = self._after_blank

    def _part(self, piece: Piece, size: float) -> None:
        """Begin a new run when the next word stands far from the last."""
        gap = 0.0 if self._right is None else piece.x0 - self._right
        other = self.runs[-1][-1].style.size if self.runs[-1] else size
        small, large = (size, other) if size < other else (other, size)
        is_far = gap > WORD_GAP * small
        self._after_blank = self._after_blank or piece.after_blank or is_far
        if (gap > BLANK_GAP * size or (is_far and small < SMALL * large)) and self.runs[-1]:
            self.runs.append([])


@lru_cache(maxsize=1024)
def _style(font: Font, colour: int, size: float) -> Style:
    """One object for each style, so that most comparisons are quick."""
    return Style(*font[:3], colour, size)


def _mark_links(words: list[Word], links: Sequence[tuple[Box, int]], direction: Direction) -> None:
    boxes = links if direction == HORIZONTAL else [(turned(box, direction), link) for box, link in links]
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        for (x0, y0, x1, y1), number in boxes:
            if x0 <= x <= x1 and y0 - 1 <= y <= y1 + 1:
                word.style = word.style._replace(link=number)
                break
