"""Strings of content streams: what they stand for, and how to write them (ISO 32000-1, 7.3.4)."""

import re
from collections.abc import Iterable, Sequence

from translation.formats.pdf.content_streams.budget import ContentTooLarge
from translation.formats.pdf.content_streams.operations import (
    HEX_STRING,
    REGULAR,
    SPACE,
    STRING,
    find_string_end,
    read_numbers,
)

ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
SPACES = re.compile(rb"[" + SPACE + rb"]++")
NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")
NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# Offsets beyond this are not written. Readers differ in what they make of larger numbers.
MAX_NUMBER = 1e9
# Strings in an array, and what is between them.
BETWEEN_STRINGS = re.compile(rb"(" + STRING + rb"|" + HEX_STRING + rb")", re.DOTALL)
ARRAY_ITEM = re.compile(
    rb"(" + STRING + rb"|" + HEX_STRING + rb")|([-+.\d]++)|(\()|%[^\r\n]*+|[A-Za-z/]" + REGULAR + rb"*+", re.DOTALL
)

# An item of the operand of TJ: an offset in thousandths of text space, or a string with its place in the stream.
Item = float | tuple[bytes, int, int]
# A part of a new operand of TJ: an offset, a new string, or the place of an old string in the stream.
ArrayPart = float | bytes | tuple[int, int]


def decode_string(text: bytes) -> bytes:
    """Return the bytes that a string or a hexadecimal string stands for."""
    if text[:1] == b"<":
        # Like MuPDF, take what is no digit for a zero.
        digits = NOT_HEX.sub(b"0", SPACES.sub(b"", text[1:-1]))
        return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode())
    inner = text[1:-1]
    return ESCAPE.sub(_unescape, inner) if b"\\" in inner or b"\r" in inner else inner


def _unescape(found: re.Match[bytes]) -> bytes:
    inner = found[1]
    if inner is None:
        return b"\n"
    if inner[0] in b"01234567":
        return bytes([int(inner, 8) & 255])
    return ESCAPED.get(inner, inner)


def encode_string(text: bytes) -> bytes:
    """Return bytes as a string."""
    text = text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")
    return b"(" + text + b")"


def decode_name(text: bytes) -> str:
    """Return the name that a token stands for, without its slash."""
    inner = text[1:]
    if b"#" in inner:
        inner = NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), inner)
    return inner.decode("utf-8", "surrogateescape")


def split_array(array: bytes) -> tuple[list[bytes], list[bytes]] | None:
    """Return the strings of an array and the numbers before, between and behind them, as bytes.

    None if its strings are written in a form that takes longer to read.
    """
    if b"\\" in array or b"<" in array or b"\r" in array or b"%" in array:
        return None
    parts = BETWEEN_STRINGS.split(array[1:-1])
    between = parts[::2]
    joined = b"".join(between)
    # A string with brackets inside it was split, or there is something like "nan".
    return None if b"(" in joined or b"n" in joined else ([part[1:-1] for part in parts[1::2]], between)


def read_items(data: bytes, start: int, end: int) -> list[Item]:
    """Return the items of an operand of TJ, Tj or ', which is at this place of the stream."""
    if data[start] != ord("["):
        return [(decode_string(data[start:end]), start, end)]
    items: list[Item] = []
    place = start + 1
    while found := ARRAY_ITEM.search(data, place, end):
        place = found.end()
        if found[1]:
            items.append((decode_string(found[1]), found.start(), place))
        elif found[2]:
            items += read_numbers(found[2])
        elif found[3]:
            place = min(find_string_end(data, found.start()), end)
            items.append((decode_string(data[found.start() : place]), found.start(), place))
    return items


def write_array(parts: Sequence[ArrayPart], data: bytes) -> bytes:
    """Return an operand of TJ from offsets, new strings, and places of old strings in the stream."""
    written = []
    for part in _merge_numbers(parts):
        if isinstance(part, float):
            if number := format_number(part):
                written.append(number)
        elif isinstance(part, bytes):
            written.append(encode_string(part))
        else:
            written.append(data[part[0] : part[1]])
    return b"[" + b" ".join(written) + b"]"


def _merge_numbers(parts: Iterable[ArrayPart]) -> list[ArrayPart]:
    merged: list[ArrayPart] = []
    for part in parts:
        if isinstance(part, float) and merged and isinstance(merged[-1], float):
            merged[-1] += part
        else:
            merged.append(part)
    return merged


def format_number(number: float) -> bytes:
    """Return a number without needless digits. Zero is empty. Raises ContentTooLarge for one that no reader knows."""
    if not -MAX_NUMBER < number < MAX_NUMBER:
        raise ContentTooLarge("numbers")
    text = f"{number:.4f}".rstrip("0").rstrip(".").encode()
    return b"" if text in (b"0", b"-0") else text
