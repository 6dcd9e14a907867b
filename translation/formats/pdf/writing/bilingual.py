"""Show the original with its translation: beside it on one wide page, or before it as a page of its own.

The translated page stays the object that it is, in its own coordinates: bookmarks, links, names and fields that point
at it need no change. The original is drawn by a form, which shares fonts and pictures with what became of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pymupdf
from pymupdf import mupdf

from translation.formats.base import OutputKind
from translation.formats.pdf.transform import file_of

COMPOSED = frozenset((OutputKind.SIDE_BY_SIDE, OutputKind.ALTERNATING))
# A page without a box of its own is of this size (ISO 32000-1 leaves it open; readers take US Letter).
USUAL_BOX = (0.0, 0.0, 612.0, 792.0)
# Where the edge of the page that is shown at the left lies in the file, as (x, y), by the page's rotation.
LEFT = {0: (-1, 0), 90: (0, -1), 180: (1, 0), 270: (0, 1)}
# Of a page, what the copy of it has as well.
OF_THE_PAGE = ("Rotate", "UserUnit", "Tabs")
# Flags of an annotation that is not to be seen: hidden, no view.
UNSEEN = 2 | 32
NAME = "Original"


@dataclass(frozen=True, slots=True)
class Original:
    """A page as it was: `form` draws all of it but its links, which are copies; `box` is what is seen of it."""

    page: mupdf.PdfObj
    form: mupdf.PdfObj
    box: mupdf.FzRect
    links: tuple[mupdf.PdfObj, ...]


def keep_original(document: pymupdf.Document, number: int) -> Original:
    """Keep what a page looks like, before it is changed."""
    page = document[number]
    entry = mupdf.pdf_lookup_page_obj(file_of(document), number)
    box = _visible_box(entry)
    form = _form(document, page.read_contents(), box)
    # Drawing adds fonts to the resources of the page; those of the form are its own.
    _put(form, "Resources", _own_copy(document, mupdf.pdf_dict_gets_inheritable(entry, "Resources")))
    if (group := mupdf.pdf_dict_gets(entry, "Group")).m_internal:
        _put(form, "Group", group)
    links, looks = [], []
    for annotation in _array(mupdf.pdf_dict_gets(entry, "Annots")):
        if mupdf.pdf_to_name(mupdf.pdf_dict_gets(annotation, "Subtype")) == "Link":
            links.append(_copy(document, annotation))
        elif look := _appearance(annotation):
            looks.append(look)
    return Original(entry, _with_looks(document, form, looks, box) if looks else form, box, tuple(links))


def compose(document: pymupdf.Document, originals: Mapping[int, Original], kind: OutputKind) -> None:
    """Put the originals beside or before the pages of those numbers."""
    if kind == OutputKind.SIDE_BY_SIDE:
        for original in originals.values():
            _put_beside(document, original)
    elif kind == OutputKind.ALTERNATING:
        _put_before(document, originals)


def _put_before(document: pymupdf.Document, originals: Mapping[int, Original]) -> None:
    labels = list(_doubled(document.get_page_labels(), document.page_count, originals))
    for done, number in enumerate(sorted(originals)):
        mupdf.pdf_insert_page(file_of(document), number + done, _page(document, originals[number]))
    document.set_page_labels(labels)


def _put_beside(document: pymupdf.Document, original: Original) -> None:
    page, box = original.page, original.box
    rotation = mupdf.pdf_to_int(mupdf.pdf_dict_gets_inheritable(page, "Rotate")) % 360
    across, up = LEFT.get(rotation, LEFT[0])
    dx, dy = across * (box.x1 - box.x0), up * (box.y1 - box.y0)
    whole = mupdf.FzRect(
        min(box.x0, box.x0 + dx), min(box.y0, box.y0 + dy), max(box.x1, box.x1 + dx), max(box.y1, box.y1 + dy)
    )
    for name in ("MediaBox", "CropBox"):
        mupdf.pdf_dict_put_rect(page, mupdf.pdf_new_name(name), whole)
    for name in ("TrimBox", "BleedBox", "ArtBox"):
        mupdf.pdf_dict_dels(page, name)
    name = _show(document, page, original.form)
    # The original comes first: whatever state the page's own content leaves behind does not reach it.
    area = f"{box.x0:.4f} {box.y0:.4f} {box.x1 - box.x0:.4f} {box.y1 - box.y0:.4f}"
    before = f"q 1 0 0 1 {dx:.4f} {dy:.4f} cm /{name} Do Q q {area} re W n\n"
    _wrap(document, page, before.encode(), b"\nQ")
    for link in original.links:
        _move(link, dx, dy)
    _add_annotations(document, page, original.links)


def _show(document: pymupdf.Document, page: mupdf.PdfObj, form: mupdf.PdfObj) -> str:
    """Give a page a form in resources that are the page's own; returns the name that the form got in them."""
    resources = _own_copy(document, mupdf.pdf_dict_gets_inheritable(page, "Resources"))
    forms = _own_copy(document, mupdf.pdf_dict_gets(resources, "XObject"))
    name = NAME
    while mupdf.pdf_dict_gets(forms, name).m_internal:
        name += "0"
    _put(forms, name, form)
    _put(resources, "XObject", forms)
    _put(page, "Resources", resources)
    return name


