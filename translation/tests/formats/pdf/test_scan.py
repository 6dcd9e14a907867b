"""Pages whose text is a picture, or cannot be erased: real documents in, translated documents out."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from translation.document import Content, InlineCode, Outcome, Span, plain_text
from translation.exceptions import NoText, OcrMissing, error_by_code
from translation.formats import open_document
from translation.formats.base import ReadOptions, WriteOptions

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed (Debian package tesseract-ocr)."
)

SENTENCES = ("The river is wide here and slow.", "The ferry leaves at seven today.", "Nobody waits on the shore.")


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))


def accented(text: str) -> str:
    """Return the text with accents: a translation of the same width."""
    return text.replace("e", "é")


def translated(content: Content) -> Content:
    return tuple(
        piece if isinstance(piece, InlineCode) else Span(accented(piece.text), piece.style) for piece in content
    )


def lay_out(page: pymupdf.Page, fontname: str = "tiro", colour: tuple[float, float, float] = (0, 0, 0)) -> None:
    """Three paragraphs of one line each."""
    for number, sentence in enumerate(SENTENCES):
        page.insert_text((72, 120 + 60 * number), sentence, fontsize=14, fontname=fontname, color=colour)


def photograph(page: pymupdf.Page, document: pymupdf.Document, turn: int = 0, dpi: int = 200) -> pymupdf.Page:
    """Add to a document a picture of another page, turned by this many degrees."""
    picture = page.get_pixmap(matrix=pymupdf.Matrix(dpi / 72, dpi / 72).prerotate(turn))
    picture.set_origin(0, 0)
    scan = document.new_page(width=picture.width * 72 / dpi, height=picture.height * 72 / dpi)
    scan.insert_image(scan.rect, pixmap=picture)
    return scan


def scanned(path: Path, draw: Callable[[pymupdf.Page], None] = lay_out, turn: int = 0, height: float = 320) -> Path:
    """Save a document of one page that is a picture. It is low, because Tesseract needs time for empty paper too."""
    original, document = pymupdf.open(), pymupdf.open()
    page = original.new_page(height=height)
    draw(page)
    photograph(page, document, turn)
    document.save(path)
    return path


def rewrite(source: Path, options: ReadOptions | None = None) -> tuple[pymupdf.Document, list[str], Outcome]:
    """Write the document with accents, and return it with the texts that were read and the outcome."""
    output = source.with_name("output.pdf")
    with open_document(source, "x.pdf") as document:
        blocks = list(document.read(options or ReadOptions(language="en")))
        targets = [(block.id, translated(block.content)) for block in blocks]
        outcome = document.write(targets, WriteOptions("en"), output, lambda _share: None)
    return pymupdf.open(output), [plain_text(block.content) for block in blocks], outcome


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


def darkest(page: pymupdf.Page, box: tuple[float, float, float, float]) -> int:
    return min(page.get_pixmap(dpi=72, clip=pymupdf.Rect(box), colorspace=pymupdf.csGRAY).samples)


class TestErasing:
    def test_a_giant_number_behind_text_stays_when_the_text_over_it_goes(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        page = document.new_page()
        page.insert_text((60, 520), "7", fontsize=500, color=(0.8, 0.8, 0.95))
        page.insert_text((72, 200), "The river is wide here.", fontsize=12)
        page.insert_text((72, 700), "The ferry leaves at seven.", fontsize=12)
        document.save(source := tmp_path / "in.pdf")
        result, _texts, outcome = rewrite(source)
        assert codes(outcome) == []
        text = result[0].get_text()
        assert "The river" not in text
        assert "Thé rivér is widé héré." in text
        assert "Thé férry léavés at sévén." in text
        assert "The ferry" not in text
        number = (150, 300, 260, 500)
        assert result[0].get_pixmap(clip=number).samples == document[0].get_pixmap(clip=number).samples
        assert darkest(result[0], number) < 230

    def test_a_form_that_borrows_the_resources_of_its_page_keeps_them(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        page = document.new_page()
        page.insert_text((72, 100), "The river is wide here.")
        form, shading, font = (document.get_new_xref() for _ in range(3))
        document.update_object(
            shading,
            "<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 200 0]/Extend[true true]"
            "/Function<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1>>>>",
        )
        document.update_object(form, "<</Type/XObject/Subtype/Form/BBox[0 0 200 100]>>")
        document.update_stream(form, b"/Blend sh BT /Letters 20 Tf 10 40 Td (123) Tj ET")
        document.update_object(font, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>")
        resources = int(document.xref_get_key(page.xref, "Resources")[1].split()[0])
        document.xref_set_key(resources, "Shading", f"<</Blend {shading} 0 R>>")
        document.xref_set_key(resources, "Font/Letters", f"{font} 0 R")
        document.xref_set_key(resources, "XObject", f"<</Panel {form} 0 R>>")
        pymupdf.TOOLS._insert_contents(page, b"q 1 0 0 1 100 300 cm /Panel Do Q", True)
        document.save(source := tmp_path / "in.pdf")
        before = pymupdf.open(source)[0].get_pixmap(dpi=72, clip=(100, 400, 300, 550))
        result, texts, outcome = rewrite(source)
        assert texts == ["The river is wide here."]
        assert codes(outcome) == []
        assert result[0].get_pixmap(dpi=72, clip=(100, 400, 300, 550)).samples == before.samples
        assert "123" in result[0].get_text()

    def test_a_shadow_goes_with_its_text(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        page = document.new_page()
        page.insert_text((73, 101), "The river is wide here.", fontsize=14, color=(0.6, 0.6, 0.6))
        page.insert_text((72, 100), "The river is wide here.", fontsize=14)
        document.save(source := tmp_path / "in.pdf")
        result, texts, _outcome = rewrite(source)
        assert texts == ["The river is wide here."]
        assert result[0].get_text().split() == ["Thé", "rivér", "is", "widé", "héré."]


@needs_tesseract
class TestScans:
    def test_a_scan_is_read_covered_and_written(self, tmp_path: Path) -> None:
        result, texts, outcome = rewrite(scanned(tmp_path / "in.pdf"))
        assert texts == list(SENTENCES)
        assert codes(outcome) == ["page_recognised"]
        lines = result[0].get_text().splitlines()
        assert lines == list(map(accented, SENTENCES))

    def test_nothing_of_the_old_letters_is_seen(self, tmp_path: Path) -> None:
        source = scanned(tmp_path / "in.pdf")
        with open_document(source, "x.pdf") as document:
            targets = [(block.id, (Span("x"),)) for block in document.read(ReadOptions(language="en"))]
            document.write(targets, WriteOptions("en"), tmp_path / "output.pdf", lambda _share: None)
        page = pymupdf.open(tmp_path / "output.pdf")[0]
        assert darkest(page, (90, 100, 400, 130)) > 240
        assert darkest(pymupdf.open(source)[0], (90, 100, 400, 130)) < 60

    def test_letters_on_a_ground_that_fades_are_covered_with_a_ground_that_fades(self, tmp_path: Path) -> None:
        def draw(page: pymupdf.Page) -> None:
            for x in range(0, 600, 4):
                page.draw_rect((x, 0, 600, 842), color=None, fill=(1, 1 - x / 2000, 1 - x / 2000))
            page.insert_text((72, 120), "The river is wide here and slow, and nobody waits on the shore.", fontsize=14)

        source = scanned(tmp_path / "in.pdf", draw)
        with open_document(source, "x.pdf") as document:
            targets = [(block.id, (Span("x"),)) for block in document.read(ReadOptions(language="en"))]
            document.write(targets, WriteOptions("en"), tmp_path / "output.pdf", lambda _share: None)
        row = pymupdf.open(tmp_path / "output.pdf")[0].get_pixmap(dpi=72, clip=(90, 114, 480, 115))
        ground = pymupdf.open(source)[0].get_pixmap(dpi=72, clip=(90, 140, 480, 141))
        assert max(abs(a - b) for a, b in zip(row.samples, ground.samples, strict=True)) < 12

    def test_a_scan_on_its_side_is_written_on_its_side(self, tmp_path: Path) -> None:
        result, texts, _outcome = rewrite(scanned(tmp_path / "in.pdf", turn=270))
        assert texts == list(SENTENCES)
        directions = {line["dir"] for block in result[0].get_text("dict")["blocks"] for line in block.get("lines", ())}
        assert directions == {(0.0, -1.0)}

    def test_letters_keep_size_colour_weight_and_serifs(self, tmp_path: Path) -> None:
        def draw(page: pymupdf.Page) -> None:
            page.insert_text((72, 80), "A heading in bold letters", fontsize=20, fontname="tibo", color=(0.7, 0, 0))
            lay_out(page)

        result, _texts, _outcome = rewrite(scanned(tmp_path / "in.pdf", draw))
        spans = [
            span
            for block in result[0].get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
        heading, body = spans[0], spans[1]
        assert 18 < heading["size"] < 22
        assert 12.6 < body["size"] < 15.4
        assert "Bold" in heading["font"]
        assert "Bold" not in body["font"]
        assert "Roman" in body["font"]
        assert heading["color"] >> 16 > 130
        assert heading["color"] & 0xFF < 80
        assert body["color"] == 0

    def test_white_letters_on_a_dark_ground_stay_so(self, tmp_path: Path) -> None:
        def draw(page: pymupdf.Page) -> None:
            page.draw_rect(page.rect, fill=(0, 0.2, 0.4))
            lay_out(page, "hebo", (1, 1, 1))

        result, texts, _outcome = rewrite(scanned(tmp_path / "in.pdf", draw))
        assert texts == list(SENTENCES)
        colours = {
            span["color"]
            for block in result[0].get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        }
        assert all(colour & 0xFF > 230 for colour in colours)

    def test_two_columns_are_read_one_after_the_other(self, tmp_path: Path) -> None:
        def draw(page: pymupdf.Page) -> None:
            text = "The water rose in the night and took the lower road with it. " * 6
            page.insert_textbox((60, 100, 280, 500), f"Left side first. {text}", fontsize=12, fontname="tiro")
            page.insert_textbox((320, 100, 540, 500), f"Right side last. {text}", fontsize=12, fontname="tiro")

        _result, texts, _outcome = rewrite(scanned(tmp_path / "in.pdf", draw, height=520))
        assert [text[:10] for text in texts] == ["Left side ", "Right side"]
        assert all(text.count("took the lower road") == 6 for text in texts)

    def test_only_the_scanned_pages_of_a_mixed_document_are_recognised(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        lay_out(document.new_page())
        photograph(document[0], document)
        document.new_page()
        document.save(source := tmp_path / "in.pdf")
        _result, texts, outcome = rewrite(source)
        assert texts == [*SENTENCES, *SENTENCES]
        assert [(problem.code, problem.page) for problem in outcome.problems] == [("page_recognised", 1)]

    def test_it_can_be_turned_off(self, tmp_path: Path) -> None:
        source = scanned(tmp_path / "in.pdf")
        with open_document(source, "x.pdf") as document:
            assert list(document.read(ReadOptions(own={"ocr": "off"}))) == []

    def test_it_can_be_forced_on_a_page_that_has_text(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        lay_out(document.new_page())
        document.save(source := tmp_path / "in.pdf")
        result, texts, outcome = rewrite(source, ReadOptions("en", {"ocr": "force"}))
        assert texts == list(SENTENCES)
        assert codes(outcome) == ["page_recognised"]
        assert result[0].get_text().splitlines() == list(map(accented, SENTENCES))

    def test_an_encoding_that_cannot_be_read_is_read_from_the_picture(self, tmp_path: Path) -> None:
        result, texts, outcome = rewrite(garbled(tmp_path / "in.pdf"))
        assert texts == list(SENTENCES)
        assert codes(outcome) == ["page_recognised"]
        assert result[0].get_text().splitlines() == list(map(accented, SENTENCES))

    def test_the_language_of_a_scan_is_detected(self, tmp_path: Path) -> None:
        with open_document(scanned(tmp_path / "in.pdf"), "x.pdf") as document:
            assert SENTENCES[0] in document.info.sample

    def test_data_that_is_missing_for_a_language_is_reported(self, tmp_path: Path) -> None:
        _result, texts, outcome = rewrite(scanned(tmp_path / "in.pdf"), ReadOptions(language="ka"))
        assert len(texts) == 3
        assert "ocr_language_missing" in codes(outcome)


def garbled(path: Path) -> Path:
    """Save a document whose font maps all characters to control characters."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_font(fontname="own", fontbuffer=pymupdf.Font("tiro").buffer)
    lay_out(page, "own")
    font = next(each[0] for each in page.get_fonts() if each[4] == "own")
    rows = "\n".join(f"<{number:04x}> <0001>" for number in range(1, 100))
    cmap = f"/CIDInit /ProcSet findresource begin begincmap\n99 beginbfchar\n{rows}\nendbfchar\nendcmap end"
    codespace = "1 begincodespacerange <0000> <ffff> endcodespacerange\n99 beginbfchar"
    kind, reference = document.xref_get_key(font, "ToUnicode")
    assert kind == "xref"
    document.update_stream(int(reference.split()[0]), cmap.replace("99 beginbfchar", codespace).encode())
    document.save(path)
    return path


