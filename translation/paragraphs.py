"""The text of a block: split into sentences, and joined again from their translations.

A sentence goes from its block to its target in three steps. `BlockText` splits the block into sentences. `Lookup`
finds their renderings in the memory, in the cache, or with an engine. `BlockText.content` joins the targets and puts
styles and inline codes in place.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby
from typing import TypeAlias

from translation.alignment import markup_transfer, phrase_signs, phrase_words
from translation.alignment.markup_transfer import Alignment, FunctionWords
from translation.alignment.word_alignment import Lexicon
from translation.attempts import is_language
from translation.document import Block, Content, InlineCode, Neighbour, Rendering, Segment, Span
from translation.languages.conventions import Conventions
from translation.text import stretches
from translation.text.document_facts import NO_FACTS, DocumentFacts
from translation.text.inline_codes import FIRST_CODE, Range
from translation.text_parts import TextPart, split

# The renderings of sentences and phrases, by their texts.
Renderings: TypeAlias = Mapping[str, Rendering]

# A shorter sentence is translated with its neighbour, ...
MIN_SENTENCE_WORDS = 4
# ... if that is no longer than this.
MAX_NEIGHBOUR_WORDS = 24

_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*$")
# A hyphen at the end of a line, if the word continues on the next line.
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\s*\n\s*(?=[^\W\d_A-Z])")
_LINE_END = re.compile(r"[ \t]*[\n\r\v\f\u2028\u2029]+[ \t]*")
# Soft hyphens, zero-width and control characters, byte order marks, and the characters that stand for inline codes.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f\U00100000-\U0010ffff]")
_FIRST_CODE = chr(FIRST_CODE)
# A character that stands for an inline code, or the text up to the next.
_CODE_OR_TEXT = re.compile(f"[{_FIRST_CODE}-\U0010ffff]|[^{_FIRST_CODE}-\U0010ffff]+")
# Spaces and punctuation around a styled phrase that are not part of it.
_AROUND = ' \u00a0\t,;:()[]"“”'
_LIGATURES = {ord(character): unicodedata.normalize("NFKC", character) for character in "ﬀﬁﬂﬃﬄﬅﬆ"}


@dataclass(frozen=True, slots=True)
class StyleRun:
    """A range of a block's text in one style."""

    start: int
    end: int
    style: int


