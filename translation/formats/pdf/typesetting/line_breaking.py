"""Breaking translations into tokens and lines, with hyphenation by the patterns of the target language.

Lines are filled one after the other ("first fit"). The patterns come from the package pyphen.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import pyphen

from translation.document import Content, InlineCode
from translation.formats.pdf.fonts import FALLBACK, Face, Style, face_named, face_of
from translation.formats.pdf.text_frame import Code, TextFrame

# A word of justified text is hyphenated only if more than this share of its line would stay empty otherwise.
LOOSE_JUSTIFIED = 0.06
# The same in ragged text, which hides gaps.
LOOSE_RAGGED = 0.3
# The same in short texts, in which hyphens disturb.
LOOSE_SHORT = 0.6
# A word may be broken after its own hyphen or slash, unless it is an address or a number.
BREAK_AFTER_SIGN = re.compile(r"(?<=[^\W\d_]{2}[-–/])(?=[^\W\d_]{3})")
ADDRESS = re.compile(r"[@:.]\w|\d|/.*/")
# Punctuation at the end of a word, which is ignored in its hyphenation.
END_PUNCTUATION = ".,;:!?)»”\"'"
# Shorter words are not hyphenated.
MIN_HYPHENATED_CHARACTERS = 6
# Anything longer is not a word, and takes long to hyphenate.
MAX_HYPHENATED_CHARACTERS = 100
# Typographers want at least this many characters before and after a hyphen.
MIN_CHARACTERS_BEFORE_HYPHEN = 2
MIN_CHARACTERS_AFTER_HYPHEN = 3
# A word with fewer characters is never alone on a last line.
SHORT_WORD_CHARACTERS = 3
# A short word moves to the next line only if at most this share of the line stays empty.
LOOSE_TO_MOVE_WORD = 0.1
# At most this many lines in a row end with a hyphen.
MAX_HYPHENS_IN_A_ROW = 2
# A line may exceed its width by this much, because sums of floats are not exact.
ROUNDING_POINTS = 0.01
# The number of words that are cached for a style.
CACHED_WORDS = 4000
# The number of styles with cached words.
CACHED_STYLES = 16

Hyphenator = Callable[[str], Sequence[int]]


class ShapedGlyph(NamedTuple):
    """A glyph from shaping. Its position from the left end of its run and its advance are in ems, y up.

    `text` has its characters, and is empty for all but the first glyph of the same characters. `is_ambiguous` means
    that the glyph shows a combining mark here and may show another one elsewhere.
    """

    number: int
    x: float
    y: float
    advance: float
    text: str
    is_ambiguous: bool = False


class TextRun(NamedTuple):
    """Text in one face and style, or an inline code. `width` is in points at scale 1.

    `glyphs` is empty for one glyph per character from left to right. Otherwise it has the glyphs in reading order.
    `level` is the embedding level, odd for text that runs to the left.
    """

    text: str
    face: Face
    style: Style
    width: float
    code: Code | None = None
    glyphs: tuple[ShapedGlyph, ...] = ()
    level: int = 0


@dataclass(slots=True)
class Token:
    """The runs between two break points of a line. `width` is in points at scale 1.

    `spaced` means that a space, with the embedding level `level`, comes before it. `stretches` means that
    justification may add room before it even without a space.
    """

    runs: list[TextRun]
    width: float = 0.0
    spaced: bool = True
    stretches: bool = False
    level: int = 0


Lines = list[tuple[list[Token], float]]


def load_hyphenator(language: str) -> Hyphenator:
    """Return a function that returns the positions in a word where it may be hyphenated.

    For a language without patterns it returns none. With the patterns of "en_US", "translation" gives 5 and 7.
    """
    name = pyphen.language_fallback(language.replace("-", "_"))
    return _load_patterns(name) if name else lambda _word: ()


@cache
def _load_patterns(name: str) -> Hyphenator:
    return cache(
        pyphen.Pyphen(lang=name, left=MIN_CHARACTERS_BEFORE_HYPHEN, right=MIN_CHARACTERS_AFTER_HYPHEN).positions
    )


def make_tokens(frame: TextFrame, content: Content) -> list[Token] | None:
    """Return the tokens of a translation into Base-14 text, or None if a character is in no face.

    Spans have the frame's styles by number, and inline codes the frame's codes by id.
    """
    builder = _TokenBuilder()
    for part in content:
        if isinstance(part, InlineCode):
            run = make_code_run(frame, frame.codes[part.id])
            if run.code is None and run.face.lacks(run.text):
                return None
            builder.add([run], run.width)
            continue
        words = _words_in_style(frame.styles[part.style], frame.condense)
        text = part.text.replace("\u00a0", " ")
        if words.lack(text):
            return None
        builder.add_text(text, words)
    return builder.tokens


def make_code_run(frame: TextFrame, code: Code) -> TextRun:
    """Return the run of an inline code, with its own glyphs, or as text if they are unknown."""
    face = face_of(frame.style)
    if code.glyphs:
        return TextRun(code.text, face, frame.style, code.x1 - code.x0, code)
    return TextRun(code.text, face, frame.style, face.width(code.text) * frame.size * frame.condense)


class _WordTokens(dict[str, Token]):
    """A cache of the tokens of words in one style."""

    def __init__(self, style: Style, condense: float) -> None:
        super().__init__()
        self._style, self._face, self._unit = style, face_of(style), style.size * condense

    def __missing__(self, word: str) -> Token:
        runs = [TextRun(text, face, self._style, face.width(text) * self._unit) for text, face in self._by_face(word)]
        if len(self) == CACHED_WORDS:
            self.clear()
        token = self[word] = Token(runs, sum([run.width for run in runs]))
        return token

    def lack(self, text: str) -> bool:
        """Return whether a character of a text is neither in the style's face nor in the fallback."""
        return self._face.lacks(text) and any(
            self._face.lacks(character) and face_named(FALLBACK).lacks(character) for character in text.replace(" ", "")
        )

    def _by_face(self, word: str) -> list[tuple[str, Face]]:
        """Return the parts of a word by face: the style's face, or the fallback for characters that it lacks."""
        if not self._face.lacks(word):
            return [(word, self._face)]
        parts: list[tuple[str, Face]] = []
        for character in word:
            chosen = self._face if not self._face.lacks(character) else face_named(FALLBACK)
            if parts and parts[-1][1] is chosen:
                parts[-1] = (parts[-1][0] + character, chosen)
            else:
                parts.append((character, chosen))
        return parts


