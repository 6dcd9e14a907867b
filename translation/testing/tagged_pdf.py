"""Small tagged PDFs for tests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pymupdf

from translation.formats.pdf.content_streams.marks import ContentMark
from translation.formats.pdf.structure.paragraph_tags import ParagraphTags


@dataclass(frozen=True)
class Link:
    """A link annotation to an address, as a kid of an element."""

    address: str


@dataclass(frozen=True)
class InForm:
    """A text in a form XObject of its own, as a kid of an element."""

    text: str


class Tag:
    """An element for `TaggedPdf`, with its kids. Texts are sequences, one line each, on the page of the element.

    `page` is a number from 0, or None for the page of the parent. `entries` are written into the element as they are.
    """

    def __init__(self, role: str, *kids: "Tag | Link | InForm | str", page: int | None = None, **entries: str) -> None:
        self.role, self.kids, self.page, self.entries = role, kids, page, entries


@dataclass
class TaggedPdf:
    """A document with a structure tree. `marks` are the places of its texts, `links` the annotations of its links.

    `elements` are the object numbers of the elements in the order of the tree. `leading` is the distance of its lines.
    """

    tags: Sequence[Tag]
    pages: int = 1
    has_parent_tree: bool = True
    untagged: Sequence[str] = ()
    leading: int = 20
    document: pymupdf.Document = field(default_factory=pymupdf.open)
    marks: dict[str, ContentMark] = field(default_factory=dict)
    links: dict[str, int] = field(default_factory=dict)
    elements: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for _ in range(self.pages):
            self.document.new_page().insert_font("helv")
        self._contents = [
            [f"BT /helv 12 Tf 72 {40 + 20 * n} Td ({text}) Tj ET" for n, text in enumerate(self.untagged)]
        ]
        self._contents += [[] for _ in range(1, self.pages)]
        self._parents: list[list[int]] = [[] for _ in range(self.pages)]
        self._arrays: list[tuple[int, list[int]]] = []
        self._next_key = self.pages
        self.root = self._new("<<>>")
        self._write_root([self._write(tag, self.root, 0) for tag in self.tags])
        for number, parts in enumerate(self._contents):
            self._write_page(number, "\n".join(parts))

    def _new(self, source: str) -> int:
        xref = int(self.document.get_new_xref())
        self.document.update_object(xref, source)
        return xref

    def _page(self, number: int) -> int:
        return int(self.document.page_xref(number))

    def _write_root(self, kids: list[int]) -> None:
        arrays = [*enumerate(self._parents), *self._arrays]
        numbers = " ".join(f"{key} [{_references(elements)}]" for key, elements in arrays)
        tree = f"/ParentTree <</Nums [{numbers}]>> /ParentTreeNextKey {self._next_key}" if self.has_parent_tree else ""
        self.document.update_object(self.root, f"<</Type/StructTreeRoot /K [{_references(kids)}] {tree}>>")
        catalog = self.document.pdf_catalog()
        self.document.xref_set_key(catalog, "StructTreeRoot", f"{self.root} 0 R")
        self.document.xref_set_key(catalog, "MarkInfo", "<</Marked true>>")
        self.document.xref_set_key(catalog, "Lang", "(en)")

    def _write(self, tag: Tag, parent: int, page: int) -> int:
        """Write an element and what is below it, and return its object number."""
        page = page if tag.page is None else tag.page
        xref = self._new("<<>>")
        self.elements.append(xref)
        kids = [self._write_kid(kid, tag.role, xref, page) for kid in tag.kids]
        entries = "".join(f"/{key} {value} " for key, value in tag.entries.items())
        source = f"<</Type/StructElem /S/{tag.role} /P {parent} 0 R /Pg {self._page(page)} 0 R {entries}"
        self.document.update_object(xref, source + (f"/K [{' '.join(kids)}]>>" if kids else ">>"))
        return xref

    def _write_kid(self, kid: Tag | Link | InForm | str, role: str, element: int, page: int) -> str:
        if isinstance(kid, Tag):
            return f"{self._write(kid, element, page)} 0 R"
        if isinstance(kid, Link):
            return self._write_link(kid.address, element, page)
        if isinstance(kid, InForm):
            return self._write_form(kid.text, element, page)
        mcid = len(self._parents[page])
        self._parents[page].append(element)
        self.marks[kid] = ContentMark(self._page(page), mcid, "")
        y = 750 - self.leading * len(self._contents[page])
        self._contents[page].append(f"/{role} <</MCID {mcid}>> BDC BT /helv 12 Tf 72 {y} Td ({kid}) Tj ET EMC")
        return str(mcid)

    def _write_link(self, address: str, element: int, page: int) -> str:
        self.document[page].insert_link(
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(72, 72, 90, 90), "uri": address}
        )
        xref = self.links[address] = self.document[page].get_links()[-1]["xref"]
        self.document.xref_set_key(xref, "StructParent", str(self._next_key))
        self._next_key += 1
        return f"<</Type/OBJR /Obj {xref} 0 R>>"

    def _write_form(self, text: str, element: int, page: int) -> str:
        content = f"/P <</MCID 0>> BDC BT /helv 12 Tf 72 300 Td ({text}) Tj ET EMC"
        _, resources = self.document.xref_get_key(self._page(page), "Resources")
        entries = f"/BBox [0 0 600 800] /Resources {resources} /StructParents {self._next_key}"
        xref = self._new(f"<</Type/XObject /Subtype/Form {entries}>>")
        self.document.update_stream(xref, content.encode())
        self._arrays.append((self._next_key, [element]))
        self._next_key += 1
        self.document.xref_set_key(int(resources.split()[0]), f"XObject/F{xref}", f"{xref} 0 R")
        self._contents[page].append(f"/F{xref} Do")
        self.marks[text] = ContentMark(xref, 0, "")
        return f"<</Type/MCR /Pg {self._page(page)} 0 R /Stm {xref} 0 R /MCID 0>>"

    def _write_page(self, number: int, content: str) -> None:
        stream = self._new("<<>>")
        self.document.update_stream(stream, content.encode(), new=True)
        self.document.xref_set_key(self._page(number), "Contents", f"{stream} 0 R")
        if self.has_parent_tree:
            self.document.xref_set_key(self._page(number), "StructParents", str(number))


def _references(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def replace_text(
    tagged: TaggedPdf, old: Iterable[str], tags: ParagraphTags, pieces: Iterable[str | tuple[str, str]], page: int = 0
) -> list[str]:
    """Take texts out of a document, and draw pieces of a translation on a page. Return the operators that began them.

    A piece is a text, or a text and the address of the link that it is in.
    """
    document, operators = tagged.document, []
    for xref in range(1, document.xref_length()):
        if document.xref_is_stream(xref):
            stream = document.xref_stream(xref)
            for text in old:
                stream = stream.replace(f"({text})".encode(), b"()")
            document.update_stream(xref, stream)
    contents = document[page].get_contents()[0]
    stream = document.xref_stream(contents).decode("latin-1")
    for piece in pieces:
        text, links = (piece, ()) if isinstance(piece, str) else (piece[0], (tagged.links[piece[1]],))
        operators.append(tags.open(links))
        stream += f"\n{operators[-1]} BT /helv 12 Tf 72 {600 - 20 * len(stream) % 500} Td ({text}) Tj ET {tags.close}"
    document.update_stream(contents, stream.encode("latin-1"))
    return operators
