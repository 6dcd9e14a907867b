"""Which terms of a glossary are in a sentence, what they must become, and whether a translation has them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from translation.alignment.markup_transfer import Range, SmallWords
from translation.glossaries.agreement import Noun
from translation.glossaries.inflection import inflection_of, plurals
from translation.glossaries.terms import Glossary, Term
from translation.languages.conventions import conventions_of
from translation.text import inline_codes, quality
from translation.text.inline_codes import Hidden

# How far before a term its article may be: "the first new invoice".
ARTICLE_WITHIN = 3

# Scripts without blanks are looked at letter by letter; signs above and below belong to their letter.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff"
_SIGNS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|(?:[^\W{_UNSPACED}]|[{_SIGNS}])+|[^\w\s]")
_JOINED = re.compile(r"\w-\w")
_SAME = str.maketrans("’‘‐‑–", "''---")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a source text, from `start` to `end`; `is_plural` where it stands in the plural of its entry."""

    term: Term
    start: int
    end: int
    is_plural: bool = False


@dataclass(frozen=True, slots=True)
class TermPosition:
    """Where in a target an occurrence is, and in which form of its term."""

    span: Range
    occurrence: Occurrence
    form: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A form that a term may have in a source."""

    form: str
    term: Term
    is_plural: bool = False


class Terms:
    """The terms of a glossary for a language pair. `small` are the languages' words that mean little."""

    def __init__(self, glossary: Glossary, source: str, target: str) -> None:
        self.inflection = inflection_of(target)
        self.small = SmallWords(conventions_of(source).small_words, conventions_of(target).small_words)
        self._articles = conventions_of(source).articles
        self._entries: dict[Key, list[_Entry]] = {}
        self._longest: dict[str, int] = {}
        terms = sorted(glossary.terms, key=lambda term: not term.is_case_sensitive)
        for term in terms:
            self._enter(_Entry(term.source, term))
        for term in terms:
            for form in [] if term.is_plural else plurals(term.source, inflection_of(source), self.small.source):
                self._enter(_Entry(form, term, True))

    def find(self, text: str) -> list[Occurrence]:
        """The terms in a text, in order, of those that begin together the longest."""
        tokens = list(_tokens(text)) if self._entries else []
        found, position = [], 0
        while position < len(tokens):
            occurrence, length = self._longest_at(tokens, position, text)
            if occurrence:
                found.append(occurrence)
            position += length
        return found

    def uncover(self, hidden: Hidden) -> Hidden:
        """The text without the marks of codes that are terms as a whole."""
        text = hidden.text
        for number, token in enumerate(hidden.tokens):
            if _key(token) in self._entries:
                text = text.replace(chr(inline_codes.FIRST_MARK + number), token)
        return replace(hidden, text=text)

    def digest_for(self, sentence: str) -> str:
        """Changes whenever the terms in a sentence do; empty for a sentence without any."""
        found = self.find(self.uncover(inline_codes.hide(sentence)).text) if self._entries else []
        return sha256("\n".join(map(repr, found)).encode()).hexdigest() if found else ""

    def written(self, text: str, found: Sequence[Occurrence]) -> str:
        """A source text with the terms found in it translated."""
        for one in reversed(found):
            text = text[: one.start] + self.target_of(one, text[one.start :]) + text[one.end :]
        return text

    def form_of(self, one: Occurrence) -> str:
        """What an occurrence becomes, in its number."""
        forms = self._forms(one.term)
        return forms[1] if one.is_plural and self.inflection.is_plural_sure and len(forms) > 1 else forms[0]

    def target_of(self, one: Occurrence, replaced: str) -> str:
        """What an occurrence becomes in place of a text: with a capital where that has one and its term has none."""
        form = self.form_of(one)
        return form[0].upper() + form[1:] if replaced[0].isupper() and one.term.source[0].islower() else form

    def places(self, target: str, found: Sequence[Occurrence]) -> list[TermPosition]:
        """Where the terms found in a source are in its target, in order; what is not there is left out."""
        if not found:
            return []
        tokens = list(_tokens(target))
        taken: set[int] = set()
        places = []
        for one in sorted(found, key=lambda one: -len(_key(one.term.target))):
            for form in self._forms(one.term):
                if (at := _free(tokens, form, taken, one.term, target)) is not None:
                    last = at + len(_key(form)) - 1
                    taken.update(range(at, last + 1))
                    places.append(TermPosition((tokens[at].start, tokens[last].end), one, form))
                    break
        return sorted(places, key=lambda place: place.span)

    def are_in(self, target: str, found: Sequence[Occurrence]) -> bool:
        """Whether a target has all the terms, in whatever number."""
        return len(self.places(target, found)) == len(found)

    def are_exactly_in(self, target: str, found: Sequence[Occurrence]) -> bool:
        """Whether a target has all the terms in the number that they have in the source."""
        places = self.places(target, found)
        return len(places) == len(found) and all(place.form == self.form_of(place.occurrence) for place in places)

    def spelled(self, target: str, found: Sequence[Occurrence]) -> str:
        """A target with its terms in the capitals that the glossary has."""
        for place in reversed(self.places(target, found)):
            if place.form != place.form.lower():
                target = target[: place.span[0]] + place.form + target[place.span[1] :]
        return target

    def issues(self, sentence: str, target: str) -> Iterator[str]:
        """The codes of what is wrong with a translation, where a term is right in place of what it stands for."""
        hidden = self.uncover(inline_codes.hide(sentence)) if self._entries else Hidden(sentence, ())
        found = self.find(hidden.text)
        yield from quality.find_issues(hidden.reveal(self.written(hidden.text, found)) if found else sentence, target)
        if not self.are_in(target, found):
            yield "term_missed"

    def noun(self, one: Occurrence, source: str, following: str) -> Noun:
        """An occurrence in a source text as a noun of the target, of which it is what `following` begins with."""
        is_plural = True if one.term.is_plural or one.is_plural else None
        if is_plural is None and not self.inflection.is_plural_sure:
            is_plural = False
        before = source[: one.start].lower().split()[-ARTICLE_WITHIN:]
        is_bare = bool(self._articles) and self._articles.isdisjoint(before)
        return Noun(following, one.term.gender, is_plural, is_bare)

    def _enter(self, entry: _Entry) -> None:
        if key := _key(entry.form):
            self._entries.setdefault(key, []).append(entry)
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def _longest_at(self, tokens: Sequence[_Token], position: int, text: str) -> tuple[Occurrence | None, int]:
        """The term that begins at a token, and how many tokens it has; no term and one token where none begins."""
        for length in range(self._longest.get(tokens[position].text, 0), 0, -1):
            part = tokens[position : position + length]
            start, end = part[0].start, part[-1].end
            is_joined = _JOINED.match(text[max(0, start - 2) : start + 1]) or _JOINED.match(text[end - 1 : end + 2])
            for entry in [] if is_joined else self._entries.get(tuple(token.text for token in part), []):
                if not entry.term.is_case_sensitive or text[start:end] == entry.form:
                    return Occurrence(entry.term, start, end, entry.is_plural), length
        return None, 1

    def _forms(self, term: Term) -> list[str]:
        """What a term may be in a target: as given, or in the plural."""
        return [term.target, *([] if term.is_plural else plurals(term.target, self.inflection, self.small.target))]


def _free(tokens: Sequence[_Token], form: str, taken: set[int], term: Term, text: str) -> int | None:
    """The first token at which a form stands that is not taken by another."""
    key = _key(form)
    for at in range(len(tokens) - len(key) + 1):
        part = tokens[at : at + len(key)]
        is_same = tuple(token.text for token in part) == key and taken.isdisjoint(range(at, at + len(key)))
        # All in capitals it may be in a heading.
        if is_same and (not term.is_case_sensitive or text[part[0].start : part[-1].end] in (form, form.upper())):
            return at
    return None


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        yield _Token(match.group().casefold().translate(_SAME), match.start(), match.end())


def _key(text: str) -> Key:
    return tuple(_TOKEN.findall(text.casefold().translate(_SAME)))
