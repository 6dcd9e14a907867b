"""The original beside its translation, in real documents that MuPDF renders."""

import random
from pathlib import Path

import pymupdf
import pytest

from translation.document import Outcome, Span, plain_text
from translation.formats import open_document
from translation.formats.base import OutputKind, ReadOptions, WriteOptions
from translation.testing.files import SAMPLE

WIDTH, HEIGHT = 400, 300


def write(
    source: Path, kind: str, pages: str = "", smallest: float = 0.6, repeat: int = 1
) -> tuple[pymupdf.Document, Outcome]:
    """The document in capitals, opened again, and the outcome of writing it."""
    output = source.with_name(f"{kind}.pdf")
    with open_document(source, "x.pdf") as document:
        targets = [
            (block.id, (Span(" ".join([plain_text(block.content).upper()] * repeat)),))
            for block in document.read(ReadOptions(own={"pages": pages}))
        ]
        options = WriteOptions("pt", OutputKind(kind), {"smallest_scale": smallest})
        outcome = document.write(targets, options, output, lambda _share: None)
    return pymupdf.open(output), outcome


def letter(page: pymupdf.Page, words: str) -> None:
    """Some words, a red corner at the top left and a blue one at the bottom right, with the page's size left free."""
    page.insert_text((60, 100), words, fontsize=14)
    page.draw_rect((20, 20, 40, 40), color=None, fill=(1, 0, 0))
    page.draw_rect((WIDTH - 40, HEIGHT - 40, WIDTH - 20, HEIGHT - 20), color=None, fill=(0, 0, 1))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two pages with a link to the second, a bookmark, a highlight and labels."""
    with pymupdf.open() as document:
        for words in ("The river is wide here.", "The ferry leaves at seven."):
            letter(document.new_page(width=WIDTH, height=HEIGHT), words)
        link = {"kind": pymupdf.LINK_GOTO, "from": pymupdf.Rect(60, 85, 120, 105), "page": 1, "to": pymupdf.Point(5, 9)}
        document[0].insert_link(link)
        document[0].add_highlight_annot(pymupdf.Rect(200, 200, 260, 220))
        document.set_toc([[1, "The ferry", 2]])
        document.set_page_labels([{"startpage": 0, "style": "r", "firstpagenum": 4}])
        document.save(tmp_path / "source.pdf")
    return tmp_path / "source.pdf"


def look(page: pymupdf.Page, clip: pymupdf.Rect | None = None) -> bytes:
    return bytes(page.get_pixmap(clip=clip, alpha=False).samples)


def alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures look the same. Coordinates may be rounded differently."""
    return len(one) == len(other) and all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def pages_of(document: pymupdf.Document) -> list[pymupdf.Page]:
    return [document[number] for number in range(document.page_count)]


def halves(page: pymupdf.Page) -> tuple[pymupdf.Rect, pymupdf.Rect]:
    rect = page.rect
    middle = rect.width / 2
    return pymupdf.Rect(0, 0, middle, rect.height), pymupdf.Rect(middle, 0, rect.width, rect.height)


@pytest.mark.parametrize("crop", [None, (10, 15, 390, 280)])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_side_by_side_shows_both_pages_as_they_are_alone(
    source: Path, rotation: int, crop: tuple[float, ...] | None
) -> None:
    with pymupdf.open(source) as document:
        document[0].set_rotation(rotation)
        if crop:
            document[0].set_cropbox(pymupdf.Rect(crop))
        document.saveIncr()
    original, translated = pymupdf.open(source), write(source, "translated")[0]
    wide, outcome = write(source, "side_by_side")

    left, right = halves(wide[0])
    assert not outcome.problems
    assert wide[0].rect.width == 2 * original[0].rect.width
    assert wide[0].rect.height == original[0].rect.height
    assert alike(look(wide[0], left), look(original[0]))
    assert alike(look(wide[0], right), look(translated[0]))
    assert not alike(look(original[0]), look(translated[0]))


def test_side_by_side_keeps_what_points_at_the_pages(source: Path) -> None:
    wide, _ = write(source, "side_by_side")

    assert wide.page_count == 2
    assert wide.get_toc() == [[1, "THE FERRY", 2]]
    assert [page.get_label() for page in pages_of(wide)] == ["iv", "v"]
    left, right = sorted(wide[0].get_links(), key=lambda link: link["from"].x0)
    assert left["page"] == right["page"] == 1
    assert "The" in wide[0].get_textbox(left["from"])
    assert "THE" in wide[0].get_textbox(right["from"])
    assert len(list(wide[0].annots())) == 1


