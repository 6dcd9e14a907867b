"""PDFs from reading to writing: real documents, translated and read again with MuPDF."""

import re
from collections.abc import Iterable
from pathlib import Path

import pymupdf
import pytest

from translation.document import Block, Content, InlineCode, Span, plain_text
from translation.exceptions import DocumentEmpty, DocumentUnreadable, PasswordNeeded, UsageError
from translation.formats import open_document
from translation.formats.base import ReadOptions
from translation.testing.contracts import FormatContract
from translation.testing.files import SAMPLE
from translation.testing.pdf import make_pdf, rewrite, save


def two_paragraphs(document: pymupdf.Document) -> None:
    page = document.new_page()
    page.insert_text((72, 100), "The river is wide here.", fontsize=12)
    page.insert_text((72, 200), "The ferry leaves at seven.", fontsize=12)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(path: Path, pages: str = "") -> list[Block]:
    with open_document(path, "x.pdf") as document:
        return list(document.read(ReadOptions(own={"pages": pages})))


def texts(path: Path) -> list[str]:
    return [plain_text(block.content) for block in read(path)]


class TestPdfFormat(FormatContract):
    name, format = "report.pdf", "pdf"

    def content(self) -> bytes:
        return make_pdf(two_paragraphs)

    def damaged(self) -> Iterable[bytes]:
        return b"%PDF-1.7\nnothing else", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>"


def test_the_lines_of_a_paragraph_are_one_block(folder: Path) -> None:
    assert (
        "The town library opened in 1924. The books spent forty years in a cold and damp basement. In 2021 an engineer "
        "measured the humidity for twenty-one days, and the result was clear: the books could not stay there."
    ) in texts(SAMPLE)


def test_columns_and_cells_are_blocks_of_their_own() -> None:
    found = texts(SAMPLE)
    assert "Results" in found
    assert {"Kind of book", "Books", "Boxes", "Average weight (kg)", "Novels"} <= set(found)


def test_numbers_and_display_formulas_are_no_blocks() -> None:
    assert not [text for text in texts(SAMPLE) if not re.search(r"[A-Za-z]{2}", text)]


def test_words_of_another_style_within_a_paragraph_are_spans() -> None:
    block = next(block for block in read(SAMPLE) if "forty years" in plain_text(block.content))
    assert [piece.text for piece in block.content if isinstance(piece, Span) and piece.style] == [
        "forty years",
        "twenty-one",
    ]


def test_bullets_and_numbers_of_headings_stay_where_they_are(folder: Path) -> None:
    output, _ = rewrite(copy_of_sample(folder))
    words = {word[4] for word in output[0].get_text("words")}
    assert {"•", "1.", "4.", "METHOD"} <= words


def copy_of_sample(folder: Path) -> Path:
    path = folder / "source.pdf"
    path.write_bytes(SAMPLE.read_bytes())
    return path


def test_pages_fields_links_and_bookmarks_are_kept(folder: Path) -> None:
    output, problems = rewrite(copy_of_sample(folder))
    assert problems == []
    assert output.page_count == 2
    assert [field.field_name for field in output[1].widgets()] == ["name", "book", "help"]
    assert {link["uri"] for link in output[0].get_links()} == {"https://example.org/library"}
    assert [entry[1] for entry in output.get_toc()] == [
        "A NEW HOME FOR THE LIBRARY",
        "TABLE 1. BOOKS AND BOXES BY SUBJECT",
        "SHARE YOUR OPINION",
    ]


