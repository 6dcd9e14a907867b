"""Documents whose pages need endless time or memory to draw."""

import zlib
from collections.abc import Iterator
from functools import cache
from random import Random

from jobs.testing.hostile.raw import TEXT, deflated, one_page, stream

FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
IMAGE = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8"
DRAWN = TEXT + b" /X1 Do"
GIGABYTE = 1_000_000_000
# A stream of zlib is this header, compressed data without one, and a checksum.
HEADER = b"\x78\xda"
RAW = -zlib.MAX_WBITS


@cache
def packed_spaces(size: int) -> bytes:
    """Return this many spaces, compressed: one piece that decompresses by itself, repeated."""
    piece = b" " * 1_000_000
    count = size // len(piece)
    packer = zlib.compressobj(9, wbits=RAW)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 1
    for _ in range(count):
        checksum = zlib.adler32(piece, checksum)
    return HEADER + packed * count + zlib.compressobj(9, wbits=RAW).flush() + checksum.to_bytes(4, "big")


def forms() -> Iterator[tuple[str, bytes]]:
    for depth in (10, 100, 2_000):
        yield f"{depth} forms in each other", nested_forms(depth, 1)
    yield "ten forms of ten forms, ten times", nested_forms(10, 10)
    yield "two to the thirtieth forms", nested_forms(30, 2)
    inside = b"%s/Resources<</XObject<</X1 %d 0 R>>>>"
    yield (
        "a form in itself",
        one_page(DRAWN, resources=b"/XObject<</X1 10 0 R>>", more={10: stream(b"/X1 Do", inside % (FORM, 10))}),
    )
    yield (
        "two forms in each other",
        one_page(
            DRAWN,
            resources=b"/XObject<</X1 10 0 R>>",
            more={10: stream(b"/X1 Do", inside % (FORM, 11)), 11: stream(b"/X1 Do", inside % (FORM, 10))},
        ),
    )
    yield "groups in each other", nested_forms(60, 1, b"/Group<</S/Transparency/I true/K true>>")
    mask = b"/ExtGState<</G1<</SMask<</S/Alpha/G 10 0 R>>>>>>"
    yield (
        "a mask that masks itself",
        one_page(
            b"/G1 gs " + TEXT,
            resources=mask,
            more={10: stream(b"/G1 gs 0 0 9 9 re f", FORM + b"/Resources<<" + mask + b">>")},
        ),
    )


def nested_forms(depth: int, width: int, entries: bytes = b"") -> bytes:
    last = 10 + depth
    forms = {
        number: stream(b"/X1 Do " * width, b"%s%s/Resources<</XObject<</X1 %d 0 R>>>>" % (FORM, entries, number + 1))
        for number in range(10, last)
    }
    return one_page(
        DRAWN, resources=b"/XObject<</X1 10 0 R>>", more={**forms, last: stream(b"0 0 9 9 re f", FORM + entries)}
    )


def bombs() -> Iterator[tuple[str, bytes]]:
    once = packed_spaces(GIGABYTE)
    yield "a page of a gigabyte", one_page(more={4: stream(once, b"/Filter/FlateDecode")})
    yield "a page packed twice", one_page(more={4: deflated(once, b"/Filter[/FlateDecode/FlateDecode]")})
    twice = stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]")
    yield "a page packed as two filters", one_page(more={4: twice})
    yield (
        "a page through a hundred filters",
        one_page(more={4: stream(b"20>" * 3, b"/Filter[%s]" % (b"/ASCIIHexDecode" * 100))}),
    )
    yield "a page that repeats itself", one_page(more={4: stream(b"\x81 " * 500_000, b"/Filter/RunLengthDecode")})
    columns = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>"
    yield "a page of two thousand million columns", one_page(more={4: stream(zlib.compress(TEXT), columns)})
    yield (
        "objects of a gigabyte",
        one_page(more={10: stream(once, b"/Type/ObjStm/N 1000000/First 10/Filter/FlateDecode"), 4: b"11 0 R"}),
    )
    for name, entries in pictures(once):
        yield name, one_page(DRAWN, resources=b"/XObject<</X1 10 0 R>>", more={10: entries})
    yield (
        "a picture in the page of a thousand million points",
        one_page(
            TEXT + b" q 500 0 0 500 50 50 cm BI /W 32000 /H 32000 /CS /G /BPC 8 /F /Fl ID " + once[:200_000] + b" EI Q"
        ),
    )


