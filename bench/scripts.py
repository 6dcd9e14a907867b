"""Replace the paragraphs of English documents by translations in other scripts, and read the text back.

    python -m bench.scripts FOLDER [--lines 300] [--languages ar he] [--keep OUTPUT]

FOLDER holds aligned sentences, a line each, in files named after languages: en.txt, ar.txt, ... One document has one
column in Helvetica, the other two columns in Times. `extracted` is the share of the drawn characters, without spaces,
that MuPDF extracts from the result. `in order` is the share in paragraphs that are extracted in full.
"""

import argparse
import re
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import pymupdf

from translation.document import Block, Span, plain_text
from translation.formats import open_document
from translation.formats.base import ReadOptions, WriteOptions

LANGUAGES = ("ar", "he", "fa", "hi", "bn", "ta", "th", "zh", "ja", "ko", "el", "ru", "vi")
FRAME = pymupdf.Rect(72, 72, 523, 770)
GUTTER, SIZE, LEADING, BETWEEN = 24, 10, 12.5, 8
FONTS = {1: "helv", 2: "tiro"}


@dataclass
class Tally:
    """What was extracted from the documents in one language."""

    drawn: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    paragraphs: int = 0
    left: int = 0
    pages: int = 0
    seconds: float = 0.0
    added: int = 0
    sizes: list[float] = field(default_factory=list)

    def row(self, language: str) -> str:
        """Return the figures as a row of a table."""
        letters = max(1, self.drawn.total())
        extracted, whole = 1 - self.missing.total() / letters, self.whole / letters
        smallest = quantiles(self.sizes, n=20)[0] / SIZE if len(self.sizes) > 1 else 0.0
        return (
            f"| {language} | {self.paragraphs} | {self.left} | {extracted:.4f} | {whole:.4f} | {smallest:.2f} "
            f"| {median(self.sizes) / SIZE:.2f} | {1000 * self.seconds / self.pages:.0f} | {self.added / 1024:.0f} |"
        )


def make_document(path: Path, sentences: Sequence[str], columns: int) -> None:
    """Set sentences as paragraphs in columns."""
    document, font = pymupdf.open(), pymupdf.Font(FONTS[columns])
    width = (FRAME.width - GUTTER * (columns - 1)) / columns
    column, y = columns, FRAME.y0
    for sentence in sentences:
        lines = list(broken(sentence, font, width))
        if column == columns or y + len(lines) * LEADING > FRAME.y1:
            column, y = (0 if column >= columns - 1 else column + 1), FRAME.y0
            if column == 0:
                page = document.new_page()
        x = FRAME.x0 + column * (width + GUTTER)
        page.insert_text((x, y), lines, fontname=FONTS[columns], fontsize=SIZE, lineheight=LEADING / SIZE)
        y += len(lines) * LEADING + BETWEEN
    document.save(path)


def broken(sentence: str, font: pymupdf.Font, width: float) -> Iterator[str]:
    """Yield the lines of a sentence."""
    line = ""
    for word in sentence.split():
        longer = f"{line} {word}".strip()
        if line and font.text_length(longer, SIZE) > width:
            yield line
            longer = word
        line = longer
    yield line


def replace(source: Path, output: Path, language: str, translations: Mapping[str, str], tally: Tally) -> list[str]:
    """Write the document with its paragraphs translated; returns the translations."""
    with open_document(source, source.name) as document:
        blocks: list[Block] = list(document.read(ReadOptions()))
        found = {block.id: translations.get(key(plain_text(block.content)), "") for block in blocks}
        targets = [(number, (Span(text),)) for number, text in found.items() if text]
        started = time.perf_counter()
        document.write(targets, WriteOptions(language), output, lambda _share: None)
        tally.seconds += time.perf_counter() - started
        tally.left += len(blocks) - len(targets)
    return [text for text in found.values() if text]


def measure(source: Path, output: Path, texts: Sequence[str], tally: Tally) -> None:
    """Compare the drawn text with the extracted text."""
    result = pymupdf.open(output)
    read = letters("".join(page.get_text() for page in result.pages()))
    for text in texts:
        tally.whole += len(letters(text)) if letters(text) in read else 0
    drawn = Counter(letters("".join(texts)))
    tally.drawn += drawn
    tally.missing += drawn - Counter(read)
    tally.paragraphs += len(texts)
    tally.pages += result.page_count
    tally.added += output.stat().st_size - source.stat().st_size
    for page in result.pages():
        lines = [line for block in page.get_text("dict")["blocks"] for line in block["lines"]]
        tally.sizes += [span["size"] for line in lines for span in line["spans"] for _ in span["text"]]


def letters(text: str) -> str:
    """Return the visible characters, in their plain forms."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def key(text: str) -> str:
    """Return a text by which a sentence is recognised."""
    return re.sub(r"\W", "", text)


def main() -> None:
    """Print a table for all languages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    parser.add_argument("--keep", type=Path, help="a folder for the documents")
    options = parser.parse_args()
    english = (options.folder / "en.txt").read_text("utf-8").split("\n")[: options.lines]
    print("| language | paragraphs | left | extracted | in order | size p05 | size p50 | ms a page | KB added |")
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        for columns in FONTS:
            make_document(folder / f"columns-{columns}.pdf", english, columns)
        for language in options.languages:
            lines = (options.folder / f"{language}.txt").read_text("utf-8").split("\n")
            translations = {key(one): other.strip() for one, other in zip(english, lines, strict=False)}
            tally = Tally()
            for columns in FONTS:
                source, output = folder / f"columns-{columns}.pdf", folder / f"columns-{columns}-{language}.pdf"
                measure(source, output, replace(source, output, language, translations, tally), tally)
            print(tally.row(language), flush=True)


if __name__ == "__main__":
    main()
