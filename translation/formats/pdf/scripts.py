"""Scripts: which one a character is of, the faces that draw it, and where its lines may be broken.

Beside MuPDF's Base-14 set there are its Noto and Droid faces (one weight each), and FiraGO, Noto Sans and Cascadia of
the package pymupdf-fonts in four weights.
"""

import re
import unicodedata
from collections.abc import Iterator, Set
from functools import cache

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.fonts import BUILT_IN, FALLBACK, Face, Style, face_named

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
# The twelve faces lack letters of these languages, which are therefore set in another face throughout.
BEYOND_BUILT_IN = frozenset({"vi"})
# The Latin face for them: that of a family in regular, bold, italic and bold italic. MuPDF's own Noto Serif has one.
WIDE_LATIN = {
    "sans": ("notos", "notosbo", "notosit", "notosbi"),
    "mono": ("cascadia", "cascadiab", "cascadiai", "cascadiabi"),
}
FIRA = ("figo", "figbo", "figit", "figbi")
# Scripts that FiraGO draws: what stands in a face without serifs is set in it.
IN_FIRA = frozenset({"ARABIC", "HEBREW", "THAI", "DEVANAGARI", "GEORGIAN"})
SIMPLE = frozenset({"LATIN", "GREEK", "CYRILLIC"})
EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"})
# Scripts that are written without blanks and may be broken between any two characters, but for the signs below.
UNSPACED = EAST_ASIAN - {"HANGUL"}
# Scripts whose words follow each other without blanks.
SOUTH_EAST_ASIAN = frozenset({"THAI", "LAO", "KHMER", "MYANMAR"})
NAMES = (
    SIMPLE
    | EAST_ASIAN
    | frozenset(
        {"ARABIC", "HEBREW", "DEVANAGARI", "BENGALI", "TAMIL", "THAI", "TELUGU", "KANNADA", "MALAYALAM", "GUJARATI"}
        | {"GURMUKHI", "ORIYA", "SINHALA", "KHMER", "LAO", "MYANMAR", "GEORGIAN", "ARMENIAN", "ETHIOPIC", "TIBETAN"}
        | {"SYRIAC", "THAANA", "MONGOLIAN", "CHEROKEE", "JAVANESE", "BALINESE"}
    )
)
COMMON = ""
# Signs that East Asian faces draw as wide as a letter where they stand between such letters.
SHARED_SIGNS = frozenset("“”‘’…—·")
NEVER_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗°′″℃%％‰…‥—～〜·"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ)]},.!?:;»›"
)
NEVER_LAST = frozenset("‘“（〔［｛〈《「『【〘〖([{«‹$£¥€＄￥￡№")
THAI_TEXT = re.compile("[\u0e00-\u0e7f]+")


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.split("-")[0] in RIGHT_TO_LEFT or language.split("-")[1:2] == ["Arab"]


@cache
def script_of(character: str) -> str:
    """The script of a character, by its Unicode name; "" for what all scripts share."""
    if unicodedata.category(character) in ("Nd", "Zs") and character < "\u0100":
        return COMMON
    first = unicodedata.name(character, "").partition(" ")[0]
    if "\u3000" <= character <= "\u303f":
        return "IDEOGRAPHIC"
    return first if first in NAMES else COMMON


def scripts_of(text: str) -> list[str]:
    """The script of each character. What all share belongs with the letters before it, else with those after it."""
    found = [script_of(each) for each in text]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        step = 1 if order.step > 0 else -1
        for number in order:
            if found[number] == COMMON and not _is_own(text[number], found[number - step]):
                found[number] = found[number - step]
    return [each or "LATIN" for each in found]


def _is_own(character: str, neighbour: str) -> bool:
    """Whether a shared sign is drawn as Latin although East Asian letters are beside it."""
    return neighbour in EAST_ASIAN and character not in SHARED_SIGNS


def faces_for(script: str, style: Style, simple: Face) -> Iterator[Face]:
    """The faces for a script and style, the best first. `simple` is that for Latin, Greek and Cyrillic letters."""
    weight = style.bold + 2 * style.italic
    if script in SIMPLE:
        yield simple
        yield wide_latin(style)
    elif script in EAST_ASIAN:
        yield _one_weight(FALLBACK)
    else:
        if script in IN_FIRA and style.family != "serif":
            yield face_named(FIRA[weight])
        if (noto := noto_face(script)) is not None:
            yield noto
    yield face_named(FIRA[weight])
    yield simple
    yield wide_latin(style)
    yield _one_weight(FALLBACK)


def simple_face(style: Style, language: str) -> Face:
    """The face for Latin, Greek and Cyrillic letters of a text in a language."""
    if language.split("-")[0] in BEYOND_BUILT_IN:
        return wide_latin(style)
    return face_named(BUILT_IN[style.family, style.bold, style.italic])


def wide_latin(style: Style) -> Face:
    """The face for Latin letters that the twelve lack."""
    names = WIDE_LATIN.get(style.family)
    face = face_named(names[style.bold + 2 * style.italic]) if names else noto_face("LATIN")
    assert face is not None
    return face


@cache
def noto_face(script: str) -> Face | None:
    """MuPDF's face for a script, if it has one."""
    number = getattr(mupdf, f"UCDN_SCRIPT_{script}", None)
    if number is None:
        return None
    font = pymupdf.Font(script=number)
    return Face(f"noto-{script.lower()}", font, one_weight=True) if "Fallback" not in font.name else None


@cache
def _one_weight(name: str) -> Face:
    return Face(name, one_weight=True)


def break_points(text: str, scripts: list[str]) -> Set[int]:
    """Where a text may be broken without a blank: the index of the character that would start the new line."""
    points = {number for number in range(1, len(text)) if _may_part(text, scripts, number)}
    for match in THAI_TEXT.finditer(text):
        position = match.start()
        for word in thai_words(match[0]):
            if position > 0 and text[position] not in "ๆฯ" and text[position - 1] not in NEVER_LAST:
                points.add(position)
            position += len(word)
    points.update(match.end() for match in re.finditer("\u200b", text))
    return points


def _may_part(text: str, scripts: list[str], number: int) -> bool:
    before, after = text[number - 1], text[number]
    if scripts[number - 1] not in UNSPACED and scripts[number] not in UNSPACED:
        return False
    if " " in (before, after) or before in NEVER_LAST or after in NEVER_FIRST:
        return False
    return not unicodedata.combining(after)


@cache
def thai_words(text: str) -> tuple[str, ...]:
    """The words of a Thai text, by a dictionary that is loaded when the first such text comes."""
    from newmm_tokenizer.tokenizer import word_tokenize

    return tuple(word_tokenize(text))
