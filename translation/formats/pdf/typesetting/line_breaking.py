"""A translation cut into tokens, and tokens filled into lines, hyphenated by the patterns of the target language."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import pyphen

from translation.document import Content, InlineCode
from translation.formats.pdf.fonts import FALLBACK, Face, Style, face_named, face_of
from translation.formats.pdf.text_frame import Code, TextFrame

# A word is parted only where a line would otherwise stay this empty, as a share of its width: by alignment, and in
# ragged texts of a few lines.
LOOSE_JUSTIFIED, LOOSE_RAGGED, LOOSE_SHORT = 0.06, 0.3, 0.6
# A word that has a hyphen or a slash is parted behind it, unless it is an address or a number.
JOINTS = re.compile(r"(?<=[^\W\d_]{2}[-–/])(?=[^\W\d_]{3})")
ADDRESS = re.compile(r"[@:.]\w|\d|/.*/")
# Words with fewer letters stay whole, and what has more is no word. So many letters at least stand before and after a
# hyphen.
SHORTEST_WORD, LONGEST_WORD, BEFORE_HYPHEN, AFTER_HYPHEN = 6, 100, 2, 3
# A word of fewer letters is not left alone on a last line, and one of one letter not at a line's end, where no more
# than this share of the line above stays empty, or than before a word is parted.
SHORT, LOOSE_FOR_LETTERS = 3, 0.1
# Not more lines than this end in a hyphen one after the other.
HYPHENS_IN_A_ROW = 2
# Words are kept for the next time they come: so many of a style, of so many styles.
WORDS_KEPT, STYLES_KEPT = 4000, 16

Hyphenate = Callable[[str], Sequence[int]]


class ShapedGlyph(NamedTuple):
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


class Run(NamedTuple):
    """Letters in one face and style, or a code; `width` in points at scale 1.

    `shapes` are its glyphs where they are not just those of its letters from left to right, in reading order;
    `level` is odd for what runs to the left.
    """

    text: str
    face: Face
    style: Style
    width: float
    code: Code | None = None
    shapes: tuple[ShapedGlyph, ...] = ()
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


def make_tokens(place: TextFrame, content: Content) -> list[Token] | None:
    """The tokens of a translation; None when a character of it cannot be drawn."""
    tokens = _Tokens()
    for piece in content:
        if isinstance(piece, InlineCode):
            run = code_run(place, place.codes[piece.id])
            if run.code is None and run.face.lacks(run.text):
                return None
            tokens.add([run], run.width)
            continue
        words = _words_in(place.styles[piece.style], place.condense)
        text = piece.text.replace("\u00a0", " ")
        if words.lack(text):
            return None
        tokens.add_text(text, words)
    return tokens.found


class _Words(dict[str, Token]):
    """The tokens of words in one style, each made once."""

    def __init__(self, style: Style, condense: float) -> None:
        super().__init__()
        self._style, self._face, self._unit = style, face_of(style), style.size * condense

    def __missing__(self, word: str) -> Token:
        runs = [Run(text, face, self._style, face.width(text) * self._unit) for text, face in self._faces(word)]
        if len(self) == WORDS_KEPT:
            self.clear()
        token = self[word] = Token(runs, sum([run.width for run in runs]))
        return token

    def lack(self, text: str) -> bool:
        """Whether a text has a character for which there is no face."""
        return self._face.lacks(text) and any(
            self._face.lacks(character) and face_named(FALLBACK).lacks(character) for character in text.replace(" ", "")
        )

    def _faces(self, word: str) -> list[tuple[str, Face]]:
        """A word by faces: the style's own, and the fallback for characters that it lacks."""
        if not self._face.lacks(word):
            return [(word, self._face)]
        found: list[tuple[str, Face]] = []
        for character in word:
            chosen = self._face if not self._face.lacks(character) else face_named(FALLBACK)
            if found and found[-1][1] is chosen:
                found[-1] = (found[-1][0] + character, chosen)
            else:
                found.append((character, chosen))
        return found


@lru_cache(maxsize=STYLES_KEPT)
def _words_in(style: Style, condense: float) -> _Words:
    return _Words(style, condense)


class _Tokens:
    """Tokens as the pieces of a translation come: words that meet without a blank make one token."""

    def __init__(self) -> None:
        self.found: list[Token] = []
        self._after_blank = True

    def add(self, runs: Sequence[Run], width: float) -> None:
        """Go on with runs where the last piece ended."""
        if self._after_blank:
            self.found.append(Token([]))
        self.found[-1].runs.extend(runs)
        self.found[-1].width += width
        self._after_blank = False

    def add_text(self, text: str, words: _Words) -> None:
        """Go on with a text. Its first and last words may be parts of tokens."""
        first, *others = text.split(" ")
        self._add_word(first, words)
        if others:
            self.found += [words[word] for word in others[:-1] if word]
            self._after_blank = True
            self._add_word(others[-1], words)

    def _add_word(self, word: str, words: _Words) -> None:
        if word:
            self.add(words[word].runs, words[word].width)


def code_run(place: TextFrame, code: Code) -> Run:
    """A code drawn with its own glyphs, else with the face at hand."""
    face = face_of(place.style)
    if code.glyphs:
        return Run(code.text, face, place.style, code.x1 - code.x0, code)
    return Run(code.text, face, place.style, face.width(code.text) * place.size * place.condense)