def _wrap(document: pymupdf.Document, page: mupdf.PdfObj, before: bytes, after: bytes) -> None:
    contents = mupdf.pdf_dict_gets(page, "Contents")
    streams = _array(contents) if mupdf.pdf_is_array(contents) else [contents]
    whole = mupdf.pdf_new_array(file_of(document), len(streams) + 2)
    for stream in (_stream(document, before), *streams, _stream(document, after)):
        if stream.m_internal:
            mupdf.pdf_array_push(whole, stream)
    _put(page, "Contents", whole)


def _page(document: pymupdf.Document, original: Original) -> mupdf.PdfObj:
    """A page that shows an original."""
    page = _dict(document)
    _put(page, "Type", mupdf.pdf_new_name("Page"))
    mupdf.pdf_dict_put_rect(page, mupdf.pdf_new_name("MediaBox"), original.box)
    for name in OF_THE_PAGE:
        value = mupdf.pdf_dict_gets_inheritable(original.page, name)
        if value.m_internal:
            _put(page, name, value)
    name = _show(document, page, original.form)
    _put(page, "Contents", _stream(document, f"/{name} Do".encode()))
    page = mupdf.pdf_add_object(file_of(document), page)
    _add_annotations(document, page, original.links)
    return page


def _add_annotations(document: pymupdf.Document, page: mupdf.PdfObj, annotations: tuple[mupdf.PdfObj, ...]) -> None:
    if not annotations:
        return
    there = _array(mupdf.pdf_dict_gets(page, "Annots"))
    whole = mupdf.pdf_new_array(file_of(document), len(there) + len(annotations))
    for annotation in (*there, *annotations):
        mupdf.pdf_array_push(whole, annotation)
    for annotation in annotations:
        _put(annotation, "P", page)
    _put(page, "Annots", whole)


def _doubled(
    labels: Iterable[Mapping[str, Any]], count: int, originals: Mapping[int, Original]
) -> Iterator[dict[str, Any]]:
    """Rules for page labels, with which each original is called as its translation is.

    A document without rules numbers its pages from 1.
    """
    starts: dict[int, Mapping[str, Any]] = {0: {"startpage": 0, "style": "D"}}
    starts |= {each["startpage"]: each for each in labels}
    position, rule = 0, starts[0]
    for number in range(count):
        rule = starts.get(number, rule)
        for _ in range(2 if number in originals else 1):
            shift = number - rule["startpage"]
            yield {**rule, "startpage": position, "firstpagenum": rule.get("firstpagenum", 1) + shift}
            position += 1


def _visible_box(page: mupdf.PdfObj) -> mupdf.FzRect:
    media, crop = (mupdf.pdf_to_rect(mupdf.pdf_dict_gets_inheritable(page, name)) for name in ("MediaBox", "CropBox"))
    if mupdf.fz_is_empty_rect(media):
        media = mupdf.FzRect(*USUAL_BOX)
    both = mupdf.fz_intersect_rect(media, crop)
    return media if mupdf.fz_is_empty_rect(both) else both


