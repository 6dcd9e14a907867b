"""What the check for PDF/UA finds in translated documents, and in documents with tags that are wrong."""

from collections.abc import Callable

import pytest

from translation.formats.pdf.structure.finishing import finish_structure
from translation.formats.pdf.structure.paragraph_tags import tag_paragraph
from translation.formats.pdf.structure.tree import StructureTree
from translation.testing.pdf_ua import compare
from translation.testing.tagged_pdf import InForm, Link, Tag, TaggedPdf, replace_text

HOME = "http://example.org/"


def make() -> TaggedPdf:
    """Return a document with a heading, a link, a picture, a table and text in a form, on two pages."""
    table = Tag("Table", Tag("TR", Tag("TH", "cell"), Tag("TD"), Tag("TD")))
    link = Tag("P", "See", Tag("Link", "here", Link(HOME)), ".")
    figure = Tag("Figure", "drawn", Alt="(A river)")
    tags = Tag("Document", Tag("H1", "title"), link, figure, table, Tag("P", InForm("form")), Tag("P", "end", page=1))
    return TaggedPdf([tags], pages=2)


def content(tagged: TaggedPdf) -> bytes:
    return bytes(tagged.document.tobytes())


def test_a_translated_document_has_nothing_worse_than_its_original() -> None:
    original, tagged = content(make()), make()
    tree = StructureTree(tagged.document)
    paragraphs: list[tuple[list[str], list[str | tuple[str, str]]]] = [
        (["title"], ["título"]),
        (["See", "here", "."], [("Aqui", HOME), "pode ver."]),
        (["cell"], ["célula"]),
        (["form"], ["formulário"]),
    ]
    for old, pieces in paragraphs:
        tags = tag_paragraph(tree, 0, [tagged.marks[text] for text in old], "pt")
        replace_text(tagged, old, tags, pieces)
    tags = tag_paragraph(tree, 1, [tagged.marks["end"]], "pt")
    replace_text(tagged, ["end"], tags, ["fim"], page=1)
    finish_structure(tree, "en", "pt")

    translated = bytes(tagged.document.tobytes(garbage=3, deflate=True, use_objstms=1))
    assert compare(original, translated) == []


def without_language(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.document.pdf_catalog(), "Lang", "null")


def without_mark(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.document.pdf_catalog(), "MarkInfo", "null")


def without_tree(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.document.pdf_catalog(), "StructTreeRoot", "null")


def with_text_without_tags(tagged: TaggedPdf) -> None:
    rewrite(tagged, lambda stream: stream + b" BT /helv 9 Tf (new) Tj ET")


def with_a_path_without_tags(tagged: TaggedPdf) -> None:
    rewrite(tagged, lambda stream: stream + b" 0 0 9 9 re f")


def with_a_number_twice(tagged: TaggedPdf) -> None:
    rewrite(tagged, lambda stream: stream + b" /P <</MCID 0>> BDC BT /helv 9 Tf (new) Tj ET EMC")


def without_a_sequence(tagged: TaggedPdf) -> None:
    rewrite(tagged, lambda stream: stream.replace(b"/H1 <</MCID 0>> BDC", b"/Artifact BMC"))


def without_an_end(tagged: TaggedPdf) -> None:
    rewrite(tagged, lambda stream: stream.replace(b"EMC", b"", 1))


def without_a_kid(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.elements[1], "K", "null")


def with_another_parent(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.root, "ParentTree", f"<</Nums [0 [{tagged.elements[0]} 0 R]]>>")


def with_the_key_of_another_page(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.document.page_xref(1), "StructParents", "0")


def without_a_key(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.document.page_xref(1), "StructParents", "null")


def with_an_empty_description(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.elements[4], "Alt", "()")


def without_a_description(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.elements[4], "Alt", "null")


def with_another_heading(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.elements[1], "S", "/H2")


def with_a_row_outside_a_table(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.elements[5], "S", "/Sect")


def with_a_link_outside(tagged: TaggedPdf) -> None:
    tagged.document.xref_set_key(tagged.elements[3], "S", "/Span")


def rewrite(tagged: TaggedPdf, change: Callable[[bytes], bytes]) -> None:
    xref = tagged.document[0].get_contents()[0]
    tagged.document.update_stream(xref, change(tagged.document.xref_stream(xref)))


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        (without_language, "no language of the document: 1, was 0"),
        (without_mark, "MarkInfo changed: 'null', was '<</Marked true>>'"),
        (without_tree, "tagged changed: False, was True"),
        (with_text_without_tags, "text without a tag: 1, was 0, page 1"),
        (with_a_path_without_tags, "path without a tag: 1, was 0, page 1"),
        (with_a_number_twice, "sequence that is there twice: 1, was 0, page 1"),
        (without_a_sequence, "sequence that is nowhere: 1, was 0"),
        (without_an_end, "unbalanced sequences: 1, was 0, page 1"),
        (without_a_kid, "text without a tag: 1, was 0, page 1"),
        (with_another_parent, "sequence with another parent: 6, was 0, page 1"),
        (with_the_key_of_another_page, "key of several pages: 1, was 0"),
        (without_a_key, "page or form without a key: 1, was 0, page 2"),
        (with_an_empty_description, "empty description: 1, was 0"),
        (without_a_description, "figure without a description: 1, was 0"),
        (with_another_heading, "headings changed: ['H2'], was ['H1']"),
        (with_a_row_outside_a_table, "TR in the wrong place: 1, was 0"),
        (with_a_link_outside, "link outside a Link element: 1, was 0, page 1"),
    ],
)
def test_tags_that_became_wrong_are_found(damage: Callable[[TaggedPdf], None], finding: str) -> None:
    tagged = make()
    damage(tagged)

    assert finding in compare(content(make()), content(tagged))
