"""Rewriting a page: remove the original text, and draw the translations."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pymupdf

from translation.formats.pdf.content_streams.marks import ContentMark
from translation.formats.pdf.content_streams.removal import ContentSurgeon
from translation.formats.pdf.geometry import Box
from translation.formats.pdf.reading.links import Link, without_annotations
from translation.formats.pdf.structure.paragraph_tags import ParagraphTags, tag_paragraph
from translation.formats.pdf.structure.tree import StructureTree
from translation.formats.pdf.text_frame import Strip
from translation.formats.pdf.typesetting.paragraph import Flow, TypesetParagraph
from translation.formats.pdf.writing.draw import PageDrawing
from translation.formats.pdf.writing.embedding import EmbeddedFonts
from translation.formats.pdf.writing.erase import Removal, remove_text

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


@dataclass(frozen=True, slots=True)
class PageTools:
    """What all pages of a document are rewritten with. `language` is the tag of the target language."""

    surgeon: ContentSurgeon
    fonts: EmbeddedFonts
    tree: StructureTree
    language: str


def rewrite_page(
    document: pymupdf.Document,
    number: int,
    flows: Sequence[Flow],
    tools: PageTools,
    links: Sequence[Link],
    is_scan: bool,
) -> RewrittenPage:
    """Replace each paragraph with its translation, on the page with this number (from 0).

    `flows` are the page's fitted paragraphs, and `links` its links. On a scan, the picture of the text is covered, too.
    Raises MuPDF's errors for a damaged page, which may then be only partly rewritten.
    """
    paragraphs = [typeset for flow in flows for typeset in flow]
    strips = [list(_strips_to_remove(typeset)) for typeset in paragraphs]
    with without_annotations(document, number) as page:
        removal = _remove_original(tools.surgeon, page, paragraphs, strips, is_scan)
        drawing = PageDrawing(page, tools.fonts, [link.xrefs for link in links])
        first = 0
        for typeset, own in zip(paragraphs, strips, strict=True):
            marks = removal.marks[first : first + len(own)]
            first += len(own)
            drawing.add(typeset, *_tags_of(typeset, own, marks, removal, number, tools))
        drawing.finish()
    return RewrittenPage(len(removal.left), drawing.links, drawing.boxes)


def _tags_of(
    typeset: TypesetParagraph,
    strips: Sequence[Strip],
    marks: Sequence[Mapping[ContentMark, int]],
    removal: Removal,
    number: int,
    tools: PageTools,
) -> tuple[ParagraphTags, ParagraphTags]:
    """Return the tags of a translation and of its list marker, which had these strips and marks."""
    marker = typeset.frame.list_marker
    text, label = Counter[ContentMark](), Counter[ContentMark]()
    for strip, counts in zip(strips, marks, strict=True):
        (label if marker and strip in marker.strips else text).update(counts)
    return (
        tag_paragraph(tools.tree, number, text, tools.language, removal.mcids),
        tag_paragraph(tools.tree, number, label or text, tools.language, removal.mcids),
    )


def _remove_original(
    surgeon: ContentSurgeon,
    page: pymupdf.Page,
    paragraphs: Sequence[TypesetParagraph],
    strips: Sequence[Sequence[Strip]],
    is_scan: bool,
) -> Removal:
    """Remove the original text and its decorations from a page. `strips` are those of each paragraph."""
    pairs = zip(paragraphs, strips, strict=True)
    directed = [(strip, typeset.frame.direction) for typeset, own in pairs for strip in own]
    decorations = [box for typeset in paragraphs for box in typeset.frame.decorations]
    removal = remove_text(surgeon, page, directed, decorations, is_scan)
    first = 0
    for typeset in paragraphs:
        # Decorations that could not be removed stay, and are not drawn a second time.
        last = first + len(typeset.frame.decorations)
        typeset.draws_decorations = removal.decorations.issuperset(range(first, last))
        first = last
    return removal


def _strips_to_remove(typeset: TypesetParagraph) -> Iterator[Strip]:
    """Yield the strips that a translation replaces: its original, a list marker that moves, and dots that it covers."""
    frame, leader = typeset.frame, typeset.frame.leader
    yield from frame.strips
    if (marker := frame.list_marker) and typeset.moves_list_marker:
        yield from marker.strips
    if leader:
        lines = typeset.lines()
        end = (frame.first_x if len(lines) == 1 else frame.x0) + lines[-1][1] + LEADER_GAP_EM * frame.size
        if end > leader.x0:
            yield leader._replace(x1=min(end, leader.x1), is_optional=True)
