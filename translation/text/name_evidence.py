"""The names and acronyms of a document, told by where its prose writes capitals.

A word with a capital in the middle of a sentence is a name, unless the document also has it in lower case. Titles and
texts in capitals prove nothing. They are what the names are for (see `casing.to_sentence`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from translation.languages.conventions import Conventions
from translation.text.casing import Casing, casing_of

# In prose, at least this share of the words is in lower case, and there are this many words.
MIN_LOWER_SHARE = 0.5
MIN_PROSE_WORDS = 5
# A name of several words counts from this many occurrences on, because a sentence may quote a title once.
MIN_PHRASE_COUNT = 2
MAX_PHRASE_WORDS = 4

_WORD = re.compile(r"[^\W\d_]\w*(?:-\w+)*")


def names_in(texts: Iterable[str], source: Conventions) -> frozenset[str]:
    """Return the names and acronyms that the prose of a document shows."""
    lowered: set[str] = set()
    words: set[str] = set()
    phrases: Counter[str] = Counter()
    for text in dict.fromkeys(texts):
        found = _WORD.findall(text)
        lowered.update(word for word in found if word.islower())
        if _is_prose(found) and casing_of(text, source.function_words) is Casing.SENTENCE:
            words.update(word for word in found if len(word) > 1 and word.isupper())
            for name in () if source.has_noun_capitals else _names(text):
                words.update(name.split())
                phrases[name] += 1
    names = {word for word in words if word.lower() not in lowered and word.lower() not in source.function_words}
    return frozenset(names | {phrase for phrase, count in phrases.items() if _is_phrase(phrase, count)})


def _is_prose(words: list[str]) -> bool:
    in_lower_case = sum(word[0].islower() for word in words)
    return len(words) >= MIN_PROSE_WORDS and in_lower_case >= MIN_LOWER_SHARE * len(words)


def _names(text: str) -> Iterator[str]:
    """Yield the runs of capitalised words inside sentences: after a word in lower case, or a comma after one."""
    run: list[str] = []
    for before, match in pairwise(_WORD.finditer(text)):
        gap = text[before.end() : match.start()]
        is_inside = bool(run) or (before.group().islower() and gap in (" ", ", "))
        if run and gap != " ":
            yield " ".join(run)
            run, is_inside = [], gap == ", "
        if match.group()[0].isupper() and is_inside:
            run.append(match.group())
        elif run:
            yield " ".join(run)
            run = []
    if run:
        yield " ".join(run)


def _is_phrase(phrase: str, count: int) -> bool:
    return count >= MIN_PHRASE_COUNT and 1 < len(phrase.split()) <= MAX_PHRASE_WORDS and not phrase.isupper()
