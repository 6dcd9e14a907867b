"""Find the lines, the scale and the height with which translations fill their places.

Paragraphs that follow each other in a column make a flow: what one does not need, its neighbours may take. A flow
first grows into free space, then moves its lines together, then gets smaller letters: by one scale for each style
class of the document, because a scale of its own for each paragraph looks ragged.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from translation.formats.pdf.declaration import SMALLEST_SCALE
from translation.formats.pdf.fonts import face_of
from translation.formats.pdf.text_frame import TextFrame
from translation.formats.pdf.typesetting.line_breaking import (
    LOOSE_JUSTIFIED,
    LOOSE_RAGGED,
    LOOSE_SHORT,
    Breaker,
    Hyphenate,
    Lines,
    Token,
)

# Scales are found to within this.
STEP = 0.01
# Lines may move together by these shares, and never closer than CLOSEST ems, before letters get smaller.
TIGHTER, CLOSEST = (1.0, 0.97, 0.94, 0.91), 1.02
# The letters of a single line keep this share of their width before they get smaller, with which it looks more even.
NARROWEST = 0.92
# A single line rather takes this share of its width than turns into two.
SMALLEST_ON_ONE_LINE = 0.85
# Ragged texts of no more lines are headings, labels and entries, in which words are parted more rarely.
FEW = 3
# A text of some lines that fits in no other way has its wide words parted if it need not get smaller than this.
SMALLEST_PARTED = 0.7
# Room below the last baseline, in ems.
DESCENT = 0.25
# Of the letters of a style class, this share may need a smaller scale than the class gets; the scale that a class
# gets is no smaller than SMALLEST_CLASS. Paragraphs of fewer than LONG letters have no say.
OUTLIERS, LONG, SMALLEST_CLASS = 0.25, 60, 0.8


class Parting(Enum):
    """Which words are parted: few in short texts, as many as in others, or those that are wider than a line too."""

    RARE = auto()
    USUAL = auto()
    ALWAYS = auto()


@dataclass(slots=True)
class TypesetParagraph:
    """How a translation will be set: `smallest` is the smallest scale that it may get; what needs less is reported.

    `narrow` is the share of their width that its letters keep, `tightness` the share of its leading that stays. `shift`
    moves it down, `has_bars` tells whether its underlines and highlights are drawn with it. Lines that `is_shaped` have
    more in them than letters in a row to the right. One that `has_company` is not the only one of its style in its
    flow. `letters` is how much text it is, `widest_word` the width of the widest in points at scale 1.
    """

    place: TextFrame
    tokens: list[Token]
    hyphenate: Hyphenate
    smallest: float = SMALLEST_SCALE.default
    scale: float = 1.0
    narrow: float = 1.0
    tightness: float = 1.0
    shift: float = 0.0
    fits: bool = True
    has_bars: bool = True
    is_shaped: bool = False
    parting: Parting = Parting.RARE
    has_company: bool = False
    letters: int = field(init=False)
    widest_word: float = field(init=False)
    _lines: dict[tuple[float, float, Parting], Lines] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.letters = sum([len(run.text) for token in self.tokens for run in token.runs])
        self.widest_word = max([token.width for token in self.tokens], default=0.0)

    @property
    def blank(self) -> float:
        """The width of a blank at scale 1, in points."""
        return face_of(self.place.style).glyph(" ")[1] * self.place.size * self.place.condense

    @property
    def across(self) -> float:
        """The scale of its letters from left to right."""
        return self.scale * self.narrow

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
        """The tokens by lines, each with the line's natural width in points as it is set."""
        key = self.scale, self.narrow, self.parting
        if key not in self._lines:
            blank = self.blank * self.across
            cuts = self.parting is Parting.ALWAYS
            breaker = Breaker(blank, self.widths(), self.across, self._loose(), self.hyphenate, cuts)
            self._lines[key] = breaker.fill(self.tokens)
        return self._lines[key]

    def _loose(self) -> float:
        if self.place.align == "justify":
            return LOOSE_JUSTIFIED
        return LOOSE_SHORT if self.is_short and self.parting is Parting.RARE else LOOSE_RAGGED

    @property
    def is_short(self) -> bool:
        """Whether it is a heading, a label or the like, in which parted words disturb."""
        return self.place.align != "justify" and len(self.place.baselines) <= FEW

    def height(self) -> float:
        """From the first baseline to the last."""
        return (len(self.lines()) - 1) * self.leading

    def widths(self) -> tuple[float, float]:
        """The room for the first line and for the others."""
        place = self.place
        first, others, wider = place.x1 - place.first_x, place.x1 - place.x0, self._room_beside()
        if len(place.baselines) > 1:
            wider = min(wider, max(0.0, self.widest_word * self.scale - others))
        return first + wider, others + wider

    def _room_beside(self) -> float:
        """What the lines can be longer than they were, in points: a paragraph takes it only for a wide word."""
        place = self.place
        left, right = max(0.0, place.x0 - place.left_limit), max(0.0, place.right_limit - place.x1)
        if place.align == "justify" and len(place.baselines) > 1:
            return 0.0
        if place.align == "center":
            return 2 * min(left, right)
        return left if place.align == "right" or (place.rtl and place.align != "left") else right

    def is_too_wide(self) -> bool:
        """Whether a word does not fit into its line."""
        return max((width for _, width in self.lines()), default=0.0) > max(self.widths()) + 0.5

    def is_too_wide_at(self, scale: float) -> bool:
        """Whether that would be so at another scale, with letters of their full width."""
        found = self.scale, self.narrow
        self.scale, self.narrow = scale, 1.0
        is_so = self.is_too_wide()
        self.scale, self.narrow = found
        return is_so

    def settle(self, scale: float, tightness: float) -> None:
        """Take a scale, but a single line one at which it stays a single line where that is large enough.

        Among others of its style it rather turns into two than gets smaller than they are.
        """
        self.scale, self.tightness, self.narrow = scale, tightness, 1.0
        if len(self.place.baselines) == 1 and self.natural_width:
            room = self.widths()[0] / self.natural_width
            narrow = max(NARROWEST, room / scale) if room < scale and self.is_plain else 1.0
            alone = min(scale, room / narrow)
            may_shrink = not self.has_company and room >= SMALLEST_ON_ONE_LINE and alone >= self.smallest
            if alone >= scale or may_shrink:
                self.scale, self.narrow = alone, narrow

    @property
    def is_plain(self) -> bool:
        """Whether it is letters in a row to the right, and nothing else."""
        return not self.is_shaped and all(run.code is None for token in self.tokens for run in token.runs)


