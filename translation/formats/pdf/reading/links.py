"""Moving links with their words, and keeping annotations and form fields out of reading and erasing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.geometry import Box, union
from translation.formats.pdf.transform import file_of, page_dictionary, page_transform

RECT = mupdf.pdf_new_name("Rect")
# Boxes are on one line if their tops differ by no more than this.
SAME_LINE_POINTS = 2
# On one line, the pieces of a link are closer together than this.
SAME_LINK_POINTS = 2


@dataclass(slots=True, frozen=True)
class Link:
    """A link of a page: its annotations, one on each line, and their boxes."""

    xrefs: tuple[int, ...]
    boxes: tuple[Box, ...]


@contextmanager
def without_annotations(document: pymupdf.Document, number: int) -> Iterator[pymupdf.Page]:
    """Yield a page without its annotations, which return at the end of the block.

    Their text does not belong to the page, and redaction would delete links and empty form fields.
    """
    page = page_dictionary(document, number)
    annotations = mupdf.pdf_dict_gets(page, "Annots")
    if annotations.m_internal:
        mupdf.pdf_dict_dels(page, "Annots")
    try:
        yield document[number]
    finally:
        if annotations.m_internal:
            mupdf.pdf_dict_puts(page, "Annots", annotations)
        else:
            mupdf.pdf_dict_dels(page, "Annots")


def annotation_xrefs(document: pymupdf.Document, number: int) -> list[int]:
    """Return the object numbers of the annotations of a page."""
    known = range(1, document.xref_length())
    numbers = map(mupdf.pdf_to_num, _annotations(page_dictionary(document, number)))
    return [xref for xref in numbers if xref in known]


def _annotations(page: mupdf.PdfObj) -> list[mupdf.PdfObj]:
    value = mupdf.pdf_dict_gets(page, "Annots")
    return [mupdf.pdf_array_get(value, position) for position in range(mupdf.pdf_array_len(value))]


def read_links(document: pymupdf.Document, number: int) -> list[Link]:
    """Return the links of a page in the order of the file.

    Consecutive annotations with one target are one link when they touch or are on two lines.
    """
    page = page_dictionary(document, number)
    annotations = _annotations(page)
    if not annotations:
        return []
    to_page, known = page_transform(page), range(1, document.xref_length())
    links: list[Link] = []
    last: mupdf.PdfObj | None = None
    for annotation in annotations:
        xref = mupdf.pdf_to_num(annotation)
        if xref not in known or mupdf.pdf_to_name(mupdf.pdf_dict_gets(annotation, "Subtype")) != "Link":
            continue
        rect = mupdf.pdf_dict_get_rect(annotation, RECT)
        box = to_page.box((rect.x0, rect.y0, rect.x1, rect.y1))
        if last is not None and _have_same_target(annotation, last) and _continues(links[-1].boxes[-1], box):
            links[-1] = Link((*links[-1].xrefs, xref), (*links[-1].boxes, box))
        else:
            links.append(Link((xref,), (box,)))
        last = annotation
    return links


def _have_same_target(one: mupdf.PdfObj, other: mupdf.PdfObj) -> bool:
    return all(
        mupdf.pdf_objcmp(mupdf.pdf_dict_gets(one, key), mupdf.pdf_dict_gets(other, key)) == 0 for key in ("A", "Dest")
    )


def _continues(last: Box, box: Box) -> bool:
    """Return whether a box is on a line below the last box, or touches it on the same line."""
    if box[1] > last[1] + SAME_LINE_POINTS:
        return True
    is_level = abs(box[1] - last[1]) <= SAME_LINE_POINTS
    return is_level and -SAME_LINK_POINTS < box[0] - last[2] < SAME_LINK_POINTS


def move_links(
    document: pymupdf.Document, number: int, links: Sequence[Link], drawn: Mapping[int, Sequence[Box]]
) -> None:
    """Move each link to the boxes of its drawn words. A link whose words are not drawn stays.

    `drawn` has the boxes by the index of the link in `links`. If there are fewer annotations than lines, the last
    annotation covers the remaining lines.
    """
    page = page_dictionary(document, number)
    to_file, file = page_transform(page).inverse(), file_of(document)
    for position, link in enumerate(links):
        lines = _merged_by_line(drawn.get(position, ()))
        if not lines:
            continue
        shares = [lines[min(each, len(lines) - 1)] for each in range(len(link.xrefs))]
        for box in lines[len(link.xrefs) :]:
            shares[-1] = union(shares[-1], box)
        for xref, box in zip(link.xrefs, shares, strict=True):
            annotation = mupdf.pdf_new_indirect(file, xref, 0)
            mupdf.pdf_dict_put_rect(annotation, RECT, mupdf.FzRect(*to_file.box(box)))
            mupdf.pdf_dict_dels(annotation, "QuadPoints")


def _merged_by_line(boxes: Sequence[Box]) -> list[Box]:
    lines: list[Box] = []
    for box in boxes:
        if lines and abs(lines[-1][1] - box[1]) < SAME_LINE_POINTS:
            lines[-1] = union(lines[-1], box)
        else:
            lines.append(box)
    return lines