@lru_cache(maxsize=CACHED_STYLES)
def _words_in_style(style: Style, condense: float) -> _WordTokens:
    return _WordTokens(style, condense)


class _TokenBuilder:
    """Makes tokens from the parts of a translation. Words without a space between them become one token."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self._after_space = True

    def add(self, runs: Sequence[TextRun], width: float) -> None:
        """Add runs directly after the part before them."""
        if self._after_space:
            self.tokens.append(Token([]))
        self.tokens[-1].runs.extend(runs)
        self.tokens[-1].width += width
        self._after_space = False

    def add_text(self, text: str, words: _WordTokens) -> None:
        """Add a text. Its first and last words may be parts of tokens."""
        first, *others = text.split(" ")
        self._add_word(first, words)
        if others:
            self.tokens += [words[word] for word in others[:-1] if word]
            self._after_space = True
            self._add_word(others[-1], words)

    def _add_word(self, word: str, words: _WordTokens) -> None:
        if word:
            self.add(words[word].runs, words[word].width)


@dataclass(slots=True, frozen=True)
class LineBreaker:
    """Breaks the tokens of one paragraph into lines.

    `widths` are the widths of the first line and of each other line. They and `space_width` are in points. `scale`
    applies to the widths of tokens. `loose` is the share of a line that may stay empty before a word is hyphenated.
    With `breaks_wide_words`, words wider than a line are hyphenated, too.
    """

    space_width: float
    widths: tuple[float, float]
    scale: float
    loose: float
    hyphenate: Hyphenator
    breaks_wide_words: bool = False

    def fill(self, tokens: Sequence[Token]) -> Lines:
        """Return the lines, each with its natural width in points. A token wider than its line is alone on a line.

        If it costs little, no line ends with a word of one letter, and no short word is alone on the last line.
        """
        lines, has_moved = self._fill(tokens, moves_letters=True)
        if has_moved:
            usual, _ = self._fill(tokens, moves_letters=False)
            lines = usual if len(usual) < len(lines) else lines
        return self._give_company(lines)

    def _fill(self, tokens: Sequence[Token], moves_letters: bool) -> tuple[Lines, bool]:
        """Return the lines, and whether a word of one letter was moved from a line's end to the next line."""
        lines: Lines = []
        current: list[Token] = []
        x, room, hyphens, has_moved = 0.0, self.widths[0], 0, False
        for token in tokens:
            rest = token
            space = self.space_width if token.spaced else 0.0
            if current and x + space + token.width * self.scale > room + ROUNDING_POINTS:
                parts = self._break_at_end(token, room - x - space, room) if hyphens < MAX_HYPHENS_IN_A_ROW else None
                moved = self._letters_to_move(current, token, x, room) if moves_letters and not parts else []
                if parts:
                    current.append(parts[0])
                    x += space + parts[0].width * self.scale
                    rest = parts[1]
                hyphens = hyphens + 1 if parts else 0
                shorter = self._length(moved)
                lines.append((current[: len(current) - len(moved)], x - shorter))
                current, x, room = moved, max(0.0, shorter - self.space_width), self.widths[1]
                has_moved = has_moved or bool(moved)
            while not current and rest.width * self.scale > room + ROUNDING_POINTS:
                parts = self._break(rest, room, self.breaks_wide_words)
                if parts is None:
                    break
                lines.append(([parts[0]], parts[0].width * self.scale))
                rest, room = parts[1], self.widths[1]
            x += rest.width * self.scale + (space if current else 0)
            current.append(rest)
        if current:
            lines.append((current, x))
        return lines, has_moved

    def _length(self, tokens: Sequence[Token]) -> float:
        """Return how much shorter a line becomes without these last tokens, in points."""
        return sum([token.width * self.scale + self.space_width for token in tokens])

    def _letters_to_move(self, line: Sequence[Token], token: Token, x: float, room: float) -> list[Token]:
        """Return the words of one letter at the end of a line of length `x` that should move to the next token."""
        count = 0
        while count < len(line) - 1 and line[-1 - count].spaced and _is_letter(line[-1 - count]):
            count += 1
        if not count or not token.spaced:
            return []
        letters = list(line[-count:])
        fits = self._length(letters) + token.width * self.scale <= self.widths[1]
        return letters if fits and self._is_full(x - self._length(letters), room) else []

    def _is_full(self, x: float, room: float) -> bool:
        """Return whether a line that ends at `x` looks full enough."""
        return room - x <= max(self.loose, LOOSE_TO_MOVE_WORD) * room

    def _give_company(self, lines: Lines) -> Lines:
        """Return the lines with one more word on the last line, if a short word is alone there."""
        if len(lines) < 2 or len(lines[-1][0]) > 1 or len(lines[-2][0]) < 3:
            return lines
        (upper, x), (lower, y) = lines[-2:]
        last, gap, room = upper[-1], self._length(upper[-1:]), self.widths[len(lines) > 2]
        may_move = _is_short(lower[0]) and last.spaced and lower[0].spaced
        if not may_move or gap + y > self.widths[1] or not self._is_full(x - gap, room):
            return lines
        return [*lines[:-2], (upper[:-1], x - gap), ([last, *lower], gap + y)]

    def _break_at_end(self, token: Token, left: float, room: float) -> tuple[Token, Token] | None:
        """Return a token in two parts, if too much of a line of width `room` would stay empty otherwise."""
        if left < min(self.loose, LOOSE_TO_MOVE_WORD) * room:
            return None
        return self._break(token, left, left >= self.loose * room)

    def _break(self, token: Token, left: float, hyphenates: bool) -> tuple[Token, Token] | None:
        """Return a token in two parts, broken at the last position where the first part fits into `left` points."""
        if len(token.runs) != 1 or token.runs[0].code is not None:
            return None
        run = token.runs[0]
        if run.glyphs or not token.spaced:
            return None
        unit = run.width / run.face.width(run.text)
        for position, hyphen in self._break_positions(run.text, hyphenates):
            first, rest = run.text[:position] + hyphen, run.text[position:]
            width = run.face.width(first) * unit
            if width * self.scale <= left + ROUNDING_POINTS:
                second = run.face.width(rest) * unit
                return (
                    Token([TextRun(first, run.face, run.style, width)], width),
                    Token([TextRun(rest, run.face, run.style, second)], second),
                )
        return None

    def _break_positions(self, text: str, hyphenates: bool) -> Iterable[tuple[int, str]]:
        """Return the break positions of a word, the last first, each with the hyphen to add."""
        word = text.rstrip(END_PUNCTUATION)
        if not MIN_HYPHENATED_CHARACTERS <= len(word) <= MAX_HYPHENATED_CHARACTERS:
            return ()
        if hyphenates and word.isalpha() and (self.breaks_wide_words or word[1:].islower()):
            return ((position, "-") for position in reversed(self.hyphenate(word)))
        if ADDRESS.search(word):
            return ()
        return ((match.start(), "") for match in reversed([*BREAK_AFTER_SIGN.finditer(word)]))


def _is_letter(token: Token) -> bool:
    """Return whether a token is one letter of a script with capitals. In other scripts, one character may be a word."""
    text = "".join([run.text for run in token.runs])
    return len(text) == 1 and text.lower() != text.upper() and token.runs[0].code is None


def _is_short(token: Token) -> bool:
    text = "".join([run.text for run in token.runs]).strip(END_PUNCTUATION)
    plain = all(run.code is None and not run.glyphs for run in token.runs)
    return plain and text.isalpha() and len(text) < SHORT_WORD_CHARACTERS
