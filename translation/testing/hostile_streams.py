"""PDFs of one page whose contents try to exhaust their reader. Each has a line "GONE", and a line "stay" below it."""

from collections.abc import Callable
from functools import partial

import pymupdf

WIDTH, HEIGHT = 400, 300
HELVETICA = "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
LINES = b"BT /F1 12 Tf 20 200 Td (GONE) Tj 0 -20 Td (stay) Tj ET "
MILLION = 1_000_000
IDENTITY_SYSTEM = "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"


def add(document: pymupdf.Document, definition: str, stream: bytes | None = None) -> int:
    """Add an object, and return its number."""
    xref: int = document.get_new_xref()
    document.update_object(xref, definition)
    if stream is not None:
        document.update_stream(xref, stream, compress=len(stream) < MILLION)
    return xref


def page_of(
    content: bytes, resources: str = "", fonts: str = "", document: pymupdf.Document | None = None
) -> pymupdf.Document:
    """Return a document with one page: the two lines, and then this content."""
    document = pymupdf.open() if document is None else document
    page = document.new_page(width=WIDTH, height=HEIGHT)
    stream = add(document, "<<>>", LINES + content)
    font = add(document, HELVETICA)
    document.xref_set_key(page.xref, "Resources", f"<</Font <</F1 {font} 0 R {fonts}>> {resources}>>")
    document.xref_set_key(page.xref, "Contents", f"{stream} 0 R")
    return document


def form_of(document: pymupdf.Document, content: bytes, entries: str = "") -> int:
    """Add a form, and return its number."""
    return add(document, f"<</Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}] {entries}>>", content)


def page_with_font(definition: str, content: bytes, *streams: bytes) -> pymupdf.Document:
    """Return a page with a font F2. In its definition, %0 is the number of the first of these streams, and so on."""
    document = pymupdf.open()
    for number, stream in enumerate(streams):
        definition = definition.replace(f"%{number}", str(add(document, "<<>>", stream)))
    return page_of(content, fonts=f"/F2 {add(document, definition)} 0 R", document=document)


def composite(encoding: str, widths: str = "") -> str:
    """Return the definition of a font with codes of several bytes."""
    descendant = f"<</Subtype /CIDFontType2 /BaseFont /Foo /CIDSystemInfo {IDENTITY_SYSTEM} {widths}>>"
    return f"<</Type /Font /Subtype /Type0 /BaseFont /Foo /Encoding {encoding} /DescendantFonts [{descendant}]>>"


def _form_that_draws_itself() -> pymupdf.Document:
    document = pymupdf.open()
    form = form_of(document, b"BT /F1 9 Tf 20 100 Td (again) Tj ET /X Do /X Do")
    document.xref_set_key(form, "Resources", f"<</XObject <</X {form} 0 R>>>>")
    return page_of(b"/X Do", f"/XObject <</X {form} 0 R>>", document=document)


def _forms_in_forms() -> pymupdf.Document:
    document = pymupdf.open()
    form = form_of(document, b"BT /F1 9 Tf 20 200 Td (x) Tj ET")
    for _ in range(6):
        form = form_of(document, b"/X Do " * 10, f"/Resources <</XObject <</X {form} 0 R>>>>")
    return page_of(b"/X Do", f"/XObject <</X {form} 0 R>>", document=document)


def _large_form_used_often(content: bytes) -> pymupdf.Document:
    document = pymupdf.open()
    form = form_of(document, content)
    return page_of(b"/X Do " * 15_000, f"/XObject <</X {form} 0 R>>", document=document)


def _switches_between_fonts() -> pymupdf.Document:
    names = [f"/N{number}" for number in range(10_000)]
    fonts = " ".join(f"{name} <</Type /Font /Subtype /Type1 /BaseFont {name}>>" for name in names)
    return page_of(b"BT " + b" ".join(f"{name} 9 Tf (x) Tj".encode() for name in names) + b" ET", fonts=fonts)


def _contents_in_a_circle() -> pymupdf.Document:
    document = page_of(b"")
    page = document[0].xref
    stream = document.xref_get_key(page, "Contents")[1]
    array = add(document, "[]")
    document.update_object(array, f"[{array} 0 R {stream} {array} 0 R {page} 0 R]")
    document.xref_set_key(page, "Contents", f"{array} 0 R")
    return document


