"""The interface of an engine. `EngineContract` tests it."""

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
    # The name on the page.
    label: ClassVar[str]
    # The settings for an administrator.
    settings: ClassVar[tuple[EngineSetting, ...]] = ()
    # Whether `translate_tagged` may be called.
    takes_tags: ClassVar[bool] = False
    # Whether it can use a glossary stored at the engine.
    takes_glossary: ClassVar[bool] = False
    # The maximum number of texts in one request. `translate` takes any number and divides them.
    max_batch: ClassVar[int] = 64
    # How many blocks of a document it gets at a time. More of them help an engine that translates them all together,
    # and fewer of them keep the progress bar of a slow engine smooth.
    max_blocks: int = 16

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> Self:
        """Create the engine. Raises UsageError if a setting or program that it needs is missing."""
        return cls()

    @abstractmethod
    def pairs(self) -> dict[str, tuple[str, ...]]:
        """Return each source language with its target languages, as BCP 47 tags. Raises EngineFailed."""

    @abstractmethod
    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return one translation for each sentence. Raises LanguagePairUnsupported and EngineFailed."""

    def translate_tagged(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translate texts with XML tags and escaped `&`, `<` and `>`. Call it only if `takes_tags` is set.

        The answer has each tag around the translation of its words. No engine is reliable here, so check the tags.
        """
        raise NotImplementedError

    def revision(self, source: str, target: str) -> str:
        """Return a text that changes whenever translations may change, or an empty text if the engine has none."""
        return ""

    def supports(self, source: str, target: str) -> bool:
        """Return whether the engine can translate the pair. Raises EngineFailed."""
        return target in self.pairs().get(source, ())

    def advice(self, source: str, target: str) -> str:
        """Return a sentence on how to add an unsupported pair, or an empty text."""
        return ""

    def alphabet(self, source: str, target: str) -> frozenset[str] | None:
        """Return the characters that the engine can read in the source language. None if it can read all."""
        return None

    def lexicon(self, source: str, target: str) -> Lexicon | None:
        """Return the likely translations of words, or None if the engine has no lexicon."""
        return None


def nearest_pair(pairs: Mapping[str, Sequence[str]], source: str, target: str) -> tuple[str, str] | None:
    """Return the pair that fits best: the same languages, if necessary of another region. None if there is none."""
    own_source = best_match(source, pairs)
    own_target = own_source and best_match(target, pairs[own_source])
    return (own_source, own_target) if own_source and own_target else None


def permanent(text: str) -> EngineFailed:
    """Return an error that a retry cannot fix."""
    error = EngineFailed(text)
    error.permanent = True  # type: ignore[misc]
    return error
