"""Which lines of a page are one paragraph, shown with documents made for the purpose."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pymupdf
import pytest

from translation.document import plain_text
from translation.formats import open_document
from translation.formats.base import ReadOptions, WriteOptions
from translation.formats.pdf.analysis.grouping import group_lines
from translation.formats.pdf.analysis.list_markers import has_list_marker
from translation.formats.pdf.fonts import Style, is_ornamental
from translation.formats.pdf.geometry import HORIZONTAL
from translation.formats.pdf.reading.structured import make_display_list
from translation.formats.pdf.reading.text import Line, read_page
from translation.formats.pdf.reading.words import Word

# x, text, font: one line of a page.
Row = tuple[float, str, str]
SERIF, BOLD = "tiro", "tibo"
WIDE = "the ferry leaves the landing on the left bank at seven"


def page_with(rows: Sequence[Sequence[Row]], path: Path, step: float = 12) -> Path:
    """A document of one page: rows of runs, at 10 points, `step` points apart."""
    document = pymupdf.open()
    page = document.new_page()
    for number, runs in enumerate(rows):
        for x, text, font in runs:
            page.insert_text((x, 100 + step * number), text, fontsize=10, fontname=font)
    document.save(path)
    return path


def texts(path: Path) -> list[str]:
    with open_document(path, "x.pdf") as document:
        return [plain_text(block.content) for block in document.read(ReadOptions())]


def test_lines_of_an_item_may_start_under_its_list_marker(tmp_path: Path) -> None:
    rows = [
        [(72, "a)", SERIF), (88, WIDE, SERIF)],
        [(72, "and comes back when it is full, which pleases nobody.", SERIF)],
        [(72, "b)", SERIF), (88, "The other ferry is late.", SERIF)],
    ]
    assert texts(page_with(rows, tmp_path / "x.pdf")) == [
        f"{WIDE} and comes back when it is full, which pleases nobody.",
        "The other ferry is late.",
    ]


def test_a_list_within_an_item_starts_where_the_text_of_the_item_does(tmp_path: Path) -> None:
    rows = [
        [(72, "1.", SERIF), (86, "The ferries of the left bank are the three that follow here:", SERIF)],
        [(86, "a)", SERIF), (100, "The small one, which leaves at seven.", SERIF)],
        [(86, "b)", SERIF), (100, "The large one, which leaves when it is full.", SERIF)],
    ]
    assert len(texts(page_with(rows, tmp_path / "x.pdf"))) == 3


# Lines of one sentence, by what in them could be taken for the start of something else.
SENTENCES: dict[str, list[list[Row]]] = {
    "number": [
        [(72, "Comments are taken by the procedures that are found in 14 CFR", SERIF)],
        [(72, "11.43 and 11.45, by any of the methods that are named below.", SERIF)],
    ],
    "enumeration": [
        [(72, "We ran three of them for comparison, and each of them twice", SERIF)],
        [(72, "or more: (a) the small ferry of the left bank, as a base, and", SERIF)],
        [(72, "(b) the large one, which carries bicycles as well as mail.", SERIF)],
    ],
    "enumeration in an item": [
        [(72, "1.", SERIF), (86, "The ferries of the left bank are three, and these are the", SERIF)],
        [(86, "(a) small one, which leaves at seven, and the (b) large one.", SERIF)],
    ],
    "dashes": [[(72, "He never said ---- and I asked him for the ferry -", SERIF)], [(72, "whether he would.", SERIF)]],
    "names of one shape": [
        [(72, "Q1 was slow, since the ferry had been in the yard, while", SERIF)],
        [(72, "Q2 was the best that anybody remembers.", SERIF)],
    ],
    "page number": [
        [(72, "The ferry carries no more passengers a day than 212", SERIF)],
        [(72, "bicycles, for the landing on the left bank has room for", SERIF)],
        [(72, "no more.", SERIF)],
    ],
}


@pytest.mark.parametrize("rows", SENTENCES.values(), ids=SENTENCES.keys())
def test_the_lines_of_a_sentence_are_one_paragraph(rows: list[list[Row]], tmp_path: Path) -> None:
    assert len(texts(page_with(rows, tmp_path / "x.pdf"))) == 1


def test_items_of_a_list_stay_apart(tmp_path: Path) -> None:
    rows = [
        [(72, "(a)", SERIF), (92, "The small ferry of the left bank.", SERIF)],
        [(72, "(b)", SERIF), (92, "The large one, which carries bicycles.", SERIF)],
    ]
    assert len(texts(page_with(rows, tmp_path / "x.pdf"))) == 2


def test_a_line_mostly_in_bold_belongs_to_its_sentence(tmp_path: Path) -> None:
    rows = [
        [(72, "All letters should be sent to the person who is named below", SERIF)],
        [(72, "in the", SERIF), (100, "FOR FURTHER INFORMATION ON THESE", BOLD)],
        [(72, "FERRIES", BOLD), (121, "section, with the number of the ferry.", SERIF)],
    ]
    (text,) = texts(page_with(rows, tmp_path / "x.pdf"))
    assert text.endswith("below in the FOR FURTHER INFORMATION ON THESE FERRIES section, with the number of the ferry.")


def test_a_bold_heading_is_no_part_of_the_text_below(tmp_path: Path) -> None:
    rows = [[(72, "The ferries of the left bank", BOLD)], [(72, f"Every morning {WIDE}.", SERIF)]]
    assert len(texts(page_with(rows, tmp_path / "x.pdf"))) == 2


def test_a_label_that_the_file_has_after_its_value_is_read_before_it(tmp_path: Path) -> None:
    rows = [[(123, "the large ferry of the left bank", SERIF), (72, "Name of it:", BOLD)]]
    assert texts(page_with(rows, tmp_path / "x.pdf", step=12)) == ["Name of it: the large ferry of the left bank"]


def test_the_box_of_an_ornament_does_not_separate_words(tmp_path: Path) -> None:
    path = page_with([[(72, WIDE, SERIF)]], tmp_path / "words.pdf")
    document = pymupdf.open(path)
    edge = document[0].get_text("words")[3][2] + 1
    document[0].draw_rect((edge - 80, 60, edge, 140))
    document.save(tmp_path / "x.pdf")
    assert texts(tmp_path / "x.pdf") == [WIDE]


def test_a_box_whose_side_crosses_the_lines_does_not_separate_them(tmp_path: Path) -> None:
    """Two boxes that stand askew hold one line each alone, as the bounds of thick strokes do."""
    short = f"{WIDE} and"
    path = page_with([[(72, short, SERIF)], [(72, f"{short} at", SERIF)]], tmp_path / "lines.pdf")
    document = pymupdf.open(path)
    upper, lower = (line["bbox"][2] for line in document[0].get_text("dict")["blocks"][0]["lines"])
    document[0].draw_rect((40, 50, upper + 2, 300), width=0.2)
    document[0].draw_rect((60, 50, lower + 40, 300), width=0.2)
    document.save(tmp_path / "x.pdf")
    assert texts(tmp_path / "x.pdf") == [f"{short} {short} at"]


def test_the_end_of_a_box_between_lines_separates_them(tmp_path: Path) -> None:
    path = page_with([[(72, WIDE, SERIF)], [(72, WIDE, SERIF)]], tmp_path / "lines.pdf")
    document = pymupdf.open(path)
    document[0].draw_rect((60, 50, 500, 103))
    document.save(tmp_path / "x.pdf")
    assert texts(tmp_path / "x.pdf") == [WIDE, WIDE]


def test_short_lines_in_a_cell_are_one_text_however_wide_the_column_below_is(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.draw_rect(pymupdf.Rect(60, 80, 130, 120))
    for y, text in ((95, "Left Bank"), (107, "Ferries"), (200, WIDE), (212, f"{WIDE} and")):
        page.insert_text((72, y), text, fontsize=10, fontname=SERIF)
    document.save(tmp_path / "x.pdf")
    assert texts(tmp_path / "x.pdf")[0] == "Left Bank Ferries"


def test_a_space_in_a_fixed_width_font_does_not_separate_cells(tmp_path: Path) -> None:
    path = page_with([[(72, WIDE, "cour")], [], [(72, WIDE, SERIF)]], tmp_path / "words.pdf")
    document = pymupdf.open(path)
    edge = document[0].get_text("words")[3][2] + 3
    document[0].draw_rect((edge - 80, 60, edge, 140))
    document.save(tmp_path / "x.pdf")
    assert texts(tmp_path / "x.pdf")[0] == WIDE


def test_statements_with_qualified_names_are_code(tmp_path: Path) -> None:
    rows = [[(72, "SELECT PROJNO, Q.PRODUCTS.PRODNUM, DEPT", "cour")], [(72, "FROM Q.PROJECT, Q.PRODUCTS", "cour")]]
    assert texts(page_with([*rows, [], [(72, WIDE, SERIF)]], tmp_path / "x.pdf")) == [WIDE]


@pytest.mark.parametrize(
    "line", ["GROUP BY DEPT, JOB, YEARS", "SELECT name, job, years", "CREATE TABLE LEFT_BANK_FERRIES"]
)
def test_statements_without_any_sign_are_code(line: str, tmp_path: Path) -> None:
    rows = [[(72, line, "cour")], [], [(72, WIDE, SERIF)]]
    assert texts(page_with(rows, tmp_path / "x.pdf")) == [WIDE]


@pytest.mark.parametrize(
    "line", ['<?xml version="1.0" encoding="UTF-8"?>', "<!ENTITY ferry SYSTEM>", '<boat name="left bank">']
)
def test_markup_is_code_in_any_font(line: str, tmp_path: Path) -> None:
    rows = [[(72, line, SERIF)], [], [(72, WIDE, SERIF)]]
    assert texts(page_with(rows, tmp_path / "x.pdf")) == [WIDE]


@pytest.mark.parametrize(
    "line",
    [
        "SELECT the ferry that you want to leave with.",
        "FROM THE DESK OF THE FERRYMAN",
        "CREATE A NEW ACCOUNT TODAY",
        "WHERE TO FIND HELP",
    ],
)
def test_a_sentence_in_a_fixed_width_font_may_begin_like_a_statement(line: str, tmp_path: Path) -> None:
    assert texts(page_with([[(72, line, "cour")]], tmp_path / "x.pdf")) == [line]


@pytest.mark.parametrize("name", ["Q.PRODUCTS", "ferries.txt", "org.example.ferries"])
def test_dotted_names_stay(name: str, tmp_path: Path) -> None:
    rows = [[(72, name, SERIF)], [], [(72, WIDE, SERIF)]]
    assert texts(page_with(rows, tmp_path / "x.pdf")) == [WIDE]


def test_a_placeholder_in_angle_brackets_is_not_markup(tmp_path: Path) -> None:
    line = "<Customer> agrees to pay the fee"
    assert texts(page_with([[(72, line, SERIF)]], tmp_path / "x.pdf")) == [line]


def test_characters_of_symbol_fonts_are_bullets(tmp_path: Path) -> None:
    found = Line([word("\uf06c", 72), word("Ferries", 80)], HORIZONTAL)
    assert has_list_marker(found)
    assert not has_list_marker(Line([word("I", 72), word("Ferries", 80)], HORIZONTAL))


def word(text: str, x: float) -> Word:
    return Word(text, x, x + 5, 90, 102, 100, Style("sans", False, False, 0, 10.0), False, False, "OpenSymbol")


@pytest.mark.parametrize(
    ("name", "is_so"),
    [("XyvisionPiOne", True), ("UniversalStd-NewswithCommPi", True), ("Wingdings", True), ("Palatino-Roman", False)],
)
def test_characters_of_pi_fonts_are_bullets(name: str, is_so: bool) -> None:
    assert is_ornamental(name) is is_so


def after(text: str, x: float = 72) -> float:
    """Return where a word starts that is 1.1 ems behind a text."""
    return x + pymupdf.get_text_length(text, SERIF, 10) + 11


def test_columns_of_a_table_without_rules_are_cells(tmp_path: Path) -> None:
    second = after("The ferry of the left bank")
    rows = [
        [(72, "The ferry of the left bank", SERIF), (second, "leaves at seven", SERIF)],
        [(72, "The mail of the left bank", SERIF), (second, "leaves at eight", SERIF)],
    ]
    found = texts(page_with(rows, tmp_path / "x.pdf", step=16))
    assert sorted(found) == sorted(text for row in rows for _x, text, _font in row)


def test_a_wide_space_in_running_text_separates_nothing(tmp_path: Path) -> None:
    rows: list[list[Row]] = [
        [(72, "The ferry of the left bank", SERIF), (after("The ferry of the left bank"), "leaves at seven,", SERIF)],
        [(72, "and comes back when it is full.", SERIF)],
    ]
    assert len(texts(page_with(rows, tmp_path / "x.pdf"))) == 1


def test_the_entries_of_an_index_stay_apart(tmp_path: Path) -> None:
    entries = [f"ferries of the {side} bank {page}" for page, side in enumerate(["left", "right"] * 6, start=100)]
    rows: list[list[Row]] = [[(72, entry, SERIF)] for entry in entries]
    rows += [[(72, "ferries that carry bicycles as well as", SERIF)], [(82, "mail 7", SERIF)]]
    assert texts(page_with(rows, tmp_path / "x.pdf")) == [*entries, "ferries that carry bicycles as well as mail 7"]


def test_lines_that_begin_with_numbered_names_stay_apart(tmp_path: Path) -> None:
    entries = [
        "A01:2025 The ferry of the left bank is late",
        "A02:2025 The ferry of the right bank leaves",
        "A03:2025 Bridges",
    ]
    assert texts(page_with([[(72, entry, SERIF)] for entry in entries], tmp_path / "x.pdf")) == entries


def test_a_korean_date_continues_with_its_month() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((82, 100), "세계보건기구가 지난 2020.", fontsize=10, fontname="korea")
        page.insert_text((72, 116), "3. 11. 코로나 단계를 선언", fontsize=10, fontname="korea")

    assert list(alignments(draw)) == ["세계보건기구가"]


def test_lines_that_begin_with_a_name_continue_a_sentence_in_double_spacing(tmp_path: Path) -> None:
    usual = [WIDE.capitalize(), f"and {WIDE}", f"but {WIDE}", f"for {WIDE}"]
    named = [
        "The landing on the right bank has no ferry at all, as",
        "Noah tells everybody who wants to hear it and many who",
    ]
    rows = [[(72, text, SERIF)] for text in usual]
    more = [[(72, text, SERIF)] for text in named]
    assert len(texts(page_with([*rows, [], *more], tmp_path / "x.pdf", step=20))) == 2


def test_a_large_number_beside_a_heading_stays_by_itself(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 200), "CHAPTER", fontsize=14)
    page.insert_text((72 + pymupdf.get_text_length("CHAPTER", fontsize=14) + 10, 200), "1", fontsize=100)
    document.save(tmp_path / "x.pdf")
    assert texts(tmp_path / "x.pdf") == ["CHAPTER"]


def test_columns_with_a_narrow_gutter_give_way_each_by_itself(tmp_path: Path) -> None:
    """A paragraph that grows moves those below it, though the other column stands close beside them."""
    path = tmp_path / "x.pdf"
    document = pymupdf.open()
    page = document.new_page()
    for x, firsts, last in ((72, (100, 160, 220), 3), (264, (100, 196), 6)):
        for first in firsts:
            for line in range(last + 1):
                text = WIDE[:47].capitalize() + ("." if line == last else "")
                page.insert_text((x, first + 12 * line), text, fontsize=10, fontname=SERIF)
    document.save(path)
    with open_document(path, "x.pdf") as opened:
        blocks = list(opened.read(ReadOptions()))
        longer = [(block.id, block.content * (1 + (block is blocks[0]))) for block in blocks]
        outcome = opened.write(longer, WriteOptions("pt"), tmp_path / "y.pdf", lambda _share: None)
    assert len(blocks) == 5
    assert outcome.problems == ()
    sizes = {
        round(span["size"], 1)
        for block in pymupdf.open(tmp_path / "y.pdf")[0].get_text("dict")["blocks"]
        for line in block["lines"]
        for span in line["spans"]
    }
    assert min(sizes) > 8


def alignments(draw: Callable[[pymupdf.Page], None]) -> dict[str, str]:
    """How the lines of a page are aligned, by their first words."""
    document = pymupdf.open()
    draw(page := document.new_page())
    text = read_page(page, make_display_list(page), (), frozenset())
    return {each.text.split()[0]: each.align for each in group_lines(text, page.rect.width)}


def centred(page: pymupdf.Page, middle: float, y: float, text: str) -> None:
    page.insert_text((middle - pymupdf.get_text_length(text, "tiro", 10) / 2, y), text, fontsize=10, fontname=SERIF)


@pytest.mark.parametrize(("below", "align"), [(130, "center"), (400, "left")], ids=["near", "far"])
def test_two_lines_that_share_their_middle_are_centred_when_they_are_near(below: float, align: str) -> None:
    def draw(page: pymupdf.Page) -> None:
        centred(page, 400, 100, "Ferries of the left bank")
        centred(page, 400, below, "Timetable")

    assert alignments(draw) == {"Ferries": align, "Timetable": align}


def test_a_full_line_between_justified_paragraphs_is_not_aligned_to_the_right() -> None:
    def draw(page: pymupdf.Page) -> None:
        text = " ".join([f"{WIDE}, and"] * 3)
        for top in (100, 200, 300):
            page.insert_textbox((72, top, 300, top + 80), text, fontsize=10, fontname=SERIF, align=3)
        width = pymupdf.get_text_length("Alone is this full line of text", SERIF, 10)
        page.insert_text((300 - width, 190), "Alone is this full line of text", fontsize=10, fontname=SERIF)

    assert alignments(draw)["Alone"] == "left"


def test_a_line_that_fills_its_cell_by_chance_is_not_centred() -> None:
    def draw(page: pymupdf.Page) -> None:
        end = 104 + pymupdf.get_text_length("Ferry of the left bank", "tiro", 10)
        for row, text in enumerate(["Ferry of the left bank", "Small", "Large", "Night"]):
            page.draw_rect(pymupdf.Rect(72, 100 + 24 * row, end, 124 + 24 * row))
            page.insert_text((88, 116 + 24 * row), text, fontsize=10, fontname=SERIF)

    assert set(alignments(draw).values()) == {"left"}
