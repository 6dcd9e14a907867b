"""The texts for quality issues, and for the reasons why paragraphs were left as they were, by code.

The texts for errors are in `translation.exceptions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IssueText:
    """The texts for a quality issue of a segment: a short label and a sentence."""

    label: str
    sentence: str


# Reports and records store the codes, so they never change.
ISSUES: Mapping[str, IssueText] = {
    "empty": IssueText(
        "without a translation", "The engine returned nothing for a sentence. It stays in the source language."
    ),
    "untranslated": IssueText(
        "unchanged", "The engine returned a sentence unchanged, or failed on it. It stays in the source language."
    ),
    "numbers_differ": IssueText("numbers differ", "The numbers in a sentence differ from those in its translation."),
    "urls_differ": IssueText(
        "an address missing or added", "A web or mail address is missing from a translation, or was added to it."
    ),
    "codes_differ": IssueText(
        "a code or formula missing", "A code, formula or placeholder of a sentence is missing from its translation."
    ),
    "length_differs": IssueText(
        "much longer or shorter", "A translation is much longer or much shorter than its sentence."
    ),
    "repeated_words": IssueText("a word repeated", "A translation repeats a word."),
    "brackets_differ": IssueText("brackets differ", "The brackets of a sentence differ from those of its translation."),
    "signs_differ": IssueText(
        "a sign or unit changed", "A sign or a unit of measure of a sentence is missing from its translation."
    ),
    "names_differ": IssueText("a name changed", "A name in a sentence became another name in its translation."),
    "number_format_differs": IssueText(
        "number format differs", "A number in a translation has another format than the rest of the document."
    ),
    "sentences_differ": IssueText(
        "a sentence missing", "A translation has fewer sentences than its source. Check that nothing is missing."
    ),
    "term_missed": IssueText("a term of the glossary missing", "A translation lacks a term of the glossary."),
}

# Why paragraphs were left as they were.
LEFT_REASONS: Mapping[str, str] = {
    "not_language": "numbers, formulas or code",
    "font_missing": "no font for the characters",
    "page_left": "the page was left as it was",
}


def issue_label(code: str) -> str:
    """Return the label of an issue, or the code itself if this version does not know it."""
    return ISSUES[code].label if code in ISSUES else code


def issue_sentence(code: str) -> str:
    """Return the sentence about an issue, or the code itself if this version does not know it."""
    return ISSUES[code].sentence if code in ISSUES else code
