"""Translations in the structure tree of a tagged PDF, as PDFium reads it from the saved file."""

import pymupdf
import pytest
from pymupdf import mupdf

from translation.formats.pdf.content_streams.marks import ContentMark
from translation.formats.pdf.structure.finishing import finish_structure
from translation.formats.pdf.structure.paragraph_tags import ParagraphTags, tag_paragraph
from translation.formats.pdf.structure.tree import StructureTree
from translation.testing.pdf_structure import read_structure
from translation.testing.tagged_pdf import InForm, Link, Tag, TaggedPdf, replace_text

HOME = "http://example.org/"
SHOP = "http://example.com/"
Piece = str | tuple[str, str]


class Translation:
    """The translation of a tagged document into Portuguese, paragraph by paragraph."""

    def __init__(self, tagged: TaggedPdf) -> None:
        self.tagged, self.tree = tagged, StructureTree(tagged.document)
        self.operators: list[str] = []

    def replace(self, old: list[str], *pieces: Piece, page: int = 0) -> ParagraphTags:
        """Replace texts of the document with the pieces of a paragraph."""
        tags = tag_paragraph(self.tree, page, [self.tagged.marks[text] for text in old], "pt")
        self.operators += replace_text(self.tagged, old, tags, pieces, page)
        return tags

    def finish(self) -> bytes:
        """Return the file, saved as the product does."""
        finish_structure(self.tree, "en", "pt")
        return bytes(self.tagged.document.tobytes(garbage=3, deflate=True, use_objstms=1))

    def structures(self) -> list[str]:
        """Return the structure of each page."""
        content = self.finish()
        return [read_structure(content, page) for page in range(self.tagged.pages)]


def translated(tags: Tag, *paragraphs: tuple[list[str], list[Piece]]) -> str:
    """Return the structure of a document of one element after its paragraphs were replaced."""
    translation = Translation(TaggedPdf([tags]))
    for old, pieces in paragraphs:
        translation.replace(old, *pieces)
    return translation.structures()[0]


def test_a_translation_is_in_the_element_that_had_the_text() -> None:
    tags = Tag("Document", Tag("H1", "River"), Tag("P", "It is wide.", "It is deep."), Tag("P", "The end."))

    structure = translated(
        tags, (["It is wide.", "It is deep."], ["Ele é largo.", "Ele é fundo."]), (["River"], ["Rio"])
    )

    assert structure == "Document[H1[Rio] P[Ele é largo. Ele é fundo.] P[The end.]]"


def test_new_sequences_have_numbers_of_their_own() -> None:
    translation = Translation(TaggedPdf([Tag("P", "One.", "Two.")]))

    translation.replace(["One."], "Um.")
    translation.replace(["Two."], "Dois.")

    assert translation.operators == ["/P <</MCID 2>> BDC", "/P <</MCID 3>> BDC"]


def test_numbers_that_the_content_has_without_the_tree_are_not_used_again() -> None:
    tagged = TaggedPdf([Tag("P", "One.")])

    tags = tag_paragraph(StructureTree(tagged.document), 0, [tagged.marks["One."]], "pt", used=[1, 7, 2_000_000_000])

    assert [tags.open(), tags.open()] == ["/P <</MCID 8>> BDC", "/P <</MCID 9>> BDC"]


