"""The inflection of words: how it is described. `inflection_tables` has a row for each language."""

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
class Inflection:
    """The inflection of the words of a language.

    `is_plural_sure`: whether the likeliest plural is safe to write. If not, plurals are only recognised.
    `determiners`: articles and other words. At most one of them comes before a noun.
    `predeterminers`: words that may come before a determiner.
    `adjectives`: words that may come between a determiner and its noun.
    `also_prepositions`: determiners that are prepositions if the source has no article.
    `free_articles`: the articles, if they never join another word.
    `kept_words`: function words that a good translation seldom leaves out.
    `verbs`: verbs that show whether their subject is plural.
    `preposition`: the word between a noun and a noun that specifies it.
    `sounds`: the initial sounds that change the word before, as patterns by the name of the sound.
    `cases`: the grammatical case after each preposition. `initial_case` is the case at the start of a sentence, and
        `case` the case everywhere else.
    """

    is_plural_sure: bool = True
    determiners: tuple[AgreeingWord, ...] = ()
    predeterminers: tuple[AgreeingWord, ...] = ()
    adjectives: tuple[AgreeingWord, ...] = ()
    also_prepositions: frozenset[str] = frozenset()
    free_articles: frozenset[str] = frozenset()
    kept_words: frozenset[str] = frozenset()
    verbs: Mapping[str, bool] = field(default_factory=dict)
    preposition: str = ""
    sounds: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    cases: Mapping[str, str] = field(default_factory=dict)
    initial_case: str = ""
    case: str = ""
