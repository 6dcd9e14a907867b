"""Letter case. Engines translate sentence case best, but headings are often in title case or capitals."""

import re
from enum import Enum

# A shorter text in capitals is more often an acronym than a heading.
MIN_CAPITALS_LETTERS = 5
# Two capitalised words are more often a name than a title.
MIN_TITLE_WORDS = 3
# A shorter capitalised word is often a function word, not a name.
MIN_NAME_LETTERS = 4

_WORD = re.compile(r"[^\W\d_][\w'’]*")
# Capital vowels: Latin ones with and without accents, and every capital outside the Latin scripts.
_VOWEL = re.compile(r"[AEIOUYÀ-Ý\u0370-\U0002ffff]")
# Quotes, brackets, dashes and spaces that may stand before the first word of a text.
_OPENING = "\"'([-– "


class Casing(Enum):
    """The letter case of a text."""

    SENTENCE = "sentence"
    TITLE = "title"
    CAPITALS = "capitals"


def casing_of(text: str, function_words: frozenset[str]) -> Casing:
    """Return the case of a text. `function_words` are those that its language keeps in lower case in titles."""
    if is_capitals(text):
        return Casing.CAPITALS
    words = _WORD.findall(text)
    if function_words and len(words) >= MIN_TITLE_WORDS and _is_title(text, words, function_words):
        return Casing.TITLE
    return Casing.SENTENCE


def is_capitals(text: str) -> bool:
    """Return whether a text is in capitals and more than an acronym."""
    characters = "".join(_WORD.findall(text))
    return characters.isupper() and len(characters) >= MIN_CAPITALS_LETTERS


def to_sentence(text: str, casing: Casing) -> str:
    """Return a text of the given case, converted to sentence case. Acronyms keep their capitals."""
    if casing is Casing.SENTENCE:
        return text
    keeps_case = _is_acronym_in_capitals if casing is Casing.CAPITALS else str.isupper
    lowered = _WORD.sub(lambda match: match.group() if keeps_case(match.group()) else match.group().lower(), text)
    return raise_initial(lowered)


def restore(text: str, source: str, casing: Casing) -> str:
    """Return a translation in the case of its source."""
    if casing is Casing.CAPITALS:
        return text.upper()
    if casing is Casing.TITLE:
        text = _capitalise_names(text, source)
    source_word, target_word = _WORD.search(source), _WORD.search(text)
    if not source_word or not target_word:
        return text
    # The first word is not the start of the text if a number or sign is before it.
    if source[: source_word.start()].strip(_OPENING) or text[: target_word.start()].strip(_OPENING):
        return text
    if source_word.group()[0].isupper():
        return raise_initial(text)
    is_lowered = source_word.group()[0].islower() and not any(map(str.isupper, target_word.group()[1:]))
    return lower_initial(text) if is_lowered else text


def raise_initial(text: str) -> str:
    """Return the text with its first letter in upper case."""
    match = _WORD.search(text)
    return text[: match.start()] + match.group()[0].upper() + text[match.start() + 1 :] if match else text


def lower_initial(text: str) -> str:
    """Return the text with its first letter in lower case."""
    match = _WORD.search(text)
    return text[: match.start()] + match.group()[0].lower() + text[match.start() + 1 :] if match else text


def other_case(text: str) -> str:
    """Return the text with its first letter in the other case, for a second attempt with the engine."""
    lowered = lower_initial(text)
    return lowered if lowered != text else raise_initial(text)


def _is_title(text: str, words: list[str], function_words: frozenset[str]) -> bool:
    """Return whether a text is in title case. A title has no full stop, and a text with commas is a list of names."""
    if text.rstrip().endswith((".", ";", ":")) or "," in text:
        return False
    return all(word[0].isupper() or word in function_words for word in words) and not all(map(str.isupper, words))


def _is_acronym_in_capitals(word: str) -> bool:
    return len(word) > 1 and not _VOWEL.search(word)


def _capitalise_names(text: str, source: str) -> str:
    """Return a translation with capitals for the capitalised words that the engine left untranslated.

    Such a word is a name, because the engine would have translated any other.
    """
    source_words = _WORD.findall(source)
    names = {word.lower(): word for word in source_words if word[0].isupper() and len(word) >= MIN_NAME_LETTERS}
    return _WORD.sub(lambda match: names.get(match.group(), match.group()), text)
