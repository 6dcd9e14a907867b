"""Mirroring a frame whose translation runs in the opposite direction of the original."""

from dataclasses import replace

from translation.formats.pdf.text_frame import TextFrame

# Lines that look justified are ragged if their column reaches further, but by no more than this.
NEAR_EDGE_EM = 3
MIRRORED_ALIGN = {"left": "right", "right": "left"}


def mirror(frame: TextFrame) -> TextFrame:
    """Return the frame for a right-to-left translation of a left-to-right original, or vice versa.

    Ragged lines move to the far edge of their column, and a list marker to the other side. Justified lines keep their
    edges. Numbers at the right and dots before a page number keep their side.
    """
    to_left = not frame.rtl
    keeps_side = frame.leader or (to_left and frame.align == "right") or frame.align == "center"
    if keeps_side:
        return replace(frame, rtl=to_left)
    x0, x1 = frame.x0, frame.x1
    if frame.align in MIRRORED_ALIGN or abs(frame.far_edge - (x1 if to_left else x0)) < NEAR_EDGE_EM * frame.size:
        x0, x1 = (x0, max(x1, frame.far_edge)) if to_left else (min(x0, frame.far_edge), x1)
    align, indent = MIRRORED_ALIGN.get(frame.align, frame.align), frame.first_x - frame.x0
    mirrored = replace(frame, rtl=to_left, align=align, x0=x0, x1=x1, first_x=x0 + indent)
    # A frame that moved within its column must not grow out of it on the other side.
    if x1 > frame.x1:
        mirrored.left_limit = max(mirrored.left_limit, x0)
    if x0 < frame.x0:
        mirrored.right_limit = min(mirrored.right_limit, x1)
    return _mirror_list_marker(mirrored) if frame.list_marker and frame.list_marker.glyphs else mirrored


def _mirror_list_marker(frame: TextFrame) -> TextFrame:
    """Return the frame with its list marker on the other side, and its text moved accordingly."""
    marker = frame.list_marker
    assert marker is not None
    if frame.rtl:
        off = marker.x0 - frame.x0
        x = frame.x1 - (marker.x1 - marker.x0)
    else:
        off = marker.x1 - frame.x1
        x = frame.x0
    moved = replace(frame, x0=frame.x0 + off, x1=frame.x1 + off, first_x=frame.first_x + off, list_marker_x=x)
    moved.left_limit, moved.right_limit = min(frame.left_limit, moved.x0), max(frame.right_limit, moved.x1)
    return moved
