"""What of a page is language, and what stays as it is."""

import re

from translation.formats.pdf.analysis.paragraphs import Paragraph
from translation.formats.pdf.reading.encoding import is_garbage

WORD = re.compile(r"[^\W\d_]{2,}")
# An address, or a name of several parts as of a file or a table.
ADDRESS = re.compile(r"(?:\S+://|www\.)\S+$|\S+@\S+\.\S+$|\w+(?:\.\w{2,})+$")
CODE = re.compile(r"[{};=<>\\|]|\(\)|->|::|^\s*[#$>]|\w_\w|\w\(\w|/\w+/|\b[A-Za-z]\w*\.[A-Z]\w")
# Statements of SQL in which no sign tells that they are code.
STATEMENT = re.compile(
    r"\s*(?:SELECT\b.*(?:[,*+/-]|\bFROM\b|\bDISTINCT\b)|INSERT INTO\b|DELETE FROM\b|UPDATE \S+ SET\b|VALUES\s*\("
    r"|(?:CREATE|ALTER|DROP) (?:TABLE|VIEW|INDEX|ALIAS|SYNONYM)\b|(?:GRANT|REVOKE) \w+ ON\b"
    r"|(?:GROUP|ORDER) BY [\w., ]+\)?;?$|WHERE \S+ (?:IN|IS|NOT|LIKE|BETWEEN)\b)"
)
MARKUP = re.compile(r"\s*<(?:[?!][^\W\d_]|[^\W\d_]\w*\s+[\w:]+=|(?=.*</[^\W\d_]\w*>))")
# With more than this share of its letters in fonts for mathematics a line is a formula.
FORMULA = 0.45
# What is written in letters in formulas.
FUNCTIONS = re.compile(
    r"(?:(?:arc)?(?:sin|cos|tan)h?|sen|cot|sec|csc|exp|log|ln|lim|max|min|sup|inf|det|mod|arg|d[a-z])$"
)


def is_language(paragraph: Paragraph) -> bool:
    """Whether a paragraph should be translated: not formulas, code, numbers, addresses and unreadable encodings."""
    text = paragraph.text
    if not WORD.search(text) or ADDRESS.match(text.strip()) or MARKUP.match(text) or is_garbage(text):
        return False
    letters = sum(len(word.text) for line in paragraph.lines for word in line.words)
    maths = sum(len(word.text) for line in paragraph.lines for word in line.words if word.maths)
    if maths > FORMULA * letters or _is_formula(paragraph):
        return False
    return not (paragraph.style.family == "mono" and _is_code(text))


def _is_formula(paragraph: Paragraph) -> bool:
    """Whether there are signs or raised letters, and no words but those of formulas, as in an integral."""
    words = [word for line in paragraph.lines for word in line.words]
    if not any(word.maths or word.raised for word in words):
        return False
    plain = " ".join(word.text for word in words if not (word.maths or word.raised))
    return all(FUNCTIONS.match(word) for word in WORD.findall(plain))


def _is_code(text: str) -> bool:
    lines = text.splitlines()
    code = sum(bool(CODE.search(line) or STATEMENT.match(line)) for line in lines)
    return 2 * code >= len(lines) or STATEMENT.match(" ".join(lines)) is not None or len(WORD.findall(text)) < 3
