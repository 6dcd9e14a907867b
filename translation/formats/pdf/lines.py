"""A translation cut into tokens, and tokens filled into lines, hyphenated by the patterns of the target language."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import pyphen

from translation.document import Content, InlineCode, Span
from translation.formats.pdf.fonts import FALLBACK, Face, Style, face_named, face_of
from translation.formats.pdf.place import Code, Place

# A word is parted only where a line would otherwise stay this empty, as a share of its width: by alignment.
LOOSE_JUSTIFIED, LOOSE_RAGGED = 0.06, 0.3
# Words with fewer letters stay whole, and so many letters at least stand before and after a hyphen.
SHORTEST_WORD, BEFORE_HYPHEN, AFTER_HYPHEN = 6, 2, 3
# Not more lines than this end in a hyphen one after the other.
HYPHENS_IN_A_ROW = 2

Hyphenate = Callable[[str], Sequence[int]]


class Shape(NamedTuple):
    """A glyph that shaping gave: its place from the left end of its run, and its own advance, in ems, y up.

    `text` are the letters that it shows, empty for the further glyphs of the same letters. A mark that
    `is_ambiguous` stands for one letter here and for others elsewhere.
    """

    number: int
    x: float
    y: float
    advance: float
    text: str
    is_ambiguous: bool = False


@dataclass(slots=True, frozen=True)
class Run:
    """Letters in one face and style, or a code; `width` in points at scale 1.

    `shapes` are its glyphs where they are not just those of its letters from left to right, in reading order;
    `level` is odd for what runs to the left.
    """

    text: str
    face: Face
    style: Style
    width: float
    code: Code | None = None
    shapes: tuple[Shape, ...] = ()
    level: int = 0


@dataclass(slots=True)
class Token:
    """What stands between two places where a line may be broken; `width` in points at scale 1.

    `spaced` tells whether a blank, whose level is `level`, stands before it; `wide` that justifying may part it from
    what is before it all the same.
    """

    runs: list[Run]
    width: float = 0.0
    spaced: bool = True
    wide: bool = False
    level: int = 0


Lines = list[tuple[list[Token], float]]


def hyphenation(language: str) -> Hyphenate:
    """Where a word of a language may be parted; nowhere for a language without patterns."""
    name = pyphen.language_fallback(language.replace("-", "_"))
    return _hyphenator(name) if name else lambda _word: ()


@cache
def _hyphenator(name: str) -> Hyphenate:
    return cache(pyphen.Pyphen(lang=name, left=BEFORE_HYPHEN, right=AFTER_HYPHEN).positions)


def make_tokens(place: Place, content: Content) -> list[Token] | None:
    """The tokens of a translation; None when a character of it cannot be drawn."""
    if len(content) == 1 and isinstance(piece := content[0], Span):
        tokens = _plain_tokens(piece.text, place.styles[piece.style], place.condense)
        if tokens is not None:
            return tokens
    return _mixed_tokens(place, content)


def _plain_tokens(text: str, style: Style, condense: float) -> list[Token] | None:
    """The tokens of a text in one style; None when its face lacks a character of it."""
    face, unit = face_of(style), style.size * condense
    text = text.replace("\u00a0", " ")
    if face.lacks(text):
        return None
    widths = ((word, face.width(word) * unit) for word in text.split(" ") if word)
    return [Token([Run(word, face, style, width)], width) for word, width in widths]


def _mixed_tokens(place: Place, content: Content) -> list[Token] | None:
    tokens: list[Token] = []
    after_blank = True
    for run in _runs(place, content):
        if run is None:
            after_blank = True
            continue
        if run.code is None and run.face.lacks(run.text):
            return None
        if after_blank:
            tokens.append(Token([]))
        tokens[-1].runs.append(run)
        tokens[-1].width += run.width
        after_blank = False
    return tokens


def _runs(place: Place, content: Content) -> Iterator[Run | None]:
    """The runs of a content, with None for each blank."""
    for piece in content:
        if isinstance(piece, InlineCode):
            yield code_run(place, place.codes[piece.id])
            continue
        style = place.styles[piece.style]
        for number, part in enumerate(piece.text.replace("\u00a0", " ").split(" ")):
            if number:
                yield None
            for text, face in _faces(part, style):
                yield Run(text, face, style, face.width(text) * style.size * place.condense)


def code_run(place: Place, code: Code) -> Run:
    """A code drawn with its own glyphs, else with the face at hand."""
    face = face_of(place.style)
    if code.glyphs:
        return Run(code.text, face, place.style, code.x1 - code.x0, code)
    return Run(code.text, face, place.style, face.width(code.text) * place.size * place.condense)


def _faces(text: str, style: Style) -> list[tuple[str, Face]]:
    """A word by faces: the style's own, and the fallback for characters that it lacks."""
    face = face_of(style)
    if not text:
        return []
    if not face.lacks(text):
        return [(text, face)]
    found: list[tuple[str, Face]] = []
    for character in text:
        chosen = face if not face.lacks(character) else face_named(FALLBACK)
        if found and found[-1][1] is chosen:
            found[-1] = (found[-1][0] + character, chosen)
        else:
            found.append((character, chosen))
    return found


@dataclass(slots=True, frozen=True)
class Breaker:
    """How lines are filled: `blank` and the widths (of the first line, of the others) in points at `scale`."""

    blank: float
    widths: tuple[float, float]
    scale: float
    loose: float
    hyphenate: Hyphenate

    def fill(self, tokens: Sequence[Token]) -> Lines:
        """Fill lines one after the other; a token wider than its line gets a line of its own."""
        lines: Lines = []
        current: list[Token] = []
        x, room, hyphens = 0.0, self.widths[0], 0
        for token in tokens:
            rest = token
            blank = self.blank if token.spaced else 0.0
            if current and x + blank + token.width * self.scale > room + 0.01:
                parts = self._parted(token, room - x - blank, room) if hyphens < HYPHENS_IN_A_ROW else None
                if parts:
                    current.append(parts[0])
                    x += blank + parts[0].width * self.scale
                    rest = parts[1]
                hyphens = hyphens + 1 if parts else 0
                lines.append((current, x))
                current, x, room = [], 0.0, self.widths[1]
            x += rest.width * self.scale + (blank if current else 0)
            current.append(rest)
        if current:
            lines.append((current, x))
        return lines

    def _parted(self, token: Token, left: float, room: float) -> tuple[Token, Token] | None:
        """A token in two at its last hyphenation point that leaves the first part, and a hyphen, room in `left`."""
        if left < self.loose * room or len(token.runs) != 1 or token.runs[0].code is not None:
            return None
        run = token.runs[0]
        if run.shapes or not token.spaced:
            return None
        word = run.text.rstrip(".,;:!?)»”\"'")
        if len(word) < SHORTEST_WORD or not word.isalpha() or not word[1:].islower():
            return None
        unit = run.width / run.face.width(run.text)
        for position in reversed(self.hyphenate(word)):
            first = f"{run.text[:position]}-"
            width = run.face.width(first) * unit
            if width * self.scale <= left + 0.01:
                rest = run.text[position:]
                second = run.face.width(rest) * unit
                return (
                    Token([Run(first, run.face, run.style, width)], width),
                    Token([Run(rest, run.face, run.style, second)], second),
                )
        return None
