"""Glossaries as files: CSV and TSV tables, and TBX."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from translation.exceptions import LimitExceeded
from translation.glossaries.table import read_table, write_table
from translation.glossaries.tbx import Dialect, read_tbx, write_tbx
from translation.glossaries.terms import MAX_TERMS, GlossaryRefused, GlossaryTerm, TermList

# Enough for MAX_TERMS terms of four hundred bytes each.
MAX_GLOSSARY_BYTES = 20_000_000
# Byte order marks and white space that may come before XML, in UTF-8 and UTF-16.
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


@dataclass(frozen=True, slots=True)
class GlossaryFormat:
    """A file format for glossaries. `write` takes the terms and the source and target languages."""

    suffix: str
    media_type: str
    write: Callable[[Iterable[GlossaryTerm], str, str], str]


GLOSSARY_FORMATS: Mapping[str, GlossaryFormat] = {
    "csv": GlossaryFormat(".csv", "text/csv", write_table),
    "tsv": GlossaryFormat(".tsv", "text/tab-separated-values", partial(write_table, delimiter="\t")),
    "tbx": GlossaryFormat(".tbx", "application/x-tbx", write_tbx),
    "tbx-2008": GlossaryFormat(".tbx", "application/x-tbx", partial(write_tbx, dialect=Dialect.OF_2008)),
}


def read_glossary(data: bytes, source: str, target: str) -> TermList:
    """Return the terms for a language pair from a file in any of the formats.

    Of several terms with the same source, the last one counts. Raises GlossaryRefused, XmlRefused and LimitExceeded.
    """
    if len(data) > MAX_GLOSSARY_BYTES:
        raise LimitExceeded(f"The glossary is larger than {MAX_GLOSSARY_BYTES / 1e6:g} MB. Divide it.")
    is_tbx = data.lstrip(_BEFORE_XML).startswith(b"<")
    rows = read_tbx(io.BytesIO(data), source, target) if is_tbx else read_table(data, source, target)
    terms: dict[str, GlossaryTerm] = {}
    for line, term in rows:
        if objection := term.objection():
            raise GlossaryRefused(objection, line)
        terms[term.source] = term
        if len(terms) > MAX_TERMS:
            raise LimitExceeded(f"The glossary has more than {MAX_TERMS} terms. Divide it.")
    if not terms:
        raise GlossaryRefused("it has no terms; write a term and its translation on each line")
    return TermList(tuple(terms.values()))
