"""The names and acronyms of a document, found by the capitals in its prose.

A word with a capital in the middle of a sentence is a name, unless the document also has it in lower case. Titles and
texts in capitals prove nothing. They are what the names are for (see `casing.to_sentence`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import inf

from translation.languages.conventions import Conventions
from translation.text.casing import Casing, casing_of

# In prose, at least this share of the words is in lower case, and there are this many words.
MIN_LOWER_SHARE = 0.5
MIN_PROSE_WORDS = 5
# A name must occur in this many texts, because a sentence may quote a title. Longer runs are titles more often.
MIN_COUNT = 2
MIN_LONG_COUNT = 3
LONG_NAME_WORDS = 3
MAX_NAME_WORDS = 4

# Acronyms are shorter than "DEFINITIONS.—In this part".
MIN_HEADING_CHARACTERS = 10

_WORD = re.compile(r"[^\W\d_]\w*(?:-\w+)*")


def names_in(texts: Iterable[str], source: Conventions) -> frozenset[str]:
    """Return the names and acronyms that the prose of a document shows."""
    lowered: set[str] = set()
    acronyms: set[str] = set()
    counts: Counter[str] = Counter()
    for text in dict.fromkeys(texts):
        words = _WORD.findall(text)
        lowered.update(word for word in words if word.islower())
        if _is_prose(words) and casing_of(text, source.function_words) is Casing.SENTENCE:
            acronyms.update(word for word in _without_lead_in(words) if len(word) > 1 and word.isupper())
            names = () if source.has_noun_capitals else set(_names(text))
            counts.update({*names, *(word for name in names if name.count(" ") < 2 for word in name.split())})
    frequent = {name for name, count in counts.items() if count >= _min_count(name)}
    return frozenset(
        name for name in acronyms | frequent if " " in name or name.lower() not in lowered | source.function_words
    )


def _is_prose(words: list[str]) -> bool:
    in_lower_case = sum(word[0].islower() for word in words)
    return len(words) >= MIN_PROSE_WORDS and in_lower_case >= MIN_LOWER_SHARE * len(words)


def _without_lead_in(words: list[str]) -> list[str]:
    """Return the words without those in capitals at the start, as in "CLAUSE ONE: the parties…".

    A single word stays if it is short enough for an acronym.
    """
    start = next((number for number, word in enumerate(words) if not word.isupper()), 0)
    is_heading = start > 1 or (start == 1 and len(words[0]) >= MIN_HEADING_CHARACTERS)
    return words[start:] if is_heading else words


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


def _min_count(name: str) -> float:
    words = name.count(" ") + 1
    if words > MAX_NAME_WORDS or (words > 1 and name.isupper()):
        return inf
    return MIN_LONG_COUNT if words >= LONG_NAME_WORDS else MIN_COUNT
