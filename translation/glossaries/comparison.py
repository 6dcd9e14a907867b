"""Comparison of translations that have the terms of a glossary with the plain translation of the engine."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from translation.alignment.markup_transfer import Alignment
from translation.alignment.word_alignment import Lexicon
from translation.glossaries.agreement import may_be_article, noun_before
from translation.glossaries.search import Occurrence, TermMatcher, TermPosition
from translation.text import quality
from translation.text.inline_codes import Range

# A word of the source has a counterpart in a translation if the best score of a word there is at least this ...
MIN_SCORE = 0.6
# ... and none in another if the best score there is less than this share of it.
MAX_LOST_SHARE = 0.4
# A word beside a term belongs to the term's old translation if its score for the term is better by this.
MIN_LEFT_LEAD = 0.3
# Shorter words have too many meanings.
MIN_CHECKED_CHARACTERS = 4

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
# Words that join two nouns, so that their verb may be plural.
_JOINED = re.compile(r"\b(?:and|or|nor)\b")
# A noun after a term that specifies it, alone or together with another word: "[government] and judicial services".
_NEXT_NOUN = re.compile(r"(?: (?:and|or|e|ou) [^\W\d_]+)? ([^\W\d_]+)(?![-'’])")
# A word inside a sentence: after a word or a comma.
_INNER_WORD = re.compile(r"(?<=[\w,] )[^\W\d_]+")
# The ends of words that stand for an article: "the company's".
_POSSESSIVES = ("'s", "s'", "’s", "s’")
# A word right before a position, and right after one.
_PREVIOUS_WORD = re.compile(r"(?<![\w'’-])([^\W\d_]+) $")
_NEXT_WORD = re.compile(r" ([^\W\d_]+)(?![-'’])")


class Comparison:
    """Counts the faults of a translation with terms, compared with the plain translation of the same source."""

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
        spans = [(one.start, one.end) for one in occurrences]
        self._inside, self._outside = _divide(source, spans, matcher.function_words.source)

    def count_faults(self, target: str) -> int:
        """Return the number of kinds of faults in a translation, with their weights."""
        return sum(
            (
                not self._matcher.has_all_in_number(target, self._occurrences),
                # This is worse than a term in another number alone.
                2
                * any(
                    map(partial(self._has_other_verb, target), self._matcher.find_in_target(target, self._occurrences))
                ),
                self._count_issues(target) > self._count_issues(self._plain),
                self._has_odd_start(target),
                self._lost_function_words(target),
                self._lost_words(target),
                self._has_leftover(target),
                any(
                    lacks_preposition(self._matcher, self._source, target, position, self._lexicon)
                    for position in self._matcher.find_in_target(target, self._occurrences)
                ),
            )
        )

    def with_plain_case(self, target: str) -> str:
        """Return a translation without capitals that its words do not have in the plain translation: "em Junho"."""
        lower = set(_INNER_WORD.findall(self._plain))
        spans = [position.span for position in self._matcher.find_in_target(target, self._occurrences)]
        for match in _INNER_WORD.finditer(target):
            word = match.group().lower()
            is_term = any(start <= match.start() < end for start, end in spans)
            if word in lower and match.group()[1:] == word[1:] and not is_term:
                target = target[: match.start()] + word + target[match.end() :]
        return target

    def _count_issues(self, target: str) -> int:
        return len(list(quality.find_issues(self._source, target)))

    def _has_odd_start(self, target: str) -> bool:
        """Return whether an engine turned the article before a term at the start into a name: "Theia livraria"."""
        before = self._source[: self._occurrences[0].start]
        if before.strip().lower() not in self._matcher.function_words.source:
            return False
        starts = [position.span[0] for position in self._matcher.find_in_target(target, self._occurrences[:1])]
        return any(not may_be_article(target[:start], self._matcher.inflection) for start in starts)

    def _lost_function_words(self, target: str) -> bool:
        """Return whether a translation has fewer prepositions or verbs, or articles if those are separate words."""
        articles, kept_words = self._matcher.inflection.free_articles, self._matcher.inflection.kept_words
        plain, words = (list(map(str.lower, _WORD.findall(text))) for text in (self._plain, target))
        if any(words.count(word) < plain.count(word) for word in kept_words):
            return True
        clauses = self._matcher.predicates.clauses if self._matcher.predicates else None
        verbs = {*clauses.plural_verbs, *clauses.plural_verbs.values()} if clauses else set()
        if sum(word in verbs for word in words) < sum(word in verbs for word in plain):
            return True
        return bool(articles) and _count_articles(words, articles) < _count_articles(plain, articles)

    def _has_other_verb(self, target: str, position: TermPosition) -> bool:
        """Return whether a verb right after a term has another number: "no invoice were sent"."""
        following = _NEXT_WORD.match(target, position.span[1])
        verb = self._matcher.inflection.verbs.get(following[1].lower()) if following else None
        term = position.occurrence.term
        is_joined = bool(_JOINED.search(target, 0, position.span[0]))
        return verb is not None and not is_joined and verb != (term.is_plural or position.form != term.target)

    def _lost_words(self, target: str) -> bool:
        """Return whether a word beside the terms has a counterpart in the plain translation, but none in the target."""
        lexicon = self._lexicon()
        plain, _ = _divide(self._plain, [(0, len(self._plain))], self._matcher.function_words.target)
        words = self._words_beside_terms(target)
        for word in self._outside if lexicon else []:
            score = _best_score(lexicon, [word], plain)
            if score >= MIN_SCORE and _best_score(lexicon, [word], words) < MAX_LOST_SHARE * score:
                return True
        return False

    def _has_leftover(self, target: str) -> bool:
        """Return whether a part of a term's old translation is left: "the circuit [overload switch]"."""
        lexicon = self._lexicon()
        for word in self._words_beside_terms(target) if lexicon else []:
            score = _best_score(lexicon, self._inside, [word])
            if score >= MIN_SCORE and score - _best_score(lexicon, self._outside, [word]) >= MIN_LEFT_LEAD:
                return True
        return False

    def _words_beside_terms(self, target: str) -> list[str]:
        spans = [position.span for position in self._matcher.find_in_target(target, self._occurrences)]
        return _divide(target, spans, self._matcher.function_words.target)[1]


