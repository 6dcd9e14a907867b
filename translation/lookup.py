"""Looking up the translation of a sentence: in the memory, then in the cache, then with the engine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from translation.alignment.tag_transfer import add_tags, read_tags
from translation.document import Match, Neighbour, Origin, Rendering, Segment
from translation.resources import Cache, Resources
from translation.sentences import SentenceTranslator
from translation.text import inline_codes
from translation.text.inline_codes import Range

NO_NEIGHBOURS: Mapping[str, Neighbour] = {}
# Renderings with these issues are not cached, because the next attempt may be better.
NOT_CACHED_ISSUES = {"empty", "untranslated"}
# Only segments with these origins get near matches. The others come from a person.
MACHINE_ORIGINS = (Origin.ENGINE, Origin.CACHE)


class Lookup:
    """Finds the rendering of each distinct sentence once, at the lowest cost.

    `neighbours` has the neighbours of very short sentences, and of the sentences beside them, in the whole document.
    """

    def __init__(
        self,
        translator: SentenceTranslator,
        resources: Resources,
        neighbours: Mapping[str, Neighbour] = NO_NEIGHBOURS,
    ) -> None:
        self._translator, self._neighbours = translator, neighbours
        self._memory, self._cache = resources.memory, resources.cache
        self._renderings: dict[str, Rendering] = {}
        self._near_matches: dict[str, tuple[Match, ...]] = {}

    def renderings(self, sentences: Iterable[str]) -> dict[str, Rendering]:
        """Return a rendering for every sentence. Raises EngineFailed if the engine gives no answer at all."""
        numbered = {sentence: inline_codes.renumber(sentence) for sentence in sentences}
        self._find(list(dict.fromkeys(text for text, _ in numbered.values() if text not in self._renderings)))
        return {sentence: _with_codes(self._renderings[text], order) for sentence, (text, order) in numbered.items()}

    def phrases(self, styled: Iterable[tuple[str, Sequence[Range]]]) -> dict[str, Rendering]:
        """Return the renderings of phrases inside their sentences, from an engine that supports tags.

        `styled` are sentences with the ranges of their phrases. Phrases with damaged tags in the answer are left out.
        """
        requests = {add_tags(sentence, ranges): (sentence, ranges) for sentence, ranges in styled}
        answers = self._translator.translate_tagged(list(requests))
        renderings: dict[str, Rendering] = {}
        for answer, (sentence, ranges) in zip(answers, requests.values(), strict=True):
            texts = read_tags(answer, len(ranges)) if answer else None
            for (start, end), text in zip(ranges, texts or (), strict=False):
                renderings[sentence[start:end]] = Rendering(text)
        return renderings

    def with_matches(self, segment: Segment) -> Segment:
        """Return a segment with its near matches from the memory, unless its target comes from a person."""
        if self._memory is None or segment.origin not in MACHINE_ORIGINS:
            return segment
        text, order = inline_codes.renumber(segment.source)
        if text not in self._near_matches:
            self._near_matches[text] = tuple(self._memory.near(text))
        if not self._near_matches[text]:
            return segment
        return replace(segment, matches=tuple(_match_with_codes(match, order) for match in self._near_matches[text]))

    def _find(self, texts: Sequence[str]) -> None:
        if self._memory and texts:
            targets = self._memory.find(texts)
            self._renderings |= {text: self._from_memory(text, target) for text, target in targets.items()}
            texts = [text for text in texts if text not in targets]
        if texts:
            self._renderings |= (
                self._from_cache_or_engine(self._cache, texts) if self._cache else self._translate(texts)
            )

    def _translate(self, texts: Sequence[str]) -> dict[str, Rendering]:
        return self._translator.translate(texts, self._neighbours)

    def _from_memory(self, text: str, target: str) -> Rendering:
        return Rendering(target, self._translator.find_issues(text, target), Origin.MEMORY)

    def _from_cache_or_engine(self, cache: Cache, texts: Sequence[str]) -> Mapping[str, Rendering]:
        """Return renderings from the cache. Translate the missing ones with the engine, and cache them."""
        sentences = {text: self._translator.digest_for(text, self._neighbours.get(text)) for text in texts}
        cached = cache.find(sentences)
        renderings = {text: replace(rendering, origin=Origin.CACHE) for text, rendering in cached.items()}
        if missing := [text for text in texts if text not in cached]:
            new = self._translate(missing)
            renderings |= new
            to_keep = {text: each for text, each in new.items() if NOT_CACHED_ISSUES.isdisjoint(each.issues)}
            cache.keep(to_keep, sentences)
        return renderings


def _with_codes(rendering: Rendering, order: str) -> Rendering:
    target = inline_codes.restore_numbers(rendering.target, order)
    return rendering if target == rendering.target else replace(rendering, target=target)


def _match_with_codes(match: Match, order: str) -> Match:
    source, target = (inline_codes.restore_numbers(text, order) for text in (match.source, match.target))
    return Match(source, target, match.score)
