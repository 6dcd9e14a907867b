"""The words beside a noun, made to agree with it: "o fatura foi paga" becomes "a fatura foi paga"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translation.glossaries.inflection import Agreeing, Inflection, Slot

# What a sentence may begin after.
_ENDED = re.compile(r"[.!?:;(]\s")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that was put in place of another. `gender` is empty and `is_plural` None where they are not known.

    `is_bare` says that there was no article before it in the source.
    """

    text: str
    gender: str = ""
    is_plural: bool | None = None
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """An agreeing word at the end of a text: what is before it, itself, and the blank after it."""

    before: str
    text: str
    gap: str
    rows: tuple[Agreeing, ...]


def agreeing(before: str, noun: Noun, inflection: Inflection) -> str:
    """The text before a noun with the words that belong to it in the forms that they must have."""
    done = ""
    while word := _last(before, inflection.adjectives):
        before, done = word.before, _changed(word, noun, inflection, done) + done
    word = _last(before, inflection.determiners)
    if word and word.text.lower() in inflection.prepositions_too:
        # An article that the engine read as one of the target language: "um a" for "a".
        outer = _last(word.before, inflection.determiners)
        if noun.is_bare and not outer:
            return before + done
        word = outer or word
    if word:
        before, done = word.before, _changed(word, noun, inflection, done) + done
    if word := _last(before, inflection.predeterminers):
        before, done = word.before, _changed(word, noun, inflection, done) + done
    return before + done


def agreeing_after(before: str, after: str, noun: Noun, inflection: Inflection) -> str:
    """The text after a noun, with the participles that belong to it in its gender where it begins a sentence."""
    participles = inflection.participles
    sentence = _ENDED.split(before)[-1].strip().lower()
    if participles is None or not noun.gender or (sentence and sentence not in participles.articles):
        return after
    masculine, feminine, masculines, feminines = participles.endings
    wanted = (feminine, feminines) if noun.gender == "f" else (masculine, masculines)
    done = ""
    while match := participles.pattern.match(after):
        done += match[1] + wanted[match[2] in (masculines, feminines)]
        after = after[match.end() :]
    return done + after


def are_several(before: str, inflection: Inflection) -> bool:
    """Whether the text before a noun ends in a word that stands before several alone: "os", "todas as", "dos"."""
    word = _last(before, inflection.adjectives) or _last(before, inflection.determiners)
    slots = [slot for row in word.rows for slot in row.slots_of(word.text.lower())] if word else []
    return bool(slots) and all(is_plural for _, is_plural in slots)


def is_article(text: str, inflection: Inflection) -> bool:
    """Whether a text before a noun is nothing, or one word that may stand there; True where none is known."""
    word = _last(text, inflection.determiners)
    is_known = word is not None and not word.before.strip()
    return is_known or not text.strip() or " " in text.strip() or not inflection.determiners


def _last(text: str, rows: Sequence[Agreeing]) -> _Word | None:
    """The longest form of these words that the text ends with."""
    body = text.rstrip()
    lower = body.lower()
    found = {form for row in rows for form in row.forms.values() if lower.endswith(form)}
    for form in sorted(found, key=len, reverse=True):
        before, gap = body[: len(body) - len(form)], text[len(body) :]
        if not before[-1:].isalnum() and (gap or form.endswith("'")):
            return _Word(before, body[len(before) :], gap, tuple(row for row in rows if form in row.forms.values()))
    return None


def _changed(word: _Word, noun: Noun, inflection: Inflection, between: str) -> str:
    """The word as the noun wants it, with the blank after it. `between` stands between it and the noun."""
    following = between + noun.text
    sound = next((name for name, pattern in inflection.sounds.items() if pattern.match(following)), "")
    forms = list(_forms(word, noun, sound, inflection))
    lower = word.text.lower()
    form = lower if lower in forms or not forms else forms[0]
    gap = "" if form.endswith("'") else word.gap or " "
    return (form[0].upper() + form[1:] if word.text[0].isupper() else form) + gap


def _forms(word: _Word, noun: Noun, sound: str, inflection: Inflection) -> Iterator[str]:
    """What the word may be before the noun, the likeliest first."""
    for row in _in_case(word, inflection):
        for gender, is_plural in row.slots_of(word.text.lower()):
            slot: Slot = noun.gender or gender, is_plural if noun.is_plural is None else noun.is_plural
            if form := row.forms.get((slot, sound)) or row.forms.get((slot, "")):
                yield form


def _in_case(word: _Word, inflection: Inflection) -> list[Agreeing]:
    """The rows that the word may be of, by what is before it."""
    words = word.before.split()
    case = inflection.cases.get(words[-1].lower(), "") if words else inflection.initial_case
    rows = [row for row in word.rows if row.case == case] or list(word.rows)
    return sorted(rows, key=lambda row: row.case != inflection.case)
