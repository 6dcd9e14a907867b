"""Removing glyphs from content streams. In the texts, capitals go and all other characters stay where they are."""

from pathlib import Path

import pymupdf
import pytest

from translation.formats.pdf.content_streams import budget
from translation.formats.pdf.content_streams.bands import Band
from translation.formats.pdf.content_streams.budget import Budget, ContentTooLarge
from translation.formats.pdf.content_streams.removal import ContentSurgeon
from translation.testing.pdf_glyphs import glyphs_by_mupdf, read_by_mupdf
from translation.testing.stream_pages import HEIGHT, HELVETICA, WIDTH, add, check, clear, page_of

STREAMS = {
    "a part of a string": b"BT /F1 12 Tf 20 200 Td (stay GONE stay) Tj ET",
    "a part of an array that begins inside a string": b"BT /F1 12 Tf 20 200 Td [(staGON)-200(E)90(stay)]TJ ET",
    "the start of a string": b"BT /F1 12 Tf 20 200 Td (GONE stay) Tj (more) Tj ET",
    "the end of a string before more text": b"BT /F1 12 Tf 20 200 Td (stay GONE) Tj (more) Tj ET",
    "a whole string between others": b"BT /F1 12 Tf 20 200 Td (stay) Tj (GONE) Tj (more) Tj ET",
    "a whole line before another": b"BT /F1 12 Tf 14 TL 20 200 Td (GONE) Tj T* (stay) Tj ET",
    "narrow text": b"BT /F1 12 Tf 50 Tz 20 200 Td (stay GONE stay) Tj 150 Tz (GONE wide) Tj ET",
    "spaced characters and words": b"BT /F1 12 Tf 3 Tc 9 Tw 20 200 Td (stay GO NE stay A b) Tj ET",
    "tight characters": b"BT /F1 12 Tf -1 Tc 20 200 Td (stay GONE stay) Tj ET",
    "a step back": b"BT /F1 12 Tf 100 200 Td [(stay)6000(GONE)-3000(stay)]TJ ET",
    "raised text": b"BT /F1 12 Tf 20 200 Td (stay) Tj 6 Ts /F1 7 Tf (GONE up) Tj 0 Ts /F1 12 Tf (A b) Tj ET",
    "the operator '": b"BT /F1 12 Tf 14 TL 20 200 Td (stay) Tj (GONE)' (stay GONE)' (more)' ET",
    'the operator "': b'BT /F1 12 Tf 14 TL 20 200 Td 4 1 (GO NE)" (still s p a c e d) Tj 2 0 (A b)" ET',
    "lines by TD": b"BT /F1 12 Tf 20 200 Td (GONE)Tj 5 -15 TD (GONE)Tj T* (stay)Tj T*(A)Tj T*(b)Tj ET",
    "operators without spaces": (
        b"BT/F1 12 Tf 20 200 Td(stay)Tj[(GONE)-50(GONE)]TJ(stay)Tj 14 TL(GONE)'(GONE)'(stay)'ET"
    ),
    "scaled and turned text": b"BT /F1 1 Tf 0 12 -12 0 100 100 Tm (stay GONE stay) Tj ET",
    "slanted text": b"BT /F1 1 Tf 10 5 -5 10 60 60 Tm (stay GONE stay) Tj ET",
    "mirrored coordinates": b"1 0 0 -1 0 300 cm BT /F1 12 Tf 1 0 0 -1 20 100 Tm (stay GONE stay) Tj ET",
    "turned coordinates inside q": (
        b"q 0 1 -1 0 300 50 cm BT /F1 12 Tf 20 100 Td (stay GONE) Tj ET Q BT /F1 9 Tf 9 9 Td (A b) Tj ET"
    ),
    "octal and escaped characters": rb"BT /F1 12 Tf 20 200 Td (st\141y \107\117NE \(a\) \\ \
\b) Tj ET",
    "brackets inside strings": b"BT /F1 12 Tf 20 200 Td (a (GONE) b) Tj [(c (D) e)-100(F)]TJ (g) Tj ET",
    "hexadecimal strings": b"BT /F1 12 Tf 20 200 Td <737461 79 20 474F4E45> Tj [<41>-50<62>]TJ (c) Tj ET",
    "comments": b"BT /F1 12 Tf 20 200 Td % (no) Tj\n[(stay) % ]TJ\n -100 (GONE)]TJ (more) Tj ET",
    "numbers in odd forms": b"BT /F1 12. Tf +20 200.0 Td [(stay)-.5(GONE)--3(more)]TJ ET",
    "a Q too many": b"Q Q 1 0 0 1 40 0 cm BT /F1 12 Tf 20 200 Td (stay GONE) Tj ET Q BT /F1 12 Tf 9 9 Td (A b) Tj ET",
    "a block that never ends": b"q q 1 0 0 1 9 9 cm BT /F1 12 Tf 20 200 Td (stay GONE stay) Tj",
    "an inline image with text in it": (
        b"q 8 0 0 8 300 200 cm BI /W 4 /H 4 /BPC 8 /CS /G ID (GONE) Tj EI(abc EI Q "
        b"BT /F1 12 Tf 20 200 Td (stay GONE stay) Tj ET"
    ),
    "text and paths": b"0 0 1 rg 9 9 50 50 re f [3 1] 0 d BT /F1 12 Tf 20 200 Td (GONE stay) Tj ET 0 0 m 9 9 l S",
}


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_capitals_go_and_everything_else_stays_where_it_is(stream: bytes, tmp_path: Path) -> None:
    check(page_of(stream), tmp_path)


