"""Optional endings of words in brackets: "Item(s)", "Aluno(a)"."""

import re

_ENDING = re.compile(r"(?<=[^\W\d_])\((?:s|es|ns|is|ões|n|en|e|a|o|as|os)\)(?!\w)")
_WORD_AT_END = re.compile(r"[^\W\d_]+$")
# The endings of plurals. The others are those of genders, which not every language has.
_PLURALS = ("(s)", "(es)", "(ns)", "(is)", "(ões)", "(n)", "(en)", "(e)")


def remove(text: str) -> str:
    """Return the text without optional endings."""
    return _ENDING.sub("", text)


def plural_words(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the words with optional plurals, in the text without endings."""
    ranges, removed = [], 0
    for match in _ENDING.finditer(text):
        word = _WORD_AT_END.search(text, 0, match.start())
        if word and match.group() in _PLURALS:
            ranges.append((word.start() - removed, word.end() - removed))
        removed += len(match.group())
    return ranges
