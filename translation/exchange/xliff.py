"""Segments as XLIFF 2.1: write them for post-editing in a translation program, and read them again.

A unit is a block of the document, and its segments are the sentences of the block.
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
from translation.resources import Corrections, CorrectionsRefused
from translation.safe_xml import XmlRefused, clean_line, elements, fill, one_line
from translation.text import quality
from translation.text.inline_codes import FIRST_CODE
from translation.text.messages import ISSUES

MEDIA_TYPE = "application/xliff+xml"
CORE = "urn:oasis:names:tc:xliff:document:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
# A person approved segments in these states, so they count as post-edited even if they are unchanged.
APPROVED_STATES = {"reviewed", "final"}
# Deeper than any markup of a person.
MAX_MARKUP_DEPTH = 50
# The number of characters for inline codes.
MAX_CODES = 0xFFFE
# The first character that `cp` may encode: private use, noncharacters and beyond, but not inline codes.
FIRST_CODE_POINT = 0xE000

# Segments by block and index.
Segments: TypeAlias = Mapping[tuple[int, int], Segment]

# The ids of units, segments and inline codes: u0, s1, c1.
_UNIT_ID = re.compile(r"u(\d{1,9})")
_SEGMENT_ID = re.compile(r"s(\d{1,9})")
_CODE_ID = re.compile(r"c(\d{1,5})")
_HEX = re.compile("[0-9A-Fa-f]{1,6}")


@dataclass(frozen=True, slots=True)
class PostEditedSegment:
    """A segment of a post-edited file. `target` is None if the file has none."""

    block: int
    index: int
    source: str
    target: str | None
    is_approved: bool


def write_xliff(segments: Iterable[Segment], source: str, target: str, filename: str) -> Iterator[str]:
    """Yield the parts of a file with a document's segments, which are in order. Languages are BCP 47 tags."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<xliff xmlns="{CORE}" xmlns:mtc="{MATCHES}" version="2.1" srcLang="{source}" trgLang="{target}">\n'
    yield f'<file id="f1" original={quoteattr(clean_line(filename))} canResegment="no" xml:space="preserve">\n'
    for _, of_block in groupby(segments, lambda segment: segment.block):
        yield tostring(_write_unit(list(of_block)), encoding="unicode") + "\n"
    yield "</file>\n</xliff>\n"


def read_xliff(file: IO[bytes], source: str, target: str) -> Iterator[PostEditedSegment]:
    """Yield the segments of a file that `write_xliff` made. Raises XmlRefused and CorrectionsRefused."""
    units = elements(file, {_core("unit")}, "XLIFF")
    root = next(units)
    if root.tag != _core("xliff"):
        raise XmlRefused("The file is not an XLIFF 2 file. Send the file of segments that you downloaded here.")
    _check_languages(root, source, target)
    for unit in units:
        block = _number(_UNIT_ID, unit.get("id", ""))
        if block is None:
            name = clean_line(unit.get("id", ""))[:40]
            raise XmlRefused(f"This document has no unit “{name}”. Send the file of segments of this document.")
        for segment in unit.iterfind(_core("segment")):
            yield _read_segment(block, segment)


def apply_post_edits(recorded: Segments, edits: Iterable[PostEditedSegment]) -> dict[tuple[int, int], Segment]:
    """Return all segments of a document with the post-edited targets. Raises CorrectionsRefused."""
    segments = dict(recorded)
    for edit in edits:
        segment = recorded.get((edit.block, edit.index))
        if segment is None or normalised(one_line(segment.source)) != normalised(edit.source):
            raise CorrectionsRefused(edit.block, "there is a source text that this document does not have there")
        segments[edit.block, edit.index] = _apply(segment, edit)
    return segments


