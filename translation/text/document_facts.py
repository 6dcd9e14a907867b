"""What a whole document says about its sentences: whether its numbers change, and which words are names."""

from collections.abc import Iterable
from dataclasses import dataclass

from translation.languages.conventions import Conventions


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Facts that no sentence of a document shows alone.

    `keeps_numbers` means that the numbers keep the format of the source. `names` are words that are names or acronyms.
    """

    keeps_numbers: bool = False
    names: frozenset[str] = frozenset()

    def digest_for(self, sentence: str) -> str:
        """Return a text for the facts that concern a sentence. It is empty for most sentences."""
        return ""


NO_FACTS = DocumentFacts()


def gather_facts(texts: Iterable[str], source: Conventions, target: Conventions) -> DocumentFacts:
    """Return the facts that the texts of a document's blocks show."""
    return NO_FACTS
