"""Terms of a glossary in translations: with the real engine, with the pseudo engine, and in the pipeline."""

import re

import pytest

from translation.document import Span, plain_text
from translation.engines.base import Engine
from translation.glossaries.search import TermMatcher
from translation.glossaries.terms import GlossaryTerm, TermList
from translation.resources import Resources
from translation.sentences import SentenceTranslator
from translation.testing.documents import ListedDocument, firefox, pseudo, run
from translation.testing.terms import sentences_with_terms

INVOICE = GlossaryTerm("invoice", "fatura", "f")
DASHBOARD = GlossaryTerm("dashboard", "painel de controle", "m")


def translated(
    text: str, *terms: GlossaryTerm, engine: Engine | None = None, source: str = "en", target: str = "pt"
) -> str:
    translator = SentenceTranslator(engine or firefox(), source, target, TermList(terms))
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
    assert len(present) >= 140
    assert sum(present) / len(present) >= 0.98
    assert sum(agrees) / len(agrees) >= 0.97


def test_a_plural_in_the_source_is_one_in_the_target() -> None:
    text = translated("The invoices were paid.", INVOICE)
    assert text.startswith("As faturas foram pagas")


def test_a_term_follows_the_number_of_the_words_before_it() -> None:
    text = translated("They published every figure on their website.", GlossaryTerm("figure", "valor", "m"))
    assert "os valores" in text or "cada valor" in text
    assert "os dados" in translated("They published the data.", GlossaryTerm("data", "dados", "m"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("invoice", "fatura"), ("Invoice", "Fatura"), ("INVOICES", "FATURAS"), ("Invoice:", "Fatura:")],
)
def test_a_term_alone_is_what_the_glossary_says(text: str, expected: str) -> None:
    assert translated(text, INVOICE) == expected


def test_capitals_of_the_glossary_come_through() -> None:
    assert "FaturaNet" in translated("Open the invoice now.", GlossaryTerm("invoice", "FaturaNet", "f"))
    assert translated("OPEN THE INVOICE NOW.", GlossaryTerm("invoice", "FaturaNet", "f")).isupper()


def test_a_case_sensitive_term_is_found_only_in_its_own_case() -> None:
    apple = GlossaryTerm("Apple", "Maçã", "f", is_case_sensitive=True)
    assert "Maçã" in translated("He works at Apple.", apple)
    assert "Maçã" not in translated("He ate an apple.", apple)


def test_the_longest_of_several_terms_counts() -> None:
    text = translated(
        "The interest rate of the bank rose.",
        GlossaryTerm("interest rate", "taxa de juros", "f"),
        GlossaryTerm("rate", "nota"),
    )
    assert "taxa de juros" in text
    assert "nota" not in text


@pytest.mark.parametrize("text", ["The e-invoice came.", "The invoicex came."])
def test_a_part_of_a_word_is_no_term(text: str) -> None:
    assert not TermMatcher(TermList((INVOICE,)), "en", "pt").find(text)


def test_addresses_around_a_term_stay() -> None:
    text = translated("See https://example.org/invoice for the invoice.", INVOICE)
    assert "https://example.org/invoice" in text
    assert "a fatura" in text


def test_a_code_may_be_a_term_as_a_whole() -> None:
    text = translated("Use SHA-256 for the file.", GlossaryTerm("SHA-256", "resumo longo", "m"))
    assert "o resumo longo" in text


def test_terms_are_found_in_a_script_without_spaces() -> None:
    terms = TermMatcher(TermList((GlossaryTerm("発票", "invoice"),)), "ja", "en")
    assert [(one.start, one.end) for one in terms.find("この発票は")] == [(2, 4)]


def test_terms_are_masked_for_an_engine_that_changes_every_word() -> None:
    text = translated("Please send the invoice to the dashboard.", INVOICE, DASHBOARD, engine=pseudo())
    assert "fatura" in text
    assert "painel de controle" in text
    assert "Please" not in text


def test_a_target_that_the_engine_cannot_read_comes_through() -> None:
    assert "发票" in translated("The invoice is old.", GlossaryTerm("invoice", "发票"))


def test_sentences_without_terms_are_translated_as_before() -> None:
    text = "The house is big."
    assert translated(text) == translated(text, INVOICE)


def test_a_missing_term_is_an_issue() -> None:
    terms = TermMatcher(TermList((INVOICE,)), "en", "pt")
    assert list(terms.find_issues("The invoice is old.", "A conta é velha.")) == ["term_missed"]
    assert not list(terms.find_issues("The invoice is old.", "As faturas são velhas."))


def test_a_term_may_have_other_numbers_and_codes_than_its_source() -> None:
    terms = TermMatcher(TermList((GlossaryTerm("SHA-256", "resumo"),)), "en", "pt")
    assert not list(terms.find_issues("Use SHA-256 now.", "Use resumo agora."))


def test_the_digest_of_a_sentence_changes_with_its_own_terms_alone() -> None:
    one = TermMatcher(TermList((INVOICE, DASHBOARD)), "en", "pt")
    other = TermMatcher(TermList((INVOICE, GlossaryTerm("dashboard", "painel"))), "en", "pt")
    assert one.digest_for("The invoice is old.") == other.digest_for("The invoice is old.") != ""
    assert one.digest_for("The dashboard is old.") != other.digest_for("The dashboard is old.")
    assert one.digest_for("The house is old.") == ""


