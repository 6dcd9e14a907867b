"""Documents whose objects, pages and tables are missing, circular or nested too deeply."""

import zlib
from collections.abc import Iterator

from jobs.testing.hostile.raw import FONT, TEXT, document, one_page, stream

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
SOUND = one_page()


def truncated() -> Iterator[tuple[str, bytes]]:
    for name, content in (("table", SOUND), ("stream", with_cross_reference_stream())):
        for tenth in range(1, 10):
            yield f"{name} after {tenth} tenths", content[: len(content) * tenth // 10]


def with_cross_reference_stream(entries: bytes = b"", widths: bytes = b"[1 2 1]", size: bytes = b"7") -> bytes:
    """Return the sound document with its cross-reference table in a stream."""
    body = bytearray(SOUND[: SOUND.index(b"xref\n")])
    places = [body.index(b"%d 0 obj" % number) for number in range(1, 6)]
    rows = b"\0\0\0\xff" + b"".join(b"\1" + place.to_bytes(2, "big") + b"\0" for place in (*places, len(body)))
    start = len(body)
    dictionary = b"/Type/XRef/Root 1 0 R/W%s/Size %s/Filter/FlateDecode%s" % (widths, size, entries)
    body += b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(zlib.compress(rows), dictionary), start)
    return bytes(body)


def tables() -> Iterator[tuple[str, bytes]]:
    start = SOUND.index(b"xref\n")
    for name, previous in (
        ("leads to itself", start),
        ("leads to the start", 0),
        ("leads out", 10**9),
        ("leads back", -5),
    ):
        yield f"the table before {name}", one_page(trailer=b"/Prev %d" % previous)
    yield "two tables in a circle", SOUND + SOUND[start:].replace(b"/Root", b"/Prev %d/Root" % (len(SOUND) + 9))
    yield "its stream leads to itself", one_page(trailer=b"/XRefStm %d" % start)
    yield "a stream of no widths", with_cross_reference_stream(widths=b"[0 0 0]")
    yield "a stream of huge widths", with_cross_reference_stream(widths=b"[2147483647 2147483647 8]")
    yield "a stream of negative widths", with_cross_reference_stream(widths=b"[-1 -2 -1]")
    yield "a stream of two thousand million", with_cross_reference_stream(size=b"2147483647")
    yield "a stream with a false index", with_cross_reference_stream(b"/Index[0 99999999 -4 8]")
    yield "a stream before itself", with_cross_reference_stream(b"/Prev %d" % start)
    yield "no way to the table", SOUND.replace(b"startxref", b"startxxxx")
    yield "a table of two thousand million", SOUND.replace(b"/Size 6", b"/Size 2147483647")
    yield "a table that begins at a million", SOUND.replace(b"xref\n0 6", b"xref\n9999999 6")


def pages() -> Iterator[tuple[str, bytes]]:
    tree = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: PAGE, 4: stream(TEXT), 5: FONT}
    for name, root in (
        ("a tree that is its own child", b"[2 0 R 3 0 R]/Count 2"),
        ("a tree of one page many times", b"[%s]/Count 50000" % (b"3 0 R " * 50_000)),
        ("a count of two thousand million", b"[3 0 R]/Count 2147483647"),
        ("a count below zero", b"[3 0 R]/Count -1"),
        ("a count of none", b"[]/Count 0"),
        ("children that are null", b"[null null]/Count 2"),
        ("children that are no pages", b"[1 0 R 4 0 R 5 0 R]/Count 3"),
    ):
        yield name, document(tree | {2: b"<</Type/Pages/Kids%s>>" % root})
    yield (
        "a circle of two trees",
        document(
            tree
            | {
                2: b"<</Type/Pages/Kids[10 0 R 3 0 R]/Count 2/Parent 10 0 R>>",
                10: b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
            }
        ),
    )
    yield "a tree five thousand deep", deep_tree(5_000)
    yield "fifty thousand pages", many_pages(50_000)
    yield "a root that is no catalogue", one_page(more={1: b"[1 2 3]"})


def deep_tree(depth: int) -> bytes:
    nodes = {
        number: b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (number - 1, number + 1)
        for number in range(11, 10 + depth)
    }
    top = b"<</Type/Pages/Kids[11 0 R]/Count 1>>"
    leaf = PAGE.replace(b"2 0 R", b"%d 0 R" % (9 + depth))
    return document({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: top, 4: stream(TEXT), 5: FONT, **nodes, 10 + depth: leaf})


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
    leaves = dict.fromkeys(range(10, 10 + count), PAGE)
    return document(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
            4: stream(TEXT),
            5: FONT,
            **leaves,
        }
    )


