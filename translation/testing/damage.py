"""PDFs with random damage. The same seed gives the same damage."""

import random
from pathlib import Path

import pymupdf

from translation.testing.files import SAMPLE


def damaged(seed: int, path: Path = SAMPLE) -> bytes:
    """Return a document with one kind of damage, chosen by the seed."""
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    return bytes(chance.choice(DAMAGES)(content, chance))


def truncated(content: bytearray, chance: random.Random) -> bytearray:
    return content[: chance.randrange(20, len(content))]


def flipped(content: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.randrange(1, 40)):
        content[chance.randrange(9, len(content))] = chance.randrange(256)
    return content


def without_a_stretch(content: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(20, len(content) - 10)
    del content[start : start + chance.randrange(1, 4000)]
    return content


def with_noise(content: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(9, len(content))
    content[start:start] = chance.randbytes(chance.randrange(1, 500))
    return content


def with_other_numbers(content: bytearray, chance: random.Random) -> bytearray:
    digits = [position for position, byte in enumerate(content) if 48 <= byte <= 57]
    for position in chance.sample(digits, 30):
        content[position] = 48 + chance.randrange(10)
    return content


def with_a_broken_object(content: bytearray, chance: random.Random) -> bytearray:
    """Return a whole file whose objects do not fit together."""
    document = pymupdf.open("pdf", bytes(content))
    for _ in range(chance.randrange(1, 6)):
        xref = chance.randrange(1, document.xref_length())
        keys = document.xref_get_keys(xref)
        if keys:
            value = chance.choice(["null", "-1", "[]", "<<>>", "(x)", "/X", f"{xref} 0 R", "999999 0 R", "[0 0 0 0]"])
            document.xref_set_key(xref, chance.choice(keys), value)
    return bytearray(document.tobytes()) if document.page_count else content


def with_a_broken_page(content: bytearray, chance: random.Random) -> bytearray:
    """Return a file with a page whose content stream breaks off or holds noise."""
    document = pymupdf.open("pdf", bytes(content))
    contents = document[chance.randrange(document.page_count)].get_contents()
    if not contents:
        return content
    xref = chance.choice(contents)
    stream = document.xref_stream(xref)
    cut = chance.randrange(len(stream) + 1)
    document.update_stream(
        xref, stream[:cut] + chance.choice([b"", chance.randbytes(60), b" q q q Q BT [(", b" Q Q Q "])
    )
    return bytearray(document.tobytes())


DAMAGES = (
    truncated,
    flipped,
    without_a_stretch,
    with_noise,
    with_other_numbers,
    with_a_broken_object,
    with_a_broken_page,
)
