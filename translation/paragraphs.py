"""A block as sentences, and the translated sentences as a block again with its styles and inline codes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from translation.alignment import markup_transfer
from translation.alignment.markup_transfer import Alignment, SmallWords
from translation.alignment.word_alignment import Lexicon
from translation.document import Block, Content, InlineCode, Rendering, Segment, Span
from translation.languages.conventions import SHORT_LABELS, Conventions
from translation.sentences import is_language
from translation.text import inline_codes, labels, segmentation
from translation.text.inline_codes import FIRST_CODE

Renderings = Mapping[str, Rendering]

_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\s*\n\s*(?=[^\W\d_A-Z])")
_LINE_END = re.compile(r"[ \t]*[\n\r\v\f\u2028\u2029]+[ \t]*")
# Soft hyphens, marks of direction and width, control characters, and the plane that inline codes are written in.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f\U00100000-\U0010ffff]")
_CODE = chr(FIRST_CODE)
_AROUND = ' \u00a0\t,;:()[]"“”'
_LIGATURES = {ord(sign): unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆ"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph's text in one style."""

    start: int
    end: int
    style: int


@dataclass(frozen=True, slots=True)
class TextPart:
    """A stretch of a paragraph's text with its target; a target of None means a sentence that is still to translate."""

    source: str
    start: int
    target: str | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.source)


