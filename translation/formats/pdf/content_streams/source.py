"""Reading streams, fonts and layers of a document for its content streams."""

import re

from pymupdf import mupdf

from translation.formats.pdf.content_streams.budget import MAX_DIRECT_FONTS, Budget, ContentTooLarge
from translation.formats.pdf.content_streams.font_metrics import FontMetrics

# A page's contents have no more parts than this.
MAX_PARTS = 100_000
# Names that are not ASCII are searched among this many entries of a dictionary.
MAX_ENTRIES = 10_000
# MuPDF's name for showing a document on a screen, where layers are switched on and off.
ON_SCREEN = "View"
# A form without any of these shows no text and paints nothing.
LIVELY = re.compile(rb"Tj|TJ|['\"]|\bDo\b|\bBI\b")
SOURCE_ERRORS = (RuntimeError, ValueError, MemoryError, mupdf.FzErrorBase)


class ContentSource:
    """Streams, fonts and layers of one document, each loaded once. Close it after use."""

    def __init__(self, file: mupdf.PdfDocument) -> None:
        self.file = file
        self._fonts: dict[int, FontMetrics] = {}
        self._direct_fonts: list[tuple[mupdf.PdfObj, FontMetrics]] = []
        self._replacement: FontMetrics | None = None
        self._forms: dict[int, bytes] = {}
        self._lively: dict[int, bool] = {}
        self._hidden: dict[int, bool] = {}

    def close(self) -> None:
        """Return the fonts to MuPDF."""
        for font in (*self._fonts.values(), *(font for _dictionary, font in self._direct_fonts), self._replacement):
            if font is not None:
                font.close()
        self._fonts.clear()
        self._direct_fonts.clear()
        self._replacement = None

    def forget_forms(self) -> None:
        """Forget the contents of forms, before another page."""
        self._forms.clear()
        self._lively.clear()

    def page_contents(self, page: mupdf.PdfObj, budget: Budget) -> bytes:
        """Return the contents of a page, whose parts MuPDF reads as one stream."""
        contents = mupdf.pdf_dict_gets(page, "Contents")
        if not mupdf.pdf_is_array(contents):
            return self.load(contents, budget) if mupdf.pdf_is_stream(contents) else b""
        parts = [
            mupdf.pdf_array_get(contents, number) for number in range(min(mupdf.pdf_array_len(contents), MAX_PARTS))
        ]
        return b"\n".join([self.load(part, budget) for part in parts if mupdf.pdf_is_stream(part)])

    def load(self, stream: mupdf.PdfObj, budget: Budget) -> bytes:
        """Return the decoded bytes of a stream, or none if it is damaged."""
        try:
            # A copy, because MuPDF's own extraction would empty the stream of the document.
            data: bytes = mupdf.pdf_load_stream(stream).fz_buffer_extract_copy()
        except mupdf.FzErrorBase:
            return b""
        budget.spend_bytes(len(data))
        return data

    def form_contents(self, form: mupdf.PdfObj, budget: Budget) -> bytes:
        """Return the contents of a form, to go through them."""
        number = mupdf.pdf_to_num(form)
        if number in self._forms:
            budget.spend_bytes(len(self._forms[number]))
        else:
            self._forms[number] = self.load(form, budget)
        return self._forms[number]

    def is_lively(self, form: mupdf.PdfObj, budget: Budget) -> bool:
        """Return whether a form shows text or uses other forms."""
        number = mupdf.pdf_to_num(form)
        if number not in self._lively:
            self._lively[number] = bool(LIVELY.search(self.form_contents(form, budget)))
        return self._lively[number]

    def font(self, dictionary: mupdf.PdfObj) -> FontMetrics:
        """Return the metrics of a font. If it is damaged, they are those of MuPDF's replacement."""
        number = mupdf.pdf_to_num(dictionary)
        if number:
            if number not in self._fonts:
                self._fonts[number] = self._load_font(dictionary)
            return self._fonts[number]
        for known, font in self._direct_fonts:
            if mupdf.pdf_objcmp(known, dictionary) == 0:
                return font
        if len(self._direct_fonts) >= MAX_DIRECT_FONTS:
            raise ContentTooLarge("fonts")
        font = self._load_font(dictionary)
        self._direct_fonts.append((dictionary, font))
        return font

    def _load_font(self, dictionary: mupdf.PdfObj) -> FontMetrics:
        try:
            if mupdf.pdf_is_dict(dictionary):
                return FontMetrics(self.file, dictionary)
        except SOURCE_ERRORS:
            pass
        if self._replacement is None:
            self._replacement = FontMetrics(self.file, None)
        return self._replacement

    def is_hidden(self, layer: mupdf.PdfObj) -> bool:
        """Return whether a layer (an optional content group or its membership) is switched off on a screen."""
        if not layer.m_internal:
            return False
        number = mupdf.pdf_to_num(layer)
        if number not in self._hidden or not number:
            self._hidden[number] = self._ask_hidden(layer)
        return self._hidden[number]

    def _ask_hidden(self, layer: mupdf.PdfObj) -> bool:
        try:
            return bool(mupdf.ll_pdf_is_ocg_hidden(self.file.m_internal, None, ON_SCREEN, layer.m_internal))
        except SOURCE_ERRORS:
            return False


def entry(dictionary: mupdf.PdfObj, name: str) -> mupdf.PdfObj:
    """Return what a dictionary has under a name, which need not be ASCII."""
    if name.isascii():
        return mupdf.pdf_dict_gets(dictionary, name)
    for number in range(min(mupdf.pdf_dict_len(dictionary), MAX_ENTRIES)):
        if mupdf.pdf_to_name(mupdf.pdf_dict_get_key(dictionary, number)) == name:
            return mupdf.pdf_dict_get_val(dictionary, number)
    return mupdf.PdfObj()


def resource(resources: mupdf.PdfObj, category: str, name: str) -> mupdf.PdfObj:
    """Return an entry of some resources, such as the font "F1"."""
    return entry(mupdf.pdf_dict_gets(resources, category), name)
