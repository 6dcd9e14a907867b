"""Reading and writing texts of structure elements: descriptions of figures, and expansions of abbreviations."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pymupdf import mupdf

from translation.formats.pdf.structure.elements import TREE_ERRORS, Element
from translation.formats.pdf.structure.roles import PICTORIAL
from translation.formats.pdf.structure.tree import StructureTree

# Text without two letters in a row has nothing to translate.
LETTERS = re.compile(r"[^\W\d_]{2,}")
MAX_TEXTS = 10_000
# Longer texts are data, and stay as they are.
MAX_CHARACTERS = 10_000


class Alternative(NamedTuple):
    """A text of an element: the object number of the element, and the key of the text, such as "Alt"."""

    number: int
    key: str


def read_alternatives(tree: StructureTree) -> Iterator[tuple[Alternative, str]]:
    """Yield the texts to translate, in the order of the tree, up to MAX_TEXTS.

    The /ActualText of an element with text on a page only repeats that text.
    """
    filled, found = _elements_with_text(tree), 0
    for element in tree.elements:
        for key in element.text_keys:
            if key == "ActualText" and element in filled and element.kind not in PICTORIAL:
                continue
            text = _read(tree, element, key)
            if LETTERS.search(text) and len(text) <= MAX_CHARACTERS:
                yield Alternative(element.number, key), text
                found += 1
                if found == MAX_TEXTS:
                    return


def _elements_with_text(tree: StructureTree) -> set[Element]:
    """Return the elements that have sequences, themselves or below them outside pictures."""
    filled: set[Element] = set()
    # Parents are before their children in the list.
    for element in reversed(tree.elements):
        if element.kind not in PICTORIAL and (element.has_sequences or element in filled):
            filled.add(element)
            if element.parent:
                filled.add(element.parent)
    return filled


def _read(tree: StructureTree, element: Element, key: str) -> str:
    try:
        text = mupdf.pdf_dict_get_text_string(tree.object(element.number), mupdf.pdf_new_name(key))
    except TREE_ERRORS:
        return ""
    return " ".join(text.split())


def write_alternative(tree: StructureTree, alternative: Alternative, text: str) -> None:
    """Replace a text with its translation. An empty one changes nothing."""
    if text.strip():
        holder = tree.object(alternative.number)
        mupdf.pdf_dict_put_text_string(holder, mupdf.pdf_new_name(alternative.key), text)
        tree.translated.add(alternative)
