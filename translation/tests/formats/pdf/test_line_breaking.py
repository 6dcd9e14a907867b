"""Where the lines of a translation end."""

from pathlib import Path

import pymupdf
import pytest

from translation.document import Content, Span
from translation.testing.pdf import rewrite, save

ENGLISH = "The ferry goes from one side of the river to the other, and the bridge is closed for the whole winter. " * 4
PORTUGUESE = (
    "A balsa atravessa o rio de hora em hora e leva passageiros, bicicletas e cartas. O barqueiro anota a hora da "
    "partida e o nome de quem viaja a bordo, e a ponte fica fechada durante todo o inverno. "
) * 2


def lines_of(tmp_path: Path, width: int, text: str, align: int) -> list[str]:
    def draw(document: pymupdf.Document) -> None:
        box = pymupdf.Rect(72, 72, 72 + width, 700)
        document.new_page().insert_textbox(box, ENGLISH, fontsize=10, fontname="tiro", align=align)

    def change(_content: Content) -> Content:
        return (Span(text, 0),)

    translated, problems = rewrite(save(tmp_path, draw), change)
    assert not problems
    return [line.strip() for line in translated[0].get_text().splitlines()]


@pytest.mark.parametrize("align", [pymupdf.TEXT_ALIGN_LEFT, pymupdf.TEXT_ALIGN_JUSTIFY])
def test_few_lines_end_with_a_word_of_one_letter(tmp_path: Path, align: int) -> None:
    """It may cost no line more, and leave no line half empty."""
    ends = [
        line[-2:] for width in range(150, 330, 20) for line in lines_of(tmp_path, width, PORTUGUESE.strip(), align)[:-1]
    ]

    assert sum(end in (" a", " e", " o") for end in ends) < len(ends) / 7


def test_a_short_word_does_not_stand_alone_on_the_last_line(tmp_path: Path) -> None:
    words = PORTUGUESE.split()
    last = [
        lines_of(tmp_path, 240, " ".join([*words[:count], "lá"]), pymupdf.TEXT_ALIGN_LEFT)[-1]
        for count in range(40, 60)
    ]

    assert all(line.endswith(" lá") for line in last)
