"""What a page of a PDF draws, and in which marked-content sequences."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.transform import page_dictionary

MAX_FORMS = 1000
# White space and comments, then a bracket, a hexadecimal string, a name, or a number or operator.
TOKEN = re.compile(
    rb"(?:[\0\t\n\f\r ]|%[^\r\n]*)*"
    rb"(<<|>>|[\[\]{})]|<[^<>]*>|\(|/[^\0\t\n\f\r ()<>\[\]{}/%]*|[^\0\t\n\f\r ()<>\[\]{}/%]+)"
)
STRING_PART = re.compile(rb"\\.|[()]", re.DOTALL)
IMAGE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|\Z)")
KINDS = {
    **dict.fromkeys([b"Tj", b"TJ", b"'", b'"'], "text"),
    **dict.fromkeys([b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"s", b"S", b"sh"], "path"),
    b"BI": "image",
}


class Place(NamedTuple):
    """Where something is drawn: a sequence of the page or of a form with a key, an artifact, or neither (-1)."""

    stream: int
    mcid: int = -1
    is_artifact: bool = False


@dataclass
class PageContent:
    """The number of things that a page draws, by kind and place, and how often each sequence begins."""

    items: Counter[tuple[str, Place]] = field(default_factory=Counter)
    sequences: Counter[tuple[int, int]] = field(default_factory=Counter)
    unbalanced: int = 0


def read_content(document: pymupdf.Document, number: int) -> PageContent:
    """Return what a page draws, forms included."""
    page, content = page_dictionary(document, number), PageContent()
    resources = mupdf.pdf_dict_get_inheritable(page, mupdf.pdf_new_name("Resources"))
    data = b"\n".join(document.xref_stream(xref) or b"" for xref in document[number].get_contents())
    waiting = [_Stream(data, resources, Place(mupdf.pdf_to_num(page)))]
    for _ in range(MAX_FORMS):
        if not waiting:
            break
        waiting += _read_stream(document, waiting.pop(), content)
    return content


class _Stream(NamedTuple):
    data: bytes
    resources: mupdf.PdfObj
    place: Place


def _read_stream(document: pymupdf.Document, stream: _Stream, content: PageContent) -> Iterator[_Stream]:
    """Count what a stream draws, and yield the forms that it draws."""
    places = [stream.place]
    for operator, operands in _operations(stream.data):
        if operator in (b"BDC", b"BMC"):
            places.append(_begun(stream, places[-1], operands))
            if places[-1].mcid >= 0 and places[-1] != places[-2]:
                content.sequences[places[-1][:2]] += 1
        elif operator == b"EMC":
            content.unbalanced += len(places) == 1
            places = places[:-1] or [stream.place]
        elif operator == b"Do" and operands:
            form = _form(document, stream, operands[-1], places[-1])
            if form:
                yield form
            else:
                content.items["image", places[-1]] += 1
        elif operator in KINDS and (KINDS[operator] != "text" or any(map(_is_string, operands))):
            content.items[KINDS[operator], places[-1]] += 1
    content.unbalanced += len(places) - 1


def _is_string(operand: bytes) -> bool:
    return operand[:1] in b"(<" and len(operand) > 2


def _begun(stream: _Stream, place: Place, operands: Sequence[bytes]) -> Place:
    """Return the place within a sequence that begins."""
    if operands and operands[0] == b"/Artifact":
        return place._replace(is_artifact=True)
    if b"/MCID" in operands[:-1]:
        number = operands[operands.index(b"/MCID") + 1]
        return place._replace(mcid=int(number)) if number.isdigit() else place
    if len(operands) == 2 and operands[1].startswith(b"/"):
        properties = mupdf.pdf_dict_gets(stream.resources, "Properties")
        mcid = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(properties, operands[1][1:].decode("latin-1")), "MCID")
        return place._replace(mcid=mupdf.pdf_to_int(mcid)) if mupdf.pdf_is_int(mcid) else place
    return place


def _form(document: pymupdf.Document, stream: _Stream, name: bytes, place: Place) -> _Stream | None:
    """Return the stream of a form, or None for a picture."""
    objects = mupdf.pdf_dict_gets(stream.resources, "XObject")
    drawn = mupdf.pdf_dict_gets(objects, name[1:].decode("latin-1"))
    if mupdf.pdf_to_name(mupdf.pdf_dict_gets(drawn, "Subtype")) != "Form":
        return None
    xref = mupdf.pdf_to_num(drawn)
    if mupdf.pdf_is_int(mupdf.pdf_dict_gets(drawn, "StructParents")):
        place = place._replace(stream=xref, mcid=-1)
    resources = mupdf.pdf_dict_gets(drawn, "Resources")
    return _Stream(document.xref_stream(xref) or b"", resources if resources.m_internal else stream.resources, place)


def _operations(data: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield the operators of a stream with their operands, strings in their brackets."""
    operands: list[bytes] = []
    position = 0
    while found := TOKEN.match(data, position):
        token, position = found[1], found.end()
        if token == b"(":
            position = _string_end(data, position)
            operands.append(data[found.start(1) : position])
        elif token[:1] in b"<>[]{}/)+-.0123456789" or token in (b"true", b"false", b"null"):
            operands.append(token)
        else:
            yield token, operands
            operands = []
            if token == b"BI":
                end = IMAGE_END.search(data, position)
                position = end.end() if end else len(data)


def _string_end(data: bytes, position: int) -> int:
    """Return the end of a string whose opening bracket is before a position."""
    depth = 1
    for found in STRING_PART.finditer(data, position):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return len(data)
