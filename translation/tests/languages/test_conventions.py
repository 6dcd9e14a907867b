"""The conventions of each language, seen in translated documents."""

import pytest

from translation.document import Span, plain_text
from translation.languages.conventions import CAPTION_LABELS, CONVENTIONS, HEADINGS
from translation.testing.documents import ListedDocument, pseudo, run

FULL = ("en", "pt", "es", "fr", "de", "it")


def disguised(text: str, target: str) -> str:
    """A text with the words of the tables in the target language; the engine accents all others."""
    document = ListedDocument([(Span(text),)])
    run(document, "en", target, pseudo())
    return plain_text(document.targets[0])


@pytest.mark.parametrize("language", FULL)
def test_languages_with_full_rows_have_every_field(language: str) -> None:
    row = CONVENTIONS[language]
    assert row.abbreviations
    assert row.function_words
    assert row.articles
    assert row.indefinite_articles
    assert {1, 2, 10, 20, 100, 1000} <= set(row.numerals.values())
    assert row.number_sign
    assert set(row.caption_labels) == set(CAPTION_LABELS)
    assert set(row.headings) == set(HEADINGS)


@pytest.mark.parametrize(
    ("target", "label", "heading", "number", "quoted"),
    [
        ("pt", "Tabela 3: ", "Índice", "1.234,50", "“"),
        ("es", "Tabla 3: ", "Índice", "1.234,50", "«"),
        ("fr", "Tableau 3: ", "Index", "1\u202f234,50", "«\u00a0"),
        ("de", "Tabelle 3: ", "Register", "1.234,50", "„"),
        ("it", "Tabella 3: ", "Indice analitico", "1.234,50", "“"),
    ],
)
def test_a_document_follows_the_conventions_of_its_language(
    target: str, label: str, heading: str, number: str, quoted: str
) -> None:
    assert disguised("Table 3: Houses", target).startswith(label)
    if heading != "Index":
        assert disguised("Index", target) == heading
        assert disguised("INDEX", target) == heading.upper()
    assert number in disguised("They paid 1,234.50 for it.", target)
    assert quoted in disguised("They said “we paid” to him.", target)


def test_a_language_without_a_row_gets_the_defaults() -> None:
    assert "1,234.50" in disguised("They paid 1,234.50 for it.", "sv")
