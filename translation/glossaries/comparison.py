"""Comparison of translations that have the terms of a glossary with the plain translation of the engine."""

import re
from collections.abc import Callable, Sequence

from translation.alignment.markup_transfer import Alignment
from translation.alignment.word_alignment import Lexicon
from translation.glossaries.agreement import may_be_article, noun_before
from translation.glossaries.search import Occurrence, TermMatcher, TermPosition
from translation.text import quality

# A translation keeps at least this share of the words beside the terms.
MIN_SHARE_OF_WORDS = 0.7
# It may have this many words less without a loss, such as articles.
MAX_MISSING_WORDS = 1

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
# A word in lower case right after a position.
_NEXT_WORD = re.compile(r" ([^\W\d_]+)(?![-'’])")


class Comparison:
    """Counts what is wrong in a translation with terms, measured at the plain translation of the same source."""

    def __init__(
        self,
        matcher: TermMatcher,
        source: str,
        plain: str,
        occurrences: Sequence[Occurrence],
        lexicon: Callable[[], Lexicon | None],
    ) -> None:
        self._matcher, self._source, self._plain, self._occurrences = matcher, source, plain, occurrences
        self._lexicon = lexicon

    def count_faults(self, target: str) -> int:
        """Return the number of kinds of faults in a translation."""
        return sum(
            (
                not self._matcher.has_all_in_number(target, self._occurrences),
                self._count_issues(target) > self._count_issues(self._plain),
                self._has_odd_start(target),
                self._lost_articles(target),
                self._lost_words(target),
                any(
                    lacks_preposition(self._matcher, self._source, target, position, self._lexicon)
                    for position in self._matcher.find_in_target(target, self._occurrences)
                ),
            )
        )

    def _count_issues(self, target: str) -> int:
        return len(list(quality.find_issues(self._source, target)))

    def _has_odd_start(self, target: str) -> bool:
        """Return whether an engine turned the article before a term at the start into a name: "Theia livraria"."""
        before = self._source[: self._occurrences[0].start]
        if before.strip().lower() not in self._matcher.function_words.source:
            return False
        starts = [position.span[0] for position in self._matcher.find_in_target(target, self._occurrences[:1])]
        return any(not may_be_article(target[:start], self._matcher.inflection) for start in starts)

    def _lost_articles(self, target: str) -> bool:
        """Return whether a translation has fewer articles, in a language whose articles are separate words."""
        articles = self._matcher.inflection.free_articles
        plain, words = (map(str.lower, _WORD.findall(text)) for text in (self._plain, target))
        return sum(word in articles for word in words) < sum(word in articles for word in plain)

    def _lost_words(self, target: str) -> bool:
        """Return whether a translation has too few words beside the terms."""
        source_words = sum(len(_WORD.findall(one.term.source)) for one in self._occurrences)
        target_words = sum(len(_WORD.findall(one.term.target)) for one in self._occurrences)
        plain_words = len(_WORD.findall(self._plain)) - source_words
        words = len(_WORD.findall(target)) - target_words
        return words + MAX_MISSING_WORDS < MIN_SHARE_OF_WORDS * plain_words


def lacks_preposition(
    matcher: TermMatcher, source: str, target: str, position: TermPosition, lexicon: Callable[[], Lexicon | None]
) -> bool:
    """Return whether a term stands right after the noun that it specifies: "os tamanhos chave inglesa"."""
    occurrence, start = position.occurrence, position.span[0]
    following = _NEXT_WORD.match(source, occurrence.end)
    if not matcher.inflection.preposition or not following or following[1] in matcher.function_words.source:
        return False
    noun = noun_before(target[:start], matcher.inflection, matcher.function_words.target)
    known = lexicon() if noun else None
    if noun is None or known is None:
        return False
    counterpart = Alignment(source, target, known, matcher.function_words).find(*following.span(1))
    return counterpart is not None and counterpart[0] <= noun[0] and counterpart[1] == noun[1]
