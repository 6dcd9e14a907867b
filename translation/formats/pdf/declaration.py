"""The declaration of PDF for the table of formats. It loads no PDF library, because every process imports it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from translation.exceptions import NotAPdf, UsageError
from translation.formats.base import ALL_OUTPUTS, Format
from translation.formats.option import Option
from translation.limits import FormatLimits

# PDF 32000-1, annex H.3.4.1: readers accept the header anywhere in the first kilobyte.
HEADER = b"%PDF-"
HEADER_BYTES = 1024

PAGE_RANGE = re.compile(r"\s*(\d{1,7})\s*(?:-\s*(\d{1,7})\s*)?", re.ASCII)
NO_PAGES = "This kind of document has no pages to choose from."


class Ocr(StrEnum):
    """When to recognise text in pictures: on pages that need it, never, or on every page."""

    AUTO = "auto"
    OFF = "off"
    FORCE = "force"


def chosen_pages(pages: str, count: int | None) -> list[int]:
    """Return the page numbers, from 0, of a text such as "1-3,7" in a document of `count` pages. "" means all.

    Raises UsageError for any other text, and for a page that the document does not have.
    """
    if count is None:
        raise UsageError(NO_PAGES)
    if not pages:
        return list(range(count))
    chosen: set[int] = set()
    for part in pages.split(","):
        match = PAGE_RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last:
            text = f"“{part.strip()}” is not a page or a range of pages. Write them as 1-3,7, counted from 1."
            raise UsageError(text)
        if last > count:
            raise UsageError(f"There is no page {last}. The last page is {count}.")
        chosen.update(range(first - 1, last))
    return sorted(chosen)


PAGES = Option(
    "pages",
    str,
    "",
    label="Pages",
    help="The pages to translate, such as 1-3,7, counted from 1. Other pages stay as they are.",
    example="1-3,7",
    default_label="all",
    refusal=NO_PAGES,
    check=chosen_pages,
)
SMALLEST_SCALE = Option(
    "smallest_scale",
    float,
    0.6,
    label="Text size",
    help="How much smaller than the original the text may get, as a share, if a translation needs more room.",
    choices={1.0: "As in the original", 0.8: "At least 80 %", 0.6: "At least 60 %", 0.4: "At least 40 %"},
    # Text below two fifths of its size cannot be read, and text is never enlarged.
    bounds=(0.4, 1.0),
    example="0.8",
)
OCR = Option(
    "ocr",
    Ocr,
    Ocr.AUTO,
    label="Text in pictures",
    help="When text in pictures is recognised (OCR): on pages that have no readable text, never, or on every page.",
    choices={Ocr.AUTO: "Recognise where needed", Ocr.OFF: "Leave as it is", Ocr.FORCE: "Recognise on every page"},
)


@dataclass(frozen=True, slots=True)
class PdfLimits(FormatLimits):
    """Limits of PDFs: counts, and the width or height of a page in points (1/72 inch).

    A page with more characters, words or pixels stays as it is, and the report says so.
    """

    pages: int = 2_000
    page_points: int = 14_400
    page_characters: int = 200_000
    page_words: int = 50_000
    pixels: int = 200_000_000


def _matches(file: IO[bytes], name: str) -> bool:
    if HEADER in file.read(HEADER_BYTES):
        return True
    if Path(name).suffix.lower() in FORMAT.suffixes:
        raise NotAPdf
    return False


FORMAT = Format(
    name="pdf",
    label="PDF",
    media_type="application/pdf",
    suffixes=(".pdf",),
    reader="translation.formats.pdf.document:PdfDocument",
    matches=_matches,
    outputs=ALL_OUTPUTS,
    options=(PAGES, SMALLEST_SCALE, OCR),
    limits=PdfLimits,
)
