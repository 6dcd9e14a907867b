"""Translation memories as TMX."""

import tracemalloc
from io import BytesIO
from xml.etree.ElementTree import fromstring

import pytest

from translation.exceptions import LimitExceeded
from translation.exchange.tmx import read_tmx, write_tmx
from translation.memory import Unit
from translation.safe_xml import XmlRefused
from translation.text.inline_codes import FIRST_CODE

X, Y = chr(FIRST_CODE), chr(FIRST_CODE + 1)
UNITS = [
    Unit("en", "pt-BR", f"Let {X} be <{Y}> & so.", f"Seja <{Y}> igual a {X} & tal."),
    Unit("de", "fr", "Ein Hund.", "Un chien."),
]


def units(body: str, srclang: str = "en") -> list[Unit]:
    return list(
        read_tmx(BytesIO(f'<tmx version="1.4"><header srclang="{srclang}"/><body>{body}</body></tmx>'.encode()))
    )


def tu(**texts: str) -> str:
    variants = "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in texts.items())
    return f"<tu>{variants}</tu>"


def test_what_is_written_is_read_as_it_was() -> None:
    assert list(read_tmx(BytesIO("".join(write_tmx(UNITS)).encode()))) == UNITS


def test_what_is_written_has_all_that_the_standard_requires() -> None:
    root = fromstring("".join(write_tmx(UNITS, "en")))
    header = root.find("header")
    assert (root.tag, root.get("version"), [child.tag for child in root]) == ("tmx", "1.4", ["header", "body"])
    assert header is not None
    assert set(header.attrib) == {
        "creationtool",
        "creationtoolversion",
        "segtype",
        "o-tmf",
        "adminlang",
        "srclang",
        "datatype",
    }
    assert [len(list(unit)) for unit in root.iter("tu")] == [2, 2]
    assert [element.get("x") for element in root.iter("ph")] == ["1", "2", "2", "1"]


def test_any_language_may_be_the_source_where_the_file_says_so() -> None:
    pairs = [(unit.source_language, unit.target_language) for unit in units(tu(en="A", pt="B", de="C"), "*all*")]
    assert len(pairs) == 6
    assert ("de", "pt") in pairs
    assert [unit.source for unit in units(tu(en="A", pt="B", de="C"), "pt")] == ["B", "B"]


def test_formatting_of_other_programs_is_left_out() -> None:
    seg = '<bpt i="1">&lt;b&gt;</bpt>A <hi>red</hi> dog<ept i="1">&lt;/b&gt;</ept>.<it pos="end">x</it>'
    (unit,) = units(tu(en=seg, pt="Um cão."))
    assert unit.source == "A red dog."


def test_what_is_marked_up_too_deeply_is_left_out() -> None:
    (unit,) = units(tu(en="A dog" + "<hi>" * 3000 + "x" + "</hi>" * 3000 + ".", pt="Um cão."))
    assert unit.source == "A dog."


def test_a_placeholder_with_an_endless_number_is_left_out() -> None:
    (unit,) = units(tu(en=f'A <ph x="{"9" * 5000}"/> dog.', pt="Um cão."))
    assert unit.source == "A dog."


def test_unknown_languages_and_empty_texts_are_left_out() -> None:
    assert units(tu(en="A", xx="B") + tu(en="", pt="B") + "<tu/>" + tu(en="A" * 6000, pt="B")) == []


def test_a_unit_with_too_much_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translation.safe_xml.MAX_ELEMENTS_INSIDE", 50)
    assert len(units(tu(en="A", pt="B") * 40 + "<x/>" * 60)) == 40
    for body in (tu(en="<x/>" * 60, pt="B"), "<x>" * 60 + "</x>" * 60):
        with pytest.raises(XmlRefused, match="50 others"):
            units(body)


def test_elements_outside_units_take_no_memory() -> None:
    file = b'<tmx version="1.4"><body>' + b"<x/>" * 150_000 + b"</body></tmx>"
    tracemalloc.start()
    assert list(read_tmx(BytesIO(file))) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6_000_000


def test_too_many_units_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translation.exchange.tmx.MAX_UNITS", 3)
    with pytest.raises(LimitExceeded):
        units(tu(en="A", pt="B") * 4)
