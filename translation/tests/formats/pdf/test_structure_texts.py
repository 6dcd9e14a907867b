"""Alternative texts and languages of the elements of a tagged PDF, and trees that are damaged."""

import random

import pymupdf
import pytest

from translation.formats.pdf.structure.alternatives import read_alternatives, write_alternative
from translation.formats.pdf.structure.finishing import finish_structure
from translation.formats.pdf.structure.paragraph_tags import tag_paragraph
from translation.formats.pdf.structure.tree import StructureTree
from translation.testing.tagged_pdf import Link, Tag, TaggedPdf


def texts(*tags: Tag) -> list[str]:
    return [text for _, text in read_alternatives(StructureTree(TaggedPdf(tags).document))]


def entries(tagged: TaggedPdf, key: str) -> list[str]:
    """Return an entry of each element, "" if it has none."""
    values = (tagged.document.xref_get_key(xref, key) for xref in tagged.elements)
    return ["" if kind == "null" else value for kind, value in values]


def languages(tags: Tag, *replaced: str, source: str = "en", target: str = "pt") -> list[str]:
    """Return the languages of the elements of a document in English after some texts were replaced."""
    tagged = TaggedPdf([tags])
    tree = StructureTree(tagged.document)
    for text in replaced:
        tag_paragraph(tree, 0, [tagged.marks[text]], target).open()
    finish_structure(tree, source, target)
    return entries(tagged, "Lang")


def test_descriptions_and_expansions_are_texts_to_translate() -> None:
    found = texts(Tag("Figure", "a", Alt="(A wide river)"), Tag("P", Tag("Span", "ODF", E="(Open  Document\nFormat)")))

    assert found == ["A wide river", "Open Document Format"]


@pytest.mark.parametrize("text", ["()", "(  )", "(7)", "(x = 3)", "/Name", f"({'long ' * 5000})"])
def test_entries_without_words_or_with_too_many_are_not(text: str) -> None:
    assert texts(Tag("Figure", "a", Alt=text)) == []


def test_replacement_text_is_one_only_if_the_element_has_no_other() -> None:
    found = texts(
        Tag("Figure", "a", ActualText="(The logo)"),
        Tag("Formula", Tag("Span", "b"), ActualText="(a squared)"),
        Tag("Span", "c", ActualText="(hyphenated)"),
        Tag("P", Tag("Span", "d"), ActualText="(several)"),
        Tag("Span", ActualText="(drawn)"),
    )

    assert found == ["The logo", "a squared", "drawn"]


def test_translations_are_written_in_any_script() -> None:
    tagged = TaggedPdf([Tag("Figure", "a", Alt="(A river)"), Tag("Figure", "b", Alt="(A bridge)")])
    tree = StructureTree(tagged.document)

    for (alternative, _), text in zip(list(read_alternatives(tree)), ["Um rio — Ρίος 😀", " "], strict=True):
        write_alternative(tree, alternative, text)

    assert entries(tagged, "Alt") == ["Um rio — Ρίος 😀", "A bridge"]


def test_replacement_text_goes_with_the_text_that_it_replaced() -> None:
    tags = Tag(
        "P", Tag("Span", "a", ActualText="(a)"), Tag("Span", "b", ActualText="(b)"), ActualText="(ab)", Alt="(c)"
    )
    tagged = TaggedPdf([tags])
    tree = StructureTree(tagged.document)

    tag_paragraph(tree, 0, [tagged.marks["a"]], "pt").open()
    finish_structure(tree, "en", "pt")

    assert entries(tagged, "ActualText") == ["", "", "b"]
    assert entries(tagged, "Alt") == ["c", "", ""]


def test_replacement_text_that_was_translated_stays() -> None:
    tagged = TaggedPdf([Tag("Figure", "a", ActualText="(The river)")])
    tree = StructureTree(tagged.document)
    [(alternative, _)] = read_alternatives(tree)

    write_alternative(tree, alternative, "O rio")
    tag_paragraph(tree, 0, [tagged.marks["a"]], "pt").open()
    finish_structure(tree, "en", "pt")

    assert entries(tagged, "ActualText") == ["O rio"]


