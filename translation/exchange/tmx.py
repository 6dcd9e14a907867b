"""Translation memories as TMX 1.4b, which other translation programs read and write."""

import re
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import IO
from xml.etree.ElementTree import Element, SubElement, tostring

from translation.exceptions import LimitExceeded
from translation.languages.tags import LanguageInvalid, parse_language
from translation.memory import Unit, serves
from translation.safe_xml import XmlRefused, elements, fill, plain
from translation.text.inline_codes import FIRST_CODE, number_like, renumber

MEDIA_TYPE = "application/x-tmx+xml"
# Units of one file.
MOST_UNITS = 100_000
# Characters of a sentence: no sentence has more, and each is compared with others.
LONGEST_TEXT = 5_000
# A unit in more languages than these is taken for a mistake, as each goes with each.
MOST_LANGUAGES = 12
ANY_LANGUAGE = "*all*"
# What is highlighted deeper than this is left out.
DEEPEST = 50

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# What in a segment is markup of the document that it came from, and not language.
_FOREIGN = {"bpt", "ept", "it", "ut"}
_NUMBER = re.compile("[0-9]{1,9}")


def write_tmx(units: Iterable[Unit], srclang: str = ANY_LANGUAGE) -> Iterator[str]:
    """A file of the units, piece by piece; `srclang` is the language of their sources where they share one."""
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
        yield tostring(_tu(unit), encoding="unicode") + "\n"
    yield "</body>\n</tmx>\n"


def read_tmx(file: IO[bytes]) -> Iterator[Unit]:
    """The units of a file, of every pair of languages that it has. Raises XmlRefused and LimitExceeded."""
    found = elements(file, {"header", "tu"}, "TMX", names_dtd=True)
    if next(found).tag != "tmx":
        raise XmlRefused("The file is no TMX file.")
    srclang, count = ANY_LANGUAGE, 0
    for element in found:
        if element.tag == "header":
            srclang = element.get("srclang", ANY_LANGUAGE)
            continue
        for unit in _units(element, element.get("srclang", srclang)):
            count += 1
            if count > MOST_UNITS:
                raise LimitExceeded(f"The TMX file has more than {MOST_UNITS} units. Divide it.")
            yield unit


def _tu(unit: Unit) -> Element:
    tu = Element("tu", srclang=unit.source_language)
    _, order = renumber(unit.source)
    for language, text in ((unit.source_language, unit.source), (unit.target_language, unit.target)):
        seg = SubElement(SubElement(tu, "tuv", {"xml:lang": language}), "seg")
        fill(seg, text, lambda letter: _placeholder(order, letter))
    return tu


def _placeholder(order: str, letter: str) -> Element | None:
    return Element("ph", x=str(order.index(letter) + 1)) if letter in order else None


def _units(tu: Element, srclang: str) -> Iterator[Unit]:
    """Every pair of texts that starts from the source language."""
    texts: dict[str, str] = {}
    for tuv in tu.iterfind("tuv"):
        seg, language = tuv.find("seg"), _language(tuv.get(_LANGUAGE, tuv.get("lang", "")))
        if seg is not None and language:
            texts.setdefault(language, " ".join(_text(seg).split()))
    start = _language(srclang)
    if len(texts) > MOST_LANGUAGES:
        return
    for (source_language, source), (target_language, target) in permutations(texts.items(), 2):
        if srclang.lower() != ANY_LANGUAGE and not serves(start, source_language):
            continue
        if source and target and max(len(source), len(target)) <= LONGEST_TEXT:
            numbered, order = renumber(source)
            yield Unit(source_language, target_language, numbered, number_like(target, order))


def _language(tag: str) -> str:
    """The canonical tag; nothing for a language that is not known here."""
    try:
        return parse_language(tag)
    except LanguageInvalid:
        return ""


def _text(seg: Element, depth: int = 0) -> str:
    parts = [plain(seg.text or "")]
    for position, child in enumerate(seg):
        if child.tag == "ph":
            number = child.get("x", str(position + 1))
            parts.append(chr(FIRST_CODE + int(number) % 1000) if _NUMBER.fullmatch(number) else "")
        elif child.tag not in _FOREIGN and depth < DEEPEST:
            parts.append(_text(child, depth + 1))
        parts.append(plain(child.tail or ""))
    return "".join(parts)
