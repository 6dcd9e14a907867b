"""An engine for tests that only accents and lengthens words. It shows untranslated text and text that does not fit."""

import re
from collections.abc import Sequence

from translation.engines.base import Engine
from translation.exceptions import LanguagePairUnsupported
from translation.languages.tags import LANGUAGES, base_language

# A text grows by this share of its length. Portuguese is up to this much longer than English.
GROWTH = 0.3

_ACCENTS = str.maketrans(
    "aceilnorsuyzACEILNORSUYZαεηιουωАОЕИУаоеиуе",
    "áçéíļñóŕšúýžÁÇÉÍĻÑÓŔŠÚÝŽάέήίόύώӐӦЁЙЎӑӧёйўё",
)
_WORD = re.compile(r"[^\W_]+")


class PseudoEngine(Engine):
    """Has every language pair. Words with digits stay as they are, so that placeholders survive."""

    name = "pseudo"
    label = "Accents only, for tests"

    def pairs(self) -> dict[str, tuple[str, ...]]:
        return {source: tuple(target for target in LANGUAGES if target != source) for source in LANGUAGES}

    def supports(self, source: str, target: str) -> bool:
        return source != target and base_language(source) in LANGUAGES and base_language(target) in LANGUAGES

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        if not self.supports(source, target):
            raise LanguagePairUnsupported
        return [_disguise(text) for text in texts]


def _disguise(text: str) -> str:
    """Return the text with every word changed. A fraction of a letter of growth is carried over to the next word."""
    owed = 0.0
    parts, position = [], 0
    for match in _WORD.finditer(text):
        word = match.group()
        # Letters joined to digits are a placeholder (XQ-1).
        if not word.isalpha() or text[match.end() : match.end() + 2].strip("-").isdigit():
            continue
        owed += len(word) * GROWTH
        changed = _lengthen(word, int(owed))
        owed -= len(changed) - len(word)
        parts += [text[position : match.start()], changed]
        position = match.end()
    return "".join(parts) + text[position:]


def _lengthen(word: str, by: int) -> str:
    accented = word.translate(_ACCENTS)
    if accented == word:
        by = max(by, 1)
    middle = (len(word) + 1) // 2
    filling = accented[middle - 1] if accented.isupper() else accented[middle - 1].lower()
    return accented[:middle] + filling * by + accented[middle:]
