"""Agreement of the words beside a noun that was put in place of another."""

import pytest

from translation.glossaries.agreement import Noun, agree_before
from translation.glossaries.inflection_tables import inflection_of


def put(language: str, before: str, noun: str, **about: object) -> str:
    """The text with the noun at its end, and what is before it agreeing."""
    return agree_before(before, Noun(noun, **about), inflection_of(language)) + noun  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "before", "noun", "gender", "expected"),
    [
        ("pt", "no ", "fatura", "f", "na fatura"),
        ("pt", "Da ", "fornecedor", "m", "Do fornecedor"),
        ("pt", "paga pela ", "fornecedor", "m", "paga pelo fornecedor"),
        ("pt", "à ", "fornecedor", "m", "ao fornecedor"),
        ("pt", "uma nova ", "fornecedor", "m", "um novo fornecedor"),
        ("pt", "todos os ", "faturas", "f", "todas as faturas"),
        ("pt", "segundo o ", "fatura", "f", "segundo a fatura"),
        ("pt", "abriu um a ", "fatura", "f", "abriu uma fatura"),
        ("es", "del ", "factura", "f", "de la factura"),
        ("es", "a la ", "proveedor", "m", "al proveedor"),
        ("es", "una nueva ", "proveedor", "m", "un nuevo proveedor"),
        ("es", "la ", "agua", "f", "el agua"),
        ("fr", "du ", "facture", "f", "de la facture"),
        ("fr", "de la ", "fournisseur", "m", "du fournisseur"),
        ("fr", "à la ", "utilisateur", "m", "à l'utilisateur"),
        ("fr", "au nouvelle ", "utilisateur", "m", "au nouvel utilisateur"),
        ("fr", "Le ", "entreprise", "f", "L'entreprise"),
        ("fr", "l'", "fournisseur", "m", "le fournisseur"),
        ("fr", "cette ", "hôpital", "m", "cet hôpital"),
        ("fr", "la ", "héros", "m", "le héros"),
        ("fr", "d'un ", "facture", "f", "d'une facture"),
        ("it", "il ", "studente", "m", "lo studente"),
        ("it", "della ", "utente", "m", "dell'utente"),
        ("it", "un'", "fornitore", "m", "un fornitore"),
        ("it", "del ", "fattura", "f", "della fattura"),
        ("de", "Der ", "Rechnung", "f", "Die Rechnung"),
        ("de", "mit dem ", "Rechnung", "f", "mit der Rechnung"),
        ("de", "für den ", "Rechnung", "f", "für die Rechnung"),
        ("de", "Wir lesen die ", "Vertrag", "m", "Wir lesen den Vertrag"),
        ("de", "im ", "Rechnung", "f", "in der Rechnung"),
        ("de", "zur ", "Vertrag", "m", "zum Vertrag"),
        ("de", "Ein ", "Rechnung", "f", "Eine Rechnung"),
        ("de", "das ", "Kind", "n", "das Kind"),
    ],
)
def test_articles_and_contracted_prepositions_follow_the_gender(
    language: str, before: str, noun: str, gender: str, expected: str
) -> None:
    is_plural = False if language == "de" else None
    assert put(language, before, noun, gender=gender, is_plural=is_plural) == expected


@pytest.mark.parametrize(
    ("language", "before", "noun", "expected"),
    [
        ("en", "a ", "invoice", "an invoice"),
        ("en", "An ", "supplier", "A supplier"),
        ("en", "an ", "user", "a user"),
        ("en", "a ", "HTML page", "an HTML page"),
        ("fr", "le ", "entreprise", "l'entreprise"),
        ("fr", "plus d'", "factures", "plus de factures"),
        ("it", "un ", "studente", "uno studente"),
        ("pt", "na ", "fornecedor", "na fornecedor"),
        ("ja", "the ", "x", "the x"),
    ],
)
def test_without_a_gender_they_follow_the_sound_alone(language: str, before: str, noun: str, expected: str) -> None:
    assert put(language, before, noun) == expected


def test_they_follow_the_number_where_it_is_known() -> None:
    assert put("pt", "o ", "dados", gender="m", is_plural=True) == "os dados"
    assert put("it", "la ", "utenti", gender="m", is_plural=True) == "gli utenti"


def test_a_preposition_is_no_article_where_the_source_has_none() -> None:
    assert put("pt", "pago a ", "fornecedor", gender="m", is_bare=True) == "pago a fornecedor"
    assert put("pt", "pago a ", "fornecedor", gender="m") == "pago o fornecedor"


def test_other_words_stay() -> None:
    assert put("pt", "o carro para ", "fatura", gender="f") == "o carro para fatura"
    assert put("pt", "", "fatura", gender="f") == "fatura"
