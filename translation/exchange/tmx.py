"""Translation memories as TMX 1.4b, which other translation programs read and write."""

import re
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import IO
from xml.etree.ElementTree import Element, SubElement, tostring

from translation.exceptions import LimitExceeded
from translation.languages.tags import LanguageInvalid, parse_language
from translation.memory import Unit, serves
from translation.safe_xml import XmlRefused, clean_line, elements, fill
from translation.text.inline_codes import FIRST_CODE, number_like, renumber

MEDIA_TYPE = "application/x-tmx+xml"
# The limit of units in one file.
MAX_UNITS = 100_000
# Longer than any sentence. Comparing longer texts would take too long.
MAX_TEXT_CHARACTERS = 5_000
# Units in more languages are left out, because each language makes a pair with every other.
MAX_LANGUAGES = 12
# TMX's own value for a file or unit that may be used from any of its languages.
ANY_LANGUAGE = "*all*"
# Markup nested deeper than this is left out.
MAX_MARKUP_DEPTH = 50
# The numbers of placeholders are taken modulo this, so that the characters for them are limited.
MAX_PLACEHOLDERS = 1000

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Elements of a segment that contain markup of the original document.
_MARKUP_ELEMENTS = {"bpt", "ept", "it", "ut"}
_NUMBER = re.compile("[0-9]{1,9}")


def write_tmx(units: Iterable[Unit], srclang: str = ANY_LANGUAGE) -> Iterator[str]:
    """Yield the parts of a file with the units. `srclang` is the language of all sources, if they share one."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    header = {
        "creationtool": "Palimpsest",
        "creationtoolversion": "1",
        "segtype": "sentence",
        "o-tmf": "Palimpsest",
        "adminlang": "en",
        "srclang": srclang,
        "datatype": "plaintext",
    }
    yield tostring(Element("header", header), encoding="unicode") + "\n<body>\n"
    for unit in units:
        yield tostring(_write_unit(unit), encoding="unicode") + "\n"
    yield "</body>\n</tmx>\n"


def read_tmx(file: IO[bytes]) -> Iterator[Unit]:
    """Yield the units of a file, for every language pair in it. Raises XmlRefused and LimitExceeded."""
    rows = elements(file, {"header", "tu"}, "TMX", names_dtd=True)
    if next(rows).tag != "tmx":
        raise XmlRefused("The file is not a TMX file.")
    srclang, count = ANY_LANGUAGE, 0
    for element in rows:
        if element.tag == "header":
            srclang = element.get("srclang", ANY_LANGUAGE)
            continue
        for unit in _read_units(element, element.get("srclang", srclang)):
            count += 1
            if count > MAX_UNITS:
                raise LimitExceeded(f"The TMX file has more than {MAX_UNITS} units. Divide it.")
            yield unit


def _write_unit(unit: Unit) -> Element:
    tu = Element("tu", srclang=unit.source_language)
    _, order = renumber(unit.source)
    for language, text in ((unit.source_language, unit.source), (unit.target_language, unit.target)):
        seg = SubElement(SubElement(tu, "tuv", {"xml:lang": language}), "seg")
        fill(seg, text, lambda character: _placeholder(order, character))
    return tu


def _placeholder(order: str, character: str) -> Element | None:
    return Element("ph", x=str(order.index(character) + 1)) if character in order else None


def _read_units(tu: Element, srclang: str) -> Iterator[Unit]:
    """Yield the language pairs of a `tu` that start from its source language."""
    texts: dict[str, str] = {}
    for tuv in tu.iterfind("tuv"):
        seg, language = tuv.find("seg"), _parse_language(tuv.get(_LANGUAGE, tuv.get("lang", "")))
        if seg is not None and language:
            texts.setdefault(language, " ".join(_text(seg).split()))
    if len(texts) > MAX_LANGUAGES:
        return
    start = _parse_language(srclang)
    for (source_language, source), (target_language, target) in permutations(texts.items(), 2):
        if srclang.lower() != ANY_LANGUAGE and not serves(start, source_language):
            continue
        if source and target and max(len(source), len(target)) <= MAX_TEXT_CHARACTERS:
            numbered, order = renumber(source)
            yield Unit(source_language, target_language, numbered, number_like(target, order))


def _parse_language(tag: str) -> str:
    """Return the canonical tag, or an empty text for an unknown language."""
    try:
        return parse_language(tag)
    except LanguageInvalid:
        return ""


def _text(seg: Element, depth: int = 0) -> str:
    """Return the text of a segment without markup, and with inline codes for its placeholders."""
    parts = [clean_line(seg.text or "")]
    for position, child in enumerate(seg):
        if child.tag == "ph":
            number = child.get("x", str(position + 1))
            parts.append(chr(FIRST_CODE + int(number) % MAX_PLACEHOLDERS) if _NUMBER.fullmatch(number) else "")
        elif child.tag not in _MARKUP_ELEMENTS and depth < MAX_MARKUP_DEPTH:
            parts.append(_text(child, depth + 1))
        parts.append(clean_line(child.tail or ""))
    return "".join(parts)
