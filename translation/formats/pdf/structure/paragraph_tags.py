"""Tags for the translation of a paragraph: in the element that had its text, in the order of the translation."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from pymupdf import mupdf

from translation.formats.pdf.content_streams.marks import ContentMark
from translation.formats.pdf.structure.elements import Element
from translation.formats.pdf.structure.kids import Cursor, Kid
from translation.formats.pdf.structure.languages import covers
from translation.formats.pdf.structure.roles import DIVISIONS, GROUPING, INLINE
from translation.formats.pdf.structure.tree import StructureTree

PLAIN_ARTIFACT_OPERATOR = "/Artifact BMC"
# The operator of an artifact without properties, or with properties that are written out and short.
PLAIN_ARTIFACT = re.compile(r"/Artifact\s*(?:BMC|<<[\x20-\x7e\s]{0,500}>>\s*BDC)", re.ASCII)
# The operator of an artifact with the name of its properties.
NAMED_ARTIFACT = re.compile(r"/Artifact\s*/([A-Za-z0-9_.-]{1,100})\s+BDC", re.ASCII)
# Text is an artifact if more than this share of its glyphs was. Otherwise it is read aloud with the text around it.
ARTIFACT_SHARE = 0.9
LANGUAGE_TAG = re.compile(r"[A-Za-z0-9-]{1,40}")
# Characters that a name cannot have as they are.
IRREGULAR = re.compile(rb"[^!-~]|[#()<>\[\]{}/%]")


@dataclass(slots=True)
class ParagraphTags:
    """The operators around the pieces of a paragraph's translation.

    `element` has the paragraph. Without one, all pieces are an artifact, or have no tags if `artifact` is empty.
    """

    tree: StructureTree
    page: int = 0
    element: Element | None = None
    artifact: str = ""
    language: str = ""
    marks: Iterable[ContentMark] = ()
    _cursors: dict[Element, Cursor] = field(default_factory=dict)

    @property
    def close(self) -> str:
        """The operator that ends a piece, or "" if `open` returned that."""
        return "EMC" if self.element or self.artifact else ""

    def open(self, link_xrefs: Iterable[int] = ()) -> str:
        """Return the operator that begins the next piece. `link_xrefs` are the annotations of the link it is in."""
        if self.element is None:
            return self.artifact
        element = self._enter_link(link_xrefs, self.element) or self.element
        kid = self.tree.add_sequence(element, self.page, self._cursor(element))
        if kid is None:
            self.element = None
            return ""
        return f"/{_name(element.role)} <</MCID {kid.mcid}{self._language_property(element)}>> BDC"

    def _enter_link(self, xrefs: Iterable[int], element: Element) -> Element | None:
        """Return the Link in the element that has one of these annotations, moved to the next place if need be.

        None if there is none, or if it has an earlier piece that other pieces follow.
        """
        link = next(filter(None, (self._link_of(xref, element) for xref in xrefs)), None)
        around = self._kid_around(link, element) if link else None
        if around is None or (link in self._cursors and self._cursor(element).behind is not around):
            return None
        self._cursor(element).take_along(around)
        return link

    def _link_of(self, xref: int, element: Element) -> Element | None:
        """Return the Link within a line of an element that has an annotation."""
        link = None
        holder = self.tree.annotations.get(xref)
        for each in holder.lineage() if holder else ():
            if each is element:
                return link
            if each.kind not in INLINE:
                return None
            if link is None and each.kind == "Link":
                link = each
        return None

    def _kid_around(self, inner: Element, element: Element) -> Kid | None:
        """Return the kid of an element that is, or has below it, an inner element."""
        child = next((each for each in inner.lineage() if each.parent is element), None)
        return self.tree.kids(element).child(child.number) if child else None

    def _cursor(self, element: Element) -> Cursor:
        """Return where the next piece in an element goes. The first goes behind its first kid that lost text."""
        if element not in self._cursors:
            first = min(self._emptied_kids(element), key=lambda kid: kid.place, default=None)
            self._cursors[element] = self.tree.kids(element).cursor(first)
        return self._cursors[element]

    def _emptied_kids(self, element: Element) -> Iterator[Kid]:
        """Yield the kids of an element that had text of the paragraph, or have it below them."""
        for mark in self.marks:
            owner = self.tree.owner(mark)
            if owner is element:
                kid = self.tree.kids(element).sequence(*self.tree.sequence(mark))
            else:
                kid = self._kid_around(owner, element) if owner else None
            if kid:
                yield kid

    def _language_property(self, element: Element) -> str:
        language = next((each.language for each in element.lineage() if each.language), "")
        if not language or covers(language, self.language) or not LANGUAGE_TAG.fullmatch(self.language):
            return ""
        return f" /Lang ({self.language})"


def tag_paragraph(
    tree: StructureTree,
    page_number: int,
    marks: Mapping[ContentMark, int] | Iterable[ContentMark],
    language: str,
    used: Iterable[int] = (),
) -> ParagraphTags:
    """Return the tags for the translation of a paragraph on a page, by its number from 0.

    `marks` say where its removed glyphs stood, in the order of drawing, with the number of glyphs of each. `used` are
    MCIDs in the content of the page that the tree may not have.
    """
    if not tree:
        return ParagraphTags(tree)
    page, edits = tree.page_edits(page_number, used)
    counts = Counter(marks)
    owners, artifacts = Counter[Element](), Counter[str]()
    for mark, count in counts.items():
        if mark.artifact:
            artifacts[_artifact(tree, mark, page)] += count
        elif owner := tree.owner(mark):
            owners[owner] += count
            edits.emptied.add(tree.sequence(mark))
    if not counts:
        # The picture of a scan had the text.
        return ParagraphTags(tree, page, artifact=PLAIN_ARTIFACT_OPERATOR)
    if artifacts.total() > ARTIFACT_SHARE * (artifacts.total() + owners.total()):
        return ParagraphTags(tree, page, artifact=artifacts.most_common(1)[0][0])
    element = _element_for(owners) if owners else None
    return ParagraphTags(tree, page, element, language=language, marks=tuple(counts))


def _artifact(tree: StructureTree, mark: ContentMark, page: int) -> str:
    """Return the operator for new text of an artifact.

    Names of properties are only known where they stood. An MCID may be there only once, and means nothing.
    """
    named = NAMED_ARTIFACT.fullmatch(mark.artifact)
    if named and mark.stream == page:
        resources = mupdf.pdf_dict_get_inheritable(tree.object(page), mupdf.pdf_new_name("Resources"))
        properties = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(resources, "Properties"), named[1])
        is_usable = mupdf.pdf_is_dict(properties) and not mupdf.pdf_dict_gets(properties, "MCID").m_internal
    else:
        is_usable = bool(PLAIN_ARTIFACT.fullmatch(mark.artifact)) and "/MCID" not in mark.artifact
    return mark.artifact if is_usable else PLAIN_ARTIFACT_OPERATOR


def _element_for(owners: Counter[Element]) -> Element:
    """Return the element for text that several elements had, with the number of marks of each.

    It is the one around them all if that may have text. Otherwise it is the block that had most of the text; a label
    only if there is nothing else.
    """
    common = _common_ancestor(owners)
    if common.kind not in GROUPING or (common.kind in DIVISIONS and _has_no_blocks(common, owners)):
        return common
    blocks = Counter[Element]()
    for owner, count in owners.items():
        blocks[_block_around(owner)] += count
    return max(blocks, key=lambda block: (block.kind != "Lbl", blocks[block]))


def _common_ancestor(elements: Iterable[Element]) -> Element:
    first, *others = elements
    path = list(first.lineage())
    places = {each: place for place, each in enumerate(path)}
    meetings = (next(places[each] for each in other.lineage() if each in places) for other in others)
    return path[max(meetings, default=0)]


def _has_no_blocks(element: Element, owners: Iterable[Element]) -> bool:
    """Return whether all elements between an element and the owners of its text are within lines."""
    between = (each for owner in owners for each in takewhile(lambda each: each is not element, owner.lineage()))
    return all(each.kind in INLINE for each in between)


def _block_around(element: Element) -> Element:
    """Return the element, or the paragraph around it if it is a part of a line."""
    for each in element.lineage():
        if each.kind not in INLINE:
            return element if each.kind in GROUPING and each is not element else each
    return element


def _name(role: str) -> str:
    """Return a name as it is written in a content stream, without its slash."""
    text = role.encode(errors="surrogateescape") or b"P"
    return IRREGULAR.sub(lambda found: b"#%02X" % found[0][0], text).decode("ascii")
