"""A translation in typesetting: its tokens, and the scale, tightness and shift from fitting."""

from dataclasses import dataclass, field
from enum import Enum, auto

from translation.formats.pdf.fonts import face_of
from translation.formats.pdf.text_frame import TextFrame
from translation.formats.pdf.typesetting.line_breaking import (
    LOOSE_JUSTIFIED,
    LOOSE_RAGGED,
    LOOSE_SHORT,
    Hyphenator,
    LineBreaker,
    Lines,
    Token,
)

# Reduced leading is at least this, because closer lines would touch.
MIN_LEADING_EM = 1.02
# A single line may be narrowed to this share of its width. Up to that, narrow text looks better than small text.
MIN_NARROWING = 0.92
# A single line is scaled down to this share of its width before it is broken into two lines.
MIN_SCALE_ON_ONE_LINE = 0.85
# Ragged texts of up to this many lines are headings, labels and entries, in which hyphens disturb.
SHORT_TEXT_LINES = 3
# A line is too wide if it reaches further out of its frame than this. Less is invisible.
OVERHANG_POINTS = 0.5


class Hyphenation(Enum):
    """Which words are hyphenated: few, as in short texts, the usual ones, or also words wider than a line."""

    RARE = auto()
    USUAL = auto()
    ALWAYS = auto()


@dataclass(slots=True)
class TypesetParagraph:
    """A translation in its frame. Widths of tokens are in points at scale 1.

    Fitting sets `scale`, which is at least `smallest`; `narrowing`, the remaining share of the width of characters;
    `tightness`, the remaining share of the leading; `shift` down, in points; and whether it `fits`.

    `is_shaped` means that it has more than Base-14 characters from left to right. `has_company` means that its flow has
    other paragraphs of its style. `draws_decorations` means that its underlines and highlights are drawn again.
    `characters` is the length of the text, and `widest_word` the width of its widest word.
    """

    frame: TextFrame
    tokens: list[Token]
    hyphenate: Hyphenator
    smallest: float
    scale: float = 1.0
    narrowing: float = 1.0
    tightness: float = 1.0
    shift: float = 0.0
    fits: bool = True
    draws_decorations: bool = True
    is_shaped: bool = False
    hyphenation: Hyphenation = Hyphenation.RARE
    has_company: bool = False
    characters: int = field(init=False)
    widest_word: float = field(init=False)
    _lines: dict[tuple[float, float, Hyphenation], Lines] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.characters = sum([len(run.text) for token in self.tokens for run in token.runs])
        self.widest_word = max([token.width for token in self.tokens], default=0.0)

    @property
    def space_width(self) -> float:
        """The width of a space at scale 1, in points."""
        return face_of(self.frame.style).glyph(" ")[1] * self.frame.size * self.frame.condense

    @property
    def horizontal_scale(self) -> float:
        """The scale of widths."""
        return self.scale * self.narrowing

    @property
    def leading(self) -> float:
        """The distance from baseline to baseline, in points."""
        full = self.frame.leading * self.scale
        return max(full * self.tightness, min(full, MIN_LEADING_EM * self.frame.size * self.scale))

    @property
    def natural_width(self) -> float:
        """The width on one line at scale 1, in points."""
        spaces = sum(token.spaced for token in self.tokens[1:])
        return sum(token.width for token in self.tokens) + self.space_width * spaces

    @property
    def is_short(self) -> bool:
        """Whether it is a heading, a label or the like, in which hyphens disturb."""
        return self.frame.align != "justify" and len(self.frame.baselines) <= SHORT_TEXT_LINES

    @property
    def is_plain(self) -> bool:
        """Whether it is Base-14 text without inline codes."""
        return not self.is_shaped and all(run.code is None for token in self.tokens for run in token.runs)

    @property
    def moves_list_marker(self) -> bool:
        """Whether its list marker is erased and drawn at another position."""
        return self.frame.list_marker is not None and bool(self.shift or self.frame.list_marker_x is not None)

    def lines(self) -> Lines:
        """Return the lines at the current scale, each with its natural width in points."""
        key = self.scale, self.narrowing, self.hyphenation
        if key not in self._lines:
            breaker = LineBreaker(
                self.space_width * self.horizontal_scale,
                self.widths(),
                self.horizontal_scale,
                self._loose(),
                self.hyphenate,
                breaks_wide_words=self.hyphenation is Hyphenation.ALWAYS,
            )
            self._lines[key] = breaker.fill(self.tokens)
        return self._lines[key]

    def _loose(self) -> float:
        if self.frame.align == "justify":
            return LOOSE_JUSTIFIED
        return LOOSE_SHORT if self.is_short and self.hyphenation is Hyphenation.RARE else LOOSE_RAGGED

    def height(self) -> float:
        """Return the distance from the first to the last baseline, in points."""
        return (len(self.lines()) - 1) * self.leading

    def widths(self) -> tuple[float, float]:
        """Return the room for the first line and for each other line, in points."""
        frame = self.frame
        first, others, wider = frame.x1 - frame.first_x, frame.x1 - frame.x0, self._room_beside()
        if len(frame.baselines) > 1:
            wider = min(wider, max(0.0, self.widest_word * self.scale - others))
        return first + wider, others + wider

    def _room_beside(self) -> float:
        """Return how much longer the lines may get, in points. A paragraph uses this only for a wide word."""
        frame = self.frame
        left, right = max(0.0, frame.x0 - frame.left_limit), max(0.0, frame.right_limit - frame.x1)
        if frame.align == "justify" and len(frame.baselines) > 1:
            return 0.0
        if frame.align == "center":
            return 2 * min(left, right)
        return left if frame.align == "right" or (frame.rtl and frame.align != "left") else right

    def is_too_wide(self) -> bool:
        """Return whether a word does not fit into its line."""
        return max((width for _, width in self.lines()), default=0.0) > max(self.widths()) + OVERHANG_POINTS

    def is_too_wide_at(self, scale: float) -> bool:
        """Return whether a word would not fit into its line at another scale, without narrowing."""
        before = self.scale, self.narrowing
        self.scale, self.narrowing = scale, 1.0
        is_too_wide = self.is_too_wide()
        self.scale, self.narrowing = before
        return is_too_wide

    def set_scale(self, scale: float, tightness: float) -> None:
        """Set the scale and tightness. A single line may get a smaller scale, to stay a single line.

        But if it has company, it becomes two lines, because it would look smaller than the others.
        """
        self.scale, self.tightness, self.narrowing = scale, tightness, 1.0
        if len(self.frame.baselines) == 1 and self.natural_width:
            room = self.widths()[0] / self.natural_width
            narrowing = max(MIN_NARROWING, room / scale) if room < scale and self.is_plain else 1.0
            alone = min(scale, room / narrowing)
            may_shrink = not self.has_company and room >= MIN_SCALE_ON_ONE_LINE and alone >= self.smallest
            if alone >= scale or may_shrink:
                self.scale, self.narrowing = alone, narrowing


# Consecutive paragraphs of a column. They share their room.
Flow = list[TypesetParagraph]
