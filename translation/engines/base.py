"""What an engine owes: the contract that `translation/tests/contracts.py` checks."""

from abc import ABC, abstractmethod
from collections.abc import Sequence


class Engine(ABC):
    """A machine translation backend. One instance serves one thread."""

    name: str

    @abstractmethod
    def pairs(self) -> dict[str, tuple[str, ...]]:
        """What it can do: source language to target languages, as BCP 47 tags."""

    @abstractmethod
    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translate sentences, one for one. Raises LanguagePairUnsupported or EngineFailed."""

    def supports(self, source: str, target: str) -> bool:
        """Whether the pair can be translated."""
        return target in self.pairs().get(source, ())

    def alphabet(self, source: str, target: str) -> frozenset[str] | None:
        """The characters that it can read in the source language; None when it can read any."""
        return None
