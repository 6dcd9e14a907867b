from pathlib import Path

import pytest

from translation.document import Span, plain_text
from translation.exceptions import DocumentUnreadable
from translation.formats import open_document
from translation.formats.base import ReadOptions, WriteOptions
from translation.formats.option import OptionRefused
from translation.options import Options
from translation.testing.contracts import FormatContract
from translation.testing.files import DATA

GARDEN = DATA / "garden.txt"


class TestText(FormatContract):
    name = "garden.txt"
    format = "text"

    def content(self) -> bytes:
        return GARDEN.read_bytes()

    def damaged(self) -> list[bytes]:
        return [b"\xff\xfeabc"]


def blocks_of(text: str | bytes, folder: Path) -> list[str]:
    path = folder / "source.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with open_document(path, path.name) as document:
        return [plain_text(block.content) for block in document.read(ReadOptions())]


def rewritten(text: str, targets: dict[int, str], folder: Path) -> str:
    path = folder / "source.txt"
    path.write_bytes(text.encode())
    with open_document(path, path.name) as document:
        list(document.read(ReadOptions()))
        contents = [(number, (Span(target),)) for number, target in targets.items()]
        document.write(contents, WriteOptions("pt"), folder / "output.txt", lambda _: None)
    return (folder / "output.txt").read_bytes().decode()


WRAPPED = (
    "This paragraph was wrapped by hand at some\n"
    "sixty characters, as people did for years,\n"
    "and it ends here.\n"
    "\n"
    "A heading\n"
    "\n"
    "A short line\n"
    "and another short one\n"
)


def test_lines_wrapped_by_hand_are_one_paragraph_and_short_lines_are_not(tmp_path: Path) -> None:
    assert blocks_of(WRAPPED, tmp_path) == [
        "This paragraph was wrapped by hand at some sixty characters, as people did for years, and it ends here.",
        "A heading",
        "A short line",
        "and another short one",
    ]


def test_a_wrapped_paragraph_is_wrapped_again_at_its_width(tmp_path: Path) -> None:
    lines = rewritten(WRAPPED, {0: "palavra " * 20}, tmp_path).split("\n\n")[0].split("\n")
    assert len(lines) > 3
    assert max(map(len, lines)) <= 43
    assert " ".join(lines).split() == ["palavra"] * 20


def test_a_paragraph_on_one_long_line_stays_on_one(tmp_path: Path) -> None:
    text = "A long paragraph on one line. " * 10
    assert rewritten(text + "\n\nEnd\n", {0: "palavra " * 50}, tmp_path).count("\n") == 3


def test_indents_bullets_and_quotes_stay(tmp_path: Path) -> None:
    text = "Title\n=====\n\n  - one thing\n  - another thing\n\n    1. a step\n> said he\n## Heading\n"
    assert blocks_of(text, tmp_path) == ["Title", "=====", "one thing", "another thing", "a step", "said he", "Heading"]
    changed = rewritten(text, {0: "Título", 2: "uma coisa", 4: "um passo", 5: "disse", 6: "Cabeçalho"}, tmp_path)
    assert changed == ("Título\n=====\n\n  - uma coisa\n  - another thing\n\n    1. um passo\n> disse\n## Cabeçalho\n")


def test_a_wrapped_list_item_hangs_as_it_did(tmp_path: Path) -> None:
    text = "  - an item of a list that goes on for more\n    than a line of this text\n"
    assert rewritten(text, {0: "palavra " * 8}, tmp_path).split("\n")[1].startswith("    palavra")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_stay(tmp_path: Path, end: str) -> None:
    text = WRAPPED.replace("\n", end)
    changed = rewritten(text, {0: "palavra " * 20, 1: "Um título"}, tmp_path)
    assert end in changed
    assert changed.replace(end, "").isprintable()


def test_a_file_without_an_end_of_line_gets_none(tmp_path: Path) -> None:
    assert rewritten("One\n\nTwo", {1: "Dois"}, tmp_path) == "One\n\nDois"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    assert blocks_of("São Paulo é “grande”.".encode(encoding), tmp_path) == ["São Paulo é “grande”."]


def test_pages_are_refused_for_there_are_none() -> None:
    with pytest.raises(OptionRefused, match="no pages") as refused:
        Options({"pages": "1"}).check("text", None)
    assert refused.value.field == "pages"


def test_a_broken_utf16_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable):
        blocks_of(b"\xff\xfeabc", tmp_path)
