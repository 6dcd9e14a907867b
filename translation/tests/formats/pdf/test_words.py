"""Words and what is around them, where the quick way to read or to erase them is not enough."""

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from translation.document import Span, plain_text
from translation.formats import open_document
from translation.formats.base import ReadOptions, WriteOptions

LINES = ["The ferry leaves the landing on the left bank", "at seven, and it comes back when it is full."]


def made(draw: Callable[[pymupdf.Page], object], path: Path) -> Path:
    document = pymupdf.open()
    draw(document.new_page())
    document.save(path)
    return path


def texts(path: Path) -> list[str]:
    with open_document(path, "x.pdf") as document:
        return [plain_text(block.content) for block in document.read(ReadOptions())]


def translated(path: Path) -> pymupdf.Page:
    """The page with all its text in upper case."""
    output = path.with_suffix(".out.pdf")
    with open_document(path, "x.pdf") as document:
        targets = [(each.id, (Span(plain_text(each.content).upper()),)) for each in document.read(ReadOptions())]
        document.write(targets, WriteOptions("pt"), output, lambda _share: None)
    return pymupdf.open(output)[0]


@pytest.mark.parametrize("space", ["\u2009", "\u202f", "\u00a0", "\u200b"])
def test_every_kind_of_space_separates_words(space: str, tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        writer = pymupdf.TextWriter(page.rect)
        writer.append((72, 100), f"The ferry{space}leaves", font=pymupdf.Font("figo"), fontsize=11)
        writer.write_text(page)

    assert texts(made(draw, tmp_path / "x.pdf")) == ["The ferry leaves"]


def test_gaps_separate_words_where_the_file_has_no_spaces(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for number, line in enumerate(LINES):
            x = 72.0
            for word, font in zip(line.split(), ["helv", "helv", "hebo"] * 4, strict=False):
                page.insert_text((x, 100 + 13 * number), word, fontname=font, fontsize=11)
                x += pymupdf.get_text_length(word, font, 11) + 3

    assert texts(made(draw, tmp_path / "x.pdf")) == [" ".join(LINES)]


def test_a_word_in_two_fonts_is_one_word_in_two_styles(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), "un", fontname="heit", fontsize=11)
        page.insert_text((72 + pymupdf.get_text_length("un", "heit", 11), 100), "seen ferries", fontsize=11)

    with open_document(made(draw, tmp_path / "x.pdf"), "x.pdf") as document:
        (block,) = document.read(ReadOptions())
    assert [piece.text for piece in block.content] == ["un", "seen ferries"]


def test_slanted_text_is_read_and_translated(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 300), LINES[0], fontsize=11, morph=(pymupdf.Point(72, 300), pymupdf.Matrix(30)))

    path = made(draw, tmp_path / "x.pdf")
    assert texts(path) == [LINES[0]]
    (line,) = [line for block in translated(path).get_text("dict")["blocks"] for line in block["lines"]]
    assert line["dir"] == pytest.approx((0.866, -0.5), abs=0.01)