Flow = list[TypesetParagraph]
StyleClass = tuple[float, str, bool]


class Fitted(NamedTuple):
    """What fitting found for a setting. It is kept when the setting, with all its tokens, is not."""

    scale: float
    narrow: float
    tightness: float
    shift: float
    fits: bool
    parting: Parting


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
        return [Fitted(*(getattr(setting, name) for name in Fitted._fields)) for setting in flow]

    def apply(self, flow: Flow, fitted: Sequence[Fitted]) -> None:
        """Give the settings of a flow, once all are measured, what was found for them or for their classes."""
        for setting, found in zip(flow, fitted, strict=True):
            for name, value in zip(Fitted._fields, found, strict=True):
                setattr(setting, name, value)
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


def _class_of(setting: TypesetParagraph) -> StyleClass:
    style = setting.place.style
    return round(style.size, 1), style.family, style.bold


def _has_say(setting: TypesetParagraph) -> bool:
    return setting.letters > LONG and len(setting.place.baselines) > 1


def _fit_flow(flow: Flow, largest: float) -> None:
    """The largest scale, and the loosest leading at it, with which a flow fits; the smallest there is if none does.

    Where letters would have to get smaller, words are parted as usual in short texts too; where they would have to get
    smaller than those of a label may, so are words that are wider than their lines.
    """
    classes = Counter(map(_class_of, flow))
    for setting in flow:
        setting.has_company, setting.parting = classes[_class_of(setting)] > 1, Parting.RARE
    found = _scaled(flow, largest)
    short = [setting for setting in flow if setting.is_short]
    if found < largest and short:
        found = _parted(flow, largest, short, Parting.USUAL, found + STEP)
    wanted = min(largest, SMALLEST_ON_ONE_LINE)
    wide = [setting for setting in flow if setting.is_too_wide_at(wanted)] if found < wanted else []
    if wide:
        is_label = any(len(setting.place.baselines) == 1 for setting in wide)
        _parted(flow, largest, wide, Parting.ALWAYS, wanted if found or is_label else SMALLEST_PARTED)


def _parted(flow: Flow, largest: float, settings: Sequence[TypesetParagraph], parting: Parting, wanted: float) -> float:
    """The scale that a flow gets with more words parted; they stay whole when it is not as large as is wanted."""
    before = [setting.parting for setting in settings]
    for setting in settings:
        setting.parting = parting
    found = _scaled(flow, largest)
    if found >= wanted:
        return found
    for setting, old in zip(settings, before, strict=True):
        setting.parting = old
    return _scaled(flow, largest)


def _scaled(flow: Flow, largest: float) -> float:
    """The scale that a flow gets, 0 when it does not fit with the smallest either."""
    found = _searched(flow, largest)
    for setting in flow:
        setting.fits = found > 0
    return found


def _searched(flow: Flow, largest: float) -> float:
    for tightness in TIGHTER:
        if _fits(flow, largest, tightness):
            return largest
    low, high = min(flow[0].smallest, largest), largest
    while high - low > STEP:
        middle = (low + high) / 2
        if _fits(flow, middle, TIGHTER[-1]):
            low = middle
        else:
            high = middle
    return low if _fits(flow, low, TIGHTER[-1]) else 0.0


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