@pytest.mark.parametrize(
    ("tags", "replaced", "expected"),
    [
        (Tag("Document", Tag("P", "a"), Tag("P", "b")), ["a", "b"], ["", "", ""]),
        (Tag("Document", Tag("P", "a"), Tag("P", "b")), ["a"], ["", "", "en"]),
        (Tag("Document", Tag("P", "a"), Tag("P", "b")), [], ["en", "", ""]),
        (Tag("Document", Tag("Sect", Tag("P", "a"), Tag("P")), Tag("P", "b")), ["b"], ["", "en", "", "", ""]),
        (Tag("Document", Tag("P", "a"), Tag("P", "b"), Lang="(en-GB)"), ["a"], ["en-GB", "pt", ""]),
        (Tag("Document", Tag("P", "a"), Tag("P", "b"), Lang="(en-GB)"), ["a", "b"], ["pt", "", ""]),
        (Tag("P", "a", Tag("Span", "b", Lang="(fr)")), ["a"], ["", "fr"]),
        (Tag("P", "a", Tag("Span", "b", Lang="(fr)")), ["a", "b"], ["", "pt"]),
        (Tag("P", "a", Tag("Span", "b", Lang="(pt-PT)")), ["a", "b"], ["", "pt-PT"]),
        (Tag("P", "a", Tag("Link", "b")), ["b"], ["en", "pt"]),
        (Tag("Document", Tag("Figure", "a"), Tag("Figure", "b", Alt="(c)"), Tag("P", "d")), ["d"], ["", "", "en", ""]),
    ],
)
def test_each_language_is_marked_where_it_begins(tags: Tag, replaced: list[str], expected: list[str]) -> None:
    assert languages(tags, *replaced) == expected


def test_a_translated_description_is_in_the_target_language() -> None:
    tagged = TaggedPdf([Tag("Document", Tag("Figure", "a", Alt="(A river)"), Tag("P", "b"), Lang="(en)")])
    tree = StructureTree(tagged.document)
    [(alternative, _)] = read_alternatives(tree)

    write_alternative(tree, alternative, "Um rio")
    finish_structure(tree, "en", "pt")

    assert entries(tagged, "Lang") == ["en", "pt", ""]


def test_the_original_language_is_that_of_the_catalogue_unless_it_was_wrong() -> None:
    tags = Tag("Document", Tag("P", "a"), Tag("P", "b"))

    assert languages(tags, "a", source="en") == ["", "", "en"]
    assert languages(tags, "a", source="es") == ["", "", "es"]
    assert languages(tags, "a", source="") == ["", "", "en"]


def test_a_piece_names_its_language_only_within_another() -> None:
    tagged = TaggedPdf([Tag("P", "a"), Tag("Sect", Tag("P", "b"), Lang="(EN-US)"), Tag("P", "c", Lang="(pt-br)")])
    tree = StructureTree(tagged.document)

    operators = [tag_paragraph(tree, 0, [tagged.marks[text]], "pt-BR").open() for text in "abc"]

    assert operators == ["/P <</MCID 3>> BDC", "/P <</MCID 4 /Lang (pt-BR)>> BDC", "/P <</MCID 5>> BDC"]


