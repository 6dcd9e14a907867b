"""Bullets and numbers that stand before a text, outside it."""

import re

from translation.formats.pdf.fonts import is_ornamental
from translation.formats.pdf.reading.text import Line
from translation.formats.pdf.reading.words import Word

# The last are the signs of fonts for symbols.
SIGNS = r"•◦▪▫■□●○◆◇‣⁃∙·–—*➢➤►✓✔\uf020-\uf0ff"
BULLET = re.compile(rf"[{SIGNS}§\-]$")
NUMBERING = re.compile(
    r"(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+|\(?[a-zA-Z][.)]|\(?[ivxlc]{1,5}[.)]|\[\d{1,3}\])$"
)
# A plain number is one of a heading when it stands so many ems before its text.
NUMBER, APART = re.compile(r"\d{1,3}$"), 0.7
# What may stand in a column of its own to the left of an entry: a bullet, or the number of a line in a form.
ENTRY = re.compile(rf"\(?\d{{0,3}}[a-z]?[.)]?$|[{SIGNS}]$", re.IGNORECASE)


def has_mark(line: Line) -> bool:
    """Whether a line starts with a bullet or a number that stays outside its text."""
    if len(line.words) < 2 or line.words[1].glued:
        return False
    first, second = line.words[:2]
    apart = max(second.x0 - first.x1, first.x0 - second.x1) > APART * line.size
    return bool(is_bullet(first) or NUMBERING.match(first.text) or (apart and NUMBER.match(first.text)))


def is_bullet(word: Word) -> bool:
    """Whether a word is one bullet, of any font."""
    return bool(BULLET.match(word.text)) or (len(word.text) == 1 and is_ornamental(word.font))


def is_entry(mark: Line, line: Line) -> bool:
    """Whether the fragment before a line is the bullet or number that it belongs to."""
    left = mark.x1 <= line.x0 < mark.x1 + 5 * line.size
    return left and len(mark.words) == 1 and in_one_row(mark, line) and bool(ENTRY.match(mark.words[0].text))


def in_one_row(one: Line, other: Line) -> bool:
    """Whether two lines stand level with each other."""
    return one.direction == other.direction and abs(one.baseline - other.baseline) < 0.3 * other.size
