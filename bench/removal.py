"""Removing the text of the paragraphs of a PDF without a translation, for `bench.erasing`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pymupdf

from bench import redaction
from translation.formats.base import ReadOptions
from translation.formats.pdf.document import PdfDocument
from translation.formats.pdf.geometry import Box, intersects
from translation.formats.pdf.reading.links import without_annotations
from translation.formats.pdf.reading.opening import PAGE_ERRORS
from translation.formats.pdf.transform import page_dictionary
from translation.formats.pdf.writing import erase
from translation.formats.pdf.writing.cover import DirectedStrip
from translation.formats.pdf.writing.saved_contents import SavedContents

# Both take a document, one of its pages, and what to remove from it. They return a report with the indexes of strips
# that are `left`, or the number of covered strips.
Method = Callable[[PdfDocument, pymupdf.Page, "Removal"], Any]
METHODS: dict[str, Method] = {
    "redaction": lambda _document, page, each: redaction.remove_text(page, each.strips, each.decorations, each.joining),
    "product": lambda document, page, each: erase.remove_text(document._surgeon, page, each.strips, each.decorations),
}


@dataclass(slots=True)
class Removal:
    """What to remove from a page, and afterwards the indexes of the covered strips, how many they are, or an error.

    `joining` are the indexes of strips with no other text between them and the strip before.

    If it is not known which strips were covered, `covered` has all indexes.
    """

    strips: list[DirectedStrip] = field(default_factory=list)
    decorations: list[Box] = field(default_factory=list)
    joining: set[int] = field(default_factory=set)
    covered: frozenset[int] = frozenset()
    covered_count: int = 0
    error: str = ""

    def run(self, document: PdfDocument, page: pymupdf.Page, method: Method) -> None:
        """Remove the text from a page. If that fails, restore the page, as the product does."""
        saved = SavedContents(page_dictionary(page.parent, page.number))
        try:
            report = method(document, page, self)
        except PAGE_ERRORS as error:
            saved.restore()
            self.error = f"{type(error).__name__}: {error}"[:100]
            return
        if isinstance(report, int):
            self.covered, self.covered_count = frozenset(range(len(self.strips)) if report else ()), report
        else:
            self.covered, self.covered_count = frozenset(report.left), len(report.left)


def open_and_read(path: Path, pages: int) -> PdfDocument:
    """Return an open document with its paragraphs read, on the first pages or, with 0, on all of them."""
    document = PdfDocument(path)
    chosen = f"1-{min(pages, document.info.pages or pages)}" if pages else ""
    for _block in document.read(ReadOptions(own={"ocr": "off", "pages": chosen})):
        pass
    return document


def remove(document: PdfDocument, method: Method, every: int, seed: int) -> Iterator[tuple[int, Removal]]:
    """Remove the text of each page, and yield the numbers of the pages and what was removed."""
    for number, removal in removals_of(document, every, seed):
        with without_annotations(document._document, number) as page:
            removal.run(document, page, method)
        yield number, removal


def removals_of(document: PdfDocument, every: int, seed: int) -> Iterator[tuple[int, Removal]]:
    """Yield the numbers of the pages with text, and what to remove from each: every second or each paragraph.

    The seed decides at which paragraph to begin.
    """
    position = seed
    for number, flows in document._flows.items():
        removal = Removal()
        frames = [frame for flow in flows for frame in flow]
        for frame in frames:
            position += 1
            if position % every == 0:
                is_alone = not any(other is not frame and intersects(other.box, frame.box) for other in frames)
                first = len(removal.strips)
                removal.strips += [(strip, frame.direction) for strip in frame.strips]
                removal.decorations += frame.decorations
                removal.joining.update(range(first + 1, len(removal.strips)) if is_alone else ())
        if removal.strips:
            yield number, removal
