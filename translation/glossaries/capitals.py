"""Capitals of terms. Many glossaries give every entry a capital. Inside a sentence, only names keep it."""

import re

from translation.glossaries.terms import GlossaryTerm
from translation.languages.conventions import Conventions

# What may stand before the first word of a sentence: its start or the end of another, then quotes, brackets, bullets.
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+)[\s\"'“”‘’«(\[¿¡–—•*-]*$")
# Words that have a capital in English, although their translations have none.
_ENGLISH_NAMES = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|english|portuguese|spanish|french|german|italian|brazilian|american|european|british"
    r"|chinese|japanese|russian|internet|christmas|easter|god|i",
    re.IGNORECASE,
)


def is_at_start(text: str, position: int) -> bool:
    """Return whether a position is at the start of a sentence, or of a part after a colon."""
    return bool(_SENTENCE_START.search(text[:position]))


def is_habitual(term: GlossaryTerm, found: str) -> bool:
    """Return whether the capital of an entry is only a habit, because the term is not a name.

    `found` is the term as the source has it inside a sentence. It is empty in a title and at the start of a sentence,
    where capitals prove nothing.
    """
    if term.is_case_sensitive or not _is_capitalised(term.target):
        return False
    if found and term.source[0].isupper() and (found[0].islower() or _is_capitalised(term.source)):
        return found[0].islower()
    # A name of several words has more capitals.
    return _has_first_capital_alone(term.target) or (
        _is_capitalised(term.source) and _has_first_capital_alone(term.source)
    )


def without_habit(form: str, term: GlossaryTerm, conventions: Conventions) -> str:
    """Return the translation of a term without habitual capitals. `conventions` are those of its language."""
    if conventions.has_noun_capitals:
        return form
    words = form.split(" ")
    is_title = " " in term.source and all(map(_is_capitalised, _content_words(term.source)))
    lowered = 1 if not is_title else len(words)
    return " ".join([*map(_lower, words[:lowered]), *words[lowered:]])


def _lower(word: str) -> str:
    """Return a word without its capital, but acronyms and English names as they are."""
    return word if word[1:] != word[1:].lower() or _ENGLISH_NAMES.fullmatch(word) else word.lower()


def _is_capitalised(text: str) -> bool:
    """Return whether only the first letter of a text's first word is a capital."""
    first = text.split(" ")[0]
    return first[:1].isupper() and (len(first) == 1 or first[1:] == first[1:].lower())


def _has_first_capital_alone(text: str) -> bool:
    words = _content_words(text)
    return len(words) > 1 and _is_capitalised(text) and text[1:] == text[1:].lower()


def _content_words(text: str) -> list[str]:
    """Return the words of a text without the short ones, which are in lower case even in a name."""
    return [word for word in text.split() if len(word) > 3]
