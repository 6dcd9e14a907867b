"""What a whole document says about its sentences: whether its numbers change, and which words are names."""

from collections.abc import Iterable
from dataclasses import dataclass

from translation.languages.conventions import Conventions
from translation.text.number_formats import FormatPair

# Part of the cache key of sentences with numbers that stay as they are.
_KEPT_NUMBERS = "\nnumbers"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Facts that no sentence of a document shows alone.

    `keeps_numbers` means that the numbers keep the format of the source. `formats` are those of the two languages.
    `names` are words that are names or acronyms.
    """

    keeps_numbers: bool = False
    names: frozenset[str] = frozenset()
    formats: FormatPair | None = None

    def digest_for(self, sentence: str) -> str:
        """Return a text for the facts that concern a sentence. It is empty for most sentences."""
        return _KEPT_NUMBERS if self.keeps_numbers and self.formats and self.formats.changes(sentence) else ""

    def copy(self, text: str) -> str:
        """Return a text that is not translated, with its numbers in the format of the target language."""
        return text if self.keeps_numbers or self.formats is None else self.formats.convert(text)


NO_FACTS = DocumentFacts()


def gather_facts(texts: Iterable[str], source: Conventions, target: Conventions) -> DocumentFacts:
    """Return the facts that the texts of a document's blocks show."""
    formats = FormatPair.of(source, target)
    return DocumentFacts(formats.keeps_numbers(texts), formats=formats)
