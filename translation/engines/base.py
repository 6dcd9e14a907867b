"""What an engine must provide: the contract that `EngineContract` tests."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, Self

from translation.alignment.word_alignment import Lexicon
from translation.engines.settings import EngineSetting, EngineSettings
from translation.exceptions import EngineFailed
from translation.languages.tags import best_match


class Engine(ABC):
    """A machine translation backend. Use each instance in one thread only."""

    # The key in the table of engines.
    name: ClassVar[str]
    # What the page calls it.
    label: ClassVar[str]
    # What an administrator can set.
    settings: ClassVar[tuple[EngineSetting, ...]] = ()
    # Whether `translate_tagged` may be called.
    takes_tags: ClassVar[bool] = False
    # Whether it can use a glossary that is stored with the engine.
    takes_glossary: ClassVar[bool] = False
    # The most texts of one request. `translate` takes any number and divides them.
    max_batch: ClassVar[int] = 64

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> Self:
        """Create the engine. Raises UsageError when something that it needs is missing."""
        return cls()

    @abstractmethod
    def pairs(self) -> dict[str, tuple[str, ...]]:
        """Return the language pairs: source language to target languages, as BCP 47 tags. Raises EngineFailed."""

    @abstractmethod
    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translate sentences one for one. Raises LanguagePairUnsupported and EngineFailed."""

    def translate_tagged(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translate texts that hold XML tags, with `&`, `<` and `>` escaped. Call it only if `takes_tags` is set.

        A tag comes back around the translation of its words. No engine is reliable in this: check the tags.
        """
        raise NotImplementedError

    def revision(self, source: str, target: str) -> str:
        """Return a text that changes whenever translations may change; empty if the engine does not know."""
        return ""

    def supports(self, source: str, target: str) -> bool:
        """Return whether the pair can be translated. Raises EngineFailed."""
        return target in self.pairs().get(source, ())

    def advice(self, source: str, target: str) -> str:
        """Return a sentence about how to get a pair that is not supported; empty if there is no way."""
        return ""

    def alphabet(self, source: str, target: str) -> frozenset[str] | None:
        """Return the characters that the engine can read in the source language; None if it can read any."""
        return None

    def lexicon(self, source: str, target: str) -> Lexicon | None:
        """Return which words are likely translations of each other; None if the engine does not know."""
        return None


def nearest_pair(pairs: Mapping[str, Sequence[str]], source: str, target: str) -> tuple[str, str] | None:
    """Return the pair that fits best: the same languages, of another region if need be; None if there is none."""
    own_source = best_match(source, pairs)
    own_target = own_source and best_match(target, pairs[own_source])
    return (own_source, own_target) if own_source and own_target else None


def permanent(text: str) -> EngineFailed:
    """Return an error that a retry cannot fix."""
    error = EngineFailed(text)
    error.permanent = True  # type: ignore[misc]
    return error
