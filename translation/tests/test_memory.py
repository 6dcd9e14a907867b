"""Exact and near matches of the memory, and where the translation of a sentence comes from."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from translation.document import InlineCode, Rendering, Segment, Span, plain_text
from translation.memory import TranslationMemory, Unit, serves, units_for
from translation.options import Options
from translation.pipeline import translate_document
from translation.resources import Corrections, CorrectionsRefused, Resources
from translation.testing.documents import ListedDocument
from translation.testing.engines import FailingEngine, RecordingEngine
from translation.text.inline_codes import FIRST_CODE

X, Y, Z = (chr(FIRST_CODE + number) for number in range(3))


def memory(*pairs: tuple[str, str]) -> TranslationMemory:
    return TranslationMemory(Unit("en", "pt", *pair) for pair in pairs)


@pytest.mark.parametrize(
    ("wanted", "language", "how_well"),
    [("pt", "pt", 2), ("pt", "pt-BR", 1), ("pt-BR", "pt", 1), ("pt-BR", "pt-PT", 0), ("pt", "en", 0)],
)
def test_a_variant_serves_for_a_language_without_a_region(wanted: str, language: str, how_well: int) -> None:
    assert serves(wanted, language) == how_well


def test_the_same_language_comes_before_its_variants() -> None:
    units = [Unit("en", "pt", "A", "eu"), Unit("en", "pt-PT", "A", "pt"), Unit("en", "de", "A", "de")]
    assert TranslationMemory(units_for(units, "en", "pt")).find(["A"]) == {"A": "eu"}
    assert [unit.target for unit in units_for(units, "en", "pt-PT")] == ["eu", "pt"]


def test_near_matches_come_best_first_with_their_scores() -> None:
    known = memory(("The old man went home.", "1"), ("The old man went home early.", "2"), ("A dog barks.", "3"))
    assert [(match.target, match.score) for match in known.near("The old man went homes.")] == [("1", 97), ("2", 86)]
    assert known.near("Something else entirely.") == []
    assert known.near("") == []


def test_near_matches_are_found_without_spaces_between_words() -> None:
    known = TranslationMemory([Unit("zh", "en", "今天的天气很好我们去公园吧", "Park")])
    assert [match.target for match in known.near("今天的天气很好我们去公园")] == ["Park"]


class PlainCache:
    """A cache in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, Rendering] = {}

    def find(self, sentences: Mapping[str, str]) -> Mapping[str, Rendering]:
        return {sentence: self.rows[sentence] for sentence in sentences if sentence in self.rows}

    def keep(self, renderings: Mapping[str, Rendering], sentences: Mapping[str, str]) -> None:
        self.rows |= renderings


class ListRecord:
    """A record in lists."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.phrases: dict[str, str] = {}

    def add(self, segment: Segment) -> None:
        self.segments.append(segment)

    def add_phrases(self, phrases: Mapping[str, str]) -> None:
        self.phrases |= phrases


FORMULA = (Span("The area "), InlineCode(1, "A"), Span(" of the circle "), InlineCode(2, "c"), Span(" is large."))
REVERSED = (Span("Now "), InlineCode(5, "v"), Span(" grows. The area "), *FORMULA[1:])
BOLD = (Span("The old man and "), Span("the big river", 1), Span(" are friends."))


def translate(
    document: ListedDocument, tmp_path: Path, engine: RecordingEngine | None = None, **resources: object
) -> tuple[ListRecord, list[str]]:
    engine = engine or RecordingEngine()
    record = ListRecord()
    helped = Resources(record=record, **resources)  # type: ignore[arg-type]
    translate_document(document, engine, "en", "pt", tmp_path / "o", Options(), lambda _: None, helped)
    return record, engine.asked


def test_sentences_that_differ_in_the_numbers_of_their_codes_are_one(tmp_path: Path) -> None:
    document = ListedDocument([FORMULA, REVERSED])
    record, asked = translate(document, tmp_path)

    assert len(asked) == 2
    assert [segment.codes for segment in record.segments] == [("A", "c"), ("v",), ("A", "c")]
    assert record.segments[2].source == f"The area {Y} of the circle {Z} is large."
    codes = [piece for piece in document.targets[1] if isinstance(piece, InlineCode)]
    assert codes == [InlineCode(5, "v"), InlineCode(1, "A"), InlineCode(2, "c")]


def test_a_sentence_from_the_memory_gets_the_codes_of_the_document(tmp_path: Path) -> None:
    document = ListedDocument([REVERSED])
    known = memory((f"The area {X} of the circle {Y} is large.", f"É grande a área {X} do círculo {Y}."))
    record, asked = translate(document, tmp_path, memory=known)

    assert len(asked) == 1
    assert record.segments[1].origin == "memory"
    assert plain_text(document.targets[0]).endswith("É grande a área A do círculo c.")


def test_the_cache_has_the_phrases_too(tmp_path: Path) -> None:
    cache = PlainCache()
    first, second = ListedDocument([BOLD]), ListedDocument([BOLD])
    _, asked = translate(first, tmp_path, cache=cache)
    assert asked[:2] == [plain_text(BOLD), "the big river"]
    record, asked = translate(second, tmp_path, cache=cache)

    assert asked == []
    assert first.targets == second.targets
    assert [segment.origin for segment in record.segments] == ["cache"]


def test_what_failed_is_not_cached(tmp_path: Path) -> None:
    cache = PlainCache()
    document = ListedDocument([(Span("A cursed house."),), (Span("A big house."),)])
    record = ListRecord()
    resources = Resources(cache=cache, record=record)
    translate_document(
        document, FailingEngine("cursed"), "en", "pt", tmp_path / "o", Options(), lambda _: None, resources
    )

    assert list(cache.rows) == ["A big house."]
    assert [segment.issues for segment in record.segments] == [("untranslated",), ()]


def test_a_corrected_document_keeps_its_styles_and_needs_no_engine(tmp_path: Path) -> None:
    first, second = ListedDocument([BOLD, FORMULA]), ListedDocument([BOLD, FORMULA])
    record, _ = translate(first, tmp_path)
    corrections = Corrections({(segment.block, segment.index): segment for segment in record.segments}, record.phrases)
    again, asked = translate(second, tmp_path, corrections=corrections)

    assert asked == []
    assert first.targets == second.targets
    assert again.segments == record.segments


def test_sentences_without_a_correction_are_translated(tmp_path: Path) -> None:
    document = ListedDocument([BOLD, FORMULA])
    correction = Segment(0, 0, 0, plain_text(BOLD), "Amigos são o velho e o grande rio.")
    record, asked = translate(document, tmp_path, corrections=Corrections({(0, 0): correction}))

    assert plain_text(document.targets[0]) == "Amigos são o velho e o grande rio."
    assert plain_text(BOLD) not in asked
    assert len(record.segments) == 2


@pytest.mark.parametrize("place", [(0, 1), (9, 0)])
def test_corrections_of_another_document_are_refused(tmp_path: Path, place: tuple[int, int]) -> None:
    correction = Segment(*place, 0, "A text of its own.", "Um texto.")
    with pytest.raises(CorrectionsRefused, match=f"unit u{place[0]}"):
        translate(ListedDocument([BOLD]), tmp_path, corrections=Corrections({place: correction}))