def read_corrections(file: IO[bytes], source: str, target: str) -> Corrections:
    """Return the segments of a file as corrections, without a record of the original segments."""
    recorded: dict[tuple[int, int], Segment] = {}
    edits = [edit for edit in read_xliff(file, source, target) if edit.target is not None]
    for edit in edits:
        issues = tuple(quality.find_issues(edit.source, edit.target or ""))
        segment = Segment(edit.block, edit.index, None, edit.source, edit.target or "", Origin.CORRECTION, issues)
        recorded[edit.block, edit.index] = segment
    return Corrections(apply_post_edits(recorded, edits))


def _write_unit(segments: Sequence[Segment]) -> Element:
    """Return a unit. The schema requires the order matches, notes, original data, segments."""
    unit = Element("unit", id=segments[0].unit)
    _add_matches(unit, segments)
    _add_notes(unit, segments)
    _add_original_data(unit, segments)
    for segment in segments:
        state = "reviewed" if segment.origin == Origin.CORRECTION else "translated"
        element = SubElement(unit, "segment", id=segment.name, state=state)
        _fill(SubElement(element, "source"), segment.source, _code_texts(segment))
        _fill(SubElement(element, "target"), segment.target, _code_texts(segment))
    return unit


def _add_matches(unit: Element, segments: Sequence[Segment]) -> None:
    matches = [(segment, match) for segment in segments for match in segment.matches]
    parent = SubElement(unit, "mtc:matches") if matches else unit
    for segment, match in matches:
        attributes = {"ref": f"#{segment.name}", "type": "tm", "similarity": str(match.score)}
        element = SubElement(parent, "mtc:match", attributes)
        _fill(SubElement(element, "source"), match.source, {})
        _fill(SubElement(element, "target"), match.target, {})


def _add_notes(unit: Element, segments: Sequence[Segment]) -> None:
    """Add the page and the quality issues. In a unit of several segments, an issue names its segment."""
    texts = [("page", str(segment.page + 1)) for segment in segments[:1] if segment.page is not None]
    for segment in segments:
        prefix = f"Segment {segment.name}: " if len(segments) > 1 else ""
        texts += [(code, prefix + ISSUES[code].sentence) for code in segment.issues if code in ISSUES]
    notes = SubElement(unit, "notes") if texts else unit
    for category, text in texts:
        SubElement(notes, "note", category=category).text = text


def _add_original_data(unit: Element, segments: Sequence[Segment]) -> None:
    code_texts = {code: text for segment in segments for code, text in _code_texts(segment).items()}
    parent = SubElement(unit, "originalData") if code_texts else unit
    for code, text in code_texts.items():
        _fill(SubElement(parent, "data", id=f"d{_code_number(code)}"), text, {})


def _code_texts(segment: Segment) -> dict[str, str]:
    """Return the visible text of each inline code of the source."""
    codes = [character for character in segment.source if ord(character) >= FIRST_CODE]
    return dict(zip(codes, segment.codes, strict=True))


def _fill(element: Element, text: str, code_texts: Mapping[str, str]) -> None:
    fill(element, text, lambda character: _special(character, code_texts))


def _special(character: str, code_texts: Mapping[str, str]) -> Element:
    """Return the element for an inline code, or for a character that XML does not allow."""
    if ord(character) < FIRST_CODE:
        return Element("cp", hex=f"{ord(character):04X}")
    number = _code_number(character)
    attributes = {"id": f"c{number}", "canCopy": "no", "canDelete": "no"}
    if character in code_texts:
        text = clean_line(code_texts[character])
        attributes |= {"dataRef": f"d{number}"} | ({"disp": text, "equiv": text} if text else {})
    return Element("ph", attributes)


def _code_number(code: str) -> int:
    return ord(code) - FIRST_CODE + 1


def _check_languages(root: Element, source: str, target: str) -> None:
    for attribute, language in (("srcLang", source), ("trgLang", target)):
        tag = root.get(attribute, language)
        try:
            is_same = parse_language(tag) == language
        except LanguageInvalid:
            is_same = False
        if not is_same:
            name = clean_line(tag)[:40]
            raise XmlRefused(f"The file's {attribute} is “{name}”, but the document's is {language}.")


