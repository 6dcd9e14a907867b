"""Comparing the glyphs of a page before and after text was removed from strips of it."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from math import hypot

from translation.formats.pdf.geometry import BandIndex, Box, Direction, turned
from translation.formats.pdf.text_frame import Strip
from translation.formats.pdf.writing.cover import DirectedStrip
from translation.testing.pdf_glyphs import PlacedGlyph

# A glyph that was kept stands within this distance of its old place.
TOLERANCE_POINTS = 0.1
# A glyph with its baseline this close to the one of a strip is on the strip. One farther away than the second is not.
# Between them it may go or stay.
ON_STRIP_EM, OFF_STRIP_EM = 0.25, 0.4
# So may a glyph whose middle is this close to an end of the strip, or closer to it than this share of the strip.
END_EM, END_SHARE = 0.15, 0.25
# A glyph belongs to a strip if their directions differ by less than this sine. With more than the second it does not,
# as in the text that a slanted watermark crosses. Between them it may go or stay.
SAME_DIRECTION, OTHER_DIRECTION = 0.05, 0.3
# Both engines place a glyph within this distance. MuPDF rounds advances to thousandths, and PDFium cuts them off.
COUNTERPART_POINTS = 1.5
# Glyphs that are farther from their old place than this are lost, not moved.
MAX_MOVE_POINTS = 300.0
# PDFium reads a hyphen at the end of a line in another way than elsewhere, and mirrors brackets between right-to-left
# characters.
SAME_CHARACTER = str.maketrans("\xad\u2010\u2011\x02\ufffe\uffff)]}>»›", "------([{<«‹")
HALF_PLANE = 1e6


class Fate(IntEnum):
    """What has to happen to a glyph. The order is that of looking for it afterwards."""

    STAYS = 0
    EITHER = 1
    GOES = 2


@dataclass(slots=True)
class Comparison:
    """The differences between the glyphs of a page before and after. `moved` has distances in points.

    `kept` and `gone` count the glyphs that stayed and went as they had to, and `drifted` those that moved by no more
    than what the engines disagree on.
    """

    kept: int = 0
    gone: int = 0
    drifted: int = 0
    lost: list[PlacedGlyph] = field(default_factory=list)
    still_there: list[PlacedGlyph] = field(default_factory=list)
    moved: list[tuple[PlacedGlyph, float]] = field(default_factory=list)
    added: list[PlacedGlyph] = field(default_factory=list)

    def reasons(self) -> Iterator[str]:
        """Yield what is wrong, with the first characters that it is wrong with."""
        if self.lost:
            yield f"{len(self.lost)} kept lost {_sample(self.lost)}"
        if self.moved:
            farthest = max(distance for _glyph, distance in self.moved)
            yield f"{len(self.moved)} moved by up to {farthest:.2f} pt {_sample([glyph for glyph, _by in self.moved])}"
        if self.still_there:
            yield f"{len(self.still_there)} still there {_sample(self.still_there)}"
        if self.added:
            yield f"{len(self.added)} new {_sample(self.added)}"


def _sample(glyphs: Sequence[PlacedGlyph]) -> str:
    text = "".join(each.character for each in glyphs[:12])
    return f"{text!r} at {glyphs[0].x:.0f}, {glyphs[0].y:.0f}"


class Fates:
    """Which glyphs of a page have to go and which have to stay, by the strips that text was removed from.

    `covered` has the indexes of strips that were covered instead. Glyphs on them may go or stay.
    """

    def __init__(self, strips: Sequence[DirectedStrip], covered: Container[int]) -> None:
        by_direction: dict[Direction, list[tuple[Strip, bool]]] = defaultdict(list)
        for number, (strip, direction) in enumerate(strips):
            by_direction[direction].append((strip, number in covered))
        self._indexes = {direction: BandIndex(found, _area(found), _reach) for direction, found in by_direction.items()}

    def of(self, glyph: PlacedGlyph) -> Fate:
        """Return the fate of a glyph."""
        found = Fate.STAYS
        for direction, index in self._indexes.items():
            along = _in_frame(glyph.middle, direction)[0]
            start, baseline = _in_frame((glyph.x, glyph.y), direction)
            for strip, is_covered in index.near((start, baseline, start, baseline)):
                fate = min(_fate(strip, along, baseline), _fate_by_direction(glyph.direction, direction))
                found = max(found, min(fate, Fate.EITHER) if is_covered else fate)
        return found


def _fate(strip: Strip, along: float, baseline: float) -> Fate:
    """Return the fate that a strip has for a glyph with this middle and baseline, both in the strip's frame."""
    off = abs(baseline - strip.baseline)
    inside = min(along - strip.x0, strip.x1 - along)
    if off > OFF_STRIP_EM * strip.size or inside < -END_EM * strip.size:
        return Fate.STAYS
    margin = min(END_EM * strip.size, END_SHARE * (strip.x1 - strip.x0))
    return Fate.EITHER if off > ON_STRIP_EM * strip.size or inside < margin else Fate.GOES


def _reach(entry: tuple[Strip, bool]) -> Box:
    strip = entry[0]
    off = OFF_STRIP_EM * strip.size
    return (strip.x0, strip.baseline - off, strip.x1, strip.baseline + off)


def _area(entries: Sequence[tuple[Strip, bool]]) -> Box:
    boxes = list(map(_reach, entries))
    return (-HALF_PLANE, min(each[1] for each in boxes), HALF_PLANE, max(each[3] for each in boxes))


def _in_frame(point: tuple[float, float], direction: Direction) -> tuple[float, float]:
    return turned((*point, *point), direction)[:2]


