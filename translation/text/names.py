"""Names of persons and streets inside a sentence, which engines translate or misspell.

An engine turns "João" into "John", "Raquel Leite" into "Raquel Milk", and "Acácias" into "Acias". A near word in the
target alone proves nothing, because right translations are near as well ("Lisboa", "Lisbon"). So a word is restored
only where the source shows a name: a given name, a form of address, a word for a street, or a target that lost a
syllable.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from translation.text.casing import MIN_RARE_SUBWORDS, Score, SubwordCount
from translation.text.given_names import EQUIVALENTS, GIVEN_NAMES, without_accents
from translation.text.name_words import (
    CALENDAR,
    ESTABLISHED_AFTER,
    ESTABLISHED_BEFORE,
    ESTABLISHED_SURNAMES,
    FORMS_OF_ADDRESS,
    NO_SURNAME,
    OFFICES,
    PARTICLES,
    RULERS,
    SCRIPTURE,
    STREETS_AFTER,
    STREETS_BEFORE,
    TRANSLATED_PARTICLES,
)

# No form of address, unlike "Ms".
MILLISECONDS = "ms"
# A sentence and its translation are looked at several times.
CACHED_TEXTS = 1024
# A wrong copy of a given name has at least this share of its characters in common with it.
MIN_GIVEN_NAME_SIMILARITY = 0.85
# Two words with at least this similarity or this score may translate each other.
MIN_COGNATE_SIMILARITY = 0.45
MIN_COGNATE_SCORE = 0.3
# A word in lower case with at least this score translates a surname.
MIN_SURNAME_SCORE = 0.5
# A name that is long enough and loses this many characters in its middle, one of them a vowel, is a wrong copy.
CROPPED = 2
MIN_CROPPED_LENGTH = 6
# A crop keeps this many characters at the start and at the end.
CROP_START, CROP_END = 2, 3

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ROMAN_NUMERAL = re.compile(r"[IVX]+")
_ANTIQUITY = re.compile(r"\d\s?(?:BCE?\b|[Aa]\.?[CD]\b)|\bAD\s\d")
_VOWEL = re.compile(r"[aeiou]")
_GAP = re.compile(r"\.?\s+")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()


def restore(source: str, target: str, score: Score | None = None, subwords: SubwordCount | None = None) -> str:
    """Return a translation with the names of its source, where the engine translated or misspelt them.

    `score` returns how likely a target word translates a source word, from 0 to 1. `subwords` returns the number of the
    engine's subwords for a source word.
    """
    if source.isupper() or source == target:
        return target
    return _Restoration(source, target, score, subwords).text()


@lru_cache(CACHED_TEXTS)
def find_changed(source: str, target: str, score: Score) -> tuple[str, ...]:
    """Return the names of a source that its target replaced by others: "Florianópolis" by "New York".

    `score` returns how likely a target word translates a source word, from 0 to 1.
    """
    names = [word.text for word in _words(source) if word.is_capitalised and len(word.text) > 1]
    words = list(_words(target))
    new = [word.text for word in words[1:] if word.is_capitalised and word.text not in names]
    if source.isupper() or not any(all(not _may_translate(name, word, score) for name in names) for word in new):
        return ()
    return tuple(name for name in names[1:] if not any(_may_translate(name, word.text, score) for word in words))


def _may_translate(name: str, word: str, score: Score) -> bool:
    return score(name, word) >= MIN_COGNATE_SCORE or _similarity(name, word) >= MIN_COGNATE_SIMILARITY


class _Restoration:
    """The words of a source and its target, and the replacements found in the target."""

    def __init__(self, source: str, target: str, score: Score | None, subwords: SubwordCount | None) -> None:
        self._source_text, self._target_text, self._score, self._subwords = source, target, score, subwords
        self._source, self._target = list(_words(source)), list(_words(target))
        self._known = {word.text for word in self._source}
        kept = Counter(word.text for word in self._target)
        self._lost = {
            word.text for word in self._source if word.is_capitalised and len(word.text) > 1 and not kept[word.text]
        }
        # In a sentence about rulers or antiquity, a given name alone belongs to history.
        self._has_history = _ANTIQUITY.search(source) is not None or any(word.text in RULERS for word in self._source)
        self._replacements: dict[int, str] = {}

    def text(self) -> str:
        """Return the target with its replacements."""
        if not self._lost:
            return self._target_text
        if not any(word.lower in SCRIPTURE for word in self._source):
            self._restore_persons()
        self._restore_streets()
        self._restore_cropped()
        text = self._target_text
        for number, name in sorted(self._replacements.items(), reverse=True):
            text = text[: self._target[number].start] + name + text[self._target[number].end :]
        return text

    def _restore_persons(self) -> None:
        anchors = []
        for number, word in enumerate(self._source):
            is_given = word.is_capitalised and word.lower in GIVEN_NAMES
            if not is_given or word.lower in ESTABLISHED_SURNAMES or self._is_established(number):
                continue
            place = self._find(word.text) if word.text not in self._lost else self._restore_given_name(word)
            if place is not None:
                anchors.append((number, place))
        for number, place in [*anchors, *self._addressed()]:
            self._restore_rest(number, place)

    def _restore_given_name(self, name: _Word) -> int | None:
        """Replace the translation of a given name. Return its place in the target, or None."""
        forms = EQUIVALENTS.get(name.lower, frozenset()) | {without_accents(name.text)}
        for place, word in self._candidates():
            is_form = word.lower in forms or without_accents(word.text) in forms
            is_near = _similarity(name.text, word.text) >= MIN_GIVEN_NAME_SIMILARITY
            if is_form or (is_near and word.text != name.text + "s"):
                if not self._is_ruler(place):
                    self._replacements[place] = name.text
                    return place
                return None
        return None

    def _restore_rest(self, number: int, place: int) -> None:
        """Replace the translations of the words after a name, as long as both sides agree word by word."""
        expected = place + 1
        is_upper = self._source[number].text.isupper()
        particles: dict[int, str] = {}
        while number + 1 < len(self._source) and self._follows(self._source_text, self._source, number + 1):
            number += 1
            word = self._source[number]
            if expected >= len(self._target) or not self._follows(self._target_text, self._target, expected):
                return
            found = self._target[expected]
            if word.lower in PARTICLES:
                if found.lower in TRANSLATED_PARTICLES:
                    particles[expected] = word.text
                    expected += 1
                continue
            if not word.is_capitalised or word.lower in CALENDAR | NO_SURNAME or word.text.isupper() != is_upper:
                return
            if found.text != word.text:
                if word.text not in self._lost or not self._may_replace(word, found):
                    return
                self._replacements |= {**particles, expected: word.text}
            expected += 1

    def _may_replace(self, name: _Word, found: _Word) -> bool:
        if found.text in self._known:
            return False
        if found.is_capitalised:
            return True
        is_translation = self._score is not None and self._score(name.text, found.text) >= MIN_SURNAME_SCORE
        return is_translation and len(found.text) > 2

    def _addressed(self) -> Iterator[tuple[int, int]]:
        """Yield the places of forms of address on both sides, if both have as many of them."""
        source, target = (
            [place for place, word in enumerate(words) if word.lower in FORMS_OF_ADDRESS and word.text != MILLISECONDS]
            for words in (self._source, self._target)
        )
        if len(source) != len(target):
            return
        for number, place in zip(source, target, strict=True):
            following = self._source[number + 1 : number + 2]
            if following and following[0].lower not in OFFICES:
                yield number, place

    def _restore_streets(self) -> None:
        for number, word in enumerate(self._source):
            if word.lower in STREETS_BEFORE:
                place = self._find(word.text)
                if place is not None and word.is_capitalised:
                    self._restore_rest(number, place)
                self._restore_near(self._run_after(number))
            elif word.text.capitalize() == word.text and word.lower in STREETS_AFTER:
                self._restore_near(self._run_before(number))

    def _restore_near(self, names: Sequence[_Word]) -> None:
        """Replace words that are a name without its accents, or with fewer characters."""
        for name in names:
            if name.text not in self._lost:
                continue
            for place, word in self._candidates():
                if without_accents(name.text) == without_accents(word.text) or _is_cropped(name.text, word.text):
                    self._replacements[place] = name.text

    def _restore_cropped(self) -> None:
        for name in self._source[1:]:
            is_rare = self._subwords is not None and self._subwords(name.text) >= MIN_RARE_SUBWORDS
            if is_rare and name.text in self._lost and not name.text.isupper():
                for place, word in self._candidates():
                    if _is_cropped(name.text, word.text):
                        self._replacements[place] = name.text

    def _run_after(self, number: int) -> list[_Word]:
        """Return the capitalised words after a word for a street."""
        run = []
        while number + 1 < len(self._source) and self._follows(self._source_text, self._source, number + 1):
            number += 1
            word = self._source[number]
            if word.is_capitalised:
                run.append(word)
            elif word.lower not in PARTICLES:
                break
        return run

    def _run_before(self, number: int) -> list[_Word]:
        run: list[_Word] = []
        while number > 0 and self._follows(self._source_text, self._source, number):
            number -= 1
            if not self._source[number].is_capitalised:
                break
            run.append(self._source[number])
        return run

    def _candidates(self) -> Iterator[tuple[int, _Word]]:
        """Yield the capitalised words of the target that are neither copied nor replaced, with their places."""
        for place, word in enumerate(self._target):
            if word.is_capitalised and word.text not in self._known and place not in self._replacements:
                yield place, word

    def _find(self, text: str) -> int | None:
        return next((place for place, word in enumerate(self._target) if word.text == text), None)

    def _is_established(self, number: int) -> bool:
        """Return whether a given name in the source belongs to a ruler, a saint or a famous person."""
        before = {word.lower for word in self._source[max(0, number - 2) : number]}
        after = self._source[number + 1 : number + 3]
        if not before.isdisjoint(ESTABLISHED_BEFORE) or any(word.lower in ESTABLISHED_SURNAMES for word in after):
            return True
        is_numbered = bool(after) and _ROMAN_NUMERAL.fullmatch(after[0].text) is not None
        has_surname = bool(after) and after[0].is_capitalised
        return (
            is_numbered or (bool(after) and after[0].lower in {"the", "of"}) or (self._has_history and not has_surname)
        )

    def _is_ruler(self, place: int) -> bool:
        """Return whether an epithet follows a given name in the target, as in "Joan of Arc"."""
        after = self._target[place + 1 : place + 2]
        return bool(after) and after[0].lower in ESTABLISHED_AFTER and self._goes_on(place)

    def _goes_on(self, place: int) -> bool:
        following = self._target[place + 2 : place + 3]
        return bool(following) and following[0].is_capitalised

    @staticmethod
    def _follows(text: str, words: Sequence[_Word], number: int) -> bool:
        """Return whether only a space, or a full stop and a space, is between a word and the word before it."""
        return _GAP.fullmatch(text[words[number - 1].end : words[number].start]) is not None


@lru_cache(CACHED_TEXTS)
def _words(text: str) -> tuple[_Word, ...]:
    return tuple(_Word(match.group(), *match.span()) for match in _WORD.finditer(text))


def _similarity(name: str, word: str) -> float:
    return SequenceMatcher(None, without_accents(name), without_accents(word), autojunk=False).ratio()


def _is_cropped(name: str, word: str) -> bool:
    """Return whether a word is a name without a syllable in its middle. A single lost character may be right."""
    name, word = name.lower(), word.lower()
    if len(name) < MIN_CROPPED_LENGTH or len(name) - len(word) != CROPPED:
        return False
    cuts = range(CROP_START, len(name) - CROPPED - CROP_END + 1)
    return any(name[:cut] + name[cut + CROPPED :] == word and _is_syllable(name[cut : cut + CROPPED]) for cut in cuts)


def _is_syllable(text: str) -> bool:
    """Return whether a text of two characters is a vowel and a consonant."""
    return len(_VOWEL.findall(without_accents(text))) == 1
