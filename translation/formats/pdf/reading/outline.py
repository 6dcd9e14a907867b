"""Reading and writing text outside the pages: titles of bookmarks, and tooltips of form fields."""

from collections.abc import Iterator
from typing import NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.reading.links import annotation_xrefs
from translation.formats.pdf.transform import file_of


class OutlineEntry(NamedTuple):
    """A bookmark's title or a field's tooltip: the number of the object with the text, and its key there."""

    xref: int
    key: str


def read_outline(document: pymupdf.Document) -> Iterator[tuple[OutlineEntry, str]]:
    """Yield the entries that have text: bookmarks from the first to the last, then tooltips page by page."""
    entries = [OutlineEntry(xref, "Title") for xref in _bookmarks(document)]
    if document.is_form_pdf:
        entries += [OutlineEntry(xref, "TU") for xref in dict.fromkeys(_fields(document))]
    for entry in entries:
        holder = _object(document, entry.xref)
        text = " ".join(mupdf.pdf_dict_get_text_string(holder, mupdf.pdf_new_name(entry.key)).split())
        if text:
            yield entry, text


def _bookmarks(document: pymupdf.Document) -> Iterator[int]:
    """Yield the object number of each bookmark once, parents first, even if the links between them form a cycle.

    PyMuPDF's own list takes quadratic time, and recurses for each level.
    """
    catalog = mupdf.pdf_dict_gets(mupdf.pdf_trailer(file_of(document)), "Root")
    waiting = [mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(catalog, "Outlines"), "First")]
    seen: set[int] = set()
    while waiting:
        bookmark = waiting.pop()
        xref = mupdf.pdf_to_num(bookmark)
        if xref and xref not in seen and mupdf.pdf_is_dict(bookmark):
            seen.add(xref)
            yield xref
            waiting += (mupdf.pdf_dict_gets(bookmark, key) for key in ("Next", "First"))


def _fields(document: pymupdf.Document) -> Iterator[int]:
    """Yield the objects that may have a field's tooltip: the widget on the page, and its field."""
    for number in range(document.page_count):
        for xref in annotation_xrefs(document, number):
            yield xref
            if parent := mupdf.pdf_to_num(mupdf.pdf_dict_gets(_object(document, xref), "Parent")):
                yield parent


def write_outline_entry(document: pymupdf.Document, entry: OutlineEntry, text: str) -> None:
    """Replace the text of an entry with its translation."""
    mupdf.pdf_dict_put_text_string(_object(document, entry.xref), mupdf.pdf_new_name(entry.key), text)


def _object(document: pymupdf.Document, xref: int) -> mupdf.PdfObj:
    return mupdf.pdf_new_indirect(file_of(document), xref, 0)
