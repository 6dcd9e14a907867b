"""The Unicode Bidirectional Algorithm, compared with the conformance test that Unicode publishes."""

import lzma
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from translation.formats.pdf.bidi import embedding_levels, visual_order
from translation.testing.files import DATA

# The rules X1 to X9 work on these. They are left out by design: no text of a translation holds them.
EXPLICIT = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
REMOVED = {"BN"}


@dataclass(frozen=True, slots=True)
class Case:
    """A line of the file: a paragraph with the levels and the order that its characters must have."""

    text: str
    rtl: bool
    levels: str
    order: str

    @property
    def classes(self) -> set[str]:
        return {unicodedata.bidirectional(character) for character in self.text}

    @property
    def result(self) -> tuple[str, str]:
        levels = embedding_levels(self.text, self.rtl)
        return " ".join(map(str, levels)), " ".join(map(str, visual_order(levels)))


def cases() -> Iterator[Case]:
    with lzma.open(DATA / "BidiCharacterTest.txt.xz", "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                points, _, base, levels, order = line.strip().split(";")
                text = "".join(chr(int(point, 16)) for point in points.split())
                yield Case(text, base == "1", levels, order)


def test_characters_have_the_levels_and_the_order_of_the_unicode_conformance_test() -> None:
    tested = explicit = removed = 0
    for case in cases():
        classes = case.classes
        if classes & EXPLICIT:
            explicit += 1
        elif classes & REMOVED:
            removed += 1
        else:
            tested += 1
            assert case.result == (case.levels, case.order), case

    assert (tested, explicit, removed) == (91_597, 102, 8)
