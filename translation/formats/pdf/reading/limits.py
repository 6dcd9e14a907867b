"""Checking the limits of a PDF: its pages at opening, and the pictures and text of each page at reading."""

import pymupdf

from translation.exceptions import PageTooLarge, TooManyPages, TooMuchText
from translation.formats.pdf.declaration import PdfLimits
from translation.formats.pdf.reading.text import PageText
from translation.limits import Limits

# The index of a picture's width in pixels, in an entry of PyMuPDF's list of pictures.
WIDTH_FIELD = 2
# The index of its height.
HEIGHT_FIELD = 3


class PageOverLimit(RuntimeError):
    """A page exceeds a limit. It stays as it is, but other pages are read."""


def require_pages(document: pymupdf.Document, limits: PdfLimits) -> None:
    """Check the number and size of the pages. Raises TooManyPages and PageTooLarge."""
    count = document.page_count
    if count > limits.pages:
        raise TooManyPages(f"The document has {count:,} pages. The limit is {limits.pages:,}. Split it into parts.")
    for number in range(count):
        try:
            rect = document[number].rect
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
            # Reading reports the page as damaged.
            continue
        # Written with "not", so that NaN is too large.
        if not max(rect.width, rect.height) <= limits.page_points:
            text = f"Page {number + 1} is larger than the limit of {limits.page_points:,} points (1/72 inch)."
            raise PageTooLarge(f"{text} Print the document to PDF on a usual paper size.")


def require_pixels(page: pymupdf.Page, limits: PdfLimits) -> None:
    """Raise PageOverLimit if a picture has more pixels than the limit, because decoding it would take too long."""
    for picture in page.parent.get_page_images(page.number):
        if picture[WIDTH_FIELD] * picture[HEIGHT_FIELD] > limits.pixels:
            raise PageOverLimit("A picture of the page has too many pixels.")


class TextCount:
    """Counts the words and characters of a document while its pages are read."""

    def __init__(self, limits: Limits, page_limits: PdfLimits) -> None:
        self._limits, self._page_limits = limits, page_limits
        self._characters = 0
        self._words = 0

    def add(self, text: PageText) -> None:
        """Count a page. Raises PageOverLimit if it has too much text, and TooMuchText if the document does."""
        words = sum(len(line.words) for line in text.lines)
        characters = sum(len(word.text) for line in text.lines for word in line.words)
        if words > self._page_limits.page_words or characters > self._page_limits.page_characters:
            raise PageOverLimit("The page has too much text.")
        self._words += words
        self._characters += characters
        if self._words > self._limits.words or self._characters > self._limits.characters:
            raise TooMuchText
