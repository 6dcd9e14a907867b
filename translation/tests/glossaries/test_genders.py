"""Genders of terms without a gender in the glossary."""

import pytest

from translation.glossaries.genders import gender_of
from translation.glossaries.terms import GlossaryTerm, TermList
from translation.sentences import SentenceTranslator
from translation.testing.documents import firefox
from translation.testing.terms import sentences_with_terms


@pytest.mark.parametrize(
    "phrase", ["fatura", "sala de aula", "certidão", "viagem", "hipótese", "metade", "plataforma", "lista", "custas"]
)
def test_a_feminine_ending_is_recognised(phrase: str) -> None:
    assert gender_of(phrase, "pt-BR") == "f"


@pytest.mark.parametrize(
    "phrase",
    ["livro-razão", "guarda-chuva", "programa", "contrato", "servidor", "coração", "estoque", "juízo arbitral"],
)
def test_a_masculine_ending_is_recognised(phrase: str) -> None:
    assert gender_of(phrase, "pt") == "m"


@pytest.mark.parametrize("phrase", ["acionista", "paciente", "caixa", "colega", "IPA", "fatura"])
def test_no_gender_is_guessed_where_both_are_possible(phrase: str) -> None:
    assert gender_of(phrase, "en" if phrase == "fatura" else "pt") == ""


def test_no_guess_contradicts_a_known_gender() -> None:
    terms = [term for sentence in sentences_with_terms() for term in sentence.glossary.terms if term.gender]
    wrong = [term for term in terms if gender_of(term.target, "pt") not in ("", term.gender)]
    assert wrong == []
    assert sum(bool(gender_of(term.target, "pt")) for term in terms) / len(terms) >= 0.8


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("The deadline for the project is in May.", GlossaryTerm("deadline", "fatura"), "A fatura"),
        ("The power of attorney is valid for one year.", GlossaryTerm("power of attorney", "procuração"), "é válida"),
        ("The damaged pallet was returned.", GlossaryTerm("pallet", "estrado"), "O estrado danificado foi devolvido"),
    ],
)
def test_words_agree_with_a_term_without_a_gender(text: str, term: GlossaryTerm, expected: str) -> None:
    assert expected in SentenceTranslator(firefox(), "en", "pt", TermList((term,))).translate([text])[text].target
