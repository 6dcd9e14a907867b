"""PDFs with a sentence in each paragraph, to translate and to read again."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pymupdf

from translation.engines import create_engine
from translation.formats import open_document
from translation.options import Options
from translation.pipeline import translate_document

# A page with this many sentences has room for their translations.
SENTENCES_A_PAGE, LINE_HEIGHT = 10, 72
STYLE = "p { font-family: sans-serif; font-size: 9px; margin: 0 }"
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 595, 842, 56
# A line may start this far above the place that it was set in, in points.
SLACK = 10


def write_paragraphs(paragraphs: Sequence[str], path: Path) -> None:
    """Write a PDF with each paragraph, in HTML, at its own place."""
    with pymupdf.open() as document:
        for start in range(0, len(paragraphs), SENTENCES_A_PAGE):
            page = document.new_page(width=PAGE_WIDTH, height=PAGE_HEIGHT)
            for number, paragraph in enumerate(paragraphs[start : start + SENTENCES_A_PAGE]):
                top = MARGIN + number * LINE_HEIGHT
                box = pymupdf.Rect(MARGIN, top, PAGE_WIDTH - MARGIN, top + LINE_HEIGHT)
                page.insert_htmlbox(box, f"<p>{paragraph}</p>", css=STYLE)
        document.save(path)


def translate_pdf(original: Path, source: str, target: str, output: Path) -> None:
    """Translate a PDF with the pipeline."""
    engine = create_engine("firefox")
    with open_document(original, original.name) as document:
        translate_document(document, engine, source, target, output, Options(), lambda _percent: None)


def paragraph_at(page: int, top: float) -> int | None:
    """Return the number of the paragraph at a height of a page, in points, or None."""
    place = int((top - MARGIN + SLACK) // LINE_HEIGHT)
    return page * SENTENCES_A_PAGE + place if 0 <= place < SENTENCES_A_PAGE else None


def bold_phrases(path: Path, count: int) -> list[list[str]]:
    """Return the bold phrases of each paragraph, in reading order."""
    characters: list[list[tuple[str, bool]]] = [[] for _ in range(count)]
    with pymupdf.open(path) as document:
        for page in document:
            blocks = page.get_text("dict", flags=pymupdf.TEXTFLAGS_TEXT)["blocks"]
            lines = [line for block in blocks for line in block["lines"]]
            for line in sorted(lines, key=lambda line: (round(line["bbox"][3]), line["bbox"][0])):
                number = paragraph_at(page.number, line["bbox"][1])
                if number is not None and number < count:
                    characters[number] += _characters(line)
    return [list(_phrases(each)) for each in characters]


def _characters(line: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield the characters of a line, and whether each is bold. The line ends with a space."""
    for span in line["spans"]:
        is_bold = bool(span["flags"] & pymupdf.TEXT_FONT_BOLD)
        yield from ((character, is_bold) for character in span["text"])
    yield " ", False


def _phrases(characters: Sequence[tuple[str, bool]]) -> Iterator[str]:
    """Yield the phrases of bold characters. A space between two bold words belongs to them."""
    phrase = ""
    for character, is_bold in (*characters, ("", False)):
        if is_bold or character.isspace():
            phrase += character
        elif words := " ".join(phrase.split()):
            yield words
            phrase = ""
        else:
            phrase = ""
