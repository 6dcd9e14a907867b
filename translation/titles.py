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
from translation.text.inline_codes import MASK
from translation.text.name_words import ORGANISATIONS_IN_TITLES

# A doubtful word counts less than a word that was not translated.
COPY_PENALTY = 2
# Two nouns or adjectives side by side are usual in every language.
MIN_STRING_OF_NOUNS = 3


def has_plain_answer(prepared: PreparedSentence, context: SentenceContext) -> bool:
    """Return whether a sentence is a title that only its own language writes in title case, and that can be read.

    Without the engine's lexicon, nothing would tell a good answer from a bad one.
    """
    if prepared.case is not Casing.TITLE or prepared.is_name or prepared.occurrences or not context.score:
        return False
    has_case = context.target.has_title_case or context.target.has_noun_capitals
    is_readable = len(MASK.findall(prepared.readable)) == len(MASK.findall(prepared.masked.text))
    return is_readable and not has_case


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
    faults += _keeps_order(plain_text_of(prepared), target, context)
    has_string = _has_string_of_nouns(target, context.target) and not _is_organisation(prepared)
    return faults + has_string + _count_lost_letters(prepared, target) + _is_shorter(prepared, target, context)


def has_mixed_capitals(prepared: PreparedSentence, target: str, context: SentenceContext) -> bool:
    """Return whether only some of the words of a translated title have capitals."""
    language = context.target
    if prepared.case is not Casing.TITLE or language.has_noun_capitals:
        return False
    return casing.has_mixed_capitals(target, prepared.straight, language.proper_names, language.function_words)


def is_sound(prepared: PreparedSentence, target: str, context: SentenceContext) -> bool:
    """Return whether nothing is wrong with the translation of a title, and no word of it is lost or copied."""
    is_accepted = context.judge.accepts(prepared.sentence, target, is_thorough=True)
    return is_accepted and not count_faults(prepared, target, context)


def _count_copied(prepared: PreparedSentence, target: str, context: SentenceContext) -> int:
    """Return how many words of a title its translation copies, without names."""
    copied = set(map(str.lower, casing.words_of(target)))
    names_in_title = _names_in(prepared, context)
    words = [word for word in casing.words_of(plain_text_of(prepared)) if word not in names_in_title]
    if _is_name_moved(casing.words_of(plain_text_of(prepared)), casing.words_of(target)):
        return 0
    return sum(1 for word in words if word.lower() in copied and _is_content(word, context.source))


def _is_name_moved(words: list[str], target_words: list[str]) -> bool:
    """Return whether the only words that a target copies are the first of the title, which it has at its end.

    Then they are a name: "Gold Coast Health Plan", "Plano de saúde Gold Coast".
    """
    count = sum(1 for word in words if word in target_words)
    return 1 < count < len(words) and words[:count] == target_words[-count:]


def _count_lost_letters(prepared: PreparedSentence, target: str) -> int:
    """Return how many single letters of a title its target lacks, as in "Schedule E"."""
    letters = {word for word in casing.words_of(plain_text_of(prepared)) if len(word) == 1 and word not in "AI"}
    return len(letters - set(casing.words_of(target)))


def _is_shorter(prepared: PreparedSentence, target: str, context: SentenceContext) -> bool:
    """Return whether a target has fewer words than its title, without function words."""
    before = [word for word in casing.words_of(plain_text_of(prepared)) if _is_content(word, context.source)]
    return len([word for word in casing.words_of(target) if _is_content(word, context.target)]) < len(before)


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
    in_sentence = {word for word in casing.words_of(prepared.readable)[1:] if word[0].isupper()}
    known = [word in in_sentence or _is_name(word, context) for word in words]
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
    has_capitals = casing.has_title_capitals(answer, context.target.function_words)
    has_name = _is_organisation(prepared) or not names_in_title.isdisjoint(
        word for word in casing.words_of(answer) if not word.isupper()
    )
    if has_name and has_capitals:
        return answer
    copied = _copied_with_neighbour(source_words, answer)
    copied |= {word for word in source_words if len(word) == 1 or context.count_subwords(word.lower()) > 1}
    words = casing.words_of(answer)
    copied |= {word for word in words if _best_source(word, source_words, context) in names_in_title}
    lowered = casing.lower_all_but(answer, names_in_title | context.target.proper_names | copied)
    return answer if has_capitals and has_mixed_capitals(prepared, lowered, context) else lowered


def _best_source(word: str, source_words: list[str], context: SentenceContext) -> str:
    """Return the source word that a target word most likely translates. Empty if none is likely."""
    if not (score := context.score):
        return ""
    best = max(source_words, key=lambda each: score(each, word))
    return best if score(best, word) >= casing.MIN_LIKELY else ""


def _is_organisation(prepared: PreparedSentence) -> bool:
    words = casing.words_of(plain_text_of(prepared))
    return not ORGANISATIONS_IN_TITLES.isdisjoint(map(str.lower, words))


def _copied_with_neighbour(source_words: list[str], answer: str) -> frozenset[str]:
    """Return the words that an answer copies together with the word beside them: "Top Ten"."""
    copied = set(pairwise(source_words)) & set(pairwise(casing.words_of(answer)))
    return frozenset(word for pair in copied for word in pair)
