"""Agreement of words with a noun that replaced another: "o fatura foi paga" → "a fatura foi paga"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translation.glossaries.inflection import AgreeingWord, GenderAndNumber, Inflection
from translation.text.inline_codes import Range

# The last word of a text before one space.
_WORD_BEFORE = re.compile(r"(?<![\w'’-])([^\W\d_]+(?:-[^\W\d_]+)*) $")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that replaced another. `gender` is empty and `is_plural` is None if they are unknown.

    `is_bare` means that the noun had no article in the source.
    """

    text: str
    gender: str = ""
    is_plural: bool | None = None
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """An agreeing word at the end of a text, with the text before it, the space after it, and its readings."""

    before: str
    text: str
    space: str
    readings: tuple[AgreeingWord, ...]


def agree_before(before: str, noun: Noun, inflection: Inflection) -> str:
    """Return the text before a noun, with its determiner, predeterminer and adjectives in agreement."""
    agreed = ""
    while word := last_word(before, inflection.adjectives):
        before, agreed = word.before, _agree(word, noun, inflection, agreed) + agreed
    word = last_word(before, inflection.determiners)
    if word and word.text.lower() in inflection.also_prepositions:
        # The word may be the source's article, which the engine read as a word of the target: "um a" for "a".
        determiner = last_word(word.before, inflection.determiners)
        if noun.is_bare and not determiner:
            return before + agreed
        word = determiner or word
    if word:
        before, agreed = word.before, _agree(word, noun, inflection, agreed) + agreed
    if word := last_word(before, inflection.predeterminers):
        before, agreed = word.before, _agree(word, noun, inflection, agreed) + agreed
    return before + agreed


def ends_in_plural(before: str, inflection: Inflection) -> bool:
    """Return whether the text before a noun ends in a word that only occurs before plurals, such as "os" or "dos"."""
    word = last_word(before, inflection.adjectives) or last_word(before, inflection.determiners)
    features = [each for reading in word.readings for each in reading.features_of(word.text.lower())] if word else []
    return bool(features) and all(is_plural for _, is_plural in features)


def may_be_article(text: str, inflection: Inflection) -> bool:
    """Return whether the text before a noun is empty, a determiner, or more than one word.

    Always True in a language without determiners.
    """
    word = last_word(text, inflection.determiners)
    is_determiner = word is not None and not word.before.strip()
    words = text.lower().split()
    return is_determiner or len(words) != 1 or words[0] in inflection.free_articles or not inflection.determiners


def is_determiner(word: str, inflection: Inflection) -> bool:
    """Return whether a word is an article or another determiner."""
    lower = word.lower()
    return lower in inflection.free_articles or any(lower in each.forms.values() for each in inflection.determiners)


def noun_before(before: str, inflection: Inflection, function_words: frozenset[str]) -> Range | None:
    """Return the range of the content word right before a noun, or None if another word or a sign stands there."""
    match = _WORD_BEFORE.search(before)
    if match is None or match[1].lower() in function_words:
        return None
    agreeing = (*inflection.adjectives, *inflection.determiners, *inflection.predeterminers)
    return None if last_word(before, agreeing) else match.span(1)


def last_word(text: str, words: Sequence[AgreeingWord]) -> _Word | None:
    """Return the longest form of these words at the end of a text, or None."""
    body = text.rstrip()
    lower = body.lower()
    endings = {form for word in words for form in word.forms.values() if lower.endswith(form)}
    for form in sorted(endings, key=len, reverse=True):
        before, space = body[: len(body) - len(form)], text[len(body) :]
        if not before[-1:].isalnum() and (space or form.endswith("'")):
            readings = tuple(word for word in words if form in word.forms.values())
            return _Word(before, body[len(before) :], space, readings)
    return None


def _agree(word: _Word, noun: Noun, inflection: Inflection, between: str) -> str:
    """Return the form of a word that agrees with a noun, and a space. `between` is the text between the two."""
    following = between + noun.text
    sound = next((name for name, pattern in inflection.sounds.items() if pattern.match(following)), "")
    forms = list(_possible_forms(word, noun, sound, inflection))
    lower = word.text.lower()
    form = lower if lower in forms or not forms else forms[0]
    space = "" if form.endswith("'") else word.space or " "
    return (form[0].upper() + form[1:] if word.text[0].isupper() else form) + space


def _possible_forms(word: _Word, noun: Noun, sound: str, inflection: Inflection) -> Iterator[str]:
    """Yield the possible forms of a word before a noun with an initial sound, likeliest first."""
    for reading in _readings_in_case(word, inflection):
        for gender, is_plural in reading.features_of(word.text.lower()):
            features: GenderAndNumber = (
                noun.gender or gender,
                is_plural if noun.is_plural is None else noun.is_plural,
            )
            if form := reading.forms.get((features, sound)) or reading.forms.get((features, "")):
                yield form


def _readings_in_case(word: _Word, inflection: Inflection) -> list[AgreeingWord]:
    """Return the readings of a word in the grammatical case that the word before it requires, or all readings."""
    words = word.before.split()
    case = inflection.cases.get(words[-1].lower(), "") if words else inflection.initial_case
    readings = [reading for reading in word.readings if reading.case == case] or list(word.readings)
    return sorted(readings, key=lambda reading: reading.case != inflection.case)
