"""Links follow their words, annotations and fields keep out of reading and erasing, active content is dropped."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.erase import page_transform
from translation.formats.pdf.text import Box

REFERENCE = re.compile(r"(\d+) 0 R")
# Actions that run something or send something, by their /S.
ACTIVE = re.compile(r"/S\s*/(?:JavaScript|Launch|SubmitForm|ImportData|Rendition|RichMediaExecute)\b")


@dataclass(slots=True, frozen=True)
class Link:
    """A link of a page: the annotations that make it (one a line), and the boxes of their words."""

    xrefs: tuple[int, ...]
    boxes: tuple[Box, ...]


@contextmanager
def hidden_annotations(document: pymupdf.Document, number: int) -> Iterator[pymupdf.Page]:
    """The page without its annotations.

    Their text is not the page's, and redaction would delete links and blank form fields.
    """
    xref = document.page_xref(number)
    kind, value = document.xref_get_key(xref, "Annots")
    if kind != "null":
        document.xref_set_key(xref, "Annots", "null")
    try:
        yield document[number]
    finally:
        document.xref_set_key(xref, "Annots", value if kind != "null" else "null")


def annotations_of(document: pymupdf.Document, number: int) -> list[int]:
    """The annotations of a page, by their objects."""
    value = _value(document, document.page_xref(number), "Annots")
    known = range(1, document.xref_length())
    return [xref for xref in map(int, REFERENCE.findall(value)) if xref in known]


def links_of(document: pymupdf.Document, number: int) -> list[Link]:
    """The links of a page; one that is made of several annotations, on two lines or in pieces, counts as one."""
    annotations = annotations_of(document, number)
    if not annotations:
        return []
    to_page = page_transform(document[number])
    links: list[Link] = []
    last_target = None
    for annotation in annotations:
        if document.xref_get_key(annotation, "Subtype")[1] != "/Link":
            continue
        box = _box(document, annotation, to_page)
        target = (document.xref_get_key(annotation, "A"), document.xref_get_key(annotation, "Dest"))
        if links and target == last_target and _follows(links[-1].boxes[-1], box):
            links[-1] = Link((*links[-1].xrefs, annotation), (*links[-1].boxes, box))
        else:
            links.append(Link((annotation,), (box,)))
        last_target = target
    return links


def _follows(last: Box, box: Box) -> bool:
    """Whether a link goes on where another ends: on the next line, or next to it."""
    return box[1] > last[1] + 2 or (abs(box[1] - last[1]) <= 2 and -2 < box[0] - last[2] < 2)


def _box(document: pymupdf.Document, annotation: int, to_page: pymupdf.Matrix) -> Box:
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", document.xref_get_key(annotation, "Rect")[1])]
    rect = pymupdf.Rect(*numbers[:4]) if len(numbers) >= 4 else pymupdf.Rect()
    rect = rect.normalize() * to_page
    return (rect.x0, rect.y0, rect.x1, rect.y1)


def move_links(page: pymupdf.Page, links: Sequence[Link], drawn: Mapping[int, Sequence[Box]]) -> None:
    """Put each link over the boxes that its words were drawn in; one whose words were not drawn stays."""
    to_file = ~page_transform(page)
    for number, link in enumerate(links):
        lines = _by_line(drawn.get(number, ()))
        if not lines:
            continue
        shares = [lines[min(position, len(lines) - 1)] for position in range(len(link.xrefs))]
        for box in lines[len(link.xrefs) :]:
            shares[-1] = _union(shares[-1], box)
        for xref, box in zip(link.xrefs, shares, strict=True):
            rect = pymupdf.Rect(box) * to_file
            page.parent.xref_set_key(xref, "Rect", f"[{rect.x0:.2f} {rect.y0:.2f} {rect.x1:.2f} {rect.y1:.2f}]")
            page.parent.xref_set_key(xref, "QuadPoints", "null")


def _by_line(boxes: Sequence[Box]) -> list[Box]:
    lines: list[Box] = []
    for box in boxes:
        if lines and abs(lines[-1][1] - box[1]) < 2:
            lines[-1] = _union(lines[-1], box)
        else:
            lines.append(box)
    return lines


def _union(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def drop_active_content(document: pymupdf.Document) -> None:
    """Remove scripts and actions that run when the document is opened, or that start programs or send data."""
    catalog = document.pdf_catalog()
    if ACTIVE.search(_value(document, catalog, "OpenAction")):
        document.xref_set_key(catalog, "OpenAction", "null")
    if document.xref_get_key(catalog, "Names/JavaScript")[0] != "null":
        document.xref_set_key(catalog, "Names/JavaScript", "null")
    for xref in range(1, document.xref_length()):
        text = _object(document, xref)
        if "/AA" not in text and not ACTIVE.search(text):
            continue
        document.xref_set_key(xref, "AA", "null")
        if ACTIVE.search(_value(document, xref, "A")):
            document.xref_set_key(xref, "A", "null")
        if ACTIVE.search(_object(document, xref)):
            document.update_object(xref, "<<>>")


def _value(document: pymupdf.Document, xref: int, key: str) -> str:
    kind, value = document.xref_get_key(xref, key)
    return _object(document, int(value.split()[0])) if kind == "xref" else str(value)


def _object(document: pymupdf.Document, xref: int) -> str:
    """An object as text; nothing for one that is missing or damaged, as saving will drop it."""
    try:
        return str(document.xref_object(xref, compressed=True))
    except (RuntimeError, mupdf.FzErrorBase):
        return ""
