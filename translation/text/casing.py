"""Capitals: an engine reads a sentence best in sentence case, a document has headings in other cases."""

import re
from enum import Enum

# A single word of fewer capitals is more often an acronym than a heading.
SHORTEST_SHOUT = 5

_WORD = re.compile(r"[^\W\d_][\w'’]*")
_VOWELS = re.compile(r"[AEIOUYÀ-Ý\u0370-\U0002ffff]")
_TITLE_WORDS = 3


class Casing(Enum):
    """How the letters of a text are cased."""

    SENTENCE = "sentence"
    TITLE = "title"
    CAPITALS = "capitals"


def casing_of(text: str, small_words: frozenset[str]) -> Casing:
    """The case that a text is set in. `small_words` are those that its language leaves small in titles."""
    words = _WORD.findall(text)
    letters = "".join(words)
    if letters.isupper() and len(letters) >= SHORTEST_SHOUT:
        return Casing.CAPITALS
    if small_words and len(words) >= _TITLE_WORDS and _is_title(text, words, small_words):
        return Casing.TITLE
    return Casing.SENTENCE


def to_sentence(text: str, casing: Casing) -> str:
    """The text in sentence case, with acronyms as they are."""
    if casing is Casing.SENTENCE:
        return text
    keep = _is_acronym_in_capitals if casing is Casing.CAPITALS else str.isupper
    lowered = _WORD.sub(lambda found: found.group() if keep(found.group()) else found.group().lower(), text)
    return raise_initial(lowered)


def restore(text: str, source: str, casing: Casing) -> str:
    """The translation in the case of its source."""
    if casing is Casing.CAPITALS:
        return text.upper()
    if casing is Casing.TITLE:
        text = _raise_names(text, source)
    first, last = _WORD.search(source), _WORD.search(text)
    if not first or not last or source[: first.start()].strip("\"'([-– ") or text[: last.start()].strip("\"'([-– "):
        return text
    if first.group()[0].isupper():
        return raise_initial(text)
    return lower_initial(text) if first.group()[0].islower() and not _has_capitals_within(last.group()) else text


def raise_initial(text: str) -> str:
    """The text with its first letter as a capital."""
    match = _WORD.search(text)
    return text[: match.start()] + match.group()[0].upper() + text[match.start() + 1 :] if match else text


def lower_initial(text: str) -> str:
    """The text with its first letter small."""
    match = _WORD.search(text)
    return text[: match.start()] + match.group()[0].lower() + text[match.start() + 1 :] if match else text


def other_case(text: str) -> str:
    """The text in another case, for an engine that had no answer to it as it is."""
    lowered = lower_initial(text)
    return lowered if lowered != text else raise_initial(text)


def _is_title(text: str, words: list[str], small_words: frozenset[str]) -> bool:
    """Titles do not end in a full stop; with commas it is rather a list of names."""
    if text.rstrip().endswith((".", ";", ":")) or "," in text:
        return False
    return all(word[0].isupper() or word in small_words for word in words) and not all(map(str.isupper, words))


def _is_acronym_in_capitals(word: str) -> bool:
    return len(word) > 1 and not _VOWELS.search(word)


def _has_capitals_within(word: str) -> bool:
    return any(map(str.isupper, word[1:]))


def _raise_names(text: str, source: str) -> str:
    """A word that the engine left as it was is a name, and had its capital only as such."""
    capitals = {word.lower(): word for word in _WORD.findall(source) if word[0].isupper() and len(word) > 3}
    return _WORD.sub(lambda found: capitals.get(found.group(), found.group()), text)
