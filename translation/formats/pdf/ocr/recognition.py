"""Deciding which pages are read by text recognition, and reporting the result."""

from collections import defaultdict
from collections.abc import Set

import pymupdf

from translation.exceptions import OcrMissing
from translation.formats.base import ReadOptions
from translation.formats.pdf.declaration import OCR, Ocr
from translation.formats.pdf.ocr.scan import is_scan, read_invisible_text, read_scan
from translation.formats.pdf.ocr.tesseract import data_for, find_tesseract
from translation.formats.pdf.reading.encoding import is_garbage
from translation.formats.pdf.reading.structured import make_display_list
from translation.formats.pdf.reading.text import PageText, read_page

# A sample uses at most this many scanned pages. Each takes seconds, and the first ones may have no text.
MAX_SAMPLE_PAGES = 3

MISSING = (
    "The page is a picture and stays as it is: text recognition is not installed. Ask the administrator to install "
    "the Debian package tesseract-ocr."
)
MISSING_DATA = (
    "The page was read without knowledge of its language. Ask the administrator to install the language's package for "
    "tesseract-ocr."
)
RECOGNISED = "The text of the page was read from its picture. Some characters may be wrong; check them."


class Recognition:
    """Reads the scanned pages of a document.

    `scans` has the numbers of the recognised pages, whose old text must be covered. `problems` has pairs of code and
    message by page number. `is_tesseract_missing` means that a page could not be read without Tesseract.
    """

    def __init__(self) -> None:
        self.scans: set[int] = set()
        self.problems: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self.is_tesseract_missing = False
        self._read: dict[int, tuple[str, PageText]] = {}

    def text_of(self, page: pymupdf.Page, text: PageText, serifs: Set[str], options: ReadOptions) -> PageText:
        """Return the text of a page: `text`, or the recognised text if the page is a scan or its text is garbled."""
        number, ocr = page.number, OCR.of(options.own)
        force = ocr == Ocr.FORCE
        garbled = _is_garbled(text)
        if ocr == Ocr.OFF or not (force or garbled or is_scan(page, text)):
            return text
        recognised = None if force or garbled else read_invisible_text(page, serifs)
        if recognised is None and find_tesseract() is None:
            self.is_tesseract_missing = True
            if not garbled:
                self.problems[number].append(("ocr_missing", MISSING))
            return text
        recognised = recognised or self._recognise(page, options.language)
        if not recognised.lines:
            return text
        self.scans.add(number)
        return recognised

    def _recognise(self, page: pymupdf.Page, language: str | None) -> PageText:
        number = page.number
        data, is_own = data_for(language)
        if not is_own:
            self.problems[number].append(("ocr_language_missing", MISSING_DATA))
        used_data, text = self._read.pop(number, ("", None))
        if text is None or data not in used_data:
            text = read_scan(page, data)
        if text.lines:
            self.problems[number].append(("page_recognised", RECOGNISED))
        return text

    def sample_of(self, document: pymupdf.Document) -> str:
        """Return recognised text of a scanned document, to detect its language, or "" if there is none.

        Raises OcrMissing if all its text is in pictures and Tesseract is not installed.
        """
        scans = (page for page in document.pages() if _needs_recognition(page))
        if find_tesseract() is None:
            if next(scans, None) is not None and not any(page.get_text().strip() for page in document.pages()):
                raise OcrMissing
            return ""
        for _attempt, page in zip(range(MAX_SAMPLE_PAGES), scans, strict=False):
            data, _is_own = data_for(None)
            self._read[page.number] = data, (text := read_scan(page, data))
            if text.lines:
                return "\n".join(line.text for line in text.lines)
        return ""


def _is_garbled(text: PageText) -> bool:
    return is_garbage("".join(line.text for line in text.lines))


def _needs_recognition(page: pymupdf.Page) -> bool:
    text = read_page(page, make_display_list(page), (), frozenset())
    return is_scan(page, text) or _is_garbled(text)
