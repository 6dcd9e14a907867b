"""The rules of PDF/UA-1 (ISO 14289-1, Matterhorn protocol 1.1) that a translation can break.

It is no complete check: it finds what a translated document has worse than its original.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.structure.elements import read_text
from translation.formats.pdf.structure.tree import StructureTree
from translation.formats.pdf.transform import page_dictionary
from translation.testing.marked_content import read_content

# Which elements these kinds may be in (ISO 32000-1, 14.8.4).
PARENTS = {
    "LI": {"L"},
    "Lbl": {"LI", "TOCI", "Note", "Caption", "P"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TOCI": {"TOC"},
}
HEADING = re.compile(r"H\d?|Title")


@dataclass
class Findings:
    """What is wrong in a document, by rule and page (-1 for the whole), and what a translation must not change."""

    faults: Counter[tuple[str, int]] = field(default_factory=Counter)
    facts: dict[str, object] = field(default_factory=dict)


def compare(before: Path | bytes, after: Path | bytes) -> list[str]:
    """Return what is worse in a translated document than in its original, one line for each rule and page."""
    old, new = find(before), find(after)
    lines = [
        f"{rule}: {count}, was {old.faults[rule, page]}" + (f", page {page + 1}" if page >= 0 else "")
        for (rule, page), count in new.faults.items()
        if count > old.faults[rule, page]
    ]
    changed = [name for name, fact in old.facts.items() if new.facts.get(name) != fact]
    return lines + [f"{name} changed: {new.facts.get(name)!r}, was {old.facts[name]!r}" for name in changed]


def find(source: Path | bytes) -> Findings:
    """Return what is wrong in a document. An untagged document has no findings but that."""
    findings = Findings()
    document = pymupdf.open("pdf", source) if isinstance(source, bytes) else pymupdf.open(source)
    with document:
        tree = StructureTree(document)
        findings.facts["tagged"] = bool(tree)
        if tree:
            for check in (_check_catalog, _check_elements, _check_content, _check_parents, _check_annotations):
                check(document, tree, findings)
    return findings


def _check_catalog(document: pymupdf.Document, tree: StructureTree, findings: Findings) -> None:
    root = mupdf.pdf_dict_gets(tree.catalog, "StructTreeRoot")
    findings.faults["no language of the document", -1] += not tree.language
    for key in ("RoleMap", "ClassMap", "IDTree", "Namespaces"):
        findings.facts[key] = _shape(document, mupdf.pdf_dict_gets(root, key))
    findings.facts["MarkInfo"] = _shape(document, mupdf.pdf_dict_gets(tree.catalog, "MarkInfo"))


def _shape(document: pymupdf.Document, value: mupdf.PdfObj) -> str:
    """Return an object as it is written, without the numbers of other objects."""
    if number := mupdf.pdf_to_num(value):
        text = document.xref_object(number, compressed=True)
    else:
        output = mupdf.fz_new_buffer(64)
        mupdf.pdf_print_obj(mupdf.FzOutput(output), value, 1, 0)
        text = mupdf.fz_buffer_extract_copy(output).decode("latin-1")
    return re.sub(r"\d+ 0 R", "R", text)


def _check_elements(document: pymupdf.Document, tree: StructureTree, findings: Findings) -> None:
    faults = findings.faults
    for element in tree.elements[1:]:
        source = tree.object(element.number)
        assert element.parent
        parent = mupdf.pdf_to_num(mupdf.pdf_dict_gets(source, "P"))
        faults["element with another parent", -1] += parent != element.parent.number
        faults["empty description", -1] += "Alt" in element.text_keys and not read_text(source, "Alt").strip()
        faults["figure without a description", -1] += element.kind == "Figure" and not element.text_keys
        around = next(each for each in element.parent.lineage() if each.kind != "NonStruct")
        faults[f"{element.kind} in the wrong place", -1] += around.kind not in PARENTS.get(element.kind, {around.kind})
    findings.facts["kinds"] = Counter(element.kind for element in tree.elements)
    findings.facts["headings"] = [element.kind for element in tree.elements if HEADING.fullmatch(element.kind)]
    findings.facts["texts"] = Counter(key for each in tree.elements for key in each.text_keys if key != "ActualText")


def _check_content(document: pymupdf.Document, tree: StructureTree, findings: Findings) -> None:
    """Check that things drawn are in the tree or artifacts, and that the tree's sequences are there."""
    wanted = {(stream, mcid) for stream, owned in tree.owners.items() for mcid in owned}
    for number in range(document.page_count):
        content = read_content(document, number)
        for (kind, place), count in content.items.items():
            if not place.is_artifact and place.mcid not in tree.owners.get(place.stream, {}):
                # A translation has other pieces of text than its original, so they are not counted.
                rule = f"{kind} without a tag", number
                findings.faults[rule] = 1 if kind == "text" else findings.faults[rule] + count
        findings.faults["sequence that is there twice", number] += sum(n > 1 for n in content.sequences.values())
        findings.faults["unbalanced sequences", number] += content.unbalanced
        wanted.difference_update(content.sequences)
    findings.faults["sequence that is nowhere", -1] += len(wanted)