def _resources(value: str) -> pymupdf.Document:
    document = page_of(b"/X Do /G gs /P /Q BDC /S sh (x) Tj EMC /None 9 Tf (GONE) Tj")
    document.xref_set_key(document[0].xref, "Resources", value)
    return document


def _cmap_circle() -> pymupdf.Document:
    document = page_with_font(composite("%0 0 R"), b"BT /F2 9 Tf 20 100 Td (abcd) Tj ET", b"/Foo usecmap")
    cmap = next(xref for xref in range(1, document.xref_length()) if document.xref_stream(xref) == b"/Foo usecmap")
    document.xref_set_key(cmap, "UseCMap", f"{cmap} 0 R")
    return document


def _form_with(entries: str) -> pymupdf.Document:
    document = pymupdf.open()
    form = form_of(document, b"BT /F1 9 Tf 20 100 Td (x) Tj ET", entries)
    return page_of(b"/X Do", f"/XObject <</X {form} 0 R>>", document=document)


def _text(operators: bytes) -> bytes:
    return b"BT /F1 9 Tf 20 100 Td " + operators + b" (x) Tj [(x)-5(y)] TJ ET"


NUMBERS = (b"1e999", b"9999999999999", b"-99999999999999999999", b"9" * 400, b"nan", b"inf", b"1e38", b"--", b"0x7f")
BRACKETS = (b"(", b")", b"[", b"]", b"<", b">", b"<<", b">>", b"%", b"/", b"\\", b"{", b"'")


