"""Finding the terms of a glossary in source sentences and in their translations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from typing import TypeAlias

from translation.alignment.markup_transfer import FunctionWords
from translation.glossaries.agreement import Noun, is_determiner
from translation.glossaries.capitals import is_at_start, is_habitual, without_habit
from translation.glossaries.genders import gender_of
from translation.glossaries.inflection_tables import inflection_of
from translation.glossaries.plural_tables import plural_rules_of
from translation.glossaries.plurals import is_surely_plural, plurals
from translation.glossaries.predicate_tables import predicates_of
from translation.glossaries.senses import is_in_phrase, is_verb, name_around
from translation.glossaries.terms import GlossaryTerm, TermList
from translation.languages.conventions import conventions_of
from translation.text import casing, inline_codes, quality
from translation.text.casing import Casing
from translation.text.inline_codes import MaskedText, Range

# An article up to this many words before a term may belong to it: "the first new invoice".
ARTICLE_WITHIN_WORDS = 3

# Characters of scripts without spaces. Each is a separate token.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff"
# Combining characters, which belong to the character before.
_COMBINING = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|(?:[^\W{_UNSPACED}]|[{_COMBINING}])+|[^\w\s]")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
# A hyphen inside a word: the parts of "e-invoice" are not terms.
_HYPHENATED = re.compile(r"\w-\w")
# Apostrophes and hyphens that count as equal.
_SAME_SIGNS = str.maketrans("’‘‐‑–", "''---")

# The tokens of a form. All its spellings have the same tokens.
Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a source text, from `start` to `end`.

    `is_plural`: whether the text has the plural of the entry.
    `is_habitual`: whether the capital of the entry is only a habit, because the term is not a name.
    `is_inside`: whether the term is inside a sentence of the source, where only names have capitals.
    """

    term: GlossaryTerm
    start: int
    end: int
    is_plural: bool = False
    is_habitual: bool = False
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class TermPosition:
    """The range of an occurrence in a target, and the form of its term there."""

    span: Range
    occurrence: Occurrence
    form: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _SourceForm:
    """A possible form of a term in a source."""

    text: str
    term: GlossaryTerm
    is_plural: bool = False


