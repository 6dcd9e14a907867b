"""Scripts: the script of a character, the faces that draw it, and the break points of lines.

Besides the Base-14 set, MuPDF has Noto and Droid faces with one weight each. The package pymupdf-fonts has FiraGO,
Noto Sans and Cascadia in four weights.
"""

import re
import unicodedata
from collections.abc import Iterator, Set
from functools import cache

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.fonts import BUILT_IN, FALLBACK, Face, Style, face_named

RIGHT_TO_LEFT_LANGUAGES = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
# The Base-14 faces lack some letters of these languages, so whole texts use another face.
LANGUAGES_BEYOND_BASE14 = frozenset({"vi"})
# The faces for them by family: regular, bold, italic, bold italic. For serifs, MuPDF has Noto Serif.
WIDE_LATIN_FACES = {
    "sans": ("notos", "notosbo", "notosit", "notosbi"),
    "mono": ("cascadia", "cascadiab", "cascadiai", "cascadiabi"),
}
FIRA_FACES = ("figo", "figbo", "figit", "figbi")
# The scripts that FiraGO draws, for texts in a face without serifs.
FIRA_SCRIPTS = frozenset({"ARABIC", "HEBREW", "THAI", "DEVANAGARI", "GEORGIAN"})
BASE14_SCRIPTS = frozenset({"LATIN", "GREEK", "CYRILLIC"})
EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"})
# Scripts without spaces, in which a line may end after any character, except for NEVER_FIRST and NEVER_LAST.
UNSPACED = EAST_ASIAN - {"HANGUL"}
# Scripts without spaces between words, in which a line may end only after a word.
SOUTH_EAST_ASIAN = frozenset({"THAI", "LAO", "KHMER", "MYANMAR"})
SCRIPT_NAMES = (
    BASE14_SCRIPTS
    | EAST_ASIAN
    | frozenset(
        {"ARABIC", "HEBREW", "DEVANAGARI", "BENGALI", "TAMIL", "THAI", "TELUGU", "KANNADA", "MALAYALAM", "GUJARATI"}
        | {"GURMUKHI", "ORIYA", "SINHALA", "KHMER", "LAO", "MYANMAR", "GEORGIAN", "ARMENIAN", "ETHIOPIC", "TIBETAN"}
        | {"SYRIAC", "THAANA", "MONGOLIAN", "CHEROKEE", "JAVANESE", "BALINESE"}
    )
)
# The script of shared characters, such as digits and spaces.
COMMON = ""
# Shared signs that East Asian faces draw as wide as their letters, if they are beside such letters.
WIDE_SIGNS = frozenset("“”‘’…—·")
# No line starts with one of these or ends with one of NEVER_LAST (the Japanese rules of kinsoku).
NEVER_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗°′″℃%％‰…‥—～〜·"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ)]},.!?:;»›"
)
NEVER_LAST = frozenset("‘“（〔［｛〈《「『【〘〖([{«‹$£¥€＄￥￡№")
THAI_TEXT = re.compile("[\u0e00-\u0e7f]+")


def is_right_to_left(language: str) -> bool:
    """Return whether a language, by its tag, is written from right to left."""
    return language.split("-")[0] in RIGHT_TO_LEFT_LANGUAGES or language.split("-")[1:2] == ["Arab"]


@cache
def script_of(character: str) -> str:
    """Return the script of a character, which is the first word of its Unicode name, or COMMON if it is shared."""
    if unicodedata.category(character) in ("Nd", "Zs") and character < "\u0100":
        return COMMON
    first = unicodedata.name(character, "").partition(" ")[0]
    if "\u3000" <= character <= "\u303f":
        return "IDEOGRAPHIC"
    return first if first in SCRIPT_NAMES else COMMON


def scripts_of(text: str) -> list[str]:
    """Return the script of each character. A shared character has the script of the character before it, or after it.

    Beside East Asian characters, it counts as Latin, except for WIDE_SIGNS.
    """
    found = [script_of(each) for each in text]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        step = 1 if order.step > 0 else -1
        for number in order:
            if found[number] == COMMON and not _is_own(text[number], found[number - step]):
                found[number] = found[number - step]
    return [each or "LATIN" for each in found]


def _is_own(character: str, neighbour: str) -> bool:
    """Return whether a shared character is drawn as Latin although East Asian letters are beside it."""
    return neighbour in EAST_ASIAN and character not in WIDE_SIGNS


def faces_for(script: str, style: Style, simple: Face) -> Iterator[Face]:
    """Yield the faces for a script and style, best first. `simple` is the face for Latin, Greek and Cyrillic."""
    weight = style.bold + 2 * style.italic
    if script in BASE14_SCRIPTS:
        yield simple
        yield wide_latin(style)
    elif script in EAST_ASIAN:
        yield _one_weight(FALLBACK)
    else:
        if script in FIRA_SCRIPTS and style.family != "serif":
            yield face_named(FIRA_FACES[weight])
        if (noto := noto_face(script)) is not None:
            yield noto
    yield face_named(FIRA_FACES[weight])
    yield simple
    yield wide_latin(style)
    yield _one_weight(FALLBACK)


def simple_face(style: Style, language: str) -> Face:
    """Return the face for Latin, Greek and Cyrillic text in a language."""
    if language.split("-")[0] in LANGUAGES_BEYOND_BASE14:
        return wide_latin(style)
    return face_named(BUILT_IN[style.family, style.bold, style.italic])


def wide_latin(style: Style) -> Face:
    """Return the face for Latin letters that the Base-14 faces lack."""
    names = WIDE_LATIN_FACES.get(style.family)
    face = face_named(names[style.bold + 2 * style.italic]) if names else noto_face("LATIN")
    assert face is not None
    return face


@cache
def noto_face(script: str) -> Face | None:
    """Return MuPDF's face for a script, if it has one."""
    number = getattr(mupdf, f"UCDN_SCRIPT_{script}", None)
    if number is None:
        return None
    font = pymupdf.Font(script=number)
    return Face(f"noto-{script.lower()}", font, one_weight=True) if "Fallback" not in font.name else None


@cache
def _one_weight(name: str) -> Face:
    return Face(name, one_weight=True)


def break_points(text: str, scripts: list[str]) -> Set[int]:
    """Return the indices of characters that may start a line, other than those after spaces.

    `scripts` comes from `scripts_of`. Thai is broken between the words of a dictionary, and any text at U+200B.
    """
    points = {number for number in range(1, len(text)) if _may_break(text, scripts, number)}
    for match in THAI_TEXT.finditer(text):
        position = match.start()
        for word in thai_words(match[0]):
            if position > 0 and text[position] not in "ๆฯ" and text[position - 1] not in NEVER_LAST:
                points.add(position)
            position += len(word)
    points.update(match.end() for match in re.finditer("\u200b", text))
    return points


def _may_break(text: str, scripts: list[str], number: int) -> bool:
    before, after = text[number - 1], text[number]
    if scripts[number - 1] not in UNSPACED and scripts[number] not in UNSPACED:
        return False
    if " " in (before, after) or before in NEVER_LAST or after in NEVER_FIRST:
        return False
    return not unicodedata.combining(after)


@cache
def thai_words(text: str) -> tuple[str, ...]:
    """Return the words of a Thai text. The first call loads the dictionary."""
    from newmm_tokenizer.tokenizer import word_tokenize

    return tuple(word_tokenize(text))
