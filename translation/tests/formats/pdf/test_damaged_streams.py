"""Removing glyphs from damaged content streams. Capitals go and all other characters stay where they are."""

from pathlib import Path

import pymupdf
import pytest

from translation.formats.pdf.content_streams.bands import Band
from translation.formats.pdf.content_streams.removal import ContentSurgeon, ContentUnreliable
from translation.formats.pdf.geometry import HORIZONTAL
from translation.formats.pdf.text_frame import Strip
from translation.formats.pdf.writing.erase import remove_text
from translation.testing.pdf_glyphs import glyphs_by_mupdf, read_by_mupdf
from translation.testing.stream_pages import check, clear, page_of

LINE = b"BT /F1 12 Tf 14 TL 20 200 Td "
# Readers differ on these. Glyphs have to stay where MuPDF shows them.
DAMAGED = {
    "' without a string": LINE + b"(stay) Tj ' (GONE stay) Tj ET",
    '" without a string': LINE + b'(stay) Tj 3 4 " (GO NE stay) Tj ET',
    "an unknown font": LINE + b"/None 9 Tf (stay GONE stay) Tj /F1 12 Tf (GONE stay) Tj ET",
    "a size without a font": LINE + b"(stay) Tj 7 Tf (GONE stay) Tj ET",
    "text of no size": LINE + b"(stay) Tj 3 Tc /F1 0 Tf (stay) Tj /F1 12 Tf (GONE stay) Tj ET",
    "a string for TJ": LINE + b"(stay) TJ (GONE stay) Tj ET",
    "an array for Tj": LINE + b"[(stay)] Tj (GONE stay) Tj ET",
    "an array for '": LINE + b"[(stay)] ' (GONE stay) Tj ET",
    "a number in a dictionary": LINE + b"<</A 30>> Tc (stay GONE stay) Tj ET",
    "a string in a dictionary": LINE + b"<</A (stay)>> Tj (GONE stay) Tj ET",
    "an array that does not end": LINE + b"[(stay) 9 Tf (stay GONE) Tj (stay) Tj ET",
    "a name in an array": LINE + b"[(stay)/F90000(stay)] TJ (GONE stay) Tj ET",
    "an array in an array": LINE + b"[(stay)[-9000](stay)] TJ (GONE stay) Tj ET",
    "a word in an array": LINE + b"[(stay) nan (stay)] TJ (GONE stay) Tj ET",
    "wrong hexadecimal digits": LINE + b"<61zz6> Tj (GONE stay) Tj ET",
    "a hexadecimal string over the next one": LINE + b"<61 Tj <6162> Tj (GONE stay) Tj ET",
    "numbers next to operators": LINE + b"90 0Td (stay) Tj 5Tc (GONE stay) Tj ET",
    "an image without a space before its end": b"BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID 00>EI "
    + LINE
    + b"(a GONE) Tj ET",
    "a rendering mode of 400 digits": LINE + b"9" * 400 + b" Tr 0 Tr (stay GONE) Tj ET",
    "too few numbers": LINE + b"(stay) Tj TL Tc Ts Tw (GONE stay) Tj 99 Td (GONE stay) Tj ET",
}


@pytest.mark.parametrize("stream", DAMAGED.values(), ids=DAMAGED)
def test_damaged_contents_are_read_as_mupdf_reads_them(stream: bytes, tmp_path: Path) -> None:
    check(page_of(stream), tmp_path, engines=[glyphs_by_mupdf])


@pytest.mark.parametrize(
    "end", [b"(text", b"BT [(text) 5", b"<7465", b"/P <</A (text)", b"[[1 2]", b"BI /W 9 /H 9 /BPC 8 /CS /G ID abc"]
)
def test_what_is_drawn_behind_contents_that_break_off_shows(end: bytes) -> None:
    document = page_of(LINE + b"(stay GONE) Tj ET " + end)
    clear(document)
    pymupdf.TOOLS._insert_contents(document[0], b"BT /F1 9 Tf 20 100 Td (new) Tj ET", True)
    assert document[0].get_text().split() == ["stay", "new"]


@pytest.mark.parametrize(
    "content",
    [
        LINE + b"(stay GONE) Tj ET 0.5 0 0 0.5 0 0 cm Q BT /F1 12 Tf 20 100 Td (stay) Tj ET",
        b"zz " * 120 + LINE + b"(stay GONE) Tj ET",
    ],
    ids=["a Q that readers take in two ways", "more errors than MuPDF accepts"],
)
def test_contents_that_readers_differ_on_are_not_changed(content: bytes) -> None:
    document = page_of(content)
    with pytest.raises(ContentUnreliable):
        clear(document, [Band(0, 100, 1, 0, 400, 2)])
    assert document[0].read_contents() == content


def test_contents_with_too_many_errors_are_written_anew_before_text_goes() -> None:
    document = page_of(LINE + b"(stay GONE) Tj ET " + b"zz " * 120)
    box = next(glyph for glyph in read_by_mupdf(document[0]) if glyph.character == "G")
    surgeon = ContentSurgeon(document)
    removal = remove_text(surgeon, document[0], [(Strip(box.x, 200, 100, 12, 90, 104), HORIZONTAL)], [])
    surgeon.close()
    pymupdf.TOOLS._insert_contents(document[0], b"BT /F1 9 Tf 20 100 Td (new) Tj ET", True)
    assert not removal.left
    assert document[0].get_text().split() == ["stay", "new"]


def test_a_slanted_band_takes_no_level_text_that_it_crosses(tmp_path: Path) -> None:
    document = page_of(LINE + b"(stay) Tj 0.7 0.7 -0.7 0.7 10 175 Tm (GONE) Tj ET")
    check(document, tmp_path, bands=[Band(0, 135, 0.7071, -0.7071, 150, 12)])
