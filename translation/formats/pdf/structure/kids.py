"""The entry /K of a structure element: sequences, child elements and annotations in reading order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pymupdf import mupdf


@dataclass(slots=True, eq=False)
class Kid:
    """One kid of a structure element. It has a sequence, or a child element, or an object, or nothing that is known.

    `place` is its position in the file's /K, or -1 if it is new. `stream` and `mcid` are a marked-content sequence,
    `child` is the object number of an element, and `target` that of an annotation or XObject. `reference` is the
    dictionary of a sequence in a form XObject or of an object.
    """

    place: int
    stream: int = 0
    mcid: int = -1
    child: int = 0
    target: int = 0
    reference: mupdf.PdfObj | None = None


def read_kids(element: mupdf.PdfObj, page: int) -> Iterator[Kid]:
    """Yield the kids of an element whose sequences are on a page, given by its object number."""
    for place, item in enumerate(_items(mupdf.pdf_dict_gets(element, "K"))):
        yield read_kid(item, place, page)


def _items(kids: mupdf.PdfObj) -> Iterator[mupdf.PdfObj]:
    """Yield the items of a value of /K: an array, one kid or nothing."""
    if mupdf.pdf_is_array(kids):
        for place in range(mupdf.pdf_array_len(kids)):
            yield mupdf.pdf_array_get(kids, place)
    elif not mupdf.pdf_is_null(kids):
        yield kids


def read_kid(item: mupdf.PdfObj, place: int, page: int) -> Kid:
    """Return one kid, an item of /K."""
    if mupdf.pdf_is_int(item):
        return Kid(place, page, mupdf.pdf_to_int(item))
    if not mupdf.pdf_is_dict(item):
        return Kid(place)
    if mupdf.pdf_dict_gets(item, "S").m_internal:
        return Kid(place, child=mupdf.pdf_to_num(item))
    if target := mupdf.pdf_to_num(mupdf.pdf_dict_gets(item, "Obj")):
        return Kid(place, target=target, reference=item)
    mcid = mupdf.pdf_dict_gets(item, "MCID")
    if not mupdf.pdf_is_int(mcid):
        return Kid(place)
    if form := mupdf.pdf_to_num(mupdf.pdf_dict_gets(item, "Stm")):
        return Kid(place, form, mupdf.pdf_to_int(mcid), reference=item)
    return Kid(place, mupdf.pdf_to_num(mupdf.pdf_dict_gets(item, "Pg")) or page, mupdf.pdf_to_int(mcid))


class EditedKids:
    """The kids of an element while new sequences are added."""

    def __init__(self, kids: Iterable[Kid]) -> None:
        self.order = list(kids)
        self._sequences: dict[tuple[int, int], Kid] = {}
        self._children: dict[int, Kid] = {}
        for kid in self.order:
            if kid.stream:
                self._sequences.setdefault((kid.stream, kid.mcid), kid)
            elif kid.child:
                self._children.setdefault(kid.child, kid)
        # The last kid that was inserted for a paragraph, by the old kid where that began.
        self._ends: dict[Kid | None, Kid] = {}

    def sequence(self, stream: int, mcid: int) -> Kid | None:
        """Return the kid that is a sequence."""
        return self._sequences.get((stream, mcid))

    def child(self, number: int) -> Kid | None:
        """Return the kid that is an element, by its object number."""
        return self._children.get(number)

    def remove(self, new: Kid) -> None:
        """Take a new kid out again."""
        self.order.remove(new)
        self._ends = {first: end for first, end in self._ends.items() if end is not new}

    def cursor(self, first: Kid | None) -> "Cursor":
        """Return the place for a paragraph that began at an old kid: behind it, and behind earlier paragraphs there."""
        return Cursor(self, first, self._ends.get(first, first))

    def note_end(self, first: Kid | None, end: Kid) -> None:
        """Have the next paragraph that began at the same old kid follow this one."""
        self._ends[first] = end


@dataclass(slots=True)
class Cursor:
    """The place among the kids of an element where the next sequence of a paragraph goes: behind a kid, or first."""

    kids: EditedKids
    first: Kid | None
    behind: Kid | None

    def insert(self, kid: Kid) -> None:
        """Insert a kid here, and go on behind it."""
        order = self.kids.order
        order.insert(0 if self.behind is None else order.index(self.behind) + 1, kid)
        self._stand_behind(kid)

    def take_along(self, kid: Kid) -> None:
        """Go on behind an old kid. If it is before this place, it moves here."""
        order = self.kids.order
        if self.behind is not None and order.index(kid) < order.index(self.behind):
            order.remove(kid)
            order.insert(order.index(self.behind) + 1, kid)
        self._stand_behind(kid)

    def _stand_behind(self, kid: Kid) -> None:
        self.behind = kid
        self.kids.note_end(self.first, kid)


def write_kids(file: mupdf.PdfDocument, element: mupdf.PdfObj, kids: Sequence[Kid]) -> None:
    """Write /K in the order of `kids`, which are all its old kids and new sequences."""
    array = mupdf.pdf_dict_gets(element, "K")
    old = list(_items(array))
    if not mupdf.pdf_is_array(array):
        array = mupdf.pdf_new_array(file, len(kids))
        mupdf.pdf_dict_puts(element, "K", array)
    page = mupdf.pdf_to_num(mupdf.pdf_dict_gets(element, "Pg"))
    # The array itself changes: a direct part in two arrays would be renumbered twice when the file is saved.
    for position, kid in enumerate(kids):
        item = old[kid.place] if kid.place >= 0 else _new_item(file, kid, page)
        if position < mupdf.pdf_array_len(array):
            mupdf.pdf_array_put(array, position, item)
        else:
            mupdf.pdf_array_push(array, item)


def _new_item(file: mupdf.PdfDocument, kid: Kid, page: int) -> mupdf.PdfObj:
    """Return the entry of a new sequence: its number, with the page unless the element is on that page."""
    if kid.stream == page:
        return mupdf.pdf_new_int(kid.mcid)
    item = mupdf.pdf_new_dict(file, 3)
    mupdf.pdf_dict_puts(item, "Type", mupdf.pdf_new_name("MCR"))
    mupdf.pdf_dict_puts(item, "Pg", mupdf.pdf_new_indirect(file, kid.stream, 0))
    mupdf.pdf_dict_puts(item, "MCID", mupdf.pdf_new_int(kid.mcid))
    return item
