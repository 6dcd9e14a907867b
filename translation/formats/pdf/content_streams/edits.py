"""Changing a content stream in a few places. Every other byte stays as it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from translation.formats.pdf.content_streams.operations import REGULAR

IS_REGULAR = re.compile(REGULAR)


@dataclass(slots=True)
class Edit:
    """A place of a stream, and its new bytes."""

    start: int
    end: int
    text: bytes


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a stream with edits, which do not overlap. A space keeps new and old tokens apart."""
    parts, done, last = list[bytes](), 0, b""
    for edit in sorted(edits, key=lambda each: each.start):
        before = data[done : edit.start]
        last = before[-1:] or last
        parts += [before, b" " if edit.text and IS_REGULAR.match(last) else b"", edit.text]
        if IS_REGULAR.match(data[edit.end : edit.end + 1]):
            parts.append(b" ")
        last, done = edit.text[-1:] or last, edit.end
    return b"".join([*parts, data[done:]])
