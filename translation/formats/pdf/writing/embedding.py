"""The faces that a document is given: named in the resources of its pages, and embedded when all of them are drawn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.fonts import Face
from translation.formats.pdf.transform import dictionary_of, file_of
from translation.formats.pdf.typesetting.line_breaking import Run


class Fonts:
    """Each face is embedded once, with those of its glyphs that were shown."""

    def __init__(self, document: pymupdf.Document) -> None:
        self._document = document
        self.file = file_of(document)
        self._xrefs: dict[str, int] = {}
        self._faces: dict[str, Face] = {}
        # Objects from this number on are not the original's.
        self.first_new = document.xref_length()
        # What the glyphs of each face stand for, where that is more than one letter's glyph.
        self.letters: dict[str, dict[int, str]] = defaultdict(dict)
        # What was shown of each face: by letters, and by glyphs where these are not just those of the letters.
        self._texts: dict[str, set[str]] = defaultdict(lambda: {" "})
        self._glyphs: dict[str, set[int]] = defaultdict(set)

    def name_of(self, page: pymupdf.Page, face: Face) -> str:
        """The resource name of a face."""
        name = f"Palimpsest-{face.name}"
        if face.name not in self._xrefs:
            self._faces[face.name], self._xrefs[face.name] = face, self._document.get_new_xref()
            self._document.update_object(self._xrefs[face.name], "<<>>")
        self._add(page, name, self._xrefs[face.name])
        return name

    def own_name(self, page: pymupdf.Page, xref: int) -> str:
        """The resource name under which a font of the document itself is shown again."""
        name = f"Palimpsest-{xref}"
        self._add(page, name, xref)
        return name

    def _add(self, page: pymupdf.Page, name: str, font: int) -> None:
        """Put a font into the page's resources."""
        owner = dictionary_of(page)
        for key in ("Resources", "Font"):
            owner = _own_dictionary(self.file, owner, key)
        mupdf.pdf_dict_puts(owner, name, mupdf.pdf_new_indirect(self.file, font, 0))

    def use(self, run: Run) -> None:
        """Note what a run shows of its face."""
        if run.shapes:
            self._glyphs[run.face.name].update([shape.number for shape in run.shapes])
        else:
            self._texts[run.face.name].update(run.text)

    def finish(self) -> None:
        """Embed the faces.

        They are cut down in a document of their own: MuPDF finds what is shown of a font by going through the pages.
        """
        if not self._faces:
            return
        sample = pymupdf.open()
        file = file_of(sample)
        fonts, shown = mupdf.pdf_new_dict(file, 4), []
        for name, face in self._faces.items():
            letters = {number: letter for letter in self._texts[name] if (number := face.glyph(letter)[0])}
            mupdf.pdf_dict_puts(fonts, name, _embedded(sample, face, letters | self.letters[name]))
            codes = "".join(f"{number:04x}" for number in sorted(letters.keys() | self._glyphs[name]))
            shown.append(f"/{name} 1 Tf <{codes}> Tj")
        _show(sample, fonts, shown)
        sample.subset_fonts()
        for name, xref in self._xrefs.items():
            _graft(mupdf.pdf_dict_gets(fonts, name), self._document, xref)


def _own_dictionary(file: mupdf.PdfDocument, owner: mupdf.PdfObj, key: str) -> mupdf.PdfObj:
    """A dictionary within another: what the other inherits becomes its own, what it lacks is made."""
    found = mupdf.pdf_dict_gets(owner, key)
    if not mupdf.pdf_is_dict(found):
        inherited = mupdf.pdf_dict_gets_inheritable(owner, key)
        found = mupdf.pdf_copy_dict(inherited) if mupdf.pdf_is_dict(inherited) else mupdf.pdf_new_dict(file, 4)
        mupdf.pdf_dict_puts(owner, key, found)
    return found


def _embedded(document: pymupdf.Document, face: Face, letters: Mapping[int, str]) -> mupdf.PdfObj:
    """A face as a font of a document, that tells what its glyphs stand for, so that text can be searched and copied."""
    font = mupdf.pdf_add_cid_font(file_of(document), pymupdf.Font(fontbuffer=face.font.buffer).this)
    document.update_stream(mupdf.pdf_to_num(mupdf.pdf_dict_gets(font, "ToUnicode")), _unicode_map(letters))
    return font


def _show(document: pymupdf.Document, fonts: mupdf.PdfObj, operators: Iterable[str]) -> None:
    """Write a page of text."""
    page = document.new_page()
    resources = mupdf.pdf_new_dict(file_of(document), 1)
    mupdf.pdf_dict_puts(resources, "Font", fonts)
    mupdf.pdf_dict_puts(dictionary_of(page), "Resources", resources)
    pymupdf.TOOLS._insert_contents(page, "\n".join(["BT", *operators, "ET"]).encode(), True)


def _graft(found: mupdf.PdfObj, document: pymupdf.Document, xref: int) -> None:
    """Copy an object of another document, with all that it refers to, to a number of this one."""
    file = file_of(document)
    mupdf.pdf_update_object(file, xref, mupdf.pdf_resolve_indirect(mupdf.pdf_graft_object(file, found)))


def _unicode_map(letters: Mapping[int, str]) -> bytes:
    """A ToUnicode CMap from two-byte glyph numbers to letters."""
    rows = [f"<{number:04x}> <{text.encode('utf-16-be').hex()}>" for number, text in sorted(letters.items())]
    lines = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Palimpsest def /CMapType 2 def"]
    lines += ["1 begincodespacerange <0000> <ffff> endcodespacerange"]
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join([*lines, "endcmap CMapName currentdict /CMap defineresource pop end end"]).encode()
