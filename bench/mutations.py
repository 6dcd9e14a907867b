"""Random damage to the content streams of one page, for `bench.stream_mutants`."""

import random
import re
from collections.abc import Callable

import pymupdf

TOKEN = re.compile(
    rb"\((?:[^()\\]|\\.)*\)|<<|>>|<[^<>]*>|/[^\s()<>\[\]{}/%]*|[-+.\d]+|[A-Za-z'\"*\d]+|\s+|.", re.DOTALL
)
# A part of a stream that is damaged as a whole is no longer than this many tokens.
LONGEST_PART = 40
NUMBERS = [b"0", b"-1", b"1e999", b"99999999999", b"-.", b"1--2", b"0.0000001", b"9" * 400, b"+-+3", b"nan"]
OPENINGS = [
    b" q ",
    b" BT ",
    b" /P <</MCID 3>> BDC ",
    b" /Artifact BMC ",
    b" /OC /L BDC ",
    b" BX ",
    b" [",
    b" (",
    b" <<",
]
CLOSINGS = [b" Q ", b" ET ", b" EMC ", b" EX ", b"] ", b") ", b">> ", b"> ", b" EI "]
OPERATORS = (
    b"Tj TJ ' \" Td TD Tm T* Tf Tc Tw Tz TL Ts Tr BT ET q Q cm Do gs BDC BMC EMC BI ID EI re f S n W sh d1".split()
)
IMAGES = [
    b" BI /W 4 /H 4 /BPC 8 /CS /G ID abcdefghijklmnop EI ",
    b" BI /W 4 /H 4 /BPC 8 /CS /G ID (a) Tj EI(b) Q EI ",
    b" BI /W 4 /H 4 /CS /G /F /AHx ID 00> EI ",
    b" BI /W 4 /H 4 ID abc",
    b" BI ",
    b" ID ",
]
Mutation = Callable[[bytes, random.Random], bytes]


def mutate(document: pymupdf.Document, chance: random.Random) -> str:
    """Damage the first page of a document, and return how."""
    page = document[0]
    if chance.random() < 0.1 and (kind := _change_fonts(document, page, chance)):
        return kind
    forms = [entry[0] for entry in page.get_xobjects()]
    streams = [("form", form) for form in forms] if forms and chance.random() < 0.4 else []
    streams = streams or [("page", xref) for xref in page.get_contents()]
    if not streams:
        return "nothing"
    place, xref = chance.choice(streams)
    stream, kinds = document.xref_stream(xref) or b"", []
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        mutation = chance.choice(MUTATIONS)
        stream = mutation(stream, chance)
        kinds.append(mutation.__name__)
    if chance.random() < 0.1:
        damage_compressed(document, xref, stream, chance)
        kinds.append("damage_compressed")
    else:
        document.update_stream(xref, stream)
    return f"{place}: {', '.join(kinds)}"


def _change_fonts(document: pymupdf.Document, page: pymupdf.Page, chance: random.Random) -> str:
    """Exchange or damage a font of the page. Return how, or "" without fonts."""
    fonts = [font[0] for font in page.get_fonts() if font[0]]
    if not fonts:
        return ""
    xref = chance.choice(fonts)
    if chance.random() < 0.3:
        document.update_object(xref, document.xref_object(chance.choice(fonts)))
        return "font: another font"
    key = chance.choice(document.xref_get_keys(xref) or ("Type",))
    values = [
        "null",
        "-1",
        "[]",
        "<<>>",
        "(x)",
        "/X",
        "/Type3",
        "/Type0",
        "/Identity-V",
        "[0 0 0 0 0 0]",
        f"{xref} 0 R",
    ]
    value = chance.choice(values)
    document.xref_set_key(xref, key, value)
    return f"font: {key} {value}"


def damage_compressed(document: pymupdf.Document, xref: int, stream: bytes, chance: random.Random) -> None:
    """Store a stream compressed, with a byte of that changed, or cut off."""
    document.update_stream(xref, stream, compress=True)
    raw = bytearray(document.xref_stream_raw(xref))
    if chance.random() < 0.5 and len(raw) > 8:
        raw[chance.randrange(2, len(raw))] ^= 1 << chance.randrange(8)
    else:
        del raw[chance.randrange(len(raw) + 1) :]
    filters = document.xref_get_key(xref, "Filter")[1]
    document.update_stream(xref, bytes(raw), compress=False)
    document.xref_set_key(xref, "Filter", filters)


def _tokens(stream: bytes) -> list[bytes]:
    return TOKEN.findall(stream)


