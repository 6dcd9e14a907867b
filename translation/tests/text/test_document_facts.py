"""What a document says about its numbers."""

from translation.languages.conventions import CONVENTIONS
from translation.text.document_facts import NO_FACTS, gather_facts

EN, PT = CONVENTIONS["en"], CONVENTIONS["pt"]


def test_only_sentences_with_numbers_that_stay_have_a_digest() -> None:
    kept = gather_facts(["The price is 1.234,50 euros.", "12,5%"], EN, PT)
    assert kept.digest_for("It costs 1,234 euros.")
    assert kept.digest_for("It rose by 2.5%.")
    assert not kept.digest_for("The house is big.")
    assert not kept.digest_for("See section 3.2 of 2024.")


def test_no_sentence_has_a_digest_if_the_numbers_change() -> None:
    changing = gather_facts(["The price is 1,234.50 euros.", "12.5%"], EN, PT)
    assert not changing.digest_for("It costs 1,234 euros.")
    assert changing.copy("1,234.50") == "1.234,50"


def test_without_facts_text_is_copied_as_it_is() -> None:
    assert NO_FACTS.copy("1,234.50") == "1,234.50"
    assert not NO_FACTS.digest_for("It costs 1,234 euros.")
