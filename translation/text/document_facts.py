"""What a whole document shows about its sentences: whether its numbers change, and which words are names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from translation.languages.conventions import Conventions
from translation.text import addresses, name_evidence
from translation.text.casing import MIN_TITLE_WORDS
from translation.text.number_formats import FormatPair

# Part of the cache key of sentences with numbers that stay as they are.
_KEPT_NUMBERS = "\nnumbers"
# Part of the cache key of a cell that is a name.
_KEPT_CELL = "\nname"

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Facts that a single sentence does not show.

    `keeps_numbers` means that the numbers keep the format of the source. `formats` are those of the two languages.
    `names` are words that are names or acronyms. `cells` are texts that are names because of their column.
    """

    keeps_numbers: bool = False
    names: frozenset[str] = frozenset()
    formats: FormatPair | None = None
    cells: frozenset[str] = frozenset()

    def digest_for(self, sentence: str) -> str:
        """Return a text for the facts that concern a sentence. It is empty for most sentences."""
        keeps_numbers = self.keeps_numbers and self.formats and self.formats.changes(sentence)
        return (_KEPT_NUMBERS if keeps_numbers else "") + self._digest_of_names(sentence)

    def copy(self, text: str) -> str:
        """Return a text that is not translated, with its numbers in the format of the target language."""
        return text if self.keeps_numbers or self.formats is None else self.formats.convert(text)

    def _digest_of_names(self, sentence: str) -> str:
        """Return the names in a sentence in title case or capitals. No other sentence changes with them."""
        if sentence in self.cells:
            return _KEPT_CELL
        words = _WORD.findall(sentence)
        if not self.names or (len(words) < MIN_TITLE_WORDS and not sentence.isupper()):
            return ""
        if sum(word[0].isupper() for word in words) * 2 < len(words):
            return ""
        lowered, longest = _lowered(self.names)
        words = [word.lower() for word in words]
        found = {
            " ".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, min(start + longest, len(words)) + 1)
        }
        return "".join(f"\n{name}" for name in sorted(lowered[each] for each in found & lowered.keys()))


@lru_cache
def _lowered(names: frozenset[str]) -> tuple[dict[str, str], int]:
    """Return the names by their lower case, and the number of words of the longest."""
    return {name.lower(): name for name in names}, max(name.count(" ") + 1 for name in names)


NO_FACTS = DocumentFacts()


def gather_facts(
    texts: Iterable[str], source: Conventions, target: Conventions, columns: Iterable[Iterable[str]] = ()
) -> DocumentFacts:
    """Return the facts that the texts of a document's blocks show.

    `columns` has the texts of the cells of each column.
    """
    texts = list(texts)
    formats = FormatPair.of(source, target)
    names, cells = name_evidence.names_in(texts, source), frozenset(addresses.names_in_columns(columns))
    return DocumentFacts(formats.keeps_numbers(texts), names, formats, cells)