def test_alternating_shows_original_and_translation_by_turns(source: Path) -> None:
    original, translated = pymupdf.open(source), write(source, "translated")[0]
    turns, outcome = write(source, "alternating")

    assert not outcome.problems
    assert [page.get_text().strip() for page in pages_of(turns)] == [
        "The river is wide here.",
        "THE RIVER IS WIDE HERE.",
        "The ferry leaves at seven.",
        "THE FERRY LEAVES AT SEVEN.",
    ]
    expected = [page for pair in zip(pages_of(original), pages_of(translated), strict=True) for page in pair]
    assert all(alike(look(page), look(other)) for page, other in zip(pages_of(turns), expected, strict=True))


def test_alternating_keeps_links_bookmarks_and_labels_at_their_pages(source: Path) -> None:
    turns, _ = write(source, "alternating")

    assert turns.get_toc() == [[1, "THE FERRY", 4]]
    assert [link["page"] for page in pages_of(turns) for link in page.get_links()] == [3, 3]
    assert [page.get_label() for page in pages_of(turns)] == ["iv", "iv", "v", "v"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_alternating_turns_the_original_as_the_page_was(source: Path, rotation: int) -> None:
    with pymupdf.open(source) as document:
        document[0].set_rotation(rotation)
        document[0].set_cropbox(pymupdf.Rect(10, 15, 390, 280))
        document.saveIncr()

    assert alike(look(write(source, "alternating")[0][0]), look(pymupdf.open(source)[0]))


def test_pages_that_were_not_chosen_stay_single(source: Path) -> None:
    wide, turns = (write(source, kind, pages="2")[0] for kind in ("side_by_side", "alternating"))

    assert [page.rect.width for page in pages_of(wide)] == [WIDTH, 2 * WIDTH]
    assert [page.get_text().split()[0] for page in pages_of(turns)] == ["The", "The", "THE"]
    assert [page.get_label() for page in pages_of(turns)] == ["iv", "v", "v"]


def test_fields_work_on_the_translation_and_are_seen_on_the_original(tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    source.write_bytes(SAMPLE.read_bytes())
    wide, _ = write(source, "side_by_side")
    left, _ = halves(wide[1])

    assert [field.field_name for field in wide[1].widgets()] == ["name", "book", "help"]
    assert alike(look(wide[1], left), look(pymupdf.open(SAMPLE)[1]))


@pytest.mark.parametrize("kind", ["side_by_side", "alternating"])
def test_fonts_and_pictures_are_in_the_file_once(tmp_path: Path, kind: str) -> None:
    source = tmp_path / "source.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        noise = pymupdf.Pixmap(pymupdf.csRGB, 200, 200, random.Random(7).randbytes(120_000), False)
        page.insert_image((100, 200, 300, 400), pixmap=noise)
        page.insert_font("F", fontbuffer=pymupdf.Font("notos").buffer)
        page.insert_text((72, 100), "The river is wide here.", fontname="F")
        document.save(source, deflate=True)
    composed = write(source, kind)[0]

    assert len(composed.tobytes()) < source.stat().st_size + 30_000
    images = {image[0] for page in pages_of(composed) for image in page.get_images(full=True)}
    assert len(images) == 1


def test_content_that_leaves_its_state_behind_does_not_disturb_the_other_half(source: Path) -> None:
    with pymupdf.open(source) as document:
        xref = document[0].get_contents()[0]
        document.update_stream(xref, b"q 2 0 0 2 0 0 cm " + document.xref_stream(xref))
        document.saveIncr()
    wide, _ = write(source, "side_by_side")

    left, _ = halves(wide[0])
    assert alike(look(wide[0], left), look(pymupdf.open(source)[0]))


def test_text_is_not_made_smaller_than_allowed(tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        for row in range(40):
            page.insert_text((72, 60 + 19 * row), "The river is wide here, and the ferry leaves at seven. " * 2)
        document.save(source)
    _, usual = write(source, "translated")
    _, strict = write(source, "translated", smallest=0.95)

    assert min(page.smallest_scale for page in usual.pages) < 0.95
    assert min(page.smallest_scale for page in strict.pages) >= 0.95
    assert "overfull" in {problem.code for problem in strict.problems}


def test_the_report_of_a_page_counts_its_paragraphs(tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 100), "The river is wide here.")
        page.insert_text((72, 200), "1204")
        page.insert_textbox((72, 300, 300, 400), "A ferry carries people from one side of it to the other.")
        document.new_page()
        document.save(source)
    _, outcome = write(source, "translated", repeat=2)

    (page_report,) = outcome.pages
    assert (page_report.page, page_report.translated, page_report.left) == (0, 2, {"not_language": 1})
    assert page_report.grown == 2
    assert page_report.smallest_scale <= page_report.median_scale <= 1
