"""Fitting translations into their frames: the lines, scale and shift of each paragraph.

Consecutive paragraphs of a column are a flow and share its room. A flow that needs more room first grows into free
space, then reduces its leading, then its text size. All paragraphs of a style class in the document have one scale,
because separate scales look ragged.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from translation.formats.pdf.typesetting.paragraph import MIN_SCALE_ON_ONE_LINE, Flow, Hyphenation, TypesetParagraph

# The precision of scales: a tenth of a point at 10 points.
SCALE_STEP = 0.01
# The leading is reduced to these shares, in this order, before text gets smaller.
TIGHTNESS_STEPS = (1.0, 0.97, 0.94, 0.91)
# Wide words of a text that does not fit otherwise are hyphenated if its scale is then at least this.
MIN_HYPHENATED_SCALE = 0.7
# Room for descenders below the last baseline.
DESCENT_EM = 0.25
# This share of the text of a style class may need a smaller scale than the class gets, and shrinks alone.
OUTLIER_SHARE = 0.25
# Shorter paragraphs do not count for the scale of their class, because labels often lack room.
LONG_PARAGRAPH_CHARACTERS = 60
# The smallest scale of a class. Paragraphs that need a smaller scale shrink alone.
MIN_CLASS_SCALE = 0.8
# Smaller shifts are dropped, because they are invisible.
MIN_SHIFT_POINTS = 0.05
# A flow still fits if it exceeds its room by this much, which is invisible.
OVERFLOW_POINTS = 0.3

StyleClass = tuple[float, str, bool]


class FitResult(NamedTuple):
    """The result of fitting a paragraph, small enough to keep after the paragraph is dropped."""

    scale: float
    narrowing: float
    tightness: float
    shift: float
    fits: bool
    hyphenation: Hyphenation


class Fitter:
    """Fits all flows of a document: first each flow alone with `measure`, then all with one scale for each class."""

    def __init__(self) -> None:
        self._scales: dict[StyleClass, list[tuple[float, int]]] = defaultdict(list)
        self._class_scales: dict[StyleClass, float] = {}

    def measure(self, flow: Flow) -> list[FitResult]:
        """Fit a flow alone, and count its scales for its style classes. Return the result of each paragraph."""
        _fit_flow(flow, 1.0)
        for typeset in flow:
            if _counts_for_class(typeset):
                self._scales[_class_of(typeset)].append((typeset.scale, typeset.characters))
        return [FitResult(*(getattr(typeset, name) for name in FitResult._fields)) for typeset in flow]

    def apply(self, flow: Flow, results: Sequence[FitResult]) -> None:
        """Set the results of `measure` on a flow, and fit it again if its classes have smaller scales.

        Call it after all flows of the document are measured.
        """
        for typeset, result in zip(flow, results, strict=True):
            for name, value in zip(FitResult._fields, result, strict=True):
                setattr(typeset, name, value)
        counting = [typeset for typeset in flow if _counts_for_class(typeset)]
        largest = min((self._class_scale(_class_of(typeset)) for typeset in counting), default=1.0)
        if any(typeset.scale > largest for typeset in counting):
            _fit_flow(flow, largest)

    def _class_scale(self, style_class: StyleClass) -> float:
        """Return the scale of a class: the largest that fits all its paragraphs except outliers."""
        if style_class not in self._class_scales:
            scales = sorted(self._scales[style_class])
            outside = OUTLIER_SHARE * sum(characters for _scale, characters in scales)
            inside = [scale for scale, characters in scales if (outside := outside - characters) < 0]
            self._class_scales[style_class] = max(MIN_CLASS_SCALE, inside[0])
        return self._class_scales[style_class]


def _class_of(typeset: TypesetParagraph) -> StyleClass:
    style = typeset.frame.style
    return round(style.size, 1), style.family, style.bold


def _counts_for_class(typeset: TypesetParagraph) -> bool:
    return typeset.characters > LONG_PARAGRAPH_CHARACTERS and len(typeset.frame.baselines) > 1


def _fit_flow(flow: Flow, largest: float) -> None:
    """Set the largest scale up to `largest` at which a flow fits, and the loosest leading at that scale.

    If text would get smaller, its short texts are hyphenated as usual, too. If it would get smaller than allowed for a
    label, words wider than their lines are hyphenated. If it does not fit, it gets the smallest scale.
    """
    classes = Counter(map(_class_of, flow))
    for typeset in flow:
        typeset.has_company, typeset.hyphenation = classes[_class_of(typeset)] > 1, Hyphenation.RARE
    found = _find_scale(flow, largest)
    short = [typeset for typeset in flow if typeset.is_short]
    if found < largest and short:
        found = _hyphenate(flow, largest, short, Hyphenation.USUAL, found + SCALE_STEP)
    required = min(largest, MIN_SCALE_ON_ONE_LINE)
    wide = [typeset for typeset in flow if typeset.is_too_wide_at(required)] if found < required else []
    if wide:
        is_label = any(len(typeset.frame.baselines) == 1 for typeset in wide)
        _hyphenate(flow, largest, wide, Hyphenation.ALWAYS, required if found or is_label else MIN_HYPHENATED_SCALE)


def _hyphenate(
    flow: Flow, largest: float, paragraphs: Sequence[TypesetParagraph], hyphenation: Hyphenation, required: float
) -> float:
    """Hyphenate more words of some paragraphs, if the flow then reaches the `required` scale. Return its scale."""
    before = [typeset.hyphenation for typeset in paragraphs]
    for typeset in paragraphs:
        typeset.hyphenation = hyphenation
    found = _find_scale(flow, largest)
    if found >= required:
        return found
    for typeset, old in zip(paragraphs, before, strict=True):
        typeset.hyphenation = old
    return _find_scale(flow, largest)


def _find_scale(flow: Flow, largest: float) -> float:
    """Set the largest scale at which a flow fits, and return it, or 0 if it does not fit at the smallest scale."""
    found = _search_scale(flow, largest)
    for typeset in flow:
        typeset.fits = found > 0
    return found


def _search_scale(flow: Flow, largest: float) -> float:
    for tightness in TIGHTNESS_STEPS:
        if _fits(flow, largest, tightness):
            return largest
    low, high = min(flow[0].smallest, largest), largest
    while high - low > SCALE_STEP:
        middle = (low + high) / 2
        if _fits(flow, middle, TIGHTNESS_STEPS[-1]):
            low = middle
        else:
            high = middle
    return low if _fits(flow, low, TIGHTNESS_STEPS[-1]) else 0.0


def _fits(flow: Flow, scale: float, tightness: float) -> bool:
    """Set the scale and tightness of a flow, and return whether it fits."""
    for typeset in flow:
        typeset.set_scale(scale, tightness)
    if any(typeset.is_too_wide() for typeset in flow):
        return False
    return _arrange(flow)


def _arrange(flow: Flow) -> bool:
    """Shift each paragraph of a flow as far as its neighbours need. Return whether the flow has enough room."""
    tops = [typeset.frame.baselines[0] for typeset in flow]
    for number in range(1, len(flow)):
        tops[number] = max(tops[number], tops[number - 1] + flow[number - 1].height() + _gap(flow, number))
    last = flow[-1]
    foot = max(last.frame.bottom_limit - DESCENT_EM * last.frame.size * last.scale, last.frame.baselines[-1])
    tops[-1] = min(tops[-1], foot - last.height())
    for number in range(len(flow) - 2, -1, -1):
        tops[number] = min(tops[number], tops[number + 1] - _gap(flow, number + 1) - flow[number].height())
    over = flow[0].frame.baselines[0] - tops[0]
    for typeset, top in zip(flow, tops, strict=True):
        typeset.shift = top + max(0.0, over) - typeset.frame.baselines[0]
        if abs(typeset.shift) < MIN_SHIFT_POINTS:
            typeset.shift = 0.0
    return over <= OVERFLOW_POINTS


def _gap(flow: Flow, number: int) -> float:
    """Return the distance between the last baseline of the paragraph before and the first of this one, in points."""
    before, typeset = flow[number - 1], flow[number]
    full = typeset.frame.baselines[0] - before.frame.baselines[-1]
    return full * min(1.0, typeset.scale, before.scale) * min(before.tightness, typeset.tightness)
