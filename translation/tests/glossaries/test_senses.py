"""Words that look like terms of a glossary but are not: verbs, parts of fixed phrases and of names."""

import pytest

from translation.glossaries.search import TermMatcher
from translation.glossaries.terms import GlossaryTerm, TermList
from translation.sentences import SentenceTranslator
from translation.testing.documents import firefox

REPORT = GlossaryTerm("report", "relatório", "m")


def found(text: str, term: GlossaryTerm, languages: tuple[str, str] = ("en", "pt")) -> list[str]:
    matcher = TermMatcher(TermList((term,)), *languages)
    return [text[occurrence.start : occurrence.end] for occurrence in matcher.find(text)]


@pytest.mark.parametrize(
    "text",
    ["The media reports an accident.", "They report it every day.", "You must report errors.", "Report the error."],
)
def test_a_verb_is_not_a_term(text: str) -> None:
    assert found(text, REPORT) == []


@pytest.mark.parametrize(
    "text",
    [
        "The report is late.",
        "Read this report the same day.",
        "After two reports the board met.",
        "Sales report for May",
        "He wrote to the board about the report.",
    ],
)
def test_a_noun_is_a_term(text: str) -> None:
    assert len(found(text, REPORT)) == 1


def test_a_term_that_may_be_a_verb_is_found_anywhere() -> None:
    assert found("You must submit the form.", GlossaryTerm("submit", "apresentar")) == ["submit"]


@pytest.mark.parametrize(
    ("text", "source", "target", "languages"),
    [
        ("In case of fire, leave.", "case", "processo", ("en", "pt")),
        ("He signed on behalf of the firm in good time, as a rule.", "rule", "regra", ("en", "pt")),
        ("The game took place in May.", "place", "local", ("en", "pt")),
        ("De acordo com a lei", "acordo", "agreement", ("pt", "en")),
        ("Em caso de incêndio", "caso", "case", ("pt", "en")),
        ("A partir do mês por conta dos pais", "conta", "account", ("pt", "en")),
    ],
)
def test_a_part_of_a_fixed_phrase_is_not_a_term(
    text: str, source: str, target: str, languages: tuple[str, str]
) -> None:
    assert found(text, GlossaryTerm(source, target), languages) == []


def test_a_whole_phrase_may_be_a_term() -> None:
    assert found("In case of fire, leave.", GlossaryTerm("in case of", "caso haja")) == ["In case of"]


@pytest.mark.parametrize(
    ("text", "term", "name"),
    [
        ("He lives in Downing Street in London.", GlossaryTerm("street", "rua", "f"), "Downing Street"),
        ("She studied at Harvard Law School.", GlossaryTerm("law", "lei", "f"), "Harvard Law School"),
        ("We watched The Colbert Report on Friday.", REPORT, "The Colbert Report"),
    ],
)
def test_a_name_that_the_engine_keeps_stays(text: str, term: GlossaryTerm, name: str) -> None:
    rendering = SentenceTranslator(firefox(), "en", "pt", TermList((term,))).translate([text])[text]
    assert name in rendering.target
    assert "term_missed" not in rendering.issues
