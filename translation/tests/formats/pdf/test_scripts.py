"""Translations into all scripts: shaped by the rules of each, and copied from the page as they were written."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pytest

from translation.document import Block, Content, InlineCode, Span, plain_text
from translation.formats import open_document
from translation.formats.base import ReadOptions, WriteOptions
from translation.formats.pdf.bidi import embedding_levels, visual_order

SENTENCES = {
    "ar": "تغادر العبّارة عند الساعة 7:30 صباحًا من الرصيف رقم 12 (JAS 39C)، ولا أحد ينتظر المتأخرين.",
    "fa": "قایق ساعت ۷ صبح از اسکله می‌رود و کسی منتظر دیرآمدگان نمی‌ماند؛ بلیت 3,50 یورو است.",
    "he": "המעבורת יוצאת בשעה 7:30 מרציף 12 (JAS 39C), ואיש אינו מחכה למאחרים.",
    "hi": "नौका सुबह सात बजे घाट से निकलती है और देर से आने वालों की प्रतीक्षा कोई नहीं करता; टिकट 350 रुपये का है।",
    "bn": "ফেরিটি সকাল সাতটায় ঘাট থেকে ছাড়ে এবং দেরিতে আসা যাত্রীদের জন্য কেউ অপেক্ষা করে না।",
    "ta": "படகு காலை ஏழு மணிக்குத் துறையிலிருந்து புறப்படுகிறது; தாமதமாக வருபவர்களுக்காக யாரும் காத்திருப்பதில்லை.",
    "th": "เรือข้ามฟากออกจากท่าเวลาเจ็ดโมงเช้า และไม่มีใครรอผู้โดยสารที่มาสาย ตั๋วราคา 350 บาทต่อคน",
    "zh": "渡船早上七点从12号码头出发，没有人会等迟到的乘客。船票（单程）每张三元五角，“往返”更便宜。",
    "ja": "渡し船は朝7時に12番の桟橋を出発し、遅れた乗客を待つ人はいません。「往復」の切符はセンターで買えます。",
    "ko": "나룻배는 아침 일곱 시에 12번 부두에서 출발하며, 늦게 오는 승객을 기다려 주는 사람은 아무도 없다.",
    "el": "Το πλοίο φεύγει στις επτά το πρωί από την αποβάθρα 12 και κανείς δεν περιμένει όσους αργούν.",
    "ru": "Паром отходит в семь утра от двенадцатого причала, и опоздавших никто не ждёт.",
    "vi": "Chuyến phà rời bến lúc bảy giờ sáng và không ai chờ những hành khách đến muộn; vé khứ hồi rẻ hơn.",
    "ka": "ბორანი დილის შვიდ საათზე გადის და დაგვიანებულებს არავინ ელოდება.",
    "te": "పడవ ఉదయం ఏడు గంటలకు రేవు నుండి బయలుదేరుతుంది, ఆలస్యంగా వచ్చేవారి కోసం ఎవరూ వేచి ఉండరు.",
}
TO_LEFT = ("ar", "fa", "he")
THAI_WORDS = (
    *("เรือ", "ข้าม", "ฟาก", "ออก", "จาก", "ท่า", "เวลา", "เจ็ด", "โมง"),
    *("เช้า", "และ", "ไม่", "มี", "ใคร", "รอ", "ผู้โดยสาร", "ที่"),
    *("มา", "สาย", "ตั๋ว", "ราคา", "350", "บาท", "ต่อ", "คน"),
)
PARAGRAPH = [
    "The ferry leaves at seven in the morning from pier 12 and",
    "nobody waits for those who are late. A ticket costs three and",
    "a half, and the way back is cheaper for those who pay at once.",
]
WIDTH = 72, 362


def save(folder: Path, draw: Callable[[pymupdf.Page], object]) -> Path:
    document = pymupdf.open()
    draw(document.new_page())
    path = folder / "source.pdf"
    document.save(path)
    return path


def draw_paragraph(page: pymupdf.Page) -> None:
    page.insert_text((72, 100), PARAGRAPH, fontsize=10)


def read(path: Path) -> list[Block]:
    with open_document(path, "x.pdf") as document:
        return list(document.read(ReadOptions()))


def translate(source: Path, language: str, change: Callable[[Content], Content]) -> tuple[pymupdf.Document, list[str]]:
    """Change the blocks of a document, and return the written document with the codes of its problems."""
    output = source.with_name("output.pdf")
    with open_document(source, "x.pdf") as document:
        targets = [(block.id, change(block.content)) for block in document.read(ReadOptions())]
        outcome = document.write(targets, WriteOptions(language), output, lambda _share: None)
    return pymupdf.open(output), [problem.code for problem in outcome.problems]


def into(text: str) -> Callable[[Content], Content]:
    return lambda _content: (Span(text),)


def plain_characters(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def characters(page: pymupdf.Page) -> Iterator[tuple[str, float, float]]:
    """Return the characters of a page with their left ends and baselines."""
    for block in page.get_text("rawdict")["blocks"]:
        for line in block["lines"]:
            for span in line["spans"]:
                for each in span["chars"]:
                    yield each["c"], each["bbox"][0], each["origin"][1]


def line_texts(page: pymupdf.Page) -> list[str]:
    return [line.strip() for line in page.get_text().splitlines() if line.strip()]


def ink(page: pymupdf.Page) -> tuple[float, float]:
    """Return the left and right edges of all that is dark on a page, in points."""
    picture = page.get_pixmap(dpi=144, colorspace=pymupdf.csGRAY)
    rows = [picture.samples[start : start + picture.width] for start in range(0, len(picture.samples), picture.stride)]
    dark = [number for row in rows for number, value in enumerate(row) if value < 128]
    return min(dark) / 2, max(dark) / 2


@pytest.mark.parametrize("language", SENTENCES)
def test_a_paragraph_can_be_copied_out_as_it_was_written(tmp_path: Path, language: str) -> None:
    output, problems = translate(save(tmp_path, draw_paragraph), language, into(SENTENCES[language]))
    assert problems == []
    assert plain_characters(output[0].get_text()) == plain_characters(SENTENCES[language])


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("font", ["helv", "tibo", "coit"])
def test_each_style_has_all_characters(tmp_path: Path, language: str, font: str) -> None:
    source = save(tmp_path, lambda page: page.insert_text((72, 100), PARAGRAPH, fontname=font, color=(0.8, 0, 0)))
    output, problems = translate(source, language, into(SENTENCES[language]))
    assert problems == []
    assert plain_characters(output[0].get_text()) == plain_characters(SENTENCES[language])
    lines = [line for block in output[0].get_text("dict")["blocks"] for line in block["lines"]]
    assert {span["color"] for line in lines for span in line["spans"]} == {0xCC0000}


@pytest.mark.parametrize("language", SENTENCES)
def test_the_lines_stay_within_the_paragraph(tmp_path: Path, language: str) -> None:
    text = f"{SENTENCES[language]} {SENTENCES[language]}"
    output, _ = translate(save(tmp_path, draw_paragraph), language, into(text))
    left, right = ink(output[0])
    assert left >= WIDTH[0] - 1
    assert right <= WIDTH[1] + 1


@pytest.mark.parametrize("language", TO_LEFT)
def test_text_that_runs_to_the_left_is_flush_at_the_right(tmp_path: Path, language: str) -> None:
    output, _ = translate(save(tmp_path, draw_paragraph), language, into(SENTENCES[language]))
    edge = max(pymupdf.get_text_length(line, fontsize=10) for line in PARAGRAPH) + 72
    ends: dict[float, float] = {}
    for _, x, baseline in characters(output[0]):
        ends[baseline] = max(ends.get(baseline, 0.0), x)
    assert ink(output[0])[1] == pytest.approx(edge, abs=1.5)
    assert max(ends.values()) - min(ends.values()) < 6


@pytest.mark.parametrize("language", TO_LEFT)
def test_a_single_line_to_the_left_stays_within_its_column(tmp_path: Path, language: str) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_textbox((310, 60, 540, 200), " ".join(PARAGRAPH), fontsize=11)
        page.insert_text((310, 300), "A line of its own in that column.", fontsize=11)

    output, _ = translate(save(tmp_path, draw), language, into(f"{SENTENCES[language]} {SENTENCES[language]}"))
    assert ink(output[0])[0] >= 309


def test_a_phrase_to_the_right_keeps_its_order_within_text_to_the_left(tmp_path: Path) -> None:
    output, _ = translate(save(tmp_path, draw_paragraph), "he", into("ראו JAS 39C (ו-12)."))
    by_place = "".join(each for each, _x, _y in sorted(characters(output[0]), key=lambda each: each[1]) if each != " ")
    # Brackets within text to the left are shown mirrored.
    assert by_place == ".)12-ו(JAS39Cואר"


def test_a_bullet_moves_to_the_other_side(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), "The ferry leaves at seven in the morning from pier twelve.", fontsize=10)
        page.insert_text((72, 130), "\u00b7", fontsize=10)
        page.insert_text((86, 130), "Nobody waits for those who are late again.", fontsize=10)

    output, _ = translate(save(tmp_path, draw), "ar", into("لا أحد ينتظر"))
    rows = [(each, x) for each, x, baseline in characters(output[0]) if abs(baseline - 130) < 1]
    bullet = next(x for each, x in rows if each == "\u00b7")
    assert bullet > max(x for each, x in rows if each not in " \u00b7")
    assert bullet > 250


def test_a_link_moves_with_its_words_in_text_to_the_left(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), "See the timetable for more.", fontsize=10)
        box = page.search_for("timetable")[0]
        page.insert_link({"kind": pymupdf.LINK_URI, "from": box, "uri": "https://example.org/"})

    def change(content: Content) -> Content:
        linked = next(piece.style for piece in content if isinstance(piece, Span) and "timetable" in piece.text)
        return Span("انظر "), Span("الجدول", linked), Span(" للمزيد")

    output, _ = translate(save(tmp_path, draw), "ar", change)
    box = output[0].get_links()[0]["from"]
    middle = [each for each, x, _ in characters(output[0]) if box.x0 - 0.1 <= x < box.x1 - 0.5]
    assert plain_characters("".join(middle)) == plain_characters("الجدول")


def test_an_inline_formula_keeps_its_glyphs_within_text_to_the_left(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), "The sum of")
        page.insert_text((132, 100), "a", fontname="symb")
        page.insert_text((142, 100), "and the rest is small.")

    def change(content: Content) -> Content:
        code = next(piece for piece in content if isinstance(piece, InlineCode))
        return Span("הסכום של "), code, Span(" קטן")

    output, problems = translate(save(tmp_path, draw), "he", change)
    assert problems == []
    fonts = {font[3].split("+")[-1] for font in output[0].get_fonts()}
    assert "Symbol" in fonts
    places = {each: x for each, x, _ in characters(output[0])}
    formula = next(x for each, x in places.items() if each in "αa")
    assert places["ק"] < formula < places["ל"]


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_no_line_starts_or_ends_with_a_sign_that_may_not_stand_there(tmp_path: Path, language: str) -> None:
    output, _ = translate(save(tmp_path, draw_paragraph), language, into(SENTENCES[language] * 3))
    lines = line_texts(output[0])
    assert len(lines) > 3
    assert not [line for line in lines if line[0] in "，。、」）”" or line[-1] in "「（“"]


def test_thai_lines_break_between_words(tmp_path: Path) -> None:
    output, _ = translate(save(tmp_path, draw_paragraph), "th", into(SENTENCES["th"].replace(" ", "") * 3))
    lines = line_texts(output[0])
    assert len(lines) > 3
    assert all(line.startswith(THAI_WORDS) for line in lines)


@pytest.mark.parametrize("language", ["ar", "he", "zh", "ja", "th", "ko", "hi"])
def test_what_was_written_is_read_again_as_one_paragraph(tmp_path: Path, language: str) -> None:
    output, _ = translate(save(tmp_path, draw_paragraph), language, into(SENTENCES[language]))
    again = tmp_path / "again.pdf"
    output.save(again)
    (block,) = read(again)
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", plain_text(block.content)))
    assert plain == unicodedata.normalize("NFKC", SENTENCES[language])


def test_a_text_to_the_left_translated_to_the_right_is_flush_at_the_left(tmp_path: Path) -> None:
    output, _ = translate(save(tmp_path, draw_paragraph), "he", into(SENTENCES["he"]))
    again = tmp_path / "source.pdf"
    hebrew = pymupdf.open("pdf", output.tobytes())
    hebrew.save(again)
    result, problems = translate(again, "pt", into("O barco parte às sete e ninguém espera por quem chega tarde."))
    assert problems == []
    assert ink(result[0])[0] == pytest.approx(ink(hebrew[0])[0], abs=1.5)
    assert "O barco parte" in result[0].get_text()


def test_text_from_top_to_bottom_stays_and_is_reported(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((72, 100), "The ferry leaves at seven.")
        xref = page.insert_font(fontname="down", fontbuffer=pymupdf.Font("cjk").buffer)
        page.insert_text((300, 100), "渡し船は出発", fontname="down", fontsize=14)
        page.parent.xref_set_key(xref, "Encoding", "/Identity-V")

    source = save(tmp_path, draw)
    output, problems = translate(source, "pt", into("O barco parte."))
    assert problems == ["vertical_text"]
    assert "渡" in output[0].get_text()


def test_a_document_in_another_script_stays_small(tmp_path: Path) -> None:
    source = save(tmp_path, draw_paragraph)
    translate(source, "zh", into(SENTENCES["zh"]))
    assert source.with_name("output.pdf").stat().st_size < source.stat().st_size + 100_000


@pytest.mark.parametrize(
    ("text", "rtl", "shown"),
    [
        ("abc אבג def", False, "abc גבא def"),
        ("אבג abc דהו", True, "והד abc גבא"),
        ("אב 12 גד", True, "דג 12 בא"),
        ("אב (cd) הו", True, "וה (cd) בא"),
        ("אב 3,50 ה", True, "ה 3,50 בא"),
        ("abc (אב) 12", False, "abc (בא) 12"),
    ],
)
def test_characters_stand_in_the_order_of_the_bidirectional_algorithm(text: str, rtl: bool, shown: str) -> None:
    levels = embedding_levels(text, rtl)
    order = visual_order(levels)
    brackets = str.maketrans("()", ")(")
    seen = (text[number].translate(brackets) if levels[number] % 2 else text[number] for number in order)
    assert "".join(seen) == shown


def test_base14_text_can_be_copied_beside_shaped_text(tmp_path: Path) -> None:
    path = tmp_path / "source.pdf"
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "The ferry leaves at seven.")
    page.insert_text((72, 200), "The bridge is closed.")
    document.save(path)
    targets = iter(["Flight 1234 at 5:67", "Číslo שלום 89"])
    output = tmp_path / "output.pdf"
    with open_document(path, "x.pdf") as source:
        contents = [(block.id, (Span(next(targets)),)) for block in source.read(ReadOptions())]
        source.write(contents, WriteOptions("cs"), output, lambda _share: None)
    text = pymupdf.open(output)[0].get_text()
    assert "Flight 1234 at 5:67" in text
    assert "Číslo" in text
