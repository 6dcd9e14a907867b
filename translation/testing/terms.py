"""Sentences with terms, and what those must become: `tests/data/terms.tsv`.

Each line is a language pair, a sentence, and for each of its terms the phrases, before and with the term, that a reader
of the target language accepts. Terms stand in the sentence as [text|target|gender|source], the last where the glossary
has another form than the text. " ; " separates the phrases of different terms, " / " equally good phrases.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
        nouns = ({_last(phrase, term) for phrase in phrases} for phrases, term in self._pairs())
        return [any(_has(lower, noun) for noun in forms) for forms in nouns]

    def agrees(self, translation: str) -> list[bool]:
        """Return for each term whether the words before it are accepted."""
        lower = translation.lower()
        return [any(_has(lower, phrase) for phrase in phrases) for phrases in self.accepted]

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


def _last(phrase: str, term: GlossaryTerm) -> str:
    """The words of a phrase that are the term: as many as it has."""
    return " ".join(phrase.split()[-len(term.target.split()) :])


def _has(text: str, phrase: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text))
