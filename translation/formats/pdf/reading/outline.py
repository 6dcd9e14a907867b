"""Text that stands in the document beside its pages: titles of bookmarks and tooltips of form fields."""

from collections.abc import Iterator
from typing import NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.reading.links import annotations_of
from translation.formats.pdf.transform import file_of


class Label(NamedTuple):
    """A text string of the file: the object that holds it, and its key."""

    xref: int
    key: str


def read_labels(document: pymupdf.Document) -> Iterator[tuple[Label, str]]:
    """The labels with their texts: bookmarks from the first to the last, then tooltips page by page."""
    labels = [Label(xref, "Title") for xref in _bookmarks(document)]
    if document.is_form_pdf:
        labels += [Label(xref, "TU") for xref in dict.fromkeys(_fields(document))]
    for label in labels:
        holder = _object(document, label.xref)
        text = " ".join(mupdf.pdf_dict_get_text_string(holder, mupdf.pdf_new_name(label.key)).split())
        if text:
            yield label, text


def _bookmarks(document: pymupdf.Document) -> Iterator[int]:
    """The objects of the bookmarks, each before those below it, and once however they are linked.

    PyMuPDF lists them too, but looks for each among all before it and calls itself for each level.
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
    """The objects that may hold a field's tooltip: what is shown on a page, and the field that it is shown for."""
    for number in range(document.page_count):
        for xref in annotations_of(document, number):
            yield xref
            if parent := mupdf.pdf_to_num(mupdf.pdf_dict_gets(_object(document, xref), "Parent")):
                yield parent


def write_label(document: pymupdf.Document, label: Label, text: str) -> None:
    """Put the translated text in place of a label's own."""
    mupdf.pdf_dict_put_text_string(_object(document, label.xref), mupdf.pdf_new_name(label.key), text)


def _object(document: pymupdf.Document, xref: int) -> mupdf.PdfObj:
    return mupdf.pdf_new_indirect(file_of(document), xref, 0)
