"""Titles in title case, and the engine's plain answer to them.

An engine translates many titles best in sentence case, and others best as they are. The plain answer is asked for
first. If nothing is wrong with it, only its letter case changes.
"""

from itertools import pairwise

from translation.languages.conventions import Conventions
from translation.preparation import PreparedSentence, match_end, restore_signs, write_as_in_region
from translation.sentence_context import SentenceContext
from translation.text import casing, fragments, names
from translation.text.casing import Casing
from translation.text.name_words import ORGANISATIONS_IN_TITLES

# A doubtful word counts less than a word that was not translated.
COPY_PENALTY = 2
# Two nouns or adjectives side by side are usual in every language.
MIN_STRING_OF_NOUNS = 3


def has_plain_answer(prepared: PreparedSentence, context: SentenceContext) -> bool:
    """Return whether a sentence is a title that only its own language writes in title case."""
    if prepared.case is not Casing.TITLE or prepared.is_name or prepared.occurrences:
        return False
    has_case = context.target.has_title_case or context.target.has_noun_capitals
    return not has_case


def plain_text_of(prepared: PreparedSentence) -> str:
    """Return a title with plain typography and without masks, for the engine."""
    return prepared.masked.unmask(prepared.straight)


def undo_plain_title(prepared: PreparedSentence, answer: str, context: SentenceContext) -> str:
    """Return the target for the engine's answer to a title in its own case."""
    source = plain_text_of(prepared)
    answer = match_end(answer.strip(), source)
    if fragments.is_short(source):
        answer = fragments.tidy(source, answer, context.source, context.target)
    answer = names.restore(source, answer, context.score, context.count_subwords)
    target = casing.raise_initial(_in_sentence_case(prepared, answer, context))
    target = restore_signs(prepared, casing.raise_after_signs(target, source), context)
    return write_as_in_region(target, prepared.sentence, context)


def count_faults(prepared: PreparedSentence, target: str, context: SentenceContext) -> int:
    """Return a number for what is wrong with the translation of a title, to compare it with another."""
    judge, source = context.judge, prepared.sentence
    faults = judge.penalty(source, target) + judge.count_lost_words(source, target)
    faults += COPY_PENALTY * _count_copied(prepared, target, context)
    return faults + _keeps_order(plain_text_of(prepared), target, context) + _has_string_of_nouns(target, context.target)


def is_sound(prepared: PreparedSentence, target: str, context: SentenceContext) -> bool:
    """Return whether nothing is wrong with the translation of a title, and no word of it is lost or copied."""
    is_accepted = context.judge.accepts(prepared.sentence, target, is_thorough=True)
    return is_accepted and not count_faults(prepared, target, context)


def _count_copied(prepared: PreparedSentence, target: str, context: SentenceContext) -> int:
    """Return how many words of a title its translation copies, without names."""
    copied = set(map(str.lower, casing.words_of(target)))
    names_in_title = _names_in(prepared, context)
    words = [word for word in casing.words_of(plain_text_of(prepared)) if word not in names_in_title]
    return sum(1 for word in words if word.lower() in copied and _is_content(word, context.source))


def _keeps_order(source: str, target: str, context: SentenceContext) -> bool:
    """Return whether a target starts with the first word of a compound, and not with its head: "Total Inscrição"."""
    words, target_words = casing.words_of(source), casing.words_of(target)
    if not target_words or not words or any(word in context.source.function_words for word in words):
        return False
    score, first = context.score, target_words[0]
    is_copied = first.lower() == words[0].lower()
    return is_copied or (score is not None and max(words, key=lambda word: score(word, first)) == words[0])


def _has_string_of_nouns(target: str, conventions: Conventions) -> bool:
    """Return whether a target has only nouns and adjectives, as in "Mercados derivados crédito"."""
    words = casing.words_of(target)
    return len(words) >= MIN_STRING_OF_NOUNS and all(_is_content(word, conventions) for word in words)


def _names_in(prepared: PreparedSentence, context: SentenceContext) -> frozenset[str]:
    """Return the words of a title that are names or acronyms."""
    words = casing.words_of(plain_text_of(prepared))
    known = [word in context.names.forms.values() or _is_name(word, context) for word in words]
    beside = [
        context.count_subwords(word.lower()) > 1 and any(known[max(0, number - 1) : number + 2])
        for number, word in enumerate(words)
    ]
    return frozenset(word for word, one, other in zip(words, known, beside, strict=True) if one or other)


def _is_name(word: str, context: SentenceContext) -> bool:
    return any(map(str.isupper, word[1:])) or casing.is_name_to_engine(word, context.count_subwords)


def _is_content(word: str, conventions: Conventions) -> bool:
    return len(word) >= casing.MIN_NAME_LETTERS and word.lower() not in conventions.function_words


def _in_sentence_case(prepared: PreparedSentence, answer: str, context: SentenceContext) -> str:
    """Return the answer in sentence case, with the capitals of its names. The name of an organisation stays."""
    source_words, names_in_title = casing.words_of(plain_text_of(prepared)), _names_in(prepared, context)
    is_organisation = not ORGANISATIONS_IN_TITLES.isdisjoint(map(str.lower, source_words))
    has_name = is_organisation or not names_in_title.isdisjoint(
        word for word in casing.words_of(answer) if not word.isupper()
    )
    if has_name and casing.has_title_capitals(answer, context.target.function_words):
        return answer
    copied = _copied_with_neighbour(source_words, answer)
    copied |= {word for word in source_words if len(word) == 1 or context.count_subwords(word.lower()) > 1}
    return casing.lower_all_but(answer, names_in_title | context.target.proper_names | copied)


def _copied_with_neighbour(source_words: list[str], answer: str) -> frozenset[str]:
    """Return the words that an answer copies together with the word beside them: "Top Ten"."""
    copied = set(pairwise(source_words)) & set(pairwise(casing.words_of(answer)))
    return frozenset(word for pair in copied for word in pair)
