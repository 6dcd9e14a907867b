"""Plurals of words, compounds and phrases."""

import pytest

from translation.glossaries.plural_tables import plural_rules_of
from translation.glossaries.plurals import plurals
from translation.languages.conventions import conventions_of


def plurals_of(language: str, phrase: str) -> list[str]:
    return plurals(phrase, plural_rules_of(language), conventions_of(language).function_words)


@pytest.mark.parametrize(
    ("language", "phrase", "expected"),
    [
        ("en", "invoice number", "invoice numbers"),
        ("en", "policy", "policies"),
        ("en", "human", "humans"),
        ("en", "chairman", "chairmen"),
        ("en", "equipment", "equipment"),
        ("en", "power of attorney", "powers of attorney"),
        ("en", "bill of lading", "bills of lading"),
        ("en", "sister-in-law", "sisters-in-law"),
        ("en", "account payable", "accounts payable"),
        ("en", "check-in", "check-ins"),
        ("en", "point-of-sale terminal", "point-of-sale terminals"),
        ("pt", "taxa de juros", "taxas de juros"),
        ("pt", "nota fiscal", "notas fiscais"),
        ("pt", "implantação", "implantações"),
        ("pt", "bem imóvel", "bens imóveis"),
        ("pt", "papel", "papéis"),
        ("pt", "acórdão", "acórdãos"),
        ("pt", "tabelião", "tabeliães"),
        ("pt", "país", "países"),
        ("pt", "token", "tokens"),
        ("pt", "cartão SIM", "cartões SIM"),
        ("pt", "caixa d'água", "caixas d'água"),
        ("pt", "contrato assinado digitalmente", "contratos assinados digitalmente"),
        ("es", "orden de compra", "ordenes de compra"),
        ("fr", "journal", "journaux"),
        ("it", "fattura commerciale", "fatture commerciali"),
    ],
)
def test_the_likeliest_plural_comes_first(language: str, phrase: str, expected: str) -> None:
    assert plurals_of(language, phrase)[0] == expected


@pytest.mark.parametrize(
    ("compound", "expected"),
    [
        ("livro-razão", "livros-razão"),
        ("palavra-chave", "palavras-chave"),
        ("data-limite", "datas-limite"),
        ("conta poupança", "contas poupança"),
        ("decreto-lei", "decretos-leis"),
        ("primeiro-ministro", "primeiros-ministros"),
        ("matéria-prima", "matérias-primas"),
        ("guarda-noturno", "guardas-noturnos"),
        ("conta-chave", "contas-chave"),
        ("conta-corrente", "contas-correntes"),
        ("guarda-chuva", "guarda-chuvas"),
        ("vice-presidente", "vice-presidentes"),
        ("abaixo-assinado", "abaixo-assinados"),
        ("para-raios", "para-raios"),
        ("saca-rolhas", "saca-rolhas"),
        ("pé-de-cabra", "pés-de-cabra"),
        ("mão-de-obra", "mãos-de-obra"),
        ("raio-x", "raios-x"),
        ("e-mail", "e-mails"),
        ("relatório técnico-administrativo", "relatórios técnico-administrativos"),
        ("Palavra-chave", "Palavras-chave"),
    ],
)
def test_the_parts_of_a_portuguese_compound_change_by_their_kind(compound: str, expected: str) -> None:
    assert plurals_of("pt", compound)[0] == expected


@pytest.mark.parametrize(
    ("compound", "plural"),
    [
        ("decreto-lei", "decretos-lei"),
        ("palavra-chave", "palavras-chaves"),
        ("cartão de crédito", "cartões de crédito"),
    ],
)
def test_all_plurals_in_use_are_recognised(compound: str, plural: str) -> None:
    assert plural in plurals_of("pt", compound)


def test_a_language_without_rules_has_no_plurals() -> None:
    assert plurals_of("ja", "請求書") == []
