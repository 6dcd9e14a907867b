"""Glossaries as tables with one term on each line: source, target, and optionally gender, number and case.

The first line may name the columns, in any order, or the two languages.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TypeAlias, TypeVar

from translation.exceptions import UsageError
from translation.glossaries.terms import GlossaryRefused, GlossaryTerm
from translation.languages.tags import base_language, parse_language
from translation.safe_xml import clean_line

COLUMNS = ("source", "target", "gender", "number", "case")
# The values of the cells in the last three columns, in lower case, with their meanings.
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
# A line with fewer columns has no term.
MIN_COLUMNS = 2
DELIMITERS = "\t;,"
# This many lines are enough to recognise the delimiter.
SAMPLE_LINES = 50

# The start of a text that spreadsheets read as a formula, and the quotes that prevent it.
_FORMULA = re.compile("'*[=+@-]")

# The number of a line (from 1), and its cells.
Row: TypeAlias = tuple[int, Sequence[str]]
Value = TypeVar("Value")


def read_table(data: bytes, source: str, target: str) -> Iterator[tuple[int, GlossaryTerm]]:
    """Yield the terms with the numbers of their lines, from 1. Raises GlossaryRefused."""
    text = _decode(data)
    rows = _rows(text, _delimiter(text))
    first = next(rows, None)
    if first is None:
        return
    columns = _read_header(*first, source, target)
    if columns is None:
        columns = {name: number for number, name in enumerate(COLUMNS)}
        yield first[0], _read_term(first, columns)
    for row in rows:
        yield row[0], _read_term(row, columns)


def write_table(terms: Iterable[GlossaryTerm], source: str, target: str, delimiter: str = ",") -> str:
    """Return a table of the terms, with column names but without the languages."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    for term in terms:
        number, case = "plural" if term.is_plural else "", "sensitive" if term.is_case_sensitive else ""
        writer.writerow((_quote(term.source), _quote(term.target), term.gender, number, case))
    return file.getvalue()


def _decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 (the "Unicode text" of spreadsheets)."""
    is_utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    # Pictures, PDFs and office documents contain zero bytes, but texts only in UTF-16.
    if b"\0" in data and not is_utf_16:
        raise GlossaryRefused("it is not a text file; send a CSV, TSV or TBX file")
    try:
        return data.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GlossaryRefused("it is not in UTF-8; save the file as UTF-8", line) from error


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the most lines enough columns."""
    lines = "\n".join([line for line in text.splitlines() if line.strip()][:SAMPLE_LINES])

    def count_lines(delimiter: str) -> int:
        with suppress(csv.Error):
            return sum(len(row) >= MIN_COLUMNS for row in csv.reader(lines.splitlines(), delimiter=delimiter))
        return 0

    return max(DELIMITERS, key=count_lines)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Yield the non-empty lines with their numbers. Raises GlossaryRefused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield reader.line_num, [_unquote(" ".join(clean_line(cell).split())) for cell in row]
    except csv.Error as error:
        raise GlossaryRefused(f"it is not a line of a table ({error})", reader.line_num) from error


def _quote(text: str) -> str:
    """Return the text, quoted if a spreadsheet would read it as a formula."""
    return "'" + text if _FORMULA.match(text) else text


def _unquote(text: str) -> str:
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text


def _read_header(line: int, row: Sequence[str], source: str, target: str) -> Mapping[str, int] | None:
    """Return the indices of the columns by name, from the first line. None if that line is a term."""
    names = [cell.lower() for cell in row]
    if {"source", "target"} <= set(names):
        if doubled := [name for name in COLUMNS if names.count(name) > 1]:
            raise GlossaryRefused(f"it names the column {doubled[0]!r} twice", line)
        return {name: number for number, name in enumerate(names) if name in COLUMNS}
    languages = [_language(name) for name in names]
    pair = [base_language(source), base_language(target)]
    if len(languages) < len(pair) or set(languages[:2]) != set(pair):
        return None
    return {"source": languages.index(pair[0]), "target": languages.index(pair[1])} | {
        name: number for number, name in enumerate(names) if name in COLUMNS
    }


def _language(text: str) -> str:
    """Return the base language of a tag or name, or an empty text if it is unknown."""
    try:
        return base_language(parse_language(text))
    except UsageError:
        return ""


def _read_term(row: Row, columns: Mapping[str, int]) -> GlossaryTerm:
    line, cells = row
    values = {name: cells[number] for name, number in columns.items() if number < len(cells)}
    if len(values) < MIN_COLUMNS:
        raise GlossaryRefused("it has one column, and a term needs a source and a target", line)
    return GlossaryTerm(
        values.get("source", ""),
        values.get("target", ""),
        _meaning(values.get("gender", ""), GENDERS, "gender", line),
        _meaning(values.get("number", ""), NUMBERS, "number", line),
        _meaning(values.get("case", ""), CASES, "case", line),
    )


def _meaning(text: str, meanings: Mapping[str, Value], column: str, line: int) -> Value:
    """Return the meaning of a cell in a column. Raises GlossaryRefused for an unknown text."""
    try:
        return meanings[text.lower()]
    except KeyError:
        choices = ", ".join(filter(None, meanings))
        raise GlossaryRefused(f"the {column} {text[:20]!r} is not one of: {choices}", line) from None