@dataclass(slots=True, frozen=True)
class Breaker:
    """How lines are filled: `blank` and the widths (of the first line, of the others) in points at `scale`.

    One that `cuts` also parts words that are wider than a line.
    """

    blank: float
    widths: tuple[float, float]
    scale: float
    loose: float
    hyphenate: Hyphenate
    cuts: bool = False

    def fill(self, tokens: Sequence[Token]) -> Lines:
        """Fill lines one after the other; a token wider than its line gets a line of its own.

        No line ends with a word of one letter, and the last is no short word alone, where that costs little.
        """
        lines, clinging = self._filled(tokens, clings=True)
        if clinging:
            usual, _ = self._filled(tokens, clings=False)
            lines = usual if len(usual) < len(lines) else lines
        return self._with_company(lines)

    def _filled(self, tokens: Sequence[Token], clings: bool) -> tuple[Lines, bool]:
        """Lines, and whether words of one letter, if they cling to the next, have moved to the next line."""
        lines: Lines = []
        current: list[Token] = []
        x, room, hyphens, clinging = 0.0, self.widths[0], 0, False
        for token in tokens:
            rest = token
            blank = self.blank if token.spaced else 0.0
            if current and x + blank + token.width * self.scale > room + 0.01:
                parts = self._parted_for(token, room - x - blank, room) if hyphens < HYPHENS_IN_A_ROW else None
                letters = self._letters(current, token, x, room) if clings and not parts else []
                if parts:
                    current.append(parts[0])
                    x += blank + parts[0].width * self.scale
                    rest = parts[1]
                hyphens = hyphens + 1 if parts else 0
                moved = self._length(letters)
                lines.append((current[: len(current) - len(letters)], x - moved))
                current, x, room = letters, max(0.0, moved - self.blank), self.widths[1]
                clinging = clinging or bool(letters)
            while not current and rest.width * self.scale > room + 0.01:
                parts = self._parted(rest, room, self.cuts)
                if parts is None:
                    break
                lines.append(([parts[0]], parts[0].width * self.scale))
                rest, room = parts[1], self.widths[1]
            x += rest.width * self.scale + (blank if current else 0)
            current.append(rest)
        if current:
            lines.append((current, x))
        return lines, clinging

    def _length(self, tokens: Sequence[Token]) -> float:
        """How much shorter a line gets without these last tokens."""
        return sum([token.width * self.scale + self.blank for token in tokens])

    def _letters(self, line: Sequence[Token], token: Token, x: float, room: float) -> list[Token]:
        """The words of one letter at the end of a line of some width that are better followed by the next token."""
        count = 0
        while count < len(line) - 1 and line[-1 - count].spaced and _is_letter(line[-1 - count]):
            count += 1
        if not count or not token.spaced:
            return []
        letters = list(line[-count:])
        fits = self._length(letters) + token.width * self.scale <= self.widths[1]
        return letters if fits and self._is_full(x - self._length(letters), room) else []

    def _is_full(self, x: float, room: float) -> bool:
        """Whether a line that ends at x looks full enough."""
        return room - x <= max(self.loose, LOOSE_FOR_LETTERS) * room

    def _with_company(self, lines: Lines) -> Lines:
        """The lines with one word more on the last, if that is a short word alone."""
        if len(lines) < 2 or len(lines[-1][0]) > 1 or len(lines[-2][0]) < 3:
            return lines
        (upper, x), (lower, y) = lines[-2:]
        last, gap, room = upper[-1], self._length(upper[-1:]), self.widths[len(lines) > 2]
        level = _is_short(lower[0]) and last.spaced and lower[0].spaced
        if not level or gap + y > self.widths[1] or not self._is_full(x - gap, room):
            return lines
        return [*lines[:-2], (upper[:-1], x - gap), ([last, *lower], gap + y)]

    def _parted_for(self, token: Token, left: float, room: float) -> tuple[Token, Token] | None:
        """A token in two where too much of a line `room` wide would stay empty without that."""
        if left < min(self.loose, LOOSE_FOR_LETTERS) * room:
            return None
        return self._parted(token, left, left >= self.loose * room)

    def _parted(self, token: Token, left: float, hyphenates: bool) -> tuple[Token, Token] | None:
        """A token in two at the last place that leaves the first part, with its hyphen, room in `left`."""
        if len(token.runs) != 1 or token.runs[0].code is not None:
            return None
        run = token.runs[0]
        if run.shapes or not token.spaced:
            return None
        unit = run.width / run.face.width(run.text)
        for position, hyphen in self._joints(run.text, hyphenates):
            first, rest = run.text[:position] + hyphen, run.text[position:]
            width = run.face.width(first) * unit
            if width * self.scale <= left + 0.01:
                second = run.face.width(rest) * unit
                return (
                    Token([Run(first, run.face, run.style, width)], width),
                    Token([Run(rest, run.face, run.style, second)], second),
                )
        return None

    def _joints(self, text: str, hyphenates: bool) -> Iterable[tuple[int, str]]:
        """Where a word may be parted, the last place first, with the hyphen that is put there."""
        word = text.rstrip(".,;:!?)»”\"'")
        if not SHORTEST_WORD <= len(word) <= LONGEST_WORD:
            return ()
        if hyphenates and word.isalpha() and (self.cuts or word[1:].islower()):
            return ((position, "-") for position in reversed(self.hyphenate(word)))
        if ADDRESS.search(word):
            return ()
        return ((joint.start(), "") for joint in reversed([*JOINTS.finditer(word)]))


def _is_letter(token: Token) -> bool:
    """Whether a token is a letter by itself, in a script that has capitals: in others a word may be one sign."""
    text = "".join([run.text for run in token.runs])
    return len(text) == 1 and text.lower() != text.upper() and token.runs[0].code is None


def _is_short(token: Token) -> bool:
    text = "".join([run.text for run in token.runs]).strip(".,;:!?)»”\"'")
    plain = all(run.code is None and not run.shapes for run in token.runs)
    return plain and text.isalpha() and len(text) < SHORT
