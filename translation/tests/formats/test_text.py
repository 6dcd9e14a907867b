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
    "And another short one\n"
)


def test_lines_wrapped_by_hand_are_one_paragraph_and_short_lines_are_not(tmp_path: Path) -> None:
    assert blocks_of(WRAPPED, tmp_path) == [
        "This paragraph was wrapped by hand at some sixty characters, as people did for years, and it ends here.",
        "A heading",
        "A short line",
        "And another short one",
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


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("The net-\nwork is down.\n", ["The network is down."]),
        ("Os clien-\ntes estão aqui.\n", ["Os clientes estão aqui."]),
        ("1. The water-\n   melon is big.\n", ["The watermelon is big."]),
        ("A well-known man and a well-\nknown woman\n", ["A well-known man and a well-known woman"]),
        ("O texto vai tornar-\nse um livro.\n", ["O texto vai tornar-se um livro."]),
        ("Ele quis fazê-\nlo ontem.\n", ["Ele quis fazê-lo ontem."]),
    ],
)
def test_a_hyphen_before_a_small_letter_joins_lines_of_any_width(
    tmp_path: Path, lines: str, expected: list[str]
) -> None:
    assert blocks_of(lines, tmp_path) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("We went to the mill\nand saw the river\nin May.\n", ["We went to the mill and saw the river in May."]),
        ("Fomos todos ao moinho\ne vimos o rio.\n", ["Fomos todos ao moinho e vimos o rio."]),
        ("- one thing that is\n  very big\n- another\n", ["one thing that is very big", "another"]),
        ("Shopping list\nmilk\neggs\n", ["Shopping list", "milk", "eggs"]),
        ("Things to buy today\nmilk\neggs\nbread\n", ["Things to buy today", "milk", "eggs", "bread"]),
        ("The mill is old.\nthe river is not\n", ["The mill is old.", "the river is not"]),
        ("John Baker\nThe Old Mill\nLisbon\n", ["John Baker", "The Old Mill", "Lisbon"]),
    ],
)
def test_a_sentence_goes_on_in_a_line_with_a_small_letter(tmp_path: Path, lines: str, expected: list[str]) -> None:
    assert blocks_of(lines, tmp_path) == expected


@pytest.mark.parametrize(
    "code",
    [
        "```python\ndef mill(grain):\n    return grain * 2\n```\n",
        "~~~\nthe mill is old\n~~~\n",
        "    $ pip install mill\n    mill --help\n",
        "\tmill.run(grain)\n\tmill.stop()\n",
        "    pip install mill\n",
        '    {\n      "name": "mill"\n    }\n',
        "for grain in sacks:\n    mill(grain)\n",
        "sudo apt-get install -y mill\nmill --grain wheat\n",
    ],
)
def test_code_stays_as_it_is(tmp_path: Path, code: str) -> None:
    text = f"The mill is old.\n\n{code}\nThe river is big.\n"
    assert blocks_of(text, tmp_path) == ["The mill is old.", "The river is big."]
    assert code in rewritten(text, {0: "O moinho é velho.", 1: "O rio é grande."}, tmp_path)


@pytest.mark.parametrize(
    "prose",
    [
        "    If you want to know more, ask the miller,\n    who lives behind the river.\n",
        "    Roses are red\n    Violets are blue\n",
        "  - use the option --fast if you are in a hurry to go\n",
        "    from the river to the sea\n",
        "Title\n~~~~~\n\nText\n\nAnother\n~~~~~~~\n",
    ],
)
def test_prose_that_is_indented_or_underlined_is_not_code(tmp_path: Path, prose: str) -> None:
    words = " ".join(blocks_of(prose, tmp_path)).split()
    assert words == prose.replace("  - ", "").split()


TABLE = "Name          Qty   Price\n------------  ---  ------\nRed apples      3    1.50\nGreen pears    12   10.75\n"


def test_the_cells_of_a_table_are_translated_and_columns_stay_aligned(tmp_path: Path) -> None:
    assert blocks_of(TABLE, tmp_path)[:3] == ["Name", "Qty", "Price"]
    changed = rewritten(TABLE, {0: "Nome", 1: "Qtd.", 2: "Preço", 6: "Maçãs vermelhas", 9: "Peras verdes"}, tmp_path)
    assert changed == (
        "Nome          Qtd.   Preço\n"
        "------------   ---  ------\n"
        "Maçãs vermelhas  3    1.50\n"
        "Peras verdes    12   10.75\n"
    )


def test_a_cell_of_several_lines_is_one_text(tmp_path: Path) -> None:
    text = "  --help   show this message\n           and exit\n  --fast   hurry up\n"
    assert blocks_of(text, tmp_path) == ["--help", "show this message and exit", "--fast", "hurry up"]
    changed = rewritten(text, {1: "mostrar esta mensagem e sair", 3: "depressa"}, tmp_path)
    assert changed == "  --help   mostrar esta\n           mensagem e sair\n  --fast   depressa\n"


def test_a_line_below_a_short_cell_is_its_own_text(tmp_path: Path) -> None:
    text = "INVOICE      No. 4532\n             Date: May\n"
    assert blocks_of(text, tmp_path) == ["INVOICE", "No. 4532", "Date: May"]


def test_tables_with_tabs_and_bars_keep_their_signs(tmp_path: Path) -> None:
    assert rewritten("Name\tDate\nThe house\t5\n", {0: "Nome", 2: "A casa"}, tmp_path) == "Nome\tDate\nA casa\t5\n"
    bars = "| Name | Price |\n|------|------:|\n| Apple | 2 |\n"
    assert rewritten(bars, {0: "Nome", 4: "Maçã vermelha"}, tmp_path) == (
        "| Nome          | Price |\n|---------------|------:|\n| Maçã vermelha | 2     |\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "The mill is old.  The river is big.\nIt runs to the.  sea here.  So it is.\n",
        "This text is  justified by hand  with spaces\nbetween the words,  and it is  still a text.\n",
    ],
)
def test_wide_spaces_between_words_are_not_columns(tmp_path: Path, text: str) -> None:
    assert len(blocks_of(text, tmp_path)) <= len(text.splitlines())
