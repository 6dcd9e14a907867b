"""Text that runs to the other side than its original did stands as if it were seen in a mirror."""

from dataclasses import replace

from translation.formats.pdf.text_frame import TextFrame

# Lines that look justified are ragged ones when their column reaches a little further: by up to so many ems.
NEAR = 3
MIRRORED_ALIGN = {"left": "right", "right": "left"}


def mirrored(place: TextFrame) -> TextFrame:
    """The place for a text that runs from right to left where the original ran from left to right, or the reverse.

    Ragged lines go to the far edge of what they stand in, a mark to the other side. Justified lines keep their edges;
    numbers on the right and dots to a page number keep their side.
    """
    to_left = not place.rtl
    keeps_side = place.leader or (to_left and place.align == "right") or place.align == "center"
    if keeps_side:
        return replace(place, rtl=to_left)
    x0, x1 = place.x0, place.x1
    if place.align in MIRRORED_ALIGN or abs(place.far_edge - (x1 if to_left else x0)) < NEAR * place.size:
        x0, x1 = (x0, max(x1, place.far_edge)) if to_left else (min(x0, place.far_edge), x1)
    align, indent = MIRRORED_ALIGN.get(place.align, place.align), place.first_x - place.x0
    found = replace(place, rtl=to_left, align=align, x0=x0, x1=x1, first_x=x0 + indent)
    # What has moved within its column does not grow out of it on the other side.
    if x1 > place.x1:
        found.left_limit = max(found.left_limit, x0)
    if x0 < place.x0:
        found.right_limit = min(found.right_limit, x1)
    return _with_mark(found) if place.mark and place.mark.glyphs else found


def _with_mark(place: TextFrame) -> TextFrame:
    """The mark on the other side, and the text moved by the room that it took."""
    mark = place.mark
    assert mark is not None
    if place.rtl:
        off = mark.x0 - place.x0
        x = place.x1 - (mark.x1 - mark.x0)
    else:
        off = mark.x1 - place.x1
        x = place.x0
    moved = replace(place, x0=place.x0 + off, x1=place.x1 + off, first_x=place.first_x + off, mark_x=x)
    moved.left_limit, moved.right_limit = min(place.left_limit, moved.x0), max(place.right_limit, moved.x1)
    return moved
