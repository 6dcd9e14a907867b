"""Segments as XLIFF 2.1: files keep to the standard, and are read back as they were written."""

import re
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring

import pytest

from translation.document import Match, Origin, Segment
from translation.exchange.xliff import CORE, MATCHES, apply_post_edits, read_corrections, read_xliff, write_xliff
from translation.resources import CorrectionsRefused
from translation.safe_xml import XmlRefused
from translation.text.inline_codes import FIRST_CODE

X, Y = chr(FIRST_CODE), chr(FIRST_CODE + 1)
SEGMENTS = [
    Segment(0, 0, 0, f"Let {X} be {Y}.", f"Seja {Y} igual a {X}.", codes=("x²", ""), issues=("numbers_differ",)),
    Segment(0, 1, 0, "It is <small> & “odd”.", "É <pequeno> & «estranho»."),
    Segment(7, 0, 2, "A dog.", "Um cão.", Origin.CORRECTION, matches=(Match(f"A dog {X}!", f"Um cão {X}!", 86),)),
    Segment(8, 0, None, "Bad \ufffe sign\x01.", "Mau \uffff sinal."),
]
# What may stand in an element, in this order; and the attributes that it must have.
CHILDREN = {
    "xliff": ["file"],
    "file": ["unit"],
    "unit": ["matches", "notes", "originalData", "segment"],
    "segment": ["source", "target"],
    "matches": ["match"],
    "match": ["source", "target"],
    "notes": ["note"],
    "originalData": ["data"],
    "source": ["ph", "cp"],
    "target": ["ph", "cp"],
}
REQUIRED = {"xliff": ("version", "srcLang"), "match": ("ref",), "cp": ("hex",), "file": ("id",), "unit": ("id",)}
REQUIRED |= {"ph": ("id",), "data": ("id",)}
NAME = re.compile(r"[\w.:-]+", re.ASCII)


def written(segments: list[Segment] = SEGMENTS) -> str:
    return "".join(write_xliff(segments, "en", "pt", 'a "quoted" & <strange>.pdf'))


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def check(element: Element) -> None:
    name = local(element)
    assert element.tag.startswith((f"{{{CORE}}}", f"{{{MATCHES}}}"))
    assert all(element.get(attribute) for attribute in REQUIRED.get(name, ()))
    assert NAME.fullmatch(element.get("id", "x"))
    order = [CHILDREN[name].index(local(child)) for child in element]
    if name not in ("source", "target"):
        assert order == sorted(order)
    for child in element:
        check(child)


def test_what_is_written_has_the_structure_of_the_standard() -> None:
    root = fromstring(written())
    check(root)
    assert root.get("version") == "2.1"
    for unit in root.iter(f"{{{CORE}}}unit"):
        own = [one for one in unit.iter() if local(one) in ("segment", "ph") and one in unit]
        ids = [one.get("id") for one in own]
        assert len(ids) == len(set(ids))
        data = {one.get("id") for one in unit.iter(f"{{{CORE}}}data")}
        assert {one.get("dataRef") for one in unit.iter(f"{{{CORE}}}ph")} - {None} <= data
        assert {one.get("ref") for one in unit.iter(f"{{{MATCHES}}}match")} <= {f"#{name}" for name in ids}


def test_codes_stand_as_placeholders_with_what_they_show() -> None:
    text = written()
    assert '<data id="d1">x²</data>' in text
    assert '<ph id="c1" canCopy="no" canDelete="no" dataRef="d1" disp="x²" equiv="x²" />' in text
    assert 'category="page">1</note>' in text
    assert 'category="numbers_differ">Segment s1: ' in text
    assert '<mtc:match ref="#s1" type="tm" similarity="86">' in text
    assert '<cp hex="FFFE" />' in text


def test_unchanged_segments_come_back_as_they_were() -> None:
    recorded = {(segment.block, segment.index): segment for segment in SEGMENTS}
    changes = list(read_xliff(BytesIO(written().encode()), "en", "pt"))

    again = apply_post_edits(recorded, changes)
    assert again[0, 0] == SEGMENTS[0]
    assert again[0, 1] == SEGMENTS[1]
    assert [again[place].target for place in again] == [segment.target for segment in SEGMENTS]


def changed(old: str, new: str) -> dict[tuple[int, int], Segment]:
    recorded = {(segment.block, segment.index): segment for segment in SEGMENTS}
    text = written()
    assert old in text
    return apply_post_edits(recorded, read_xliff(BytesIO(text.replace(old, new, 1).encode()), "en", "pt"))


def test_a_changed_target_is_a_correction_and_is_checked_again() -> None:
    segment = changed("Um cão.", "Um <mrk id='m1' type='term'>cachorro</mrk>\n  cachorro.")[7, 0]
    assert segment.target == "Um cachorro cachorro."
    assert (segment.origin, segment.issues, segment.matches) == (Origin.CORRECTION, ("repeated_words",), ())


PH = r'<ph id="c1" canCopy="no" canDelete="no" dataRef="d1" disp="x²" equiv="x²" />'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f"igual a {PH}.", "igual.", "code c1 of segment s1 is missing"),
        ("Seja", f"Seja {PH}", "code c1 of segment s1 is in the target more than once"),
        ("Seja", 'Seja <ph id="c9"/>', "code c9 of segment s1 is not in its source"),
        ("Seja", 'Seja <ph id="x"/>', "inline code “x”"),
        ("Um cão.", " ", "the target of segment s1 is empty"),
        ("A dog.", "A cat.", "a source text that this document does not have"),
        ('<segment id="s2"', '<segment id="s5"', "a source text that this document does not have"),
        ('<segment id="s2"', '<segment id="two"', "a segment that this document does not have"),
    ],
)
def test_what_is_damaged_is_refused_with_the_name_of_its_unit(old: str, new: str, message: str) -> None:
    with pytest.raises(CorrectionsRefused, match=r"in unit u[07] ") as error:
        changed(old, new)
    assert message in str(error.value)


def test_what_would_pass_for_an_inline_code_or_break_a_line_is_taken_out() -> None:
    segment = changed("Um cão.", f"Um{X} cão&#10;bom<cp hex='D800'/><cp hex='0'/><cp hex='100000'/>.")[7, 0]
    assert segment.target == "Um cão bom."


def test_a_deeply_nested_target_is_refused() -> None:
    with pytest.raises(CorrectionsRefused):
        changed("Um cão.", "<pc id='p'>" * 3000 + "x" + "</pc>" * 3000)


def test_a_file_over_the_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translation.safe_xml.MAX_XML_BYTES", 100)
    with pytest.raises(XmlRefused, match="limit for XLIFF"):
        list(read_xliff(BytesIO(written().encode()), "en", "pt"))


def test_corrections_are_read_without_a_record() -> None:
    corrections = read_corrections(BytesIO(written().encode()), "en", "pt")
    assert corrections.phrases is None
    assert corrections.segments[0, 0].target == SEGMENTS[0].target
    assert {segment.origin for segment in corrections.segments.values()} == {Origin.CORRECTION}
