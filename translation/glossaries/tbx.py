"""Glossaries as TBX-Basic, a format of terminology programs.

The standard, ISO 30042, has two editions: 2008 (martif) and 2019 (tbx).
"""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import IO
from xml.etree.ElementTree import Element, SubElement, tostring

from translation.exceptions import UsageError
from translation.glossaries.terms import GlossaryRefused, GlossaryTerm
from translation.languages.tags import best_match, parse_language
from translation.safe_xml import clean_line, elements

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# The names of entries, and of the sections inside, in both editions.
_ENTRIES = {"termEntry", "conceptEntry", f"{{{NAMESPACE}}}conceptEntry"}
_LANGUAGE_SECTIONS = {"langSet", "langSec"}
_TERM_SECTIONS = {"tig", "ntig", "termGrp", "termSec"}
_GENDERS = {"masculine": "m", "feminine": "f", "neuter": "n"}
_GENDER_NAMES = {gender: name for name, gender in _GENDERS.items()}
# The ranks of terms by their administrative status. The lowest is the best.
_PREFERRED = 0
_WITHOUT_STATUS = 1
_DEPRECATED = 2
_RANKS = {"preferredterm": _PREFERRED, "deprecatedterm": _DEPRECATED, "supersededterm": _DEPRECATED}


class Dialect(Enum):
    """An edition of the standard: the names of its root, header, entry, language section and term section."""

    OF_2008 = ("martif", "martifHeader", "termEntry", "langSet", "tig")
    OF_2019 = ("tbx", "tbxHeader", "conceptEntry", "langSec", "termSec")


def read_tbx(file: IO[bytes], source: str, target: str) -> Iterator[tuple[None, GlossaryTerm]]:
    """Yield the terms of a language pair from a file of either edition, with None for the line.

    Every source term gets the best target term, but never a deprecated term. Raises XmlRefused, and GlossaryRefused if
    the file has no terms of the pair.
    """
    languages: set[str] = set()
    count = 0
    for element in elements(file, _ENTRIES, "a TBX file", names_dtd=True):
        if _local_name(element) not in ("termEntry", "conceptEntry"):
            continue
        sections = {_language(child): child for child in element if _local_name(child) in _LANGUAGE_SECTIONS}
        languages |= sections.keys()
        for term in _read_entry(sections, source, target):
            count += 1
            yield None, term
    if not count:
        known = ", ".join(sorted(filter(None, languages)))
        content = f"its languages are: {known}" if known else "it has no terms at all"
        raise GlossaryRefused(f"the TBX file has no terms from {source} to {target}; {content}")


def write_tbx(terms: Iterable[GlossaryTerm], source: str, target: str, dialect: Dialect = Dialect.OF_2019) -> str:
    """Return a TBX-Basic file with an entry for each term."""
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


def _read_entry(sections: dict[str, Element], source: str, target: str) -> Iterator[GlossaryTerm]:
    """Yield the terms of an entry. `sections` are its language sections by tag."""
    source_tag, target_tag = best_match(source, sections), best_match(target, sections)
    if not source_tag or not target_tag:
        return
    targets = [section for section in _term_sections(sections[target_tag]) if _rank(section) != _DEPRECATED]
    if not targets:
        return
    best = min(targets, key=_rank)
    gender = _GENDERS.get(_note(best, "grammaticalGender"), "")
    is_plural = _note(best, "grammaticalNumber") == "plural"
    for section in _term_sections(sections[source_tag]):
        yield GlossaryTerm(_text(section), _text(best), gender, is_plural)


def _term_sections(language_section: Element) -> list[Element]:
    """Return the sections of a language with a term as a child."""
    sections = (element for element in language_section.iter() if _local_name(element) in _TERM_SECTIONS)
    return [section for section in sections if any(_local_name(child) == "term" for child in section)]


def _text(section: Element) -> str:
    term = next(child for child in section if _local_name(child) == "term")
    return " ".join(clean_line("".join(term.itertext())).split())


def _rank(section: Element) -> int:
    return _RANKS.get(_note(section, "administrativeStatus").partition("-")[0], _WITHOUT_STATUS)


def _note(section: Element, category: str) -> str:
    """Return a term's note of a category, in lower case. The category is an attribute or the name of the element."""
    for child in section:
        if child.get("type") == category or _local_name(child) == category:
            return (child.text or "").strip().lower()
    return ""


def _language(section: Element) -> str:
    """Return the canonical tag of a language section, or an empty text for an unknown language."""
    try:
        return parse_language(section.get(_LANGUAGE, section.get("lang", "")))
    except UsageError:
        return ""


def _local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
