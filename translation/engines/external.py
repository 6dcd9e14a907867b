"""Engines outside this process, servers and programs: they are asked what they can, and get texts in batches."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias

from translation.engines.base import Engine, nearest_pair
from translation.exceptions import EngineFailed, EngineUnavailable, LanguagePairUnsupported
from translation.languages.tags import LanguageInvalid, base_language, parse_language

# Texts before and after a batch that show an engine what it is about.
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Source and target in the engine's own codes."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts for one request, and those around them in the document, which are not to be translated."""

    texts: Sequence[str]
    before: Sequence[str] = ()
    after: Sequence[str] = ()


# The engine's own pairs by those of BCP 47 tags.
Catalogue: TypeAlias = Mapping[tuple[str, str], Pair]
Translate: TypeAlias = Callable[[Batch, Pair], Sequence[str]]


class ExternalEngine(Engine):
    """Subclasses list their pairs and translate one batch; the rest is here."""

    # Characters of one batch, at most; a longer text is a batch of its own.
    max_characters = 10_000
    # Seconds until it is asked for its pairs again: they change with its next installation or contract.
    pairs_kept = 3600.0

    _catalogue: Catalogue = {}
    _pairs: dict[str, tuple[str, ...]] = {}
    _asked_at: float | None = None

    @abstractmethod
    def _list_pairs(self) -> Iterable[Pair]:
        """The pairs in the engine's own codes. Raises EngineFailed."""

    @abstractmethod
    def _translate_batch(self, batch: Batch, pair: Pair) -> Sequence[str]:
        """Translate texts that are not empty, one for one. Raises EngineFailed."""

    def pairs(self) -> dict[str, tuple[str, ...]]:
        if self._asked_at is None or monotonic() - self._asked_at > self.pairs_kept:
            self._refresh()
        return self._pairs

    def supports(self, source: str, target: str) -> bool:
        return self._find(source, target) is not None

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        return self._in_batches(texts, source, target, self._translate_batch)

    def _refresh(self) -> None:
        """Ask anew what there is. A server that is away for a while goes on with what it could before."""
        try:
            self._catalogue = dict(self._tagged_pairs(self._list_pairs()))
        except EngineUnavailable:
            if not self._catalogue:
                raise
        self._pairs = _by_source(self._catalogue)
        self._asked_at = monotonic()

    def _in_batches(self, texts: Sequence[str], source: str, target: str, translate: Translate) -> list[str]:
        pair = self._find(source, target)
        if pair is None:
            raise LanguagePairUnsupported
        answers = list(texts)
        for numbers in self._batches(texts):
            before = texts[max(0, numbers[0] - NEIGHBOURS) : numbers[0]]
            after = texts[numbers[-1] + 1 : numbers[-1] + 1 + NEIGHBOURS]
            batch = Batch([texts[number] for number in numbers], before, after)
            for number, answer in zip(numbers, self._one_for_one(batch, pair, translate), strict=True):
                answers[number] = answer
        return answers

    def _batches(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """The numbers of the texts that are not empty, by batch."""
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
        answers, wanted = translate(batch, pair), len(batch.texts)
        if len(answers) != wanted:
            raise EngineFailed(
                f"The engine {self.name} answered {len(answers)} of {wanted} texts. Try again, or choose another."
            )
        return answers

    def _find(self, source: str, target: str) -> Pair | None:
        found = nearest_pair(self.pairs(), source, target)
        return self._catalogue[found] if found else None

    def _tagged_pairs(self, pairs: Iterable[Pair]) -> Iterator[tuple[tuple[str, str], Pair]]:
        """The pairs of languages that are known here. One variety of a language into another is no translation."""
        for pair in pairs:
            source, target = self._tag(pair.source), self._tag(pair.target)
            if source and target and base_language(source) != base_language(target):
                yield (source, target), pair

    def _tag(self, code: str) -> str | None:
        """The tag of one of the engine's codes; None for a language that is not known here."""
        try:
            return parse_language(code)
        except LanguageInvalid:
            return None


def _by_source(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    targets: dict[str, list[str]] = {}
    for source, target in sorted(pairs):
        targets.setdefault(source, []).append(target)
    return {source: tuple(found) for source, found in targets.items()}
