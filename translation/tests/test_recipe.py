"""The test set: segments of every kind that documents have, translated by the real engine."""

from collections import Counter

import pytest

from translation.document import Span, plain_text
from translation.testing.documents import ListedDocument, firefox, run
from translation.testing.expectations import DEVELOPMENT, ExpectedSegment, expected_segments

SHARE_SOUND = 0.99
SHARE_WORSE = 0.01
KINDS = 20


def test_the_set_holds_many_segments_of_many_kinds_in_both_directions() -> None:
    segments = list(expected_segments())
    pairs = Counter((each.source_language, each.target_language) for each in segments)
    assert min(pairs["en", "pt"], pairs["pt", "en"]) >= 150
    assert len({each.kind for each in segments}) >= KINDS


@pytest.fixture(scope="module")
def defective() -> list[tuple[ExpectedSegment, str]]:
    """Return the segments whose translation has a defect, with the defect."""
    found = []
    for pair in (("en", "pt"), ("pt", "en")):
        segments = [each for each in expected_segments() if (each.source_language, each.target_language) == pair]
        document = ListedDocument([(Span(each.source),) for each in segments])
        run(document, *pair)
        for number, each in enumerate(segments):
            target = plain_text(document.targets.get(number, (Span(each.source),)))
            if each.defects(target):
                found.append((each, target))
    return found


def test_almost_all_come_out_without_a_defect(defective: list[tuple[ExpectedSegment, str]]) -> None:
    share = 1 - len(defective) / len(list(expected_segments()))
    assert share >= SHARE_SOUND, defective


def test_nothing_that_is_not_language_is_lost(defective: list[tuple[ExpectedSegment, str]]) -> None:
    kept = {"url", "email", "code", "citation", "formula", "foreign", "number", "bullet", "numbering", "contents"}
    assert [each.source for each, _ in defective if each.kind in kept] == []


def test_a_good_translation_meets_its_expectations() -> None:
    assert [each.source for each in expected_segments(DEVELOPMENT) if each.unmet(each.reference)] == []


def test_hardly_any_other_segment_is_worse_than_with_the_engine_alone() -> None:
    worse, segments = [], list(expected_segments(DEVELOPMENT))
    for pair in (("en", "pt"), ("pt", "en")):
        chosen = [each for each in segments if (each.source_language, each.target_language) == pair]
        document = ListedDocument([(Span(each.source),) for each in chosen])
        run(document, *pair)
        plain = firefox().translate([each.source for each in chosen], *pair)
        for number, (each, answer) in enumerate(zip(chosen, plain, strict=True)):
            target = plain_text(document.targets.get(number, (Span(each.source),)))
            if len(each.unmet(target)) > len(each.unmet(answer)):
                worse.append((each.source, answer, target))
    assert len(worse) <= SHARE_WORSE * len(segments), worse