class Paragraph:
    """A block's text in pieces that together are the whole of it."""

    def __init__(self, block: Block, source: Conventions, target: Conventions) -> None:
        self.block = block
        self.text, runs = _flatten(block.content)
        self.pieces = list(_cut(self.text, source, target))
        self._sentences = [number for number, piece in enumerate(self.pieces) if piece.target is None]
        self._corrections: dict[int, Segment] = {}
        self._small = SmallWords(source.small_words, target.small_words)
        self._alignments: dict[TextPart, Alignment] = {}
        self._style = _own_style(runs)
        self._runs = [run for run in runs if run.style != self._style]

    @property
    def sentences(self) -> list[str]:
        """What is language in it."""
        return [self.pieces[number].source for number in self._sentences]

    @property
    def untranslated(self) -> list[str]:
        """Those of its sentences that have no target yet."""
        return [piece.source for piece in self.pieces if piece.target is None]

    def correct(self, segment: Segment) -> bool:
        """Take the segment's target for its sentence; False where there is no such sentence."""
        if not 0 <= segment.index < len(self._sentences):
            return False
        number = self._sentences[segment.index]
        if self.pieces[number].source != segment.source:
            return False
        self.pieces[number] = replace(self.pieces[number], target=segment.target)
        self._corrections[segment.index] = segment
        return True

    def segments(self, renderings: Renderings) -> Iterator[Segment]:
        """The sentences with what became of them, in their order."""
        shown = [piece.text for piece in self.block.content if isinstance(piece, InlineCode)]
        for index, sentence in enumerate(self.sentences):
            texts = tuple(shown[ord(letter) - FIRST_CODE] for letter in sentence if letter >= _CODE)
            if correction := self._corrections.get(index):
                yield replace(correction, page=self.block.page, codes=texts)
            else:
                made = renderings[sentence]
                place = self.block.id, index, self.block.page
                yield Segment(*place, sentence, made.target, made.origin, made.issues, texts)

    @property
    def is_translatable(self) -> bool:
        """Whether anything comes out otherwise than it went in."""
        return any(piece.target != piece.source for piece in self.pieces)

    @property
    def words(self) -> int:
        """How many words there are to translate."""
        return sum(len(sentence.split()) for sentence in self.sentences)

    def phrases(self, renderings: Renderings) -> Iterator[str]:
        """What is to be translated by itself besides, to find again where it went inside its sentence."""
        for run in self._runs:
            for piece, start, end in self._inside(run):
                phrase = piece.source[start:end]
                if is_language(phrase) and not markup_transfer.find_copy(phrase, _target(piece, renderings)):
                    yield phrase

    def styled(self) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """The sentences without a target in which a style changes, with the ranges of their phrases in order."""
        ranges: dict[TextPart, list[tuple[int, int]]] = {}
        for run in self._runs:
            for piece, start, end in self._inside(run):
                if piece.target is None:
                    ranges.setdefault(piece, []).append((start, end))
        for piece, found in ranges.items():
            yield piece.source, sorted(found)

    @property
    def has_phrases(self) -> bool:
        """Whether a style changes inside a sentence."""
        return any(True for run in self._runs for _ in self._inside(run))

    def content(self, renderings: Renderings, lexicon: Lexicon | None = None) -> Content:
        """The block's content in the target language. A lexicon tells better where styled phrases went."""
        targets = [_target(piece, renderings) for piece in self.pieces]
        offsets = dict(zip(self.pieces, _starts(targets), strict=True))
        text = "".join(targets)
        styles = [self._style] * len(text)
        for run in self._runs:
            for piece in self._within(run):
                start, end = offsets[piece], offsets[piece] + len(_target(piece, renderings))
                styles[start:end] = [run.style] * (end - start)
            for piece, start, end in self._inside(run):
                if place := self._locate(piece, start, end, renderings, lexicon):
                    high = _with_sign(piece.source, end, _target(piece, renderings), place[1], run.end - piece.start)
                    low, high = offsets[piece] + place[0], offsets[piece] + high
                    styles[low:high] = [run.style] * (high - low)
        self._alignments.clear()
        return _rebuild(text, styles, [code for code in self.block.content if isinstance(code, InlineCode)])

    def _within(self, run: Run) -> Iterator[TextPart]:
        """The pieces that a run covers, but for blanks and signs."""
        for piece in self.pieces:
            if run.start < piece.end and piece.start < run.end:
                start, end = _clip(run, piece)
                if not any(map(str.isalnum, piece.source[:start] + piece.source[end:])):
                    yield piece

    def _inside(self, run: Run) -> Iterator[tuple[TextPart, int, int]]:
        """The pieces that a run covers in part, with the part's range in each."""
        whole = set(self._within(run))
        for piece in self.pieces:
            if run.start < piece.end and piece.start < run.end and piece not in whole:
                start, end = _clip(run, piece)
                if start < end and any(map(str.isalnum, piece.source[start:end])):
                    yield piece, start, end

    def _locate(
        self, piece: TextPart, start: int, end: int, renderings: Renderings, lexicon: Lexicon | None
    ) -> tuple[int, int] | None:
        """Where a part of a piece is in the piece's target."""
        if piece.target == piece.source:
            return start, end
        phrase, target = piece.source[start:end], _target(piece, renderings)
        middle = (start + end) / 2 / len(piece.source)
        by_itself = renderings[phrase].target if phrase in renderings else ""
        if place := markup_transfer.find_copy(phrase, target):
            return place
        place = (
            markup_transfer.find_translation(by_itself, target, middle)
            or (self._align(piece, target, lexicon).find(start, end) if lexicon else None)
            or markup_transfer.find_words(by_itself, target, middle)
            or markup_transfer.proportional(piece.source, start, end, target)
        )
        return place and markup_transfer.without_article(piece.source, start, target, place, self._small)

    def _align(self, piece: TextPart, target: str, lexicon: Lexicon) -> Alignment:
        """The words of a sentence aligned once for all its phrases."""
        if piece not in self._alignments:
            self._alignments[piece] = Alignment(piece.source, target, lexicon, self._small)
        return self._alignments[piece]


def _flatten(content: Content) -> tuple[str, list[Run]]:
    """The text of a content with each inline code as one character, and its styled runs."""
    parts: list[str] = []
    runs: list[Run] = []
    position = count = 0
    for piece in content:
        if isinstance(piece, Span):
            text = _normalise(piece.text)
            runs.append(Run(position, position + len(text), piece.style))
        else:
            text = chr(FIRST_CODE + count)
            count += 1
        parts.append(text)
        position += len(text)
    return "".join(parts), runs


