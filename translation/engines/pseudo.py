"""An engine that only accents and lengthens: it shows at a glance what was not translated, and what would not fit."""

import re
from collections.abc import Sequence

from translation.engines.base import Engine
from translation.exceptions import LanguagePairUnsupported
from translation.languages.tags import LANGUAGES, base_language

# Portuguese is up to this much longer than English, in headings and cells more.
GROWTH = 0.3

_ACCENTS = str.maketrans(
    "aceilnorsuyzACEILNORSUYZαεηιουωАОЕИУаоеиуе",
    "áçéíļñóŕšúýžÁÇÉÍĻÑÓŔŠÚÝŽάέήίόύώӐӦЁЙЎӑӧёйўё",
)
_WORD = re.compile(r"[^\W_]+")
_GROWING = re.compile(r"[^\W\d_]")


class PseudoEngine(Engine):
    """Translates between all languages alike. Words with digits stay, so that placeholders survive."""

    name = "pseudo"

    def pairs(self) -> dict[str, tuple[str, ...]]:
        return {source: tuple(target for target in LANGUAGES if target != source) for source in LANGUAGES}

    def supports(self, source: str, target: str) -> bool:
        return source != target and base_language(source) in LANGUAGES and base_language(target) in LANGUAGES

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        if not self.supports(source, target):
            raise LanguagePairUnsupported
        return [_disguise(text) for text in texts]


def _disguise(text: str) -> str:
    """Change every word of letters; the length that one word is owed and cannot take goes to the next."""
    owed = 0.0
    pieces, position = [], 0
    for match in _WORD.finditer(text):
        word = match.group()
        # Where a digit or a sign joins letters (XQ-1), the whole is a name.
        if not word.isalpha() or text[match.end() : match.end() + 2].strip("-").isdigit():
            continue
        owed += len(word) * GROWTH
        changed = _lengthen(word, int(owed))
        owed -= len(changed) - len(word)
        pieces += [text[position : match.start()], changed]
        position = match.end()
    return "".join(pieces) + text[position:]


def _lengthen(word: str, by: int) -> str:
    accented = word.translate(_ACCENTS)
    if accented == word:
        by = max(by, 1)
    middle = (len(word) + 1) // 2
    filling = accented[middle - 1] if accented.isupper() else accented[middle - 1].lower()
    return accented[:middle] + filling * by + accented[middle:]
