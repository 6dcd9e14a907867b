"""Quality checks of translations that need no knowledge of the languages."""

import re
from collections import Counter
from collections.abc import Iterator

from translation.text import inline_codes, numbers

# A target longer than this many times its source, ...
MAX_RATIO = 3
# ... plus this many characters, comes from an engine in a loop.
MAX_EXTRA_CHARACTERS = 60
# A target shorter than this share of its source is incomplete, even in Chinese.
MIN_RATIO = 0.2
# Shorter sources are not checked for this.
MIN_CHECKED_CHARACTERS = 60
# An unchanged text with this many words is more than a name.
MIN_UNTRANSLATED_WORDS = 6

# A word of three letters or more, twice in a row.
_REPEATED_WORD = re.compile(r"\b([^\W\d_]{3,}) \1\b", re.IGNORECASE)
# A web or mail address.
_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.|\S@\S")


def find_issues(source: str, target: str) -> Iterator[str]:
    """Yield the codes of the quality issues in the translation of a sentence."""
    if not target.strip():
        yield "empty"
        return
    if source == target and len(source.split()) >= MIN_UNTRANSLATED_WORDS:
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
    """Return how often a word occurs twice in a row."""
    return sum(1 for _ in _REPEATED_WORD.finditer(text))


def remove_repeats(text: str) -> str:
    """Return the text without the second of two equal words in a row."""
    return _REPEATED_WORD.sub(r"\1", text)


def _missing_codes(source: str, target: str) -> list[str]:
    """Return the codes of the source that are missing from the target, or occur there less often."""
    codes = Counter(source[start:end] for start, end in inline_codes.find_codes(source))
    return [code for code, count in codes.items() if target.count(code) < count]


def _has_odd_length(source: str, target: str) -> bool:
    is_short = len(source) >= MIN_CHECKED_CHARACTERS and len(target) < MIN_RATIO * len(source)
    return is_short or len(target) > MAX_RATIO * len(source) + MAX_EXTRA_CHARACTERS
