"""The resources of a translation besides its engine: glossary, translation memory, cache and corrections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from translation.document import Match, Rendering, Segment, unit_name
from translation.exceptions import UsageError
from translation.glossaries.terms import TermList


class CorrectionsRefused(UsageError):
    """The corrections do not belong to the document, or damaged a segment. `block` is the block with the problem."""

    default = "The corrections do not fit this document. Correct the targets in its own file of segments."

    def __init__(self, block: int, problem: str) -> None:
        super().__init__(
            f"The corrections cannot be used: in unit {unit_name(block)} {problem}. "
            "Download the segments of this document and change only their targets."
        )


class Memory(Protocol):
    """Accepted translations. The inline codes of each sentence and its target are numbered from the first."""

    def find(self, sentences: Sequence[str]) -> Mapping[str, str]:
        """Return the targets of the sentences that have an exact match."""

    def near(self, sentence: str) -> Sequence[Match]:
        """Return the units that are similar to a sentence, best first."""


class Cache(Protocol):
    """Earlier translations by the same engine. The inline codes of each sentence are numbered from the first.

    Sentences are mapped to the digests of their terms, which are empty without terms. With other terms, a sentence has
    another translation.
    """

    def find(self, sentences: Mapping[str, str]) -> Mapping[str, Rendering]:
        """Return the renderings of the sentences that are in the cache."""

    def keep(self, renderings: Mapping[str, Rendering], sentences: Mapping[str, str]) -> None:
        """Add renderings of some of the sentences."""


class Record(Protocol):
    """Records the translation in the order of the document."""

    def add(self, segment: Segment) -> None:
        """Record a segment with its final target."""

    def add_phrases(self, phrases: Mapping[str, str]) -> None:
        """Record separately translated phrases, which are needed to place styles in a corrected target."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Segments with final targets, by block and index.

    `phrases` are the recorded phrases. If it is None, there is no record, and the engine translates the phrases.
    """

    segments: Mapping[tuple[int, int], Segment]
    phrases: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Resources:
    """The optional resources of one translation. `record` receives every finished segment."""

    glossary: TermList | None = None
    memory: Memory | None = None
    cache: Cache | None = None
    corrections: Corrections | None = None
    record: Record | None = None


NO_RESOURCES = Resources()
