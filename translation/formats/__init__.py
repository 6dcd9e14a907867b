"""The supported formats. Each is one file or folder here, and one entry in the table."""

import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import IO

from translation.exceptions import DocumentEmpty, FormatUnsupported
from translation.formats import text
from translation.formats.base import Document, Format
from translation.formats.pdf import declaration as pdf
from translation.limits import USUAL_LIMITS, Limits

FORMATS = {row.name: row for row in (pdf.FORMAT, text.FORMAT)}

# A file that starts with this many bytes of white space counts as empty.
EMPTY_BYTES = 1024


def recognise(file: IO[bytes], name: str) -> Format:
    """Return the first format in the table that matches an open file and its name.

    Raises DocumentEmpty, FormatUnsupported, and DocumentUnreadable if the content is not what the name claims.
    """
    file.seek(0)
    if not file.read(EMPTY_BYTES).strip():
        raise DocumentEmpty
    for row in FORMATS.values():
        file.seek(0)
        if row.matches(file, name):
            return row
    supported = ", ".join(row.label for row in FORMATS.values())
    raise FormatUnsupported(f"This kind of file is not supported. Supported formats: {supported}.")


def open_document(path: Path, name: str, limits: Limits = USUAL_LIMITS) -> Document:
    """Open a document with the reader of its format. Raises the errors of `recognise` and of the reader."""
    with path.open("rb") as file:
        row = recognise(file, name)
    reader: Callable[[Path, Limits], Document] = pkgutil.resolve_name(row.reader)
    return reader(path, limits)
