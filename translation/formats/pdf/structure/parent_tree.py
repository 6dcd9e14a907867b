"""The parent tree: which structure element each marked-content sequence of a page belongs to, by the page's key."""

from collections.abc import Iterator, Mapping

from pymupdf import mupdf

# A tree with more nodes or entries is damaged. A document has an entry for each page, link and field.
MAX_NODES = 100_000
MAX_ENTRIES = 1_000_000
# No page gets more sequences. Arrays do not grow by more.
MAX_NEW = 20_000
# Keys are whole numbers of 32 bits.
MAX_KEY = 2**31 - 2


class ParentTree:
    """The parent tree of a structure tree. Reading one that is too large raises ValueError."""

    def __init__(self, file: mupdf.PdfDocument, root: mupdf.PdfObj) -> None:
        self._file, self._root = file, root
        self._arrays: dict[int, mupdf.PdfObj] = {}
        self._page_of_key: dict[int, int] = {}
        self._added: list[int] = []
        self._next_key: int = mupdf.pdf_to_int(mupdf.pdf_dict_gets(root, "ParentTreeNextKey"))
        for numbers in self._leaves():
            for place in range(0, mupdf.pdf_array_len(numbers) - 1, 2):
                self._read_entry(numbers, place)
        if not 0 <= self._next_key <= MAX_KEY:
            raise ValueError("The parent tree has no room for a page.")

    def _leaves(self) -> Iterator[mupdf.PdfObj]:
        waiting, seen = [mupdf.pdf_dict_gets(self._root, "ParentTree")], set[int]()
        nodes = entries = 0
        while waiting:
            node = waiting.pop()
            number = mupdf.pdf_to_num(node)
            if number and number in seen:
                continue
            seen.add(number)
            kids, numbers = mupdf.pdf_dict_gets(node, "Kids"), mupdf.pdf_dict_gets(node, "Nums")
            nodes += 1 + mupdf.pdf_array_len(kids)
            entries += mupdf.pdf_array_len(numbers) // 2
            if nodes > MAX_NODES or entries > MAX_ENTRIES:
                raise ValueError("The parent tree is too large.")
            yield numbers
            waiting += [mupdf.pdf_array_get(kids, place) for place in range(mupdf.pdf_array_len(kids))]

    def _read_entry(self, numbers: mupdf.PdfObj, place: int) -> None:
        key, value = mupdf.pdf_to_int(mupdf.pdf_array_get(numbers, place)), mupdf.pdf_array_get(numbers, place + 1)
        if mupdf.pdf_is_array(value):
            self._arrays.setdefault(key, value)
        self._next_key = max(self._next_key, key + 1)

    def array(self, page: mupdf.PdfObj) -> mupdf.PdfObj | None:
        """Return the array with the elements of a page's sequences, unless it has none or another page's key."""
        key = mupdf.pdf_dict_gets(page, "StructParents")
        number = mupdf.pdf_to_int(key) if mupdf.pdf_is_int(key) else -1
        if number not in self._arrays:
            return None
        page_number = mupdf.pdf_to_num(page)
        return self._arrays[number] if self._page_of_key.setdefault(number, page_number) == page_number else None

    def add(self, page: mupdf.PdfObj, elements: Mapping[int, int]) -> None:
        """Enter the elements of sequences of a page: object numbers by MCID. Entries that exist stay."""
        array = self.array(page)
        if array is None:
            array = self._new_array(page)
        end = mupdf.pdf_array_len(array) + MAX_NEW
        for mcid in sorted(each for each in elements if each < end):
            while mupdf.pdf_array_len(array) < mcid:
                mupdf.pdf_array_push(array, mupdf.PDF_NULL)
            if mupdf.pdf_array_len(array) == mcid:
                mupdf.pdf_array_push(array, mupdf.pdf_new_indirect(self._file, elements[mcid], 0))

    def _new_array(self, page: mupdf.PdfObj) -> mupdf.PdfObj:
        """Give a page a key, and return the new array of that key."""
        key = self.add_key(page)
        array = mupdf.pdf_add_object(self._file, mupdf.pdf_new_array(self._file, 8))
        self._arrays[key] = array
        self._added.append(key)
        return array

    def add_key(self, holder: mupdf.PdfObj) -> int:
        """Give a page or form a new key, which has no entry, and return it."""
        key = self._next_key
        self._next_key += 1
        mupdf.pdf_dict_puts(holder, "StructParents", mupdf.pdf_new_int(key))
        return key

    def finish(self) -> None:
        """Write the entries of new keys, behind all others."""
        if not self._added:
            return
        tree = mupdf.pdf_dict_gets(self._root, "ParentTree")
        if not mupdf.pdf_is_dict(tree):
            tree = mupdf.pdf_add_new_dict(self._file, 1)
            mupdf.pdf_dict_puts(self._root, "ParentTree", tree)
        leaf = self._new_leaf(tree) if mupdf.pdf_is_array(mupdf.pdf_dict_gets(tree, "Kids")) else tree
        numbers = mupdf.pdf_dict_gets(leaf, "Nums")
        if not mupdf.pdf_is_array(numbers):
            numbers = mupdf.pdf_new_array(self._file, 2 * len(self._added))
            mupdf.pdf_dict_puts(leaf, "Nums", numbers)
        for key in self._added:
            mupdf.pdf_array_push(numbers, mupdf.pdf_new_int(key))
            mupdf.pdf_array_push(numbers, self._arrays[key])
        mupdf.pdf_dict_puts(self._root, "ParentTreeNextKey", mupdf.pdf_new_int(self._next_key))

    def _new_leaf(self, tree: mupdf.PdfObj) -> mupdf.PdfObj:
        leaf, limits = mupdf.pdf_add_new_dict(self._file, 2), mupdf.pdf_new_array(self._file, 2)
        for key in (self._added[0], self._added[-1]):
            mupdf.pdf_array_push(limits, mupdf.pdf_new_int(key))
        mupdf.pdf_dict_puts(leaf, "Limits", limits)
        mupdf.pdf_array_push(mupdf.pdf_dict_gets(tree, "Kids"), leaf)
        return leaf
