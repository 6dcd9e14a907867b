"""Stretches of text that are too long to be words, such as data and rows of one sign.

Most rules look at the characters around each position, so their time would grow with the square of the length.
"""

import re
from collections.abc import Iterator

MAX_STRETCH_CHARACTERS = 400

# Scripts without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, and those of East Asia.
_UNSPACED = "\u0e00-\u109f\u1780-\u17ff\u2e80-\udfff\uf900-\uffef\U00020000-\U0003ffff"
# A text without spaces, the same with such a script but without punctuation, one sign, and spaces. Of the spaces,
# three at each end remain, because a wide gap separates cells.
_STRETCH = re.compile(
    rf"([^\s{_UNSPACED}\U00100000-\U0010ffff]{{{MAX_STRETCH_CHARACTERS},}}"
    rf"|[\w.+-]{{{MAX_STRETCH_CHARACTERS},}}"
    rf"|(\S)\2{{{MAX_STRETCH_CHARACTERS},}}"
    rf"|(?<=\s{{3}})\s{{{MAX_STRETCH_CHARACTERS},}}(?=\s{{3}}))"
)


def split(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text in order, each with whether it is such a stretch."""
    position = 0
    for match in _STRETCH.finditer(text) if len(text) > MAX_STRETCH_CHARACTERS else ():
        yield text[position : match.start()], False
        yield match.group(), True
        position = match.end()
    yield text[position:], False


def remove(text: str) -> str:
    """Return the text without such stretches."""
    return "".join(part for part, is_stretch in split(text) if not is_stretch)