def test_a_heading_or_label_of_the_glossary_wins_over_the_usual_one() -> None:
    document = ListedDocument([(Span("REFERENCES"),), (Span("Table 3: The big house."),), (Span("Abstract"),)])
    terms = GlossaryTerm("references", "fontes", "f"), GlossaryTerm("Table", "Quadro", "m")
    run(document, resources=Resources(TermList(terms)))
    assert [plain_text(target) for target in document.targets.values()] == [
        "FONTES",
        "Quadro 3: A casa grande.",
        "Resumo",
    ]


def test_a_document_is_translated_with_its_glossary() -> None:
    document = ListedDocument([(Span("The invoice is "), Span("old", 1), Span("."))])
    run(document, resources=Resources(TermList((INVOICE,))))
    assert plain_text(document.targets[0]) == "A fatura é antiga."


def test_no_name_is_made_of_an_article_before_a_term() -> None:
    glossary = TermList((GlossaryTerm("library", "livraria", "f"),))
    sentence = "The library keeps its old books in a cool room."
    rendering = SentenceTranslator(firefox(), "en", "pt", glossary).translate([sentence])[sentence]
    assert rendering.target.startswith("A livraria ")


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("The wrench sizes are printed on the box.", GlossaryTerm("wrench", "chave inglesa", "f"), "chaves inglesas"),
        ("The stock report is late.", GlossaryTerm("stock", "existências", "f"), "das existências"),
        ("Total ledger balance: 500", GlossaryTerm("ledger", "livro-razão", "m"), "d[oe] livro-razão"),
        ("The nozzle diameter is given here.", GlossaryTerm("nozzle", "bocal", "m"), "d[oe] bocal"),
        ("They sell government and judicial services.", GlossaryTerm("government", "governo", "m"), "d[oe] governo"),
        ("The overtime rate is high.", GlossaryTerm("overtime", "hora extra", "f"), "d(as|e) horas extras"),
    ],
)
def test_a_term_that_specifies_a_noun_has_a_preposition(text: str, term: GlossaryTerm, expected: str) -> None:
    assert re.search(expected, translated(text, term))


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("O credor recebeu o pagamento.", GlossaryTerm("credor", "obligee"), "The obligee received"),
        ("A apólice termina em março.", GlossaryTerm("apólice", "insurance contract"), "The insurance contract ends"),
        ("O disjuntor deve ser trocado.", GlossaryTerm("disjuntor", "overload switch"), "The overload switch must"),
        ("Troque a junta e o rolamento.", GlossaryTerm("rolamento", "roller unit"), "and the roller unit"),
    ],
)
def test_an_article_before_a_term_is_not_lost(text: str, term: GlossaryTerm, expected: str) -> None:
    assert expected in translated(text, term, source="pt", target="en")


@pytest.mark.parametrize(
    ("text", "term", "lost"),
    [
        ("All open tickets are listed on the home page.", GlossaryTerm("ticket", "chamado", "m"), "abertos"),
        ("The Steering Committee meets in June.", GlossaryTerm("Steering Committee", "Comitê Gestor", "m"), "em junho"),
    ],
)
def test_nothing_that_the_engine_had_right_is_lost_for_a_term(text: str, term: GlossaryTerm, lost: str) -> None:
    assert lost in translated(text, term)


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("The stock is low.", GlossaryTerm("stock", "existências", "f"), "As existências são baixas."),
        ("The staff was informed.", GlossaryTerm("staff", "colaboradores", "m"), "Os colaboradores foram informados."),
        ("The API is slow.", GlossaryTerm("API", "IPA", "f"), "A IPA é lenta."),
        ("A fine of 500 euros was imposed.", GlossaryTerm("fine", "coima", "f"), "Uma coima de 500 euros foi imposta."),
    ],
)
def test_the_predicate_agrees_with_a_term(text: str, term: GlossaryTerm, expected: str) -> None:
    assert translated(text, term) == expected


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("Nenhuma nota fiscal foi emitida.", GlossaryTerm("nota fiscal", "tax invoice"), "tax invoices were"),
        ("Os livros-razão foram encerrados.", GlossaryTerm("livro-razão", "ledger"), "ledgers were"),
        ("A sede fica em Lisboa.", GlossaryTerm("sede", "head office"), "head office is"),
    ],
)
def test_a_term_and_its_verb_have_one_number(text: str, term: GlossaryTerm, expected: str) -> None:
    assert expected in translated(text, term, source="pt", target="en")


def test_a_term_of_two_words_that_is_a_name_has_capitals() -> None:
    term = GlossaryTerm("invoice", "nota fiscal", "f")
    assert "Nota Fiscal" in translated("The Invoice Date is missing.", term)
    assert "nota fiscal" in translated("The invoice date is missing.", term)


def test_a_plural_keeps_the_spelling_of_the_glossary() -> None:
    assert "os registos" in translated("Delete the logs.", GlossaryTerm("log", "registo", "m"))
