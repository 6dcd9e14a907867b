"""Terms of a glossary in translations: with the real engine, with one that only accents, through the pipeline."""

import pytest

from translation.document import Span, plain_text
from translation.engines.base import Engine
from translation.glossaries.search import Terms
from translation.glossaries.terms import Glossary, Term
from translation.resources import Resources
from translation.sentences import SentenceTranslator
from translation.testing.documents import ListedDocument, firefox, pseudo, run
from translation.testing.terms import sentences_with_terms

INVOICE = Term("invoice", "fatura", "f")
DASHBOARD = Term("dashboard", "painel de controle", "m")


def translated(text: str, *terms: Term, engine: Engine | None = None, source: str = "en", target: str = "pt") -> str:
    translator = SentenceTranslator(engine or firefox(), source, target, Glossary(terms))
    rendering = translator.translate([text])[text]
    assert "term_missed" not in rendering.issues
    return rendering.target


def test_nearly_all_terms_are_there_and_what_is_before_them_agrees() -> None:
    present: list[bool] = []
    agrees: list[bool] = []
    for sentence in sentences_with_terms():
        translator = SentenceTranslator(firefox(), *sentence.languages, sentence.glossary)
        target = translator.translate([sentence.text])[sentence.text].target
        present += sentence.present(target)
        agrees += sentence.agrees(target)
    assert len(present) >= 60
    assert sum(present) / len(present) >= 0.98
    assert sum(agrees) / len(agrees) >= 0.95


def test_a_plural_in_the_source_is_one_in_the_target() -> None:
    text = translated("The invoices were paid.", INVOICE)
    assert text.startswith("As faturas foram pagas")


def test_a_term_follows_the_number_of_the_words_before_it() -> None:
    text = translated("They published every figure on their website.", Term("figure", "valor", "m"))
    assert "os valores" in text or "cada valor" in text
    assert "os dados" in translated("They published the data.", Term("data", "dados", "m"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("invoice", "fatura"), ("Invoice", "Fatura"), ("INVOICES", "FATURAS"), ("Invoice:", "Fatura:")],
)
def test_a_term_alone_is_what_the_glossary_says(text: str, expected: str) -> None:
    assert translated(text, INVOICE) == expected


def test_capitals_of_the_glossary_come_through() -> None:
    assert "FaturaNet" in translated("Open the invoice now.", Term("invoice", "FaturaNet", "f"))
    assert translated("OPEN THE INVOICE NOW.", Term("invoice", "FaturaNet", "f")).isupper()


def test_a_particular_term_is_found_in_its_own_case_alone() -> None:
    apple = Term("Apple", "Maçã", "f", is_case_sensitive=True)
    assert "Maçã" in translated("He works at Apple.", apple)
    assert "Maçã" not in translated("He ate an apple.", apple)


def test_the_longest_of_several_terms_counts() -> None:
    text = translated(
        "The interest rate of the bank rose.", Term("interest rate", "taxa de juros", "f"), Term("rate", "nota")
    )
    assert "taxa de juros" in text
    assert "nota" not in text


@pytest.mark.parametrize("text", ["The e-invoice came.", "The invoicex came."])
def test_a_part_of_a_word_is_no_term(text: str) -> None:
    assert not Terms(Glossary((INVOICE,)), "en", "pt").find(text)


def test_addresses_around_a_term_stay() -> None:
    text = translated("See https://example.org/invoice for the invoice.", INVOICE)
    assert "https://example.org/invoice" in text
    assert "a fatura" in text


def test_a_code_may_be_a_term_as_a_whole() -> None:
    text = translated("Use SHA-256 for the file.", Term("SHA-256", "resumo longo", "m"))
    assert "o resumo longo" in text


def test_a_script_without_blanks_has_terms_too() -> None:
    terms = Terms(Glossary((Term("発票", "invoice"),)), "ja", "en")
    assert [(one.start, one.end) for one in terms.find("この発票は")] == [(2, 4)]


def test_an_engine_that_changes_every_word_does_not_get_to_see_terms() -> None:
    text = translated("Please send the invoice to the dashboard.", INVOICE, DASHBOARD, engine=pseudo())
    assert "fatura" in text
    assert "painel de controle" in text
    assert "Please" not in text


def test_a_target_that_the_engine_cannot_read_comes_through() -> None:
    assert "发票" in translated("The invoice is old.", Term("invoice", "发票"))


def test_engines_without_a_glossary_get_what_they_got() -> None:
    text = "The house is big."
    assert translated(text) == translated(text, INVOICE)


def test_a_missed_term_is_told() -> None:
    terms = Terms(Glossary((INVOICE,)), "en", "pt")
    assert list(terms.issues("The invoice is old.", "A conta é velha.")) == ["term_missed"]
    assert not list(terms.issues("The invoice is old.", "As faturas são velhas."))


def test_a_term_may_say_other_numbers_and_codes() -> None:
    terms = Terms(Glossary((Term("SHA-256", "resumo"),)), "en", "pt")
    assert not list(terms.issues("Use SHA-256 now.", "Use resumo agora."))


def test_the_digest_of_a_sentence_changes_with_its_own_terms_alone() -> None:
    one = Terms(Glossary((INVOICE, DASHBOARD)), "en", "pt")
    other = Terms(Glossary((INVOICE, Term("dashboard", "painel"))), "en", "pt")
    assert one.digest_for("The invoice is old.") == other.digest_for("The invoice is old.") != ""
    assert one.digest_for("The dashboard is old.") != other.digest_for("The dashboard is old.")
    assert one.digest_for("The house is old.") == ""


def test_a_heading_or_label_of_the_glossary_wins_over_the_usual_one() -> None:
    document = ListedDocument([(Span("REFERENCES"),), (Span("Table 3: The big house."),), (Span("Abstract"),)])
    terms = Term("references", "fontes", "f"), Term("Table", "Quadro", "m")
    run(document, resources=Resources(Glossary(terms)))
    assert [plain_text(target) for target in document.targets.values()] == [
        "FONTES",
        "Quadro 3: A casa grande.",
        "Resumo",
    ]


def test_a_document_is_translated_with_its_glossary() -> None:
    document = ListedDocument([(Span("The invoice is "), Span("old", 1), Span("."))])
    run(document, resources=Resources(Glossary((INVOICE,))))
    assert plain_text(document.targets[0]) == "A fatura é antiga."


def test_no_name_is_made_of_an_article_before_a_term() -> None:
    glossary = Glossary((Term("library", "livraria", "f"),))
    sentence = "The library keeps its old books in a cool room."
    rendering = SentenceTranslator(firefox(), "en", "pt", glossary).translate([sentence])[sentence]
    assert rendering.target.startswith("A livraria ")
