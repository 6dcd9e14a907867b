"""The fonts in a PDF file: their kinds, and which of them have serifs."""

from collections.abc import Iterator, Set
from typing import NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.fonts import NAME_LENGTH, plain_name

# Bit 2 of a font descriptor's Flags (ISO 32000-1, table 123).
DESCRIPTOR_SERIF = 2


class FileFont(NamedTuple):
    """A font of the file. `kind` is its Subtype, `name` is shortened as in MuPDF, and `encoding` may be empty."""

    xref: int
    kind: str
    name: str
    encoding: str


class FileFonts:
    """The fonts of a document. Each font is examined once."""

    def __init__(self) -> None:
        self._examined: dict[int, FileFont] = {}
        self._serifs: set[str] = set()

    @property
    def serifs(self) -> Set[str]:
        """The names of the examined fonts with serifs, as in MuPDF's spans.

        MuPDF's own flag is of no use, because it is set for most fonts.
        """
        return self._serifs

    def of(self, page: pymupdf.Page) -> list[FileFont]:
        """Return the fonts in the resources of a page and of the forms on it."""
        return list(self._in(mupdf.pdf_page_resources(page._pdf_page()), set()))

    def _in(self, resources: mupdf.PdfObj, seen: set[int]) -> Iterator[FileFont]:
        for font in _values(mupdf.pdf_dict_gets(resources, "Font")):
            xref = mupdf.pdf_to_num(font)
            if xref in self._examined:
                yield self._examined[xref]
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
            self._examined[xref] = found
        if _has_serifs(font):
            self._serifs.add(plain_name(name))
        return found


def _has_serifs(font: mupdf.PdfObj) -> bool:
    """Return whether the font's descriptor has the flag for serifs. A Type0 font uses its descendant's descriptor."""
    descendant = mupdf.pdf_array_get(mupdf.pdf_dict_gets(font, "DescendantFonts"), 0)
    described = descendant if mupdf.pdf_is_dict(descendant) else font
    flags = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(described, "FontDescriptor"), "Flags")
    return bool(mupdf.pdf_to_int(flags) & DESCRIPTOR_SERIF)


def _values(dictionary: mupdf.PdfObj) -> Iterator[mupdf.PdfObj]:
    for number in range(mupdf.pdf_dict_len(dictionary)):
        yield mupdf.pdf_dict_get_val(dictionary, number)


def _name(dictionary: mupdf.PdfObj, key: str) -> str:
    return str(mupdf.pdf_to_name(mupdf.pdf_dict_gets(dictionary, key)))
