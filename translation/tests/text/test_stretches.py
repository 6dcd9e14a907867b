import pytest

from translation.document import Span, plain_text
from translation.testing.documents import ListedDocument, pseudo, run
from translation.text import stretches

PROSE = "The house is big and old."
UNITS = ["é", "م", "中", "a-", "1.", "º", "\t", "{0} ", "%d of ", "Qty: ", "Q: a? ", "Name: ____ ", "x < ", "\ue000a"]


@pytest.mark.parametrize("text", ["a" * 500, "é.-" * 200, "م/" * 300, "中" * 500, "。" * 500, "\ue000" * 500])
def test_data_and_rows_of_one_sign_are_stretches(text: str) -> None:
    assert list(stretches.split(f"Key: {text} and more")) == [("Key: ", False), (text, True), (" and more", False)]
    assert stretches.remove(f"Key: {text} and more") == "Key:  and more"


@pytest.mark.parametrize(
    "text", [PROSE * 40, "我们今天去北京,明天回来。" * 60, "ภาษาไทย " * 100, "_ " * 400, "a" * 399]
)
def test_text_with_words_has_no_stretches(text: str) -> None:
    assert list(stretches.split(text)) == [(text, False)]


def test_a_wide_gap_still_separates_cells() -> None:
    gap = " " * 1000
    assert [part for part, is_stretch in stretches.split(f"a{gap}b") if not is_stretch] == ["a   ", "   b"]


@pytest.mark.parametrize("unit", UNITS)
def test_a_document_of_one_sign_is_translated_in_seconds(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    document = ListedDocument([(Span(text),), (Span(PROSE),)])
    run(document, engine=pseudo())
    target = plain_text(document.targets.get(0, (Span(text),)))
    assert abs(len(target) - len(text)) < len(text)


def test_a_stretch_keeps_its_place_and_style() -> None:
    key = "0f1e" * 200
    document = ListedDocument([(Span("The key is "), Span(key, 1), Span(" for the big house."))])
    run(document, engine=pseudo())
    assert document.targets[0][1] == Span(key, 1)