def _part(tokens: list[bytes], chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(tokens) + 1)
    return start, min(len(tokens), start + chance.randrange(1, LONGEST_PART))


def delete_tokens(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream without some tokens."""
    tokens = _tokens(stream)
    start, end = _part(tokens, chance)
    del tokens[start:end]
    return b"".join(tokens)


def double_tokens(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with some tokens twice."""
    tokens = _tokens(stream)
    start, end = _part(tokens, chance)
    tokens[end:end] = tokens[start:end]
    return b"".join(tokens)


def move_tokens(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with some tokens elsewhere."""
    tokens = _tokens(stream)
    start, end = _part(tokens, chance)
    moved = tokens[start:end]
    del tokens[start:end]
    place = chance.randrange(len(tokens) + 1)
    tokens[place:place] = moved
    return b"".join(tokens)


def flip_bytes(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with some other bytes."""
    content = bytearray(stream)
    for _ in range(chance.randrange(1, 12) if content else 0):
        content[chance.randrange(len(content))] = chance.choice([chance.randrange(256), *b"()<>[]{}/%\\ \n\0'\"0-."])
    return bytes(content)


def cut(stream: bytes, chance: random.Random) -> bytes:
    """Return the start of a stream."""
    return stream[: chance.randrange(len(stream) + 1)]


def delete_bytes(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream without some bytes."""
    start = chance.randrange(len(stream) + 1)
    return stream[:start] + stream[start + chance.choice([1, 1, 2, 3, 9, 100]) :]


def _insert(stream: bytes, chance: random.Random, texts: list[bytes], most: int = 6) -> bytes:
    """Return a stream with some of these texts inserted, mostly between tokens."""
    for _ in range(chance.randrange(1, most)):
        if chance.random() < 0.2:
            place = chance.randrange(len(stream) + 1)
        else:
            place = chance.choice([found.start() for found in TOKEN.finditer(stream)] or [0])
        stream = stream[:place] + chance.choice(texts) * chance.choice([1, 1, 1, 2, 30]) + stream[place:]
    return stream


def open_blocks(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with blocks that never end."""
    return _insert(stream, chance, OPENINGS)


def close_blocks(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with ends of blocks that never began."""
    return _insert(stream, chance, CLOSINGS)


def insert_operators(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with operators without operands."""
    return _insert(stream, chance, [b" " + each + b" " for each in OPERATORS])


def insert_images(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with inline images, some of them damaged."""
    return _insert(stream, chance, IMAGES, 3)


def insert_operands(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with operands that no operator needs."""
    return _insert(
        stream, chance, [b" (text) ", b" [(a)-99(b)] ", b" <4a> ", b" /F1 ", b" 7 ", b" true ", b" %x\n", b" <</A 1>> "]
    )


def _replace(stream: bytes, chance: random.Random, pattern: bytes, texts: list[bytes]) -> bytes:
    """Return a stream with some of the tokens that match a pattern replaced."""
    places = [found.span() for found in re.finditer(pattern, stream)]
    for start, end in sorted(chance.sample(places, min(len(places), chance.choice([1, 1, 3, 9]))), reverse=True):
        stream = stream[:start] + chance.choice(texts) + stream[end:]
    return stream


def change_numbers(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with other numbers."""
    return _replace(stream, chance, rb"(?<![\w.])[-+]?\d*\.?\d+(?![\w.])", NUMBERS)


def change_operators(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with other operators."""
    return _replace(stream, chance, rb"(?<=[\s)\]])[A-Za-z'\"]+\*?(?=\s)", OPERATORS)


def change_names(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with other names."""
    names = re.findall(rb"/[\w.+-]+", stream)[:200]
    return _replace(stream, chance, rb"/[\w.+-]+", [b"/", b"/None", b"/A#00b", b"/\xff\xfe", b"/#zz", b"/F1", *names])


def change_strings(stream: bytes, chance: random.Random) -> bytes:
    """Return a stream with other strings."""
    strings = [
        b"()",
        b"(",
        b")",
        b"(a\\",
        b"(\\777\\8\\r)",
        b"(((",
        b"<>",
        b"<4",
        b"<zz>",
        b"(a(b)c)",
        b"(A)",
        b"[(B)]",
        b"(" + b"x" * 700 + b")",
    ]
    return _replace(stream, chance, rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]+>", strings)


MUTATIONS: tuple[Mutation, ...] = (
    delete_tokens,
    double_tokens,
    move_tokens,
    flip_bytes,
    cut,
    delete_bytes,
    open_blocks,
    close_blocks,
    insert_operators,
    insert_images,
    insert_operands,
    change_numbers,
    change_operators,
    change_names,
    change_strings,
)
