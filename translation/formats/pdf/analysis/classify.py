"""Deciding which paragraphs of a page are translated. Code, formulas and data stay as they are."""

import re

from translation.formats.pdf.analysis.paragraphs import PageParagraph
from translation.formats.pdf.reading.encoding import is_garbage

WORD = re.compile(r"[^\W\d_]{2,}")
# A URL, an e-mail address, or a dotted name such as a file or table: "org.example.ferries".
ADDRESS = re.compile(r"(?:\S+://|www\.)\S+$|\S+@\S+\.\S+$|\w+(?:\.\w{2,})+$")
# A tag or a declaration of XML or HTML at the start: '<a href="...">', "<?xml".
MARKUP = re.compile(r"\s*<(?:[?!][^\W\d_]|[^\W\d_]\w*\s+[\w:]+=|(?=.*</[^\W\d_]\w*>))")
# Signs that are rare in prose: brackets, "()", "->", a prompt, "snake_case", "call(x", "/a/path/", "object.Method".
CODE_SIGN = re.compile(r"[{};=<>\\|]|\(\)|->|::|^\s*[#$>]|\w_\w|\w\(\w|/\w+/|\b[A-Za-z]\w*\.[A-Z]\w")
# Statements of SQL without any of these signs.
SQL_STATEMENT = re.compile(
    r"\s*(?:SELECT\b.*(?:[,*+/-]|\bFROM\b|\bDISTINCT\b)|INSERT INTO\b|DELETE FROM\b|UPDATE \S+ SET\b|VALUES\s*\("
    r"|(?:CREATE|ALTER|DROP) (?:TABLE|VIEW|INDEX|ALIAS|SYNONYM)\b|(?:GRANT|REVOKE) \w+ ON\b"
    r"|(?:GROUP|ORDER) BY [\w., ]+\)?;?$|WHERE \S+ (?:IN|IS|NOT|LIKE|BETWEEN)\b)"
)
# Fewer words than this in a fixed-width font are code, such as the name of a command.
MIN_PROSE_WORDS = 3
# A paragraph with a larger share of its characters in mathematical fonts is a formula.
FORMULA_SHARE = 0.45
# Names of functions in formulas, and differentials such as "dx".
FUNCTIONS = re.compile(
    r"(?:(?:arc)?(?:sin|cos|tan)h?|sen|cot|sec|csc|exp|log|ln|lim|max|min|sup|inf|det|mod|arg|d[a-z])$"
)


def is_language(paragraph: PageParagraph) -> bool:
    """Return whether a paragraph is translated.

    It is not if it has no word of two letters, or is an address, markup, text in an unreadable encoding, a formula or
    code.
    """
    text = paragraph.text
    if not WORD.search(text) or ADDRESS.match(text.strip()) or MARKUP.match(text) or is_garbage(text):
        return False
    return not is_formula(paragraph) and not is_code(paragraph)


def is_formula(paragraph: PageParagraph) -> bool:
    """Return whether a paragraph is a formula: mainly in mathematical fonts, or only with names of functions.

    "lim sup x²" is a formula, with its raised "2". The name of a function alone, without symbols, is a word.
    """
    words = [word for line in paragraph.lines for word in line.words]
    maths = sum(len(word.text) for word in words if word.maths)
    if maths > FORMULA_SHARE * sum(len(word.text) for word in words):
        return True
    if not any(word.maths or word.raised for word in words):
        return False
    plain = " ".join(word.text for word in words if not (word.maths or word.raised))
    return all(FUNCTIONS.match(word) for word in WORD.findall(plain))


def is_code(paragraph: PageParagraph) -> bool:
    """Return whether a paragraph is program code.

    Only paragraphs in a fixed-width font can be code. They are code if at least half of their lines have a sign of
    code (`CODE_SIGN`) or are SQL, or if they have fewer than three words.
    """
    if paragraph.style.family != "mono":
        return False
    text = paragraph.text
    lines = text.splitlines()
    code_lines = sum(bool(CODE_SIGN.search(line) or SQL_STATEMENT.match(line)) for line in lines)
    is_sql = SQL_STATEMENT.match(" ".join(lines)) is not None
    return 2 * code_lines >= len(lines) or is_sql or len(WORD.findall(text)) < MIN_PROSE_WORDS