def _appearance(annotation: mupdf.PdfObj) -> tuple[mupdf.PdfObj, mupdf.FzMatrix] | None:
    """The form that shows an annotation, and the matrix that puts it into its place (ISO 32000-1, 12.5.5)."""
    flags = mupdf.pdf_to_int(mupdf.pdf_dict_gets(annotation, "F"))
    if flags & UNSEEN or mupdf.pdf_to_name(mupdf.pdf_dict_gets(annotation, "Subtype")) == "Popup":
        return None
    form = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(annotation, "AP"), "N")
    if not mupdf.pdf_is_stream(form):
        form = mupdf.pdf_dict_gets(form, mupdf.pdf_to_name(mupdf.pdf_dict_gets(annotation, "AS")))
    if not mupdf.pdf_is_stream(form):
        return None
    rect = mupdf.pdf_to_rect(mupdf.pdf_dict_gets(annotation, "Rect"))
    own = mupdf.pdf_to_rect(mupdf.pdf_dict_gets(form, "BBox"))
    box = mupdf.fz_transform_rect(own, mupdf.pdf_to_matrix(mupdf.pdf_dict_gets(form, "Matrix")))
    if mupdf.fz_is_empty_rect(box) or mupdf.fz_is_empty_rect(rect):
        return None
    across, up = (rect.x1 - rect.x0) / (box.x1 - box.x0), (rect.y1 - rect.y0) / (box.y1 - box.y0)
    return form, mupdf.FzMatrix(across, 0, 0, up, rect.x0 - box.x0 * across, rect.y0 - box.y0 * up)


def _with_looks(
    document: pymupdf.Document,
    form: mupdf.PdfObj,
    looks: list[tuple[mupdf.PdfObj, mupdf.FzMatrix]],
    box: mupdf.FzRect,
) -> mupdf.PdfObj:
    """A form that draws another, and the annotations upon it."""
    forms = _dict(document)
    _put(forms, NAME, form)
    content = [f"/{NAME} Do"]
    for number, (look, m) in enumerate(looks):
        _put(forms, f"{NAME}{number}", look)
        content.append(f"q {m.a:.5f} 0 0 {m.d:.5f} {m.e:.4f} {m.f:.4f} cm /{NAME}{number} Do Q")
    whole = _form(document, "\n".join(content).encode(), box)
    resources = _dict(document)
    _put(resources, "XObject", forms)
    _put(whole, "Resources", resources)
    return whole


def _form(document: pymupdf.Document, content: bytes, box: mupdf.FzRect) -> mupdf.PdfObj:
    form = _stream(document, content)
    _put(form, "Type", mupdf.pdf_new_name("XObject"))
    _put(form, "Subtype", mupdf.pdf_new_name("Form"))
    mupdf.pdf_dict_put_rect(form, mupdf.pdf_new_name("BBox"), box)
    return form


def _stream(document: pymupdf.Document, content: bytes) -> mupdf.PdfObj:
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    document.update_stream(xref, content, compress=True)
    return mupdf.pdf_new_indirect(file_of(document), xref, 0)


def _move(link: mupdf.PdfObj, dx: float, dy: float) -> None:
    rect = mupdf.pdf_to_rect(mupdf.pdf_dict_gets(link, "Rect"))
    moved = mupdf.FzRect(rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy)
    mupdf.pdf_dict_put_rect(link, mupdf.pdf_new_name("Rect"), moved)
    corners = mupdf.pdf_dict_gets(link, "QuadPoints")
    for position in range(mupdf.pdf_array_len(corners)):
        value = mupdf.pdf_array_get_real(corners, position) + (dy if position % 2 else dx)
        mupdf.pdf_array_put_real(corners, position, value)


def _copy(document: pymupdf.Document, annotation: mupdf.PdfObj) -> mupdf.PdfObj:
    copied = mupdf.pdf_deep_copy_obj(mupdf.pdf_resolve_indirect(annotation))
    for name in ("StructParent", "Parent", "Popup"):
        mupdf.pdf_dict_dels(copied, name)
    return mupdf.pdf_add_object(file_of(document), copied)


def _own_copy(document: pymupdf.Document, value: mupdf.PdfObj) -> mupdf.PdfObj:
    return mupdf.pdf_deep_copy_obj(mupdf.pdf_resolve_indirect(value)) if mupdf.pdf_is_dict(value) else _dict(document)


def _array(value: mupdf.PdfObj) -> list[mupdf.PdfObj]:
    return [mupdf.pdf_array_get(value, position) for position in range(mupdf.pdf_array_len(value))]


def _put(owner: mupdf.PdfObj, name: str, value: mupdf.PdfObj) -> None:
    mupdf.pdf_dict_puts(owner, name, value)


def _dict(document: pymupdf.Document) -> mupdf.PdfObj:
    return mupdf.pdf_new_dict(file_of(document), 4)
