"""Which pages are read from their picture, and what there is to tell of it."""

from collections import defaultdict
from collections.abc import Set

import pymupdf

from translation.exceptions import OcrMissing
from translation.formats.base import ReadOptions
from translation.formats.pdf.declaration import OCR, Ocr
from translation.formats.pdf.ocr.scan import is_scan, read_hidden, read_scan
from translation.formats.pdf.ocr.tesseract import data_for, program
from translation.formats.pdf.reading.encoding import is_garbage
from translation.formats.pdf.reading.structured import list_contents
from translation.formats.pdf.reading.text import PageText, read_page

# So many pages are looked at for one that tells the language of a scanned document.
SAMPLE_PAGES = 3

MISSING = (
    "The page is a picture, and the program that reads letters in pictures is not installed here (Debian package "
    "tesseract-ocr); it stays as it is."
)
MISSING_DATA = "The page was read without knowledge of its language: its package for tesseract-ocr is not installed."
RECOGNISED = "The text of the page was read from its picture; letters may be wrong."


class Recognition:
    """The scanned pages of a document: `scans` are those read so, whose old text is to be covered."""

    def __init__(self) -> None:
        self.scans: set[int] = set()
        self.problems: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self.is_missed = False
        self._read: dict[int, tuple[str, PageText]] = {}

    def text_of(self, page: pymupdf.Page, text: PageText, serifs: Set[str], options: ReadOptions) -> PageText:
        """The text of a page, which is `text` unless that has to be read from its picture."""
        number, ocr = page.number, OCR.of(options.own)
        force = ocr == Ocr.FORCE
        garbled = _is_garbled(text)
        if ocr == Ocr.OFF or not (force or garbled or is_scan(page, text)):
            return text
        found = None if force or garbled else read_hidden(page, serifs)
        if found is None and program() is None:
            self.is_missed = True
            if not garbled:
                self.problems[number].append(("ocr_missing", MISSING))
            return text
        found = found or self._recognised(page, options.language)
        if not found.lines:
            return text
        self.scans.add(number)
        return found

    def _recognised(self, page: pymupdf.Page, language: str | None) -> PageText:
        number = page.number
        data, is_own = data_for(language)
        if not is_own:
            self.problems[number].append(("ocr_language_missing", MISSING_DATA))
        known, found = self._read.pop(number, ("", None))
        if found is None or data not in known:
            found = read_scan(page, data)
        if found.lines:
            self.problems[number].append(("page_recognised", RECOGNISED))
        return found

    def sample_of(self, document: pymupdf.Document) -> str:
        """Some text of a document that has none but in pictures. Raises OcrMissing where that cannot be read."""
        scans = (page for page in document.pages() if _is_scan(page))
        if program() is None:
            if next(scans, None) is not None and not any(page.get_text().strip() for page in document.pages()):
                raise OcrMissing
            return ""
        for _attempt, page in zip(range(SAMPLE_PAGES), scans, strict=False):
            data, _is_own = data_for(None)
            self._read[page.number] = data, (text := read_scan(page, data))
            if text.lines:
                return "\n".join(line.text for line in text.lines)
        return ""


def _is_garbled(text: PageText) -> bool:
    return is_garbage("".join(line.text for line in text.lines))


def _is_scan(page: pymupdf.Page) -> bool:
    text = read_page(page, list_contents(page), (), frozenset())
    return is_scan(page, text) or _is_garbled(text)
