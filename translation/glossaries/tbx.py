"""Glossaries as TBX-Basic, which terminology programs read and write: ISO 30042 of 2008 (martif) and of 2019 (tbx)."""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import IO
from xml.etree.ElementTree import Element, SubElement, tostring

from translation.exceptions import UsageError
from translation.glossaries.terms import GlossaryRefused, Term
from translation.languages.tags import best_match, parse_language
from translation.safe_xml import elements, plain

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = {"termEntry", "conceptEntry", f"{{{NAMESPACE}}}conceptEntry"}
_SECTIONS, _TERM_SECTIONS = {"langSet", "langSec"}, {"tig", "ntig", "termGrp", "termSec"}
_GENDERS = {"masculine": "m", "feminine": "f", "neuter": "n"}
_GENDER_NAMES = {gender: name for name, gender in _GENDERS.items()}
# What a term's status says of its use; one without a status comes between.
_PREFERRED, _USUAL, _SHUNNED = 0, 1, 2
_RANKS = {"preferredterm": _PREFERRED, "deprecatedterm": _SHUNNED, "supersededterm": _SHUNNED}


class Dialect(Enum):
    """An edition of the standard: the names of its root, entry, language and term sections."""

    OF_2008 = ("martif", "martifHeader", "termEntry", "langSet", "tig")
    OF_2019 = ("tbx", "tbxHeader", "conceptEntry", "langSec", "termSec")


def read_tbx(file: IO[bytes], source: str, target: str) -> Iterator[tuple[None, Term]]:
    """The terms of a language pair, of either edition. Raises XmlRefused, and GlossaryRefused where there are none.

    Every term of the source language gets the best of the target language: a preferred one, none that is deprecated.
    """
    languages: set[str] = set()
    count = 0
    for element in elements(file, _ENTRIES, "a TBX file", names_dtd=True):
        if _name(element) not in ("termEntry", "conceptEntry"):
            continue
        sections = {_language(each): each for each in element if _name(each) in _SECTIONS}
        languages |= sections.keys()
        for term in _terms(sections, source, target):
            count += 1
            yield None, term
    if not count:
        there = ", ".join(sorted(filter(None, languages))) or "no terms"
        raise GlossaryRefused(f"the TBX file has no terms from {source} to {target}, but {there}")


def write_tbx(terms: Iterable[Term], source: str, target: str, dialect: Dialect = Dialect.OF_2019) -> str:
    """A TBX-Basic file with an entry for each term."""
    root_name, header_name, entry_name, section_name, term_name = dialect.value
    root = Element(root_name, {"type": "TBX-Basic", "xml:lang": source})
    if dialect is Dialect.OF_2019:
        root.attrib |= {"style": "dca", "xmlns": NAMESPACE}
    description = SubElement(SubElement(root, header_name), "fileDesc")
    SubElement(SubElement(description, "sourceDesc"), "p").text = "Palimpsest"
    body = SubElement(SubElement(root, "text"), "body")
    for number, term in enumerate(terms, 1):
        entry = SubElement(body, entry_name, id=f"c{number}")
        section = SubElement(SubElement(entry, section_name, {"xml:lang": source}), term_name)
        SubElement(section, "term").text = term.source
        section = SubElement(SubElement(entry, section_name, {"xml:lang": target}), term_name)
        SubElement(section, "term").text = term.target
        if term.gender:
            SubElement(section, "termNote", type="grammaticalGender").text = _GENDER_NAMES[term.gender]
        if term.is_plural:
            SubElement(section, "termNote", type="grammaticalNumber").text = "plural"
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _terms(sections: dict[str, Element], source: str, target: str) -> Iterator[Term]:
    """The terms of an entry."""
    own_source, own_target = best_match(source, sections), best_match(target, sections)
    if not own_source or not own_target:
        return
    targets = [each for each in _term_sections(sections[own_target]) if _rank(each) != _SHUNNED]
    if not targets:
        return
    best = min(targets, key=_rank)
    gender = _GENDERS.get(_note(best, "grammaticalGender"), "")
    is_plural = _note(best, "grammaticalNumber") == "plural"
    for each in _term_sections(sections[own_source]):
        yield Term(_text(each), _text(best), gender, is_plural)


def _term_sections(section: Element) -> list[Element]:
    """The sections of a language that hold a term themselves."""
    found = (each for each in section.iter() if _name(each) in _TERM_SECTIONS)
    return [each for each in found if any(_name(child) == "term" for child in each)]


def _text(section: Element) -> str:
    term = next(child for child in section if _name(child) == "term")
    return " ".join(plain("".join(term.itertext())).split())


def _rank(section: Element) -> int:
    return _RANKS.get(_note(section, "administrativeStatus").partition("-")[0], _USUAL)


def _note(section: Element, category: str) -> str:
    """What is noted of a term in a category, as an attribute says it or, in the other style, an element's name."""
    for child in section:
        if child.get("type") == category or _name(child) == category:
            return (child.text or "").strip().lower()
    return ""


def _language(section: Element) -> str:
    """The canonical tag of a section; nothing for a language that is not known here."""
    try:
        return parse_language(section.get(_LANGUAGE, section.get("lang", "")))
    except UsageError:
        return ""


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
