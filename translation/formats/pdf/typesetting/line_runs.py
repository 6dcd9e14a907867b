"""The layout of a line of shaped text: the positions of its runs, and the operators that show them.

The operators include the characters of glyphs whose meaning is not fixed, so that text can be copied and searched.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from translation.formats.pdf.bidi import visual_order
from translation.formats.pdf.typesetting.line_breaking import ShapedGlyph, TextRun, Token

# The numbers in the operand of TJ are thousandths of an em.
TJ_UNITS_PER_EM = 1000
# A glyph that is further than this from the end of the last glyph is moved. Less is lost in rounding.
MIN_MOVE_TJ_UNITS = 0.5
# A smaller change of a glyph's height is left out, because the operator has two decimals.
MIN_RISE_POINTS = 0.005


@dataclass(slots=True, frozen=True)
class PlacedRun:
    """A run, or a space in the style of the run before it. `x` is its left end. Both measures are in points."""

    run: TextRun
    is_space: bool
    x: float
    width: float


def place_runs(
    tokens: Sequence[Token], left: float, space_width: float, stretch: float, scale: float
) -> list[PlacedRun]:
    """Return the runs and spaces of a line in reading order, with positions from `left` (UAX #9, rule L2).

    `stretch` is what justification adds to each gap. It and `space_width` are in points. `scale` applies to the widths
    of runs.
    """
    found: list[tuple[TextRun, bool, float, int]] = []
    for number, token in enumerate(tokens):
        if number and found and (token.spaced or token.stretches):
            width = (space_width if token.spaced else 0.0) + stretch
            found.append((found[-1][0], True, width, token.level))
        found += [(run, False, run.width * scale, run.level) for run in token.runs]
    positions = [0.0] * len(found)
    x = left
    for number in visual_order([level for *_, level in found]):
        positions[number] = x
        x += found[number][2]
    spaced = iter(token.spaced for token in tokens[1:] if token.spaced or token.stretches)
    return [
        PlacedRun(run, is_space, x, width)
        for (run, is_space, width, _level), x in zip(found, positions, strict=True)
        if not is_space or next(spaced)
    ]


def count_gaps(tokens: Sequence[Token]) -> int:
    """Return the number of gaps that justification may widen."""
    return sum(token.spaced or token.stretches for token in tokens[1:])


def group_by_style(line: Iterable[PlacedRun]) -> Iterator[list[PlacedRun]]:
    """Yield the parts of a line for one text object each: of one face, style and level, or one inline code."""
    current: list[PlacedRun] = []
    for each in line:
        run = each.run
        last = current[-1].run if current else None
        if last is not None and last is not run and not _looks_like(last, run):
            yield current
            current = []
        current.append(each)
    if current:
        yield current


def _looks_like(one: TextRun, other: TextRun) -> bool:
    same = one.face is other.face and one.style == other.style and one.level == other.level
    return same and one.code is None and other.code is None


class TextOperators:
    """Builds the operators between BT and ET that show runs, from `start` on, at a `size`, both in points.

    `glyph_texts` has the text of each glyph of the face in the whole document, and is extended. A glyph with another
    text here, and characters with several glyphs, are marked with /ActualText.
    """

    def __init__(self, glyph_texts: dict[int, str], start: float, size: float) -> None:
        self._glyph_texts, self._pen, self._size = glyph_texts, start, size
        self._rise = 0.0
        self._operators: list[str] = []
        self._array: list[str] = []

    def add(self, placed: PlacedRun) -> None:
        """Show a run or a space."""
        run = placed.run
        for cluster in _clusters(make_space_glyph(run) if placed.is_space else run.glyphs or _row(run)):
            text = cluster[0].text
            known = len(cluster) == 1 and not cluster[0].is_ambiguous
            known = known and self._glyph_texts.setdefault(cluster[0].number, text) == text
            if not known:
                self._flush()
                self._operators.append(f"/Span<</ActualText<feff{text.encode('utf-16-be').hex()}>>>BDC")
            for glyph in cluster:
                self._show(glyph, placed.x)
            if not known:
                self._flush()
                self._operators.append("EMC")

    def _show(self, glyph: ShapedGlyph, x: float) -> None:
        x += glyph.x * self._size
        rise = glyph.y * self._size
        if abs(rise - self._rise) > MIN_RISE_POINTS:
            self._flush()
            self._operators.append(f"{rise:.2f} Ts")
            self._rise = rise
        move = (self._pen - x) / self._size * TJ_UNITS_PER_EM
        if abs(move) > MIN_MOVE_TJ_UNITS:
            self._array.append(f">{move:.0f}<" if self._array else f"{move:.0f}<")
            x = self._pen - round(move) * self._size / TJ_UNITS_PER_EM
        elif not self._array:
            self._array.append("<")
        self._array.append(f"{glyph.number:04x}")
        self._pen = x + glyph.advance * self._size

    def _flush(self) -> None:
        if self._array:
            self._operators.append(f"[{''.join(self._array)}>]TJ")
            self._array = []

    def finish(self) -> str:
        """Return all operators."""
        self._flush()
        if self._rise:
            self._operators.append("0 Ts")
        return " ".join(self._operators)


def make_space_glyph(run: TextRun) -> Iterable[ShapedGlyph]:
    """Return the space of a run's face, if the face has one."""
    number, advance = run.face.glyph(" ")
    return (ShapedGlyph(number, 0.0, 0.0, advance, " "),) if number else ()


def _row(run: TextRun) -> Iterable[ShapedGlyph]:
    x = 0.0
    for character in run.text:
        number, advance = run.face.glyph(character)
        yield ShapedGlyph(number, x, 0.0, advance, character)
        x += advance


def _clusters(glyphs: Iterable[ShapedGlyph]) -> Iterator[list[ShapedGlyph]]:
    current: list[ShapedGlyph] = []
    for glyph in glyphs:
        if glyph.text and current:
            yield current
            current = []
        current.append(glyph)
    if current:
        yield current
