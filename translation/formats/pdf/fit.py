"""Find the lines, the scale and the height with which translations fill their places.

Paragraphs that follow each other in a column make a flow: what one does not need, its neighbours may take. A flow
first grows into free space, then moves its lines together, then gets smaller letters: by one scale for each style
class of the document, because a scale of its own for each paragraph looks ragged.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from translation.formats.base import SMALLEST_SCALE
from translation.formats.pdf.fonts import face_of
from translation.formats.pdf.lines import LOOSE_JUSTIFIED, LOOSE_RAGGED, Breaker, Hyphenate, Lines, Token
from translation.formats.pdf.place import Place

# Scales are found to within this.
STEP = 0.01
# Lines may move together by these shares, and never closer than CLOSEST ems, before letters get smaller.
TIGHTER, CLOSEST = (1.0, 0.97, 0.94, 0.91), 1.02
# A single line rather gets this small than turns into two.
SMALLEST_ON_ONE_LINE = 0.85
# Room below the last baseline, in ems.
DESCENT = 0.25
# Of the letters of a style class, this share may need a smaller scale than the class gets; the scale that a class
# gets is no smaller than SMALLEST_CLASS. Paragraphs of fewer than LONG letters have no say.
OUTLIERS, LONG, SMALLEST_CLASS = 0.25, 60, 0.8


@dataclass(slots=True)
class Setting:
    """How a translation will be set: `smallest` is the smallest scale that it may get; what needs less is reported.

    `tightness` is the share of its leading that stays, `shift` moves it down, `has_bars` tells whether its underlines
    and highlights are drawn with it. Lines that `is_shaped` have more in them than letters in a row to the right.
    `letters` is how much text it is.
    """

    place: Place
    tokens: list[Token]
    hyphenate: Hyphenate
    smallest: float = SMALLEST_SCALE
    scale: float = 1.0
    tightness: float = 1.0
    shift: float = 0.0
    fits: bool = True
    has_bars: bool = True
    is_shaped: bool = False
    letters: int = field(init=False)
    _lines: dict[float, Lines] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.letters = sum([len(run.text) for token in self.tokens for run in token.runs])

    @property
    def blank(self) -> float:
        """The width of a blank at scale 1, in points."""
        return face_of(self.place.style).glyph(" ")[1] * self.place.size * self.place.condense

    @property
    def leading(self) -> float:
        """From baseline to baseline, in points."""
        full = self.place.leading * self.scale
        return max(full * self.tightness, min(full, CLOSEST * self.place.size * self.scale))

    @property
    def natural_width(self) -> float:
        """Its width on one line at scale 1, in points."""
        return sum(token.width for token in self.tokens) + self.blank * sum(each.spaced for each in self.tokens[1:])

    def lines(self) -> Lines:
        """The tokens by lines, each with the line's natural width in points at the setting's scale."""
        if self.scale not in self._lines:
            loose = LOOSE_JUSTIFIED if self.place.align == "justify" else LOOSE_RAGGED
            breaker = Breaker(self.blank * self.scale, self.widths(), self.scale, loose, self.hyphenate)
            self._lines[self.scale] = breaker.fill(self.tokens)
        return self._lines[self.scale]

    def height(self) -> float:
        """From the first baseline to the last."""
        return (len(self.lines()) - 1) * self.leading

    def widths(self) -> tuple[float, float]:
        """The room for the first line and for the others."""
        place = self.place
        if len(place.baselines) > 1:
            return place.x1 - place.first_x, place.x1 - place.x0
        if place.align == "center":
            middle = (place.x0 + place.x1) / 2
            room = 2 * min(middle - place.left_limit, place.right_limit - middle)
        elif place.align == "right":
            room = place.x1 - place.left_limit
        else:
            room = place.right_limit - place.first_x
        room = max(room, place.x1 - place.x0)
        return room, room

    def is_too_wide(self) -> bool:
        """Whether a word does not fit into its line."""
        return max((width for _, width in self.lines()), default=0.0) > max(self.widths()) + 0.5

    def settle(self, scale: float, tightness: float) -> None:
        """Take a scale, but a single line one at which it stays a single line where that is large enough."""
        self.scale, self.tightness = scale, tightness
        if len(self.place.baselines) == 1 and self.natural_width:
            alone = min(scale, self.widths()[0] / self.natural_width)
            self.scale = alone if alone >= min(scale, max(SMALLEST_ON_ONE_LINE, self.smallest)) else scale


Flow = list[Setting]
StyleClass = tuple[float, str, bool]


class Fitted(NamedTuple):
    """What fitting found for a setting. It is kept when the setting, with all its tokens, is not."""

    scale: float
    tightness: float
    shift: float
    fits: bool


class Fitting:
    """Fits all flows of a document twice: alone, then with one scale for each style class."""

    def __init__(self) -> None:
        self._scales: dict[StyleClass, list[tuple[float, int]]] = defaultdict(list)
        self._common: dict[StyleClass, float] = {}

    def measure(self, flow: Flow) -> list[Fitted]:
        """Fit a flow alone, and let it have its say in the scales of its classes."""
        _fit_flow(flow, 1.0)
        for setting in flow:
            if _has_say(setting):
                self._scales[_class_of(setting)].append((setting.scale, setting.letters))
        return [Fitted(each.scale, each.tightness, each.shift, each.fits) for each in flow]

    def apply(self, flow: Flow, fitted: Sequence[Fitted]) -> None:
        """Give the settings of a flow, once all are measured, what was found for them or for their classes."""
        for setting, found in zip(flow, fitted, strict=True):
            setting.scale, setting.tightness, setting.shift, setting.fits = found
        with_say = [setting for setting in flow if _has_say(setting)]
        largest = min((self._common_of(_class_of(setting)) for setting in with_say), default=1.0)
        if any(setting.scale > largest for setting in with_say):
            _fit_flow(flow, largest)

    def _common_of(self, style_class: StyleClass) -> float:
        """The scale of a class: that which all but the outliers can have."""
        if style_class not in self._common:
            scales = sorted(self._scales[style_class])
            outside = OUTLIERS * sum(letters for _scale, letters in scales)
            inside = [scale for scale, letters in scales if (outside := outside - letters) < 0]
            self._common[style_class] = max(SMALLEST_CLASS, inside[0])
        return self._common[style_class]


def _class_of(setting: Setting) -> StyleClass:
    style = setting.place.style
    return round(style.size, 1), style.family, style.bold


def _has_say(setting: Setting) -> bool:
    return setting.letters > LONG and len(setting.place.baselines) > 1


def _fit_flow(flow: Flow, largest: float) -> None:
    """The largest scale, and the loosest leading at it, with which a flow fits; the smallest there is if none does."""
    for tightness in TIGHTER:
        if _fits(flow, largest, tightness):
            return
    low, high = min(flow[0].smallest, largest), largest
    while high - low > STEP:
        middle = (low + high) / 2
        if _fits(flow, middle, TIGHTER[-1]):
            low = middle
        else:
            high = middle
    fits = _fits(flow, low, TIGHTER[-1])
    for setting in flow:
        setting.fits = fits


def _fits(flow: Flow, scale: float, tightness: float) -> bool:
    """Whether a flow fits so; its settings are left settled and arranged."""
    for setting in flow:
        setting.settle(scale, tightness)
    if any(setting.is_too_wide() for setting in flow):
        return False
    return _arrange(flow)


def _arrange(flow: Flow) -> bool:
    """Put each paragraph of a flow where it stood, or as far below or above as its neighbours need.

    True when all is within the room that the flow has.
    """
    tops = [setting.place.baselines[0] for setting in flow]
    for number in range(1, len(flow)):
        tops[number] = max(tops[number], tops[number - 1] + flow[number - 1].height() + _gap(flow, number))
    last = flow[-1]
    foot = max(last.place.bottom_limit - DESCENT * last.place.size * last.scale, last.place.baselines[-1])
    tops[-1] = min(tops[-1], foot - last.height())
    for number in range(len(flow) - 2, -1, -1):
        tops[number] = min(tops[number], tops[number + 1] - _gap(flow, number + 1) - flow[number].height())
    over = flow[0].place.baselines[0] - tops[0]
    for setting, top in zip(flow, tops, strict=True):
        setting.shift = top + max(0.0, over) - setting.place.baselines[0]
        if abs(setting.shift) < 0.05:
            setting.shift = 0.0
    return over <= 0.3


def _gap(flow: Flow, number: int) -> float:
    """From the last baseline of the paragraph before to the first of this one."""
    before, setting = flow[number - 1], flow[number]
    full = setting.place.baselines[0] - before.place.baselines[-1]
    return full * min(1.0, setting.scale, before.scale) * min(before.tightness, setting.tightness)
