"""Agreement of verbs, participles and adjectives with a noun: "o fatura foi pago" → "a fatura foi paga"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from translation.glossaries.agreement import Noun, last_word
from translation.glossaries.inflection import Inflection

# Punctuation before the start of a clause.
_CLAUSE_START = re.compile(r"[.!?:;,(]\s")


@dataclass(frozen=True, slots=True)
class Clauses:
    """The verbs of a language, and what shows which noun is the subject of a verb.

    `verb`: matches an addition to a subject ("da empresa"), which may be empty, then the verb.
    `plural_verbs`: the irregular plurals of such verbs.
    `inverted`: matches a clause whose subject follows, and the ending of its participle, before the subject's article.
    `quantified`: matches the start of a clause whose subject is a part of a noun: "a maioria das".
    `conjunctions`: words at the start of a clause.
    `partitives`: words before a noun that belongs to another noun: "de", "e".
    """

    verb: re.Pattern[str]
    plural_verbs: Mapping[str, str]
    inverted: re.Pattern[str]
    quantified: re.Pattern[str]
    conjunctions: frozenset[str]
    partitives: frozenset[str]

    def plural_of(self, verb: str) -> str:
        """Return the plural of a verb that `verb` matched, which may be plural already."""
        return self.plural_verbs.get(verb, re.sub("ou$", "aram", verb))


@dataclass(frozen=True, slots=True)
class Predicates:
    """The participles and adjectives of a language that agree with a noun before them.

    `articles`: words that may come before a subject at the start of a clause.
    `endings`: the endings for masculine, feminine, masculine plural and feminine plural.
    `participle`: matches the words that link a noun to a participle and the participle's stem, then its ending.
    `attribute`: matches the stem of a participle right after a noun, then its ending.
    `clauses`: the verbs. Without them, only a noun at the start of a sentence is known to be a subject.
    """

    articles: frozenset[str]
    endings: tuple[str, ...]
    participle: re.Pattern[str]
    attribute: re.Pattern[str]
    clauses: Clauses | None = None

    def ending(self, noun: Noun, ending: str) -> str:
        """Return the ending that agrees with a noun, in place of another. Without a known number, that one stays."""
        masculine, feminine, masculine_plural, feminine_plural = self.endings
        singular, plural = (feminine, feminine_plural) if noun.gender == "f" else (masculine, masculine_plural)
        return plural if noun.is_plural or ending in (masculine_plural, feminine_plural) else singular


def is_subject(before: str, inflection: Inflection, predicates: Predicates) -> bool:
    """Return whether only articles and adjectives are between the start of a clause and a noun."""
    words = _CLAUSE_START.split(before)[-1].lower().split()
    conjunctions = predicates.clauses.conjunctions if predicates.clauses else frozenset()
    starts = [number for number, word in enumerate(words) if word in conjunctions]
    agreeing = (*inflection.adjectives, *inflection.predeterminers)
    return all(
        word in predicates.articles or word.isdigit() or last_word(word + " ", agreeing)
        for word in words[starts[-1] + 1 if starts else 0 :]
    )


def is_part_subject(before: str, after: str, predicates: Predicates) -> bool:
    """Return whether a part of a noun is the subject of a verb in the plural: "a maioria das faturas foram pagas"."""
    clauses = predicates.clauses
    verb = clauses.verb.match(after) if clauses and clauses.quantified.search(before) else None
    return bool(clauses and verb and not verb[1] and clauses.plural_of(verb[2]) == verb[2])


def is_addition(before: str, predicates: Predicates) -> bool:
    """Return whether a noun may add to another one, which is what a participle then belongs to: "a cópia do recibo"."""
    return predicates.clauses is None or not predicates.clauses.partitives.isdisjoint(before.lower().split()[-1:])


def agree_inverted(before: str, noun: Noun, predicates: Predicates) -> str:
    """Return the text before a noun that is the subject of a participle there: "foi imposto uma multa"."""
    match = predicates.clauses.inverted.search(before) if predicates.clauses else None
    if not match or not noun.gender:
        return before
    return before[: match.start(1)] + predicates.ending(noun, match[1]) + before[match.end(1) :]


def agree_predicate(after: str, noun: Noun, predicates: Predicates) -> str:
    """Return the text after a subject, with the verb in its number and participles in its gender and number."""
    addition, predicate = _agree_verb(after, noun, predicates.clauses)
    agreed = ""
    while noun.gender and (match := predicates.participle.match(predicate)):
        agreed += match[1] + predicates.ending(noun, match[2])
        predicate = predicate[match.end() :]
    return addition + agreed + predicate


def agree_attribute(after: str, noun: Noun, predicates: Predicates) -> str:
    """Return the text after a noun, with a participle that stands right after it in the noun's gender and number."""
    match = predicates.attribute.match(after)
    if not match or not noun.gender:
        return after
    return match[1] + predicates.ending(noun, match[2]) + after[match.end() :]


def _agree_verb(after: str, noun: Noun, clauses: Clauses | None) -> tuple[str, str]:
    """Return the addition to a subject, and its predicate with the verb in the plural if the noun is plural.

    After an addition, a verb in another number may have another subject. Then the whole text is the addition.
    """
    match = clauses.verb.match(after) if clauses else None
    if not clauses or not match:
        return "", after
    addition, verb = match[1], match[2]
    plural = clauses.plural_of(verb)
    if addition:
        return (after, "") if (plural == verb) != bool(noun.is_plural) else (addition, after[len(addition) :])
    return "", after[: match.start(2)] + (plural if noun.is_plural else verb) + after[match.end(2) :]
