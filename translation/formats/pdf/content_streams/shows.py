"""One operation that shows text: where its glyphs stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from translation.formats.pdf.content_streams.font_metrics import UNMEASURED, FontMetrics
from translation.formats.pdf.content_streams.marks import ContentMark
from translation.formats.pdf.content_streams.operations import read_numbers
from translation.formats.pdf.content_streams.state import State
from translation.formats.pdf.content_streams.strings import Item, decode_string, read_items, split_array

SPACE, OPENING_BRACKET = b" ["
# Further back than this (thousandths of text space), a glyph may stand before the first glyph of its operation.
MAX_STEP_BACK = 500.0
# Characters that are set closer than this share of their size may run backwards.
MAX_TIGHTENING = 0.3


class Stretch(NamedTuple):
    """All glyphs of one operation: their codes, and how far the operation moves the text.

    `is_visible` means that it has more than spaces, and `glyphs` is their number.
    `first` and `last` are the distances from the start to the middles of the first and the last glyph, without spaces.
    """

    codes: bytes
    advance: float
    first: float
    last: float
    is_visible: bool
    glyphs: int


class PlacedGlyph(NamedTuple):
    """One glyph: where its code ends in its string, and its measures along the text.

    `width` is the way to the next glyph, with the spacing. `x` and `y` are the middle of its advance, in page space.
    `is_space` means that it is a space in a simple font.
    """

    end: int
    offset: float
    width: float
    x: float
    y: float
    is_space: bool = False


@dataclass(slots=True)
class Show:
    """One operation that shows text.

    `start` and `end` are the place of its operand, `begin` and `finish` that of the whole operation. `lead` is what
    stays of the operation without its text, as the new line of the operator '. In page space, the text starts at
    (`x`, `y`), and (`dx`, `dy`) is one unit of text space along the baseline.
    """

    data: bytes
    start: int
    end: int
    begin: int
    finish: int
    lead: bytes
    state: State
    font: FontMetrics
    x: float
    y: float
    dx: float
    dy: float
    is_removable: bool
    mark: ContentMark

    def point(self, along: float) -> tuple[float, float]:
        """Return a place along the baseline in page space."""
        return self.x + along * self.dx, self.y + along * self.dy

    @property
    def unit(self) -> float:
        """One thousandth of text space along the baseline, scaled with the size of the text."""
        state = self.state
        return state.size * 0.001 if self.font.vertical is not None else state.size * 0.001 * state.scale

    def items(self) -> list[Item]:
        """Return the strings and offsets of the operand."""
        return read_items(self.data, self.start, self.end)

    def measure(self) -> Stretch | None:
        """Return all glyphs as one stretch. None if they must be looked at one by one."""
        strings, between = self._split()
        steps = read_numbers(b" ".join(between))
        if steps and max(steps) > MAX_STEP_BACK:
            return None
        return self._measured(strings, between, sum(steps))

    def stretch_of(self, text: bytes) -> Stretch | None:
        """Return the glyphs of one string of the operand as a stretch. None if they must be looked at one by one."""
        return self._measured([text], [b"", b""], 0.0)

    def _split(self) -> tuple[Sequence[bytes], Sequence[bytes]]:
        """Return the strings, and the offsets before, between and behind them."""
        operand = self.data[self.start : self.end]
        if operand[0] != OPENING_BRACKET:
            return [decode_string(operand)], [b"", b""]
        if (split := split_array(operand)) is not None:
            return split
        strings, between = list[bytes](), [b""]
        for item in self.items():
            if isinstance(item, float):
                between[-1] += b" %f" % item
            else:
                strings.append(item[0])
                between.append(b"")
        return strings, between

    def _measured(self, strings: Sequence[bytes], between: Sequence[bytes], steps: float) -> Stretch | None:
        text, font, unit, state = b"".join(strings), self.font, self.unit, self.state
        if not text:
            return Stretch(b"", -steps * unit, 0.0, 0.0, False, 0)
        char_space, word_space = state.char_space, state.word_space
        try:
            codes, total = font.measure(text)
        except UNMEASURED:
            return None
        if char_space < 0.0 and char_space < -MAX_TIGHTENING * abs(state.size):
            return None
        has_blank_end = font.is_simple and (text[0] == SPACE or text[-1] == SPACE)
        spaces = text.count(b" ") if has_blank_end or (word_space and font.is_simple) else 0
        advance = (total - steps) * unit + (len(codes) * char_space + spaces * word_space) * state.scale
        if spaces == len(text):
            return Stretch(text, advance, 0.0, advance, False, spaces)
        start, end, ends = 0.0, advance - char_space * state.scale, (codes[0], codes[-1])
        if has_blank_end or between[0] or between[-1]:
            start += self._blank_start(strings, between)
            end -= self._blank_start(strings[::-1], between[::-1], -1)
            ends = _visible_ends(codes) if font.is_simple else ends
        first, last = font.advances[ends[0]] or 0.0, font.advances[ends[1]] or 0.0
        return Stretch(text, advance, start + 0.5 * first * unit, end - 0.5 * last * unit, True, len(codes))

    def _blank_start(self, strings: Sequence[bytes], between: Sequence[bytes], step: int = 1) -> float:
        """Return the width of the spaces and offsets before the first other glyph.

        With both lists reversed and a step of -1, these are the spaces and offsets behind the last other glyph.
        """
        width, space, state = 0.0, 0.0, self.state
        if self.font.is_simple:
            space = (self.font.advances[SPACE] or 0.0) * self.unit + (state.char_space + state.word_space) * state.scale
        for string, numbers in zip(strings, between, strict=False):
            width -= sum(read_numbers(numbers)) * self.unit if numbers else 0.0
            if not self.font.is_simple:
                if string:
                    return width
            elif string.strip(b" "):
                return width + space * (len(string) - len(string.lstrip(b" ") if step > 0 else string.rstrip(b" ")))
            else:
                width += space * len(string)
        return width

    def glyphs(self, text: bytes, offset: float) -> tuple[list[PlacedGlyph], float]:
        """Return the glyphs of a string that starts at an offset, and the offset behind them."""
        if self.font.vertical is not None:
            return self._vertical_glyphs(text, offset)
        return self._horizontal_glyphs(text, offset)

    def _horizontal_glyphs(self, text: bytes, offset: float) -> tuple[list[PlacedGlyph], float]:
        found, start, unit = list[PlacedGlyph](), 0, self.unit
        for code, end in self.font.codes(text):
            width = self.font.advances[code]
            if width is not None:
                middle = offset + 0.5 * width * unit
                step = width * unit + self._spacing(code, end - start) * self.state.scale
                found.append(PlacedGlyph(end, offset, step, *self.point(middle), code == SPACE and self.font.is_simple))
                offset += step
            start = end
        return found, offset

    def _vertical_glyphs(self, text: bytes, offset: float) -> tuple[list[PlacedGlyph], float]:
        found, start, unit = list[PlacedGlyph](), 0, self.unit
        for code, end in self.font.codes(text):
            metric = self.font.vertical[code] if self.font.vertical is not None else None
            if metric is not None:
                middle = offset + 0.5 * metric.advance * unit
                step = metric.advance * unit + self._spacing(code, end - start)
                found.append(PlacedGlyph(end, offset, step, *self.point(middle)))
                offset += step
            start = end
        return found, offset

    def _spacing(self, code: int, size: int) -> float:
        return self.state.char_space + (self.state.word_space if code == SPACE and size == 1 else 0.0)


def _visible_ends(codes: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last code that is no space."""
    visible = bytes(codes).strip(b" ")
    return visible[0], visible[-1]
