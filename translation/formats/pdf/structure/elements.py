"""Elements of a structure tree, and reading them from the file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.structure.kids import Kid, read_kid, read_kids
from translation.formats.pdf.structure.roles import standard_type
from translation.formats.pdf.transform import file_of

# MuPDF and this package raise these for a tree that they cannot read or write.
TREE_ERRORS = (RuntimeError, ValueError, MemoryError, mupdf.FzErrorBase)
# A longer object is damaged.
MAX_CHARACTERS = 2_000_000
STRING = r"(?:\((?:[^()\\]++|\\.)*+\)|<[0-9A-Fa-f]*+>)"
# One kid: a child element, an MCID on the element's page, or a page and an MCID.
ITEM = r" ?(?:{0}\d++{1} 0 R|{0}\d++{1}(?! 0 R)|<</Type/MCR/Pg {0}\d++{1} 0 R/MCID {0}\d++{1}>>)"
ITEMS = re.compile(ITEM.format("(", ")"))
# An element as MuPDF prints it, if it has no other dictionaries than these. The outer group does not match possessively
# because Python 3.11 loses groups within such a group.
SIMPLE_ELEMENT = re.compile(
    rf"<<(?:/Type/StructElem|/S/(?P<role>[\w.-]++)|/Pg (?P<page>\d++) 0 R|/Lang\((?P<language>[\w-]*+)\)"
    rf"|/K(?P<kids>\[(?:{ITEM.format('', '')})*+\]| \d++(?! 0 R))"
    rf"|/(?P<Alt>Alt){STRING}|/(?P<ActualText>ActualText){STRING}|/(?P<E>E){STRING}"
    rf"|/(?:A|C|ID|NS|P|R|T)(?: \d++ 0 R| \d++|/[\w.-]++|{STRING}))*>>",
    re.ASCII,
)
# Entries of an element with text that is read instead of its content, or with it.
TEXT_KEYS = ("Alt", "ActualText", "E")


@dataclass(slots=True, eq=False)
class Element:
    """An element of the structure tree.

    `number` is its object number. `role` is its type, and `kind` the standard type that this stands for. `page` is
    the object number of its page, its own or an ancestor's. `language` is its own /Lang. `text_keys` are the entries
    among TEXT_KEYS that it has. `is_empty` means that it has no kids.
    """

    number: int
    parent: "Element | None"
    role: str
    kind: str
    page: int
    language: str = ""
    text_keys: tuple[str, ...] = ()
    is_empty: bool = False
    has_sequences: bool = False
    depth: int = 0

    def lineage(self) -> Iterator["Element"]:
        """Yield the element, its parent, and so on up to the root of the tree."""
        each: Element | None = self
        while each is not None:
            yield each
            each = each.parent


class ElementReader:
    """Reads the elements of one document. `roles` is its map from own types to others."""

    def __init__(self, document: pymupdf.Document, roles: Mapping[str, str]) -> None:
        self._document, self._file, self._roles = document, file_of(document), roles

    def read(self, number: int, parent: Element) -> tuple[Element | None, list[Kid]]:
        """Return the element with an object number, and its kids. The object may be another kid of the parent."""
        try:
            # Matching the printed object takes a third of the time of asking for its entries.
            text = self._document.xref_object(number, compressed=True)
        except TREE_ERRORS:
            return None, []
        if len(text) > MAX_CHARACTERS:
            raise ValueError("An element is too large.")
        if (found := SIMPLE_ELEMENT.fullmatch(text)) and found["role"]:
            page = int(found["page"] or 0) or parent.page
            texts = [key for key in TEXT_KEYS if found[key]]
            kids = list(_simple_kids(found["kids"] or "", page))
            return self._element(number, parent, found["role"], page, found["language"] or "", texts, kids), kids
        return self._read_by_entries(mupdf.pdf_new_indirect(self._file, number, 0), number, parent)

    def _read_by_entries(self, source: mupdf.PdfObj, number: int, parent: Element) -> tuple[Element | None, list[Kid]]:
        role = mupdf.pdf_to_name(mupdf.pdf_dict_gets(source, "S"))
        if not role:
            return None, [read_kid(source, -1, parent.page)]
        page = mupdf.pdf_to_num(mupdf.pdf_dict_gets(source, "Pg")) or parent.page
        texts = [key for key in TEXT_KEYS if mupdf.pdf_is_string(mupdf.pdf_dict_gets(source, key))]
        kids = list(read_kids(source, page))
        return self._element(number, parent, role, page, read_text(source, "Lang"), texts, kids), kids

    def _element(
        self, number: int, parent: Element, role: str, page: int, language: str, texts: Iterable[str], kids: list[Kid]
    ) -> Element:
        kind = standard_type(role, self._roles)
        return Element(number, parent, role, kind, page, language, tuple(texts), not kids, depth=parent.depth + 1)


def _simple_kids(text: str, page: int) -> Iterator[Kid]:
    for place, (child, mcid, own_page, own_mcid) in enumerate(ITEMS.findall(text)):
        if child:
            yield Kid(place, child=int(child))
        else:
            yield Kid(place, int(own_page or page), int(mcid or own_mcid))


def read_text(holder: mupdf.PdfObj, key: str) -> str:
    """Return a text of a dictionary, or "" if it has none."""
    value = mupdf.pdf_dict_gets(holder, key)
    return str(mupdf.pdf_to_text_string(value)) if mupdf.pdf_is_string(value) else ""
