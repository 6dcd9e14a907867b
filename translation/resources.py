"""What a translation may use besides its engine: a glossary, the translation memory, the cache, corrections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from translation.document import Match, Rendering, Segment, unit_name
from translation.exceptions import UsageError
from translation.glossaries.terms import TermList


class CorrectionsRefused(UsageError):
    """The corrections do not belong to the document, or damaged a segment. `block` is where."""

    default = "The corrections do not fit this document. Correct the targets in its own file of segments."

    def __init__(self, block: int, problem: str) -> None:
        super().__init__(
            f"The corrections cannot be used: in unit {unit_name(block)} {problem}. "
            "Download the segments of this document and change only their targets."
        )


class Memory(Protocol):
    """Accepted translations. Inline codes are numbered from the first, in sentences and in targets."""

    def find(self, sentences: Sequence[str]) -> Mapping[str, str]:
        """Return the targets of the sentences that have an exact match."""

    def near(self, sentence: str) -> Sequence[Match]:
        """Return the units that are like a sentence, the best first."""


class Cache(Protocol):
    """What the same engine made of the same sentences before. Inline codes are numbered from the first.

    Sentences are keys with the digest of their terms as values, empty without terms. With other terms a sentence has
    another translation.
    """

    def find(self, sentences: Mapping[str, str]) -> Mapping[str, Rendering]:
        """Return the renderings of the sentences that are in the cache."""

    def keep(self, renderings: Mapping[str, Rendering], sentences: Mapping[str, str]) -> None:
        """Add renderings of some of the sentences."""


class Record(Protocol):
    """Keeps what was translated, in the order of the document."""

    def add(self, segment: Segment) -> None:
        """Keep a segment with its final target."""

    def add_phrases(self, phrases: Mapping[str, str]) -> None:
        """Keep the translations of phrases by themselves, which are needed to place styles in a corrected target."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Segments by block and index whose targets are used as they are.

    `phrases` are the phrases recorded with them. None if there is no record: then the engine translates the phrases.
    """

    segments: Mapping[tuple[int, int], Segment]
    phrases: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Resources:
    """What one translation uses. All of it is optional. `record` gets every finished segment."""

    glossary: TermList | None = None
    memory: Memory | None = None
    cache: Cache | None = None
    corrections: Corrections | None = None
    record: Record | None = None


NO_RESOURCES = Resources()
