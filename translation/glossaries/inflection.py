"""The inflection of words as values. `inflection_tables` has them for each language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

# A gender ("m", "f" or "n"), and whether the number is plural.
GenderAndNumber: TypeAlias = tuple[str, bool]
# The forms of a word. The second part of a key is the initial sound of the next word, or empty for any sound.
Forms: TypeAlias = Mapping[tuple[GenderAndNumber, str], str]


@dataclass(frozen=True, slots=True)
class AgreeingWord:
    """A word that agrees with its noun, in all forms. `case` is their grammatical case, if the language has cases."""

    forms: Forms
    case: str = ""

    def features_of(self, form: str) -> list[GenderAndNumber]:
        """Return the genders and numbers of the nouns that may follow a form."""
        return [features for (features, _), other in self.forms.items() if other == form]


@dataclass(frozen=True, slots=True)
class Participles:
    """The participles that agree with the subject of a sentence.

    `articles`: words that may come before a subject at the start of a sentence.
    `pattern`: matches the words that link a noun to a participle and the participle's stem, then its ending.
    `endings`: the endings for masculine, feminine, masculine plural and feminine plural.
    """

    articles: frozenset[str]
    pattern: re.Pattern[str]
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inflection:
    """The inflection of the words of a language.

    `plurals`: endings of nouns, each with its plural endings, likeliest first. The first ending that fits counts.
    `is_plural_sure`: whether the likeliest plural is safe to write. If not, plurals are only recognised.
    `is_head_last`: whether the last word of a phrase is its head ("invoice number"). If not, the words before the
        first preposition are.
    `determiners`: articles and other words. At most one of them comes before a noun.
    `predeterminers`: words that may come before a determiner.
    `adjectives`: words that may come between a determiner and its noun.
    `also_prepositions`: determiners that are prepositions if the source has no article.
    `sounds`: the initial sounds that change the word before, as patterns by the name of the sound.
    `participles`: the participles that may follow a noun.
    `cases`: the grammatical case after each preposition. `initial_case` is the case at the start of a sentence, and
        `case` the case everywhere else.
    """

    plurals: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_plural_sure: bool = True
    is_head_last: bool = False
    determiners: tuple[AgreeingWord, ...] = ()
    predeterminers: tuple[AgreeingWord, ...] = ()
    adjectives: tuple[AgreeingWord, ...] = ()
    also_prepositions: frozenset[str] = frozenset()
    participles: Participles | None = None
    sounds: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    cases: Mapping[str, str] = field(default_factory=dict)
    initial_case: str = ""
    case: str = ""


def plurals(phrase: str, inflection: Inflection, function_words: frozenset[str]) -> list[str]:
    """Return the possible plurals of a phrase, likeliest first, or none for a language without rules.

    `function_words` are those of the phrase's language. The head of a phrase ends before the first of them.
    """
    words = phrase.split()
    if not inflection.plurals or not words:
        return []
    if inflection.is_head_last:
        return [" ".join([*words[:-1], last]) for last in _word_plurals(words[-1], inflection)]
    head = next((number for number, word in enumerate(words) if word.lower() in function_words and number), len(words))
    first_word, *other_words = [_word_plurals(word, inflection) for word in words[:head]]
    return [" ".join([first, *(forms[0] for forms in other_words), *words[head:]]) for first in first_word]


def _word_plurals(word: str, inflection: Inflection) -> list[str]:
    lower = word.lower()
    for ending, plural_endings in inflection.plurals:
        if lower.endswith(ending):
            stem = word[: len(word) - len(ending)]
            return [stem + plural for plural in plural_endings]
    return [word]
