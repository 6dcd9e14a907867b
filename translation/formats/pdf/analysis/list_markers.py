"""List markers: bullets and numbers before a text that are not part of it."""

import re

from translation.formats.pdf.fonts import is_ornamental
from translation.formats.pdf.reading.text import Line
from translation.formats.pdf.reading.words import Word

# The last range has the codes of symbol fonts.
BULLETS = r"•◦▪▫■□●○◆◇‣⁃∙·–—*➢➤►✓✔\uf020-\uf0ff"
BULLET = re.compile(rf"[{BULLETS}§\-]$")
# "1.", "2.3)", "2.3", "(a)", "iv.", "[7]".
NUMBERING = re.compile(
    r"(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+|\(?[a-zA-Z][.)]|\(?[ivxlc]{1,5}[.)]|\[\d{1,3}\])$"
)
# A plain number may be the number of a heading.
NUMBER = re.compile(r"\d{1,3}$")
# It is a heading's number if the gap to its text is wider than this, which is wider than a space in a sentence.
NUMBER_GAP_EM = 0.7
# A marker in a separate column: a bullet, or the number of a line in a form.
SEPARATE_MARKER = re.compile(rf"\(?\d{{0,3}}[a-z]?[.)]?$|[{BULLETS}]$", re.IGNORECASE)
# The separate column is no further from the text than this.
MARKER_DISTANCE_EM = 5
# Lines are in one row if their baselines differ by less than this.
SAME_ROW_EM = 0.3


def has_list_marker(line: Line) -> bool:
    """Return whether a line starts with a bullet or number that is not part of its text.

    "• The ferry", "2. The ferry" and "(a) The ferry" do, and "2   Ferries" because of its wide gap. "2 ferries" does
    not.
    """
    if len(line.words) < 2 or line.words[1].glued:
        return False
    first, second = line.words[:2]
    has_gap = max(second.x0 - first.x1, first.x0 - second.x1) > NUMBER_GAP_EM * line.size
    return bool(is_bullet(first) or NUMBERING.match(first.text) or (has_gap and NUMBER.match(first.text)))


def is_bullet(word: Word) -> bool:
    """Return whether a word is a common bullet, or a single character of an ornamental font."""
    return bool(BULLET.match(word.text)) or (len(word.text) == 1 and is_ornamental(word.font))


def is_marker_of(marker: Line, line: Line) -> bool:
    """Return whether a fragment is the list marker of the line to its right, in a separate column."""
    is_left = marker.x1 <= line.x0 < marker.x1 + MARKER_DISTANCE_EM * line.size
    return (
        is_left
        and len(marker.words) == 1
        and in_one_row(marker, line)
        and bool(SEPARATE_MARKER.match(marker.words[0].text))
    )


def in_one_row(one: Line, other: Line) -> bool:
    """Return whether two lines are on one level."""
    return one.direction == other.direction and abs(one.baseline - other.baseline) < SAME_ROW_EM * other.size