def test_an_operation_may_be_split_between_the_streams_of_a_page(tmp_path: Path) -> None:
    check(page_of(b"BT /F1 12 Tf 20 200", b"Td (stay GONE)", b"Tj ET"), tmp_path)


def test_every_byte_that_shows_no_removed_glyph_stays() -> None:
    stream = b"0.5 g  % a comment\nBT /F1 12 Tf 20 200 Td (stay) Tj (GONE) Tj ET 1 0 0 RG"
    document = page_of(stream)
    clear(document)
    assert document[0].read_contents() == b"q\n" + stream.replace(b"(GONE) Tj ", b" ") + b"\nQ"


def test_an_offset_is_only_left_where_text_follows() -> None:
    document = page_of(b"BT /F1 12 Tf 20 200 Td (GONE) Tj 0 -20 Td (GONE) Tj (a) Tj ET")
    clear(document)
    assert document[0].read_contents().count(b"TJ") == 1


class TestForms:
    def form(self, document: pymupdf.Document, content: bytes, entries: str = "") -> int:
        definition = f"<</Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}] {entries}>>"
        return add(document, definition, content)

    def test_a_form_with_resources_of_its_own(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        font = add(document, HELVETICA)
        content = b"BT /G 12 Tf 20 200 Td (stay GONE stay) Tj ET"
        form = self.form(document, content, f"/Matrix [1 0 0 1 9 -9] /Resources <</Font <</G {font} 0 R>>>>")
        page_of(b"q 0.9 0 0 0.9 0 0 cm /X Do Q", resources=f"/XObject <</X {form} 0 R>>", document=document)
        check(document, tmp_path)

    def test_a_form_that_uses_the_resources_of_the_page(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        form = self.form(document, b"BT /F1 12 Tf 20 200 Td (stay GONE stay) Tj ET")
        page_of(b"/X Do", resources=f"/XObject <</X {form} 0 R>>", document=document)
        check(document, tmp_path)

    def test_a_form_that_is_drawn_later_keeps_the_font_and_size_that_it_inherits(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        form = self.form(document, b"BT 20 100 Td (stay) Tj ET")
        content = b"/F1 12 Tf 2 Tc BT 20 200 Td /F1 17 Tf (GONE) Tj ET /X Do"
        page_of(content, resources=f"/XObject <</X {form} 0 R>>", document=document)
        check(document, tmp_path)

    def test_only_the_use_of_a_form_that_loses_text_gets_a_copy(self) -> None:
        document = pymupdf.open()
        form = self.form(document, b"BT /F1 12 Tf 20 200 Td (GONE stay) Tj ET")
        content = b"/X Do q 1 0 0 1 0 -50 cm /X Do Q q 1 0 0 1 200 0 cm /X Do Q"
        page_of(content, resources=f"/XObject <</X {form} 0 R>>", document=document)
        clear(document, [Band(0, 150, 1, 0, 60, 2)])
        assert sorted(document[0].get_text().split()) == ["GONE", "GONE", "stay", "stay", "stay"]

    def test_a_form_in_a_form(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        inner = self.form(document, b"BT /F1 12 Tf 20 200 Td (stay GONE) Tj ET")
        outer = self.form(
            document, b"BT /F1 12 Tf 20 100 Td (A b) Tj ET /Y Do", f"/Resources <</XObject <</Y {inner} 0 R>>>>"
        )
        document.xref_set_key(outer, "Resources/Font", f"<</F1 {add(document, HELVETICA)} 0 R>>")
        document.xref_set_key(inner, "Resources", f"<</Font <</F1 {add(document, HELVETICA)} 0 R>>>>")
        page_of(b"/X Do", resources=f"/XObject <</X {outer} 0 R>>", document=document)
        check(document, tmp_path)

    def test_a_form_that_draws_itself_ends(self) -> None:
        document = pymupdf.open()
        form = self.form(document, b"BT /F1 12 Tf 20 200 Td (GONE stay) Tj ET /X Do")
        document.xref_set_key(form, "Resources", f"<</XObject <</X {form} 0 R>>>>")
        page_of(
            b"/X Do BT /F1 12 Tf 20 100 Td (GONE) Tj ET", resources=f"/XObject <</X {form} 0 R>>", document=document
        )
        assert clear(document, [Band(0, 200, 1, 0, 400, 2)]).removed == 4


def composite(encoding: str, order: str = "Japan1", widths: str = "") -> str:
    system = f"<</Registry (Adobe) /Ordering ({order}) /Supplement 2>>"
    descriptor = "<</Type /FontDescriptor /FontName /Kozuka /Flags 4 /ItalicAngle 0 /Ascent 880 /Descent -120>>"
    descendant = (
        f"<</Type /Font /Subtype /CIDFontType0 /BaseFont /Kozuka /CIDSystemInfo {system} {widths}"
        f"/FontDescriptor {descriptor}>>"
    )
    return f"<</Type /Font /Subtype /Type0 /BaseFont /Kozuka /Encoding /{encoding} /DescendantFonts [{descendant}]>>"


def page_with_font(definition: str, content: bytes) -> pymupdf.Document:
    document = pymupdf.open()
    font = add(document, definition)
    page_of(content, document=document)
    document.xref_set_key(document[0].xref, "Resources/Font/F2", f"{font} 0 R")
    return document


class TestFonts:
    @pytest.mark.parametrize("encoding", ["90ms-RKSJ-H", "EUC-H", "UniJIS-UTF16-H"])
    def test_codes_of_one_and_of_two_bytes(self, encoding: str, tmp_path: Path) -> None:
        codec = {"90ms-RKSJ-H": "shift_jis", "EUC-H": "euc_jp"}.get(encoding, "utf-16-be")
        text = "駅abの前に".encode(codec)
        document = page_with_font(
            composite(encoding), b"BT /F2 12 Tf 20 200 Td <%s> Tj (x) Tj ET" % text.hex().encode()
        )
        check(document, tmp_path, lambda character: character in "の前")

    def test_vertical_text(self, tmp_path: Path) -> None:
        text = "駅の前に家".encode("utf-16-be").hex().encode()
        document = page_with_font(
            composite("UniJIS-UCS2-V"), b"BT /F2 12 Tf 2 Tc 20 200 Td [<%s>300<%s>]TJ ET" % (text, text)
        )
        # MuPDF's origin of a vertical glyph is 0.5 em left of its line and 1.88 em below the place where it starts.
        origins = [(each.x, each.y) for each in read_by_mupdf(document[0]) if each.character in "の前"]
        bands = [Band(x + 6, y - 1.88 * 12 + 2, 0, 1, 8, 2) for x, y in origins]
        # PDFium finds no text in this font.
        check(document, tmp_path, lambda character: character in "の前", bands, [glyphs_by_mupdf])

    def test_a_font_whose_glyphs_are_drawings(self, tmp_path: Path) -> None:
        document = pymupdf.open()
        square = add(document, "<<>>", b"600 0 0 0 500 500 d1 0 0 500 500 re f")
        names = add(document, "<</Differences [65 /A 97 /a]>>")
        definition = (
            f"<</Type /Font /Subtype /Type3 /FontBBox [0 0 600 600] /FontMatrix [0.001 0 0 0.001 0 0] "
            f"/CharProcs <</A {square} 0 R /a {square} 0 R>> /Encoding {names} 0 R /FirstChar 65 /LastChar 97 "
            f"/Widths [600 {'0 ' * 31} 700]>>"
        )
        font = add(document, definition)
        page_of(b"BT /F2 12 Tf 20 200 Td (aAaA) Tj ET", document=document)
        document.xref_set_key(document[0].xref, "Resources/Font/F2", f"{font} 0 R")
        check(document, tmp_path)

    def test_text_without_a_font_stays(self) -> None:
        document = page_of(b"BT 20 200 Td (GONE) Tj /F1 12 Tf (GONE) Tj ET")
        assert clear(document, [Band(0, 100, 1, 0, 400, 2)]).removed == 4
        assert document[0].read_contents().count(b"(GONE)") == 1


class TestHiddenText:
    def test_text_of_a_hidden_layer_stays(self) -> None:
        document = pymupdf.open()
        layer = document.add_ocg("Notes", on=False)
        content = b"/OC /L BDC BT /F1 12 Tf 20 200 Td (GONE) Tj ET EMC BT /F1 12 Tf 20 200 Td (GONE) Tj ET"
        page_of(content, resources=f"/Properties <</L {layer} 0 R>>", document=document)
        report = clear(document, [Band(0, 100, 1, 0, 400, 2)])
        assert (report.removed, report.bands[0].left) == (4, 4)

    def test_text_that_is_a_clipping_path_stays(self) -> None:
        document = page_of(b"BT /F1 12 Tf 7 Tr 20 200 Td (GONE) Tj ET 0 0 400 300 re f")
        report = clear(document, [Band(0, 100, 1, 0, 400, 2)])
        assert (report.removed, report.bands[0].left) == (0, 4)


class TestMarkedContent:
    def test_the_report_tells_from_which_sequences_glyphs_went(self) -> None:
        document = page_of(
            b"/P <</MCID 3>> BDC BT /F1 12 Tf 20 200 Td (GONE) Tj /Span <</Lang (en)>> BDC (GO) Tj EMC ET EMC "
            b"/Artifact <</Type /Pagination>> BDC BT /F1 12 Tf 20 100 Td (GONE) Tj ET EMC"
        )
        first, second = clear(document, [Band(0, 100, 1, 0, 400, 2), Band(0, 200, 1, 0, 400, 2)]).bands
        page = document[0].xref
        assert [(mark.stream, mark.mcid, count) for mark, count in first.glyphs.items()] == [(page, 3, 6)]
        assert [mark.artifact for mark in second.glyphs] == ["/Artifact <</Type /Pagination>> BDC"]

    @pytest.mark.parametrize("properties", ["<</ActualText (GONE)>>", "<</E (x) /ActualText <474f4e45>>>", "/T"])
    def test_a_text_for_copying_goes_with_its_glyphs(self, properties: str) -> None:
        content = f"/Span {properties} BDC BT /F1 12 Tf 20 200 Td (GONE) Tj ET EMC".encode()
        document = page_of(content, resources="/Properties <</T <</ActualText (GONE)>>>>")
        clear(document, [Band(0, 100, 1, 0, 400, 2)])
        assert "GONE" not in document[0].get_text()
        assert b"ActualText" not in document[0].read_contents()

    def test_a_sequence_that_keeps_its_glyphs_keeps_its_text_for_copying(self) -> None:
        document = page_of(
            b"/Span <</ActualText (other)>> BDC BT /F1 12 Tf 20 200 Td (stay) Tj ET EMC "
            b"BT /F1 12 Tf 20 100 Td (GONE) Tj ET"
        )
        clear(document, [Band(0, 200, 1, 0, 400, 2)])
        assert document[0].get_text().split() == ["other"]


class TestDecorations:
    def removed_from(self, content: bytes, box: tuple[float, float, float, float]) -> tuple[set[int], bytes]:
        document = page_of(content)
        surgeon = ContentSurgeon(document)
        report = surgeon.clear(document[0], [], [box])
        surgeon.close()
        return report.decorations, document[0].read_contents()

    @pytest.mark.parametrize(
        "path",
        [b"20 198 50 1 re f", b"1 w 20 198.5 m 70 198.5 l S", b"20 198 m 70 198 l 70 199 l 20 199 l h f*"],
        ids=["rectangle", "line", "polygon"],
    )
    def test_a_path_in_the_box_is_not_painted(self, path: bytes) -> None:
        content = b"0 0 1 rg " + path + b" 0 0 100 1 re f"
        found, new = self.removed_from(content, (20, 101, 70, 102))
        assert found == {0}
        assert new.count(b"f") + new.count(b"S") == 1

    def test_one_of_several_rectangles_goes(self) -> None:
        found, new = self.removed_from(b"20 198 50 1 re 20 98 50 1 re f", (20, 101, 70, 102))
        assert (found, new.count(b"re"), b"20 98 50 1 re f" in new) == ({0}, 1, True)

    def test_a_clipping_path_stays(self) -> None:
        found, new = self.removed_from(b"20 198 50 1 re 20 98 50 1 re W n 0 0 400 300 re f", (20, 101, 70, 102))
        assert (found, new.count(b"re")) == (set(), 3)

    def test_a_path_that_reaches_out_of_the_box_stays(self) -> None:
        assert self.removed_from(b"20 198 80 1 re f", (20, 101, 70, 102))[0] == set()


class TestLimits:
    def test_a_page_over_a_limit_is_not_changed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(budget, "MAX_OPERATIONS", 20)
        content = b"BT /F1 12 Tf 20 200 Td " + b"(GONE) Tj " * 30 + b"ET"
        document = page_of(content)
        with pytest.raises(ContentTooLarge):
            clear(document, [Band(0, 100, 1, 0, 400, 2)])
        assert document[0].read_contents() == content

    def test_a_budget_counts_glyphs_bytes_and_forms(self) -> None:
        for spend in (Budget().spend_glyphs, Budget().spend_bytes):
            with pytest.raises(ContentTooLarge):
                spend(10**10)
        left = Budget()
        for _ in range(budget.MAX_FORMS):
            left.spend_form()
        with pytest.raises(ContentTooLarge):
            left.spend_form()