@pytest.mark.parametrize(
    ("pieces", "structure"),
    [
        (["Veja", ("aqui", HOME), "e", ("ali", SHOP), "."], "P[Veja Link[aqui] e Link[ali] .]"),
        (["Veja", ("ali", SHOP), "e", ("aqui", HOME), "."], "P[Veja Link[ali] e Link[aqui] .]"),
        ([("ali", SHOP), ("aqui", HOME)], "P[Link[ali] Link[aqui]]"),
        (["Veja", ("a", HOME), ("qui", HOME), "e", ("ali", SHOP)], "P[Veja Link[a qui] e Link[ali]]"),
        ([("a", HOME), "e", ("b", HOME)], "P[Link[a] e b Link[]]"),
        (["Veja tudo."], "P[Veja tudo. Link[] Link[]]"),
    ],
)
def test_links_are_in_the_order_of_the_translation(pieces: list[Piece], structure: str) -> None:
    tags = Tag("P", "See", Tag("Link", "here", Link(HOME)), "and", Tag("Link", Tag("Span", "there"), Link(SHOP)), ".")

    written = translated(tags, (["See", "here", "and", "there", "."], pieces))

    assert written.replace(" Span[]", "").replace("Span[] ", "").replace("Span[]", "") == structure


def test_a_link_whose_words_were_beside_it_has_them_inside() -> None:
    tags = Tag("P", "See here.", Tag("Link", Link(HOME)))

    assert translated(tags, (["See here."], ["Veja", ("aqui", HOME), "."])) == "P[Veja Link[aqui] .]"


def test_words_of_a_link_in_another_block_stay_in_their_paragraph() -> None:
    tags = Tag("P", "See", Tag("L", Tag("LI", Tag("LBody", Tag("Link", "here", Link(HOME))))))

    structure = translated(tags, (["See", "here"], ["Veja", ("aqui", HOME), "."]))

    assert structure == "P[Veja aqui . L[LI[LBody[Link[]]]]]"


def test_words_of_a_link_elsewhere_stay_in_their_paragraph() -> None:
    tags = Tag("Sect", Tag("P", "See here."), Tag("Link", Link(HOME)))

    structure = translated(tags, (["See here."], ["Veja", ("aqui", HOME), "."]))

    assert structure == "Sect[P[Veja aqui .]]"


@pytest.mark.parametrize(
    ("tags", "old", "structure"),
    [
        (Tag("P", Tag("Span", "a"), "b"), ["a", "b"], "P[Span[] novo]"),
        (Tag("P", Tag("Span", "a"), Tag("Span", "b")), ["a"], "P[Span[novo] Span[b]]"),
        (Tag("P", Tag("Span", "a"), Tag("Em", Tag("Span", "b"))), ["a", "b"], "P[Span[] novo Em[Span[]]]"),
        (Tag("LI", Tag("Lbl", "1."), Tag("LBody", "a", "b")), ["1.", "a"], "LI[Lbl[] LBody[novo b]]"),
        (Tag("LI", Tag("Lbl", "1."), Tag("LBody", Tag("P", "a"))), ["1.", "a"], "LI[Lbl[] LBody[P[novo]]]"),
        (Tag("TR", Tag("TD", "a"), Tag("TD", "b", "c")), ["a", "b", "c"], "TR[TD[] TD[novo]]"),
        (Tag("TOCI", Tag("Lbl", "1"), Tag("Reference", "a")), ["1", "a"], "TOCI[Lbl[] novo Reference[]]"),
        (Tag("Div", Tag("NonStruct", "a"), Tag("NonStruct", "b")), ["a", "b"], "Div[NonStruct[] novo NonStruct[]]"),
        (Tag("Div", Tag("P", "a"), Tag("NonStruct", "b")), ["a", "b"], "Div[P[novo] NonStruct[]]"),
        (Tag("Sect", Tag("Span", "a"), Tag("Span", "b")), ["a", "b"], "Sect[Span[novo] Span[]]"),
        (Tag("Sect", "a", "b"), ["a", "b"], "Sect[novo]"),
        (Tag("Figure", Tag("P", "a"), Tag("P", "b")), ["b"], "Figure[P[a] P[novo]]"),
    ],
)
def test_the_element_is_the_one_around_the_text_that_may_have_it(tags: Tag, old: list[str], structure: str) -> None:
    assert translated(tags, (old, ["novo"])) == structure


