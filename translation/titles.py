"""Titles in title case, and the engine's plain answer to them.

An engine translates many titles best in sentence case, and others best as they are. The plain answer is asked for
first. If nothing is wrong with it, only its letter case changes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from translation.languages.conventions import Conventions
from translation.preparation import PreparedSentence, match_end, restore_signs, write_as_in_region
from translation.sentence_context import SentenceContext
from translation.text import casing, fragments, names
from translation.text.casing import Casing
from translation.text.inline_codes import MASK
from translation.text.name_words import FIRMS, ORGANISATIONS_IN_TITLES

# A word beside a hyphen.
_JOINED = re.compile(r"[^\W\d_]+(?=-)|(?<=-)[^\W\d_]+")
# A doubtful word counts less than a word that was not translated.
COPY_PENALTY = 2
# A title that has only some capitals is worse than one doubtful word.
MIXED_CAPITALS_PENALTY = 2
# A title of at most this many words is as often a name or a label as a heading.
MAX_LABEL_WORDS = 5
# A title with an article that an engine copies is a name if it has at most this many words.
MAX_NAME_WORDS = 4
# A title of this many words has a function word.
MIN_ROW_WORDS = 6
# Two nouns or adjectives side by side are usual in every language.
MIN_STRING_OF_NOUNS = 3


def has_plain_answer(prepared: PreparedSentence, context: SentenceContext) -> bool:
    """Return whether a sentence is a title that only its own language writes in title case, and that can be read.

    Without the engine's lexicon, nothing would show whether an answer is good.
    """
    if prepared.case is not Casing.TITLE or prepared.is_name or prepared.occurrences or not context.score:
        return False
    has_case = context.target.has_title_case or context.target.has_noun_capitals
    is_readable = len(MASK.findall(prepared.readable)) == len(MASK.findall(prepared.masked.text))
    return is_readable and not has_case


def has_mixed_capitals(prepared: PreparedSentence, target: str, language: Conventions) -> bool:
    """Return whether only some of the words of a translated title have capitals."""
    if prepared.case is not Casing.TITLE or language.has_noun_capitals:
        return False
    return casing.has_mixed_capitals(target, prepared.straight, language.proper_names, language.function_words)


@dataclass(frozen=True)
class Title:
    """A title that the engine gets as it is, to compare its answer with that to the title in sentence case."""

    prepared: PreparedSentence
    context: SentenceContext

    @cached_property
    def text(self) -> str:
        """The title with plain typography and without masks, for the engine."""
        return self.prepared.masked.unmask(self.prepared.straight)

    def undo(self, answer: str) -> str:
        """Return the target for the engine's answer."""
        context = self.context
        answer = match_end(answer.strip(), self.text)
        if len(self._words) <= fragments.MAX_REPHRASED_WORDS:
            answer = fragments.tidy(self.text, answer, context.source, context.target)
        answer = names.restore(self.text, answer, context.score, context.count_subwords)
        target = casing.raise_after_signs(
            casing.restore(self._in_sentence_case(answer), self.text, Casing.SENTENCE), self.text
        )
        return write_as_in_region(restore_signs(self.prepared, target, context), self.prepared.sentence, context)

    def is_sound(self, target: str) -> bool:
        """Return whether nothing is wrong with a target, and no word is lost or copied, or it is the name of a firm."""
        if self._is_copy(target) and self._names and not FIRMS.isdisjoint(map(str.lower, self._words)):
            return True
        is_accepted = self.context.judge.accepts(self.prepared.sentence, target, is_thorough=True)
        return is_accepted and not self.count_faults(target)

    def is_better(self, target: str, plain: str) -> bool:
        """Return whether a target is better than the plain one. A title that is half translated is not."""
        words_of_target, words_of_plain = casing.words_of(target), casing.words_of(plain)
        is_copy = self._is_copy(plain)
        starts_alike = words_of_target[:1] == self._words[:1]
        if (is_copy and starts_alike) or self._keeps_order(words_of_target) > self._keeps_order(words_of_plain):
            return False
        if self._is_name_with_article(words_of_plain):
            return False
        if is_copy:
            words = _count_content((word for word in self._words if word not in self._names), self.context.source)
            if 2 * self._count_copied(words_of_target) >= words:
                return False
        return self.count_faults(target) < self.count_faults(plain)

    def count_faults(self, target: str) -> int:
        """Return a number for what is wrong with a target, to compare it with another."""
        judge, source, words = self.context.judge, self.prepared.sentence, casing.words_of(target)
        return (
            judge.penalty(source, target)
            + judge.count_lost_words(source, target)
            + COPY_PENALTY * self._count_copied(words)
            + MIXED_CAPITALS_PENALTY * has_mixed_capitals(self.prepared, target, self.context.target)
            + self._count_lost_letters(words)
            + self._keeps_order(words)
            + (self._has_string_of_nouns(words) and not self._is_organisation)
            + (_count_content(words, self.context.target) < _count_content(self._words, self.context.source))
        )

    @cached_property
    def _words(self) -> list[str]:
        return casing.words_of(self.text)

    @cached_property
    def _is_organisation(self) -> bool:
        return not ORGANISATIONS_IN_TITLES.isdisjoint(map(str.lower, self._words))

    @cached_property
    def _is_row(self) -> bool:
        """Whether many words have no function word between them, as in a row of labels."""
        return len(self._words) >= MIN_ROW_WORDS and self.context.source.function_words.isdisjoint(self._words)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The words that are names or acronyms."""
        count, words = self.context.count_subwords, self._words
        in_sentence = {word for word in casing.words_of(self.prepared.readable)[1:] if word[0].isupper()}
        is_name = [
            word in in_sentence or any(map(str.isupper, word[1:])) or casing.is_name_to_engine(word, count)
            for word in words
        ]
        beside_name = [
            count(word.lower()) > 1 and any(is_name[max(0, number - 1) : number + 2])
            for number, word in enumerate(words)
        ]
        return frozenset(word for word, one, other in zip(words, is_name, beside_name, strict=True) if one or other)

    def _is_copy(self, target: str) -> bool:
        return target.lower() == self.text.lower()

    def _is_name_with_article(self, target_words: list[str]) -> bool:
        """Return whether a target copies a short title and translates only the article: "O Declan Suites"."""
        is_short = len(self._words) <= MAX_NAME_WORDS and self._words[0].lower() in self.context.source.articles
        return is_short and target_words[1:] == self._words[1:]

    def _count_copied(self, target_words: list[str]) -> int:
        """Return how many words a target copies, without names and words with a hyphen, which other languages borrow.

        If they are the first of the title and the last of the target, they are a name: "Plano de saúde Gold Coast".
        """
        count = sum(1 for word in self._words if word in target_words)
        if 1 < count < len(self._words) and self._words[:count] == target_words[-count:]:
            return 0
        copied = set(map(str.lower, target_words))
        joined = set(_JOINED.findall(self.text))
        words = [word for word in self._words if word.lower() in copied and word not in self._names | joined]
        return _count_content(words, self.context.source)

    def _count_lost_letters(self, target_words: list[str]) -> int:
        """Return how many single letters a target lacks, as in "Schedule E"."""
        return len({word for word in self._words if len(word) == 1 and word not in "AI"} - set(target_words))

    def _keeps_order(self, target_words: list[str]) -> bool:
        """Return whether a target starts with the first word of a compound, not with its head: "Total Inscrição"."""
        if not target_words or any(word in self.context.source.function_words for word in self._words):
            return False
        first = target_words[0]
        return first.lower() == self._words[0].lower() or self._best_source(first) == self._words[0]

    def _has_string_of_nouns(self, target_words: list[str]) -> bool:
        """Return whether a target has only nouns and adjectives apart from copies: "Mercados derivados crédito"."""
        words = [word for word in target_words if word not in self._words]
        return len(words) >= MIN_STRING_OF_NOUNS and _count_content(words, self.context.target) == len(words)

    def _in_sentence_case(self, answer: str) -> str:
        """Return the answer in sentence case, with the capitals of its names.

        The name of an organisation keeps all its capitals, and so do a short title, which is often a name or label, and
        a row of labels.
        """
        language, words = self.context.target, casing.words_of(answer)
        has_capitals = casing.has_title_capitals(answer, language.function_words)
        has_name = any(word in self._names and not word.isupper() for word in words)
        is_label = len(self._words) <= MAX_LABEL_WORDS or self._is_row
        if has_capitals and (is_label or has_name or self._is_organisation):
            return answer
        names_in_answer = {word for word in words if self._best_source(word) in self._names}
        kept = self._names | language.proper_names | names_in_answer | self._copied_names(words) | self._head_of(words)
        lowered = casing.lower_all_but(answer, kept)
        return answer if has_capitals and has_mixed_capitals(self.prepared, lowered, language) else lowered

    def _head_of(self, target_words: list[str]) -> set[str]:
        """Return the first word that is not copied, if copies are before it: "Indiana/Ohio Processador de soja"."""
        copied = len(list(takewhile(set(self._words).__contains__, target_words)))
        return set(target_words[copied : copied + 1]) if copied else set()

    def _copied_names(self, target_words: list[str]) -> set[str]:
        """Return words that look like names if an answer copies them: two together, letters, and rare words."""
        together = set(pairwise(self._words)) & set(pairwise(target_words))
        rare = {word for word in self._words if len(word) == 1 or self.context.count_subwords(word.lower()) > 1}
        return rare | {word for pair in together for word in pair}

    def _best_source(self, target_word: str) -> str:
        """Return the word that a target word most likely translates. Empty if none is likely."""
        if not (score := self.context.score):
            return ""
        best = max(self._words, key=lambda word: score(word, target_word), default="")
        return best if best and score(best, target_word) >= casing.MIN_LIKELY else ""


def _count_content(words: Iterable[str], conventions: Conventions) -> int:
    """Return how many words are neither short nor function words."""
    return sum(
        1 for word in words if len(word) >= casing.MIN_NAME_LETTERS and word.lower() not in conventions.function_words
    )