DAMAGE = {
    "a root that is a number": ("root", "", "7"),
    "kids that lead back": ("root", "K", "[{first} 0 R {root} 0 R]"),
    "an element that is its own kid": ("first", "K", "[{first} 0 R 0]"),
    "an element that is its own only kid": ("first", "K", "{first} 0 R"),
    "a kid that does not exist": ("first", "K", "[99999 0 R -5 0 99999999999]"),
    "kids of the wrong types": ("first", "K", "[/a (b) [0 [1]] true null <<>> 1.5]"),
    "kids in a string": ("first", "K", "(0)"),
    "a number that no page has": ("first", "K", "2147483647"),
    "a type that is a number": ("first", "S", "5"),
    "a page that is a font": ("first", "Pg", "{root} 0 R"),
    "a page that is a number": ("first", "Pg", "0"),
    "a parent tree that leads back": ("root", "ParentTree", "{root} 0 R"),
    "a parent tree that is an array": ("root", "ParentTree", "[0 1]"),
    "a parent tree of odd length": ("root", "ParentTree", "<</Nums [0]>>"),
    "a parent tree with wrong values": ("root", "ParentTree", "<</Nums [(a) 5 0 /b 1 null]>>"),
    "a parent tree with a huge key": ("root", "ParentTree", "<</Nums [2147483647 []]>>"),
    "a next key that is negative": ("root", "ParentTreeNextKey", "-5"),
    "roles that form a circle": ("root", "RoleMap", "<</P /Q /Q /P /H1 /H1>>"),
    "roles that are an array": ("root", "RoleMap", "[/P /Q]"),
    "languages and texts of wrong types": ("first", "Lang", "[5]"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_tree_is_read_as_far_as_it_makes_sense(damage: tuple[str, str, str]) -> None:
    tagged = TaggedPdf([Tag("P", "a", Tag("Link", "b", Link("http://a/"))), Tag("P", "c")])
    where, key, value = damage
    numbers = {"root": tagged.root, "first": tagged.elements[0]}
    value = value.format_map(numbers)
    if key:
        tagged.document.xref_set_key(numbers[where], key, value)
    else:
        tagged.document.update_object(numbers[where], value)

    assert "/Pages" in translate_anyhow(tagged)


@pytest.mark.parametrize("seed", range(30))
def test_random_damage_does_no_harm(seed: int) -> None:
    chance = random.Random(seed)
    tagged = TaggedPdf(
        [Tag("Document", Tag("P", "a", Tag("Link", "b", Link("http://a/"))), Tag("P", "c", Alt="(abc)"))]
    )
    objects = [tagged.root, *tagged.elements, tagged.document.page_xref(0)]
    for _ in range(chance.randrange(1, 5)):
        xref = chance.choice(objects)
        key = chance.choice(["K", "Pg", "S", "P", "ParentTree", "Lang", "Alt", "RoleMap", "StructParents"])
        kinds = ["null", "-1", "[]", "<<>>", "(x)", "/X", f"{chance.choice(objects)} 0 R", "[0 0 0 0]", "[<<>> 9 0 R]"]
        tagged.document.xref_set_key(xref, key, chance.choice(kinds))

    assert "/Pages" in translate_anyhow(tagged)


def translate_anyhow(tagged: TaggedPdf) -> str:
    """Replace each paragraph of a document with a damaged tree, and return the catalogue as saved."""
    tree = StructureTree(tagged.document)
    for text in tagged.marks:
        tags = tag_paragraph(tree, 0, [tagged.marks[text]], "pt")
        assert bool(tags.open(list(tagged.links.values()))) == bool(tags.close)
    for alternative, text in list(read_alternatives(tree)):
        write_alternative(tree, alternative, text.upper())
    finish_structure(tree, "en", "pt")
    with pymupdf.open("pdf", tagged.document.tobytes(garbage=3, deflate=True, use_objstms=1)) as document:
        assert "a" in document[0].get_text()
        return str(document.xref_object(document.pdf_catalog()))


def test_a_kid_that_does_not_exist_leaves_the_others() -> None:
    tagged = TaggedPdf([Tag("P", "a"), Tag("P", "b")])
    tagged.document.xref_set_key(tagged.elements[0], "K", "[77 0 R 0]")
    tagged.document.get_new_xref()

    tags = tag_paragraph(StructureTree(tagged.document), 0, [tagged.marks["a"]], "pt")

    assert tags.open() == "/P <</MCID 2>> BDC"


def test_a_tree_of_any_depth_is_read_without_recursion() -> None:
    tagged = TaggedPdf([Tag("P", "a")])
    document, parent = tagged.document, tagged.root
    for _ in range(3000):
        xref = document.get_new_xref()
        document.update_object(xref, "<<>>")
        document.xref_set_key(parent, "K", f"{xref} 0 R")
        document.xref_set_key(xref, "S", "/Sect")
        parent = xref

    tree = StructureTree(document)
    finish_structure(tree, "en", "pt")

    assert not tree
    assert document.xref_get_key(document.pdf_catalog(), "StructTreeRoot") == ("null", "null")


def test_an_element_with_too_many_kids_is_not_read() -> None:
    tagged = TaggedPdf([Tag("P", "a")])
    tagged.document.xref_set_key(tagged.elements[0], "K", f"[{' 7' * 1_100_000}]")

    assert not StructureTree(tagged.document)
