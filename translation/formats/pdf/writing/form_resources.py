"""Giving form XObjects without resources a copy of the page's resources that they use, before redaction.

In old files (before PDF 1.2) a form without resources uses those of the page (ISO 32000-1, 7.8.3). Redacting a page
keeps only the resources that the page's own contents use, so such forms would lose their fonts and shadings.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.transform import file_of

NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")


def give_forms_resources(page: pymupdf.Page) -> None:
    """Give each form without resources on a page a copy of the page's resources that it uses."""
    shared = mupdf.pdf_page_resources(page._pdf_page())
    by_category: dict[str, list[tuple[str, mupdf.PdfObj]]] = {}
    waiting, seen = list(_forms(shared)), set()
    while waiting:
        form = waiting.pop()
        number = mupdf.pdf_to_num(form)
        if number in seen:
            continue
        seen.add(number)
        own = mupdf.pdf_dict_gets(form, "Resources")
        if not mupdf.pdf_is_dict(own):
            by_category = by_category or {name: list(_items(entries)) for name, entries in _items(shared)}
            own = _select_used(by_category, page.parent.xref_stream(number), file_of(page.parent))
            mupdf.pdf_dict_puts(form, "Resources", own)
        waiting += _forms(own)


def _forms(resources: mupdf.PdfObj) -> Iterator[mupdf.PdfObj]:
    """Yield the forms in some resources, and the forms that their graphics states use as masks."""
    for _name, each in _items(mupdf.pdf_dict_gets(resources, "XObject")):
        if mupdf.pdf_is_stream(each) and mupdf.pdf_to_name(mupdf.pdf_dict_gets(each, "Subtype")) == "Form":
            yield each
    for _name, state in _items(mupdf.pdf_dict_gets(resources, "ExtGState")):
        form = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(state, "SMask"), "G")
        if mupdf.pdf_is_stream(form):
            yield form


def _select_used(
    resources: Mapping[str, Sequence[tuple[str, mupdf.PdfObj]]], content: bytes, file: mupdf.PdfDocument
) -> mupdf.PdfObj:
    """Return the resources with the names in the content of a form. `resources` are by category, with their names."""
    names = {name.decode("latin-1") for name in NAME.findall(content)}
    used = mupdf.pdf_new_dict(file, 8)
    for category, entries in resources.items():
        chosen = mupdf.pdf_new_dict(file, 8)
        for name, value in entries:
            if name in names:
                mupdf.pdf_dict_puts(chosen, name, value)
        if mupdf.pdf_dict_len(chosen):
            mupdf.pdf_dict_puts(used, category, chosen)
    return used


def _items(dictionary: mupdf.PdfObj) -> Iterator[tuple[str, mupdf.PdfObj]]:
    for number in range(mupdf.pdf_dict_len(dictionary)):
        name = mupdf.pdf_to_name(mupdf.pdf_dict_get_key(dictionary, number))
        yield name, mupdf.pdf_dict_get_val(dictionary, number)
