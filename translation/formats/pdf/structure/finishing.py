"""Writing the changed structure tree into the file."""

from collections import defaultdict

from pymupdf import mupdf

from translation.formats.pdf.structure.elements import TREE_ERRORS
from translation.formats.pdf.structure.languages import languages_to_set
from translation.formats.pdf.structure.tree import StructureTree


def finish_structure(tree: StructureTree, source_language: str, target_language: str) -> None:
    """Write the new sequences, and set the languages of elements below a catalogue in the target language.

    A tree that cannot be read or written is removed, with the claim that the document is tagged.
    """
    if tree:
        try:
            _write(tree, source_language, target_language)
        except TREE_ERRORS:
            _remove(tree)
    else:
        _remove(tree)


def _remove(tree: StructureTree) -> None:
    for key in ("StructTreeRoot", "MarkInfo"):
        mupdf.pdf_dict_dels(tree.catalog, key)


def _write(tree: StructureTree, source_language: str, target_language: str) -> None:
    _drop_stale_texts(tree)
    for element, language in languages_to_set(tree, source_language, target_language).items():
        holder = tree.object(element.number)
        mupdf.pdf_dict_put_text_string(holder, mupdf.pdf_new_name("Lang"), language)
    _tell_apart_empty_elements(tree)
    tree.write()


def _drop_stale_texts(tree: StructureTree) -> None:
    """Drop the /ActualText around replaced text, unless it was translated."""
    around = {each for owner in tree.emptied_elements() for each in owner.lineage()}
    for element in tree.elements:
        is_stale = "ActualText" in element.text_keys and element in around
        if is_stale and (element.number, "ActualText") not in tree.translated:
            mupdf.pdf_dict_dels(tree.object(element.number), "ActualText")
            element.text_keys = tuple(key for key in element.text_keys if key != "ActualText")


def _tell_apart_empty_elements(tree: StructureTree) -> None:
    """Give the empty elements of a parent different revision numbers.

    Saving merges equal objects. A row would have one empty cell twice, and readers skip the second one.
    """
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for element in tree.elements:
        if element.is_empty and element.parent:
            kind = element.parent.number, element.role
            if counts[kind]:
                mupdf.pdf_dict_puts(tree.object(element.number), "R", mupdf.pdf_new_int(counts[kind]))
            counts[kind] += 1
