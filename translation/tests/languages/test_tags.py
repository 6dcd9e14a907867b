import pytest

from translation.exceptions import UsageError
from translation.languages.conventions import CAPTION_LABELS, CONVENTIONS
from translation.languages.tags import LANGUAGES, best_match, name_of, parse_language


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("German", "de"),
        ("  portuguese ", "pt"),
        ("pt-BR", "pt-BR"),
        ("PT_br", "pt-BR"),
        ("Brazilian Portuguese", "pt-BR"),
        ("Portuguese (Portugal)", "pt-PT"),
        ("EN", "en"),
        ("zh-CN", "zh-Hans"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("no", "nb"),
        ("es-419", "es-419"),
    ],
)
def test_codes_and_names_in_any_case_become_canonical_tags(written: str, tag: str) -> None:
    assert parse_language(written) == tag


@pytest.mark.parametrize("written", ["", "Klingon", "xx", "e", "en-", "pt-BR-x-private", "auto", "../en"])
def test_an_unknown_language_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        parse_language(written)


def test_every_tag_has_a_name_that_parses_back() -> None:
    for tag in LANGUAGES:
        assert parse_language(name_of(tag)) == tag
    assert name_of("pt-BR") == "Portuguese (Brazil)"
    assert name_of("de-LI") == "German (LI)"


def test_a_region_falls_back_to_its_language_but_never_to_another_region() -> None:
    assert best_match("pt-BR", ["en", "pt"]) == "pt"
    assert best_match("pt-BR", ["pt", "pt-BR"]) == "pt-BR"
    assert best_match("pt", ["pt-PT"]) == "pt-PT"
    assert best_match("pt-BR", ["pt-PT"]) is None
    assert best_match("de", ["pt"]) is None


def test_conventions_are_those_of_known_languages_and_complete() -> None:
    assert set(CONVENTIONS) <= set(LANGUAGES)
    for conventions in CONVENTIONS.values():
        assert set(conventions.caption_labels) == set(CAPTION_LABELS)
