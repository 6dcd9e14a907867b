"""What a font's name tells of its looks, and the faces that translations are drawn with.

The faces are MuPDF's own Base-14 set: Latin, Greek and Cyrillic in four weights of three families.
"""

import re
from functools import cache
from typing import NamedTuple

import pymupdf

MONO = re.compile(r"cour|mono|consol|cmtt|sftt|typewriter|menlo|(?<![a-z])code|lettergothic|ocrb", re.IGNORECASE)
SANS = re.compile(
    r"sfs[sxi]|arial|helvet|sans|calibri|verdana|tahoma|cmss|gothic|univers|futura|frutiger|segoe|roboto|myriad"
    r"|trebuchet|lato|opensans|nunito|poppins|montserrat|inter(?![a-z])|gill|dax|franklin|candara|corbel|exo"
    r"|noto(?!serif)|dejavu(?!serif)|ubuntu|oswald|raleway|bahnschrift",
    re.IGNORECASE,
)
SERIF = re.compile(
    r"times|serif|roman|cmr\d|cmbx|cmti|cmsl|cmcsc|sfrm|sfbx|sfti|lmr|georgia|garamond|palat|bookman|bookantiqua|schoolbook"
    r"|minion|cambria"
    r"|nimbusrom|charis|century|caslon|baskerville|didot|bodoni|utopia|constantia|melior|sabon|libertine"
    r"|stix|tinos|merriweather|lora|plex ?serif|sourceserif|playfair|cardo|gentium|crimson",
    re.IGNORECASE,
)
BOLD = re.compile(
    r"bold|black|heavy|semibold|demi|-medi\b|medi$|cmbx|libertine[a-z]?[bz](?![a-z])|sfbx|cmb\d|extrabd", re.IGNORECASE
)
ITALIC = re.compile(r"ital|obli|slant|cmti|cmsl|libertine[a-z]?i(?![a-z])|sfti|sfsi|kursiv", re.IGNORECASE)
MATHS = re.compile(
    r"cm(mi|sy|ex|bsy|mib)\d|msam|msbm|eufm|eusm|math|symbol|mtmi|mtsy|mtex|rsfs|wasy|stmary|lasy|txsy|pxsy",
    re.IGNORECASE,
)
# The last of these are called pi fonts.
PICTURES = re.compile(
    r"dingbat|wingding|webding|symbol|awesome|icon|emoji|(?-i:Pi(?:One|Two|Three|Four|Std|MT)?(?![a-z]))", re.IGNORECASE
)

MONO_FLAG, ITALIC_FLAG, BOLD_FLAG = 8, 2, 16
# MuPDF keeps this many characters of a font's name.
NAME_LENGTH = 31
# The codes of so many words are kept for the next time they are drawn.
STRINGS_KEPT = 4000


class DecorationStyle(NamedTuple):
    """A line or a highlight along a run of text: its colour, and its edges in ems below the baseline."""

    colour: int
    top: float
    bottom: float


class Style(NamedTuple):
    """The looks of a run of text. `colour` is 0xRRGGBB, `size` in points, `link` the page's link by number or -1."""

    family: str
    bold: bool
    italic: bool
    colour: int
    size: float
    link: int = -1
    bars: tuple[DecorationStyle, ...] = ()


class Font(NamedTuple):
    """What is known of a font of the document. `not_text`: its glyphs are formulas or pictures."""

    family: str
    bold: bool
    italic: bool
    not_text: bool


@cache
def describe_font(name: str, flags: int, serif: bool) -> Font:
    """The looks of a font by its name first, then by MuPDF's span flags and its descriptor's word on serifs."""
    name = plain_name(name)
    if MONO.search(name) or flags & MONO_FLAG:
        family = "mono"
    elif SANS.search(name):
        family = "sans"
    elif SERIF.search(name):
        family = "serif"
    else:
        family = "serif" if serif else "sans"
    return Font(
        family,
        bool(BOLD.search(name)) or bool(flags & BOLD_FLAG),
        bool(ITALIC.search(name)) or bool(flags & ITALIC_FLAG),
        bool(MATHS.search(name) or PICTURES.search(name)),
    )


def is_ornamental(name: str) -> bool:
    """Whether the letters of a font are none, but bullets and small pictures. Symbol has Greek letters too."""
    return bool(PICTURES.search(name)) and "symbol" not in name.lower()


def plain_name(name: str) -> str:
    """A font's name without the tag of its subset."""
    return name.split("+")[-1]


BUILT_IN = {
    ("sans", False, False): "helv",
    ("sans", True, False): "hebo",
    ("sans", False, True): "heit",
    ("sans", True, True): "hebi",
    ("serif", False, False): "tiro",
    ("serif", True, False): "tibo",
    ("serif", False, True): "tiit",
    ("serif", True, True): "tibi",
    ("mono", False, False): "cour",
    ("mono", True, False): "cobo",
    ("mono", False, True): "coit",
    ("mono", True, True): "cobi",
}
# Tried for characters that the twelve faces lack.
FALLBACK = "cjk"
# The face of pymupdf-fonts with the most letters and signs.
WIDEST = "figo"


class Face:
    """A font to draw with: glyph numbers and widths, each looked up once. Widths are in ems.

    `one_weight` means that bold and slanted letters of it have to be made from its upright ones.
    """

    def __init__(self, name: str, font: pymupdf.Font | None = None, one_weight: bool = False) -> None:
        self.name, self.one_weight = name, one_weight
        self.font = font or pymupdf.Font(name)
        self._glyphs: dict[str, tuple[int, float]] = {}
        self._widths: dict[str, float] = {}
        self._codes: dict[str, str] = {}
        self._strings: dict[str, str] = {}
        self._drawable: set[str] = set()

    def glyph(self, character: str) -> tuple[int, float]:
        """Glyph number (0 when the face lacks it) and advance."""
        found = self._glyphs.get(character)
        if found is None:
            code = ord(character)
            number = self.font.has_glyph(code)
            found = self._glyphs[character] = (number, self.font.glyph_advance(code) if number else 0.0)
            self._codes[character] = f"{number:04x}"
            if number:
                self._drawable.add(character)
        return found

    def width(self, text: str) -> float:
        """The advance of a run of text."""
        found = self._widths.get(text)
        if found is None:
            found = self._widths[text] = sum(self.glyph(character)[1] for character in text)
        return found

    def lacks(self, text: str) -> bool:
        """Whether the face has no glyph for some character of the text."""
        if self._drawable.issuperset(text):
            return False
        return not all(self.glyph(character)[0] for character in text)

    def codes(self, text: str) -> str:
        """The glyph numbers of a text that it does not lack, as a string of hexadecimal digits."""
        found = self._strings.get(text)
        if found is None:
            if len(self._strings) == STRINGS_KEPT:
                self._strings.clear()
            found = self._strings[text] = "".join([self._codes[character] for character in text])
        return found


@cache
def face_named(name: str) -> Face:
    """The face of a built-in font, loaded once a process."""
    return Face(name)


def face_of(style: Style) -> Face:
    """The face that comes closest to a style."""
    return face_named(BUILT_IN[style.family, style.bold, style.italic])