def _fate_by_direction(one: Direction, other: Direction) -> Fate:
    sine = abs(one[0] * other[1] - one[1] * other[0])
    if sine > OTHER_DIRECTION or one[0] * other[0] + one[1] * other[1] < 0:
        return Fate.STAYS
    return Fate.GOES if sine < SAME_DIRECTION else Fate.EITHER


def with_counterparts(
    fates: Sequence[Fate], glyphs: Sequence[PlacedGlyph], others: Sequence[PlacedGlyph]
) -> tuple[list[Fate], list[float]]:
    """Return the fates of the glyphs of one engine, and how far from each the other engine places it.

    Those that the other engine does not show may go or stay: they are in a hidden layer. The parts of a ligature, which
    only PDFium separates, are as far from their place as the nearest glyph of any character.
    """
    by_character, by_place = _Places(others), _Places(each._replace(character="") for each in others)
    result, distances = list[Fate](), list[float]()
    for fate, glyph in zip(fates, glyphs, strict=True):
        counterpart = by_character.nearest(glyph, COUNTERPART_POINTS)
        nearest = counterpart or by_place.nearest(glyph._replace(character=""), COUNTERPART_POINTS)
        distances.append(_distance(nearest, glyph) if nearest else 0.0)
        result.append(Fate.EITHER if fate == Fate.GOES and counterpart is None else fate)
    return result, distances


def compare(
    before: Sequence[PlacedGlyph],
    fates: Sequence[Fate],
    after: Iterable[PlacedGlyph],
    doubts: Sequence[float] | None = None,
) -> Comparison:
    """Return the differences between the glyphs before and after, as multisets: their order does not count.

    `doubts` says how far each glyph may move besides the tolerance, because the engines disagree on its place.
    """
    places, result = _Places(after), Comparison()
    lost = list[tuple[PlacedGlyph, float]]()
    every = zip(fates, before, doubts or [0.0] * len(before), strict=True)
    for fate, glyph, doubt in sorted(every, key=lambda each: each[0]):
        found = places.take(glyph, TOLERANCE_POINTS)
        if fate == Fate.GOES:
            result.gone += not found
            if found:
                result.still_there.append(glyph)
        elif fate == Fate.STAYS:
            result.kept += found
            if not found:
                lost.append((glyph, doubt))
    drifted = [places.take(glyph, TOLERANCE_POINTS + doubt) for glyph, doubt in lost]
    result.drifted = sum(drifted)
    _pair_moved([glyph for (glyph, _doubt), found in zip(lost, drifted, strict=True) if not found], places, result)
    return result


def without_counterparts(glyphs: Iterable[PlacedGlyph], others: Iterable[PlacedGlyph]) -> list[PlacedGlyph]:
    """Return the glyphs of one engine that the other does not show.

    PDFium shows some glyphs only after the text for copying that they had is gone.
    """
    places = _Places(others)
    return [each for each in glyphs if places.nearest(each, COUNTERPART_POINTS) is None]


def _pair_moved(lost: Iterable[PlacedGlyph], places: "_Places", result: Comparison) -> None:
    """Enter lost glyphs that stand elsewhere as moved, and the others as lost, and new glyphs as added."""
    elsewhere: dict[str, list[PlacedGlyph]] = defaultdict(list)
    for glyph in places.rest():
        elsewhere[_canonical(glyph)].append(glyph)
    for glyph in lost:
        candidates = elsewhere[_canonical(glyph)]
        nearest = min(candidates, key=lambda each: _distance(each, glyph), default=None)
        if nearest is None or _distance(nearest, glyph) > MAX_MOVE_POINTS:
            result.lost.append(glyph)
            continue
        candidates.remove(nearest)
        result.moved.append((glyph, _distance(nearest, glyph)))
    result.added += [glyph for candidates in elsewhere.values() for glyph in candidates]


def _canonical(glyph: PlacedGlyph) -> str:
    return glyph.character.translate(SAME_CHARACTER)


def _distance(one: PlacedGlyph, other: PlacedGlyph) -> float:
    return hypot(one.x - other.x, one.y - other.y)


class _Places:
    """Glyphs by character and place."""

    def __init__(self, glyphs: Iterable[PlacedGlyph]) -> None:
        self._cells: dict[tuple[str, int, int], list[PlacedGlyph]] = defaultdict(list)
        for glyph in glyphs:
            self._cells[_canonical(glyph), round(glyph.x), round(glyph.y)].append(glyph)

    def _near(self, glyph: PlacedGlyph, by: float) -> Iterator[list[PlacedGlyph]]:
        character = _canonical(glyph)
        for x in range(round(glyph.x - by), round(glyph.x + by) + 1):
            for y in range(round(glyph.y - by), round(glyph.y + by) + 1):
                if cell := self._cells.get((character, x, y)):
                    yield cell

    def nearest(self, glyph: PlacedGlyph, tolerance: float) -> PlacedGlyph | None:
        """Return the nearest glyph with the same character, or None if none is within a distance in points."""
        found = [each for cell in self._near(glyph, tolerance) for each in cell]
        best = min(found, key=lambda each: _distance(each, glyph), default=None)
        return best if best and _distance(best, glyph) <= tolerance else None

    def take(self, glyph: PlacedGlyph, tolerance: float) -> bool:
        """Remove the nearest match of a glyph, and return whether there was one."""
        best = self.nearest(glyph, tolerance)
        if best is None:
            return False
        self._cells[_canonical(best), round(best.x), round(best.y)].remove(best)
        return True

    def rest(self) -> Iterator[PlacedGlyph]:
        """Yield the glyphs that were not taken."""
        for cell in self._cells.values():
            yield from cell
