"""Paragraphs that a column or page break cuts in two: one text for the engine, split again by length."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from translation.document import Content, InlineCode, Span, plain_text
from translation.formats.pdf.analysis.grouping import SIZE_RATIO
from translation.formats.pdf.text_frame import TextFrame

# How many paragraphs (captions, footers, headers) may stand between the two parts.
BETWEEN = 8
# No paragraph runs over more columns and pages than this: what seems to is a list of words.
MOST_PLACES = 4
# Parts are told from labels by their length, in letters.
SHORTEST = 40
OPEN = re.compile(r"[\w,)\]-]")
BROKEN_WORD = re.compile(r"[^\W\d_]-$")


@dataclass(slots=True)
class Passage:
    """A text for the engine and the places that it fills, one after the other."""

    content: Content
    places: list[TextFrame]

    @property
    def is_open(self) -> bool:
        """Whether its last sentence goes on somewhere else."""
        last = self.places[-1]
        return last.ends_full and last.characters >= SHORTEST and bool(OPEN.fullmatch(self.content[-1].text[-1:]))


def join(passages: Iterable[Passage]) -> list[Passage]:
    """Join each passage that is open with the one that takes it up."""
    joined: list[Passage] = []
    for passage in passages:
        before = next((each for each in reversed(joined[-BETWEEN:]) if _takes_up(each, passage)), None)
        if before is None:
            joined.append(passage)
        else:
            _append(before, passage)
    return joined


def _takes_up(before: Passage, passage: Passage) -> bool:
    last, place = before.places[-1], passage.places[0]
    begins = passage.content[0].text[:1].islower() and place.characters >= SHORTEST and place.list_marker is None
    if not begins or not before.is_open or len(before.places) == MOST_PLACES:
        return False
    size = SIZE_RATIO[0] <= place.size / last.size <= SIZE_RATIO[1]
    looks = place.style[:4] == last.style[:4] and place.direction == last.direction
    elsewhere = place.page != last.page or place.baselines[0] < last.baselines[-1]
    return size and looks and elsewhere


def _append(before: Passage, passage: Passage) -> None:
    """Make one content of two. All places get the styles and codes of all, so that a span may move between them."""
    first, (place,) = before.places[0], passage.places
    numbers = {}
    styles = list(first.styles)
    for number, style in enumerate(place.styles):
        same = style._replace(size=first.size) if number == 0 else style
        if same not in styles:
            styles.append(same)
        numbers[number] = styles.index(same)
    offset = len(first.codes)
    added = tuple(
        Span(piece.text, numbers[piece.style]) if isinstance(piece, Span) else InlineCode(piece.id + offset, piece.text)
        for piece in passage.content
    )
    before.content = _merged((*_with_blank(before.content), *added))
    before.places.append(place)
    codes = first.codes + place.codes
    for each in before.places:
        each.styles, each.codes = (each.styles[0], *styles[1:]), codes


def _merged(content: Content) -> Content:
    """The content without two spans of one style beside each other."""
    found: list[Span | InlineCode] = []
    for piece in content:
        last = found[-1] if found else None
        if isinstance(piece, Span) and isinstance(last, Span) and piece.style == last.style:
            found[-1] = Span(last.text + piece.text, piece.style)
        else:
            found.append(piece)
    return tuple(found)


def _with_blank(content: Content) -> Content:
    """The content with a blank at its end, or without the hyphen that the break has put there."""
    *rest, last = content
    if isinstance(last, Span):
        text = last.text[:-1] if BROKEN_WORD.search(last.text[-2:]) else f"{last.text} "
        return (*rest, Span(text, last.style))
    return (*content, Span(" "))


def split(content: Content, places: Sequence[TextFrame]) -> list[Content]:
    """A translation in as many parts as it has places, cut at blanks by the lengths of the originals."""
    parts: list[Content] = []
    rest = content
    weights = [place.characters for place in places]
    for number in range(len(places) - 1):
        share = weights[number] / max(1, sum(weights[number:]))
        part, rest = _cut(rest, round(share * len(plain_text(rest))))
        parts.append(part)
    return [*parts, rest]


def _cut(content: Content, length: int) -> tuple[Content, Content]:
    """A content in two at the blank that is nearest to a length in letters."""
    text = plain_text(content)
    after, before = text.find(" ", length), text.rfind(" ", 0, length)
    candidates = [position for position in (before, after) if position > 0 and not _in_code(content, position)]
    if not candidates:
        return content, ()
    position = min(candidates, key=lambda each: abs(each - length))
    return _between(content, 0, position), _between(content, position + 1, len(text))


def _in_code(content: Content, position: int) -> bool:
    start = 0
    for piece in content:
        if start <= position < start + len(piece.text):
            return isinstance(piece, InlineCode)
        start += len(piece.text)
    return False


def _between(content: Content, first: int, last: int) -> Content:
    """The letters from first to last; a code belongs to where it starts."""
    found: list[Span | InlineCode] = []
    start = 0
    for piece in content:
        end = start + len(piece.text)
        if isinstance(piece, InlineCode):
            if first <= start < last:
                found.append(piece)
        elif start < last and end > first:
            found.append(Span(piece.text[max(0, first - start) : last - start], piece.style))
        start = end
    return tuple(found)
