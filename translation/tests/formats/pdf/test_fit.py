"""What gives way when a translation is longer than its original: words, widths, sizes."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pymupdf
import pytest

from translation.document import Content, Span, plain_text
from translation.testing.pdf import rewrite, save

TextLine = tuple[float, float, str]


def translated(
    tmp_path: Path, draw: Callable[[pymupdf.Page], None], texts: Mapping[str, str], problems: Sequence[str] = ()
) -> pymupdf.Page:
    """A page with some of its texts, named by their first words, replaced by others; `problems` is what is reported."""

    def change(content: Content) -> Content:
        text = plain_text(content)
        return (Span(next((new for old, new in texts.items() if text.startswith(old)), text), 0),)

    document, found = rewrite(save(tmp_path, lambda document: draw(document.new_page())), change)
    assert found == list(problems)
    return document[0]


def lines_of(page: pymupdf.Page) -> list[TextLine]:
    """The lines of a page: text size, width, text."""
    return [
        (
            round(line["spans"][0]["size"], 1),
            line["bbox"][2] - line["bbox"][0],
            "".join(s["text"] for s in line["spans"]),
        )
        for block in page.get_text("dict")["blocks"]
        for line in block["lines"]
    ]


def in_cell(*lines: str, width: float = 60) -> Callable[[pymupdf.Page], None]:
    def draw(page: pymupdf.Page) -> None:
        page.draw_rect(pymupdf.Rect(70, 80, 76 + width, 150))
        for number, line in enumerate(lines):
            page.insert_text((73, 100 + 12 * number), line, fontsize=10)

    return draw


def test_a_long_word_takes_the_room_beside_its_paragraph(tmp_path: Path) -> None:
    page = translated(tmp_path, in_cell("The old", "ferry", width=90), {"The old": "responsibilities of all"})
    assert lines_of(page)[0][::2] == (10, "responsibilities")


def test_a_word_with_a_hyphen_is_broken_there(tmp_path: Path) -> None:
    page = translated(tmp_path, in_cell("The old", "ferry"), {"The old": "application-specific"})
    assert [line[::2] for line in lines_of(page)] == [(10, "application-"), (10, "specific")]


def test_an_address_is_broken_nowhere(tmp_path: Path) -> None:
    page = translated(
        tmp_path, in_cell("The old", "ferry"), {"The old": "see www.river-ferry.example/left/bank"}, ["overfull"]
    )
    assert lines_of(page)[-1][2] == "www.river-ferry.example/left/bank"


def test_a_word_wider_than_its_cell_is_hyphenated_before_it_gets_tiny(tmp_path: Path) -> None:
    texts = {"The old": "responsabilidades internacionais"}
    lines = lines_of(translated(tmp_path, in_cell("The old", "ferry", width=42), texts))
    assert min(size for size, _width, _text in lines) > 8
    assert "".join(text.rstrip("-") for _size, _width, text in lines).replace(" ", "") == texts["The old"].replace(
        " ", ""
    )


def test_a_heading_has_its_words_whole(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), "Next steps of the old", fontsize=20)
        page.insert_text((72, 124), "left bank", fontsize=20)

    lines = lines_of(translated(tmp_path, draw, {"Next": "Next steps to organizations"}))
    assert [line[2] for line in lines] == ["Next steps to", "organizations"]


def test_a_text_that_fits_only_with_hyphens_is_hyphenated(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.draw_rect(pymupdf.Rect(70, 80, 112, 128))
        page.insert_text((73, 100), "The old", fontsize=10)
        page.insert_text((73, 112), "ferry", fontsize=10)

    lines = lines_of(translated(tmp_path, draw, {"The old": "responsabilidades internacionais"}))
    assert min(size for size, _width, _text in lines) > 7


def test_a_narrowed_line_has_its_underline_as_long_as_its_words(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        beside(page)
        end = 72 + pymupdf.get_text_length("The ferry leaves the landing", fontsize=10)
        page.draw_line((72, 101.5), (end, 101.5), width=0.5)

    page = translated(tmp_path, draw, {"The": "The ferry leaves the landings"})
    ((_size, width, _text),) = lines_of(page)
    underlines = [drawing["rect"] for drawing in page.get_drawings() if 100 < drawing["rect"].y0 < 103]
    assert [underline.width for underline in underlines] == [pytest.approx(width, abs=0.5)]


def test_a_word_that_hyphens_do_not_help_stays_whole(tmp_path: Path) -> None:
    lines = lines_of(translated(tmp_path, in_cell("Tax", width=14), {"Tax": "responsabilidades"}, ["overfull"]))
    assert [text for _size, _width, text in lines] == ["responsabilidades"]


def beside(page: pymupdf.Page) -> None:
    """A single line with something behind it, so that it can neither grow nor turn into two."""
    page.insert_text((72, 100), "The ferry leaves the landing", fontsize=10)
    page.draw_rect(
        pymupdf.Rect(72 + pymupdf.get_text_length("The ferry leaves the landing", fontsize=10) + 6, 60, 400, 300)
    )
    page.draw_line((60, 106), (200, 106))


def test_a_single_line_gets_narrower_before_it_gets_smaller(tmp_path: Path) -> None:
    full = pymupdf.get_text_length("The ferry leaves the landings", fontsize=10)
    ((size, width, _text),) = lines_of(translated(tmp_path, beside, {"The": "The ferry leaves the landings"}))
    assert width < 0.99 * full
    assert size > 10 * width / full


def test_the_items_of_a_list_keep_one_size(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for number, text in enumerate(["Small ferries", "Large ferries", "Night ferries"]):
            page.insert_text((90, 100 + 20 * number), text, fontsize=10)
        page.draw_rect(pymupdf.Rect(86, 80, 172, 165))

    lines = lines_of(translated(tmp_path, draw, {"Large": "Large ferries that go"}))
    assert len({size for size, _width, _text in lines}) == 1


def test_all_the_dots_that_a_title_grows_over_give_way(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), "Ferries", fontsize=10)
        for number in range(7):
            page.insert_text((125 + 24 * number, 100), ".", fontsize=10)
        page.insert_text((300, 100), "7", fontsize=10)

    words = translated(tmp_path, draw, {"Ferries": "Ferries of the left bank"}).get_text("words")
    end = max(word[2] for word in words if word[4] == "bank")
    dots = [word[0] for word in words if word[4] == "."]
    assert 0 < len(dots) < 7
    assert min(dots) > end


def test_short_lines_of_a_column_may_be_as_long_as_the_longest_could(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), "Small ferries of the left bank", fontsize=10)
        page.insert_text((72, 130), "Large ferries", fontsize=10)

    text = "Large ferries that carry bicycles as well as mail"
    assert (10, text) in [line[::2] for line in lines_of(translated(tmp_path, draw, {"Large": text}))]


def test_a_row_of_dashes_is_no_part_of_a_text(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), "----------", fontsize=10)
        page.insert_text((112, 100), "Just a joke", fontsize=10)

    words = translated(tmp_path, draw, {"Just": "Such a joke"}).get_text("words")
    assert [(round(word[0]), word[4]) for word in words][:2] == [(72, "-" * 10), (112, "Such")]
