"""The files of labels, as a contributor may leave them."""

from importlib.resources import files

import pytest

from translation.languages.short_labels import labels_of
from translation.languages.tags import LANGUAGES, VARIANTS

LABELS = files("translation.languages") / "labels"
TAGS = sorted(file.name.removesuffix(".toml") for file in LABELS.iterdir())
ENGLISH = labels_of("en").written


@pytest.mark.parametrize("tag", TAGS)
def test_a_file_has_the_names_of_the_english_file(tag: str) -> None:
    assert tag in LANGUAGES | VARIANTS
    assert set(labels_of(tag).written) <= set(ENGLISH)


@pytest.mark.parametrize("tag", TAGS)
def test_a_calendar_has_all_days_and_months(tag: str) -> None:
    lengths = {name: len(names) for name, names in labels_of(tag).calendar.series.items()}
    assert lengths == {"weekdays": 7, "weekdays-short": 7, "months": 12, "months-short": 12}


def test_english_and_portuguese_have_the_same_labels_and_others_the_most_common_ones() -> None:
    assert set(labels_of("pt").written) == set(ENGLISH)
    assert len(ENGLISH) >= 240
    for tag in ("es", "fr", "de", "it"):
        assert len(labels_of(tag).written) >= 120


def test_a_region_writes_its_own_words_and_the_language_reads_them() -> None:
    assert labels_of("pt-PT").written["address"] == "morada"
    assert labels_of("pt-BR").written["address"] == labels_of("pt").written["address"] == "endereço"
    found = labels_of("pt-BR").find("Morada")
    assert found is not None
    assert found.name == "address"


def test_a_word_with_another_meaning_is_a_label_only_in_a_form() -> None:
    labels = labels_of("en")
    assert labels.find("Mobile") is None
    assert labels.find("Mobile", in_form=True) is not None


def test_short_titles_are_not_units() -> None:
    labels = labels_of("en")
    assert labels.find("Ms") is not None
    assert labels.find("ms") is None
    assert labels.find("MS") is None


def test_the_words_of_a_glossary_are_not_read() -> None:
    labels = labels_of("en").without({"Invoice"})
    assert labels.find("Invoice") is None
    assert labels.find("Invoice No.") is None
    assert labels.find("Due date") is not None


def test_a_language_without_a_file_has_no_labels() -> None:
    assert labels_of("sv").find("Datum") is None