class BlockText:
    """The text of a block in parts, which are the whole text when joined.

    A styled phrase is a part of a sentence with a style other than the block's main style.
    """

    def __init__(self, block: Block, source: Conventions, target: Conventions, facts: DocumentFacts = NO_FACTS) -> None:
        self.block = block
        self.text, runs, self._codes = _flatten(block.content)
        self.parts = list(split(self.text, source, target, facts))
        # The indices of the parts that are sentences.
        self._sentences = [number for number, part in enumerate(self.parts) if part.target is None]
        self._corrections: dict[int, Segment] = {}
        self._function_words = FunctionWords(
            source.function_words, target.function_words, source.articles, target.articles
        )
        self._alignments: dict[TextPart, Alignment] = {}
        self._main_style = _main_style(runs)
        self._runs = [run for run in runs if run.style != self._main_style]

    @property
    def sentences(self) -> list[str]:
        """The sentences, without the text to copy."""
        return [self.parts[number].source for number in self._sentences]

    @property
    def untranslated(self) -> list[str]:
        """The sentences without a target."""
        return [part.source for part in self.parts if part.target is None]

    @cached_property
    def neighbours(self) -> dict[str, Neighbour]:
        """The neighbours of the very short sentences, and these as neighbours of the sentences beside them."""
        found: dict[str, Neighbour] = {}
        for number, part in enumerate(self.parts):
            if part.target is None and len(part.source.split()) < MIN_SENTENCE_WORDS:
                after, before = self._beside(number, 1), self._beside(number, -1)
                if after or before:
                    found.setdefault(part.source, Neighbour(after or before, not after))
                    found.setdefault(after or before, Neighbour(part.source, bool(after)))
        return found

    def _beside(self, number: int, step: int) -> str:
        """Return the sentence beside a sentence, if both end like sentences and are alike. Empty if there is none."""
        sentence, other = self.parts[number].source, number + 2 * step
        if not 0 <= other < len(self.parts) or self.parts[number + step].source.strip():
            return ""
        text = self.parts[other].source
        if self.parts[other].target is not None or len(text.split()) > MAX_NEIGHBOUR_WORDS:
            return ""
        is_ended = all(_SENTENCE_END.search(each) for each in (sentence, text))
        is_plain = max(sentence + text) < _FIRST_CODE and sentence.isupper() == text.isupper()
        return text if is_ended and is_plain else ""

    def correct(self, segment: Segment) -> bool:
        """Use the target of a post-edited segment. Return False if the block has no such sentence."""
        if not 0 <= segment.index < len(self._sentences):
            return False
        number = self._sentences[segment.index]
        if self.parts[number].source != segment.source:
            return False
        self.parts[number] = replace(self.parts[number], target=segment.target)
        self._corrections[segment.index] = segment
        return True

    def segments(self, renderings: Renderings) -> Iterator[Segment]:
        """Yield the sentences and their renderings as segments, in order."""
        for index, sentence in enumerate(self.sentences):
            codes = tuple(self._codes[ord(each) - FIRST_CODE].text for each in sentence if each >= _FIRST_CODE)
            if correction := self._corrections.get(index):
                yield replace(correction, page=self.block.page, codes=codes)
            else:
                rendering = renderings[sentence]
                origin, issues = rendering.origin, rendering.issues
                yield Segment(self.block.id, index, self.block.page, sentence, rendering.target, origin, issues, codes)

    @property
    def is_translatable(self) -> bool:
        """Whether a translation changes any part of the text."""
        return any(part.target != part.source for part in self.parts)

    @property
    def has_language(self) -> bool:
        """Whether a translation changes words, not only numbers."""
        return any(part.target != part.source and is_language(part.source) for part in self.parts)

    @cached_property
    def words(self) -> int:
        """The number of words to translate."""
        return sum(len(sentence.split()) for sentence in self.sentences)

    def phrases(self, renderings: Renderings) -> Iterator[str]:
        """Yield the styled phrases that must be translated separately, because the target has no copy of them."""
        for run in self._runs:
            for part, start, end in self._partly_covered(run):
                phrase = part.source[start:end]
                if is_language(phrase) and not markup_transfer.find_copy(phrase, _target(part, renderings)):
                    yield phrase

    def styled(self) -> Iterator[tuple[str, list[Range]]]:
        """Yield the untranslated sentences that have styled phrases, with the sorted ranges of the phrases."""
        ranges: dict[TextPart, list[Range]] = {}
        for run in self._runs:
            for part, start, end in self._partly_covered(run):
                if part.target is None:
                    ranges.setdefault(part, []).append((start, end))
        for part, phrases in ranges.items():
            yield part.source, sorted(phrases)

    @property
    def has_phrases(self) -> bool:
        """Whether any sentence has styled phrases."""
        return any(True for run in self._runs for _ in self._partly_covered(run))

    def content(self, renderings: Renderings, lexicon: Lexicon | None = None) -> Content:
        """Return the block's content in the target language. The lexicon helps to find its styled phrases."""
        targets = [_target(part, renderings) for part in self.parts]
        starts = dict(zip(self.parts, accumulate(map(len, targets), initial=0), strict=False))
        text = "".join(targets)
        styles = [self._main_style] * len(text)
        for run in self._runs:
            for part in self._overlapped(run):
                if span := self._find_run(part, run, renderings, lexicon):
                    low, high = starts[part] + span[0], starts[part] + span[1]
                    styles[low:high] = [run.style] * (high - low)
        self._alignments.clear()
        return _rebuild(text, styles, self._codes)

    def _overlapped(self, run: StyleRun) -> Iterator[TextPart]:
        """Yield the parts that a run covers completely or partly."""
        for part in self.parts:
            if run.start < part.end and part.start < run.end:
                yield part

    def _partly_covered(self, run: StyleRun) -> Iterator[tuple[TextPart, int, int]]:
        """Yield the parts that a run covers partly, with the start and end of the styled phrase in each."""
        for part in self._overlapped(run):
            start, end = _clip(run, part)
            if any(map(str.isalnum, part.source[start:end])) and not _covers(start, end, part):
                yield part, start, end

    def _find_run(self, part: TextPart, run: StyleRun, renderings: Renderings, lexicon: Lexicon | None) -> Range | None:
        """Return the range in a part's target that has the style of a run, with the signs at its ends."""
        styled = max(0, run.start - part.start), min(len(part.source), run.end - part.start)
        target = _target(part, renderings)
        if target == part.source:
            return styled
        start, end = _clip(run, part)
        if _covers(start, end, part):
            return phrase_signs.whole_with_signs(part.source, styled, target)
        if not any(map(str.isalnum, part.source[start:end])):
            return None
        span = self._find_phrase(part, start, end, renderings, lexicon)
        return span and phrase_signs.with_signs(part.source, styled, target, span)

    def _find_phrase(
        self, part: TextPart, start: int, end: int, renderings: Renderings, lexicon: Lexicon | None
    ) -> Range | None:
        """Return the range in a part's target that translates the phrase from `start` to `end` of the part."""
        phrase, target = part.source[start:end], _target(part, renderings)
        words = phrase_signs.without_signs(part.source, (start, end))
        if span := (
            markup_transfer.find_copy(phrase, target) or markup_transfer.find_enclosed(part.source, *words, target)
        ):
            return span
        position = (start + end) / 2 / len(part.source)
        translated = renderings[phrase].target if phrase in renderings else ""
        alignment = self._align(part, target, lexicon) if lexicon else None
        span = markup_transfer.find_translation(translated, target, position)
        if span and alignment:
            span = alignment.without_neighbours(start, end, span)
        span = (
            span
            or (alignment and alignment.find(start, end))
            or markup_transfer.find_words(translated, target, position)
            or markup_transfer.find_by_position(part.source, start, end, target)
        )
        return span and phrase_words.with_own_function_words(
            part.source, (start, end), target, span, self._function_words
        )

    def _align(self, part: TextPart, target: str, lexicon: Lexicon) -> Alignment:
        """Return the alignment of a sentence, cached for all its phrases."""
        if part not in self._alignments:
            self._alignments[part] = Alignment(part.source, target, lexicon, self._function_words)
        return self._alignments[part]


