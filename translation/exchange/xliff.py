"""Segments of a document as XLIFF 2.1: written to be corrected in a translation program, and read again.

A unit is a block of the document, named by its number; its segments are its sentences.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import IO, TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import quoteattr

from translation.document import Origin, Segment
from translation.languages.tags import LanguageInvalid, parse_language
from translation.memory import normalised
from translation.messages import ISSUES
from translation.resources import Corrections, CorrectionsRefused
from translation.safe_xml import XmlRefused, elements, fill, one_line, plain
from translation.text import quality
from translation.text.inline_codes import FIRST_CODE

MEDIA_TYPE = "application/xliff+xml"
CORE = "urn:oasis:names:tc:xliff:document:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
# What a person has looked at counts as corrected, whether it was changed or not.
APPROVED = {"reviewed", "final"}
# Nested deeper than this nothing that a person would mark up is.
DEEPEST = 50
MOST_CODES = 0xFFFE

Segments: TypeAlias = Mapping[tuple[int, int], Segment]

_UNIT_NAME = re.compile(r"u(\d{1,9})")
_SEGMENT_NAME = re.compile(r"s(\d{1,9})")
_CODE_NAME = re.compile(r"c(\d{1,5})")
_HEX = re.compile("[0-9A-Fa-f]{1,6}")


@dataclass(frozen=True, slots=True)
class CorrectedSegment:
    """A segment as it stands in a file of corrections; a target of None means that there is none."""

    block: int
    index: int
    source: str
    target: str | None
    approved: bool


def write_xliff(segments: Iterable[Segment], source: str, target: str, filename: str) -> Iterator[str]:
    """A file of the segments of a document in their order, piece by piece. Languages are BCP 47 tags."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<xliff xmlns="{CORE}" xmlns:mtc="{MATCHES}" version="2.1" srcLang="{source}" trgLang="{target}">\n'
    yield f'<file id="f1" original={quoteattr(plain(filename))} canResegment="no" xml:space="preserve">\n'
    for _, of_block in groupby(segments, lambda segment: segment.block):
        yield tostring(_unit(list(of_block)), encoding="unicode") + "\n"
    yield "</file>\n</xliff>\n"


def read_xliff(file: IO[bytes], source: str, target: str) -> Iterator[CorrectedSegment]:
    """The segments of a file that `write_xliff` made. Raises XmlRefused and CorrectionsRefused."""
    found = elements(file, {_core("unit")}, "XLIFF")
    root = next(found)
    if root.tag != _core("xliff"):
        raise XmlRefused("The file is no XLIFF 2 file. Correct the file of segments as it was downloaded.")
    _check_languages(root, source, target)
    for unit in found:
        block = _number(_UNIT_NAME, unit.get("id", ""))
        if block is None:
            name = plain(unit.get("id", ""))[:40]
            raise XmlRefused(f"The unit “{name}” is not of this document. Correct its own file of segments.")
        for segment in unit.iterfind(_core("segment")):
            yield _read_segment(block, segment)


def corrected(recorded: Segments, changes: Iterable[CorrectedSegment]) -> dict[tuple[int, int], Segment]:
    """All segments of a document, with the corrections among them taken over. Raises CorrectionsRefused."""
    segments = dict(recorded)
    for change in changes:
        before = recorded.get((change.block, change.index))
        if before is None or normalised(one_line(before.source)) != normalised(change.source):
            raise CorrectionsRefused(change.block, "there is a source text that this document does not have there")
        segments[change.block, change.index] = _changed(before, change)
    return segments


def read_corrections(file: IO[bytes], source: str, target: str) -> Corrections:
    """The segments of a file by themselves, without a record of the document that they came from."""
    recorded: dict[tuple[int, int], Segment] = {}
    changes = [change for change in read_xliff(file, source, target) if change.target is not None]
    for change in changes:
        place = change.block, change.index
        issues = tuple(quality.find_issues(change.source, change.target or ""))
        recorded[place] = Segment(*place, None, change.source, change.target or "", Origin.CORRECTION, issues)
    return Corrections(corrected(recorded, changes))


def _unit(segments: Sequence[Segment]) -> Element:
    """In the order that the schema wants: matches, notes, original data, segments."""
    unit = Element("unit", id=segments[0].unit)
    _add_matches(unit, segments)
    _add_notes(unit, segments)
    _add_original_data(unit, segments)
    for segment in segments:
        state = "reviewed" if segment.origin == Origin.CORRECTION else "translated"
        made = SubElement(unit, "segment", id=segment.name, state=state)
        _fill(SubElement(made, "source"), segment.source, _shown(segment))
        _fill(SubElement(made, "target"), segment.target, _shown(segment))
    return unit


def _add_matches(unit: Element, segments: Sequence[Segment]) -> None:
    offered = [(segment, match) for segment in segments for match in segment.matches]
    parent = SubElement(unit, "mtc:matches") if offered else unit
    for segment, match in offered:
        about = {"ref": f"#{segment.name}", "type": "tm", "similarity": str(match.score)}
        made = SubElement(parent, "mtc:match", about)
        _fill(SubElement(made, "source"), match.source, {})
        _fill(SubElement(made, "target"), match.target, {})


def _add_notes(unit: Element, segments: Sequence[Segment]) -> None:
    """The page, and what is wrong with a segment: one of several by its number."""
    texts = [("page", str(segment.page + 1)) for segment in segments[:1] if segment.page is not None]
    for segment in segments:
        where = f"Segment {segment.name}: " if len(segments) > 1 else ""
        texts += [(code, where + ISSUES[code].sentence) for code in segment.issues if code in ISSUES]
    notes = SubElement(unit, "notes") if texts else unit
    for category, text in texts:
        SubElement(notes, "note", category=category).text = text