def pictures(packed: bytes) -> Iterator[tuple[str, bytes]]:
    for side in (18_000, 60_000, 2_147_483_647):
        size = b"/Width %d/Height %d" % (side, side)
        yield f"a picture {side} points wide", stream(packed, IMAGE + size + b"/Filter/FlateDecode")
    large = b"/Width 30000/Height 30000"
    for name in (b"CCITTFaxDecode", b"JBIG2Decode", b"DCTDecode", b"JPXDecode", b"LZWDecode", b"Unheard"):
        yield (
            f"a picture of rubbish by {name.decode()}",
            stream(b"\x00\x10\xff" * 3_000, IMAGE + large + b"/Filter/" + name),
        )
    yield "a picture with itself as mask", stream(packed[:2_000], IMAGE + large + b"/Filter/FlateDecode/SMask 10 0 R")


def drawings() -> Iterator[tuple[str, bytes]]:
    pattern = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep %s/YStep %s/Resources<<%s>>"
    for step in (b"0.0001", b"0", b"-0.01", b"1e-30"):
        yield f"a pattern with steps of {step.decode()}", with_pattern(pattern % (step, step, b""))
    yield (
        "a pattern of itself",
        with_pattern(pattern % (b"1", b"1", b"/Pattern<</P1 10 0 R>>"), b"/Pattern cs /P1 scn "),
    )
    yield "a million spans", one_page(b"BT /F1 1 Tf 72 720 Td " + b"0.1 0 Td (a) Tj " * 1_000_000 + b"ET")
    yield "a million letters in one place", one_page(b"BT /F1 11 Tf 72 720 Td (" + b"ab cd " * 170_000 + b") Tj ET")
    yield (
        "three hundred thousand words",
        one_page(b"BT /F1 2 Tf 2 TL 20 800 Td " + b"(word and another word here in line) Tj T* " * 50_000 + b"ET"),
    )
    yield "a million lines", one_page(TEXT + b" 0 0 m" + b" 9 9 l 7 3 l" * 500_000 + b" S")
    yield "a million rectangles", one_page(TEXT + b" 9 9 2 2 re f" * 500_000)
    yield "a hundred thousand states saved", one_page(b"q " * 100_000 + TEXT)
    yield "a hundred thousand states restored", one_page(b"Q " * 100_000 + TEXT)
    yield "a hundred thousand texts begun", one_page(b"BT " * 100_000 + TEXT)
    yield "ten thousand clips", one_page(b"1 1 500 800 re W n " * 10_000 + TEXT)
    yield "dashes without a length", one_page(b"[0.00001 0.00001] 0 d 0 0 m 590 840 l S " * 20 + TEXT)
    yield "lines a million wide", one_page(b"1000000 w 0 0 m 9 9 l S 1e30 w 0 0 m 9 9 l S " + TEXT)
    yield "a matrix of huge numbers", one_page(b"1e30 0 0 1e30 0 0 cm " + TEXT)
    yield "a matrix of nothing", one_page(b"0 0 0 0 0 0 cm " + TEXT)
    yield "letters a million points large", one_page(TEXT.replace(b"11 Tf", b"1000000 Tf"))
    yield "letters of no size", one_page(TEXT.replace(b"11 Tf", b"0 Tf"))
    yield "letters turned inside out", one_page(TEXT.replace(b"72 720 Td", b"-1 0 0 -1 500 500 Tm"))
    shading = b"/Shading<</S1<</ShadingType 1/ColorSpace/DeviceRGB/Domain[0 1e9 0 1e9]/Function 10 0 R>>>>"
    program = stream(b"{ " + b"dup mul " * 50_000 + b"}", b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]")
    yield "a shade of a long program", one_page(TEXT + b" /S1 sh", resources=shading, more={10: program})
    sampled = stream(b"\0", b"/FunctionType 0/Size[9999 9999]/BitsPerSample 32/Domain[0 1 0 1]/Range[0 1 0 1 0 1]")
    yield "a shade of samples that are not there", one_page(TEXT + b" /S1 sh", resources=shading, more={10: sampled})


def with_pattern(entries: bytes, before: bytes = b"") -> bytes:
    return one_page(
        b"/Pattern cs /P1 scn 0 0 595 842 re f 0 g " + TEXT,
        resources=b"/Pattern<</P1 10 0 R>>",
        more={10: stream(before + b"0 0 1 1 re f", entries)},
    )


