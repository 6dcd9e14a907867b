"""Cells with numbers alone in PDFs: read as blocks, and written where they were."""

from pathlib import Path

import pymupdf
import pytest

from translation.document import plain_text
from translation.engines import create_engine
from translation.formats import open_document
from translation.formats.base import ReadOptions
from translation.options import Options
from translation.pipeline import Report, translate_document
from translation.testing.pdf import save

COLUMNS = (250, 350, 450)
ROWS = (
    ("North", "1,234.50", "12.5%", "0.45"),
    ("South", "987.25", "3.2%", "10.05"),
    ("East", "12,000.00", "0.8%", "1.5"),
)


def table(document: pymupdf.Document) -> None:
    """A caption and three columns of figures that end at the same edge."""
    page = document.new_page()
    page.insert_text((72, 80), "Table 1: The values of the regions rose by 4.5% in that year.", fontsize=10)
    for number, (name, *figures) in enumerate(ROWS):
        page.insert_text((72, 110 + 18 * number), name, fontsize=10)
        for right, figure in zip(COLUMNS, figures, strict=True):
            x = right - pymupdf.get_text_length(figure, fontsize=10)
            page.insert_text((x, 110 + 18 * number), figure, fontsize=10, color=(0.8, 0, 0))


def texts(path: Path) -> list[str]:
    """Return the texts of the blocks of a document."""
    with open_document(path, "x.pdf") as document:
        return [plain_text(block.content) for block in document.read(ReadOptions("en"))]


def translated(path: Path, source: str, target: str) -> tuple[pymupdf.Page, Report]:
    """Return the first page of the translated document, and the report."""
    output = path.with_name("output.pdf")
    with open_document(path, "x.pdf") as document:
        report = translate_document(
            document, create_engine("pseudo"), source, target, output, Options(), lambda _: None
        )
    return pymupdf.open(output)[0], report


def words_of(page: pymupdf.Page) -> dict[str, tuple[float, float]]:
    """Return the right edge and the foot of each word of a page."""
    return {word[4]: (word[2], word[3]) for word in page.get_text("words")}


def test_figures_change_and_keep_their_place_and_colour(tmp_path: Path) -> None:
    source = save(tmp_path, table)
    before, (after, _) = words_of(pymupdf.open(source)[0]), translated(source, "en", "pt")
    words = words_of(after)
    expected = {"1,234.50": "1.234,50", "12.5%": "12,5%", "0.45": "0,45", "12,000.00": "12.000,00", "1.5": "1,5"}
    for old, new in expected.items():
        assert words[new] == pytest.approx(before[old], abs=1.5)
    colours = {
        span["color"]
        for block in after.get_text("dict")["blocks"]
        for line in block["lines"]
        for span in line["spans"]
        if "," in span["text"] and span["text"].strip()[0].isdigit()
    }
    assert colours == {0xCC0000}


def test_figures_in_the_format_of_the_target_stay(tmp_path: Path) -> None:
    def other(document: pymupdf.Document) -> None:
        page = document.new_page()
        page.insert_text((72, 80), "Table 1: The values of the regions rose by 4,5% in that year.", fontsize=10)
        page.insert_text((72, 110), "1.234,50", fontsize=10)

    page, report = translated(save(tmp_path, other), "en", "pt")
    assert "1.234,50" in words_of(page)
    assert report.by_page[0].left == {"not_language": 1}


def test_numbering_in_a_column_of_its_own_is_not_a_figure(tmp_path: Path) -> None:
    def contents(document: pymupdf.Document) -> None:
        page = document.new_page()
        for number, title in enumerate(("The old methods", "The new methods", "The results"), start=1):
            page.insert_text((72, 100 + 30 * number), f"3.{number}", fontsize=10)
            page.insert_text((200, 100 + 30 * number), title, fontsize=10)

    assert texts(save(tmp_path, contents)) == ["The old methods", "The new methods", "The results"]


def test_figures_that_were_put_together_are_separated(tmp_path: Path) -> None:
    def column(document: pymupdf.Document) -> None:
        page = document.new_page()
        page.insert_text((72, 80), "The values of the regions are these.", fontsize=10)
        for number, figure in enumerate(("94.05", "98.10", "99.20")):
            page.insert_text((72, 140 + 11 * number), figure, fontsize=10)

    assert texts(save(tmp_path, column))[1:] == ["94.05", "98.10", "99.20"]


def test_a_table_between_two_parts_of_a_paragraph_does_not_divide_it(tmp_path: Path) -> None:
    def pages(document: pymupdf.Document) -> None:
        text = "the ferry leaves the landing on the left bank at seven"
        first = document.new_page()
        for number in range(3):
            first.insert_text((72, 600 + 12 * number), text, fontsize=10)
        second = document.new_page()
        for number in range(12):
            second.insert_text((72 + 60 * (number % 4), 80 + 20 * (number // 4)), f"{number}.55", fontsize=10)
        second.insert_text((72, 200), "and comes back when it is full, which pleases nobody at all.", fontsize=10)

    found = texts(save(tmp_path, pages))
    assert any("at seven and comes back" in text for text in found)


def test_a_wide_gap_after_the_point_does_not_divide_a_number(tmp_path: Path) -> None:
    def cells(document: pymupdf.Document) -> None:
        page = document.new_page()
        page.insert_text((72, 80), "The values of the regions are these.", fontsize=10)
        for number, (whole, fraction) in enumerate((("338.", "7"), ("1,540.", "0"), ("12.", "5%"))):
            page.insert_text((100, 140 + 40 * number), whole, fontsize=10)
            end = 100 + pymupdf.get_text_length(whole, fontsize=10)
            page.insert_text((end + 2.7, 140 + 40 * number), fraction, fontsize=10)

    assert texts(save(tmp_path, cells))[1:] == ["338.7", "1,540.0", "12.5%"]


def test_a_line_of_code_is_not_a_figure(tmp_path: Path) -> None:
    def code(document: pymupdf.Document) -> None:
        page = document.new_page()
        page.insert_text((72, 80), "The values of the regions are these.", fontsize=10)
        page.insert_text((72, 140), "x = 1.5", fontsize=10, fontname="cour")
        page.insert_text((72, 200), "1.5", fontsize=10, fontname="cour")

    assert texts(save(tmp_path, code))[1:] == ["1.5"]
