"""Removing the text that a marked-content sequence gives for its glyphs (ActualText, ISO 32000-1, 14.9.4)."""

import re

from pymupdf import mupdf

from translation.formats.pdf.content_streams.marks import Sequence
from translation.formats.pdf.content_streams.operations import HEX_STRING, SPACE, STRING
from translation.formats.pdf.content_streams.source import resource

ACTUAL_TEXT = re.compile(rb"/ActualText[" + SPACE + rb"]*+(?:" + STRING + rb"|" + HEX_STRING + rb")", re.DOTALL)


def without_actual_text(
    file: mupdf.PdfDocument, sequence: Sequence, operation: bytes, resources: mupdf.PdfObj
) -> tuple[bytes, dict[str, mupdf.PdfObj]]:
    """Return the operation that begins a sequence without its ActualText, and the new properties that it names."""
    if not sequence.properties:
        return ACTUAL_TEXT.sub(b"", operation), {}
    copy = mupdf.pdf_deep_copy_obj(mupdf.pdf_resolve_indirect(resource(resources, "Properties", sequence.properties)))
    mupdf.pdf_dict_dels(copy, "ActualText")
    added = mupdf.pdf_add_object(file, copy)
    name = f"Palimpsest-{mupdf.pdf_to_num(added)}"
    return sequence.tag + b" /" + name.encode() + b" BDC", {name: added}
