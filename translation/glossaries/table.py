"""Glossaries as tables, one term a line: its source, its target, and if need be gender, number and case.

The first line may name the columns, in any order, or the two languages.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

from translation.exceptions import UsageError
from translation.glossaries.terms import GlossaryRefused, Term
from translation.languages.tags import base_language, parse_language
from translation.safe_xml import plain

COLUMNS = ("source", "target", "gender", "number", "case")
GENDERS = {"": "", "m": "m", "f": "f", "n": "n", "masc": "m", "fem": "f", "neut": "n"} | {
    "masculine": "m",
    "feminine": "f",
    "neuter": "n",
}
NUMBERS = {"": False, "singular": False, "sg": False, "s": False, "plural": True, "pl": True, "p": True}
CASES = {"": False, "no": False, "false": False, "0": False, "insensitive": False} | {
    "yes": True,
    "true": True,
    "1": True,
    "x": True,
    "sensitive": True,
}
# A table whose lines mostly have so few columns with a sign between them is divided by another sign.
FEWEST_COLUMNS = 2
DELIMITERS = "\t;,"
# So many lines tell the sign between the columns.
TELLING_LINES = 50

# What spreadsheets take for the beginning of a formula, or of a text that is to be none.
_FORMULA = re.compile("'*[=+@-]")

Row = tuple[int, Sequence[str]]
Value = TypeVar("Value")


def read_table(data: bytes, source: str, target: str) -> Iterator[tuple[int, Term]]:
    """The terms with their lines, counted from 1. Raises GlossaryRefused."""
    text = _decoded(data)
    rows = _rows(text, _delimiter(text))
    first = next(rows, None)
    if first is None:
        return
    columns = _header(*first, source, target)
    if columns is None:
        columns = {name: number for number, name in enumerate(COLUMNS)}
        yield first[0], _term(first, columns)
    for row in rows:
        yield row[0], _term(row, columns)


def write_table(terms: Iterable[Term], source: str, target: str, delimiter: str = ",") -> str:
    """A table of the terms with the names of its columns; it does not name the languages."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    for term in terms:
        number, case = "plural" if term.is_plural else "", "sensitive" if term.is_case_sensitive else ""
        writer.writerow((_quoted(term.source), _quoted(term.target), term.gender, number, case))
    return file.getvalue()


def _decoded(data: bytes) -> str:
    """The text; spreadsheets that export "Unicode text" write UTF-16."""
    is_utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    # Pictures, PDFs and office documents hold zero bytes; of texts, only those in UTF-16 do.
    if b"\0" in data and not is_utf_16:
        raise GlossaryRefused("it is not a text file; send a CSV, TSV or TBX file")
    try:
        return data.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GlossaryRefused("it has letters in another encoding than UTF-8; save the file as UTF-8", line) from error


def _delimiter(text: str) -> str:
    """The sign with which the most lines have enough columns."""
    lines = "\n".join([line for line in text.splitlines() if line.strip()][:TELLING_LINES])

    def fitting(delimiter: str) -> int:
        with suppress(csv.Error):
            return sum(len(row) >= FEWEST_COLUMNS for row in csv.reader(lines.splitlines(), delimiter=delimiter))
        return 0

    return max(DELIMITERS, key=fitting)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """The lines that are not blank, with their numbers."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield reader.line_num, [_unquoted(" ".join(plain(cell).split())) for cell in row]
    except csv.Error as error:
        raise GlossaryRefused(f"it is not a line of a table ({error})", reader.line_num) from error


def _quoted(text: str) -> str:
    """The text as spreadsheets must have it, so that they take none for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def _unquoted(text: str) -> str:
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text


def _header(line: int, row: Sequence[str], source: str, target: str) -> Mapping[str, int] | None:
    """Where the columns are, by a first line that names them; None for one that is a term already."""
    names = [cell.lower() for cell in row]
    if {"source", "target"} <= set(names) and (twice := [name for name in COLUMNS if names.count(name) > 1]):
        raise GlossaryRefused(f"it names the column {twice[0]!r} twice", line)
    if {"source", "target"} <= set(names):
        return {name: number for number, name in enumerate(names) if name in COLUMNS}
    languages = [_language(name) for name in names]
    wanted = [base_language(source), base_language(target)]
    if len(languages) < len(wanted) or set(languages[:2]) != set(wanted):
        return None
    return {"source": languages.index(wanted[0]), "target": languages.index(wanted[1])} | {
        name: number for number, name in enumerate(names) if name in COLUMNS
    }


def _language(text: str) -> str:
    try:
        return base_language(parse_language(text))
    except UsageError:
        return ""


def _term(row: Row, columns: Mapping[str, int]) -> Term:
    line, cells = row
    values = {name: cells[number] for name, number in columns.items() if number < len(cells)}
    if len(values) < FEWEST_COLUMNS:
        raise GlossaryRefused("it has one column, and a term needs a source and a target", line)
    return Term(
        values.get("source", ""),
        values.get("target", ""),
        _known(values.get("gender", ""), GENDERS, "gender", line),
        _known(values.get("number", ""), NUMBERS, "number", line),
        _known(values.get("case", ""), CASES, "case", line),
    )


def _known(text: str, meanings: Mapping[str, Value], column: str, line: int) -> Value:
    try:
        return meanings[text.lower()]
    except KeyError:
        there = ", ".join(filter(None, meanings))
        raise GlossaryRefused(f"the {column} {text[:20]!r} is none of: {there}", line) from None