def _count_articles(words: Sequence[str], articles: frozenset[str]) -> int:
    return sum(word in articles or word.endswith(_POSSESSIVES) for word in words)


def _divide(text: str, spans: Sequence[Range], function_words: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return the content words of a text inside and outside of these ranges."""
    words: tuple[list[str], list[str]] = [], []
    for match in _WORD.finditer(text):
        if len(match.group()) >= MIN_CHECKED_CHARACTERS and match.group().lower() not in function_words:
            is_inside = any(start <= match.start() < end for start, end in spans)
            words[not is_inside].append(match.group())
    return words


def _best_score(lexicon: Lexicon | None, source_words: Sequence[str], target_words: Sequence[str]) -> float:
    """Return the best score of any source word with any target word, or 0."""
    pairs = [(source, target) for source in source_words for target in target_words] if lexicon else []
    return max((lexicon.score(*pair) for pair in pairs if lexicon), default=0.0)


def lacks_preposition(
    matcher: TermMatcher, source: str, target: str, position: TermPosition, lexicon: Callable[[], Lexicon | None]
) -> bool:
    """Return whether a term stands right after the noun that it specifies: "os tamanhos chave inglesa"."""
    occurrence, start = position.occurrence, position.span[0]
    following = _NEXT_NOUN.match(source, occurrence.end)
    if not matcher.inflection.preposition or not following or following[1] in matcher.function_words.source:
        return False
    noun = noun_before(target[:start], matcher.inflection, matcher.function_words.target)
    known = lexicon() if noun else None
    if noun is None or known is None:
        return False
    counterpart = Alignment(source, target, known, matcher.function_words).find(*following.span(1))
    return counterpart is not None and counterpart[0] <= noun[0] and counterpart[1] == noun[1]


def has_attribute(
    matcher: TermMatcher, source: str, target: str, position: TermPosition, lexicon: Callable[[], Lexicon | None]
) -> bool:
    """Return whether the word after a term translates the word before it: "public hospitals", "hospitais públicos"."""
    previous = _PREVIOUS_WORD.search(source, 0, position.occurrence.start)
    following = _NEXT_WORD.match(target, position.span[1])
    if not previous or not following or previous[1].lower() in matcher.function_words.source:
        return False
    known = lexicon()
    if known is None:
        return False
    return Alignment(source, target, known, matcher.function_words).find(*previous.span(1)) == following.span(1)
