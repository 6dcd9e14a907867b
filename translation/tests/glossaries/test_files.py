"""Glossary files, read and written."""

import pytest

from translation.exceptions import LimitExceeded, UsageError
from translation.glossaries.files import GLOSSARY_FORMATS, MAX_GLOSSARY_BYTES, read_glossary
from translation.glossaries.terms import MAX_TERMS, GlossaryRefused, GlossaryTerm, TermList

TERMS = (
    GlossaryTerm("invoice", "fatura", "f"),
    GlossaryTerm("data; raw", 'dados "crus"', "m", is_plural=True),
    GlossaryTerm("Apple", "Maçã"),
)
TBX_2008 = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body><termEntry id="1">
<langSet xml:lang="en"><ntig><termGrp><term>invoice</term></termGrp></ntig><tig><term>bill</term></tig></langSet>
<langSet xml:lang="pt-BR">
<tig><term>nota</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
<tig><term>conta</term></tig>
<tig><term>fatura</term><termNote type="grammaticalGender">feminine</termNote>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
<langSet xml:lang="tlh"><tig><term>x</term></tig></langSet></termEntry></body></text></martif>"""
TBX_2019 = """<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body><conceptEntry id="1">
<langSec xml:lang="en"><termSec><term>data</term></termSec></langSec>
<langSec xml:lang="pt"><termSec><term>dados</term><basic:grammaticalGender>masculine</basic:grammaticalGender>
<basic:grammaticalNumber>plural</basic:grammaticalNumber></termSec></langSec></conceptEntry></body></text></tbx>"""


def read(data: str | bytes, source: str = "en", target: str = "pt") -> tuple[GlossaryTerm, ...]:
    return read_glossary(data.encode() if isinstance(data, str) else data, source, target).terms


@pytest.mark.parametrize("name", GLOSSARY_FORMATS)
def test_what_is_written_is_read_again(name: str) -> None:
    text = GLOSSARY_FORMATS[name].write(TERMS, "en", "pt-BR")
    assert read(text, "en", "pt") == TERMS


@pytest.mark.parametrize(
    "text",
    [
        "invoice,fatura,f\n",
        "invoice;fatura;feminine\r\n",
        "\ufeffinvoice\tfatura\tF\n",
        "source,target,gender\ninvoice,fatura,f",
        "gender;target;source\nf;fatura;invoice",
        "pt,en,gender\nfatura,invoice,f",
        "English\tPortuguese\tgender\ninvoice\tfatura\tf\n\n",
        '"invoice","fatura","f"\n',
        "invoice , fatura , f",
    ],
)
def test_tables_with_and_without_column_names_are_read(text: str) -> None:
    assert read(text) == (GlossaryTerm("invoice", "fatura", "f"),)


def test_number_and_case_are_read() -> None:
    assert read("source,target,gender,number,case\nData,Dados,m,plural,yes") == (
        GlossaryTerm("Data", "Dados", "m", True, True),
    )


def test_tables_of_spreadsheets_in_utf_16_are_read() -> None:
    assert read("invoice\tfatura".encode("utf-16")) == (GlossaryTerm("invoice", "fatura"),)


def test_tbx_in_utf_16_is_read() -> None:
    assert read(TBX_2019.encode("utf-16")) == read(TBX_2019)


@pytest.mark.parametrize("source", ["=cmd|' /C calc'!A0", "+1", "-ing", "@home", "'=quoted"])
@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_no_cell_is_a_formula_for_spreadsheets(format: str, source: str) -> None:
    terms = (GlossaryTerm(source, source),)
    text = GLOSSARY_FORMATS[format].write(terms, "en", "pt")
    assert text.splitlines()[1].startswith("'")
    assert read(text) == terms
    assert read(f"{source},{source}") == (GlossaryTerm(source.removeprefix("'"), source.removeprefix("'")),)


def test_a_delimiter_inside_a_cell_does_not_divide_it() -> None:
    assert read('invoice\tfatura, nota; conta\nbill\tconta\n"a, ""b""; c"\td')[0] == GlossaryTerm(
        "invoice", "fatura, nota; conta"
    )


def test_of_two_terms_with_the_same_source_the_last_counts() -> None:
    assert read("invoice,nota\nbill,conta\ninvoice,fatura") == (
        GlossaryTerm("invoice", "fatura"),
        GlossaryTerm("bill", "conta"),
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("a,b\nc,d,x\n", "Line 2 .* gender 'x'"),
        ("a,b\nonly\n", "Line 2 .* one column"),
        (b"a,b\n\xe9,c\n", "Line 2 .* UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "not a text file; send a CSV, TSV or TBX file"),
        (b"PK\3\4\x14\0\6\0\b\0\0\0!\0", "not a text file"),
        ("a,b\n".encode("utf-16-le"), "not a text file"),
        ("a,b\n,c\n", "Line 2 .* missing"),
        ('a,b\nc,"d', "Line 2 .* not a line of a table"),
        ("source,target,target\na,b,c", "Line 1 .* 'target' twice"),
        ("target,gender,source\na,f", "Line 2 .* missing"),
        ("x" * 200_000, "Line 1 .* not a line of a table"),
        ("x" * 201 + ",b", "Line 1 .* 200 characters"),
        ("--,b", "Line 1 .* neither letters"),
        ("a,\ue000b", "Line 1 .* no script"),
        ("", "no terms"),
        ("<tbx/>", "no terms from en to pt"),
        (TBX_2008.replace("pt-BR", "de"), "its languages are: de, en"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(data: str | bytes, message: str) -> None:
    with pytest.raises(GlossaryRefused, match=message):
        read(data)


def test_the_edition_of_2008_is_read() -> None:
    assert read(TBX_2008) == (GlossaryTerm("invoice", "fatura", "f"), GlossaryTerm("bill", "fatura", "f"))


def test_the_edition_of_2019_is_read_in_both_styles() -> None:
    assert read(TBX_2019) == (GlossaryTerm("data", "dados", "m", is_plural=True),)


@pytest.mark.parametrize(
    "data",
    [
        "<tbx><a></tbx>",
        '<!DOCTYPE x [<!ENTITY a "b">]><martif><text>&a;</text></martif>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><martif><text>&a;</text></martif>',
    ],
)
def test_broken_and_hostile_xml_is_refused(data: str) -> None:
    with pytest.raises(UsageError):
        read(data)


def test_a_glossary_has_limits() -> None:
    with pytest.raises(LimitExceeded, match="MB"):
        read(b"a,b\n" * (MAX_GLOSSARY_BYTES // 4 + 1))
    with pytest.raises(LimitExceeded, match="terms"):
        read("".join(f"a{number},b\n" for number in range(MAX_TERMS + 1)))


def test_a_glossary_survives_json() -> None:
    glossary = TermList(TERMS)
    assert TermList.from_json(glossary.to_json()) == glossary
