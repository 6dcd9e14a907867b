"""The formats that can be read and written. A format is one file or folder here and one entry of the table."""

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

# A file that begins with this many bytes of white space counts as empty.
EMPTY_BYTES = 1024


def recognise(file: IO[bytes], name: str) -> Format:
    """Return the format of an open file, which is the first of the table that matches its content and its name.

    Raises DocumentEmpty, FormatUnsupported, and DocumentUnreadable for content that is not what the name claims.
    """
    file.seek(0)
    if not file.read(EMPTY_BYTES).strip():
        raise DocumentEmpty
    for row in FORMATS.values():
        file.seek(0)
        if row.matches(file, name):
            return row
    supported = ", ".join(row.label for row in FORMATS.values())
    raise FormatUnsupported(f"This kind of file is not supported. Supported are: {supported}.")


def open_document(path: Path, name: str, limits: Limits = USUAL_LIMITS) -> Document:
    """Open a document with the reader of its format. Raises what `recognise` and the reader raise."""
    with path.open("rb") as file:
        row = recognise(file, name)
    reader: Callable[[Path, Limits], Document] = pkgutil.resolve_name(row.reader)
    return reader(path, limits)
