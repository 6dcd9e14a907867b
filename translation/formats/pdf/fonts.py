"""Fonts: the looks of a document's fonts, by their names, and the faces that draw translations.

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
# Fonts with pictures in place of letters. The last alternative matches the names of "pi fonts".
PICTURES = re.compile(
    r"dingbat|wingding|webding|symbol|awesome|icon|emoji|(?-i:Pi(?:One|Two|Three|Four|Std|MT)?(?![a-z]))", re.IGNORECASE
)

# Flags of a span in MuPDF's structured text.
MONO_FLAG = 8
ITALIC_FLAG = 2
BOLD_FLAG = 16
# MuPDF keeps this many characters of a font's name.
NAME_LENGTH = 31
# The number of words of a face whose glyph codes are cached.
CACHED_WORDS = 4000


class DecorationStyle(NamedTuple):
    """An underline, strike-through or highlight of text. `top` and `bottom` are in ems below the baseline."""

    colour: int
    top: float
    bottom: float


class Style(NamedTuple):
    """The looks of a run of text. `colour` is 0xRRGGBB, `size` is in points, `link` is a link's number or -1."""

    family: str
    bold: bool
    italic: bool
    colour: int
    size: float
    link: int = -1
    decorations: tuple[DecorationStyle, ...] = ()


class Font(NamedTuple):
    """The looks of a font of the document. `not_text` means that its glyphs are formulas or pictures."""

    family: str
    bold: bool
    italic: bool
    not_text: bool


@cache
def describe_font(name: str, flags: int, serif: bool) -> Font:
    """Return the looks of a font, from its name, the `flags` of MuPDF's span, and `serif`.

    `serif` comes from the font's descriptor, see `FileFonts.serifs`.
    """
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
    """Return whether a font has bullets and small pictures in place of letters. Symbol also has Greek letters."""
    return bool(PICTURES.search(name)) and "symbol" not in name.lower()


def plain_name(name: str) -> str:
    """Return a font's name without the tag of its subset: "ABCDEF+Arial" gives "Arial"."""
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
# The face for characters that the twelve faces above lack.
FALLBACK = "cjk"
# The face of pymupdf-fonts with the most letters and signs.
WIDEST = "figo"


class Face:
    """A font to draw with. It caches glyph numbers and widths. Widths are in ems.

    `one_weight` means that it has no bold or italic. Bold letters are then made from the regular letters.
    """

    def __init__(self, name: str, font: pymupdf.Font | None = None, one_weight: bool = False) -> None:
        self.name, self.one_weight = name, one_weight
        self.font = font or pymupdf.Font(name)
        self._glyphs: dict[str, tuple[int, float]] = {}
        self._widths: dict[str, float] = {}
        self._codes: dict[str, str] = {}
        self._codes_of_texts: dict[str, str] = {}
        self._drawable: set[str] = set()

    def glyph(self, character: str) -> tuple[int, float]:
        """Return the glyph number of a character (0 if the face lacks it) and its advance."""
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
        """Return the advance of a text, without kerning."""
        found = self._widths.get(text)
        if found is None:
            found = self._widths[text] = sum(self.glyph(character)[1] for character in text)
        return found

    def lacks(self, text: str) -> bool:
        """Return whether the face has no glyph for some character of the text."""
        if self._drawable.issuperset(text):
            return False
        return not all(self.glyph(character)[0] for character in text)

    def codes(self, text: str) -> str:
        """Return the glyph numbers of a text, four hexadecimal digits each. The face must have all its characters."""
        found = self._codes_of_texts.get(text)
        if found is None:
            if len(self._codes_of_texts) == CACHED_WORDS:
                self._codes_of_texts.clear()
            found = self._codes_of_texts[text] = "".join([self._codes[character] for character in text])
        return found


@cache
def face_named(name: str) -> Face:
    """Return the face of a built-in font. Each process loads it once."""
    return Face(name)


def face_of(style: Style) -> Face:
    """Return the Base-14 face for a style."""
    return face_named(BUILT_IN[style.family, style.bold, style.italic])