def _add_original_data(unit: Element, segments: Sequence[Segment]) -> None:
    shown = {letter: text for segment in segments for letter, text in _shown(segment).items()}
    parent = SubElement(unit, "originalData") if shown else unit
    for letter, text in shown.items():
        _fill(SubElement(parent, "data", id=f"d{_code_number(letter)}"), text, {})


def _shown(segment: Segment) -> dict[str, str]:
    """What each inline code of the source shows."""
    letters = [letter for letter in segment.source if ord(letter) >= FIRST_CODE]
    return dict(zip(letters, segment.codes, strict=True))


def _fill(element: Element, text: str, shown: Mapping[str, str]) -> None:
    fill(element, text, lambda letter: _special(letter, shown))


def _special(letter: str, shown: Mapping[str, str]) -> Element:
    if ord(letter) < FIRST_CODE:
        return Element("cp", hex=f"{ord(letter):04X}")
    number = _code_number(letter)
    attributes = {"id": f"c{number}", "canCopy": "no", "canDelete": "no"}
    if letter in shown:
        disp = plain(shown[letter])
        attributes |= {"dataRef": f"d{number}"} | ({"disp": disp, "equiv": disp} if disp else {})
    return Element("ph", attributes)


def _code_number(letter: str) -> int:
    return ord(letter) - FIRST_CODE + 1


def _check_languages(root: Element, source: str, target: str) -> None:
    for attribute, wanted in (("srcLang", source), ("trgLang", target)):
        tag = root.get(attribute, wanted)
        try:
            same = parse_language(tag) == wanted
        except LanguageInvalid:
            same = False
        if not same:
            raise XmlRefused(f"The file's {attribute} is “{plain(tag)[:40]}”, and the document's is {wanted}.")


def _read_segment(block: int, segment: Element) -> CorrectedSegment:
    number = _number(_SEGMENT_NAME, segment.get("id", ""))
    source, target = segment.find(_core("source")), segment.find(_core("target"))
    if not number or source is None:
        raise CorrectionsRefused(block, "there is a segment that this document does not have")
    text = None if target is None else _text(block, target).strip(" ")
    if text == "":
        raise CorrectionsRefused(block, f"the target of segment s{number} is empty")
    approved = segment.get("state") in APPROVED
    return CorrectedSegment(block, number - 1, _text(block, source), text, approved)


def _text(block: int, element: Element, depth: int = 0) -> str:
    """The text of a source or target, inline codes as their characters. Raises CorrectionsRefused."""
    parts = [plain(element.text or "")]
    for child in element:
        name = str(child.tag).removeprefix(_core(""))
        if name == "ph":
            parts.append(_code(block, child))
        elif name == "cp":
            parts.append(_character(child.get("hex", "")))
        elif name in ("mrk", "pc") and depth < DEEPEST:
            parts.append(_text(block, child, depth + 1))
        elif name not in ("sm", "em"):
            raise CorrectionsRefused(block, f"there is an element “{plain(name)[:40]}” that has no meaning here")
        parts.append(plain(child.tail or ""))
    return "".join(parts)


def _code(block: int, ph: Element) -> str:
    number = _number(_CODE_NAME, ph.get("id", ""))
    if not number or number > MOST_CODES:
        name = plain(ph.get("id", ""))[:40]
        raise CorrectionsRefused(block, f"there is an inline code “{name}” that this document does not have")
    return chr(FIRST_CODE + number - 1)


def _character(digits: str) -> str:
    """What `cp` stands for, where it is a character that a text may have."""
    number = int(digits, 16) if _HEX.fullmatch(digits) else 0
    return chr(number) if 0xE000 <= number < FIRST_CODE else ""


def _changed(before: Segment, change: CorrectedSegment) -> Segment:
    """The segment with the target that it has now."""
    target = before.target if change.target is None else change.target
    _check_codes(before, target)
    same = one_line(target).strip(" ") == one_line(before.target).strip(" ")
    if same and not change.approved:
        return before
    target = before.target if same else target
    issues = tuple(quality.find_issues(before.source, target))
    return replace(before, target=target, origin=Origin.CORRECTION, issues=issues, matches=())


def _check_codes(before: Segment, target: str) -> None:
    """Raises CorrectionsRefused for a target that has inline codes which its source has not, or has lost some."""
    codes = {letter for letter in before.source if ord(letter) >= FIRST_CODE}
    found = Counter(letter for letter in target if ord(letter) >= FIRST_CODE)
    had = Counter(letter for letter in before.target if ord(letter) >= FIRST_CODE)
    for letter in sorted({*codes, *found}):
        name = f"the inline code c{_code_number(letter)} of segment {before.name}"
        if letter not in codes:
            raise CorrectionsRefused(before.block, f"{name} is not in its source")
        if found[letter] < min(1, had[letter]):
            raise CorrectionsRefused(before.block, f"{name} is missing from the target")
        if found[letter] > max(1, had[letter]):
            raise CorrectionsRefused(before.block, f"{name} is in the target more than once")


def _core(name: str) -> str:
    return f"{{{CORE}}}{name}"


def _number(pattern: re.Pattern[str], name: str) -> int | None:
    match = pattern.fullmatch(name)
    return int(match[1]) if match else None
