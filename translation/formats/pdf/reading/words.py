"""Words: characters without a space between them, in one style."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from translation.formats.pdf.fonts import Font, Style, describe_font
from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction, turned
from translation.formats.pdf.reading.structured import CHARACTERS, WordPart

# Smaller text is unreadable and stays as it is.
MIN_SIZE_POINTS = 0.5
# Characters without meaning: replacement characters for unknown codes, and control codes.
UNREADABLE = re.compile(r"[\ufffd\x00-\x08\x0b-\x1f]")
# A wider run of spaces separates columns, so the text after it is a separate line.
COLUMN_SPACES_EM = 2.2
# Characters smaller than this share of those before, and not directly beside them, are a separate line.
SMALL_SHARE = 0.4
# A wider gap separates words even without a space.
WORD_GAP_EM = 0.22
# The middle of a word may be this far above or below the box of its link.
LINK_SLACK_POINTS = 1


@dataclass(slots=True)
class Word:
    """Characters without a space between them, in one style. The box is in points, in the frame of its line.

    `glued` means that there is no space before it, and `space_after` that a space ends its line. `maths` means that it
    is shown with its own glyphs, as in formulas and symbols. `line` is its line within the paragraph, from 0.
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
    space_after: bool = False


@dataclass(slots=True)
class WordRuns:
    """The words of one of MuPDF's lines, in runs with wide gaps between them.

    `unread` has the boxes of text that is left out.
    """

    direction: Direction
    runs: list[list[Word]]
    unread: list[Box]


def read_runs(line: dict[str, Any], links: Sequence[tuple[Box, int]], serifs: Set[str], invisible: bool) -> WordRuns:
    """Return the words of one of MuPDF's lines. See `read_page` for the other parameters."""
    direction: Direction = line["direction"]
    reader, unread = _WordReader(), list[Box]()
    for span in line["spans"]:
        if bool(span["alpha"]) != invisible and span["size"] >= MIN_SIZE_POINTS:
            reader.read_span(span, describe_font(span["font"], span["flags"], span["font"] in serifs))
        elif span["parts"]:
            unread.append(span["bbox"])
    reader.finish()
    for run in reader.runs if links else ():
        _set_links(run, links, direction)
    return WordRuns(direction, [run for run in reader.runs if run], unread)


class _WordReader:
    """Makes words from the parts of a line, and starts a new run after a wide gap."""

    def __init__(self) -> None:
        self.runs: list[list[Word]] = [[]]
        self._after_space = True
        self._right: float | None = None

    def read_span(self, span: dict[str, Any], font: Font) -> None:
        """Add the words of a span. They are never joined with words before, because each span has one style."""
        if not span["parts"]:
            self._after_space = True
            return
        size = round(span["size"], 2)
        style = _style(font, span["color"], size)
        for part in span["parts"]:
            self._look_at_gap(part, size)
            text, _after_space, x0, top, x1, bottom, baseline = part
            glued = not self._after_space
            word = Word(text, x0, x1, top, bottom, baseline, style, font.not_text, glued, span["font"])
            self.runs[-1].append(word)
            self._right = x1
            self._after_space = False
        self._after_space = self._after_space or not CHARACTERS.match(span["text"][-1:])

    def finish(self) -> None:
        """Record whether a space ends the line."""
        if self.runs[-1]:
            self.runs[-1][-1].space_after = self._after_space

    def _look_at_gap(self, part: WordPart, size: float) -> None:
        """Record whether there is a space before the next part, and start a new run if it is far from the last part."""
        gap = 0.0 if self._right is None else part.x0 - self._right
        other = self.runs[-1][-1].style.size if self.runs[-1] else size
        small, large = (size, other) if size < other else (other, size)
        is_far = gap > WORD_GAP_EM * small
        self._after_space = self._after_space or part.after_space or is_far
        if (gap > COLUMN_SPACES_EM * size or (is_far and small < SMALL_SHARE * large)) and self.runs[-1]:
            self.runs.append([])


@lru_cache(maxsize=1024)
def _style(font: Font, colour: int, size: float) -> Style:
    """Return the same object for equal styles, so that most comparisons are quick."""
    return Style(*font[:3], colour, size)


def _set_links(words: list[Word], links: Sequence[tuple[Box, int]], direction: Direction) -> None:
    boxes = links if direction == HORIZONTAL else [(turned(box, direction), link) for box, link in links]
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        for (x0, y0, x1, y1), number in boxes:
            if x0 <= x <= x1 and y0 - LINK_SLACK_POINTS <= y <= y1 + LINK_SLACK_POINTS:
                word.style = word.style._replace(link=number)
                break