def _read_segment(block: int, segment: Element) -> PostEditedSegment:
    number = _number(_SEGMENT_ID, segment.get("id", ""))
    source, target = segment.find(_core("source")), segment.find(_core("target"))
    if not number or source is None:
        raise CorrectionsRefused(block, "there is a segment that this document does not have")
    text = None if target is None else _text(block, target).strip(" ")
    if text == "":
        raise CorrectionsRefused(block, f"the target of segment s{number} is empty")
    is_approved = segment.get("state") in APPROVED_STATES
    return PostEditedSegment(block, number - 1, _text(block, source), text, is_approved)


def _text(block: int, element: Element, depth: int = 0) -> str:
    """Return the text of a source or target, with characters for its inline codes. Raises CorrectionsRefused."""
    parts = [clean_line(element.text or "")]
    for child in element:
        name = str(child.tag).removeprefix(_core(""))
        if name == "ph":
            parts.append(_read_code(block, child))
        elif name == "cp":
            parts.append(_read_code_point(child.get("hex", "")))
        elif name in ("mrk", "pc") and depth < MAX_MARKUP_DEPTH:
            parts.append(_text(block, child, depth + 1))
        elif name not in ("sm", "em"):
            raise CorrectionsRefused(block, f"there is an element “{clean_line(name)[:40]}” that is not allowed")
        parts.append(clean_line(child.tail or ""))
    return "".join(parts)


def _read_code(block: int, ph: Element) -> str:
    number = _number(_CODE_ID, ph.get("id", ""))
    if not number or number > MAX_CODES:
        name = clean_line(ph.get("id", ""))[:40]
        raise CorrectionsRefused(block, f"there is an inline code “{name}” that this document does not have")
    return chr(FIRST_CODE + number - 1)


def _read_code_point(digits: str) -> str:
    """Return the character of a `cp`, or an empty text if the character is not allowed."""
    number = int(digits, 16) if _HEX.fullmatch(digits) else 0
    return chr(number) if FIRST_CODE_POINT <= number < FIRST_CODE else ""


def _apply(segment: Segment, edit: PostEditedSegment) -> Segment:
    """Return a segment with its post-edited target. Raises CorrectionsRefused for damaged inline codes."""
    target = segment.target if edit.target is None else edit.target
    _check_codes(segment, target)
    is_unchanged = one_line(target).strip(" ") == one_line(segment.target).strip(" ")
    if is_unchanged and not edit.is_approved:
        return segment
    target = segment.target if is_unchanged else target
    issues = tuple(quality.find_issues(segment.source, target))
    return replace(segment, target=target, origin=Origin.CORRECTION, issues=issues, matches=())


def _check_codes(segment: Segment, target: str) -> None:
    """Raise CorrectionsRefused if a target has too many or too few inline codes."""
    codes = {character for character in segment.source if ord(character) >= FIRST_CODE}
    before = Counter(character for character in segment.target if ord(character) >= FIRST_CODE)
    after = Counter(character for character in target if ord(character) >= FIRST_CODE)
    for code in sorted({*codes, *after}):
        name = f"the inline code c{_code_number(code)} of segment {segment.name}"
        if code not in codes:
            raise CorrectionsRefused(segment.block, f"{name} is not in its source")
        if after[code] < min(1, before[code]):
            raise CorrectionsRefused(segment.block, f"{name} is missing from the target")
        if after[code] > max(1, before[code]):
            raise CorrectionsRefused(segment.block, f"{name} is in the target more than once")


def _core(name: str) -> str:
    return f"{{{CORE}}}{name}"


def _number(pattern: re.Pattern[str], id_: str) -> int | None:
    match = pattern.fullmatch(id_)
    return int(match[1]) if match else None