def test_tooltips_of_fields_are_translated(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        two_paragraphs(document)
        field = pymupdf.Widget()
        field.field_type, field.field_name = pymupdf.mupdf.PDF_WIDGET_TYPE_TEXT, "name"
        field.field_label, field.rect = "Your full name", pymupdf.Rect(72, 300, 300, 320)
        document[0].add_widget(field)

    output, _ = rewrite(save(folder, draw))
    (field,) = output[0].widgets()
    assert (field.field_name, field.field_label) == ("name", "YOUR FULL NAME")


def test_a_link_moves_with_its_words(folder: Path) -> None:
    def reversed_words(content: Content) -> Content:
        return tuple(reversed(content)) if any("website" in piece.text for piece in content) else content

    output, _ = rewrite(copy_of_sample(folder), reversed_words)
    rect = output[0].get_links()[0]["from"]
    assert "website" in output[0].get_textbox(pymupdf.Rect(rect.x0 - 1, rect.y0 - 1, rect.x1 + 1, rect.y1 + 1))


def test_what_is_not_text_looks_the_same(folder: Path) -> None:
    output, _ = rewrite(copy_of_sample(folder))
    old, new = (
        [box["rect"] for box in page.get_drawings() if box["rect"].x0 > 300]
        for page in (pymupdf.open(SAMPLE)[0], output[0])
    )
    assert len(old) == 9
    assert old == new


def test_the_language_of_the_document_is_set(folder: Path) -> None:
    output, _ = rewrite(copy_of_sample(folder), language="pt-BR")
    assert output.xref_get_key(output.pdf_catalog(), "Lang") == ("string", "pt-BR")


def test_only_the_chosen_pages_change(folder: Path) -> None:
    output, _ = rewrite(copy_of_sample(folder), pages="2")
    assert "The town library" in output[0].get_text()
    assert "YOUR NAME" in output[1].get_text()


@pytest.mark.parametrize("pages", ["0", "3", "1-3", "2-1", "x", "1,,2"])
def test_it_refuses_pages_that_are_not_there(pages: str) -> None:
    with pytest.raises(UsageError):
        read(SAMPLE, pages)


def test_an_inline_formula_keeps_its_own_glyphs(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        page.insert_text((72, 100), "The sum of")
        page.insert_text((132, 100), "a", fontname="symb")
        page.insert_text((142, 100), "and the rest is small.")

    path = save(folder, draw)
    (block,) = read(path)
    glyph = pymupdf.open(path)[0].get_text("words")[3][4]
    assert [type(piece) for piece in block.content] == [Span, InlineCode, Span]
    output, problems = rewrite(path, lambda content: (Span("Alpha first: "), *content[1:2], Span(" and more.")))
    assert problems == []
    assert output[0].get_text().strip() == f"Alpha first: {glyph} and more."
    assert "Symbol" in {font[3].split("+")[-1] for font in output[0].get_fonts()}


def test_a_formula_of_letters_stays(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        page.insert_text((72, 100), "The whole is this:")
        page.insert_text((90, 140), "e", fontname="tiit", fontsize=12)
        page.insert_text((96, 136), "x", fontname="tiit", fontsize=8)
        page.insert_text((104, 140), "dx = sin y", fontname="tiit", fontsize=12)

    assert texts(save(folder, draw)) == ["The whole is this:"]


def test_a_raised_number_keeps_its_glyph_whatever_name_its_font_has(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        page.insert_text((72, 100), "Some ten km")
        font = page.insert_font(fontname="raised", fontbuffer=pymupdf.Font("figo").buffer)
        page.insert_text((72 + pymupdf.get_text_length("Some ten km"), 96), "2", fontname="raised", fontsize=7)
        document.xref_set_key(font, "BaseFont", "/Another-Identity-H")

    output, _ = rewrite(save(folder, draw), lambda content: (Span("The area is "), *content[1:], Span(" or so.")))
    (number,) = (span for line in first_lines(output[0]) for span in line["spans"] if span["text"] == "2")
    assert number["size"] == pytest.approx(7, abs=0.1)
    assert number["origin"][1] == pytest.approx(96, abs=0.5)


def test_code_listings_stay(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        page.insert_text((72, 100), "The loop runs a hundred times.", fontname="tiro")
        page.insert_text((72, 130), ["for (i = 0; i < 100; i++) {", "    total += prices[i];", "}"], fontname="cour")

    output, _ = rewrite(save(folder, draw))
    assert "THE LOOP RUNS" in output[0].get_text()
    assert "total += prices[i];" in output[0].get_text()


def test_a_paragraph_cut_by_a_page_is_one_text_and_fills_both_frames(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        upper = [
            "The volunteers counted all the people that crossed the",
            "river on the old ferry in the rain and in sunshine too,",
        ]
        lower = [
            "and they wrote each of the figures into a small book",
            "which the council keeps in a drawer of the town hall.",
        ]
        document.new_page().insert_text((72, 700), upper, fontname="tiro")
        document.new_page().insert_text((72, 72), lower, fontname="tiro")

    path = save(folder, draw)
    (text,) = texts(path)
    assert "in sunshine too, and they wrote each" in text
    output, problems = rewrite(path)
    assert problems == []
    assert "THE VOLUNTEERS COUNTED" in output[0].get_text()
    assert "TOWN HALL." in output[1].get_text()
    together = " ".join((output[0].get_text() + output[1].get_text()).split())
    assert together.replace("- ", "") == text.upper()


def test_a_word_hyphenated_at_a_line_end_is_whole_again(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        page.insert_text((72, 100), ["The passengers of the ferry are com-", "plaining about the wooden bench."])

    (text,) = texts(save(folder, draw))
    assert text == "The passengers of the ferry are complaining about the wooden bench."


def test_accents_that_tex_draws_before_letters_are_put_on_them(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        document.new_page().insert_text((72, 100), "A nao na¨ive chegou ao cais.")

    assert texts(save(folder, draw)) == ["A nao naïve chegou ao cais."]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page_keeps_its_text_in_place(folder: Path, rotation: int) -> None:
    def draw(document: pymupdf.Document) -> None:
        two_paragraphs(document)
        document[0].set_rotation(rotation)

    path = save(folder, draw)
    before = {word[4].upper(): word[:2] for word in pymupdf.open(path)[0].get_text("words")}
    output, _ = rewrite(path)
    after = {word[4]: word[:2] for word in output[0].get_text("words")}
    assert after["RIVER"][1] == pytest.approx(before["RIVER"][1], abs=2)
    assert after["THE"] == pytest.approx(before["THE"], abs=2)


@pytest.mark.parametrize("angle", [90, 270])
def test_rotated_text_is_translated_in_its_direction(folder: Path, angle: int) -> None:
    def draw(document: pymupdf.Document) -> None:
        document.new_page().insert_text((300, 400), "Passengers a day", rotate=angle)

    path = save(folder, draw)
    (line,) = first_lines(pymupdf.open(path)[0])
    output, _ = rewrite(path)
    (new,) = first_lines(output[0])
    assert new["spans"][0]["text"] == "PASSENGERS A DAY"
    assert new["dir"] == pytest.approx(line["dir"])
    assert new["spans"][0]["origin"] == pytest.approx(line["spans"][0]["origin"], abs=0.5)


def first_lines(page: pymupdf.Page) -> list[dict]:  # type: ignore[type-arg]
    return [block["lines"][0] for block in page.get_text("dict")["blocks"]]


def test_a_page_with_a_crop_box_keeps_its_text_in_place(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        two_paragraphs(document)
        document[0].set_cropbox(pymupdf.Rect(50, 60, 500, 700))

    path = save(folder, draw)
    before = pymupdf.open(path)[0].get_text("words")[0]
    output, _ = rewrite(path)
    assert output[0].get_text("words")[0][:2] == pytest.approx(before[:2], abs=2)


def test_a_longer_text_grows_into_free_space_at_full_size(folder: Path) -> None:
    output, _ = rewrite(save(folder, two_paragraphs), lambda content: (Span(plain_text(content) * 6),))
    sizes = {span["size"] for line in first_lines(output[0]) for span in line["spans"]}
    assert sizes == {12}


def test_a_text_between_neighbours_gets_smaller_and_does_not_touch_them(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        page.insert_text((72, 100), "Ferry", fontsize=12)
        page.insert_text((124, 100), "Bridge", fontsize=12)
        page.draw_line((72, 104), (200, 104))

    output, _ = rewrite(save(folder, draw), lambda content: (Span(f"{plain_text(content)} boats"),))
    ferry, ferry_boats, bridge, bridge_boats = output[0].get_text("words")
    assert [word[4] for word in (ferry, ferry_boats, bridge, bridge_boats)] == ["Ferry", "boats", "Bridge", "boats"]
    assert ferry[3] - ferry[1] < bridge[3] - bridge[1]
    assert ferry_boats[2] < bridge[0]


@pytest.mark.parametrize("text", ["Η βάρκα φεύγει στις επτά.", "Паром отходит в семь часов.", "Přívoz odjíždí v sedm."])
def test_greek_cyrillic_and_latin_text_is_drawn_and_can_be_copied(folder: Path, text: str) -> None:
    def draw(document: pymupdf.Document) -> None:
        document.new_page().insert_text((72, 100), "The ferry leaves at seven.")

    output, problems = rewrite(save(folder, draw), lambda _content: (Span(text),))
    assert problems == []
    assert output[0].get_text().strip() == text


def test_a_text_that_cannot_be_drawn_stays_and_is_reported(folder: Path) -> None:
    output, problems = rewrite(save(folder, two_paragraphs), lambda _content: (Span("\U00010900\U00010901"),))
    assert problems == ["font_missing", "font_missing"]
    assert "The river is wide here." in output[0].get_text()


def test_damage_on_one_page_leaves_the_others_to_be_translated(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        two_paragraphs(document)
        two_paragraphs(document)
        document.xref_set_key(document[0].xref, "Annots", "[99 0 R (no) 7]")
        document.update_stream(document[1].get_contents()[0], b"q BT /None 12 Tf (x) Tj")

    output, _ = rewrite(save(folder, draw))
    assert output.page_count == 2
    assert "THE RIVER" in output[0].get_text()


def test_a_large_number_behind_text_stays_when_the_text_goes(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        # A number that is no language stands behind the text.
        page = document.new_page()
        page.insert_text((72, 400), "7", fontsize=300, color=(0.6, 0.6, 0.6))
        page.insert_text((100, 330), "Seven ferries a day.", fontsize=12)

    source, below = save(folder, draw), (72, 345, 300, 420)
    before = pymupdf.open(source)[0].get_pixmap(clip=below).samples
    output, problems = rewrite(source)
    assert problems == []
    assert "SEVEN FERRIES A DAY." in output[0].get_text()
    assert "Seven" not in output[0].get_text()
    assert output[0].get_pixmap(clip=below).samples == before


def test_active_content_is_dropped(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        two_paragraphs(document)
        script = document.get_new_xref()
        document.update_object(script, "<< /S /JavaScript /JS (app.alert\\(1\\)) >>")
        catalog = document.pdf_catalog()
        document.xref_set_key(catalog, "OpenAction", f"{script} 0 R")
        document.xref_set_key(catalog, "AA", f"<< /WC {script} 0 R >>")
        document.xref_set_key(catalog, "Names", f"<< /JavaScript << /Names [(a) {script} 0 R] >> >>")
        document[0].insert_link({"kind": pymupdf.LINK_LAUNCH, "from": pymupdf.Rect(72, 90, 200, 110), "file": "x.exe"})

    output, _ = rewrite(save(folder, draw))
    objects = " ".join(output.xref_object(xref) for xref in range(1, output.xref_length()))
    objects = re.sub(r"/\w+ null", "", objects)
    assert not re.search(r"JavaScript|Launch|OpenAction|/AA|x\.exe", objects)


def test_tags_that_would_point_at_nothing_are_dropped(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        two_paragraphs(document)
        document.xref_set_key(document.pdf_catalog(), "MarkInfo", "<< /Marked true >>")
        document.xref_set_key(document.pdf_catalog(), "StructTreeRoot", "<< /Type /StructTreeRoot >>")

    output, _ = rewrite(save(folder, draw))
    assert output.xref_get_key(output.pdf_catalog(), "StructTreeRoot")[0] == "null"


def test_text_of_annotations_is_not_page_text(folder: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        two_paragraphs(document)
        document[0].add_freetext_annot(pymupdf.Rect(72, 300, 300, 330), "A remark by a reader")

    path = save(folder, draw)
    assert not [text for text in texts(path) if "remark" in text]
    output, _ = rewrite(path)
    assert [annotation.info["content"] for annotation in output[0].annots()] == ["A remark by a reader"]


def test_it_asks_for_a_password(folder: Path) -> None:
    document = pymupdf.open(SAMPLE)
    document.save(
        folder / "locked.pdf", encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner"
    )
    with pytest.raises(PasswordNeeded):
        open_document(folder / "locked.pdf", "locked.pdf")


def test_it_opens_what_is_locked_against_changes_only(folder: Path) -> None:
    document = pymupdf.open(SAMPLE)
    path = folder / "owned.pdf"
    document.save(path, encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", permissions=0)
    output, _ = rewrite(path)
    assert "A NEW HOME" in output[0].get_text()


def test_it_refuses_a_pdf_without_pages(folder: Path) -> None:
    path = folder / "none.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer << /Root 1 0 R /Size 3 >>\n"
    )
    with pytest.raises((DocumentEmpty, DocumentUnreadable)):
        open_document(path, "none.pdf")


def test_the_result_is_no_larger_than_the_original_and_100_kilobytes(folder: Path) -> None:
    source = copy_of_sample(folder)
    rewrite(source)
    assert source.with_name("output.pdf").stat().st_size < source.stat().st_size + 100_000