class TestHiddenText:
    def scan_with_text(self, path: Path) -> Path:
        original, document = pymupdf.open(), pymupdf.open()
        lay_out(page := original.new_page())
        scan = photograph(page, document)
        for number, sentence in enumerate(SENTENCES):
            scan.insert_text((72, 120 + 60 * number), sentence, fontsize=14, fontname="tiro", render_mode=3)
        document.save(path)
        return path

    @pytest.mark.usefixtures("without_tesseract")
    def test_the_text_that_another_program_left_is_used(self, tmp_path: Path) -> None:
        result, texts, outcome = rewrite(self.scan_with_text(tmp_path / "in.pdf"))
        assert texts == list(SENTENCES)
        assert codes(outcome) == []
        assert result[0].get_text().splitlines() == list(map(accented, SENTENCES))

    @pytest.mark.usefixtures("without_tesseract")
    def test_the_picture_under_it_is_covered(self, tmp_path: Path) -> None:
        source = self.scan_with_text(tmp_path / "in.pdf")
        with open_document(source, "x.pdf") as document:
            targets = [(block.id, (Span("x"),)) for block in document.read(ReadOptions())]
            document.write(targets, WriteOptions("en"), tmp_path / "output.pdf", lambda _share: None)
        assert darkest(pymupdf.open(tmp_path / "output.pdf")[0], (90, 100, 400, 130)) > 240


