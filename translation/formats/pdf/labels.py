"""Text that stands in the document beside its pages: titles of bookmarks and tooltips of form fields."""

from collections.abc import Iterator
from typing import NamedTuple

import pymupdf

from translation.formats.pdf.annotations import annotations_of


class Label(NamedTuple):
    """A text string of the file: the object that holds it, and its key."""

    xref: int
    key: str


def read_labels(document: pymupdf.Document) -> Iterator[tuple[Label, str]]:
    """The labels with their texts: bookmarks from the first to the last, then tooltips page by page."""
    entries = document.get_toc(simple=False)
    for (_level, title, *_rest), xref in zip(entries, document.get_outline_xrefs(), strict=False):
        if title.strip():
            yield Label(xref, "Title"), " ".join(title.split())
    if document.is_form_pdf:
        for xref in dict.fromkeys(_fields(document)):
            kind, text = document.xref_get_key(xref, "TU")
            if kind == "string" and text.strip():
                yield Label(xref, "TU"), " ".join(text.split())


def _fields(document: pymupdf.Document) -> Iterator[int]:
    """The objects that may hold a field's tooltip: what is shown on a page, and the field that it is shown for."""
    for number in range(document.page_count):
        for xref in annotations_of(document, number):
            yield xref
            kind, value = document.xref_get_key(xref, "Parent")
            if kind == "xref":
                yield int(value.split()[0])


def write_label(document: pymupdf.Document, label: Label, text: str) -> None:
    """Put the translated text in place of a label's own."""
    document.xref_set_key(label.xref, label.key, pymupdf.get_pdf_str(text))
