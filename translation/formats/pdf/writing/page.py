"""Rewriting a page: remove the original text, and draw the translations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pymupdf

from translation.formats.pdf.geometry import Box
from translation.formats.pdf.reading.decorations import rounded
from translation.formats.pdf.reading.links import without_annotations
from translation.formats.pdf.reading.structured import read_vectors
from translation.formats.pdf.text_frame import Strip
from translation.formats.pdf.typesetting.paragraph import Flow, TypesetParagraph
from translation.formats.pdf.writing.cover import DirectedStrip, cover_text
from translation.formats.pdf.writing.draw import PageDrawing
from translation.formats.pdf.writing.embedding import EmbeddedFonts
from translation.formats.pdf.writing.erase import remove_text

# Dots of a leader that are closer than this to the end of a title are removed.
LEADER_GAP_EM = 0.3


@dataclass(frozen=True, slots=True)
class RewrittenPage:
    """The result of rewriting a page. Boxes are in page space.

    `covered` is the number of strips that could not be erased. `links` has the boxes of each link's words, by its
    number. `boxes` has the box of each paragraph in the order of the flows, or None for a paragraph without text.
    """

    covered: int
    links: Mapping[int, Sequence[Box]]
    boxes: Sequence[Box | None]


def rewrite_page(
    document: pymupdf.Document, number: int, flows: Sequence[Flow], fonts: EmbeddedFonts, is_scan: bool
) -> RewrittenPage:
    """Replace each paragraph with its translation, on the page with this number (from 0).

    `flows` are the page's fitted paragraphs. On a scan, the picture of the text is covered, too. Raises MuPDF's errors
    for a damaged page, which may then be only partly rewritten.
    """
    paragraphs = [typeset for flow in flows for typeset in flow]
    strips = [
        (strip, typeset.frame.direction)
        for flow in flows
        for position, typeset in enumerate(flow)
        for strip in _strips_to_remove(typeset, position > 0 and flow[position - 1].frame.list_marker is None)
    ]
    with without_annotations(document, number) as page:
        covered = _remove_original(page, paragraphs, strips, is_scan)
        drawing = PageDrawing(page, fonts)
        for typeset in paragraphs:
            drawing.add(typeset)
        drawing.finish()
    return RewrittenPage(covered, drawing.links, drawing.boxes)


def _remove_original(
    page: pymupdf.Page, paragraphs: Sequence[TypesetParagraph], strips: Sequence[DirectedStrip], is_scan: bool
) -> int:
    """Remove the original text and its decorations from a page. Return how many strips were covered, not erased."""
    decorations = [box for typeset in paragraphs for box in typeset.frame.decorations]
    covered = remove_text(page, strips, decorations)
    if is_scan:
        cover_text(page, strips)
    if decorations:
        still_drawn = rounded(vector.box for vector in read_vectors(page))
        for typeset in paragraphs:
            # Decorations that could not be erased stay, and are not drawn a second time.
            typeset.draws_decorations = still_drawn.isdisjoint(rounded(typeset.frame.decorations))
    return covered


def _strips_to_remove(typeset: TypesetParagraph, may_join: bool) -> Iterator[Strip]:
    """Yield the strips that a translation replaces: its original, a list marker that moves, and dots that it covers.

    `may_join` means that the strips before belong to the frame before it in its flow, which has no list marker.
    """
    frame, leader = typeset.frame, typeset.frame.leader
    if frame.is_alone and frame.list_marker is None:
        for number, strip in enumerate(frame.strips):
            yield strip._replace(joins=number > 0 or (may_join and frame.joins))
    else:
        yield from frame.strips
    if (marker := frame.list_marker) and typeset.moves_list_marker:
        yield Strip(marker.x0, marker.x1, marker.baseline, frame.size, marker.top, marker.bottom)
    if leader:
        lines = typeset.lines()
        end = (frame.first_x if len(lines) == 1 else frame.x0) + lines[-1][1] + LEADER_GAP_EM * frame.size
        if end > leader.x0:
            yield leader._replace(x1=min(end, leader.x1))
