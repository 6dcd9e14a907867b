"""Find the lines and the scale with which a translation fills its place.

First it grows into the free space below and beside, then the leading is tightened, then the letters get smaller: by
one scale for each style class of the document, because a scale of its own for each paragraph looks ragged.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from translation.document import Content, InlineCode
from translation.formats.pdf.fonts import FALLBACK, Face, Style, face_named, face_of
from translation.formats.pdf.place import Code, Place

# Letters are never drawn smaller than this share of the original; what needs less is reported.
SMALLEST, STEP = 0.6, 0.02
# Lines may move together by this much, and never closer than this many ems, before letters get smaller.
TIGHTEST, CLOSEST = 0.9, 1.02
# A single line rather gets this small than turns into two.
SMALLEST_ON_ONE_LINE = 0.85
# Room below the last baseline, in ems.
DESCENT = 0.25
# Of a style class, this share of the long paragraphs may need a smaller scale than the class gets.
OUTLIERS, LONG, SMALLEST_CLASS = 0.2, 60, 0.8


@dataclass(slots=True, frozen=True)
class Run:
    """Letters in one face and style, or a code; `width` in points at scale 1."""

    text: str
    face: Face
    style: Style
    width: float
    code: Code | None = None


@dataclass(slots=True)
class Token:
    """What stands between two blanks."""

    runs: list[Run]
    width: float = 0.0


@dataclass(slots=True)
class Setting:
    """How a translation will be set: its tokens by lines, its scale and its leading in points."""

    place: Place
    tokens: list[Token]
    scale: float = 1.0
    leading: float = 0.0
    fits: bool = True

    @property
    def blank(self) -> float:
        """The width of a blank at scale 1, in points."""
        return face_of(self.place.style).glyph(" ")[1] * self.place.size * self.place.condense

    def lines(self) -> list[tuple[list[Token], float]]:
        """The tokens by lines, each with the line's natural width in points at the setting's scale."""
        return break_lines(self.tokens, self.blank * self.scale, self.widths(), self.scale)

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


def make_setting(place: Place, content: Content) -> Setting | None:
    """The tokens of a translation, not yet fitted; None when a character of it cannot be drawn."""
    tokens: list[Token] = []
    after_blank = True
    for run in _runs(place, content):
        if run is None:
            after_blank = True
            continue
        if run.code is None and run.face.lacks(run.text):
            return None
        if after_blank:
            tokens.append(Token([]))
        tokens[-1].runs.append(run)
        tokens[-1].width += run.width
        after_blank = False
    return Setting(place, tokens, leading=place.leading)


def _runs(place: Place, content: Content) -> Iterator[Run | None]:
    """The runs of a content, with None for each blank."""
    for piece in content:
        if isinstance(piece, InlineCode):
            yield _code_run(place, place.codes[piece.id])
            continue
        style = place.styles[piece.style]
        for number, part in enumerate(piece.text.replace("\u00a0", " ").split(" ")):
            if number:
                yield None
            for text, face in _faces(part, style):
                yield Run(text, face, style, face.width(text) * style.size * place.condense)


def _code_run(place: Place, code: Code) -> Run:
    """A code drawn with its own glyphs, else with the face at hand."""
    face = face_of(place.style)
    if code.glyphs:
        return Run(code.text, face, place.style, code.x1 - code.x0, code)
    return Run(code.text, face, place.style, face.width(code.text) * place.size * place.condense)


def _faces(text: str, style: Style) -> list[tuple[str, Face]]:
    """A word by faces: the style's own, and the fallback for characters that it lacks."""
    face = face_of(style)
    if not text:
        return []
    if not face.lacks(text):
        return [(text, face)]
    found: list[tuple[str, Face]] = []
    for character in text:
        chosen = face if not face.lacks(character) else face_named(FALLBACK)
        if found and found[-1][1] is chosen:
            found[-1] = (found[-1][0] + character, chosen)
        else:
            found.append((character, chosen))
    return found


def break_lines(
    tokens: Sequence[Token], blank: float, widths: tuple[float, float], scale: float
) -> list[tuple[list[Token], float]]:
    """Fill lines one after the other; a token wider than its line gets a line of its own."""
    lines: list[tuple[list[Token], float]] = []
    current: list[Token] = []
    x, room = 0.0, widths[0]
    for token in tokens:
        width = token.width * scale
        if current and x + blank + width > room + 0.01:
            lines.append((current, x))
            current, x, room = [], 0.0, widths[1]
        x += blank + width if current else width
        current.append(token)
    if current:
        lines.append((current, x))
    return lines


def fit(settings: Iterable[Setting]) -> None:
    """Give each setting its scale and leading, with one scale for each style class."""
    classes: dict[tuple[float, str, bool], list[Setting]] = defaultdict(list)
    for setting in settings:
        _fit_one(setting)
        style = setting.place.style
        classes[round(style.size, 1), style.family, style.bold].append(setting)
    for members in classes.values():
        long = sorted(each.scale for each in members if _letters(each) > LONG)
        if not long:
            continue
        common = max(SMALLEST_CLASS, long[int(len(long) * OUTLIERS)])
        for each in members:
            if each.scale > common and _letters(each) > LONG and len(each.place.baselines) > 1:
                _fit_one(each, common)


def _letters(setting: Setting) -> int:
    return sum(len(run.text) for token in setting.tokens for run in token.runs)


def _fit_one(setting: Setting, largest: float = 1.0) -> None:
    place = setting.place
    if len(place.baselines) == 1 and _fit_on_one_line(setting, largest):
        return
    setting.scale = largest
    while not _fits(setting) and setting.scale - STEP >= SMALLEST:
        setting.scale = round(setting.scale - STEP, 3)
    setting.fits = _fits(setting)


def _fit_on_one_line(setting: Setting, largest: float) -> bool:
    room = setting.widths()[0]
    width = sum(token.width for token in setting.tokens) + setting.blank * (len(setting.tokens) - 1)
    setting.scale = min(largest, room / width) if width else largest
    setting.leading = setting.place.leading
    return setting.scale >= SMALLEST_ON_ONE_LINE


def _fits(setting: Setting) -> bool:
    """Whether it fits at its scale, with its lines moved together as far as need be."""
    place, size = setting.place, setting.place.size * setting.scale
    lines, widths = setting.lines(), setting.widths()
    setting.leading = full = place.leading * setting.scale
    if max((width for _, width in lines), default=0.0) > max(widths) + 0.5:
        return False
    foot = max(place.bottom_limit - DESCENT * size, place.baselines[-1])
    if len(lines) > 1:
        needed = (foot - place.baselines[0]) / (len(lines) - 1)
        setting.leading = max(min(full, needed), min(full, max(TIGHTEST * full, CLOSEST * size)))
    return place.baselines[0] + (len(lines) - 1) * setting.leading <= foot + 0.3