def test_raised_characters_of_one_font_stay_in_their_words(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        x = 72.0
        for text, y in (("The ferry of ", 100), ("abnT", 100), ("E", 102), ("X leaves at seven", 100)):
            page.insert_text((x, y), text, fontsize=11)
            x += pymupdf.get_text_length(text, "helv", 11)

    assert texts(made(draw, tmp_path / "x.pdf")) == ["The ferry of abnTEX leaves at seven"]


def test_other_text_inside_a_paragraph_stays(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for number, line in enumerate([*LINES, *LINES]):
            page.insert_text((72, 100 + 22 * number), line, fontsize=11)
        page.insert_text((150, 112), "= 4711 =", fontsize=4)

    text = translated(made(draw, tmp_path / "x.pdf")).get_text()
    assert "= 4711 =" in text
    assert "ferry" not in text
    assert "FERRY" in text


@pytest.mark.parametrize(("size", "mode"), [(8, 3), (0.4, 0)], ids=["invisible", "tiny"])
def test_text_between_paragraphs_that_is_not_read_stays(size: float, mode: int, tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for number, y in enumerate([100, 113, 145, 158]):
            page.insert_text((72, y), LINES[number % 2], fontsize=11)
        page.insert_text((150, 129), "4711", fontsize=size, render_mode=mode)

    text = translated(made(draw, tmp_path / "x.pdf")).get_text()
    assert "4711" in text
    assert "ferry" not in text


def lend(page: pymupdf.Page, path: str, resource: str) -> None:
    """Give a page with resources one more, as an object of its own."""
    document, number = page.parent, page.parent.get_new_xref()
    document.update_object(number, resource)
    _kind, resources = document.xref_get_key(page.xref, "Resources")
    document.xref_set_key(int(resources.split()[0]), path, f"{number} 0 R")


def test_a_form_that_is_no_stream_hides_no_page(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), LINES[0], fontsize=11)
        lend(page, "XObject/Odd", "<</Subtype/Form/BBox[0 0 9 9]>>")

    assert "FERRY" in translated(made(draw, tmp_path / "x.pdf")).get_text()


def test_a_font_without_its_parts_hides_no_page(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), LINES[0], fontsize=11)
        lend(page, "Font/Odd", "<</Subtype/Type0/BaseFont/Odd/Encoding/Identity-H/DescendantFonts[999 0 R]>>")

    assert texts(made(draw, tmp_path / "x.pdf")) == [LINES[0]]


def under(page: pymupdf.Page, text: str, colour: tuple[float, float, float] = (1, 1, 1)) -> pymupdf.Rect:
    """Write a line and paint over it; returns the box of the paint."""
    page.insert_text((72, 300), text, fontsize=11)
    box = pymupdf.Rect(70, 285, 400, 306)
    page.draw_rect(box, color=None, fill=colour)
    return box


@pytest.mark.parametrize("colour", [(1, 1, 1), (0, 0, 0)], ids=["white", "black"])
def test_hidden_text_is_not_read(colour: tuple[float, float, float], tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), LINES[0], fontsize=11)
        under(page, "The old ferry, which nobody is to see", colour)

    assert texts(made(draw, tmp_path / "x.pdf")) == [LINES[0]]


def test_text_that_replaces_hidden_text_is_read_alone(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        under(page, "The old ferry, which nobody is to see")
        page.insert_text((72, 302), LINES[0], fontsize=11)

    page = translated(made(draw, tmp_path / "x.pdf"))
    assert "FERRY LEAVES" in page.get_text()
    assert "OLD FERRY" not in page.get_text()


def test_a_highlight_painted_over_text_hides_nothing(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 300), LINES[0], fontsize=11)
        lend(page, "ExtGState/Marker", "<</BM/Multiply>>")
        below = page.rect.height - 306
        marker = f"q /Marker gs 1 1 0 rg 70 {below} 330 21 re f Q"
        document, number = page.parent, page.parent.get_new_xref()
        document.update_object(number, "<<>>")
        document.update_stream(number, marker.encode())
        old = " ".join(f"{xref} 0 R" for xref in page.get_contents())
        document.xref_set_key(page.xref, "Contents", f"[{old} {number} 0 R]")

    assert texts(made(draw, tmp_path / "x.pdf")) == [LINES[0]]


def test_a_translucent_fill_over_text_hides_nothing(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 300), LINES[0], fontsize=11)
        page.draw_rect(pymupdf.Rect(70, 285, 400, 306), color=None, fill=(1, 1, 0), fill_opacity=0.4)
        page.insert_text((80, 302), "A note on top of it", fontsize=11)

    assert LINES[0] in texts(made(draw, tmp_path / "x.pdf"))


def test_text_on_a_fill_that_is_drawn_before_it_is_read(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.draw_rect(pymupdf.Rect(70, 285, 400, 306), color=None, fill=(1, 1, 0))
        page.insert_text((72, 300), LINES[0], fontsize=11)

    assert texts(made(draw, tmp_path / "x.pdf")) == [LINES[0]]
