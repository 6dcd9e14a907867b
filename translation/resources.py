"""What may help or bind a translation besides its engine: glossary, translation memory, cache, corrections."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from translation.document import Segment
from translation.glossary import Glossary


class Memory(Protocol):
    """Translations that somebody has accepted."""

    def find(self, sentences: Sequence[str]) -> Mapping[str, str]:
        """The exact matches among the sentences, with their targets."""

    def keep(self, segments: Sequence[Segment]) -> None:
        """Learn the segments of a finished document."""


class Cache(Protocol):
    """What the same engine made of the same sentences before."""

    def find(self, sentences: Sequence[str]) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """Known sentences with their targets and faults."""

    def keep(self, renderings: Mapping[str, tuple[str, tuple[str, ...]]]) -> None:
        """Add what was new."""


def forget(segment: Segment) -> None:
    """For who has no use for the segments."""


@dataclass(frozen=True, slots=True)
class Resources:
    """All of it is optional. `corrections` are targets by (block, index); `record` gets every segment when done."""

    glossary: Glossary | None = None
    memory: Memory | None = None
    cache: Cache | None = None
    corrections: Mapping[tuple[int, int], str] = field(default_factory=dict)
    record: Callable[[Segment], None] = forget


NONE = Resources()
