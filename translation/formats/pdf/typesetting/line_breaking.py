"""Cut translations into tokens and break them into lines, hyphenated by the patterns of the target language.

Lines are filled one after the other ("first fit"). The patterns are those of the package pyphen.
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

# A word is hyphenated only where more than this share of its line would stay empty without that. Gaps are hidden in
# ragged lines, and hyphens disturb in short texts.
LOOSE_JUSTIFIED = 0.06
LOOSE_RAGGED = 0.3
LOOSE_SHORT = 0.6
# A word is broken behind a hyphen or slash of its own, unless it is an address or a number.
BREAK_AFTER_SIGN = re.compile(r"(?<=[^\W\d_]{2}[-–/])(?=[^\W\d_]{3})")
ADDRESS = re.compile(r"[@:.]\w|\d|/.*/")
# Punctuation at the end of a word, which does not count for its hyphenation.
END_PUNCTUATION = ".,;:!?)»”\"'"
# Words with fewer characters stay whole.
MIN_HYPHENATED_CHARACTERS = 6
# What has more characters is no word, and takes long to hyphenate.
MAX_HYPHENATED_CHARACTERS = 100
# Typographers want at least this many characters before and after a hyphen.
MIN_CHARACTERS_BEFORE_HYPHEN = 2
MIN_CHARACTERS_AFTER_HYPHEN = 3
# A word with fewer characters does not stand alone on a last line.
SHORT_WORD_CHARACTERS = 3
# To move a word to the next line, for its company or off a line's end, at most this share of a line is left empty.
LOOSE_TO_MOVE_WORD = 0.1
# At most this many lines in a row end with a hyphen.
MAX_HYPHENS_IN_A_ROW = 2
# A line is full when it is wider than its room by more than this: sums of floats are not exact.
ROUNDING_POINTS = 0.01
# Words of a style that are kept for the next time they come, and styles that have such words.
WORDS_KEPT = 4000
STYLES_KEPT = 16

Hyphenator = Callable[[str], Sequence[int]]


class ShapedGlyph(NamedTuple):
    """A glyph from shaping: its position from the left end of its run, and its advance, in ems, y up.

    `text` is what it shows. It is empty for all but the first glyph of the same characters. `is_ambiguous` means that
    the glyph shows a combining mark here and may show another one elsewhere.
    """

    number: int
    x: float
    y: float
    advance: float
    text: str
    is_ambiguous: bool = False


class TextRun(NamedTuple):
    """Text in one face and style, or an inline code; `width` in points at scale 1.

    `glyphs` are set, in reading order, if they are not just those of the characters from left to right. `level` is
    the embedding level, odd for text that runs to the left.
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
    """What stands between two places where a line may be broken; `width` in points at scale 1.

    `spaced` means that a space, of embedding level `level`, stands before it. `stretches` means that justifying may
    put room before it even without a space.
    """

    runs: list[TextRun]
    width: float = 0.0
    spaced: bool = True
    stretches: bool = False
    level: int = 0


Lines = list[tuple[list[Token], float]]


def load_hyphenator(language: str) -> Hyphenator:
    """Return the function that gives the positions in a word where it may be hyphenated.

    For a language without patterns it gives none. With "en_US" patterns "translation" gives 5 and 7.
    """
    name = pyphen.language_fallback(language.replace("-", "_"))
    return _load_patterns(name) if name else lambda _word: ()


@cache
def _load_patterns(name: str) -> Hyphenator:
    return cache(
        pyphen.Pyphen(lang=name, left=MIN_CHARACTERS_BEFORE_HYPHEN, right=MIN_CHARACTERS_AFTER_HYPHEN).positions
    )


def make_tokens(frame: TextFrame, content: Content) -> list[Token] | None:
    """Return the tokens of a translation into Base-14 text, or None when no face has some character of it.

    Spans take the styles of the frame by their numbers, inline codes its codes by their ids.
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
    """Return the run of an inline code: drawn with its own glyphs, or as text if these are not known."""
    face = face_of(frame.style)
    if code.glyphs:
        return TextRun(code.text, face, frame.style, code.x1 - code.x0, code)
    return TextRun(code.text, face, frame.style, face.width(code.text) * frame.size * frame.condense)


class _WordTokens(dict[str, Token]):
    """The tokens of words in one style. Each is made once."""

    def __init__(self, style: Style, condense: float) -> None:
        super().__init__()
        self._style, self._face, self._unit = style, face_of(style), style.size * condense

    def __missing__(self, word: str) -> Token:
        runs = [TextRun(text, face, self._style, face.width(text) * self._unit) for text, face in self._by_face(word)]
        if len(self) == WORDS_KEPT:
            self.clear()
        token = self[word] = Token(runs, sum([run.width for run in runs]))
        return token

    def lack(self, text: str) -> bool:
        """Return whether neither the style's face nor the fallback has some character of a text."""
        return self._face.lacks(text) and any(
            self._face.lacks(character) and face_named(FALLBACK).lacks(character) for character in text.replace(" ", "")
        )

    def _by_face(self, word: str) -> list[tuple[str, Face]]:
        """Return a word in parts by face: the style's own, and the fallback for characters that it lacks."""
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
def _words_in_style(style: Style, condense: float) -> _WordTokens:
    return _WordTokens(style, condense)


