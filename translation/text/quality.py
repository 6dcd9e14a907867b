"""What can be told to be wrong with a translation without knowing its languages."""

import re
from collections import Counter
from collections.abc import Iterator

from translation.text import inline_codes, numbers

# A target longer than this comes from an engine that fell into a loop.
LONGEST_RATIO, LONGEST_EXTRA = 3, 60
# A sentence of so many characters cannot become so small a share of itself, not even in Chinese.
SHORTEST_RATIO, SHORTEST_CHECKED = 0.2, 60
# So many words alike in source and target are no longer names.
UNTRANSLATED_WORDS = 6

_REPEATED = re.compile(r"\b([^\W\d_]{3,}) \1\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.|\S@\S")


def find_issues(source: str, target: str) -> Iterator[str]:
    """The codes of what is wrong with the translation of a sentence."""
    if not target.strip():
        yield "empty"
        return
    if source == target and len(source.split()) >= UNTRANSLATED_WORDS:
        yield "untranslated"
    if numbers.lost(source, target):
        yield "numbers_differ"
    lost = _lost_tokens(source, target)
    if any(map(_ADDRESS.search, lost)):
        yield "urls_differ"
    if not all(map(_ADDRESS.search, lost)):
        yield "codes_differ"
    if _is_out_of_length(source, target):
        yield "length_differs"
    if repeats(target) > repeats(source):
        yield "repeated_words"


def repeats(text: str) -> int:
    """How often a word stands twice in a row."""
    return sum(1 for _ in _REPEATED.finditer(text))


def without_repeats(text: str) -> str:
    """The text with each word once where it stood twice in a row."""
    return _REPEATED.sub(r"\1", text)


def _lost_tokens(source: str, target: str) -> list[str]:
    """What is not language in the source and not as often in the target."""
    tokens = Counter(source[start:end] for start, end in inline_codes.find(source))
    return [token for token, count in tokens.items() if target.count(token) < count]


def _is_out_of_length(source: str, target: str) -> bool:
    is_short = len(source) >= SHORTEST_CHECKED and len(target) < SHORTEST_RATIO * len(source)
    return is_short or len(target) > LONGEST_RATIO * len(source) + LONGEST_EXTRA
