import pytest

from translation.languages.conventions import conventions_of
from translation.text.typography import restore, straighten


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("Article 12 applies.", "O artigo 12.o se aplica.", "O artigo 12.º se aplica."),
        ("Article 7 shall apply.", "É aplicável o artigo 7.o.", "É aplicável o artigo 7.º."),
        ("The 3rd edition", "A 3.a edição", "A 3.ª edição"),
        ("The 2nd house", "A 2a casa", "A 2ª casa"),
        ("See line 8a and section 2.a.", "Ver linha 8a e seção 2.a.", "Ver linha 8a e seção 2.a."),
    ],
)
def test_plain_ordinals_get_raised_letters_in_portuguese(source: str, answer: str, expected: str) -> None:
    _, typography = straighten(source)
    conventions = conventions_of("pt")
    assert restore(answer, typography, conventions.quotes, conventions.ordinals) == expected


@pytest.mark.parametrize(
    ("text", "plain"),
    [("O artigo 12.º da lei", "O artigo 12.o da lei"), ("A 3.ª edição", "A 3.a edição"), ("1º e 2ª", "1o e 2a")],
)
def test_an_engine_gets_plain_letters_in_ordinals(text: str, plain: str) -> None:
    assert straighten(text)[0] == plain
