"""Joining paragraphs that a column or page break divides: one text for the engine, split again by length."""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from translation.document import Content, InlineCode, Span, plain_text
from translation.formats.pdf.analysis.grouping import SIZE_RATIO
from translation.formats.pdf.text_frame import TextFrame

# Up to this many paragraphs, such as captions, footers and headers, may be between two parts of a paragraph.
MAX_PARAGRAPHS_BETWEEN = 8
# No paragraph continues over more columns and pages. If it seems to, it is a list of words.
MAX_PARTS = 4
# Shorter texts are labels, not parts of a paragraph.
MIN_PART_CHARACTERS = 40
# The possible last characters of an unfinished sentence.
UNFINISHED_END = re.compile(r"[\w,)\]-]")
WORD = re.compile(r"[^\W\d_]{2,}")
HYPHENATED_END = re.compile(r"[^\W\d_]-$")


@dataclass(slots=True)
class Passage:
    """A text for the engine, and the text frames for its translation, in order."""

    content: Content
    frames: list[TextFrame]

    @property
    def has_words(self) -> bool:
        """Whether the text is more than numbers. The cells of a table do not count as paragraphs between two parts."""
        return WORD.search(plain_text(self.content)) is not None

    @property
    def is_unfinished(self) -> bool:
        """Whether the last sentence continues in another paragraph."""
        last = self.frames[-1]
        if not last.ends_full or last.characters < MIN_PART_CHARACTERS:
            return False
        return bool(UNFINISHED_END.fullmatch(self.content[-1].text[-1:]))


def join_passages(passages: Iterable[Passage]) -> list[Passage]:
    """Return the passages, with each unfinished passage joined with its continuation.

    A continuation starts in lower case, looks the same, and comes after a column or page break: it is higher on the
    page or on another page. The styles and codes of joined passages change.
    """
    joined: list[Passage] = []
    recent = deque[Passage](maxlen=MAX_PARAGRAPHS_BETWEEN)
    for passage in passages:
        before = next((each for each in reversed(recent) if _is_continued_by(each, passage)), None)
        if before is None:
            joined.append(passage)
            if passage.has_words:
                recent.append(passage)
        else:
            _append(before, passage)
    return joined


def _is_continued_by(before: Passage, passage: Passage) -> bool:
    last, frame = before.frames[-1], passage.frames[0]
    begins_inside = passage.content[0].text[:1].islower() and frame.characters >= MIN_PART_CHARACTERS
    if not begins_inside or frame.list_marker is not None:
        return False
    if not before.is_unfinished or len(before.frames) == MAX_PARTS:
        return False
    same_size = SIZE_RATIO[0] <= frame.size / last.size <= SIZE_RATIO[1]
    same_looks = frame.style[:4] == last.style[:4] and frame.direction == last.direction
    after_break = frame.page != last.page or frame.baselines[0] < last.baselines[-1]
    return same_size and same_looks and after_break


def _append(before: Passage, passage: Passage) -> None:
    """Append a passage to another. All frames get all styles and codes, so that spans may move between them."""
    first, (frame,) = before.frames[0], passage.frames
    numbers = {}
    styles = list(first.styles)
    for number, style in enumerate(frame.styles):
        same = style._replace(size=first.size) if number == 0 else style
        if same not in styles:
            styles.append(same)
        numbers[number] = styles.index(same)
    offset = len(first.codes)
    added = tuple(
        Span(part.text, numbers[part.style]) if isinstance(part, Span) else InlineCode(part.id + offset, part.text)
        for part in passage.content
    )
    before.content = _merged((*_with_space(before.content), *added))
    before.frames.append(frame)
    codes = first.codes + frame.codes
    for each in before.frames:
        each.styles, each.codes = (each.styles[0], *styles[1:]), codes


def _merged(content: Content) -> Content:
    """Return the content with adjacent spans of one style merged."""
    merged: list[Span | InlineCode] = []
    for part in content:
        last = merged[-1] if merged else None
        if isinstance(part, Span) and isinstance(last, Span) and part.style == last.style:
            merged[-1] = Span(last.text + part.text, part.style)
        else:
            merged.append(part)
    return tuple(merged)


def _with_space(content: Content) -> Content:
    """Return the content with a space at its end, or without the hyphen of a word divided by the break."""
    *rest, last = content
    if isinstance(last, Span):
        text = last.text[:-1] if HYPHENATED_END.search(last.text[-2:]) else f"{last.text} "
        return (*rest, Span(text, last.style))
    return (*content, Span(" "))


def split_translation(content: Content, frames: Sequence[TextFrame]) -> list[Content]:
    """Return a translation in one part for each text frame, split at spaces.

    The lengths of the parts are proportional to the lengths of the originals. A part may be empty.
    """
    parts: list[Content] = []
    remaining = content
    lengths = [frame.characters for frame in frames]
    for number in range(len(frames) - 1):
        share = lengths[number] / max(1, sum(lengths[number:]))
        part, remaining = _split_at(remaining, round(share * len(plain_text(remaining))))
        parts.append(part)
    return [*parts, remaining]


def _split_at(content: Content, length: int) -> tuple[Content, Content]:
    """Return the content in two parts, split at the space nearest to a length in characters."""
    text = plain_text(content)
    after, before = text.find(" ", length), text.rfind(" ", 0, length)
    candidates = [position for position in (before, after) if position > 0 and not _is_in_code(content, position)]
    if not candidates:
        return content, ()
    position = min(candidates, key=lambda each: abs(each - length))
    return _slice(content, 0, position), _slice(content, position + 1, len(text))


def _is_in_code(content: Content, position: int) -> bool:
    start = 0
    for part in content:
        if start <= position < start + len(part.text):
            return isinstance(part, InlineCode)
        start += len(part.text)
    return False


def _slice(content: Content, first: int, last: int) -> Content:
    """Return the characters from `first` to `last`, exclusive. A code belongs to the slice in which it starts."""
    found: list[Span | InlineCode] = []
    start = 0
    for part in content:
        end = start + len(part.text)
        if isinstance(part, InlineCode):
            if first <= start < last:
                found.append(part)
        elif start < last and end > first:
            found.append(Span(part.text[max(0, first - start) : last - start], part.style))
        start = end
    return tuple(found)
