"""Small PDFs drawn for a test, and their translations."""

from collections.abc import Callable
from pathlib import Path

import pymupdf

from translation.document import Content, InlineCode, Span
from translation.formats import open_document
from translation.formats.base import ReadOptions, WriteOptions


def make_pdf(draw: Callable[[pymupdf.Document], None]) -> bytes:
    document = pymupdf.open()
    draw(document)
    return bytes(document.tobytes())


def shouted(content: Content) -> Content:
    """Return the content in capitals: a translation of the same length."""
    return tuple(piece if isinstance(piece, InlineCode) else Span(piece.text.upper(), piece.style) for piece in content)


def rewrite(
    source: Path, change: Callable[[Content], Content] = shouted, pages: str = "", language: str = "pt"
) -> tuple[pymupdf.Document, list[str]]:
    """Change the blocks of a document, and return the written document with the codes of its problems."""
    output = source.with_name("output.pdf")
    with open_document(source, "x.pdf") as document:
        targets = [(block.id, change(block.content)) for block in document.read(ReadOptions(own={"pages": pages}))]
        problems = document.write(targets, WriteOptions(language), output, lambda _share: None).problems
    return pymupdf.open(output), [problem.code for problem in problems]


def save(folder: Path, draw: Callable[[pymupdf.Document], None]) -> Path:
    path = folder / "source.pdf"
    path.write_bytes(make_pdf(draw))
    return path
