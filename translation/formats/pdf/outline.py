"""Bookmarks: their titles are translated like any other text, in place."""

from collections.abc import Iterator

import pymupdf


def read_titles(document: pymupdf.Document) -> Iterator[tuple[int, str]]:
    """The bookmarks as (xref, title), from the first to the last."""
    entries = document.get_toc(simple=False)
    for (_level, title, _page, _destination), xref in zip(entries, document.get_outline_xrefs(), strict=False):
        if title.strip():
            yield xref, " ".join(title.split())


def write_title(document: pymupdf.Document, xref: int, title: str) -> None:
    """Give a bookmark its translated title."""
    document.xref_set_key(xref, "Title", pymupdf.get_pdf_str(title))