def objects() -> Iterator[tuple[str, bytes]]:
    for name, length in (("too long", b"99999"), ("too short", b"3"), ("below zero", b"-7"), ("huge", b"9" * 18)):
        yield f"a stream whose length is {name}", one_page(more={4: stream(TEXT, length=length)})
    yield "a length that is its own stream", one_page(more={4: stream(TEXT, length=b"4 0 R")})
    yield "contents that lead in a circle", one_page(more={4: b"10 0 R", 10: b"11 0 R", 11: b"10 0 R"})
    yield "contents that are missing", one_page(more={4: b"99 0 R"})
    yield "contents in ten thousand pieces", one_page(more={4: b"[%s]" % (b"10 0 R " * 10_000), 10: stream(TEXT[:40])})
    yield "a hundred thousand arrays in each other", one_page(page=b"/X" + b"[" * 100_000 + b"]" * 100_000)
    yield (
        "a hundred thousand dictionaries in each other",
        one_page(page=b"/X" + b"<</X" * 100_000 + b" 1" + b">>" * 100_000),
    )
    yield "a string of twenty million letters", one_page(page=b"/X(" + b"a" * 20_000_000 + b")")
    yield "a name of a million letters", one_page(page=b"/" + b"N" * 1_000_000 + b" 1")
    yield "numbers beyond all", one_page(page=b"/X[%s 1e999 -%s . - + 0x12]" % (b"9" * 400, b"9" * 400))
    yield "a stream of objects in itself", objects_in_a_stream(b"/Extends 10 0 R", b"10 0 11 3", 2)
    yield "a stream of a million objects", objects_in_a_stream(b"", b"11 0", 1_000_000)
    yield "a stream of objects that ends early", objects_in_a_stream(b"", b"11 999999", 1)
    yield "everything is null", document({1: b"null", 2: b"null"})
    yield "no objects", b"%PDF-1.7\ntrailer\n<</Root 1 0 R>>\n%%EOF"


def objects_in_a_stream(entries: bytes, table: bytes, count: int) -> bytes:
    held = table + b" <</Length 3>> <<>>"
    return one_page(more={10: stream(held, b"/Type/ObjStm/N %d/First %d%s" % (count, len(table), entries))})


def boxes() -> Iterator[tuple[str, bytes]]:
    for box in (
        b"[0 0 1000000 1000000]",
        b"[0 0 99999999999999999999 1]",
        b"[0 0 14401 842]",
        b"[0 0 1e30 1e30]",
        b"[0 0 0 0]",
        b"[0 0 -595 -842]",
        b"[nan nan nan nan]",
        b"[0 0 595]",
        b"(a box)",
        b"[0 0 0.0001 842]",
    ):
        yield box.decode(), one_page(box=box)
    yield "a unit of a million", one_page(page=b"/UserUnit 1000000")
    yield "a unit of nothing", one_page(page=b"/UserUnit 0")
    yield "turned by half a right angle", one_page(page=b"/Rotate 45")
    yield "turned ten thousand million times", one_page(page=b"/Rotate 899999999990")
    yield "cropped to somewhere else", one_page(page=b"/CropBox[9000 9000 9001 9001]")


def outlines() -> Iterator[tuple[str, bytes]]:
    root = b"/Outlines 10 0 R"
    top = b"<</First 11 0 R/Last 11 0 R/Count 1>>"
    title = b"<</Title(The first chapter)/Parent 10 0 R/Dest[3 0 R/Fit]%s>>"
    yield "a bookmark after itself", one_page(catalog=root, more={10: top, 11: title % b"/Next 11 0 R"})
    yield "a bookmark below itself", one_page(catalog=root, more={10: top, 11: title % b"/First 11 0 R/Last 11 0 R"})
    below = {number: title % b"/First %d 0 R" % (number + 1) for number in range(11, 10_011)}
    yield "ten thousand bookmarks below each other", one_page(catalog=root, more={10: top, **below})
    beside = {number: title % b"/Next %d 0 R" % (number + 1) for number in range(11, 20_011)}
    yield "twenty thousand bookmarks", one_page(catalog=root, more={10: top, **beside})


def fields() -> Iterator[tuple[str, bytes]]:
    form = b"/AcroForm<</Fields[10 0 R]>>"
    field = b"<</Subtype/Widget/FT/Tx/T(name)/TU(Your full name)/Rect[72 72 200 90]%s>>"
    for name, entries in (("its own parent", b"/Parent 10 0 R"), ("its own child", b"/Kids[10 0 R]")):
        yield f"a field that is {name}", one_page(page=b"/Annots[10 0 R]", catalog=form, more={10: field % entries})
    yield (
        "two fields that are each other's parents",
        one_page(
            page=b"/Annots[10 0 R]", catalog=form, more={10: field % b"/Parent 11 0 R", 11: field % b"/Parent 10 0 R"}
        ),
    )
    yield (
        "a field with a hundred thousand children",
        one_page(
            catalog=form, more={10: field % (b"/Kids[%s]" % (b"11 0 R " * 100_000)), 11: field % b"/Parent 10 0 R"}
        ),
    )
    yield "annotations that are the page", one_page(page=b"/Annots[3 0 R 3 0 R]")
    note = b"<</Subtype/Text/Rect[9 9 20 20]/Contents(A note)/Popup 11 0 R%s>>"
    yield (
        "a note that opens itself",
        one_page(page=b"/Annots[10 0 R 11 0 R]", more={10: note % b"/IRT 10 0 R", 11: note % b""}),
    )
    many = dict.fromkeys(range(20, 8020), note % b"")
    every = b" ".join(b"%d 0 R" % number for number in many)
    yield "eight thousand notes", one_page(page=b"/Annots[%s]" % every, more=many)
    link = b"<</Subtype/Link/Rect[72 %d 300 %d]/A<</S/URI/URI(http://example.org/%d)>>>>"
    links = {number: link % (number % 700, number % 700 + 12, number) for number in range(20, 8_020)}
    yield "eight thousand links", one_page(page=b"/Annots[%s]" % every, more=links)
