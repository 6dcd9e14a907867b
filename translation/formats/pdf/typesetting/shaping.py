"""Shaping text with HarfBuzz: characters that join, stack or change their order become glyphs with positions.

This breaks translations into tokens if Base-14 characters from left to right are not enough: for other scripts, for
text that runs to the left, and for lines that may be broken without spaces.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby

import uharfbuzz

from translation.document import Content, InlineCode
from translation.formats.pdf.bidi import OBJECT, embedding_levels, has_right_to_left
from translation.formats.pdf.fonts import Face, Style, face_of
from translation.formats.pdf.scripts import (
    BASE14_SCRIPTS,
    LANGUAGES_BEYOND_BASE14,
    UNSPACED,
    break_points,
    faces_for,
    is_right_to_left,
    scripts_of,
    simple_face,
)
from translation.formats.pdf.text_frame import TextFrame
from translation.formats.pdf.typesetting.line_breaking import (
    ShapedGlyph,
    TextRun,
    Token,
    load_hyphenator,
    make_code_run,
    make_tokens,
)
from translation.formats.pdf.typesetting.mirror import mirror
from translation.formats.pdf.typesetting.paragraph import TypesetParagraph

# Invisible characters that control others.
INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
ZERO_WIDTH_SPACE = "\u200b"
# Scripts whose combining marks each have a separate glyph.
ONE_TO_ONE = frozenset({"ARABIC", "HEBREW", "THAI", "LAO"})
# Signs of a Base-14 face that are mirrored in text to the left (rule L4).
MIRRORED_SIGNS = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
# The number of shaped words that are cached.
CACHED_WORDS = 20_000
# The number of characters whose faces are cached.
CACHED_FACES = 4096


class Typesetter:
    """Makes typeset paragraphs from translations into one language."""

    def __init__(self, language: str, smallest_scale: float) -> None:
        self.language = language
        self.rtl = is_right_to_left(language)
        self._smallest_scale = smallest_scale
        self._hyphenate = load_hyphenator(language)

    def typeset(self, frame: TextFrame, content: Content) -> TypesetParagraph | None:
        """Return a translation as tokens in its frame, or None if a character is in no face.

        A frame whose original runs in the other direction is mirrored. The paragraph is not fitted and has scale 1.
        """
        if self._is_simple(frame, content) and not frame.rtl:
            tokens = make_tokens(frame, content)
            return None if tokens is None else TypesetParagraph(frame, tokens, self._hyphenate, self._smallest_scale)
        if self.rtl != frame.rtl:
            frame = mirror(frame)
        text = _StyledText(frame, content, self)
        if any(face is None for face in text.faces):
            return None
        tokens = list(text.tokens())
        return TypesetParagraph(frame, tokens, self._hyphenate, self._smallest_scale, is_shaped=True)

    def _is_simple(self, frame: TextFrame, content: Content) -> bool:
        """Return whether a translation has only Base-14 characters from left to right."""
        if self.rtl or self.language.split("-")[0] in LANGUAGES_BEYOND_BASE14:
            return False
        face = face_of(frame.style)
        return not any(face.lacks(part.text.replace("\u00a0", " ")) for part in content if part.text)


class _StyledText:
    """A translation by character: each with its style or code, embedding level, script and face."""

    def __init__(self, frame: TextFrame, content: Content, typesetter: Typesetter) -> None:
        self.frame, self.language = frame, typesetter.language
        self.styles: list[Style] = []
        self.codes: dict[int, InlineCode] = {}
        texts: list[str] = []
        for part in content:
            if isinstance(part, InlineCode):
                self.codes[len(self.styles)] = part
                text, style = OBJECT, frame.style
            else:
                text = unicodedata.normalize("NFC", part.text.replace("\u00a0", " "))
                style = frame.styles[part.style]
            texts.append(text)
            self.styles += [style] * len(text)
        self.text = "".join(texts)
        self.levels = embedding_levels(self.text, typesetter.rtl and has_right_to_left(self.text))
        self.scripts = scripts_of(self.text)
        self.faces = list(self._choose_faces())

    def _choose_faces(self) -> Iterator[Face | None]:
        """Yield the face of each character. A combining mark uses the face of the character before, if possible."""
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
        """Yield the tokens in reading order."""
        points = break_points(self.text, self.scripts)
        start, spaced = 0, True
        for end in range(len(self.text) + 1):
            at_space = end < len(self.text) and self.text[end] == " "
            if end < len(self.text) and not at_space and end not in points:
                continue
            if end > start:
                yield self._token(start, end, spaced)
                spaced = False
            start = end
            if at_space:
                start, spaced = end + 1, True

    def _token(self, start: int, end: int, spaced: bool) -> Token:
        runs = [
            self._run(first, last)
            for first, last in self._split_by_looks(start, end)
            if self.text[first:last] != ZERO_WIDTH_SPACE
        ]
        stretches = not spaced and start > 0 and bool({self.scripts[start], self.scripts[start - 1]} & UNSPACED)
        level = self.levels[start - 1] if start else 0
        return Token(runs, sum(run.width for run in runs), spaced=spaced, stretches=stretches, level=level)

    def _split_by_looks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the parts of a token: single codes, and text of one style, face, script and level."""

        def looks(number: int) -> tuple[object, ...]:
            code = number if number in self.codes else -1
            face = self.faces[number]
            script = "" if face is None or self.scripts[number] in BASE14_SCRIPTS else self.scripts[number]
            return code, self.styles[number], id(face), script, self.levels[number]

        for _key, group in groupby(range(start, end), key=looks):
            numbers = list(group)
            yield numbers[0], numbers[-1] + 1

    def _run(self, start: int, end: int) -> TextRun:
        level = self.levels[start]
        if start in self.codes:
            run = make_code_run(self.frame, self.frame.codes[self.codes[start].id])
            return run._replace(level=level)
        face, style, text = self.faces[start], self.styles[start], self.text[start:end]
        assert face is not None
        if _is_row(face, text, level):
            return TextRun(text, face, style, face.width(text) * style.size, level=level)
        glyphs, width = shape_text(face, text, self.scripts[start], self.language, bool(level % 2))
        return TextRun(text, face, style, width * style.size, glyphs=glyphs, level=level)


