"""What of a PDF is compared with the limits, and when: its pages when it is opened, their text as they are read."""

import pymupdf

from translation.exceptions import PageTooLarge, TooManyPages, TooMuchText
from translation.formats.pdf.declaration import PdfLimits
from translation.formats.pdf.reading.text import PageText
from translation.limits import Limits

# Where PyMuPDF's list of pictures has their size.
WIDTH, HEIGHT = 2, 3


class PageOverfull(RuntimeError):
    """A page with more on it than is read; the others are read all the same."""


def require_pages(document: pymupdf.Document, limits: PdfLimits) -> None:
    """Raises TooManyPages and PageTooLarge."""
    count = document.page_count
    if count > limits.pages:
        raise TooManyPages(f"The document has {count:,} pages; {limits.pages:,} are read here. Split it into parts.")
    for number in range(count):
        try:
            rect = document[number].rect
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
            # It is reported when it is read.
            continue
        # Written so that what is no number is too large.
        if not max(rect.width, rect.height) <= limits.page_points:
            text = f"Page {number + 1} is larger than {limits.page_points:,} points (1/72 inch), the most that is read."
            raise PageTooLarge(f"{text} Print the document to PDF on a usual paper size.")


def require_pixels(page: pymupdf.Page, limits: PdfLimits) -> None:
    """Raises PageOverfull for a page with a picture that would take too long to unpack."""
    for picture in page.parent.get_page_images(page.number):
        if picture[WIDTH] * picture[HEIGHT] > limits.pixels:
            raise PageOverfull("A picture of the page has too many pixels.")


class TextCount:
    """The text read so far."""

    def __init__(self, limits: Limits, page_limits: PdfLimits) -> None:
        self._limits, self._page_limits = limits, page_limits
        self._characters = 0
        self._words = 0

    def add(self, text: PageText) -> None:
        """Count a page. Raises PageOverfull, and TooMuchText when it is the document that has too much."""
        words = sum(len(line.words) for line in text.lines)
        characters = sum(len(word.text) for line in text.lines for word in line.words)
        if words > self._page_limits.page_words or characters > self._page_limits.page_characters:
            raise PageOverfull("The page has too much text.")
        self._words += words
        self._characters += characters
        if self._words > self._limits.words or self._characters > self._limits.characters:
            raise TooMuchText
