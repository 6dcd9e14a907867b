"""What an engine owes: the contract that `translation/tests/contracts.py` checks."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, Self

from translation.alignment.word_alignment import Lexicon
from translation.engines.settings import EngineSettings
from translation.exceptions import EngineFailed
from translation.languages.tags import best_match


class Engine(ABC):
    """A machine translation backend. One instance serves one thread."""

    name: str
    # Whether `translate_tagged` may be called.
    takes_tags: ClassVar[bool] = False
    # Whether it can be told to keep to a glossary of its own.
    takes_glossary: ClassVar[bool] = False
    # The most texts that go into one request; `translate` takes any number and divides them.
    max_batch: ClassVar[int] = 64

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> Self:
        """The engine as an installation wants it. Raises UsageError when something that it needs is not set."""
        return cls()

    @abstractmethod
    def pairs(self) -> dict[str, tuple[str, ...]]:
        """What it can do: source language to target languages, as BCP 47 tags."""

    @abstractmethod
    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translate sentences, one for one. Raises LanguagePairUnsupported or EngineFailed."""

    def translate_tagged(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translate texts with XML tags in them and `&`, `<` and `>` escaped, where `takes_tags` says so.

        Tags come back around the words that they stood around. No engine does so always: check them.
        """
        raise NotImplementedError

    def revision(self, source: str, target: str) -> str:
        """Changes whenever the same text may get another translation; empty where the engine cannot tell."""
        return ""

    def supports(self, source: str, target: str) -> bool:
        """Whether the pair can be translated."""
        return target in self.pairs().get(source, ())

    def advice(self, source: str, target: str) -> str:
        """What may be done so that a pair is supported which is not; empty where nothing is known."""
        return ""

    def alphabet(self, source: str, target: str) -> frozenset[str] | None:
        """The characters that it can read in the source language; None when it can read any."""
        return None

    def lexicon(self, source: str, target: str) -> Lexicon | None:
        """Which words may stand for each other, where the engine knows; None where it does not."""
        return None


def nearest_pair(pairs: Mapping[str, Sequence[str]], source: str, target: str) -> tuple[str, str] | None:
    """The pair that serves for the wanted one: another region of its languages will do."""
    own_source = best_match(source, pairs)
    own_target = own_source and best_match(target, pairs[own_source])
    return (own_source, own_target) if own_source and own_target else None


def permanent(text: str) -> EngineFailed:
    """The error for what no retry can help."""
    error = EngineFailed(text)
    error.permanent = True  # type: ignore[misc]
    return error