def operators(chance: Random) -> Iterator[tuple[str, bytes]]:
    words = (
        b"q Q BT ET Tj TJ Tf Td T* cm re f S W n Do gs sh BI ID EI BDC BMC EMC scn / ( ) [ ] << >> 1 -9 1e99".split()
    )
    for number in range(6):
        yield f"operators in any order, {number}", one_page(TEXT + b" " + b" ".join(chance.choices(words, k=5_000)))
    for number in range(4):
        yield f"noise, {number}", one_page(chance.randbytes(20_000) + TEXT)
    yield "no resources", one_page(more={3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"})
    yield "resources that are missing", one_page(b"/G9 gs /X9 Do /S9 sh /P9 scn " + TEXT.replace(b"/F1", b"/F9"))
    tags = b"/P <</MCID 99999999>> BDC " * 20_000
    yield "tags that never end", one_page(tags + TEXT, page=b"/StructParents 7", catalog=b"/MarkInfo<</Marked true>>")
    tree = b"/StructTreeRoot 10 0 R"
    yield (
        "a tree of tags in a circle",
        one_page(
            catalog=tree, more={10: b"<</Type/StructTreeRoot/K 11 0 R>>", 11: b"<</S/P/P 11 0 R/K[11 0 R 10 0 R]>>"}
        ),
    )


def fonts(chance: Random) -> Iterator[tuple[str, bytes]]:
    descriptor = b"<</Type/FontDescriptor/FontName/Broken/Flags 4/FontFile2 11 0 R/FontFile3 12 0 R>>"
    simple = b"<</Type/Font/Subtype/%s/BaseFont/Broken/FontDescriptor 10 0 R%s>>"
    files = {
        10: descriptor,
        11: stream(b"\0\1\0\0" + chance.randbytes(4_000)),
        12: stream(chance.randbytes(4_000), b"/Subtype/Type1C"),
    }
    for kind in (b"TrueType", b"Type1", b"Type3", b"MMType1"):
        yield f"a font of noise as {kind.decode()}", one_page(more={5: simple % (kind, b""), **files})
    widths = b"/FirstChar -9/LastChar 2147483647/Widths[1e30 -1e30 (x) null]"
    yield "a font of impossible widths", one_page(more={5: simple % (b"TrueType", widths), **files})
    bomb = stream(packed_spaces(GIGABYTE), b"/Filter/FlateDecode")
    yield "a font of a gigabyte", one_page(more={5: simple % (b"TrueType", b""), **files, 11: bomb})
    composite = b"<</Type/Font/Subtype/Type0/BaseFont/B/Encoding %s/DescendantFonts[%s]%s>>"
    yield "a font below itself", one_page(more={5: composite % (b"/Identity-H", b"5 0 R", b"")})
    yield "a font with nothing below", one_page(more={5: composite % (b"/Identity-H", b"", b"")})
    system = b"/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>"
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/B" + system + b"/W[0 [%s]]>>"
    yield (
        "a font of a million widths",
        one_page(more={5: composite % (b"/Identity-H", b"10 0 R", b""), 10: below % (b"500 " * 1_000_000)}),
    )
    circle = stream(
        b"/X usecmap 1 begincodespacerange <00> <ff> endcodespacerange", b"/Type/CMap/CMapName/X/UseCMap 10 0 R"
    )
    yield (
        "an encoding that uses itself",
        one_page(more={5: composite % (b"10 0 R", b"", b"/ToUnicode 10 0 R"), 10: circle}),
    )
    ranges = stream(b"100 beginbfrange " + b"<0000> <ffffffff> <0041> " * 30_000 + b"endbfrange", b"/Type/CMap")
    yield (
        "letters of four thousand million codes",
        one_page(more={5: simple % (b"Type1", b"/ToUnicode 10 0 R"), 10: ranges}),
    )
    glyph = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/Encoding<</Differences[97/a]>>%s>>"
    drawn = b"/CharProcs<</a 10 0 R>>/Resources<</Font<</F1 5 0 R>>>>/FirstChar 97/LastChar 97/Widths[9]"
    own = stream(b"9 0 d0 BT /F1 9 Tf (aaaaaaaaaa) Tj ET")
    yield "letters drawn of themselves", one_page(more={5: glyph % drawn, 10: own})