@pytest.mark.usefixtures("without_tesseract")
class TestWithoutTesseract:
    def test_a_document_of_scans_is_an_error_that_names_the_package(self, tmp_path: Path) -> None:
        with pytest.raises(OcrMissing, match="tesseract-ocr"):
            open_document(scanned(tmp_path / "in.pdf"), "x.pdf")

    def test_the_error_crosses_the_wall_of_the_sandbox(self) -> None:
        error = error_by_code("ocr_missing", "text")
        assert isinstance(error, OcrMissing)
        assert isinstance(error, NoText)

    def test_the_scanned_pages_of_a_mixed_document_are_reported(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        lay_out(document.new_page())
        photograph(document[0], document)
        document.save(source := tmp_path / "in.pdf")
        _result, texts, outcome = rewrite(source)
        assert texts == list(SENTENCES)
        assert [(problem.code, problem.page) for problem in outcome.problems] == [("ocr_missing", 1)]

    def test_a_choice_of_scanned_pages_is_an_error_too(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        lay_out(document.new_page())
        photograph(document[0], document)
        document.save(source := tmp_path / "in.pdf")
        with open_document(source, "x.pdf") as opened, pytest.raises(OcrMissing):
            list(opened.read(ReadOptions(own={"pages": "2"})))

    def test_an_encoding_that_cannot_be_read_is_left_and_reported(self, tmp_path: Path) -> None:
        with open_document(garbled(tmp_path / "in.pdf"), "x.pdf") as document, pytest.raises(OcrMissing):
            list(document.read(ReadOptions()))
