"""Quality checks of a translation that need no knowledge of its languages."""

import re
from collections import Counter
from collections.abc import Iterator

from translation.text import inline_codes, numbers

# A target longer than this many times its source, and this many characters more, comes from an engine in a loop.
LONGEST_RATIO = 3
LONGEST_EXTRA_CHARACTERS = 60
# A target shorter than this share of its source lacks something, even in Chinese. Shorter sources are not checked.
SHORTEST_RATIO = 0.2
SHORTEST_CHECKED_CHARACTERS = 60
# This many equal words in source and target are no longer a name.
UNTRANSLATED_WORDS = 6

# A word of three letters or more, twice in a row.
_REPEATED_WORD = re.compile(r"\b([^\W\d_]{3,}) \1\b", re.IGNORECASE)
# A web or mail address.
_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.|\S@\S")


def find_issues(source: str, target: str) -> Iterator[str]:
    """Yield the codes of the quality issues in the translation of a sentence."""
    if not target.strip():
        yield "empty"
        return
    if source == target and len(source.split()) >= UNTRANSLATED_WORDS:
        yield "untranslated"
    if numbers.any_missing(source, target):
        yield "numbers_differ"
    missing = _missing_codes(source, target)
    if any(map(_ADDRESS.search, missing)):
        yield "urls_differ"
    if not all(map(_ADDRESS.search, missing)):
        yield "codes_differ"
    if _has_odd_length(source, target):
        yield "length_differs"
    if count_repeats(target) > count_repeats(source):
        yield "repeated_words"


def count_repeats(text: str) -> int:
    """Return how often a word stands twice in a row."""
    return sum(1 for _ in _REPEATED_WORD.finditer(text))


def remove_repeats(text: str) -> str:
    """Return the text with each word once where it stood twice in a row."""
    return _REPEATED_WORD.sub(r"\1", text)


def _missing_codes(source: str, target: str) -> list[str]:
    """Return what is not language in the source and is missing from the target, or occurs there less often."""
    codes = Counter(source[start:end] for start, end in inline_codes.find_codes(source))
    return [code for code, count in codes.items() if target.count(code) < count]


def _has_odd_length(source: str, target: str) -> bool:
    is_short = len(source) >= SHORTEST_CHECKED_CHARACTERS and len(target) < SHORTEST_RATIO * len(source)
    return is_short or len(target) > LONGEST_RATIO * len(source) + LONGEST_EXTRA_CHARACTERS
