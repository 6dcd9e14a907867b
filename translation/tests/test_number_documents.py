"""Documents whose numbers take the format of the target language all together, or not at all."""

import pytest

from translation.document import Span, plain_text
from translation.testing.documents import ListedDocument, run


def translated_texts(texts: list[str], source: str, target: str) -> list[str]:
    """Return the texts of a translated document. Those that stay are as they were."""
    document = ListedDocument([(Span(text),) for text in texts])
    run(document, source, target)
    return [plain_text(document.targets.get(number, (Span(text),))) for number, text in enumerate(texts)]


ENGLISH_TABLE = ["Table 1: Prices rose by 12.5% in 2024.", "Price", "1,234.50", "12.5%", "≤ 0.05", "2.5 kg of flour"]
PORTUGUESE_TABLE = ["Tabela 1: Os preços subiram 12,5% em 2024.", "Preço", "1.234,50", "12,5%", "≤ 0,05"]


def test_a_table_agrees_with_its_caption() -> None:
    caption, _, *cells, prose = translated_texts(ENGLISH_TABLE, "en", "pt")
    assert "12,5%" in caption
    assert cells == ["1.234,50", "12,5%", "≤ 0,05"]
    assert prose.startswith("2,5 kg")
    caption, _, *cells = translated_texts(PORTUGUESE_TABLE, "pt", "en")
    assert "12.5%" in caption
    assert cells == ["1,234.50", "12.5%", "≤ 0.05"]


@pytest.mark.parametrize(
    ("texts", "source", "target", "numbers"),
    [
        (["The price is 12,50 euros and the rate 3,5%.", "1.234,50", "12,5%"], "en", "pt", ["12,50", "3,5%"]),
        (["O preço é 12.50 euros e a taxa 3.5%.", "1,234.50", "12.5%"], "pt", "en", ["12.50", "3.5%"]),
        (["It rose by 2.5% and then by 3,5%.", "1,234", "0,50"], "en", "pt", ["2.5%", "3,5%"]),
    ],
)
def test_a_document_in_another_format_keeps_all_its_numbers(
    texts: list[str], source: str, target: str, numbers: list[str]
) -> None:
    prose, *cells = translated_texts(texts, source, target)
    assert all(number in prose for number in numbers)
    assert cells == texts[1:]


@pytest.mark.parametrize(
    ("text", "source", "target", "kept"),
    [
        ("See section 3.2 of the guide.", "en", "pt", ["3.2"]),
        ("Sections 3.2, 3.3 and 4.1 are new.", "en", "pt", ["3.2", "3.3", "4.1"]),
        ("On Python 3.11 with USB 3.0, it took 2.5 s.", "en", "pt", ["3.11", "3.0", "2,5 s"]),
        ("3.2 Methods", "en", "pt", ["3.2 "]),
        ("3.2 million people live here.", "en", "pt", ["3,2 mil"]),
        ("The mean was 4.5 (1.2) and the sum 85.3.", "en", "pt", ["4,5", "(1,2)", "85,3"]),
        ("O CPF 123.456.789-09 é inválido.", "pt", "en", ["123.456.789-09"]),
        ("Veja o item 3.2 e a seção 4.1.", "pt", "en", ["3.2", "4.1"]),
        ("Lei nº 8.666, de 21 de junho de 1993", "pt", "en", ["8,666"]),
        ("A taxa é de 5,75% ao ano.", "pt", "en", ["5.75%"]),
    ],
)
def test_sections_and_versions_stay_where_numbers_change(text: str, source: str, target: str, kept: list[str]) -> None:
    table = ENGLISH_TABLE if source == "en" else PORTUGUESE_TABLE
    translation = translated_texts([text, *table], source, target)[0]
    assert all(number in translation for number in kept), translation


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("Tomar 1 comprimido de 8 em 8 horas.", "pt", "en", "every 8 hours"),
        ("A reunião começa às 14h30.", "pt", "en", "2:30 p.m."),
        ("Nasceu no século XVII.", "pt", "en", "17th century"),
        ("The 12th and 14th centuries", "en", "pt", "XII e XIV"),
        ("He came for the 1st time.", "en", "pt", "primeira vez"),
    ],
)
def test_numbers_in_another_form_are_not_forced_back(text: str, source: str, target: str, expected: str) -> None:
    assert expected in translated_texts([text], source, target)[0]