def _own_style(runs: Sequence[Run]) -> int:
    """The style of what no run claims: the block's own, or that of most of the text where nothing is in that."""
    weights = Counter[int]()
    for run in runs:
        weights[run.style] += run.end - run.start
    return 0 if 0 in weights or not weights else weights.most_common(1)[0][0]


def _normalise(text: str) -> str:
    """Lines joined, ligatures and accents composed as a keyboard gives them, nothing invisible."""
    if text.isascii() and text.isprintable():
        return text
    joined = _LINE_END.sub(" ", _HYPHENATED.sub("", text))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", joined).translate(_LIGATURES))


def _cut(text: str, source: Conventions, target: Conventions) -> Iterator[TextPart]:
    parts = labels.split(text)
    position = len(parts.before)
    label = labels.translate_label(parts.body, source.labels, target.labels, SHORT_LABELS)
    heading = parts.body and labels.translate_heading(parts.body, source.headings, target.headings)
    if parts.before:
        yield TextPart(parts.before, 0, parts.before)
    if label:
        yield TextPart(label[0], position, label[1])
        position += len(label[0])
    end = len(text) - len(parts.after)
    if heading:
        yield TextPart(parts.body, position, heading)
    else:
        yield from _sentences(text, position, end, source.abbreviations)
    if parts.after:
        yield TextPart(parts.after, end, parts.after)


def _sentences(text: str, position: int, end: int, abbreviations: frozenset[str]) -> Iterator[TextPart]:
    """The sentences of a stretch of text, and what stands between them as pieces to copy."""
    body = text[position:end]
    hidden = inline_codes.find(body)
    done = 0
    for start, stop in segmentation.sentences(body, hidden, abbreviations):
        if is_language(_outside(body, start, stop, hidden)):
            if done < start:
                yield TextPart(body[done:start], position + done, body[done:start])
            yield TextPart(body[start:stop], position + start)
            done = stop
    if done < len(body):
        yield TextPart(body[done:], position + done, body[done:])


def _outside(text: str, start: int, end: int, hidden: Sequence[tuple[int, int]]) -> str:
    """A stretch of text without the ranges that are hidden."""
    parts = []
    for low, high in hidden:
        if start < high and low < end:
            parts.append(text[start:low])
            start = high
    return "".join([*parts, text[start:end]])


def _clip(run: Run, piece: TextPart) -> tuple[int, int]:
    """The part of a piece that a run covers, without blanks and signs around it."""
    start, end = max(0, run.start - piece.start), min(len(piece.source), run.end - piece.start)
    covered = piece.source[start:end]
    start += len(covered) - len(covered.lstrip(_AROUND))
    return start, max(start, end - len(covered) + len(covered.rstrip(_AROUND)))


def _with_sign(source: str, end: int, target: str, target_end: int, run_end: int) -> int:
    """Where a styled part of the target ends when the sign after it is in the style too, as the colon of "Note:"."""
    sign = source[end : end + 1]
    is_styled = end < run_end and sign != " " and target[target_end : target_end + 1] == sign
    return target_end + 1 if is_styled else target_end


def _target(piece: TextPart, renderings: Renderings) -> str:
    return renderings[piece.source].target if piece.target is None else piece.target


def _rebuild(text: str, styles: Sequence[int], inline: Sequence[InlineCode]) -> Content:
    """Spans of one style each, with the inline codes where their characters stand."""
    content: list[Span | InlineCode] = []
    for (style, is_code), group in groupby(zip(text, styles, strict=True), lambda one: (one[1], one[0] >= _CODE)):
        letters = "".join(letter for letter, _ in group)
        if is_code:
            content += [inline[ord(letter) - FIRST_CODE] for letter in letters]
        else:
            content.append(Span(letters, style))
    return tuple(content)


def _starts(texts: Sequence[str]) -> Iterator[int]:
    position = 0
    for text in texts:
        yield position
        position += len(text)
