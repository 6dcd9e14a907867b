"""ShapedGlyph text with HarfBuzz: letters that join, stack and swap places become glyphs with positions, run by run.

A translation is cut into tokens here when Base-14 letters in a row from left to right will not do: other scripts,
text to the left, lines that break without blanks.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

import uharfbuzz

from translation.document import Content, InlineCode
from translation.formats.pdf.bidi import OBJECT, embedding_levels, has_right_to_left
from translation.formats.pdf.fonts import Face, Style, face_of
from translation.formats.pdf.scripts import (
    BEYOND_BUILT_IN,
    SIMPLE,
    UNSPACED,
    break_points,
    faces_for,
    is_right_to_left,
    scripts_of,
    simple_face,
)
from translation.formats.pdf.text_frame import TextFrame
from translation.formats.pdf.typesetting.fit import TypesetParagraph
from translation.formats.pdf.typesetting.line_breaking import Hyphenate, Run, ShapedGlyph, Token, code_run, make_tokens
from translation.formats.pdf.typesetting.mirror import mirrored

# Characters that steer the setting of others and have no looks of their own.
INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
# Scripts whose marks each have glyphs of their own.
ONE_TO_ONE = frozenset({"ARABIC", "HEBREW", "THAI", "LAO"})
# Shaped words kept for the next time they come.
WORDS_KEPT = 20_000


@dataclass(slots=True, frozen=True)
class Typesetter:
    """Makes the tokens of translations into one language."""

    language: str

    @property
    def rtl(self) -> bool:
        """Whether paragraphs run from right to left."""
        return is_right_to_left(self.language)

    def is_simple(self, place: TextFrame, content: Content) -> bool:
        """Whether a translation is a row of Base-14 letters from left to right."""
        if self.rtl or self.language.split("-")[0] in BEYOND_BUILT_IN:
            return False
        face = face_of(place.style)
        return not any(face.lacks(piece.text.replace("\u00a0", " ")) for piece in content if piece.text)

    def set(self, place: TextFrame, content: Content, hyphenate: Hyphenate, smallest: float) -> TypesetParagraph | None:
        """The setting of a translation; None when a character of it cannot be drawn."""
        if self.is_simple(place, content) and not place.rtl:
            tokens = make_tokens(place, content)
            return None if tokens is None else TypesetParagraph(place, tokens, hyphenate, smallest)
        if self.rtl != place.rtl:
            place = mirrored(place)
        text = _Text(place, content, self)
        if any(face is None for face in text.faces):
            return None
        return TypesetParagraph(place, list(text.tokens()), hyphenate, smallest, is_shaped=True)


class _Text:
    """A translation, character by character: its style or code, level and face."""

    def __init__(self, place: TextFrame, content: Content, typesetter: Typesetter) -> None:
        self.place, self.language = place, typesetter.language
        self.styles: list[Style] = []
        self.codes: dict[int, InlineCode] = {}
        parts: list[str] = []
        for piece in content:
            if isinstance(piece, InlineCode):
                self.codes[len(self.styles)] = piece
                text, style = OBJECT, place.style
            else:
                text = unicodedata.normalize("NFC", piece.text.replace("\u00a0", " "))
                style = place.styles[piece.style]
            parts.append(text)
            self.styles += [style] * len(text)
        self.text = "".join(parts)
        self.levels = embedding_levels(self.text, typesetter.rtl and has_right_to_left(self.text))
        self.scripts = scripts_of(self.text)
        self.faces = list(self._choose_faces())

    def _choose_faces(self) -> Iterator[Face | None]:
        """The face of each character: the one of the character before where that has it, too."""
        last: tuple[str, Style, Face] | None = None
        for character, script, style in zip(self.text, self.scripts, self.styles, strict=True):
            if character in INVISIBLE or character in (OBJECT, " "):
                yield last[2] if last and last[:2] == (script, style) else simple_face(style, self.language)
                continue
            face = _face(character, script, style, self.language)
            if last and last[:2] == (script, style) and unicodedata.combining(character):
                face = last[2] if not last[2].lacks(character) else face
            if face is not None:
                last = script, style, face
            yield face

    def tokens(self) -> Iterator[Token]:
        """The tokens in the order in which they are read."""
        points = break_points(self.text, self.scripts)
        start, spaced = 0, True
        for end in range(len(self.text) + 1):
            at_blank = end < len(self.text) and self.text[end] == " "
            if end < len(self.text) and not at_blank and end not in points:
                continue
            if end > start:
                yield self._token(start, end, spaced)
                spaced = False
            start = end
            if at_blank:
                start, spaced = end + 1, True

    def _token(self, start: int, end: int, spaced: bool) -> Token:
        runs = [
            self._run(first, last) for first, last in self._stretches(start, end) if self.text[first:last] != "\u200b"
        ]
        wide = not spaced and start > 0 and bool({self.scripts[start], self.scripts[start - 1]} & UNSPACED)
        level = self.levels[start - 1] if start else 0
        return Token(runs, sum(run.width for run in runs), spaced=spaced, wide=wide, level=level)

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Parts of a token that are one code, or are of one style, face, script and level."""

        def looks(number: int) -> tuple[object, ...]:
            code = number if number in self.codes else -1
            face = self.faces[number]
            script = "" if face is None or self.scripts[number] in SIMPLE else self.scripts[number]
            return code, self.styles[number], id(face), script, self.levels[number]

        for _key, group in groupby(range(start, end), key=looks):
            numbers = list(group)
            yield numbers[0], numbers[-1] + 1

    def _run(self, start: int, end: int) -> Run:
        level = self.levels[start]
        if start in self.codes:
            run = code_run(self.place, self.place.codes[self.codes[start].id])
            return Run(run.text, run.face, run.style, run.width, run.code, level=level)
        face, style, text = self.faces[start], self.styles[start], self.text[start:end]
        assert face is not None
        if _is_row(face, text, level):
            return Run(text, face, style, face.width(text) * style.size, level=level)
        shapes, width = shape(face, text, self.scripts[start], self.language, bool(level % 2))
        return Run(text, face, style, width * style.size, shapes=shapes, level=level)