def test_own_types_of_a_document_are_what_its_role_map_says() -> None:
    tagged = TaggedPdf([Tag("Item", Tag("Mark", "1."), Tag("Body", "a"))])
    roles = "<</Item /Entry /Entry /LI /Mark /Lbl /Body /LBody /Loop /Loop>>"
    tagged.document.xref_set_key(tagged.root, "RoleMap", roles)
    translation = Translation(tagged)

    translation.replace(["1.", "a"], "novo")

    assert translation.operators == ["/Body <</MCID 2>> BDC"]


def test_paragraphs_from_one_sequence_keep_their_order() -> None:
    tags = Tag("Sect", Tag("P", "All of the page."), Tag("P", "b"))
    whole = ["All of the page."]

    assert translated(tags, (whole, ["um"]), (["b"], ["três"]), (whole, ["dois"])) == "Sect[P[um dois] P[três]]"


@pytest.mark.parametrize("kids", ["0", "<</Type/MCR /Pg {page} 0 R /MCID 0>>", "[0 null]", "{array} 0 R", "{kid} 0 R"])
def test_kids_may_be_written_in_any_way(kids: str) -> None:
    tagged = TaggedPdf([Tag("P", "a")])
    document, page = tagged.document, tagged.marks["a"].stream
    for xref, source in ((array := document.get_new_xref(), "[0]"), (kid := document.get_new_xref(), "<<>>")):
        document.update_object(xref, source)
    document.update_object(kid, f"<</Type/MCR /Pg {page} 0 R /MCID 0>>")
    document.xref_set_key(tagged.elements[0], "K", kids.format(page=page, array=array, kid=kid))
    translation = Translation(tagged)

    translation.replace(["a"], "um", "dois")

    assert translation.structures() == ["P[um dois]"]


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    tagged = TaggedPdf([Tag("P", "First", Tag("Span", "half,", page=1), page=0), Tag("P", "b", page=1)], pages=2)
    translation = Translation(tagged)

    translation.replace(["First"], "Primeira")
    translation.replace(["half,"], "metade,", page=1)
    translation.replace(["b"], "c", page=1)

    assert translation.structures() == ["P[Primeira]", "P[Span[metade,]] P[c]"]


def test_a_sequence_on_another_page_than_its_element_names_the_page() -> None:
    tagged = TaggedPdf([Tag("P", "First", Tag("Span", "half", page=1), "end", page=0)], pages=2)
    translation = Translation(tagged)

    tags = tag_paragraph(translation.tree, 1, [tagged.marks["half"], tagged.marks["end"]], "pt")
    replace_text(tagged, ["half"], tags, ["metade"], page=1)

    assert translation.structures()[1] == "P[Span[] metade]"


def test_text_of_a_form_is_replaced_on_its_page() -> None:
    tagged = TaggedPdf([Tag("P", "a", InForm("b"), "c")])
    translation = Translation(tagged)

    translation.replace(["b"], "novo")
    translation.finish()

    _, kids = tagged.document.xref_get_key(tagged.elements[0], "K")
    form = tagged.marks["b"].stream
    assert kids == f"[0<</Type/MCR/Pg {tagged.marks['a'].stream} 0 R/Stm {form} 0 R/MCID 0>>2 1]"


def test_a_copy_of_a_form_takes_its_place() -> None:
    tagged = TaggedPdf([Tag("P", InForm("a"), "b")])
    translation = Translation(tagged)
    form = tagged.marks["a"].stream
    tagged.document.update_object(copy := tagged.document.get_new_xref(), tagged.document.xref_object(form))
    translation.tree.replace_streams({form: copy})

    tags = tag_paragraph(translation.tree, 0, [ContentMark(copy, 0, "")], "pt")

    assert tags.open() == "/P <</MCID 1>> BDC"
    assert f"/Stm {copy} 0 R" in tagged.document.xref_object(tagged.elements[0], compressed=True)


