"""Short texts without a sentence around them (headings, cells, buttons), on which small engines do worst.

An engine that has read sentences alone makes one of a single word: an article before it, half a phrase after it,
capitals as in a headline. Such an answer shows; asked in other words, the engine mostly gives a better one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from translation.languages.conventions import Conventions
from translation.text.casing import lower_initial

LONGEST_FRAGMENT = 4

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NO_FRAGMENT = re.compile(r"[.!?:;,…\d\"\ue000-\uf8ff]")
_REMARK = re.compile(r"\s*\([^()]*\)?\s*(?=[.:]?$)")
BULLET = "- "


def is_fragment(text: str) -> bool:
    """Whether a text is a few words without figures, codes and punctuation."""
    return not _NO_FRAGMENT.search(text) and 0 < len(_WORD.findall(text)) <= LONGEST_FRAGMENT


def questions(text: str) -> tuple[str, ...]:
    """The text as it may be put to an engine besides: as an item of a list, as a sentence, as part of one."""
    return BULLET + text, text + ".", lower_initial(text)


def tidy(text: str, answer: str, source: Conventions, target: Conventions) -> str:
    """An answer without what the engine added to the text: a bullet, a full stop, a remark, an article."""
    answer = answer.strip().removeprefix(BULLET.strip()).strip().rstrip(".")
    if has_remark(text, answer):
        answer = _REMARK.sub("", answer)
    return answer if _article(text, source) else answer[len(_article(answer, target)) :]


def doubts(text: str, answer: str, source: Conventions, target: Conventions) -> int:
    """How much speaks against an answer; 0 when nothing does."""
    words, own = _WORD.findall(answer), _WORD.findall(text)
    if not words:
        return 100
    heavy, light = _faults(words, own, source, target), _oddities(words, own, source, target)
    return 3 * sum(heavy) + 2 * ("-" in answer and "-" not in text) + sum(light)


def best(text: str, answers: Sequence[str], source: Conventions, target: Conventions) -> str:
    """Of several answers the one with the least doubts, between equals the one that most of them agree on."""
    votes = Counter(answer.lower() for answer in answers)

    def rank(answer: str) -> tuple[int, bool, int]:
        is_unchanged = answer.lower() == text.lower()
        return doubts(text, answer, source, target), is_unchanged, -votes[answer.lower()]

    return min(answers, key=rank)


def has_remark(text: str, answer: str) -> bool:
    """Whether the engine explains a word, as it does with those that it knows no translation of."""
    return "(" in answer and "(" not in text


def _faults(words: list[str], own: list[str], source: Conventions, target: Conventions) -> Iterator[bool]:
    """Breaking off in the middle, and saying a word twice."""
    yield words[-1].lower() in target.small_words and own[-1].lower() not in source.small_words
    yield len(words[-1]) == 1 and len(own[-1]) > 1
    yield len(set(map(str.lower, _weighty(words, target)))) < len(_weighty(words, target))


def _oddities(words: list[str], own: list[str], source: Conventions, target: Conventions) -> Iterator[bool]:
    """More than was asked, and capitals where there were none."""
    yield len(_weighty(words, target)) > len(_weighty(own, source))
    yield not target.has_noun_capitals and not _has_capitals(own[1:]) and _has_capitals(words[1:])


def _weighty(words: Sequence[str], conventions: Conventions) -> list[str]:
    return [word for word in words if word.lower() not in conventions.small_words]


def _has_capitals(words: Sequence[str]) -> bool:
    return any(word[0].isupper() for word in words)


def _article(text: str, conventions: Conventions) -> str:
    """The article that a text of more than one word starts with, with the blank after it, or nothing."""
    for article in conventions.articles:
        start = article if article.endswith("'") else article + " "
        if text.lower().startswith(start) and len(text) > len(start):
            return text[: len(start)]
    return ""