def pages(million: int = MILLION) -> dict[str, Callable[[], pymupdf.Document]]:
    """Return functions that make the pages, by their names. Their long ones have about a million operations."""
    many = million // 10
    return {
        "nested q": lambda: page_of(b"q " * million),
        "nested BT": lambda: page_of(b"BT " * million),
        "Q without q": lambda: page_of(b"Q " * million),
        "a million operators": lambda: page_of(b"0 0 Td " * million),
        "a million strings": lambda: page_of(_text(b"(x) Tj " * million)),
        "a million unknown operators": lambda: page_of(b"zz " * million),
        "a million numbers": lambda: page_of(b"1 " * million),
        "a million names": lambda: page_of(b"/N " * million),
        **{f"a megabyte of {each.decode()}": partial(page_of, each * million) for each in BRACKETS},
        "a megabyte of [(": lambda: page_of(b"[(a)" * million),
        "a megabyte of /A<<": lambda: page_of(b"/A<<(a)" * million),
        "a megabyte of BI": lambda: page_of(b"BI " * million),
        "a megabyte of BI and ID": lambda: page_of(b"BI ID " * million),
        "inline images without an end": lambda: page_of(b"BI /W 9 /H 9 ID \xff" * many),
        "a megabyte of EI": lambda: page_of(b"BI /W 9 /H 9 ID \xff" + b" EI \xff" * million),
        "odd numbers": lambda: page_of(
            b"".join(
                _text(b"%s %s" % (number, operator))
                for number in NUMBERS
                for operator in (b"Tz", b"Tc", b"Tw", b"TL", b"Ts", b"Tr")
            )
            + b"".join(_text(b"%s %s Td" % (number, number)) for number in NUMBERS)
            + b"".join(_text(b"[(x)%s(y)] TJ" % number) for number in NUMBERS)
            + b"".join(
                b"q %s 0 0 1 0 0 cm " % number + _text(b"1 0 0 %s 5 5 Tm" % number) + b"Q " for number in NUMBERS
            )
        ),
        "text without places": lambda: page_of(b"9" * 400 + b" 0 0 1 0 0 cm " + _text(b"")),
        "a form that draws itself": _form_that_draws_itself,
        "a million uses of forms in forms": _forms_in_forms,
        "uses of a large form without text": lambda: _large_form_used_often(b"0 0 m 9 9 l S " * million),
        "uses of a large form with text": lambda: _large_form_used_often(b"0 0 m 9 9 l S " * million + LINES),
        "uses of a form of many operators": lambda: _large_form_used_often(b"q Q " * (million // 100) + LINES),
        "an array of a million numbers": lambda: page_of(b"BT /F1 9 Tf [" + b"1 " * million + b"(x)] TJ ET"),
        "arrays of a million strings": lambda: page_of(_text(b"[" + b"(x)" * (million // 3) + b"(\\170)] TJ ") * 4),
        "arrays of empty strings": lambda: page_of(_text(b"[" + b"()" * (million // 2) + b"<78>900] TJ ") * 20),
        "a string of two megabytes": lambda: page_of(_text(b"(" + b"x" * 2 * million + b") Tj")),
        "a string without an end": lambda: page_of(b"BT /F1 9 Tf 20 100 Td (x Tj ET"),
        "an array without an end": lambda: page_of(b"BT /F1 9 Tf 20 100 Td [(x) 5"),
        "a hexadecimal string without an end": lambda: page_of(b"BT /F1 9 Tf 20 100 Td <78 Tj ET"),
        "an inline image without an end": lambda: page_of(b"BI /W 9 /H 9 /BPC 8 /CS /G ID abc"),
        "10,000 fonts": _switches_between_fonts,
        "odd names": lambda: page_of(b"/A#00B 9 Tf /\xff\xfe gs /#ZZ Do / Do /#2F 9 Tf (x) Tj /\xc3\xa9 /\xff BDC EMC"),
        "a Type 3 font without anything": lambda: page_with_font(
            "<</Type /Font /Subtype /Type3>>", b"BT /F2 9 Tf (x) Tj ET"
        ),
        "a Type 3 font with huge widths": lambda: page_with_font(
            f"<</Subtype /Type3 /FontMatrix [{'9' * 300} 0 0 1 0 0] /Widths [{'9' * 300}] /FirstChar 120 /Encoding /X "
            "/CharProcs <<>>>>",
            b"BT /F2 9 Tf 20 100 Td (x) Tj ET",
        ),
        "a Type 0 font without descendants": lambda: page_with_font(
            "<</Type /Font /Subtype /Type0 /Encoding /Identity-H>>", b"BT /F2 9 Tf 20 100 Td (xy) Tj ET"
        ),
        "a CMap of huge codespaces": lambda: page_with_font(
            composite("%0 0 R"), _text(b"/F2 9 Tf (abcdefgh)Tj"), b"begincodespacerange <00000000> <ffffffff> " * many
        ),
        "a CMap of many codespaces": lambda: page_with_font(
            composite("%0 0 R"),
            _text(b"/F2 9 Tf (abcdefgh)Tj") * 5000,
            b"begincodespacerange " + b"<0000> <0001> " * many + b" endcodespacerange",
        ),
        "CMaps in a circle": _cmap_circle,
        "odd widths": lambda: page_with_font(
            composite(
                "/Identity-V",
                f"/DW2 [(x) {'9' * 99}] /W2 [1 2 (x) [] 5 -9 {'9' * 99} 1 1] "
                f"/W [0 99999999 {'9' * 50} [] [1] (x)] /DW -1",
            ),
            _text(b"/F2 9 Tf (abcdefgh)Tj"),
        ),
        "resources that are no dictionary": lambda: _resources("[5 (x)]"),
        "resources of wrong types": lambda: _resources("<</Font 5 /XObject [] /Properties (x) /ExtGState /X>>"),
        "no resources": lambda: _resources("null"),
        "contents in a circle": _contents_in_a_circle,
        "marks that are never closed": lambda: page_of(
            b"/P <</MCID 1>> BDC " * many + _text(b"(x) Tj " * (million // 20))
        ),
        "marks of odd numbers": lambda: page_of(
            b"/P <</MCID 99999999999>> BDC /P <</MCID -5>> BDC /P <</MCID (x)>> BDC /P <</MCID 1.5>> BDC "
            b"/P /None BDC BDC /P BDC BMC " + _text(b"")
        ),
        "a form with a wrong box": lambda: _form_with("/BBox [nan (x) 9e99 -9e99] /Matrix [1 0 0]"),
        "a form of huge numbers": lambda: _form_with(
            f"/BBox [0 0 {'9' * 60} {'9' * 60}] /Matrix [{'9' * 60} 0 0 1 {'9' * 60} 0]"
        ),
        "a hundred megabytes": lambda: page_of(b"0 0 m 9 9 l S " * (8 * MILLION)),
    }