def test_a_form_that_shows_a_page_is_set_apart() -> None:
    tagged = TaggedPdf([Tag("P", "a")])
    tree = StructureTree(tagged.document)
    form = mupdf.pdf_new_dict(tree.file, 1)

    tree.set_apart(form)

    assert mupdf.pdf_to_int(mupdf.pdf_dict_gets(form, "StructParents")) == 1


def test_a_restored_form_takes_the_place_of_its_copy() -> None:
    tagged = TaggedPdf([Tag("P", InForm("a"))])
    tree, form = StructureTree(tagged.document), tagged.marks["a"].stream

    tree.replace_streams({form: 77})
    tree.replace_streams({77: form})

    assert f"/Stm {form} 0 R" in tagged.document.xref_object(tagged.elements[0], compressed=True)
    assert tag_paragraph(tree, 0, [tagged.marks["a"]], "pt").open() == "/P <</MCID 0>> BDC"


def test_pages_without_a_key_get_one() -> None:
    translation = Translation(TaggedPdf([Tag("P", "a", "b"), Tag("P", "c", page=1)], pages=2, has_parent_tree=False))

    translation.replace(["a"], "um")
    translation.replace(["c"], "três", page=1)

    assert translation.structures() == ["P[um b]", "P[três]"]


def test_new_keys_are_entered_into_a_tree_of_several_nodes() -> None:
    tagged = TaggedPdf([Tag("P", "a"), Tag("P", "b", page=1)], pages=2)
    document = tagged.document
    leaf = f"<</Limits [0 0] /Nums [0 [{tagged.elements[0]} 0 R]]>>"
    document.update_object(xref := document.get_new_xref(), leaf)
    document.xref_set_key(tagged.root, "ParentTree", f"<</Kids [{xref} 0 R]>>")
    document.xref_set_key(document.page_xref(1), "StructParents", "null")
    document.xref_set_key(tagged.root, "ParentTreeNextKey", "null")
    translation = Translation(tagged)

    translation.replace(["b"], "dois", page=1)

    assert translation.structures() == ["P[a]", "P[dois]"]
    assert document.xref_get_key(document.pdf_catalog(), "StructTreeRoot/ParentTreeNextKey") == ("int", "2")


def test_pages_with_the_same_key_are_told_apart() -> None:
    tagged = TaggedPdf([Tag("P", "a"), Tag("P", "b", page=1)], pages=2)
    tagged.document.xref_set_key(tagged.document.page_xref(1), "StructParents", "0")
    translation = Translation(tagged)

    translation.replace(["a"], "um")
    translation.replace(["b"], "dois", page=1)

    assert translation.structures() == ["P[um]", "P[dois]"]


def test_a_page_that_is_restored_keeps_its_structure() -> None:
    tagged = TaggedPdf([Tag("P", "a", Tag("Link", "b", Link(HOME)))])
    translation = Translation(tagged)
    before = tagged.document.xref_object(tagged.elements[0])
    tags = tag_paragraph(translation.tree, 0, [tagged.marks["a"], tagged.marks["b"]], "pt")
    tags.open()
    tags.open([tagged.links[HOME]])

    translation.tree.forget_page(0)

    assert translation.structures()[0] == "P[a Link[b]]"
    assert tagged.document.xref_object(tagged.elements[0]).split() == [*before[:-2].split(), "/Lang", "(en)", ">>"]


@pytest.mark.parametrize(
    ("artifact", "operator"),
    [
        ("/Artifact BMC", "/Artifact BMC"),
        (
            "/Artifact <</Type /Pagination /Subtype /Header>> BDC",
            "/Artifact <</Type /Pagination /Subtype /Header>> BDC",
        ),
        ("/Artifact /Header BDC", "/Artifact /Header BDC"),
        ("/Artifact /Numbered BDC", "/Artifact BMC"),
        ("/Artifact /Unknown BDC", "/Artifact BMC"),
        ("/Artifact <</Contents (\xe9)>> BDC", "/Artifact BMC"),
        ("/Artifact BMC Q Q Q BDC", "/Artifact BMC"),
        ("/Artifact <</MCID 0 >>BDC", "/Artifact BMC"),
    ],
)
def test_artifacts_stay_artifacts(artifact: str, operator: str) -> None:
    tagged = TaggedPdf([Tag("P", "a")])
    page = tagged.marks["a"].stream
    properties = "<</Properties <</Header <</Type /Pagination>> /Numbered <</MCID 0>>>>>>"
    tagged.document.xref_set_key(page, "Resources", properties)

    for mcid in (-1, 0):
        tags = tag_paragraph(StructureTree(tagged.document), 0, [ContentMark(page, mcid, artifact)], "pt")

        assert (tags.open(), tags.close) == (operator, "EMC")


