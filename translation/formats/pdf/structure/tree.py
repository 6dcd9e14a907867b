"""The structure tree of a tagged PDF, read once, and what the translation changes in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.content_streams.marks import ContentMark
from translation.formats.pdf.structure.elements import TREE_ERRORS, Element, ElementReader, read_text
from translation.formats.pdf.structure.kids import Cursor, EditedKids, Kid, read_kids, write_kids
from translation.formats.pdf.structure.parent_tree import MAX_NEW, ParentTree
from translation.formats.pdf.transform import file_of, page_dictionary

# A tree with more elements and kids, or more levels, is damaged. A page of a table has 1,000.
MAX_ITEMS = 1_000_000
MAX_DEPTH = 200
MAX_ROLES = 10_000


@dataclass(slots=True)
class PageEdits:
    """What the translation of a page changes: sequences that lost their text, and new ones with their elements.

    `taken` are the MCIDs of its old sequences. New ones go from `next_mcid` up to `end`.
    """

    next_mcid: int
    end: int
    taken: set[int] = field(default_factory=set)
    emptied: set[tuple[int, int]] = field(default_factory=set)
    added: list[tuple[Element, Kid]] = field(default_factory=list)

    def take(self, mcids: Iterable[int]) -> None:
        """Note MCIDs that the page has. New ones are above them, unless a damaged page has one far above the others."""
        self.taken.update(mcids)
        near = self.end - MAX_NEW // 2
        self.next_mcid = max(self.next_mcid, 1 + max((mcid for mcid in self.taken if mcid < near), default=-1))


class StructureTree:
    """The structure tree of a document. It is false if the document has none, or a damaged one.

    Nothing in the file changes before `finish_structure`, except texts and streams that are replaced.
    """

    def __init__(self, document: pymupdf.Document) -> None:
        self.document, self.file = document, file_of(document)
        self._clear()
        try:
            self._read()
        except TREE_ERRORS:
            self._clear()

    def _clear(self) -> None:
        self.elements: list[Element] = []
        self.language = ""
        self.parents: ParentTree | None = None
        self.owners: dict[int, dict[int, Element]] = defaultdict(dict)
        self.annotations: dict[int, Element] = {}
        self.edited: dict[Element, EditedKids] = {}
        self.pages: dict[int, PageEdits] = {}
        self.translated: set[tuple[int, str]] = set()
        self._references: dict[int, list[mupdf.PdfObj]] = defaultdict(list)
        self._replaced_streams: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self.elements)

    @property
    def catalog(self) -> mupdf.PdfObj:
        """The document's catalogue."""
        return mupdf.pdf_dict_gets(mupdf.pdf_trailer(self.file), "Root")

    def object(self, number: int) -> mupdf.PdfObj:
        """Return an object of the file by its number."""
        return mupdf.pdf_new_indirect(self.file, number, 0)

    def _read(self) -> None:
        root = mupdf.pdf_dict_gets(self.catalog, "StructTreeRoot")
        number = mupdf.pdf_to_num(root)
        if not number or not mupdf.pdf_is_dict(root):
            return
        self.language = read_text(self.catalog, "Lang")
        self.parents = ParentTree(self.file, root)
        reader = ElementReader(self.document, _read_roles(mupdf.pdf_dict_gets(root, "RoleMap")))
        top = Element(number, None, "StructTreeRoot", "StructTreeRoot", 0)
        self.elements.append(top)
        seen, count, waiting = {number}, 0, self._enter(top, read_kids(root, 0))
        while waiting:
            number, parent = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            element, kids = reader.read(number, parent)
            count += 1 + len(kids)
            if count > MAX_ITEMS or parent.depth >= MAX_DEPTH:
                raise ValueError("The structure tree is too large.")
            if element is not None:
                self.elements.append(element)
            waiting += self._enter(element or parent, kids)

    def _enter(self, element: Element, kids: Iterable[Kid]) -> list[tuple[int, Element]]:
        """Enter what an element owns, and return its child elements, the last one first."""
        children = []
        for kid in kids:
            if kid.mcid >= 0 and kid.stream:
                self.owners[kid.stream].setdefault(kid.mcid, element)
                element.has_sequences = True
            elif kid.target:
                self.annotations.setdefault(kid.target, element)
            elif kid.child:
                children.append((kid.child, element))
            if kid.reference is not None:
                self._references[kid.target or kid.stream].append(kid.reference)
        return children[::-1]

    def owner(self, mark: ContentMark) -> Element | None:
        """Return the element that has the sequence of a mark."""
        stream, mcid = self.sequence(mark)
        return self.owners.get(stream, {}).get(mcid)

    def sequence(self, mark: ContentMark) -> tuple[int, int]:
        """Return the stream and the MCID of a mark, with the stream that the tree had first."""
        return self._replaced_streams.get(mark.stream, mark.stream), mark.mcid

    def emptied_elements(self) -> set[Element]:
        """Return the elements that had replaced text directly."""
        sequences = (sequence for edits in self.pages.values() for sequence in edits.emptied)
        owners = (self.owners.get(stream, {}).get(mcid) for stream, mcid in sequences)
        return set(filter(None, owners))

    def kids(self, element: Element) -> EditedKids:
        """Return the kids of an element, to be changed."""
        if element not in self.edited:
            self.edited[element] = EditedKids(read_kids(self.object(element.number), element.page))
        return self.edited[element]

    def page_edits(self, page_number: int, used: Iterable[int]) -> tuple[int, PageEdits]:
        """Return the object number of a page, and what is changed on it. `used` are MCIDs of its content."""
        page = page_dictionary(self.document, page_number)
        number = mupdf.pdf_to_num(page)
        if number not in self.pages:
            array = self.parents.array(page) if self.parents else None
            known = self.owners.get(number, {})
            start = mupdf.pdf_array_len(array) if array is not None else 0
            self.pages[number] = PageEdits(start, start + MAX_NEW)
            self.pages[number].take(known)
        edits = self.pages[number]
        edits.take(used)
        return number, edits

    def add_sequence(self, element: Element, page: int, cursor: Cursor) -> Kid | None:
        """Add a new sequence of a page to an element, at a cursor among its kids. None if there are too many."""
        edits = self.pages[page]
        while edits.next_mcid in edits.taken:
            edits.next_mcid += 1
        if edits.next_mcid >= edits.end:
            return None
        kid = Kid(-1, page, edits.next_mcid)
        edits.next_mcid += 1
        cursor.insert(kid)
        edits.added.append((element, kid))
        return kid

    def forget_page(self, page_number: int) -> None:
        """Take the new sequences of a page back, whose content is restored."""
        number = mupdf.pdf_to_num(page_dictionary(self.document, page_number))
        edits = self.pages.get(number)
        for element, kid in edits.added if edits else ():
            self.kids(element).remove(kid)
        if edits:
            self.pages[number] = PageEdits(edits.next_mcid, edits.end, edits.taken)

    def replace_streams(self, streams: Mapping[int, int]) -> None:
        """Have the tree refer to the copies of form XObjects: new object numbers by old ones."""
        for old, new in streams.items():
            original = self._replaced_streams.get(old, old)
            self._replaced_streams[new] = original
            for reference in self._references.get(original, ()):
                key = "Obj" if mupdf.pdf_dict_gets(reference, "Obj").m_internal else "Stm"
                mupdf.pdf_dict_puts(reference, key, self.object(new))

    def set_apart(self, form: mupdf.PdfObj) -> None:
        """Have the sequences in a form that shows a whole page be none of the page that it is drawn on."""
        if self.parents:
            self.parents.add_key(form)

    def write(self) -> None:
        """Write the changed kids and the parent tree into the file."""
        for element, kids in self.edited.items():
            write_kids(self.file, self.object(element.number), kids.order)
        for page, edits in self.pages.items():
            if edits.added and self.parents:
                known = self.owners.get(page, {})
                elements = {mcid: element.number for mcid, element in known.items()}
                elements |= {kid.mcid: element.number for element, kid in edits.added}
                self.parents.add(self.object(page), elements)
        if self.parents:
            self.parents.finish()


def _read_roles(role_map: mupdf.PdfObj) -> dict[str, str]:
    roles = {}
    for place in range(min(mupdf.pdf_dict_len(role_map), MAX_ROLES)):
        name = mupdf.pdf_to_name(mupdf.pdf_dict_get_key(role_map, place))
        roles[name] = mupdf.pdf_to_name(mupdf.pdf_dict_get_val(role_map, place))
    return roles
