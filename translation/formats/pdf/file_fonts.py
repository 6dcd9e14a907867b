"""The fonts that a file holds for its pages: their kinds, and which of them have serifs."""

from collections.abc import Iterator, Set
from typing import NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.fonts import NAME_LENGTH, plain_name

# Bit 2 of a font descriptor's Flags (ISO 32000-1, table 123).
DESCRIPTOR_SERIF = 2


class FileFont(NamedTuple):
    """A font: the number of its object, its `Subtype`, its name as MuPDF shortens it, its encoding's name or ""."""

    xref: int
    kind: str
    name: str
    encoding: str


class FileFonts:
    """The fonts of a document. Each is examined once."""

    def __init__(self) -> None:
        self._known: dict[int, FileFont] = {}
        self._serifs: set[str] = set()

    @property
    def serifs(self) -> Set[str]:
        """Return the names, as MuPDF's spans have them, of the fonts with serifs that were examined.

        MuPDF's own flag cannot serve: it is set for most fonts.
        """
        return self._serifs

    def of(self, page: pymupdf.Page) -> list[FileFont]:
        """Return the fonts in the resources of a page and of the forms on it."""
        return list(self._in(mupdf.pdf_page_resources(page._pdf_page()), set()))

    def _in(self, resources: mupdf.PdfObj, seen: set[int]) -> Iterator[FileFont]:
        for font in _values(mupdf.pdf_dict_gets(resources, "Font")):
            xref = mupdf.pdf_to_num(font)
            if xref in self._known:
                yield self._known[xref]
            elif mupdf.pdf_is_dict(font):
                yield self._examine(font, xref)
        for form in _values(mupdf.pdf_dict_gets(resources, "XObject")):
            number = mupdf.pdf_to_num(form)
            own = mupdf.pdf_dict_gets(form, "Resources")
            if number not in seen and mupdf.pdf_is_dict(own):
                seen.add(number)
                yield from self._in(own, seen)

    def _examine(self, font: mupdf.PdfObj, xref: int) -> FileFont:
        name = _name(font, "BaseFont") or _name(font, "Name")
        encoding = mupdf.pdf_dict_gets(font, "Encoding")
        if mupdf.pdf_is_dict(encoding):
            encoding = mupdf.pdf_dict_gets(encoding, "BaseEncoding")
        # PyMuPDF does the same with the names in spans.
        name = pymupdf.JM_EscapeStrFromStr(name)[:NAME_LENGTH]
        found = FileFont(xref, _name(font, "Subtype"), name, str(mupdf.pdf_to_name(encoding)))
        if xref:
            self._known[xref] = found
        if _has_serifs(font):
            self._serifs.add(plain_name(name))
        return found


def _has_serifs(font: mupdf.PdfObj) -> bool:
    """Return whether the font's descriptor has the flag for serifs. A Type0 font has that of its descendant."""
    descendant = mupdf.pdf_array_get(mupdf.pdf_dict_gets(font, "DescendantFonts"), 0)
    described = descendant if mupdf.pdf_is_dict(descendant) else font
    flags = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(described, "FontDescriptor"), "Flags")
    return bool(mupdf.pdf_to_int(flags) & DESCRIPTOR_SERIF)


def _values(dictionary: mupdf.PdfObj) -> Iterator[mupdf.PdfObj]:
    for number in range(mupdf.pdf_dict_len(dictionary)):
        yield mupdf.pdf_dict_get_val(dictionary, number)


def _name(dictionary: mupdf.PdfObj, key: str) -> str:
    return str(mupdf.pdf_to_name(mupdf.pdf_dict_gets(dictionary, key)))