def test_names_of_properties_in_a_form_are_not_used_on_the_page() -> None:
    tagged = TaggedPdf([Tag("P", InForm("a"))])
    mark = ContentMark(tagged.marks["a"].stream, -1, "/Artifact /Header BDC")

    assert tag_paragraph(StructureTree(tagged.document), 0, [mark], "pt").open() == "/Artifact BMC"


def test_text_is_an_artifact_if_nearly_all_of_it_was() -> None:
    tagged = TaggedPdf([Tag("P", "a")])
    mark, artifact = tagged.marks["a"], ContentMark(tagged.marks["a"].stream, -1, "/Artifact BMC")
    tree = StructureTree(tagged.document)

    assert tag_paragraph(tree, 0, {mark: 1, artifact: 20}, "pt").open() == "/Artifact BMC"
    assert tag_paragraph(tree, 0, {mark: 2, artifact: 3}, "pt").open() == "/P <</MCID 1>> BDC"


def test_text_that_a_picture_had_is_an_artifact() -> None:
    tagged = TaggedPdf([Tag("P", "a")])

    assert tag_paragraph(StructureTree(tagged.document), 0, {}, "pt").open() == "/Artifact BMC"


@pytest.mark.parametrize("mcid", [-1, 5])
def test_text_without_an_element_gets_no_tags(mcid: int) -> None:
    tagged = TaggedPdf([Tag("P", "a")])
    mark = tagged.marks["a"]._replace(mcid=mcid)

    tags = tag_paragraph(StructureTree(tagged.document), 0, [mark], "pt")

    assert (tags.open(), tags.close) == ("", "")


def test_untagged_documents_stay_untagged() -> None:
    with pymupdf.open() as document:
        document.new_page()
        tree = StructureTree(document)
        tags = tag_paragraph(tree, 0, [ContentMark(document.page_xref(0), 0, "")], "pt")
        finish_structure(tree, "en", "pt")

        assert (bool(tree), tags.open(), tags.close) == (False, "", "")
        assert document.xref_get_key(document.pdf_catalog(), "StructTreeRoot") == ("null", "null")


def test_names_of_types_are_written_as_content_streams_need_them() -> None:
    tagged = TaggedPdf([Tag("Ab#28c#29#C3#A9", "a")])

    operator = tag_paragraph(StructureTree(tagged.document), 0, [tagged.marks["a"]], "pt").open()

    assert operator == "/Ab#28c#29#C3#A9 <</MCID 1>> BDC"


def test_equal_empty_cells_stay_several() -> None:
    tags = Tag("TR", Tag("TD"), Tag("TD"), Tag("TH"), Tag("TD", "a"), Tag("TD"))
    tagged = TaggedPdf([tags])
    for number in range(1, 4):
        tagged.document.xref_set_key(tagged.elements[number], "Pg", "null")
    tagged.document.xref_set_key(tagged.elements[5], "Pg", "null")
    translation = Translation(tagged)

    translation.replace(["a"], "um")

    with pymupdf.open("pdf", translation.finish()) as document:
        sources = [document.xref_object(xref, compressed=True) for xref in range(1, document.xref_length())]
    assert sum("/S/TD" in source or "/S/TH" in source for source in sources) == 5
