"""The language of each element: the target where text was replaced, the original one where it was left."""

from translation.formats.pdf.structure.elements import Element
from translation.formats.pdf.structure.roles import PICTORIAL
from translation.formats.pdf.structure.tree import StructureTree

KEPT, REPLACED = 1, 2


def covers(language: str, wanted: str) -> bool:
    """Return whether a language tag is another one or a regional form of it: "en-US" covers "en"."""
    language, wanted = language.lower(), wanted.lower()
    return language == wanted or language.startswith(f"{wanted}-")


def languages_to_set(tree: StructureTree, source: str, target: str) -> dict[Element, str]:
    """Return the languages that elements need under a catalogue in the target language.

    An element that is all in one language gets it once, and what is below inherits it. One whose own text was partly
    replaced counts as replaced.
    """
    original = tree.language if not source or covers(tree.language, source) else source
    replaced = _replaced_elements(tree)
    fates = _fates(tree, replaced)
    needed: dict[Element, str] = {}
    before, after = dict[Element | None, str]({None: original}), dict[Element | None, str]({None: target})
    for element in tree.elements:
        before[element] = element.language or before[element.parent]
        after[element] = element.language or after[element.parent]
        if element.parent is None:
            continue  # the root of the tree has no language
        fate = fates[element] if fates[element] in (KEPT, REPLACED) else _own_fate(element, replaced)
        wanted = {KEPT: before[element], REPLACED: target}.get(fate, "")
        if wanted and not covers(after[element], wanted):
            needed[element] = after[element] = wanted
    return needed


def _replaced_elements(tree: StructureTree) -> set[Element]:
    replaced = {element for edits in tree.pages.values() for element, _kid in edits.added}
    replaced |= tree.emptied_elements()
    numbers = {number for number, _key in tree.translated}
    return replaced | {element for element in tree.elements if element.number in numbers}


def _fates(tree: StructureTree, replaced: set[Element]) -> dict[Element, int]:
    """Return what happened to the content of each element and below: KEPT, REPLACED, both (3) or 0 if it has none."""
    fates = dict.fromkeys(tree.elements, 0)
    # Parents are before their children in the list.
    for element in reversed(tree.elements):
        fates[element] |= _own_fate(element, replaced)
        if element.parent:
            fates[element.parent] |= fates[element]
    return fates


def _own_fate(element: Element, replaced: set[Element]) -> int:
    if element in replaced:
        return REPLACED
    has_words = element.has_sequences and element.kind not in PICTORIAL
    return KEPT if has_words or element.text_keys else 0