@lru_cache(maxsize=4096)
def _face(character: str, script: str, style: Style, language: str) -> Face | None:
    faces = faces_for(script, style, simple_face(style, language))
    return next((face for face in faces if not face.lacks(character)), None)


def _is_row(face: Face, text: str, level: int) -> bool:
    """Whether a text is glyph after glyph to the right as its letters come. HarfBuzz cannot read Base-14 faces."""
    return level % 2 == 0 and (_shaper(face) is None or all(script in SIMPLE | UNSPACED for script in scripts_of(text)))


@cache
def _shaper(face: Face) -> uharfbuzz.Font | None:
    table = uharfbuzz.Face(face.font.buffer)
    return uharfbuzz.Font(table) if table.glyph_count else None


@lru_cache(maxsize=WORDS_KEPT)
def shape(face: Face, text: str, script: str, language: str, to_left: bool) -> tuple[tuple[ShapedGlyph, ...], float]:
    """The glyphs of a text in the order in which it is read, and its width. All in ems, x from the left edge."""
    font = _shaper(face)
    if font is None:
        return _mirrored_row(face, text)
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if to_left else "ltr"
    buffer.language = language
    uharfbuzz.shape(font, buffer)
    return _placed(font, text, script, buffer, to_left)


def _placed(
    font: uharfbuzz.Font, text: str, script: str, buffer: uharfbuzz.Buffer, to_left: bool
) -> tuple[tuple[ShapedGlyph, ...], float]:
    unit = 1 / font.face.upem
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    end_of = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    x, found = 0.0, list[tuple[int, ShapedGlyph]]()
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        natural = font.get_glyph_h_advance(info.codepoint) * unit
        letters = text[info.cluster : end_of[info.cluster]]
        place = x + position.x_offset * unit, position.y_offset * unit
        found.append((info.cluster, ShapedGlyph(info.codepoint, *place, natural, letters)))
        x += position.x_advance * unit
    if to_left:
        found.reverse()
    shapes = _clusters(font, found)
    return tuple(shapes if script in ONE_TO_ONE else (_with_doubt(font, each) for each in shapes)), x


def _clusters(font: uharfbuzz.Font, found: Sequence[tuple[int, ShapedGlyph]]) -> Iterator[ShapedGlyph]:
    """The letters of a cluster stand with its first glyph, the others have none."""
    clusters = [[shape for _, shape in group] for _, group in groupby(found, key=lambda each: each[0])]
    for number, cluster in enumerate(clusters):
        if not cluster:
            continue
        text, after = cluster[0].text, clusters[number + 1 : number + 2]
        if after and len(cluster) == 1 and len(text) > 1 and font.get_nominal_glyph(ord(text[0])) == cluster[0].number:
            # A mark that has become one glyph with those after it is counted with the letter before.
            after[0][:] = [shape._replace(text=text[1:] + shape.text) for shape in after[0]]
            text = text[0]
        if (
            after
            and len(cluster) > 1
            and cluster[-1].advance
            and _is_mark(after[0][0].text[0])
            and not _is_mark(text[-1])
        ):
            # Readers that match glyphs with the marked text from its end would give the last letter twice.
            cluster.extend(after[0])
            text += after[0][0].text
            after[0].clear()
        yield from (shape._replace(text="" if position else text) for position, shape in enumerate(cluster))


def _with_doubt(font: uharfbuzz.Font, shape: ShapedGlyph) -> ShapedGlyph:
    """A mark that is not just its letter's own glyph may be part of several vowels."""
    only_marks = shape.text and all(map(_is_mark, shape.text))
    own = only_marks and len(shape.text) == 1 and font.get_nominal_glyph(ord(shape.text)) == shape.number
    return shape._replace(is_ambiguous=True) if only_marks and not own else shape


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _mirrored_row(face: Face, text: str) -> tuple[tuple[ShapedGlyph, ...], float]:
    """Signs of a Base-14 face that stand within text to the left."""
    mirrored = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
    x, found = 0.0, list[ShapedGlyph]()
    for character in reversed(text):
        number, advance = face.glyph(character.translate(mirrored))
        found.append(ShapedGlyph(number, x, 0.0, advance, character))
        x += advance
    return tuple(reversed(found)), x
