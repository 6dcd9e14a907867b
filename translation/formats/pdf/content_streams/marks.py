"""Marked-content sequences: where a glyph stands in the document's structure (ISO 32000-1, 14.6 and 14.7.4)."""

from dataclasses import dataclass
from typing import NamedTuple


class ContentMark(NamedTuple):
    """Where a glyph stands in the document's structure.

    `stream` is the object number of the page, or of the form XObject with its own StructParents, whose content has the
    marked-content sequence `mcid`. `mcid` is -1 for content without one. `artifact` is the operator that begins an
    artifact, such as "/Artifact <</Type /Pagination>> BDC", or "".
    """

    stream: int
    mcid: int
    artifact: str


@dataclass(slots=True)
class Sequence:
    """An open marked-content sequence.

    `start` and `end` are the place of the operation that began it. `mark` and `is_hidden` hold for what is in it.
    `actual_text` means that it says what its glyphs mean, and `has_lost` that glyphs in it were removed.
    `properties` is the name of its properties in the resources, or "".
    """

    start: int
    end: int
    tag: bytes
    mark: ContentMark
    is_hidden: bool
    actual_text: bool = False
    has_lost: bool = False
    properties: str = ""


def artifact_operator(properties: bytes) -> str:
    """Return the operator that begins an artifact with these properties, if they are direct and simple."""
    if properties[:2] == b"<<" and properties.isascii() and b"/MCID" not in properties:
        return f"/Artifact {properties.decode()} BDC"
    return "/Artifact BMC"
