"""The translation memory: sentences with accepted translations, with a search for exact and near matches."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from rapidfuzz import fuzz, process

from translation.document import Match, Segment
from translation.languages.tags import base_language
from translation.text import inline_codes, typography

# A match of lower similarity takes more work to correct than a new translation.
MIN_MATCH_PERCENT = 85
# The number of near matches for one sentence.
MAX_MATCHES = 3
# A sentence is compared with this many units that share its rarest words. This finds nearly all near matches.
MAX_COMPARED_UNITS = 400


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence with its translation. Languages are BCP 47 tags, and inline codes are numbered from the first."""

    source_language: str
    target_language: str
    source: str
    target: str


def normalised(text: str) -> str:
    """Return the text with plain quotes, dashes, spaces and code numbers. Exact matches are equal in this form."""
    plain = text
    if not text.isascii():
        plain, _ = inline_codes.renumber(typography.straighten(unicodedata.normalize("NFC", text))[0])
    return " ".join(plain.split())


def key_of(source: str) -> str:
    """Return the digest of a source. Exact matches have the same digest."""
    return sha256(normalised(source).encode(errors="surrogatepass")).hexdigest()


def unit_of(segment: Segment, source_language: str, target_language: str) -> Unit:
    """Return a segment as a unit of a translation memory."""
    source, order = inline_codes.renumber(segment.source)
    return Unit(source_language, target_language, source, inline_codes.number_like(segment.target, order))


def serves(requested: str, available: str) -> int:
    """Return how well texts in an available language fit a requested language.

    2 is the same tag. 1 is an acceptable variant: a tag without a region accepts any variant, and any variant accepts
    the tag without a region. 0 is another language.
    """
    if requested == available:
        return 2
    base = base_language(requested)
    return int(base == base_language(available) and base in (requested, available))


def units_for(units: Iterable[Unit], source: str, target: str) -> list[Unit]:
    """Return the units that fit a language pair, best last."""
    ranked = [(serves(source, unit.source_language) * serves(target, unit.target_language), unit) for unit in units]
    return [unit for fitness, unit in sorted(ranked, key=lambda each: each[0]) if fitness]


class TranslationMemory:
    """The units for one language pair. Of several units with the same source, the last one counts."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {normalised(unit.source): unit for unit in units}

    def find(self, sentences: Sequence[str]) -> Mapping[str, str]:
        """Return the targets of the sentences that have an exact match."""
        matches = {sentence: self._units.get(normalised(sentence)) for sentence in sentences}
        return {sentence: unit.target for sentence, unit in matches.items() if unit}

    def near(self, sentence: str) -> Sequence[Match]:
        """Return the units with a similarity of at least `MIN_MATCH_PERCENT` to a sentence, best first."""
        text = normalised(sentence)
        matches = process.extract(
            text,
            self._candidates(text),
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=MIN_MATCH_PERCENT,
            limit=MAX_MATCHES,
        )
        units = [(self._units[source], int(score)) for source, score, _ in matches]
        return [Match(unit.source, unit.target, score) for unit, score in units]

    @cached_property
    def _sources_by_word(self) -> Mapping[str, list[str]]:
        index: defaultdict[str, list[str]] = defaultdict(list)
        for source in self._units:
            for word in set(_words(source)):
                index[word].append(source)
        return index

    def _candidates(self, text: str) -> list[str]:
        """Return sources that share words with a text, with those of its rarest words first."""
        shared = [self._sources_by_word[word] for word in set(_words(text)) if word in self._sources_by_word]
        candidates: dict[str, None] = {}
        for sources in sorted(shared, key=len):
            candidates |= dict.fromkeys(sources[:MAX_COMPARED_UNITS])
            if len(candidates) >= MAX_COMPARED_UNITS:
                break
        return list(candidates)


def _words(text: str) -> list[str]:
    """Return the words of a text, or its characters in a script without spaces."""
    words = text.lower().split()
    return words if len(words) > 1 else list(text)
