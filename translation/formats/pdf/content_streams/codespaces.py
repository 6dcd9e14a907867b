"""How many bytes a code of a composite font has: the codespace ranges of its CMap (ISO 32000-1, 9.7.5 and 9.7.6)."""

import re
from itertools import islice
from typing import NamedTuple

from pymupdf import mupdf

# A CMap may use another, which may use another, and so on to this depth.
MAX_DEPTH = 8
# A CMap is not read further than this. Codespace ranges are at its start.
MAX_CMAP_BYTES = 2_000_000
# No CMap has more ranges than this in MuPDF.
MAX_RANGES = 40
BEGIN, END = b"begincodespacerange", b"endcodespacerange"
RANGE = re.compile(rb"<([^<>]{1,16})>\s*<([^<>]{1,16})>")
USED_CMAP = re.compile(rb"/([\w-]+)\s+usecmap")
NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")


class CodeRange(NamedTuple):
    """Codes of `size` bytes from `low` to `high`."""

    size: int
    low: int
    high: int


ONE_BYTE = (CodeRange(1, 0, 0xFF),)
TWO_BYTES = (CodeRange(2, 0, 0xFFFF),)
EUC_JAPANESE = (CodeRange(1, 0, 0x80), CodeRange(2, 0x8EA0, 0x8EDF), CodeRange(2, 0xA1A1, 0xFEFE))
# The predefined CMaps with codes of several lengths, by a part of their name. All others have two-byte codes.
MIXED = {
    "RKSJ": (
        CodeRange(1, 0, 0x80),
        CodeRange(1, 0xA0, 0xDF),
        CodeRange(2, 0x8140, 0x9FFC),
        CodeRange(2, 0xE040, 0xFCFC),
    ),
    "GBK2K": (CodeRange(1, 0, 0x7F), CodeRange(4, 0x81308130, 0xFE39FE39), CodeRange(2, 0x8140, 0xFEFE)),
    "GBKp": (CodeRange(1, 0, 0x80), CodeRange(2, 0x8140, 0xFEFE), CodeRange(1, 0xFF, 0xFF)),
    "GBK": (CodeRange(1, 0, 0x80), CodeRange(2, 0x8140, 0xFEFE)),
    "GBpc": (CodeRange(1, 0, 0x80), CodeRange(1, 0xFD, 0xFF), CodeRange(2, 0xA1A1, 0xFCFE)),
    "GB-EUC": (CodeRange(1, 0, 0x80), CodeRange(2, 0xA1A1, 0xFEFE)),
    "B5": (CodeRange(1, 0, 0x80), CodeRange(2, 0xA140, 0xFEFE)),
    "HKscs": (CodeRange(1, 0, 0x80), CodeRange(2, 0x8740, 0xFEFE)),
    "CNS-EUC": (CodeRange(1, 0, 0x80), CodeRange(2, 0xA1A1, 0xFEFE), CodeRange(4, 0x8EA1A1A1, 0x8EA7FEFE)),
    "KSC-EUC": (CodeRange(1, 0, 0x80), CodeRange(2, 0xA1A1, 0xFEFE)),
    "KSCms": (CodeRange(1, 0, 0x80), CodeRange(2, 0x8141, 0xFEFE)),
    "KSCpc": (CodeRange(1, 0, 0x84), CodeRange(2, 0xA141, 0xFDFE), CodeRange(1, 0xFE, 0xFF)),
    "UTF16": (CodeRange(2, 0, 0xD7FF), CodeRange(4, 0xD800DC00, 0xDBFFDFFF), CodeRange(2, 0xE000, 0xFFFF)),
    "UTF32": (CodeRange(4, 0, 0x10FFFF),),
    "UTF8": (
        CodeRange(1, 0, 0x7F),
        CodeRange(2, 0xC080, 0xDFBF),
        CodeRange(3, 0xE08080, 0xEFBFBF),
        CodeRange(4, 0xF0808080, 0xF7BFBFBF),
    ),
}


def read_codespaces(encoding: mupdf.PdfObj, depth: int = 0) -> tuple[CodeRange, ...]:
    """Return the codespace ranges of the encoding of a composite font: a name, or a CMap in the file."""
    if not mupdf.pdf_is_stream(encoding):
        return _predefined(mupdf.pdf_to_name(encoding))
    # A copy, because MuPDF's own extraction would empty the stream of the document.
    data = mupdf.pdf_load_stream(encoding).fz_buffer_extract_copy()[:MAX_CMAP_BYTES]
    parts = [part[: part.find(END)] for part in data.split(BEGIN)[1:] if END in part]
    pairs = (pair for part in parts for pair in RANGE.findall(part))
    ranges = [_range(low, high) for low, high in islice(pairs, MAX_RANGES) if _digits(low)]
    base = mupdf.pdf_dict_gets(encoding, "UseCMap")
    if base.m_internal and depth < MAX_DEPTH:
        ranges += read_codespaces(base, depth + 1)
    elif used := USED_CMAP.search(data):
        ranges += _predefined(used[1].decode())
    return tuple(ranges) or TWO_BYTES


def _range(low: bytes, high: bytes) -> CodeRange:
    return CodeRange((len(_digits(low)) + 1) // 2, int(_digits(low), 16), int(_digits(high) or b"0", 16))


def _digits(text: bytes) -> bytes:
    return NOT_HEX.sub(b"", text)


def _predefined(name: str) -> tuple[CodeRange, ...]:
    if name in ("EUC-H", "EUC-V"):
        return EUC_JAPANESE
    if "UCS2" in name:
        return TWO_BYTES
    return next((ranges for part, ranges in MIXED.items() if part in name), TWO_BYTES)


def split_codes(text: bytes, ranges: tuple[CodeRange, ...]) -> list[tuple[int, int]]:
    """Return the codes of a string, each with the place where it ends. A byte in no range is a code of its own, 0."""
    if ranges == ONE_BYTE:
        return [(code, end) for end, code in enumerate(text, 1)]
    length = len(text)
    if ranges == TWO_BYTES:
        codes = [(text[at] << 8 | text[at + 1], at + 2) for at in range(0, length - 1, 2)]
        return [*codes, (0, length)] if length % 2 else codes
    found, place = [], 0
    while place < length:
        code, size = _first_code(text[place : place + 4], ranges)
        place += size
        found.append((code, place))
    return found


def _first_code(text: bytes, ranges: tuple[CodeRange, ...]) -> tuple[int, int]:
    code = 0
    for size, byte in enumerate(text, 1):
        code = code << 8 | byte
        if any(each.size == size and each.low <= code <= each.high for each in ranges):
            return code, size
    return 0, 1
