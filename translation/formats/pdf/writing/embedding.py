"""Adding fonts to a document: name them in the resources of its pages, and embed the glyphs that were used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.fonts import Face
from translation.formats.pdf.transform import dictionary_of, file_of
from translation.formats.pdf.typesetting.line_breaking import TextRun

# The limit of rows in a block of a CMap.
MAX_CMAP_ROWS = 100


class EmbeddedFonts:
    """The faces of a document's translations. Each is embedded once, with the glyphs that were used.

    `glyph_texts` has the texts of glyphs by the name of the face, if they are not single characters. Objects from
    `first_new_xref` on are new.
    """

    def __init__(self, document: pymupdf.Document) -> None:
        self._document = document
        self.file = file_of(document)
        self._xrefs: dict[str, int] = {}
        self._faces: dict[str, Face] = {}
        self.first_new_xref = document.xref_length()
        self.glyph_texts: dict[str, dict[int, str]] = defaultdict(dict)
        # The used characters, and the used glyphs of shaped text, by face.
        self._characters: dict[str, set[str]] = defaultdict(lambda: {" "})
        self._glyphs: dict[str, set[int]] = defaultdict(set)

    def add_face(self, page: pymupdf.Page, face: Face) -> str:
        """Add a face to the resources of a page, and return its name there."""
        name = f"Palimpsest-{face.name}"
        if face.name not in self._xrefs:
            self._faces[face.name], self._xrefs[face.name] = face, self._document.get_new_xref()
            self._document.update_object(self._xrefs[face.name], "<<>>")
        self._add(page, name, self._xrefs[face.name])
        return name

    def add_original(self, page: pymupdf.Page, xref: int) -> str:
        """Add a font of the original document to the resources of a page, and return its name there."""
        name = f"Palimpsest-{xref}"
        self._add(page, name, xref)
        return name

    def _add(self, page: pymupdf.Page, name: str, font: int) -> None:
        owner = dictionary_of(page)
        for key in ("Resources", "Font"):
            owner = _ensure_dictionary(self.file, owner, key)
        mupdf.pdf_dict_puts(owner, name, mupdf.pdf_new_indirect(self.file, font, 0))

    def use(self, run: TextRun) -> None:
        """Record the glyphs that a run uses."""
        if run.glyphs:
            self._glyphs[run.face.name].update([glyph.number for glyph in run.glyphs])
        else:
            self._characters[run.face.name].update(run.text)

    def finish(self) -> None:
        """Embed the faces. Call it when all pages are drawn.

        The subsets are made in a separate document with one page that shows the glyphs, because MuPDF searches all
        pages for the used glyphs of a font.
        """
        if not self._faces:
            return
        sample = pymupdf.open()
        file = file_of(sample)
        fonts, shown = mupdf.pdf_new_dict(file, 4), []
        for name, face in self._faces.items():
            texts = {number: character for character in self._characters[name] if (number := face.glyph(character)[0])}
            mupdf.pdf_dict_puts(fonts, name, _embed(sample, face, texts | self.glyph_texts[name]))
            codes = "".join(f"{number:04x}" for number in sorted(texts.keys() | self._glyphs[name]))
            shown.append(f"/{name} 1 Tf <{codes}> Tj")
        _add_page(sample, fonts, shown)
        sample.subset_fonts()
        for name, xref in self._xrefs.items():
            _graft(mupdf.pdf_dict_gets(fonts, name), self._document, xref)


def _ensure_dictionary(file: mupdf.PdfDocument, owner: mupdf.PdfObj, key: str) -> mupdf.PdfObj:
    """Return a dictionary of an object. Copy an inherited dictionary to the object, or create a missing one."""
    found = mupdf.pdf_dict_gets(owner, key)
    if not mupdf.pdf_is_dict(found):
        inherited = mupdf.pdf_dict_gets_inheritable(owner, key)
        found = mupdf.pdf_copy_dict(inherited) if mupdf.pdf_is_dict(inherited) else mupdf.pdf_new_dict(file, 4)
        mupdf.pdf_dict_puts(owner, key, found)
    return found


def _embed(document: pymupdf.Document, face: Face, texts: Mapping[int, str]) -> mupdf.PdfObj:
    """Return a face as a font of a document, with a map from its glyphs to text, for searching and copying."""
    font = mupdf.pdf_add_cid_font(file_of(document), pymupdf.Font(fontbuffer=face.font.buffer).this)
    document.update_stream(mupdf.pdf_to_num(mupdf.pdf_dict_gets(font, "ToUnicode")), _unicode_map(texts))
    return font


def _add_page(document: pymupdf.Document, fonts: mupdf.PdfObj, operators: Iterable[str]) -> None:
    """Add a page with text operators."""
    page = document.new_page()
    resources = mupdf.pdf_new_dict(file_of(document), 1)
    mupdf.pdf_dict_puts(resources, "Font", fonts)
    mupdf.pdf_dict_puts(dictionary_of(page), "Resources", resources)
    pymupdf.TOOLS._insert_contents(page, "\n".join(["BT", *operators, "ET"]).encode(), True)


def _graft(found: mupdf.PdfObj, document: pymupdf.Document, xref: int) -> None:
    """Copy an object of another document, with all its references, to an object number of this document."""
    file = file_of(document)
    mupdf.pdf_update_object(file, xref, mupdf.pdf_resolve_indirect(mupdf.pdf_graft_object(file, found)))


def _unicode_map(texts: Mapping[int, str]) -> bytes:
    """Return a ToUnicode CMap from two-byte glyph numbers to text (ISO 32000-1, 9.10.3)."""
    rows = [f"<{number:04x}> <{text.encode('utf-16-be').hex()}>" for number, text in sorted(texts.items())]
    lines = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Palimpsest def /CMapType 2 def"]
    lines += ["1 begincodespacerange <0000> <ffff> endcodespacerange"]
    for start in range(0, len(rows), MAX_CMAP_ROWS):
        part = rows[start : start + MAX_CMAP_ROWS]
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join([*lines, "endcmap CMapName currentdict /CMap defineresource pop end end"]).encode()
