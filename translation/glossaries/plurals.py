"""Plurals of nouns, hyphenated compounds and phrases. `plural_tables` has the rules of each language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from translation.languages.words import in_case_of

# An accent that shows the stress: in Portuguese, "imóvel" has another plural than "papel".
_ACCENTED = re.compile("[áéíóúâêô]")


@dataclass(frozen=True, slots=True)
class PluralRules:
    """The rules for the plurals of a language. All words are in lower case.

    `endings`: endings of nouns, each with its plural endings, likeliest first. The first ending that fits counts.
    `unstressed`: the same for words with an accent before the ending. They are tried first.
    `irregular`: whole words with their plurals, likeliest first.
    `is_head_last`: whether the last word of a phrase is its head ("invoice number"). If not, the words before the
        first preposition are.
    `prepositions`: words that end the head of a phrase, besides the function words.
    `invariable`: words that never change after a noun ("offline", "attorneys general").
    `specifiers`: nouns that specify the noun before them, and need no plural: "palavras-chave".
    `fixed_parts`: first parts of compounds that never change: verbs and prefixes, as in "guarda-chuvas".
    `noun_compounds`: second parts after which such a first part is a noun: "guardas-noturnos".
    `plural_noun`: matches nouns that are surely plural. It does not count for `fixed_parts` and `irregular` words.
    """

    endings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unstressed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    irregular: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_head_last: bool = False
    prepositions: frozenset[str] = frozenset()
    invariable: frozenset[str] = frozenset()
    specifiers: frozenset[str] = frozenset()
    fixed_parts: frozenset[str] = frozenset()
    noun_compounds: frozenset[str] = frozenset()
    plural_noun: re.Pattern[str] | None = None


def plurals(phrase: str, rules: PluralRules, function_words: frozenset[str]) -> list[str]:
    """Return the possible plurals of a phrase, likeliest first, or none for a language without rules.

    `function_words` are those of the phrase's language.
    """
    words = phrase.split()
    if not rules.endings or not words:
        return []
    if rules.is_head_last:
        number = _head_before_preposition(words, rules)
        return [
            " ".join([*words[:number], form, *words[number + 1 :]]) for form in _head_last_plurals(words[number], rules)
        ]
    stops = function_words | rules.prepositions
    head = next((number for number, word in enumerate(words) if number and _ends_head(word, stops)), len(words))
    others = [_later_plurals(word, rules) for word in words[1:head]]
    forms = [" ".join([first, *(each[0] for each in others), *words[head:]]) for first in _compounds(words[0], rules)]
    all_changed = " ".join([_compounds(words[0], rules)[0], *(each[-1] for each in others), *words[head:]])
    return list(dict.fromkeys([*forms, all_changed]))


def is_surely_plural(phrase: str, rules: PluralRules) -> bool:
    """Return whether the first word of a phrase is a plural: "custas judiciais"."""
    head = phrase.lower().split()[0] if phrase.strip() else ""
    is_singular = head in rules.irregular or head.split("-")[0] in rules.fixed_parts
    return bool(rules.plural_noun and not is_singular and rules.plural_noun.fullmatch(head))


def _ends_head(word: str, stops: frozenset[str]) -> bool:
    return word.lower() in stops or word.lower().startswith(("d'", "d’"))


def _head_before_preposition(words: Sequence[str], rules: PluralRules) -> int:
    """Return the index of a phrase's head: before the first inner preposition or the last adjective, or the last."""
    last = len(words) - 1
    ends = [number for number, word in enumerate(words[:-1]) if word.lower() in rules.prepositions]
    ends += [last] if words[last].lower() in rules.invariable else []
    return ends[0] - 1 if ends and ends[0] else last


def _head_last_plurals(word: str, rules: PluralRules) -> list[str]:
    """Return the plurals of a word whose head is its last part, if no preposition follows an earlier one."""
    parts = word.split("-")
    number = _head_before_preposition(parts, rules)
    return ["-".join([*parts[:number], form, *parts[number + 1 :]]) for form in _word_plurals(parts[number], rules)]


def _later_plurals(word: str, rules: PluralRules) -> list[str]:
    """Return the likely plurals of a word after a phrase's first noun. Acronyms and specifying nouns may stay."""
    lower = word.lower()
    if lower in rules.invariable or (word.isupper() and len(word) > 1):
        return [word]
    if lower in rules.specifiers:
        return [word, _word_plurals(word, rules)[0]]
    first, hyphen, last = word.rpartition("-")
    return [first + hyphen + _word_plurals(last, rules)[0]]


def _compounds(word: str, rules: PluralRules) -> list[str]:
    """Return the plurals of the first word of a phrase, which may be a compound with hyphens."""
    parts = word.split("-")
    first, last = parts[0].lower(), parts[-1].lower()
    if len(parts) == 1 or not rules.fixed_parts:
        return _word_plurals(word, rules)
    first_only = "-".join([_word_plurals(parts[0], rules)[0], *parts[1:]])
    last_only = ["-".join([*parts[:-1], form]) for form in _word_plurals(parts[-1], rules)]
    both = "-".join(_word_plurals(part, rules)[0] for part in parts)
    if len(parts) > 2 and parts[1].lower() in rules.prepositions:
        return [first_only]
    if (first in rules.fixed_parts and last not in rules.noun_compounds) or first == last:
        return last_only
    if last in rules.specifiers or len(last) == 1:
        return [first_only, both, *last_only]
    return [both, first_only, *last_only]


def _word_plurals(word: str, rules: PluralRules) -> list[str]:
    lower = word.lower()
    if irregular := rules.irregular.get(lower):
        return [in_case_of(word, form) for form in irregular]
    for is_unstressed, endings in ((True, rules.unstressed), (False, rules.endings)):
        for ending, plural_endings in endings:
            stem = word[: len(word) - len(ending)]
            if lower.endswith(ending) and (not is_unstressed or _ACCENTED.search(stem.lower())):
                return [stem + plural for plural in plural_endings]
    return [word]
