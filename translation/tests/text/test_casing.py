"""Tests of letter case: titles and capitals become sentences for the engine, but names keep their capitals."""

import re

import pytest

from translation.document import Span, plain_text
from translation.languages.conventions import conventions_of
from translation.testing.documents import ListedDocument, pseudo, run, translated
from translation.text import casing
from translation.text.casing import Casing, NameForms
from translation.text.document_facts import DocumentFacts, gather_facts
from translation.text.name_evidence import names_in

EN, PT = conventions_of("en"), conventions_of("pt")


@pytest.mark.parametrize(
    ("text", "case", "names", "expected"),
    [
        ("HISTORY OF BRAZIL", Casing.CAPITALS, EN.proper_names, "History of Brazil"),
        ("TRADE WITH CHINA AND INDIA", Casing.CAPITALS, EN.proper_names, "Trade with China and India"),
        ("THE PEOPLE OF NEW YORK CITY", Casing.CAPITALS, EN.proper_names, "The people of New York City"),
        ("A GUIDE TO NOWASP", Casing.CAPITALS, {"NOWASP"}, "A guide to NOWASP"),
        ("LAKE TENDALE'S FISH", Casing.CAPITALS, {"Tendale"}, "Lake Tendale's fish"),
        ("HISTÓRIA DE MINAS GERAIS", Casing.CAPITALS, PT.proper_names, "História de Minas Gerais"),
        ("RELATÓRIO DO IBGE", Casing.CAPITALS, PT.proper_names, "Relatório do IBGE"),
        ("GUERRA DO PARAGUAI", Casing.CAPITALS, PT.proper_names, "Guerra do Paraguai"),
        ("REPORT BY SARAH COOK", Casing.CAPITALS, (), "Report by Sarah Cook"),
        ("CONTRATO COM RAQUEL LEITE", Casing.CAPITALS, (), "Contrato com Raquel Leite"),
        ("A VIDA DE LUÍS DE CAMPOS", Casing.CAPITALS, (), "A vida de Luís de Campos"),
        ("ABERTO AOS DOMINGOS", Casing.CAPITALS, (), "Aberto aos domingos"),
        ("Sales in March and April", Casing.TITLE, EN.proper_names, "Sales in March and April"),
        ("How NASA Builds Engines", Casing.TITLE, (), "How NASA builds engines"),
        ("Managing iPhone and OpenID Users", Casing.TITLE, (), "Managing iPhone and OpenID users"),
        ("List of the Top Ten Risks", Casing.TITLE, {"Top Ten"}, "List of the Top Ten risks"),
        ("The Work of Orange County", Casing.TITLE, (), "The work of Orange County"),
        ("Report of the Tendale Foundation", Casing.TITLE, {"Tendale"}, "Report of the Tendale Foundation"),
    ],
)
def test_names_and_acronyms_keep_their_capitals(text: str, case: Casing, names: frozenset[str], expected: str) -> None:
    assert casing.to_sentence(text, case, NameForms.of(names)) == expected


def test_the_form_that_the_engine_knows_best_is_kept() -> None:
    counts = {"michigan": 3, "Michigan": 1, "MICHIGAN": 4, "nasa": 2, "Nasa": 2, "NASA": 1}
    converted = casing.to_sentence("NASA ON LAKE MICHIGAN", Casing.CAPITALS, subwords=lambda word: counts.get(word, 1))
    assert converted == "NASA on lake Michigan"


@pytest.mark.parametrize(
    ("text", "lowered"), [("FAIR play", "FAIR play"), ("Fair play", "fair play"), ("A fair", "a fair")]
)
def test_an_acronym_is_never_half_lowered(text: str, lowered: str) -> None:
    assert casing.lower_initial(text) == lowered


def test_prose_shows_which_words_are_names() -> None:
    texts = [
        "We met people from Tendale and the NOWASP team at noon.",
        "The road to Tendale is long, and the Top Ten is longer.",
        "They say that the Top Ten has changed this year.",
        "Roads of the Board and Sales",
        "ALL ROADS",
    ]
    assert names_in(texts, EN) == {"Tendale", "NOWASP", "Top Ten", "Top", "Ten"}


def test_a_word_that_also_has_a_small_letter_is_not_a_name() -> None:
    texts = ["We gave it to the Board yesterday.", "They told the Board today.", "The board of the firm met."]
    assert names_in(texts, EN) == frozenset()


def test_facts_concern_only_titles_and_capitals() -> None:
    facts = DocumentFacts(names=frozenset({"Tendale"}))
    assert facts.digest_for("The road to Tendale is long and steep.") == ""
    assert facts.digest_for("The Roads of the South") == ""
    assert facts.digest_for("The Roads of Tendale") == facts.digest_for("ROADS OF TENDALE") != ""


def test_a_cell_in_a_column_of_names_has_a_digest() -> None:
    column = ["Town", "WEST GROVE, PA", "OXFORD, PA", "KENNETT SQUARE", "AVONDALE, PA"]
    facts = gather_facts(column, EN, PT, columns=[column])
    assert facts.digest_for("KENNETT SQUARE")
    assert not facts.digest_for("Town")


def test_a_document_writes_its_name_in_one_way() -> None:
    texts = [
        "The Story of the Top Ten",
        "We made the Top Ten for people who write programs.",
        "Everybody knows what the Top Ten is about.",
        "Top Ten",
    ]
    document = ListedDocument([(Span(text),) for text in texts])
    run(document, engine=pseudo())
    targets = [plain_text(content) for content in document.targets.values()]
    # The pseudo engine makes words longer.
    assert all(re.search("Tó+p Té+ñ", target) for target in targets)


@pytest.mark.parametrize(
    ("text", "expected", "pair"),
    [
        ("Trade Between Canada and Mexico", "Canadá e o México", ("en", "pt")),
        ("Notes on the Budget of the European Union", "orçamento da União Europeia", ("en", "pt")),
        ("The History of New York City", "Nova Iorque", ("en", "pt")),
        ("Hospital Admissions in March and April", "março e abril", ("en", "pt")),
        ("EUROPEAN UNION BUDGET", "UNIÃO EUROPEIA", ("en", "pt")),
        ("O PAPEL DA ONU NA EDUCAÇÃO", "UN", ("pt", "en")),
        ("A VIDA DE MACHADO DE ASSIS", "MACHADO DE ASSIS", ("pt", "en")),
        ("REGRAS DO ICMS EM MINAS GERAIS", "MINAS GERAIS", ("pt", "en")),
    ],
)
def test_titles_keep_their_names_through_the_engine(text: str, expected: str, pair: tuple[str, str]) -> None:
    assert expected in translated(text, *pair)
