"""What of a page is language, and what stays as it is."""

import re

from translation.formats.pdf.paragraphs import Paragraph
from translation.formats.pdf.words import UNREADABLE

WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(r"(?:\S+://|www\.)\S+$|\S+@\S+\.\S+$")
CODE = re.compile(r"[{};=<>\\|]|\(\)|->|::|^\s*[#$>]|\w_\w|\w\(\w|/\w+/|\b[A-Za-z]\w*\.[A-Z]\w")
# With more than this share of its letters in fonts for mathematics a line is a formula.
FORMULA = 0.45
# With more than this share of unreadable characters a text is an encoding that cannot be read.
GARBAGE = 0.15
# Some fonts name their blank "#": with more than this share of it, and no blank, a line is such a text.
BLANKS_AS_SIGNS = 0.06


def is_language(paragraph: Paragraph) -> bool:
    """Whether a paragraph should be translated: not formulas, code, numbers, addresses and unreadable encodings."""
    text = paragraph.text
    if not WORD.search(text) or ADDRESS.match(text.strip()) or is_garbage(text):
        return False
    letters = sum(len(word.text) for line in paragraph.lines for word in line.words)
    maths = sum(len(word.text) for line in paragraph.lines for word in line.words if word.maths)
    if maths > FORMULA * letters:
        return False
    return not (paragraph.style.family == "mono" and _is_code(text))


def is_garbage(text: str) -> bool:
    """Whether a text, its lines apart, consists of characters that mean nothing: control codes and replacements."""
    letters = text.replace("\n", "")
    if letters.count("#") > BLANKS_AS_SIGNS * len(letters) and " " not in letters:
        return True
    return len(UNREADABLE.findall(letters)) > GARBAGE * len(letters)


def _is_code(text: str) -> bool:
    lines = text.splitlines()
    return 2 * sum(bool(CODE.search(line)) for line in lines) >= len(lines) or len(WORD.findall(text)) < 3
