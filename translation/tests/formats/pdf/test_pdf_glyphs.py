from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from translation.testing.pdf import save
from translation.testing.pdf_glyphs import glyphs_by_mupdf, glyphs_by_pdfium


def plain(page: pymupdf.Page) -> None:
    page.insert_text((50, 60), "Over the river")


def rotated(page: pymupdf.Page) -> None:
    plain(page)
    page.set_rotation(90)


def cropped(page: pymupdf.Page) -> None:
    plain(page)
    page.set_cropbox(pymupdf.Rect(20, 30, 300, 300))


def upwards(page: pymupdf.Page) -> None:
    page.insert_text((50, 260), "Over the river", rotate=90)


def with_a_note(page: pymupdf.Page) -> None:
    plain(page)
    page.add_freetext_annot(pymupdf.Rect(50, 100, 200, 140), "note")


@pytest.mark.parametrize("draw", [plain, rotated, cropped, upwards, with_a_note])
def test_both_engines_read_the_same_glyphs_in_the_same_places(
    draw: Callable[[pymupdf.Page], None], tmp_path: Path
) -> None:
    path = save(tmp_path, lambda document: draw(document.new_page(width=300, height=400)))
    by_mupdf, by_pdfium = glyphs_by_mupdf(path, 0), glyphs_by_pdfium(path, 0)
    assert "".join(character for character, _x, _y in by_mupdf) == "Overtheriver"
    for one, other in zip(by_mupdf, by_pdfium, strict=True):
        assert one[0] == other[0]
        assert one[1:] == pytest.approx(other[1:], abs=0.02)


def test_places_are_those_of_the_page_as_shown(tmp_path: Path) -> None:
    path = save(tmp_path, lambda document: rotated(document.new_page(width=300, height=400)))
    assert glyphs_by_pdfium(path, 0)[0][1:] == pytest.approx((340, 50), abs=0.02)


def test_a_text_for_copying_does_not_hide_the_glyphs(tmp_path: Path) -> None:
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        plain(page)
        xref = page.get_contents()[0]
        content = document.xref_stream(xref)
        document.update_stream(xref, b"/Span <</ActualText (Elsewhere)>> BDC " + content + b" EMC")

    path = save(tmp_path, draw)
    assert "".join(character for character, _x, _y in glyphs_by_mupdf(path, 0)) == "Overtheriver"
    assert glyphs_by_pdfium(path, 0) == []
