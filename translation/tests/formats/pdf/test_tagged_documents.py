"""Tagged PDFs through the whole format. The translation swaps small letters and capitals."""

from pathlib import Path

import pymupdf

from translation.document import Block, Outcome, Span, plain_text
from translation.formats import open_document
from translation.formats.base import OutputKind, ReadOptions, WriteOptions
from translation.testing.pdf_structure import read_structure
from translation.testing.pdf_ua import compare
from translation.testing.tagged_pdf import InForm, Tag, TaggedPdf


def swapped(block: Block) -> tuple[int, tuple[Span, ...]]:
    return block.id, (Span(plain_text(block.content).swapcase()),)


def translate(source: Path, output: OutputKind = OutputKind.TRANSLATED) -> tuple[Path, list[str], Outcome]:
    """Translate a document. Return the file, its texts, and what happened."""
    target = source.with_name("out.pdf")
    with open_document(source, "in.pdf") as document:
        blocks = list(document.read(ReadOptions("en")))
        options = WriteOptions("pt-BR", output)
        outcome = document.write(map(swapped, blocks), options, target, lambda _share: None)
    return target, [plain_text(block.content) for block in blocks], outcome


def save(tagged: TaggedPdf, folder: Path) -> Path:
    tagged.document.save(path := folder / "in.pdf")
    return path


def structure(path: Path) -> str:
    return read_structure(path.read_bytes())


def test_a_translation_stands_in_the_elements_of_its_original_in_their_order(tmp_path: Path) -> None:
    tagged = TaggedPdf([Tag("Document", Tag("H1", "A long journey"), Tag("P", "The river is wide here."))], leading=60)
    source = save(tagged, tmp_path)
    target, _texts, outcome = translate(source)
    assert not outcome.problems
    assert structure(target) == "Document[H1[a LONG JOURNEY] P[tHE RIVER IS WIDE HERE.]]"
    assert compare(source, target) == []


def test_the_order_is_that_of_the_structure_and_not_that_of_the_page(tmp_path: Path) -> None:
    first = Tag("Sect", Tag("P", "The second part is below.", page=0), page=0)
    tagged = TaggedPdf([Tag("Document", first, Tag("P", "The first part is above."))], leading=60)
    tags = tagged.document
    root = tags.xref_get_key(tagged.elements[0], "K")[1]
    numbers = root.strip("[]").split(" 0 R")
    tags.xref_set_key(tagged.elements[0], "K", f"[{numbers[1]} 0 R {numbers[0]} 0 R]")
    target, _texts, _outcome = translate(save(tagged, tmp_path))
    assert structure(target) == "Document[P[tHE FIRST PART IS ABOVE.] Sect[P[tHE SECOND PART IS BELOW.]]]"


def test_words_at_line_ends_have_a_space_between_them(tmp_path: Path) -> None:
    line = "This paragraph is long enough for two lines of the page, and so its words must not"
    rest = "run together at the end of the first line, as they might."
    target, _texts, _outcome = translate(save(TaggedPdf([Tag("P", line, rest)]), tmp_path))
    words = structure(target).removeprefix("P[").removesuffix("]").swapcase().split()
    assert words == f"{line} {rest}".split()


def test_a_text_in_a_form_stays_in_its_element(tmp_path: Path) -> None:
    tagged = TaggedPdf([Tag("P", InForm("The river is wide here."))])
    source = save(tagged, tmp_path)
    target, _texts, outcome = translate(source)
    assert not outcome.problems
    assert compare(source, target) == []
    assert "tHE RIVER IS WIDE HERE." in structure(target)


def test_descriptions_are_translated_and_the_language_is_set(tmp_path: Path) -> None:
    tagged = TaggedPdf([Tag("Document", Tag("Figure", Alt="(A boat on a river)"), Tag("P", "The river is wide here."))])
    target, texts, _outcome = translate(save(tagged, tmp_path))
    assert "A boat on a river" in texts
    with pymupdf.open(target) as document:
        objects = [document.xref_object(xref) for xref in range(1, document.xref_length())]
        catalog = document.xref_object(document.pdf_catalog())
    assert any("/Alt (a BOAT ON A RIVER)" in each for each in objects)
    assert "/Lang (pt-BR)" in catalog
    assert "/Marked true" in catalog


def test_text_that_stays_keeps_its_language(tmp_path: Path) -> None:
    tagged = TaggedPdf([Tag("Document", Tag("P", "x = 4 + 5"), Tag("P", "The river is wide here."))])
    target, _texts, _outcome = translate(save(tagged, tmp_path))
    with pymupdf.open(target) as document:
        objects = [document.xref_object(xref) for xref in range(1, document.xref_length())]
    assert sum("/Lang (en)" in each for each in objects) == 1


def test_documents_without_tags_get_none(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "The river is wide here.")
        document.save(source := tmp_path / "in.pdf")
    target, _texts, _outcome = translate(source)
    with pymupdf.open(target) as document:
        assert document.xref_get_key(document.pdf_catalog(), "StructTreeRoot")[0] == "null"
        assert b"BDC" not in document[0].read_contents()


def test_the_original_beside_a_translation_is_not_read(tmp_path: Path) -> None:
    source = save(TaggedPdf([Tag("P", "The river is wide here.")]), tmp_path)
    target, _texts, _outcome = translate(source, OutputKind.ALTERNATING)
    assert read_structure(target.read_bytes(), 1) == "P[tHE RIVER IS WIDE HERE.]"
    target, _texts, _outcome = translate(source, OutputKind.SIDE_BY_SIDE)
    with pymupdf.open(target) as document:
        objects = [document.xref_object(xref) for xref in range(1, document.xref_length())]
        assert b"/Artifact BMC q 1 0 0 1" in document[0].read_contents()
    # The sequences of the form that shows the original are not those of the page.
    assert any("/Form" in each and "/StructParents" in each for each in objects)


def test_changes_survive_the_repair_of_a_damaged_object(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "The river is wide here.")
        document.set_metadata({"title": "Ferries"})
        document.save(source := tmp_path / "in.pdf", no_new_id=True)
        number = int(document.xref_get_key(-1, "Info")[1].split()[0])
    # The object has another number than the table of objects says, so MuPDF repairs the file when it gets there.
    source.write_bytes(source.read_bytes().replace(b"\n%d 0 obj" % number, b"\n%d 0 obj" % (number + 40 - number)))
    target, _texts, _outcome = translate(source)
    with pymupdf.open(target) as document:
        assert "tHE RIVER IS WIDE HERE." in document[0].get_text()
