"""A line of shaped text: where each run stands, and the operators that show it so that it can be copied out again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from translation.formats.pdf.bidi import visual_order
from translation.formats.pdf.typesetting.line_breaking import Run, ShapedGlyph, Token

# Glyphs this far, in thousandths of an em, from where the last one ends are placed anew.
OFF = 0.5


@dataclass(slots=True, frozen=True)
class Placed:
    """A run, or a blank in the style of the run before it, with its left end in points."""

    run: Run
    is_blank: bool
    x: float
    width: float


def place_runs(tokens: Sequence[Token], left: float, blank: float, stretch: float, scale: float) -> list[Placed]:
    """The runs and blanks of a line in reading order. `blank` and `stretch`, what justifying adds, are in points."""
    found: list[tuple[Run, bool, float, int]] = []
    for number, token in enumerate(tokens):
        if number and found and (token.spaced or token.wide):
            width = (blank if token.spaced else 0.0) + stretch
            found.append((found[-1][0], True, width, token.level))
        found += [(run, False, run.width * scale, run.level) for run in token.runs]
    places = [0.0] * len(found)
    x = left
    for number in visual_order([level for *_, level in found]):
        places[number] = x
        x += found[number][2]
    spaced = iter(token.spaced for token in tokens[1:] if token.spaced or token.wide)
    return [
        Placed(run, is_blank, x, width)
        for (run, is_blank, width, _level), x in zip(found, places, strict=True)
        if not is_blank or next(spaced)
    ]


def gaps(tokens: Sequence[Token]) -> int:
    """At how many places a line may be widened."""
    return sum(token.spaced or token.wide for token in tokens[1:])


def by_looks(line: Iterable[Placed]) -> Iterator[list[Placed]]:
    """The parts of a line that one text object shows."""
    current: list[Placed] = []
    for each in line:
        run = each.run
        last = current[-1].run if current else None
        if last is not None and last is not run and not _alike(last, run):
            yield current
            current = []
        current.append(each)
    if current:
        yield current


def _alike(one: Run, other: Run) -> bool:
    same = one.face is other.face and one.style == other.style and one.level == other.level
    return same and one.code is None and other.code is None


class Strings:
    """Operators between BT and ET. `letters` tells what each glyph of the face stands for in the whole document.

    A glyph that stands for something else here, and letters that several glyphs show, are marked with their text.
    """

    def __init__(self, letters: dict[int, str], start: float, size: float) -> None:
        self._letters, self._pen, self._size = letters, start, size
        self._rise = 0.0
        self._operators: list[str] = []
        self._array: list[str] = []

    def add(self, placed: Placed) -> None:
        """Show a run or a blank."""
        run = placed.run
        for cluster in _clusters(blank_of(run) if placed.is_blank else run.shapes or _row(run)):
            text = cluster[0].text
            known = len(cluster) == 1 and not cluster[0].is_ambiguous
            known = known and self._letters.setdefault(cluster[0].number, text) == text
            if not known:
                self._flush()
                self._operators.append(f"/Span<</ActualText<feff{text.encode('utf-16-be').hex()}>>>BDC")
            for each in cluster:
                self._show(each, placed.x)
            if not known:
                self._flush()
                self._operators.append("EMC")

    def _show(self, shape: ShapedGlyph, x: float) -> None:
        x += shape.x * self._size
        rise = shape.y * self._size
        if abs(rise - self._rise) > 0.005:
            self._flush()
            self._operators.append(f"{rise:.2f} Ts")
            self._rise = rise
        move = (self._pen - x) / self._size * 1000
        if abs(move) > OFF:
            self._array.append(f">{move:.0f}<" if self._array else f"{move:.0f}<")
            x = self._pen - round(move) * self._size / 1000
        elif not self._array:
            self._array.append("<")
        self._array.append(f"{shape.number:04x}")
        self._pen = x + shape.advance * self._size

    def _flush(self) -> None:
        if self._array:
            self._operators.append(f"[{''.join(self._array)}>]TJ")
            self._array = []

    def finish(self) -> str:
        """All operators."""
        self._flush()
        if self._rise:
            self._operators.append("0 Ts")
        return " ".join(self._operators)


def blank_of(run: Run) -> Iterable[ShapedGlyph]:
    """A blank in the face of a run."""
    number, advance = run.face.glyph(" ")
    return (ShapedGlyph(number, 0.0, 0.0, advance, " "),) if number else ()


def _row(run: Run) -> Iterable[ShapedGlyph]:
    x = 0.0
    for character in run.text:
        number, advance = run.face.glyph(character)
        yield ShapedGlyph(number, x, 0.0, advance, character)
        x += advance


def _clusters(shapes: Iterable[ShapedGlyph]) -> Iterator[list[ShapedGlyph]]:
    current: list[ShapedGlyph] = []
    for shape in shapes:
        if shape.text and current:
            yield current
            current = []
        current.append(shape)
    if current:
        yield current
