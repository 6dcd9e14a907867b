"""The translation memory: sentences with translations that somebody has accepted, found again exactly or nearly."""

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

# A unit less like a sentence than this is more work to correct than a new translation, in percent.
NEAR = 85
# So many near matches of a sentence are offered.
OFFERED = 3
# A sentence is compared with so many units that share its rarest words: enough to find what is nearly the same.
COMPARED = 400


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence with its translation. Languages are BCP 47 tags; inline codes are numbered from the first."""

    source_language: str
    target_language: str
    source: str
    target: str


def normalised(text: str) -> str:
    """What of a sentence must be the same for an exact match: not its quotes, dashes, blanks and numbers of codes."""
    plain = text
    if not text.isascii():
        plain, _ = inline_codes.renumber(typography.straighten(unicodedata.normalize("NFC", text))[0])
    return " ".join(plain.split())


def key_of(source: str) -> str:
    """A digest that exact matches share."""
    return sha256(normalised(source).encode(errors="surrogatepass")).hexdigest()


def unit_of(segment: Segment, source_language: str, target_language: str) -> Unit:
    """A segment as a unit."""
    source, order = inline_codes.renumber(segment.source)
    return Unit(source_language, target_language, source, inline_codes.number_like(segment.target, order))


def serves(wanted: str, language: str) -> int:
    """How well texts in a language serve for another: 2 is itself, 1 a variant that will do, 0 not at all.

    Without its region a language takes any variant, and any variant takes the language without a region.
    """
    if wanted == language:
        return 2
    base = base_language(wanted)
    return int(base == base_language(language) and base in (wanted, language))


def units_for(units: Iterable[Unit], source: str, target: str) -> list[Unit]:
    """The units that serve for a pair of languages, the best last."""
    served = [(serves(source, unit.source_language) * serves(target, unit.target_language), unit) for unit in units]
    return [unit for fitness, unit in sorted(served, key=lambda one: one[0]) if fitness]


class TranslationMemory:
    """The units that serve for one pair of languages; of several with the same source the last one counts."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {normalised(unit.source): unit for unit in units}

    def find(self, sentences: Sequence[str]) -> Mapping[str, str]:
        """The exact matches among the sentences, with their targets."""
        found = {sentence: self._units.get(normalised(sentence)) for sentence in sentences}
        return {sentence: unit.target for sentence, unit in found.items() if unit}

    def near(self, sentence: str) -> Sequence[Match]:
        """The units that are at least NEAR percent like the sentence, the best first."""
        text = normalised(sentence)
        found = process.extract(
            text, self._candidates(text), scorer=fuzz.ratio, processor=None, score_cutoff=NEAR, limit=OFFERED
        )
        units = [(self._units[source], int(score)) for source, score, _ in found]
        return [Match(unit.source, unit.target, score) for unit, score in units]

    @cached_property
    def _by_word(self) -> Mapping[str, list[str]]:
        index: defaultdict[str, list[str]] = defaultdict(list)
        for text in self._units:
            for word in set(_words(text)):
                index[word].append(text)
        return index

    def _candidates(self, text: str) -> list[str]:
        """Units that share words with the text, those with its rarest words first."""
        shared = [self._by_word[word] for word in set(_words(text)) if word in self._by_word]
        found: dict[str, None] = {}
        for texts in sorted(shared, key=len):
            found |= dict.fromkeys(texts[:COMPARED])
            if len(found) >= COMPARED:
                break
        return list(found)


def _words(text: str) -> list[str]:
    """Words; of a script without blanks, each letter."""
    words = text.lower().split()
    return words if len(words) > 1 else list(text)
