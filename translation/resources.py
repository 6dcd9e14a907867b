"""What may help or bind a translation besides its engine: glossary, translation memory, cache, corrections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from translation.document import Match, Rendering, Segment, unit_name
from translation.exceptions import UsageError
from translation.glossaries.terms import Glossary


class CorrectionsRefused(UsageError):
    """Corrections that do not belong to the document, or broke something; `block` is where."""

    default = "The corrections do not fit this document. Correct the targets in its own file of segments."

    def __init__(self, block: int, fault: str) -> None:
        super().__init__(
            f"The corrections cannot be used: in unit {unit_name(block)} {fault}. "
            "Correct the targets alone, in the file of segments of this very document."
        )


class Memory(Protocol):
    """Translations that somebody has accepted. Inline codes are numbered from the first, in sentences and targets."""

    def find(self, sentences: Sequence[str]) -> Mapping[str, str]:
        """The exact matches among the sentences, with their targets."""

    def near(self, sentence: str) -> Sequence[Match]:
        """Units that are like the sentence, the best first."""


class Cache(Protocol):
    """What the same engine made of the same sentences before. Inline codes are numbered from the first.

    Sentences come with the digest of the terms in each, empty for none: with other terms it is another sentence.
    """

    def find(self, sentences: Mapping[str, str]) -> Mapping[str, Rendering]:
        """The known ones among the sentences."""

    def keep(self, renderings: Mapping[str, Rendering], sentences: Mapping[str, str]) -> None:
        """Add what the engine has made of some of the sentences."""


class Record(Protocol):
    """Takes down what was translated, in the order of the document."""

    def add(self, segment: Segment) -> None:
        """A segment with its final target."""

    def add_phrases(self, phrases: Mapping[str, str]) -> None:
        """What was translated by itself besides, to find where styled words went."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Segments that come as they are, by block and index, in place of being translated.

    `phrases` are those recorded with them; None when there is no record, and the engine has to be asked.
    """

    segments: Mapping[tuple[int, int], Segment]
    phrases: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Resources:
    """All of it is optional. `record` gets every segment when it is done."""

    glossary: Glossary | None = None
    memory: Memory | None = None
    cache: Cache | None = None
    corrections: Corrections | None = None
    record: Record | None = None


NONE = Resources()
