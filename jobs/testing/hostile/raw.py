"""PDFs written byte by byte, so that everything in them can be wrong."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

LINES = (
    "The library keeps its old books in a cool room, and nobody may take them home.",
    "A book that is torn is mended by hand, and the work takes several weeks.",
    "The people who do it are patient and careful, and they love their work.",
)
TEXT = b"BT /F1 11 Tf 14 TL 72 720 Td %s ET" % b" ".join(b"(%s) Tj T*" % line.encode() for line in LINES)
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG, PAGES, PAGE, CONTENT, FONT_AT, MORE = 1, 2, 3, 4, 5, 10


@dataclass(frozen=True, slots=True)
class Hostile:
    """A document by its kind and name, with the one or two ends that are right."""

    kind: str
    name: str
    content: bytes
    ends: frozenset[str]


def stream(data: bytes, entries: bytes = b"", length: bytes | None = None) -> bytes:
    stated = b"%d" % len(data) if length is None else length
    return b"<<%s/Length %s>>stream\n%s\nendstream" % (entries, stated, data)


def deflated(data: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode" + entries)


def document(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, with a cross-reference table."""
    body = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number in sorted(objects):
        offsets[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    size = max(objects) + 1
    free = b"0000000000 65535 f \n"
    rows = b"".join(b"%010d 00000 n \n" % offsets[n] if n in offsets else free for n in range(size))
    start = len(body)
    body += b"xref\n0 %d\n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        rows,
        size,
        trailer,
        start,
    )
    return bytes(body)


def one_page(
    content: bytes = TEXT,
    page: bytes = b"",
    resources: bytes = b"",
    catalog: bytes = b"",
    more: Mapping[int, bytes] | None = None,
    box: bytes = b"[0 0 595 842]",
    trailer: bytes = b"",
) -> bytes:
    """Return a PDF of one page. The arguments go into its dictionaries; `more` adds or replaces objects."""
    objects = {
        CATALOG: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        PAGES: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        PAGE: b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>%s>>"
        % (box, resources, page),
        CONTENT: stream(content),
        FONT_AT: FONT,
    }
    return document(objects | dict(more or {}), trailer)
