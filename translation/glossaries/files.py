"""Glossaries as files: tables of comma or tab separated values, and TBX."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from translation.exceptions import LimitExceeded
from translation.glossaries.table import read_table, write_table
from translation.glossaries.tbx import Dialect, read_tbx, write_tbx
from translation.glossaries.terms import MOST_TERMS, Glossary, GlossaryRefused, Term

# Bytes of a file: each of the most terms may have four hundred.
LARGEST = 20_000_000
# Byte order marks and blanks, of two bytes each in UTF-16.
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


@dataclass(frozen=True, slots=True)
class GlossaryFormat:
    """A kind of file that glossaries are written as; `write` takes the terms and their languages."""

    suffix: str
    media_type: str
    write: Callable[[Iterable[Term], str, str], str]


GLOSSARY_FORMATS: Mapping[str, GlossaryFormat] = {
    "csv": GlossaryFormat(".csv", "text/csv", write_table),
    "tsv": GlossaryFormat(".tsv", "text/tab-separated-values", partial(write_table, delimiter="\t")),
    "tbx": GlossaryFormat(".tbx", "application/x-tbx", write_tbx),
    "tbx-2008": GlossaryFormat(".tbx", "application/x-tbx", partial(write_tbx, dialect=Dialect.OF_2008)),
}


def read_glossary(data: bytes, source: str, target: str) -> Glossary:
    """The terms of a file of any of the formats, for a language pair; of terms with the same source the last counts.

    Raises GlossaryRefused with the line where something is wrong, XmlRefused and LimitExceeded.
    """
    if len(data) > LARGEST:
        raise LimitExceeded(f"The glossary has more than the {LARGEST / 1e6:g} MB that are accepted. Divide it.")
    is_tbx = data.lstrip(_BEFORE_XML).startswith(b"<")
    found = read_tbx(io.BytesIO(data), source, target) if is_tbx else read_table(data, source, target)
    terms: dict[str, Term] = {}
    for line, term in found:
        if objection := term.objection():
            raise GlossaryRefused(objection, line)
        terms[term.source] = term
        if len(terms) > MOST_TERMS:
            raise LimitExceeded(f"The glossary has more than the {MOST_TERMS} terms that are accepted. Divide it.")
    if not terms:
        raise GlossaryRefused("it has no terms; write a term and its translation on each line")
    return Glossary(tuple(terms.values()))