@lru_cache(maxsize=CACHED_FACES)
def _face(character: str, script: str, style: Style, language: str) -> Face | None:
    faces = faces_for(script, style, simple_face(style, language))
    return next((face for face in faces if not face.lacks(character)), None)


def _is_row(face: Face, text: str, level: int) -> bool:
    """Return whether a text needs no shaping, only one glyph per character to the right."""
    scripts = BASE14_SCRIPTS | UNSPACED
    return level % 2 == 0 and (_load_font(face) is None or all(script in scripts for script in scripts_of(text)))


@cache
def _load_font(face: Face) -> uharfbuzz.Font | None:
    table = uharfbuzz.Face(face.font.buffer)
    return uharfbuzz.Font(table) if table.glyph_count else None


@lru_cache(maxsize=CACHED_WORDS)
def shape_text(
    face: Face, text: str, script: str, language: str, to_left: bool
) -> tuple[tuple[ShapedGlyph, ...], float]:
    """Return the glyphs of a text in reading order, and its width. Measures are in ems, x from the left edge.

    `text` has one script and one direction, `to_left`. HarfBuzz cannot read some faces, such as Base-14. They give
    mirrored glyphs one by one.
    """
    font = _load_font(face)
    if font is None:
        return _mirrored_row(face, text)
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if to_left else "ltr"
    buffer.language = language
    uharfbuzz.shape(font, buffer)
    return _place_glyphs(font, text, script, buffer, to_left)


def _place_glyphs(
    font: uharfbuzz.Font, text: str, script: str, buffer: uharfbuzz.Buffer, to_left: bool
) -> tuple[tuple[ShapedGlyph, ...], float]:
    unit = 1 / font.face.upem
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    end_of = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    x, found = 0.0, list[tuple[int, ShapedGlyph]]()
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        natural = font.get_glyph_h_advance(info.codepoint) * unit
        characters = text[info.cluster : end_of[info.cluster]]
        origin = x + position.x_offset * unit, position.y_offset * unit
        found.append((info.cluster, ShapedGlyph(info.codepoint, *origin, natural, characters)))
        x += position.x_advance * unit
    if to_left:
        found.reverse()
    glyphs = _name_clusters(font, found)
    return tuple(glyphs if script in ONE_TO_ONE else (_flag_ambiguous(font, each) for each in glyphs)), x


def _name_clusters(font: uharfbuzz.Font, found: Sequence[tuple[int, ShapedGlyph]]) -> Iterator[ShapedGlyph]:
    """Yield the glyphs, with the characters of each cluster at its first glyph only."""
    clusters = [[glyph for _, glyph in group] for _, group in groupby(found, key=lambda each: each[0])]
    for number, cluster in enumerate(clusters):
        if not cluster:
            continue
        text, after = cluster[0].text, clusters[number + 1 : number + 2]
        if after and len(cluster) == 1 and len(text) > 1 and font.get_nominal_glyph(ord(text[0])) == cluster[0].number:
            # A combining mark that became one glyph with the marks after it was counted with the letter before.
            after[0][:] = [glyph._replace(text=text[1:] + glyph.text) for glyph in after[0]]
            text = text[0]
        if (
            after
            and len(cluster) > 1
            and cluster[-1].advance
            and _is_combining(after[0][0].text[0])
            and not _is_combining(text[-1])
        ):
            # Viewers that match glyphs with the marked text from its end would copy the last letter twice.
            cluster.extend(after[0])
            text += after[0][0].text
            after[0].clear()
        yield from (glyph._replace(text="" if position else text) for position, glyph in enumerate(cluster))


def _flag_ambiguous(font: uharfbuzz.Font, glyph: ShapedGlyph) -> ShapedGlyph:
    """Return a glyph, flagged if it shows combining marks but is not a mark's own glyph, so that marks may share it."""
    only_marks = glyph.text and all(map(_is_combining, glyph.text))
    own = only_marks and len(glyph.text) == 1 and font.get_nominal_glyph(ord(glyph.text)) == glyph.number
    return glyph._replace(is_ambiguous=True) if only_marks and not own else glyph


def _is_combining(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _mirrored_row(face: Face, text: str) -> tuple[tuple[ShapedGlyph, ...], float]:
    """Return the glyphs of a text of Base-14 signs to the left, and its width."""
    x, found = 0.0, list[ShapedGlyph]()
    for character in reversed(text):
        number, advance = face.glyph(character.translate(MIRRORED_SIGNS))
        found.append(ShapedGlyph(number, x, 0.0, advance, character))
        x += advance
    return tuple(reversed(found)), x
