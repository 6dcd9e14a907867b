"""Showing the original with its translation: beside it on one wide page, or before it as a separate page.

The translated page stays the same object with the same coordinates, so bookmarks, links, names and fields that refer to
it need no change. A form XObject draws the original, and shares fonts and pictures with the translated page. In tagged
documents the original is an artifact, which programs that read aloud pass over.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pymupdf
from pymupdf import mupdf

from translation.formats.base import OutputKind
from translation.formats.pdf.transform import file_of

# The kinds of output that show the original.
BILINGUAL_KINDS = frozenset((OutputKind.SIDE_BY_SIDE, OutputKind.ALTERNATING))
# The size of a page without a MediaBox, in points: US Letter, as in viewers (ISO 32000-1 does not define it).
DEFAULT_BOX = (0.0, 0.0, 612.0, 792.0)
# The direction of the visible page's left edge in the file, by the page's rotation in degrees.
LEFT_EDGE = {0: (-1, 0), 90: (0, -1), 180: (1, 0), 270: (0, 1)}
# The keys that the page of an original copies from the translated page.
COPIED_KEYS = ("Rotate", "UserUnit", "Tabs")
# Flags of an annotation that is not shown: Hidden and NoView.
NOT_SHOWN = 2 | 32
FORM_NAME = "Original"


@dataclass(frozen=True, slots=True)
class OriginalPage:
    """A page before its translation. `form` draws it except `links`, which are copies. `box` is the visible part."""

    page: mupdf.PdfObj
    form: mupdf.PdfObj
    box: mupdf.FzRect
    links: tuple[mupdf.PdfObj, ...]


def keep_original(document: pymupdf.Document, number: int) -> OriginalPage:
    """Return a copy of a page's appearance. Call it before the page is changed."""
    page = document[number]
    entry = mupdf.pdf_lookup_page_obj(file_of(document), number)
    box = _visible_box(entry)
    form = _form(document, page.read_contents(), box)
    # The form has separate resources, because drawing adds fonts to those of the page.
    _put(form, "Resources", _own_copy(document, mupdf.pdf_dict_gets_inheritable(entry, "Resources")))
    if (group := mupdf.pdf_dict_gets(entry, "Group")).m_internal:
        _put(form, "Group", group)
    links, appearances = [], []
    for annotation in _array(mupdf.pdf_dict_gets(entry, "Annots")):
        if mupdf.pdf_to_name(mupdf.pdf_dict_gets(annotation, "Subtype")) == "Link":
            links.append(_copy(document, annotation))
        elif appearance := _appearance(annotation):
            appearances.append(appearance)
    return OriginalPage(
        entry, _add_annotation_forms(document, form, appearances, box) if appearances else form, box, tuple(links)
    )


def compose(document: pymupdf.Document, originals: Mapping[int, OriginalPage], kind: OutputKind) -> None:
    """Put the originals, which are by page number, beside or before their translations."""
    if kind == OutputKind.SIDE_BY_SIDE:
        for original in originals.values():
            _put_beside(document, original)
    elif kind == OutputKind.ALTERNATING:
        _put_before(document, originals)


def _put_before(document: pymupdf.Document, originals: Mapping[int, OriginalPage]) -> None:
    labels = list(_double_labels(document.get_page_labels(), document.page_count, originals))
    for done, number in enumerate(sorted(originals)):
        mupdf.pdf_insert_page(file_of(document), number + done, _make_page(document, originals[number]))
    document.set_page_labels(labels)


