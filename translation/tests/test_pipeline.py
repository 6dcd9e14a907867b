"""A document in the pipeline."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from translation.document import Block, Content, InlineCode, Span, block_from_json, block_to_json, plain_text
from translation.engines.firefox.engine import FirefoxEngine
from translation.engines.firefox.folder import ModelDirection
from translation.engines.pseudo import PseudoEngine
from translation.exceptions import EngineFailed, LanguagePairUnsupported, LanguageUnknown, NoText, UsageError
from translation.formats import open_document
from translation.formats.base import ReadOptions
from translation.options import Options
from translation.pipeline import translate_document
from translation.testing.documents import ListedDocument, firefox, pseudo, run
from translation.testing.engines import FailingEngine, RecordingEngine
from translation.testing.files import DATA


class HalfTranslatedDocument(ListedDocument):
    """A document that brings targets along, by the numbers of its blocks, as files for translators do."""

    def __init__(self, contents: Sequence[Content], brought: Mapping[int, Content]) -> None:
        super().__init__(contents)
        self.brought = brought

    def read(self, options: ReadOptions) -> Iterator[Block]:
        for block in super().read(options):
            yield replace(block, target=self.brought.get(block.id))


def texts(*lines: str) -> ListedDocument:
    return ListedDocument([(Span(line),) for line in lines])


def test_a_document_is_translated_and_reported(tmp_path: Path) -> None:
    output = tmp_path / "output.txt"
    percents: list[int] = []
    with open_document(DATA / "garden.txt", "garden.txt") as document:
        report = translate_document(document, firefox(), "en", "pt", output, Options(), percents.append)
    assert "O jardim" in output.read_text()
    assert (report.format, report.engine, report.source_language, report.target_language) == (
        "text",
        "firefox",
        "en",
        "pt",
    )
    assert report.blocks >= 4
    assert report.words > 50
    assert set(report.seconds) == {"read", "translate", "write"}
    assert report.to_json()["problems"] == ()
    assert percents == sorted(percents)
    assert {0, 20, 80, 99} <= set(percents)


@pytest.mark.parametrize(("words", "blocks"), [(5, 128), (40, 50)])
def test_an_engine_gets_many_blocks_at_a_time_but_not_too_many_words(words: int, blocks: int) -> None:
    engine = RecordingEngine()
    engine.max_blocks = 128
    texts = [f"Block {number} has" + " words" * (words - 3) for number in range(200)]
    run(ListedDocument([(Span(text),) for text in texts]), engine=engine)
    assert max(engine.sizes) == blocks
    assert engine.asked == texts


def test_progress_moves_while_it_translates() -> None:
    percents: list[int] = []
    run(
        texts(*(f"Sentence number {number} of the text." for number in range(200))),
        engine=pseudo(),
        progress=percents.append,
    )
    assert percents == sorted(percents)
    assert len({percent for percent in percents if 20 < percent < 80}) > 5


def test_blocks_with_nothing_to_translate_get_no_target() -> None:
    document = texts("The house is big.", "42", "https://example.org", "x", "")
    report = run(document, engine=pseudo())
    assert list(document.targets) == [0]
    assert report.blocks == 1


def test_the_language_is_detected_when_asked() -> None:
    document = texts("O velho desceu até o rio para lavar as suas roupas.")
    assert run(document, "auto", "en").source_language == "pt"
    assert "old man" in plain_text(document.targets[0])


def test_an_unclear_language_is_an_error() -> None:
    with pytest.raises(LanguageUnknown):
        run(texts("Knuth 1984"), "auto", "pt")


def test_a_document_in_the_target_language_already_is_refused() -> None:
    with pytest.raises(UsageError, match="already"):
        run(texts("The old man went down to the river."), "auto", "en")


def test_an_unsupported_pair_is_refused_with_the_supported_ones() -> None:
    with pytest.raises(LanguagePairUnsupported, match=r"English to German.*Portuguese"):
        run(texts("The house is big."), "en", "de")


class EngineWithoutModels(FirefoxEngine):
    """What an installation has before `make setup` has fetched the models."""

    def _installed(self) -> dict[ModelDirection, Path]:
        return {}


def test_an_engine_without_models_says_how_to_get_them() -> None:
    with pytest.raises(LanguagePairUnsupported) as caught:
        run(texts("The house is big."), "en", "pt", EngineWithoutModels())
    assert str(caught.value) == (
        "The engine firefox does not translate from English to Portuguese. Run make setup to get the models for "
        "English and Portuguese, or in another virtual environment: python -m translation.engines.firefox.embedded"
    )


def test_a_document_without_language_is_refused() -> None:
    with pytest.raises(NoText):
        run(texts("42", "3.14", "---"))


class EndlessEngine(PseudoEngine):
    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        return ["casa verde " * 50] * len(texts)


class SilentEngine(PseudoEngine):
    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        return [""] * len(texts)


class ForgetfulEngine(PseudoEngine):
    """Loses every word with a digit, and so every placeholder."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        answers = super().translate(texts, source, target)
        return [" ".join(word for word in answer.split() if word.isalpha()) for answer in answers]