class _TokenBuilder:
    """Makes tokens of the parts of a translation: words that meet without a space become one token."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self._after_space = True

    def add(self, runs: Sequence[TextRun], width: float) -> None:
        """Add runs directly after the part before."""
        if self._after_space:
            self.tokens.append(Token([]))
        self.tokens[-1].runs.extend(runs)
        self.tokens[-1].width += width
        self._after_space = False

    def add_text(self, text: str, words: _WordTokens) -> None:
        """Add a text. Its first and its last word may be parts of tokens."""
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

    `space_width` and `widths`, of the first line and of each other, are in points as set; `scale` is that of the
    tokens' widths. `loose` is the share of a line that may stay empty before a word is hyphenated. With
    `breaks_wide_words` a word that is wider than a line is hyphenated, too.
    """

    space_width: float
    widths: tuple[float, float]
    scale: float
    loose: float
    hyphenate: Hyphenator
    breaks_wide_words: bool = False

    def fill(self, tokens: Sequence[Token]) -> Lines:
        """Return the lines, each with its natural width in points. A token wider than its line stands alone on one.

        Where that costs little, no line ends with a word of one letter, and no short word is alone on the last line.
        """
        lines, has_moved = self._fill(tokens, moves_letters=True)
        if has_moved:
            usual, _ = self._fill(tokens, moves_letters=False)
            lines = usual if len(usual) < len(lines) else lines
        return self._give_company(lines)

    def _fill(self, tokens: Sequence[Token], moves_letters: bool) -> tuple[Lines, bool]:
        """Return lines, and whether a word of one letter was moved from a line's end to the next line."""
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
        """Return how much shorter a line gets without these last tokens, in points."""
        return sum([token.width * self.scale + self.space_width for token in tokens])

    def _letters_to_move(self, line: Sequence[Token], token: Token, x: float, room: float) -> list[Token]:
        """Return the words of one letter at the end of a line, `x` long, that should stand before the next token."""
        count = 0
        while count < len(line) - 1 and line[-1 - count].spaced and _is_letter(line[-1 - count]):
            count += 1
        if not count or not token.spaced:
            return []
        letters = list(line[-count:])
        fits = self._length(letters) + token.width * self.scale <= self.widths[1]
        return letters if fits and self._is_full(x - self._length(letters), room) else []

    def _is_full(self, x: float, room: float) -> bool:
        """Return whether a line that ends at x looks full enough."""
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
        """Return a token in two parts, if too much of a line `room` wide would stay empty without that."""
        if left < min(self.loose, LOOSE_TO_MOVE_WORD) * room:
            return None
        return self._break(token, left, left >= self.loose * room)

    def _break(self, token: Token, left: float, hyphenates: bool) -> tuple[Token, Token] | None:
        """Return a token in two parts, broken at the last place where the first part fits into `left` points."""
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
        """Return where a word may be broken, the last place first, with the hyphen to put there."""
        word = text.rstrip(END_PUNCTUATION)
        if not MIN_HYPHENATED_CHARACTERS <= len(word) <= MAX_HYPHENATED_CHARACTERS:
            return ()
        if hyphenates and word.isalpha() and (self.breaks_wide_words or word[1:].islower()):
            return ((position, "-") for position in reversed(self.hyphenate(word)))
        if ADDRESS.search(word):
            return ()
        return ((match.start(), "") for match in reversed([*BREAK_AFTER_SIGN.finditer(word)]))


def _is_letter(token: Token) -> bool:
    """Return whether a token is one letter of a script with capitals. In other scripts a word may be one character."""
    text = "".join([run.text for run in token.runs])
    return len(text) == 1 and text.lower() != text.upper() and token.runs[0].code is None


def _is_short(token: Token) -> bool:
    text = "".join([run.text for run in token.runs]).strip(END_PUNCTUATION)
    plain = all(run.code is None and not run.glyphs for run in token.runs)
    return plain and text.isalpha() and len(text) < SHORT_WORD_CHARACTERS
