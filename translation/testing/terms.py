"""Sentences with terms, and what those must become: `tests/data/terms.tsv`.

Each line is a language pair, a sentence, and for each of its terms the phrases, with the term and words beside it, that
a reader of the target language accepts. Terms stand in the sentence as [text|target|gender|source], the last where the
glossary has another form than the text. " ; " separates the phrases of different terms, " / " equally good phrases.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from translation.glossaries.terms import GlossaryTerm, TermList
from translation.testing.files import DATA

TERMS = DATA / "terms.tsv"
_TERM = re.compile(r"\[([^\]|]+)\|([^\]|]+)\|?(\w?)\|?([^\]|]*)\]")


@dataclass(frozen=True, slots=True)
class SentenceWithTerms:
    """A sentence with its languages, its terms and the accepted phrases of each term."""

    languages: tuple[str, str]
    text: str
    glossary: TermList
    accepted: tuple[frozenset[str], ...]

    def present(self, translation: str) -> list[bool]:
        """Return for each term whether a translation has it, in any accepted number."""
        lower = translation.lower()
        nouns = ({_noun_of(phrase, term) for phrase in phrases} for phrases, term in self._pairs())
        return [any(_has(lower, noun) for noun in forms) for forms in nouns]

    def agrees(self, translation: str) -> list[bool]:
        """Return for each term whether the words beside it are accepted."""
        lower = translation.lower()
        return [any(_has(lower, phrase) for phrase in phrases) for phrases in self.accepted]

    def has_right_case(self, translation: str) -> list[bool]:
        """Return for each term whether its translation has a capital inside a sentence only if the text has one.

        A capital that the glossary has in the translation alone is wanted.
        """
        return [self._has_right_case(translation, phrases, term) for phrases, term in self._pairs()]

    def _has_right_case(self, translation: str, phrases: frozenset[str], term: GlossaryTerm) -> bool:
        is_capital_in_source = re.search(rf"(?i:{re.escape(term.source)})", self.text)
        is_wanted = term.source[0].islower() and term.target[0].isupper()
        if not is_capital_in_source or is_capital_in_source.group()[0].isupper() or is_wanted:
            return True
        nouns = {re.escape(_noun_of(phrase, term)) for phrase in phrases}
        found = re.finditer(rf"(?<=\w[ ])(?i:{'|'.join(nouns)})(?!\w)", translation)
        return all(match.group()[0].islower() for match in found)

    def _pairs(self) -> Iterator[tuple[frozenset[str], GlossaryTerm]]:
        return zip(self.accepted, self.glossary.terms, strict=True)


def sentences_with_terms(path: Path = TERMS) -> Iterator[SentenceWithTerms]:
    """Return the sentences of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        pair, marked, phrases = line.split("\t")
        source, target = pair.split("-")
        terms = tuple(GlossaryTerm(form or text, noun, gender) for text, noun, gender, form in _TERM.findall(marked))
        accepted = tuple(frozenset(one.split(" / ")) for one in phrases.split(" ; "))
        yield SentenceWithTerms((source, target), _TERM.sub(r"\1", marked), TermList(terms), accepted)


def _noun_of(phrase: str, term: GlossaryTerm) -> str:
    """Return the words of a phrase that are most similar to the term. If several are, the last ones count."""
    words, count = phrase.split(), len(term.target.split())
    ends = range(len(words), count - 1, -1)
    nouns = [" ".join(words[end - count : end]) for end in ends] or [phrase]
    return max(nouns, key=lambda noun: SequenceMatcher(None, noun, term.target.lower()).ratio())


def _has(text: str, phrase: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text))