def test_each_distinct_sentence_is_translated_once() -> None:
    engine = RecordingEngine()
    document = texts(*["The house is big."] * 50, "The house is big. The garden is small.")
    run(document, engine=engine)
    assert engine.asked == ["The house is big.", "The garden is small."]
    assert len(document.targets) == 51


def test_a_sentence_that_the_engine_fails_on_stays_and_is_reported() -> None:
    document = texts("The house is big.", "The cursed garden.", "The sea.")
    report = run(document, engine=FailingEngine("cursed"))
    assert plain_text(document.targets[1]) == "The cursed garden."
    assert plain_text(document.targets[2]) != "The sea."
    assert [(problem.code, problem.page) for problem in report.problems] == [("untranslated", 0)]


def test_an_engine_that_always_fails_is_an_error() -> None:
    with pytest.raises(EngineFailed):
        run(texts("The house is big.", "The garden."), engine=FailingEngine(""))


def test_a_silent_engine_leaves_the_text_and_is_reported() -> None:
    document = texts("The house is big.")
    report = run(document, engine=SilentEngine())
    assert plain_text(document.targets[0]) == "The house is big."
    assert [problem.code for problem in report.problems] == ["empty"]


def test_codes_survive_an_engine_that_loses_every_placeholder() -> None:
    document = texts("Open the file config.yaml and then the page https://example.org with care.")
    run(document, engine=ForgetfulEngine())
    result = plain_text(document.targets[0])
    assert "config.yaml" in result
    assert "https://example.org" in result


class CarelessEngine(PseudoEngine):
    """Loses digits, and every placeholder that has one."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        answers = super().translate(texts, source, target)
        return ["".join(sign for sign in answer if not sign.isdigit()) for answer in answers]


def test_numbers_survive_an_engine_that_drops_them() -> None:
    document = texts("There were 645 houses in the old town.")
    report = run(document, engine=CarelessEngine())
    assert "645" in plain_text(document.targets[0])
    assert not report.problems


def test_an_endless_answer_is_reported() -> None:
    report = run(texts("The house."), engine=EndlessEngine())
    assert [problem.code for problem in report.problems] == ["length_differs"]


def test_problems_do_not_quote_the_document() -> None:
    report = run(texts("The house is big.", "The cursed garden."), engine=FailingEngine("cursed"))
    assert "garden" not in report.problems[0].text


def test_the_report_counts_what_is_wrong() -> None:
    report = run(texts("The house is big.", "The cursed garden.", "A cursed sea."), engine=FailingEngine("cursed"))
    assert report.checks == {"untranslated": 2}
    assert report.to_json()["checks"] == {"untranslated": 2}


PORTUGUESE = "O velho desceu até o rio para lavar as suas roupas, e a mulher ficou em casa com as crianças pequenas."


def test_text_in_the_target_language_stays_and_is_reported_once_a_page() -> None:
    document = texts("The old man went down to the river.", PORTUGUESE, PORTUGUESE + " Era tarde.")
    report = run(document)
    assert list(document.targets) == [0]
    assert [(problem.code, problem.page) for problem in report.problems] == [("already_translated", 0)]
    assert "already in Portuguese and stayed as they were: 2" in report.problems[0].text


def test_a_sentence_in_the_target_language_has_no_issue() -> None:
    document = texts("The house is big.", "O velho desceu até o rio para lavar as suas roupas.")
    report = run(document, engine=FailingEngine("velho"))
    assert [problem.code for problem in report.problems] == ["already_translated"]
    assert report.checks == {}


def test_a_document_that_is_all_in_the_target_language_is_refused() -> None:
    with pytest.raises(UsageError, match="already"):
        run(texts(PORTUGUESE))


BROUGHT = (Span("A casa "), InlineCode(1, "x"), Span(" é grande.", 2))


def test_a_target_that_the_document_brings_along_is_written_unchanged_and_not_translated() -> None:
    engine = RecordingEngine()
    contents = [(Span("The house is big."),), (Span("The garden is small."),)]
    document = HalfTranslatedDocument(contents, {0: BROUGHT})
    report = run(document, engine=engine)
    assert engine.asked == ["The garden is small."]
    assert document.targets[0] == BROUGHT
    assert plain_text(document.targets[1]) != "The garden is small."
    assert (report.blocks, report.segments, report.words) == (1, 1, 4)


def test_a_document_that_is_translated_already_is_written_as_it_is() -> None:
    document = HalfTranslatedDocument([(Span("The house is big."),)], {0: BROUGHT})
    report = run(document, engine=RecordingEngine())
    assert document.targets == {0: BROUGHT}
    assert (report.blocks, report.words) == (0, 0)


@pytest.mark.parametrize("target", [BROUGHT, (), None])
def test_a_target_crosses_the_sandbox_with_its_block(target: Content | None) -> None:
    block = Block(7, (Span("The house is big."),), page=0, target=target)
    assert block_from_json(json.loads(json.dumps(block_to_json(block)))) == block
