"""Capitals of terms inside a sentence, at its start, in headings and in labels."""

import pytest

from translation.glossaries.search import TermMatcher
from translation.glossaries.terms import GlossaryTerm, TermList
from translation.sentences import SentenceTranslator
from translation.testing.documents import firefox


def written(text: str, term: GlossaryTerm, languages: tuple[str, str] = ("en", "pt")) -> str:
    """Return the text with the term in the other language, before any translation."""
    matcher = TermMatcher(TermList((term,)), *languages)
    return matcher.substitute(text, matcher.find(text))


def translated(text: str, *terms: GlossaryTerm, languages: tuple[str, str] = ("en", "pt")) -> str:
    return SentenceTranslator(firefox(), *languages, TermList(terms)).translate([text])[text].target


@pytest.mark.parametrize(
    ("source", "target", "text", "expected"),
    [
        ("Wrench", "Chave inglesa", "the wrench", "the chave inglesa"),
        ("Hammer", "Martelo", "the hammer", "the martelo"),
        ("Purchase Order", "Ordem de Compra", "the purchase order", "the ordem de compra"),
        ("Spare part", "Peça de reposição", "two spare parts", "two peças de reposição"),
        ("wrench", "Chave inglesa", "the wrench", "the chave inglesa"),
    ],
)
def test_a_habitual_capital_is_lost_inside_a_sentence(source: str, target: str, text: str, expected: str) -> None:
    assert written(text, GlossaryTerm(source, target)) == expected


@pytest.mark.parametrize(
    ("source", "target", "text", "expected"),
    [
        ("Buyer", "Comprador", "the Buyer pays", "the Comprador pays"),
        ("Steering Committee", "Comitê Gestor", "the Steering Committee", "the Comitê Gestor"),
        ("Apple", "Maçã", "at Apple", "at Maçã"),
        ("state", "Estado", "the state", "the Estado"),
        ("invoice", "FaturaNet", "the invoice", "the FaturaNet"),
        ("PIN", "PIN", "the pin", "the PIN"),
        ("Wi-Fi router", "Roteador Wi-Fi", "a wi-fi router", "a roteador Wi-Fi"),
        ("supplier", "fornecedor", "the Supplier", "the Fornecedor"),
    ],
)
def test_a_name_keeps_its_capitals(source: str, target: str, text: str, expected: str) -> None:
    assert written(text, GlossaryTerm(source, target)) == expected


@pytest.mark.parametrize(
    ("source", "target", "text", "expected"),
    [
        ("Chave inglesa", "Adjustable wrench", "a chave inglesa", "a adjustable wrench"),
        ("Ordem de Compra", "Purchase Order", "a ordem de compra", "a purchase order"),
        ("Fatura", "Invoice", "uma fatura", "uma invoice"),
        ("Segunda-feira", "Monday", "na segunda-feira", "na Monday"),
    ],
)
def test_english_loses_habitual_capitals_but_not_those_of_names(
    source: str, target: str, text: str, expected: str
) -> None:
    assert written(text, GlossaryTerm(source, target), ("pt", "en")) == expected


def test_german_nouns_keep_their_capitals() -> None:
    assert written("the invoice", GlossaryTerm("Invoice", "Rechnung"), ("en", "de")) == "the Rechnung"


def test_a_case_sensitive_term_keeps_its_capitals() -> None:
    assert written("the Wrench", GlossaryTerm("Wrench", "Chave inglesa", is_case_sensitive=True)) == "the Chave inglesa"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wrench sizes are printed on the box.", "chave inglesa"),
        ("Wrench: see page 4.", "Chave inglesa"),
        ("Required tools: wrench and hammer.", "chave inglesa"),
        ("Do you need a wrench?", "chave inglesa"),
        ("USE THE WRENCH NOW.", "CHAVE INGLESA"),
    ],
)
def test_a_term_has_a_capital_only_at_the_start(text: str, expected: str) -> None:
    assert expected in translated(text, GlossaryTerm("Wrench", "Chave inglesa", "f"))


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("Ledger: list of all accounts.", GlossaryTerm("ledger", "livro-razão"), "Livro-razão: "),
        ("Vendor: enter the name.", GlossaryTerm("vendor", "fornecedor"), "Fornecedor: "),
        ("Spare parts: see page 4.", GlossaryTerm("Spare part", "Peça de reposição"), "Peças de reposição: "),
    ],
)
def test_a_label_starts_with_a_capital(text: str, term: GlossaryTerm, expected: str) -> None:
    assert translated(text, term).startswith(expected)


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("Fornecedor: informe o nome.", GlossaryTerm("fornecedor", "vendor"), "Vendor: "),
        ("Observação: o preço pode mudar.", GlossaryTerm("observação", "remark"), "Remark: "),
        ("Prazo: 30 dias", GlossaryTerm("prazo", "term"), "Term: "),
    ],
)
def test_a_label_starts_with_a_capital_in_english(text: str, term: GlossaryTerm, expected: str) -> None:
    assert translated(text, term, languages=("pt", "en")).startswith(expected)