def _put_beside(document: pymupdf.Document, original: OriginalPage) -> None:
    page, box = original.page, original.box
    rotation = mupdf.pdf_to_int(mupdf.pdf_dict_gets_inheritable(page, "Rotate")) % 360
    across, up = LEFT_EDGE.get(rotation, LEFT_EDGE[0])
    dx, dy = across * (box.x1 - box.x0), up * (box.y1 - box.y0)
    whole = mupdf.FzRect(
        min(box.x0, box.x0 + dx), min(box.y0, box.y0 + dy), max(box.x1, box.x1 + dx), max(box.y1, box.y1 + dy)
    )
    for name in ("MediaBox", "CropBox"):
        mupdf.pdf_dict_put_rect(page, mupdf.pdf_new_name(name), whole)
    for name in ("TrimBox", "BleedBox", "ArtBox"):
        mupdf.pdf_dict_dels(page, name)
    name = _add_form(document, page, original.form)
    # The original is drawn first, so that the graphics state of the page's content does not affect it.
    area = f"{box.x0:.4f} {box.y0:.4f} {box.x1 - box.x0:.4f} {box.y1 - box.y0:.4f}"
    before = f"/Artifact BMC q 1 0 0 1 {dx:.4f} {dy:.4f} cm /{name} Do Q EMC q {area} re W n\n"
    _wrap(document, page, before.encode(), b"\nQ")
    for link in original.links:
        _move(link, dx, dy)
    _add_annotations(document, page, original.links)


def _add_form(document: pymupdf.Document, page: mupdf.PdfObj, form: mupdf.PdfObj) -> str:
    """Add a form to a separate copy of a page's resources, and return its name there."""
    resources = _own_copy(document, mupdf.pdf_dict_gets_inheritable(page, "Resources"))
    forms = _own_copy(document, mupdf.pdf_dict_gets(resources, "XObject"))
    name = FORM_NAME
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


def _make_page(document: pymupdf.Document, original: OriginalPage) -> mupdf.PdfObj:
    """Return a page that shows an original."""
    page = _dict(document)
    _put(page, "Type", mupdf.pdf_new_name("Page"))
    mupdf.pdf_dict_put_rect(page, mupdf.pdf_new_name("MediaBox"), original.box)
    for name in COPIED_KEYS:
        value = mupdf.pdf_dict_gets_inheritable(original.page, name)
        if value.m_internal:
            _put(page, name, value)
    name = _add_form(document, page, original.form)
    _put(page, "Contents", _stream(document, f"/Artifact BMC /{name} Do EMC".encode()))
    page = mupdf.pdf_add_object(file_of(document), page)
    _add_annotations(document, page, original.links)
    return page


def _add_annotations(document: pymupdf.Document, page: mupdf.PdfObj, annotations: tuple[mupdf.PdfObj, ...]) -> None:
    if not annotations:
        return
    present = _array(mupdf.pdf_dict_gets(page, "Annots"))
    whole = mupdf.pdf_new_array(file_of(document), len(present) + len(annotations))
    for annotation in (*present, *annotations):
        mupdf.pdf_array_push(whole, annotation)
    for annotation in annotations:
        _put(annotation, "P", page)
    _put(page, "Annots", whole)


def _double_labels(
    labels: Iterable[Mapping[str, Any]], count: int, originals: Mapping[int, OriginalPage]
) -> Iterator[dict[str, Any]]:
    """Yield the rules of page labels that give each original the label of its translation.

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
        media = mupdf.FzRect(*DEFAULT_BOX)
    both = mupdf.fz_intersect_rect(media, crop)
    return media if mupdf.fz_is_empty_rect(both) else both


def _appearance(annotation: mupdf.PdfObj) -> tuple[mupdf.PdfObj, mupdf.FzMatrix] | None:
    """Return the form of an annotation and its matrix on the page (ISO 32000-1, 12.5.5). None if it is not shown."""
    flags = mupdf.pdf_to_int(mupdf.pdf_dict_gets(annotation, "F"))
    if flags & NOT_SHOWN or mupdf.pdf_to_name(mupdf.pdf_dict_gets(annotation, "Subtype")) == "Popup":
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


def _add_annotation_forms(
    document: pymupdf.Document,
    form: mupdf.PdfObj,
    appearances: list[tuple[mupdf.PdfObj, mupdf.FzMatrix]],
    box: mupdf.FzRect,
) -> mupdf.PdfObj:
    """Return a form that draws another form, and the annotations over it."""
    forms = _dict(document)
    _put(forms, FORM_NAME, form)
    content = [f"/{FORM_NAME} Do"]
    for number, (appearance, m) in enumerate(appearances):
        _put(forms, f"{FORM_NAME}{number}", appearance)
        content.append(f"q {m.a:.5f} 0 0 {m.d:.5f} {m.e:.4f} {m.f:.4f} cm /{FORM_NAME}{number} Do Q")
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
