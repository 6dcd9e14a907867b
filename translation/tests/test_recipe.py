"""The test set: segments of every kind that documents have, translated by the real engine."""

from collections import Counter

import pytest

from translation.document import Span, plain_text
from translation.testing.documents import ListedDocument, run
from translation.testing.expectations import ExpectedSegment, expected_segments

SHARE_SOUND = 0.99
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
