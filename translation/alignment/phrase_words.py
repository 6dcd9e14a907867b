"""The function words at the start of a styled phrase.

The translation of a phrase starts with the article or preposition that the phrase itself has, and with no other.
"""

import re
from collections.abc import Set
from dataclasses import replace

from translation.alignment.markup_transfer import FunctionWords, without_article
from translation.text.inline_codes import Range

# In English, this word before "not" has no meaning of its own.
_AUXILIARY = re.compile(r"\b(?:do|does|did)\s+$", re.IGNORECASE)
_NOT = re.compile(r"not\b")
# The word before a position.
_WORD_BEFORE = re.compile(r"(\w+)\s+$")
_FIRST_WORD = re.compile(r"\w+")


def with_own_function_words(
    source: str, phrase: Range, target: str, span: Range, function_words: FunctionWords
) -> Range:
    """Return a range of the target with the leading article or preposition that the phrase has, and without others.

    "the [house]" and "[a casa]" give "a [casa]". "[the house]" and "a [casa]" give "[a casa]".
    """
    first_word, articles = _first_word(source, phrase), function_words.target_articles
    if first_word in function_words.source_articles:
        others = replace(function_words, target=function_words.target - articles)
        return _with_article(articles, target, without_article(source, phrase[0], target, span, others))
    if first_word not in function_words.source:
        return _with_auxiliary(target, without_article(source, phrase[0], target, span, function_words))
    _, before = _word_before(source, phrase[0])
    return span if before in function_words.source else _with_preposition(function_words, target, span)


def _with_article(articles: Set[str], target: str, span: Range) -> Range:
    """Return a range with the article before it, unless it starts with one."""
    start, word = _word_before(target, span[0])
    is_missing = word in articles and _first_word(target, span) not in articles
    return start if is_missing else span[0], span[1]


def _with_preposition(function_words: FunctionWords, target: str, span: Range) -> Range:
    """Return a range with the preposition before it and the article between, unless it starts with a preposition."""
    # A single letter, such as "a" in Portuguese, may be a preposition.
    articles = {word for word in function_words.target_articles if len(word) > 1}
    prepositions = function_words.target - articles
    start, word = _word_before(target, span[0])
    if word in articles and _first_word(target, span) not in articles:
        start, word = _word_before(target, start)
    is_missing = word in prepositions and _first_word(target, span) not in prepositions
    return start if is_missing else span[0], span[1]


def _with_auxiliary(target: str, span: Range) -> Range:
    """Return a range that starts with "not" with the word "do" before it."""
    auxiliary = _AUXILIARY.search(target, 0, span[0]) if _NOT.match(target, span[0]) else None
    return (auxiliary.start() if auxiliary else span[0]), span[1]


def _first_word(text: str, span: Range) -> str:
    """Return the first word of a range in lower case."""
    match = _FIRST_WORD.search(text, *span)
    return match[0].lower() if match else ""


def _word_before(text: str, position: int) -> tuple[int, str]:
    """Return the start of the word before a position, and the word in lower case. It is empty after a sign."""
    match = _WORD_BEFORE.search(text, 0, position)
    return (match.start(), match[1].lower()) if match else (position, "")
