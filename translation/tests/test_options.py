"""What a user may choose, what is refused, and what a format gets of it."""

import math
from typing import Any

import pytest

from translation.formats import FORMATS
from translation.formats.base import OutputKind
from translation.formats.option import OptionRefused
from translation.formats.pdf.declaration import OCR, PAGES, SMALLEST_SCALE, Ocr
from translation.options import OPTIONS, OUTPUT, Options


def test_options_are_taken_out_of_all_fields_and_those_at_their_default_are_left_out() -> None:
    data = {"pages": "1-3", "output": "translated", "ocr": "", "smallest_scale": None, "memory": False, "engine": "x"}
    options = Options.from_json(data)
    assert options.to_json() == {"pages": "1-3"}
    assert (options.output, options.memory) == (OutputKind.TRANSLATED, False)


def test_options_survive_being_stored() -> None:
    data = {"pages": "2", "output": "both", "smallest_scale": 0.8, "ocr": "force", "memory": True}
    assert Options.from_json(data).to_json() == data
    assert Options.from_json(Options.from_json(data).to_json()) == Options.from_json(data)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("output", "upside_down"),
        ("ocr", "maybe"),
        ("ocr", ["auto"]),
        ("smallest_scale", 0.39),
        ("smallest_scale", 1.01),
        ("smallest_scale", math.nan),
        ("smallest_scale", "small"),
    ],
)
def test_a_value_that_an_option_cannot_have_is_refused_with_its_name(name: str, value: Any) -> None:
    with pytest.raises(OptionRefused, match=name) as refused:
        Options.from_json({name: value})
    assert refused.value.field == name


@pytest.mark.parametrize("pages", ["0", "3", "1-3", "2-1", "x", "1,,2"])
def test_pages_that_the_document_lacks_are_refused(pages: str) -> None:
    with pytest.raises(OptionRefused) as refused:
        Options.from_json({"pages": pages}).check("pdf", 2)
    assert refused.value.field == "pages"


def test_a_format_refuses_what_would_change_the_result_and_ignores_the_rest() -> None:
    Options.from_json({"ocr": "off", "smallest_scale": 0.8, "output": "both"}).check("text", None)
    for data in ({"pages": "1"}, {"output": "alternating"}):
        with pytest.raises(OptionRefused, match="no pages"):
            Options.from_json(data).check("text", None)


def test_a_format_gets_its_own_options() -> None:
    options = Options.from_json({"pages": "2", "ocr": "off", "output": "both"})
    assert options.own("text") == {}
    own = options.own("pdf")
    assert (PAGES.of(own), OCR.of(own), SMALLEST_SCALE.of(own)) == ("2", Ocr.OFF, 0.6)
    assert set(own) == {"pages", "ocr"}


def test_every_declaration_is_complete() -> None:
    for option in OPTIONS.values():
        assert option.label
        assert option.help.endswith(".")
        assert option.parse(option.default) == option.default
    for row in FORMATS.values():
        assert row.outputs <= set(OUTPUT.choices)
