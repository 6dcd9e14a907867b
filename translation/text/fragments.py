"""Short texts that are not sentences, such as headings, cells and buttons.

Small engines are trained on sentences and translate fragments worst. They add an article, stop in the middle, or
capitalise every word. Such answers can be detected, and another phrasing of the source usually gives a better answer.
"""

import re
from collections.abc import Iterator, Sequence

from translation.languages.conventions import Conventions
from translation.text.casing import lower_initial

# Longer texts are usually translated well enough at the first attempt.
MAX_FRAGMENT_WORDS = 4
# Longer texts are never rephrased.
MAX_REPHRASED_WORDS = 6
BULLET = "- "
# Pronouns and the like that start with the form of an article.
PRONOUNS_WITH_ARTICLE = ("o que", "o qual", "a qual", "os quais", "as quais", "a fim", "a partir", "lo que", "la que")

# The penalty for an answer without words is higher than any sum of the others.
NO_WORDS_PENALTY = 100
SERIOUS_PENALTY = 3
USUAL_PENALTY = 2
# Shorter words are often pronouns and the like.
MIN_CONTENT_CHARACTERS = 3

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Punctuation, digits and masks. A fragment has none.
_NO_FRAGMENT = re.compile(r"[.!?:;,…\d\"\ue000-\uf8ff]")
# A remark in brackets at the end of a text, with or without the closing bracket.
_REMARK = re.compile(r"\s*\([^()]*\)?\s*(?=[.:]?$)")
# The end of a sentence before another.
_SENTENCES = re.compile(r"[.!?]\s")


def is_fragment(text: str) -> bool:
    """Return whether a text consists of a few words without digits, masks and punctuation."""
    return not _NO_FRAGMENT.search(text) and 0 < len(_WORD.findall(text)) <= MAX_FRAGMENT_WORDS


def is_short(text: str) -> bool:
    """Return whether a text is short enough for `rephrasings`, and no more than one sentence."""
    return bool(_WORD.search(text)) and len(text.split()) <= MAX_REPHRASED_WORDS and not _SENTENCES.search(text)


def rephrasings(text: str, is_copied: bool) -> tuple[str, ...]:
    """Return other phrasings of a short text for the engine: as a list item, as a sentence, as part of a sentence.

    `is_copied` means that the engine copied the text. Then it is a name if it has several words with capitals.
    """
    if is_copied and is_name(text):
        return ()
    is_copied_name = is_copied and _has_all_capitals(text)
    endings = () if text[-1] in ".!?:;,…" else (text + ".",)
    return *(() if is_copied_name else (BULLET + text,)), *endings, lower_initial(text)


def is_name(text: str) -> bool:
    """Return whether a text has several words, each with a capital."""
    return _has_all_capitals(text) and len(text.split()) > 1


def tidy(text: str, answer: str, source: Conventions, target: Conventions) -> str:
    """Return an answer without an added bullet, full stop, remark or article."""
    answer = answer.strip().removeprefix(BULLET.strip()).strip().rstrip(".")
    if has_added_remark(text, answer):
        answer = _REMARK.sub("", answer)
    if _is_damaged_copy(text, answer, target):
        return text
    # "One", which may become an article, counts.
    is_counted = source.numerals.get(text.partition(" ")[0].lower()) == 1
    return answer if is_counted or _leading_article(text, source) else answer[len(_leading_article(answer, target)) :]


def _has_all_capitals(text: str) -> bool:
    return all(any(map(str.isupper, word)) for word in _WORD.findall(text))


def _is_damaged_copy(text: str, answer: str, target: Conventions) -> bool:
    """Return whether an answer is a copy with a function word, or has half of a bracket: "em turner", "res)"."""
    if "(" not in text and ")" in answer and "(" not in answer:
        return True
    if "(" not in text and ")" in text and _WORD.findall(answer) == _WORD.findall(text):
        return True
    words, copied = answer.lower().split(), text.lower().split()
    if words[:-1] == copied:
        return words[-1] in target.function_words
    return words[1:] == copied and words[0] in target.function_words and words[0] not in target.articles


def penalty(text: str, answer: str, source: Conventions, target: Conventions) -> int:
    """Return a penalty for the signs of a bad answer. 0 means that there are none."""
    words, source_words = _WORD.findall(answer), _WORD.findall(text)
    if not words:
        return NO_WORDS_PENALTY
    return (
        SERIOUS_PENALTY * sum(_serious_signs(words, source_words, source, target))
        + USUAL_PENALTY * sum(_usual_signs(words, source_words, text, target))
        + max(0, len(_content_words(words, target)) - len(_content_words(source_words, source)))
    )


def has_added_remark(text: str, answer: str) -> bool:
    """Return whether the answer has an added remark in brackets, as engines give for words they cannot translate."""
    return "(" in answer and "(" not in text


def _serious_signs(
    words: list[str], source_words: list[str], source: Conventions, target: Conventions
) -> Iterator[bool]:
    """Yield whether the answer ends in a function word or a single letter, or repeats a word."""
    yield words[-1].lower() in target.function_words and source_words[-1].lower() not in source.function_words
    yield len(words[-1]) == 1 and len(source_words[-1]) > 1
    content_words = _content_words(words, target)
    parts = [part for word in content_words for part in (*word.lower().split("-"), *[word.lower()] * ("-" in word))]
    yield len(set(parts)) < len(parts)


def _usual_signs(words: list[str], source_words: list[str], text: str, target: Conventions) -> Iterator[bool]:
    """Yield whether the answer has a new hyphen, or new capitals."""
    # A part of the source before the hyphen, as in "Semi-anualmente", is no sign of an invented word.
    yield "-" not in text and any("-" in word and word.lower().partition("-")[0] not in text.lower() for word in words)
    new_words = [word for word in words[1:] if word not in source_words]
    yield not target.has_noun_capitals and not _has_capitals(source_words[1:]) and _has_capitals(new_words)


def _content_words(words: Sequence[str], conventions: Conventions) -> list[str]:
    return [
        word for word in words if word.lower() not in conventions.function_words and len(word) >= MIN_CONTENT_CHARACTERS
    ]


def _has_capitals(words: Sequence[str]) -> bool:
    return any(word[0].isupper() for word in words)


def _leading_article(text: str, conventions: Conventions) -> str:
    """Return the article and space at the start of a text of several words, or an empty text.

    The start of "O que há de novo" is no article.
    """
    if any(text.lower().startswith(pronoun + " ") for pronoun in PRONOUNS_WITH_ARTICLE):
        return ""
    for article in conventions.articles:
        start = article if article.endswith("'") else article + " "
        if text.lower().startswith(start) and len(text) > len(start):
            return text[: len(start)]
    return ""
