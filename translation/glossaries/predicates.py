"""Agreement of verbs, participles and adjectives with a noun before them: "o fatura foi pago" → "a fatura foi paga"."""

import re

from translation.glossaries.agreement import Noun
from translation.glossaries.inflection import AgreeingWord, Inflection, Participles

# Punctuation before the start of a clause.
_CLAUSE_START = re.compile(r"[.!?:;,(]\s")


def agree_after(before: str, after: str, noun: Noun, inflection: Inflection, is_changed: bool = False) -> str:
    """Return the text after a noun, with the verb in the noun's number and participles in its gender and number.

    `before` is the text before the noun. Only a noun at the start of a clause is surely the subject of a verb. Of other
    nouns, `is_changed` means that the words before the noun had another gender, so a participle had it too.
    """
    participles = inflection.participles
    if participles is None:
        return after
    if not _is_subject(before, inflection, participles):
        return _agree_attribute(before, after, noun, participles) if is_changed else after
    verb = participles.verb.match(after) if participles.verb else None
    if not verb:
        return _agree_participles(after, noun, participles)
    addition, form = verb[1], verb[2]
    plural_form = participles.plural_of(form)
    if addition and (plural_form == form) != bool(noun.is_plural):
        return after
    if noun.is_plural and not addition:
        after = after[: verb.start(2)] + plural_form + after[verb.end(2) :]
    return addition + _agree_participles(after[len(addition) :], noun, participles)


def _is_subject(before: str, inflection: Inflection, participles: Participles) -> bool:
    """Return whether only articles and adjectives are between the start of a clause and a noun."""
    words = _CLAUSE_START.split(before)[-1].lower().split()
    starts = [number for number, word in enumerate(words) if word in participles.conjunctions]
    agreeing = (*inflection.adjectives, *inflection.predeterminers)
    return all(
        word in participles.articles or word.isdigit() or _is_form(word, agreeing)
        for word in words[starts[-1] + 1 if starts else 0 :]
    )


def _is_form(word: str, words: tuple[AgreeingWord, ...]) -> bool:
    return any(word in each.forms.values() for each in words)


def _agree_participles(after: str, noun: Noun, participles: Participles) -> str:
    """Return the text after a subject, with its participles in the noun's gender and number."""
    agreed = ""
    while noun.gender and (match := participles.pattern.match(after)):
        is_plural = noun.is_plural or match[2] in participles.endings[2:]
        agreed += match[1] + participles.ending(noun.gender, is_plural)
        after = after[match.end() :]
    return agreed + after


def _agree_attribute(before: str, after: str, noun: Noun, participles: Participles) -> str:
    """Return the text after a noun, with a participle that stands right after it in its gender.

    After "de", the participle may belong to the noun before: "a cópia do recibo assinada".
    """
    match = participles.attribute.match(after)
    words = before.lower().split()
    if not match or not noun.gender or not words or words[-1] in participles.partitives:
        return after
    return match[1] + participles.ending(noun.gender, match[2] in participles.endings[2:]) + after[match.end() :]
