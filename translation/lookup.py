"""Where the translation of a sentence comes from: the memory, else the cache, else the engine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from translation.alignment.tag_transfer import tagged, tagged_texts
from translation.document import Match, Origin, Rendering, Segment
from translation.resources import Cache, Resources
from translation.sentences import SentenceTranslator
from translation.text import inline_codes

# What may be better the next time is asked for again.
NOT_KEPT = {"empty", "untranslated"}
# Segments for which somebody may want to see what the memory has.
UNSURE = (Origin.ENGINE, Origin.CACHE)


class Lookup:
    """Finds the rendering of each distinct sentence once, by the cheapest way that there is."""

    def __init__(self, translator: SentenceTranslator, resources: Resources) -> None:
        self._translator = translator
        self._memory, self._cache = resources.memory, resources.cache
        self._known: dict[str, Rendering] = {}
        self._near: dict[str, tuple[Match, ...]] = {}

    def renderings(self, sentences: Iterable[str]) -> dict[str, Rendering]:
        """Every sentence with its rendering. Raises EngineFailed when the engine answers nothing at all."""
        wanted = {sentence: inline_codes.renumber(sentence) for sentence in sentences}
        self._find(list(dict.fromkeys(text for text, _ in wanted.values() if text not in self._known)))
        return {sentence: _with_codes(self._known[text], order) for sentence, (text, order) in wanted.items()}

    def phrases(self, styled: Iterable[tuple[str, Sequence[tuple[int, int]]]]) -> dict[str, Rendering]:
        """The phrases of sentences as an engine renders them inside, if it takes tags and gives them back sound."""
        asked = {tagged(sentence, ranges): (sentence, ranges) for sentence, ranges in styled}
        found: dict[str, Rendering] = {}
        for answer, (sentence, ranges) in zip(
            self._translator.translate_tagged(list(asked)), asked.values(), strict=True
        ):
            texts = tagged_texts(answer, len(ranges)) if answer else None
            for (start, end), text in zip(ranges, texts or (), strict=False):
                found[sentence[start:end]] = Rendering(text)
        return found

    def with_matches(self, segment: Segment) -> Segment:
        """The segment with what the memory has that is like it, unless it is the memory's own or a person's."""
        if self._memory is None or segment.origin not in UNSURE:
            return segment
        text, order = inline_codes.renumber(segment.source)
        if text not in self._near:
            self._near[text] = tuple(self._memory.near(text))
        if not self._near[text]:
            return segment
        return replace(segment, matches=tuple(_match_with_codes(match, order) for match in self._near[text]))

    def _find(self, texts: Sequence[str]) -> None:
        if self._memory and texts:
            found = self._memory.find(texts)
            self._known |= {text: self._remembered(text, target) for text, target in found.items()}
            texts = [text for text in texts if text not in found]
        if texts:
            translate = self._translator.translate
            self._known |= self._cached(self._cache, texts) if self._cache else translate(texts)

    def _cached(self, cache: Cache, texts: Sequence[str]) -> Mapping[str, Rendering]:
        """What the cache has, and what it has not from the engine, which it then keeps."""
        sentences = {text: self._translator.terms.digest_for(text) for text in texts}
        found = cache.find(sentences)
        known = {text: replace(rendering, origin=Origin.CACHE) for text, rendering in found.items()}
        if missing := [text for text in texts if text not in found]:
            made = self._translator.translate(missing)
            known |= made
            lasting = {text: rendering for text, rendering in made.items() if NOT_KEPT.isdisjoint(rendering.issues)}
            cache.keep(lasting, sentences)
        return known

    def _remembered(self, text: str, target: str) -> Rendering:
        return Rendering(target, tuple(self._translator.terms.issues(text, target)), Origin.MEMORY)


def _with_codes(rendering: Rendering, order: str) -> Rendering:
    target = inline_codes.number_back(rendering.target, order)
    return rendering if target == rendering.target else replace(rendering, target=target)


def _match_with_codes(match: Match, order: str) -> Match:
    return Match(
        inline_codes.number_back(match.source, order), inline_codes.number_back(match.target, order), match.score
    )