class TermMatcher:
    """Finds the terms of a glossary in sources and targets of a language pair."""

    def __init__(self, glossary: TermList, source: str, target: str) -> None:
        self.inflection, self.predicates = inflection_of(target), predicates_of(target)
        self._plural_rules, self._source_tag, self._target_tag = plural_rules_of(target), source, target
        self.function_words = FunctionWords(
            conventions_of(source).function_words, conventions_of(target).function_words
        )
        self._source, self._target = conventions_of(source), conventions_of(target)
        self._source_forms: dict[Key, list[_SourceForm]] = {}
        # For each first token, the number of tokens of the longest form that starts with it.
        self._longest: dict[str, int] = {}
        terms = sorted(glossary.terms, key=lambda term: not term.is_case_sensitive)
        for term in terms:
            self._add(_SourceForm(term.source, term))
        for term in terms:
            source_plurals = plurals(term.source, plural_rules_of(source), self.function_words.source)
            for form in [] if term.is_plural else source_plurals:
                self._add(_SourceForm(form, term, True))

    def find(self, text: str) -> list[Occurrence]:
        """Return the terms in a source text, in order. Of terms with the same start, the longest counts."""
        tokens = list(_tokens(text)) if self._source_forms else []
        occurrences, position = [], 0
        while position < len(tokens):
            occurrence, length = self._longest_at(tokens, position, text)
            if occurrence and not self._is_other_sense(occurrence, text):
                occurrences.append(occurrence)
            position += length
        # Capitals mean nothing in a heading, or in a language that capitalises all nouns.
        is_sentence = casing.casing_of(text, self.function_words.source) is Casing.SENTENCE
        has_case = is_sentence and not self._source.has_noun_capitals
        return [_with_case(occurrence, text, has_case) for occurrence in occurrences]

    def unmask_terms(self, masked: MaskedText) -> MaskedText:
        """Return the text without masks for codes that are terms themselves."""
        if not self._source_forms:
            return masked
        text = masked.text
        for number, code in enumerate(masked.codes):
            if _key(code) in self._source_forms:
                text = text.replace(chr(inline_codes.FIRST_MASK + number), code)
        return replace(masked, text=text)

    def digest_for(self, sentence: str) -> str:
        """Return a digest of the terms in a sentence, or an empty text if it has none."""
        if not self._source_forms:
            return ""
        occurrences = self.find(self.unmask_terms(inline_codes.mask(sentence)).text)
        facts = "\n".join(repr(astuple(occurrence)) for occurrence in occurrences)
        return sha256(facts.encode()).hexdigest() if occurrences else ""

    def substitute(self, text: str, occurrences: Sequence[Occurrence]) -> str:
        """Return a source text with its terms replaced by their translations."""
        for occurrence in reversed(occurrences):
            start, end = occurrence.start, occurrence.end
            text = text[:start] + self.form_in_place_of(occurrence, text[start:]) + text[end:]
        return text

    def form_of(self, occurrence: Occurrence) -> str:
        """Return the translation of an occurrence inside a sentence, in its grammatical number."""
        return self._in_case(self._form_in_number(occurrence), occurrence)

    def target_forms(self, term: GlossaryTerm) -> list[str]:
        """Return the possible forms of a term in a target: as given, then the plurals."""
        if term.is_plural:
            return [term.target]
        return [term.target, *plurals(term.target, self._plural_rules, self.function_words.target)]

    def form_in_place_of(self, occurrence: Occurrence, replaced: str) -> str:
        """Return the translation of an occurrence, capitalised if the replaced text is but the term's source is not."""
        form = self.form_of(occurrence)
        is_capital_new = occurrence.term.source[0].islower() or occurrence.is_habitual
        if not replaced[0].isupper() or not is_capital_new:
            return form
        # A term with a capital inside a sentence is a name: "the Invoice" becomes "a Nota Fiscal".
        words = form.split(" ")
        return " ".join(
            word[:1].upper() + word[1:]
            if not number or (occurrence.is_inside and word not in self.function_words.target)
            else word
            for number, word in enumerate(words)
        )

    def form_in_text(self, position: TermPosition, target: str) -> str:
        """Return the form of a term in a target, with the capitals that it needs there."""
        start, end = position.span
        form, found = self._in_case(position.form, position.occurrence), target[start:end]
        is_chosen = position.occurrence.is_inside and form == form.lower()
        if found.isupper() or is_chosen:
            return found
        return found[0] + form[1:] if is_at_start(target, start) and form[0].islower() else form

    def find_in_target(self, target: str, occurrences: Sequence[Occurrence]) -> list[TermPosition]:
        """Return the positions of a source's terms in the target, in order, without missing terms."""
        if not occurrences:
            return []
        tokens = list(_tokens(target))
        taken: set[int] = set()
        positions: dict[Occurrence, TermPosition] = {}
        # The form in the right number comes first, so that a singular and a plural of one term are not confused.
        for in_number in (True, False):
            for occurrence in sorted(occurrences, key=lambda occurrence: -len(_key(occurrence.term.target))):
                forms = [self._form_in_number(occurrence)] if in_number else self.target_forms(occurrence.term)
                for form in forms if occurrence not in positions else []:
                    if (first := _find_form(tokens, form, taken, occurrence.term, target)) is not None:
                        last = first + len(_key(form)) - 1
                        taken.update(range(first, last + 1))
                        span = tokens[first].start, tokens[last].end
                        positions[occurrence] = TermPosition(span, occurrence, form)
                        break
        return sorted(positions.values(), key=lambda position: position.span)

    def has_all(self, target: str, occurrences: Sequence[Occurrence]) -> bool:
        """Return whether a target has all terms, in any number."""
        return len(self.find_in_target(target, occurrences)) == len(occurrences)

    def has_all_in_number(self, target: str, occurrences: Sequence[Occurrence]) -> bool:
        """Return whether a target has all terms, each in its number in the source."""
        positions = self.find_in_target(target, occurrences)
        return len(positions) == len(occurrences) and all(
            position.form == self._form_in_number(position.occurrence) for position in positions
        )

    def restore_capitals(self, target: str, occurrences: Sequence[Occurrence]) -> str:
        """Return a target with its terms capitalised as in the glossary."""
        for position in reversed(self.find_in_target(target, occurrences)):
            start, end = position.span
            form = self._in_case(position.form, position.occurrence)
            if position.occurrence.is_habitual and is_at_start(target, start):
                form = target[start] + form[1:]
            if form != form.lower():
                target = target[:start] + form + target[end:]
        return target

    def find_issues(self, sentence: str, target: str) -> Iterator[str]:
        """Yield the codes of a translation's quality issues, with allowance for the terms that it must contain."""
        masked = self.unmask_terms(inline_codes.mask(sentence)) if self._source_forms else MaskedText(sentence, ())
        occurrences = self.find(masked.text)
        expected = masked.unmask(self.substitute(masked.text, occurrences)) if occurrences else sentence
        yield from quality.find_issues(expected, target)
        if not self.has_all(target, self.without_names(occurrences, masked.text, target)):
            yield "term_missed"

    def may_change_number(self, following: str) -> bool:
        """Return whether a term may become plural before this text. A noun before a noun stays: "game publisher"."""
        next_word = re.match(r" ([^\W\d_]+)", following)
        return not (self._plural_rules.is_head_last and next_word) or next_word[1] in self.function_words.target

    def without_function_words(self, target: str, span: Range) -> Range | None:
        """Return a range of the target without articles at its start and function words at its end, if any is left."""
        words = [match.span() for match in _WORD.finditer(target, *span)]
        while words and is_determiner(target[slice(*words[0])], self.inflection):
            words = words[1:]
        while words and target[slice(*words[-1])].lower() in self.function_words.target:
            words = words[:-1]
        return (words[0][0], words[-1][1]) if words else None

    def noun(self, occurrence: Occurrence, source: str, following: str) -> Noun:
        """Return an occurrence as a noun of the target. `following` is the target from the noun on."""
        is_plural = True if self._is_plural(occurrence) else None
        if is_plural is None and not self.inflection.is_plural_sure:
            is_plural = False
        before = source[: occurrence.start].lower().split()[-ARTICLE_WITHIN_WORDS:]
        is_bare = bool(self._source.articles) and self._source.articles.isdisjoint(before)
        gender = occurrence.term.gender or gender_of(occurrence.term.target, self._target_tag)
        return Noun(following, gender, is_plural, is_bare)

    def without_names(self, occurrences: Sequence[Occurrence], source: str, target: str) -> list[Occurrence]:
        """Return the occurrences without the parts of names that the target keeps: "Downing Street"."""

        def is_name(occurrence: Occurrence) -> bool:
            start, end = occurrence.start, occurrence.end
            is_capital_new = occurrence.term.source.islower() and source[start].isupper()
            name = name_around(source, start, end) if is_capital_new and occurrence.is_inside else None
            return name is not None and source[slice(*name)] in target

        return [occurrence for occurrence in occurrences if not is_name(occurrence)]

    def _is_other_sense(self, occurrence: Occurrence, text: str) -> bool:
        """Return whether a noun of the glossary is a verb in the text, or belongs to a fixed phrase."""
        term, place = occurrence.term, (text, occurrence.start, occurrence.end, self._source_tag)
        is_noun = term.gender or gender_of(term.target, self._target_tag)
        return is_in_phrase(*place) or (bool(is_noun) and is_verb(*place))

    def _is_plural(self, occurrence: Occurrence) -> bool:
        term = occurrence.term
        return term.is_plural or occurrence.is_plural or is_surely_plural(term.target, self._plural_rules)

    def _add(self, form: _SourceForm) -> None:
        if key := _key(form.text):
            self._source_forms.setdefault(key, []).append(form)
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def _longest_at(self, tokens: Sequence[_Token], position: int, text: str) -> tuple[Occurrence | None, int]:
        """Return the longest term that starts at a token, and its number of tokens, or None and 1."""
        for length in range(self._longest.get(tokens[position].text, 0), 0, -1):
            part = tokens[position : position + length]
            start, end = part[0].start, part[-1].end
            if _HYPHENATED.match(text[max(0, start - 2) : start + 1]) or _HYPHENATED.match(text[end - 1 : end + 2]):
                continue
            for form in self._source_forms.get(tuple(token.text for token in part), []):
                if not form.term.is_case_sensitive or text[start:end] == form.text:
                    return Occurrence(form.term, start, end, form.is_plural), length
        return None, 1

    def _form_in_number(self, occurrence: Occurrence) -> str:
        """Return the form of a term in the number of its occurrence, with the capitals of the glossary."""
        forms = self.target_forms(occurrence.term)
        is_plural = occurrence.is_plural and self.inflection.is_plural_sure and len(forms) > 1
        return forms[1] if is_plural else forms[0]

    def _in_case(self, form: str, occurrence: Occurrence) -> str:
        return without_habit(form, occurrence.term, self._target) if occurrence.is_habitual else form


def _with_case(occurrence: Occurrence, text: str, has_case: bool) -> Occurrence:
    """Return an occurrence with what its capitals mean. `has_case` means that only names have capitals in the text."""
    is_inside = has_case and not is_at_start(text, occurrence.start)
    found = text[occurrence.start : occurrence.end] if is_inside else ""
    return replace(occurrence, is_habitual=is_habitual(occurrence.term, found), is_inside=is_inside)


def _find_form(tokens: Sequence[_Token], form: str, taken: set[int], term: GlossaryTerm, text: str) -> int | None:
    """Return the index of the first token of a form whose tokens are not in `taken`, or None."""
    key = _key(form)
    for first in range(len(tokens) - len(key) + 1):
        part = tokens[first : first + len(key)]
        is_same = tuple(token.text for token in part) == key and taken.isdisjoint(range(first, first + len(key)))
        # In a heading, the whole term may be in capitals.
        if is_same and (not term.is_case_sensitive or text[part[0].start : part[-1].end] in (form, form.upper())):
            return first
    return None


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        yield _Token(match.group().casefold().translate(_SAME_SIGNS), match.start(), match.end())


def _key(text: str) -> Key:
    return tuple(_TOKEN.findall(text.casefold().translate(_SAME_SIGNS)))
