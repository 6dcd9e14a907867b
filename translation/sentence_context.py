"""What is known while sentences are translated: the languages, the terms, the engine's words, and the document."""

from collections.abc import Callable
from dataclasses import dataclass

from translation.alignment.word_alignment import Lexicon
from translation.glossaries.search import TermMatcher
from translation.judge import Judge
from translation.languages.conventions import Conventions
from translation.text.casing import NameForms, Score
from translation.text.document_facts import DocumentFacts
from translation.text.number_formats import FormatPair


@dataclass(frozen=True, slots=True)
class SentenceContext:
    """The context of all sentences of a document, for one language pair.

    `alphabet` has the characters that the engine can read, and None stands for all. `find_lexicon` returns the engine's
    lexicon, if it has one. `names` are names and acronyms that keep their capitals in titles.
    """

    source: Conventions
    target: Conventions
    target_tag: str
    matcher: TermMatcher
    alphabet: frozenset[str] | None
    find_lexicon: Callable[[], Lexicon | None]
    facts: DocumentFacts
    names: NameForms

    @property
    def judge(self) -> Judge:
        """The judge of translations."""
        return Judge(self.source, self.target, self.find_lexicon)

    @property
    def formats(self) -> FormatPair:
        """The number formats of both languages."""
        return FormatPair.of(self.source, self.target)

    @property
    def score(self) -> Score | None:
        """How likely a target word translates a source word, from 0 to 1. None if the engine has no lexicon."""
        lexicon = self.find_lexicon()
        return lexicon.score if lexicon else None

    def count_subwords(self, word: str) -> int:
        """Return the number of the engine's subwords for a source word. It is 1 if the engine has no lexicon."""
        lexicon = self.find_lexicon()
        return lexicon.forward.count_subwords(word) if lexicon else 1
