"""Engines outside this process: servers and programs. They list their pairs and translate texts in batches."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias

from translation.engines.base import Engine, nearest_pair
from translation.exceptions import EngineFailed, EngineUnavailable, LanguagePairUnsupported
from translation.languages.tags import LanguageInvalid, base_language, parse_language

# The number of texts before and after a batch that an engine gets as context.
CONTEXT_TEXTS = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and a target language in the engine's own codes."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The texts of one request. `before` and `after` are context from the document that is not translated."""

    texts: Sequence[str]
    before: Sequence[str] = ()
    after: Sequence[str] = ()


# The engine's own pairs by pairs of BCP 47 tags.
Catalogue: TypeAlias = Mapping[tuple[str, str], Pair]
Translate: TypeAlias = Callable[[Batch, Pair], Sequence[str]]


class ExternalEngine(Engine):
    """The base of external engines. Subclasses list their pairs and translate one batch."""

    # The maximum number of characters in a batch. A longer text is a batch alone.
    max_characters = 10_000
    # The list of pairs is cached for this time, because it changes only with an installation or contract.
    pairs_kept_seconds = 3600.0

    _catalogue: Catalogue = {}
    _pairs: dict[str, tuple[str, ...]] = {}
    _listed_at: float | None = None

    @abstractmethod
    def _list_pairs(self) -> Iterable[Pair]:
        """Return the pairs in the engine's own codes. Raises EngineFailed."""

    @abstractmethod
    def _translate_batch(self, batch: Batch, pair: Pair) -> Sequence[str]:
        """Return one translation for each text of a batch. No text is empty. Raises EngineFailed."""

    def pairs(self) -> dict[str, tuple[str, ...]]:
        if self._listed_at is None or monotonic() - self._listed_at > self.pairs_kept_seconds:
            self._refresh()
        return self._pairs

    def supports(self, source: str, target: str) -> bool:
        return self._find(source, target) is not None

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        return self._in_batches(texts, source, target, self._translate_batch)

    def _refresh(self) -> None:
        """Request the pairs again. If the server cannot be reached, keep the old list."""
        try:
            self._catalogue = dict(self._tagged_pairs(self._list_pairs()))
        except EngineUnavailable:
            if not self._catalogue:
                raise
        self._pairs = _by_source(self._catalogue)
        self._listed_at = monotonic()

    def _in_batches(self, texts: Sequence[str], source: str, target: str, translate: Translate) -> list[str]:
        pair = self._find(source, target)
        if pair is None:
            raise LanguagePairUnsupported
        answers = list(texts)
        for numbers in self._batches(texts):
            before = texts[max(0, numbers[0] - CONTEXT_TEXTS) : numbers[0]]
            after = texts[numbers[-1] + 1 : numbers[-1] + 1 + CONTEXT_TEXTS]
            batch = Batch([texts[number] for number in numbers], before, after)
            for number, answer in zip(numbers, self._one_for_one(batch, pair, translate), strict=True):
                answers[number] = answer
        return answers

    def _batches(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Yield the indices of the texts of each batch, without empty texts."""
        numbers: list[int] = []
        characters = 0
        for number, text in enumerate(texts):
            if not text.strip():
                continue
            if numbers and (len(numbers) == self.max_batch or characters + len(text) > self.max_characters):
                yield numbers
                numbers, characters = [], 0
            numbers.append(number)
            characters += len(text)
        if numbers:
            yield numbers

    def _one_for_one(self, batch: Batch, pair: Pair, translate: Translate) -> Sequence[str]:
        answers, expected = translate(batch, pair), len(batch.texts)
        if len(answers) != expected:
            raise EngineFailed(
                f"The engine {self.name} translated {len(answers)} of {expected} texts. "
                "Try again, or choose another engine."
            )
        return answers

    def _find(self, source: str, target: str) -> Pair | None:
        tags = nearest_pair(self.pairs(), source, target)
        return self._catalogue[tags] if tags else None

    def _tagged_pairs(self, pairs: Iterable[Pair]) -> Iterator[tuple[tuple[str, str], Pair]]:
        """Yield the pairs of known languages with their tags, but not pairs of two varieties of one language."""
        for pair in pairs:
            source, target = self._tag(pair.source), self._tag(pair.target)
            if source and target and base_language(source) != base_language(target):
                yield (source, target), pair

    def _tag(self, code: str) -> str | None:
        """Return the BCP 47 tag of an engine's code, or None for an unknown language."""
        try:
            return parse_language(code)
        except LanguageInvalid:
            return None


def _by_source(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    targets: dict[str, list[str]] = {}
    for source, target in sorted(pairs):
        targets.setdefault(source, []).append(target)
    return {source: tuple(languages) for source, languages in targets.items()}
