"""Agreement of verbs, participles and adjectives with a noun that was put in place of another."""

import pytest

from translation.glossaries.agreement import Noun
from translation.glossaries.inflection_tables import inflection_of
from translation.glossaries.predicate_tables import predicates_of
from translation.glossaries.predicates import (
    agree_attribute,
    agree_inverted,
    agree_predicate,
    is_addition,
    is_subject,
)


def after_noun(language: str, before: str, after: str, **about: object) -> str:
    """Return the text after a noun, in agreement if the noun is surely the subject."""
    predicates = predicates_of(language)
    if predicates is None or not is_subject(before, inflection_of(language), predicates):
        return after
    return agree_predicate(after, Noun("x", **about), predicates)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "before", "gender", "after", "expected"),
    [
        ("pt", "A ", "f", " foi enviado ontem.", " foi enviada ontem."),
        ("pt", "As ", "f", " serão pagos.", " serão pagas."),
        ("pt", "O ", "m", " já foi escrita e aprovada.", " já foi escrito e aprovado."),
        ("pt", "Feito. Esta ", "f", " assinado pelo diretor", " assinada pelo diretor"),
        ("pt", "", "f", " não foi incluído", " não foi incluída"),
        ("pt", "Todas as ", "f", " foram testados.", " foram testadas."),
        ("pt", "Se a nova ", "f", " está quebrado, pare.", " está quebrada, pare."),
        ("pt", "Em maio, a ", "f", " foi pago.", " foi paga."),
        ("pt", "Ele diz que a ", "f", " foi eleito.", " foi eleita."),
        ("pt", "Uma ", "f", " de 500 euros foi imposto.", " de 500 euros foi imposta."),
        ("pt", "A ", "f", " da empresa alemã foi vendido.", " da empresa alemã foi vendida."),
        ("es", "La ", "f", " ha sido enviado.", " ha sido enviada."),
        ("fr", "La ", "f", " a été envoyé.", " a été envoyée."),
        ("fr", "Les ", "m", " sont envoyées.", " sont envoyés."),
        ("it", "La ", "f", " è stato inviato.", " è stata inviata."),
        ("de", "Die ", "f", " wurde gesendet.", " wurde gesendet."),
    ],
)
def test_participles_of_a_subject_get_its_gender(
    language: str, before: str, gender: str, after: str, expected: str
) -> None:
    assert after_noun(language, before, after, gender=gender) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (" é lento.", " é lenta."),
        (" está muito caro e velho.", " está muito cara e velha."),
        (" não é obrigatório.", " não é obrigatória."),
        (" pode ser perigoso.", " pode ser perigosa."),
        (" é membro da empresa.", " é membro da empresa."),
        (" é um caso raro.", " é um caso raro."),
    ],
)
def test_adjectives_of_a_subject_get_its_gender(after: str, expected: str) -> None:
    assert after_noun("pt", "A ", after, gender="f") == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (" é baixo.", " são baixas."),
        (" foi informado.", " foram informadas."),
        (" está aqui.", " estão aqui."),
        (" tem valor.", " têm valor."),
        (" não será pago.", " não serão pagas."),
        (" aumentou muito.", " aumentaram muito."),
        (" são baixos.", " são baixas."),
        (" do cliente é nosso.", " do cliente é nosso."),
    ],
)
def test_the_verb_of_a_plural_subject_is_plural(after: str, expected: str) -> None:
    assert after_noun("pt", "As ", after, gender="f", is_plural=True) == expected


@pytest.mark.parametrize(
    ("before", "gender", "after"),
    [
        ("O envio da ", "f", " foi adiado."),
        ("Na ", "f", " foi incluído um valor."),
        ("O contrato e a ", "f", " foram enviados."),
        ("A ", "f", " e o contrato foram enviados."),
        ("A ", "f", " tem enviado tudo."),
        ("O ", "m", " nada diz."),
        ("A ", "", " foi enviado."),
        ("A ", "f", " que o cliente foi buscar."),
    ],
)
def test_participles_of_what_may_be_another_subject_stay(before: str, gender: str, after: str) -> None:
    assert after_noun("pt", before, after, gender=gender) == after


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Foi imposto uma ", "Foi imposta uma "),
        ("Em maio, foram pagos duas ", "Em maio, foram pagas duas "),
        ("Deve ser relatado uma ", "Deve ser relatada uma "),
        ("É necessário uma ", "É necessária uma "),
        ("O atraso foi considerado uma ", "O atraso foi considerado uma "),
        ("Ele foi enviado para a ", "Ele foi enviado para a "),
    ],
)
def test_a_participle_before_its_subject_agrees(before: str, expected: str) -> None:
    predicates = predicates_of("pt")
    assert predicates
    assert agree_inverted(before, Noun("multa", "f"), predicates) == expected


def test_a_participle_right_after_a_noun_agrees() -> None:
    predicates = predicates_of("pt")
    assert predicates
    assert agree_attribute(" emitido em maio", Noun("fatura", "f"), predicates) == " emitida em maio"
    assert agree_attribute(" públicos", Noun("unidades", "f", is_plural=True), predicates) == " públicas"
    assert agree_attribute(" em maio emitido", Noun("fatura", "f"), predicates) == " em maio emitido"
    assert is_addition("a cópia do ", predicates)
    assert not is_addition("Ele leu a ", predicates)