def _flatten(content: Content) -> tuple[str, list[StyleRun], list[Span | InlineCode]]:
    """Return the text of `content`, with one character for each code, the style runs, and the codes.

    The codes are the inline codes, and the stretches of text that are too long for words.
    """
    texts: list[str] = []
    runs: list[StyleRun] = []
    codes: list[Span | InlineCode] = []
    position = 0
    for each, is_code in _parts(content):
        text = chr(FIRST_CODE + len(codes)) if is_code else _normalise(each.text)
        if is_code:
            codes.append(each)
        if isinstance(each, Span):
            runs.append(StyleRun(position, position + len(text), each.style))
        texts.append(text)
        position += len(text)
    return "".join(texts), runs, codes


def _parts(content: Content) -> Iterator[tuple[Span | InlineCode, bool]]:
    """Yield the content in order, without language apart. Each part has whether it is a code."""
    for each in content:
        if isinstance(each, InlineCode):
            yield each, True
            continue
        for text, is_stretch in stretches.split(each.text):
            yield Span(text, each.style), is_stretch


def _main_style(runs: Sequence[StyleRun]) -> int:
    """Return the main style: 0, or the most common style if no text has style 0."""
    lengths = Counter[int]()
    for run in runs:
        lengths[run.style] += run.end - run.start
    return 0 if 0 in lengths or not lengths else lengths.most_common(1)[0][0]


def _normalise(text: str) -> str:
    """Return the text with joined lines, resolved ligatures and composed accents, without invisible characters."""
    if text.isascii() and text.isprintable():
        return text
    joined = _LINE_END.sub(" ", _HYPHENATED.sub("", text))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", joined).translate(_LIGATURES))


def _clip(run: StyleRun, part: TextPart) -> Range:
    """Return the range of a part that a run covers, without the spaces and punctuation around it."""
    start, end = max(0, run.start - part.start), min(len(part.source), run.end - part.start)
    covered = part.source[start:end]
    start += len(covered) - len(covered.lstrip(_AROUND))
    return start, max(start, end - len(covered) + len(covered.rstrip(_AROUND)))


def _covers(start: int, end: int, part: TextPart) -> bool:
    """Return whether a range is the whole part, apart from spaces and punctuation."""
    return not any(map(str.isalnum, part.source[:start] + part.source[end:]))


def _target(part: TextPart, renderings: Renderings) -> str:
    return renderings[part.source].target if part.target is None else part.target


def _rebuild(text: str, styles: Sequence[int], codes: Sequence[Span | InlineCode]) -> Content:
    """Return the text as spans and inline codes. Each span has one style."""
    content: list[Span | InlineCode] = []
    position = 0
    for style, group in groupby(styles):
        end = position + len(list(group))
        content += [
            codes[ord(part) - FIRST_CODE] if part >= _FIRST_CODE else Span(part, style)
            for part in _CODE_OR_TEXT.findall(text, position, end)
        ]
        position = end
    return tuple(content)
