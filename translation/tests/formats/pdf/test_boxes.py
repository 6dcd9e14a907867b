"""Where translated paragraphs stood on a page, and where their translations stand."""

import json
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path

import pymupdf
import pytest

from translation.document import Block, BlockBoxes, Outcome, Span, outcome_from_json, outcome_to_json, plain_text
from translation.formats import open_document
from translation.formats.base import ReadOptions, WriteOptions

FERRY = ["The ferry goes from one side of the river to the other, and", "the bridge is closed for the whole winter."]
MAIL = ["Letters and bicycles are carried as well, for those who ask", "the ferryman before he leaves the left bank."]
LONGER = " ".join(FERRY * 2)


def save(folder: Path, *paragraphs: tuple[float, list[str]], rotation: int = 0) -> Path:
    """A page with paragraphs, each with the height of its first baseline."""
    document = pymupdf.open()
    page = document.new_page()
    for y, lines in paragraphs:
        page.insert_text((72, y), lines, fontsize=10)
    page.set_rotation(rotation)
    path = folder / "source.pdf"
    document.save(path)
    return path


def translate(source: Path, texts: Mapping[str, str], language: str = "pt") -> tuple[list[Block], Outcome, Path]:
    """The blocks of a document, and the outcome and file of its translation; `texts` are by their first words."""
    output = source.with_name("output.pdf")
    with open_document(source, "x.pdf") as document:
        blocks = list(document.read(ReadOptions()))
        targets = []
        for block in blocks:
            text = plain_text(block.content)
            targets.append((block.id, (Span(next((new for old, new in texts.items() if text.startswith(old)), text)),)))
        outcome = document.write(targets, WriteOptions(language), output, lambda _share: None)
    return blocks, outcome, output


def box_of(output: Path, first_word: str) -> tuple[float, ...]:
    """The box of the block of text that starts with a word."""
    with pymupdf.open(output) as document:
        blocks = document[0].get_text("dict", flags=pymupdf.TEXTFLAGS_TEXT)["blocks"]
    lines = [line["bbox"] for block in blocks for line in block["lines"]]
    texts = ["".join(span["text"] for span in line["spans"]) for block in blocks for line in block["lines"]]
    first = next(number for number, text in enumerate(texts) if text.startswith(first_word))
    boxes = lines[first:]
    return min(x[0] for x in boxes), boxes[0][1], max(x[2] for x in boxes), boxes[-1][3]


@pytest.mark.parametrize("rotation", [0, 90, 180])
def test_a_translation_that_fits_stands_where_the_original_stood(tmp_path: Path, rotation: int) -> None:
    blocks, outcome, _output = translate(save(tmp_path, (100, FERRY), rotation=rotation), {})

    (boxes,) = outcome.boxes
    assert (boxes.block, boxes.page, boxes.before) == (blocks[0].id, 0, blocks[0].box)
    assert astuple(boxes.after) == pytest.approx(astuple(boxes.before), abs=1)


def test_a_paragraph_that_is_moved_down_has_its_new_box(tmp_path: Path) -> None:
    blocks, outcome, output = translate(save(tmp_path, (100, FERRY), (140, MAIL)), {"The ferry": LONGER})

    ferry, mail = outcome.boxes
    assert [ferry.before, mail.before] == [block.box for block in blocks]
    assert ferry.after.y0 == pytest.approx(ferry.before.y0, abs=1)
    assert ferry.after.y1 > ferry.before.y1 + 20
    assert mail.after.y0 > mail.before.y0 + 20
    assert astuple(mail.after) == pytest.approx(box_of(output, "Letters"), abs=3)


def test_a_paragraph_that_gets_smaller_has_its_new_box(tmp_path: Path) -> None:
    source = save(tmp_path, (100, FERRY))
    with pymupdf.open(source) as document:
        document[0].draw_rect(pymupdf.Rect(68, 88, 350, 118))
        document.save(tmp_path / "boxed.pdf")

    blocks, outcome, output = translate(tmp_path / "boxed.pdf", {"The ferry": LONGER[:150]})

    (boxes,) = outcome.boxes
    assert boxes.before == blocks[0].box
    assert 88 < boxes.after.y0 < boxes.after.y1 < 120
    assert astuple(boxes.after) == pytest.approx(box_of(output, "The"), abs=3)


def test_the_box_before_is_that_of_the_original_where_text_runs_the_other_way(tmp_path: Path) -> None:
    hebrew = "המעבורת יוצאת בשעה שבע"
    blocks, outcome, _output = translate(save(tmp_path, (100, FERRY)), {"The ferry": hebrew}, "he")

    (boxes,) = outcome.boxes
    assert boxes.before == blocks[0].box
    assert boxes.after.x0 > boxes.before.x0 + 50
    assert boxes.after.x1 == pytest.approx(boxes.before.x1, abs=1)


def test_a_paragraph_that_runs_over_two_columns_has_a_box_in_each(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text(
        (72, 140), ["The ferry goes from one side of the river", "to the other, and the bridge is closed for the"]
    )
    page.insert_text((350, 100), ["whole winter, so that nobody can walk there."])
    source = tmp_path / "source.pdf"
    document.save(source)

    (block,), outcome, _output = translate(source, {})

    left, right = outcome.boxes
    assert (left.block, right.block, left.before) == (block.id, block.id, block.box)
    assert right.before.x0 == pytest.approx(350, abs=1)


def test_boxes_cross_the_sandbox_rounded_to_a_tenth_of_a_point(tmp_path: Path) -> None:
    _blocks, outcome, _output = translate(save(tmp_path, (100, FERRY)), {})

    data = json.loads(json.dumps(outcome_to_json(outcome)))
    (boxes,) = outcome_from_json(data).boxes

    assert isinstance(boxes, BlockBoxes)
    assert astuple(boxes.before) == tuple(round(value, 1) for value in astuple(outcome.boxes[0].before))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), "1e999", "far"])
def test_a_box_without_numbers_is_refused(number: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        outcome_from_json({"problems": [], "pages": [], "boxes": [[0, 0, [0, 0, 1, 1], [0, 0, 1, number]]]})