def _check_parents(document: pymupdf.Document, tree: StructureTree, findings: Findings) -> None:
    """Check that the parent tree leads from each sequence to its element, and nowhere else."""
    entries = dict(_parent_entries(tree))
    pages = {mupdf.pdf_to_num(page_dictionary(document, number)): number for number in range(document.page_count)}
    keys = Counter[int]()
    for stream in {*tree.owners, *pages}:
        owned, number = tree.owners.get(stream, {}), pages.get(stream, -1)
        key = mupdf.pdf_dict_gets(tree.object(stream), "StructParents")
        if not mupdf.pdf_is_int(key):
            findings.faults["page or form without a key", number] += bool(owned)
            continue
        keys[mupdf.pdf_to_int(key)] += 1
        array = entries.get(mupdf.pdf_to_int(key))
        found = (
            {n: mupdf.pdf_to_num(mupdf.pdf_array_get(array, n)) for n in range(mupdf.pdf_array_len(array))}
            if array
            else {}
        )
        wrong = sum(found.get(mcid) != element.number for mcid, element in owned.items())
        findings.faults["sequence with another parent", number] += wrong
        findings.faults["parent of no sequence", number] += sum(
            bool(n) and mcid not in owned for mcid, n in found.items()
        )
    findings.faults["key of several pages", -1] += sum(count > 1 for count in keys.values())


def _parent_entries(tree: StructureTree) -> Iterator[tuple[int, mupdf.PdfObj]]:
    waiting = [mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(tree.catalog, "StructTreeRoot"), "ParentTree")]
    while waiting:
        node = waiting.pop()
        numbers, kids = mupdf.pdf_dict_gets(node, "Nums"), mupdf.pdf_dict_gets(node, "Kids")
        for place in range(0, mupdf.pdf_array_len(numbers) - 1, 2):
            yield mupdf.pdf_to_int(mupdf.pdf_array_get(numbers, place)), mupdf.pdf_array_get(numbers, place + 1)
        waiting += [mupdf.pdf_array_get(kids, place) for place in range(mupdf.pdf_array_len(kids))]


def _check_annotations(document: pymupdf.Document, tree: StructureTree, findings: Findings) -> None:
    """Check that links are in Link elements, and lead back to them."""
    entries = dict(_parent_entries(tree))
    for number in range(document.page_count):
        annotations = mupdf.pdf_dict_gets(page_dictionary(document, number), "Annots")
        for place in range(mupdf.pdf_array_len(annotations)):
            annotation = mupdf.pdf_array_get(annotations, place)
            if mupdf.pdf_to_name(mupdf.pdf_dict_gets(annotation, "Subtype")) != "Link":
                continue
            element = tree.annotations.get(mupdf.pdf_to_num(annotation))
            is_link = element is not None and any(each.kind == "Link" for each in element.lineage())
            findings.faults["link outside a Link element", number] += not is_link
            key = mupdf.pdf_to_int(mupdf.pdf_dict_gets(annotation, "StructParent"))
            back = mupdf.pdf_to_num(entries.get(key, mupdf.PdfObj()))
            findings.faults["link with another parent", number] += element is not None and back != element.number
