"""The formats that can be read and written. A format is one file or folder here and one line in the table."""

import pkgutil
from collections.abc import Callable
from pathlib import Path

from translation.exceptions import DocumentEmpty, FormatUnsupported, NotAPdf
from translation.formats.base import Document, Format, OutputKind
from translation.limits import USUAL_LIMITS, Limits

ANY_OUTPUT = frozenset(OutputKind)
WITHOUT_PAGES = frozenset((OutputKind.TRANSLATED, OutputKind.BOTH))

FORMATS = {
    row.name: row
    for row in (
        Format("pdf", "PDF", "application/pdf", (".pdf",), "translation.formats.pdf.document:PdfDocument", ANY_OUTPUT),
        Format(
            "text",
            "Plain text",
            "text/plain",
            (".txt", ".text"),
            "translation.formats.text:TextDocument",
            WITHOUT_PAGES,
        ),
    )
}

# A PDF may begin with a few stray bytes; readers look for its mark in the first kilobyte.
PDF_MARK_WITHIN = 1024
# Texts in UTF-16 begin with one, and are the only ones that hold zero bytes.
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def recognise(head: bytes, name: str) -> Format:
    """The format of a file by the first 1,024 bytes or more of its content; its name decides only between texts.

    Raises DocumentEmpty, NotAPdf or FormatUnsupported.
    """
    if not head.strip():
        raise DocumentEmpty
    if b"%PDF-" in head[:PDF_MARK_WITHIN]:
        return FORMATS["pdf"]
    suffix = Path(name).suffix.lower()
    if suffix == ".pdf":
        raise NotAPdf
    if suffix in FORMATS["text"].suffixes and (b"\0" not in head or head.startswith(UTF16_MARKS)):
        return FORMATS["text"]
    known = ", ".join(row.label for row in FORMATS.values())
    raise FormatUnsupported(f"This kind of file is not supported. Supported are: {known}.")


def open_document(path: Path, name: str, limits: Limits = USUAL_LIMITS) -> Document:
    """Open a document with the reader of its format. Raises what `recognise` and the readers raise."""
    with path.open("rb") as file:
        row = recognise(file.read(PDF_MARK_WITHIN), name)
    opener: Callable[[Path, Limits], Document] = pkgutil.resolve_name(row.opener)
    return opener(path, limits)
