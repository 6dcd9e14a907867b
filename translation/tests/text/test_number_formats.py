"""The format of numbers: what changes, what stays, and what a document has."""

import pytest

from translation.languages.conventions import CONVENTIONS
from translation.text.number_formats import FormatPair

EN, PT, FR, DE = (CONVENTIONS[language] for language in ("en", "pt", "fr", "de"))
EN_PT, PT_EN, EN_FR, FR_EN = (FormatPair.of(*pair) for pair in ((EN, PT), (PT, EN), (EN, FR), (FR, EN)))


@pytest.mark.parametrize(
    ("english", "portuguese"),
    [
        ("12.5%", "12,5%"),
        ("R$ 1,234.50", "R$ 1.234,50"),
        ("−12.5%", "−12,5%"),
        ("≤ 0.05", "≤ 0,05"),
        ("1.5 × 10^3 Pa", "1,5 × 10^3 Pa"),
        ("£12.50", "£12,50"),
        ("€3.2bn", "€3,2bn"),
        ("0.45 µm", "0,45 µm"),
        ("3.75 cm", "3,75 cm"),
        ("85.3", "85,3"),
        ("(12,345)", "(12.345)"),
        ("1,234,567", "1.234.567"),
        ("4.5 (1.2)", "4,5 (1,2)"),
        ("50.7 / 46.5", "50,7 / 46,5"),
        ("1.5-2.5 mg", "1,5-2,5 mg"),
        ("p < 0.05", "p < 0,05"),
        ("2.4 GHz, 1.5 GB", "2,4 GHz, 1,5 GB"),
        ("8,666/93", "8.666/93"),
        ("\t3.2\t4.5", "\t3,2\t4,5"),
    ],
)
def test_numbers_of_cells_take_the_format_of_the_target(english: str, portuguese: str) -> None:
    assert EN_PT.convert(english) == portuguese
    assert PT_EN.convert(portuguese) == english


@pytest.mark.parametrize(
    "text",
    [
        "3.2 Methods",
        "see section 3.2",
        "Sections 3.2, 3.3 and 4.1",
        "Figure 2.1 and Tables 3.1 to 3.4",
        "by (3.2) and clause 4.1(a)",
        "§ 12.3, Art. 5.1",
        "version 2.1.3",
        "Python 3.11 is here",
        "with USB 3.0 and TLS 1.3",
        "v2.1",
        "10.11.2025",
        "10/11",
        "at 10.30 am",
        "às 14.30",
        "192.168.0.1",
        "192.168.100.200",
        "Tel: 555.123.4567",
        "123.456.789-09",
        "12.345.678/0001-95",
        "CEP 12.345-678",
        "ISBN 978-0-306-40615-7",
        "A-1.234",
        "14 CFR 25.11",
        "abs/2308.12966",
        "1.º",
        "2025",
    ],
)
def test_a_number_that_is_not_a_quantity_stays(text: str) -> None:
    assert EN_PT.convert(text) == text
    assert PT_EN.convert(text) == text


@pytest.mark.parametrize(
    ("portuguese", "english"),
    [
        ("A nota 8,5 e a nota 9,0", "A nota 8.5 e a nota 9.0"),
        ("O item custa 3,40", "O item custa 3.40"),
        ("Os itens 3,4 e 5", "Os itens 3,4 e 5"),
        ("Ver figuras 2,3 e tabelas 4,5", "Ver figuras 2,3 e tabelas 4,5"),
        ("(12) 3,45", "(12) 3.45"),
    ],
)
def test_a_comma_is_a_decimal_sign_unless_it_divides_a_list(portuguese: str, english: str) -> None:
    assert PT_EN.convert(portuguese) == english


@pytest.mark.parametrize(
    ("english", "portuguese"),
    [
        ("Monday at 10.30", "Monday at 10.30"),
        ("It closed at 10.27 and fell from 12.30 to 9.15", "It closed at 10,27 and fell from 12,30 to 9,15"),
        ("MMLU 77.8 79.5", "MMLU 77,8 79,5"),
        ("Monthly 175.00", "Monthly 175,00"),
        ("(11) 3456.7890", "(11) 3456.7890"),
    ],
)
def test_prices_and_rows_are_not_times_or_versions(english: str, portuguese: str) -> None:
    assert EN_PT.convert(english) == portuguese


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("It rose by 3.2 in May.", "Subiu 3.2 em maio.", "Subiu 3,2 em maio."),
        ("See section 3.2.", "Veja a seção 3,2.", "Veja a seção 3.2."),
        ("Law No. 8,666", "Lei nº 8,666", "Lei nº 8.666"),
        ("It is 1040 km.", "São 1.040 km.", "São 1040 km."),
        ("15 kg at 1.5%", "1.5% por 15 kg", "1,5% por 15 kg"),
        ("Section 3.2 has 3.2 kg.", "A seção 3.2 tem 3,2 kg.", "A seção 3.2 tem 3,2 kg."),
        ("At 10.30 am", "Às 10h30", "Às 10h30"),
    ],
)
def test_numbers_of_a_translation_get_their_form(source: str, target: str, expected: str) -> None:
    assert EN_PT.localise(source, target) == expected


def test_a_number_without_a_whole_part_gets_a_zero() -> None:
    assert EN_PT.convert("p = .05, .75 lb") == "p = 0,05, 0,75 lb"
    assert EN_PT.localise("It weighs .75 lb.", "Pesa .75 lb.") == "Pesa 0,75 lb."
    assert not EN_PT.keeps_numbers([".05", ".10"])


def test_numbers_of_a_document_that_keeps_them_get_the_form_of_the_source() -> None:
    assert EN_PT.localise("It weighs 1,5 kg.", "Pesa 1.5 kg.", keep=True) == "Pesa 1,5 kg."
    assert PT_EN.localise("Pesa 1,234.5 kg.", "It weighs 1.234,5 kg.", keep=True) == "It weighs 1,234.5 kg."
    assert EN_PT.localise("It is 2,500.00.", "É 2.500,00.", keep=True) == "É 2,500.00."


def test_groups_may_be_separated_by_spaces() -> None:
    assert EN_FR.convert("1,234.5") == "1\u202f234,5"
    assert FR_EN.convert("1\u202f234,5 et 12 000") == "1,234.5 et 12,000"
    assert (
        FR_EN.localise("Il y a 12 000 habitants.", "There are 12 000 inhabitants.") == "There are 12,000 inhabitants."
    )


@pytest.mark.parametrize(
    ("texts", "keeps"),
    [
        (["12.5%", "1,234.50", "3.2"], False),
        (["1,234", "5,678"], False),
        (["12,5%", "1.234,50"], True),
        (["12,5%", "12.5%"], True),
        (["12.5%", "13.5%", "14,5%"], False),
        (["No numbers."], False),
    ],
)
def test_a_document_decides_for_all_its_numbers(texts: list[str], keeps: bool) -> None:
    assert EN_PT.keeps_numbers(texts) is keeps


def test_sections_do_not_decide_in_a_language_with_decimal_commas() -> None:
    assert not PT_EN.keeps_numbers(["Ver 3.2 e depois 4.1", "O item 5.1", "O preço é R$ 1.234,50."])
    assert PT_EN.keeps_numbers(["O preço é R$ 1,234.50.", "A taxa é 3.5%."])


@pytest.mark.parametrize(
    ("source", "target"),
    [(".5 kg on 12/05", ".5 kg em 12/05"), ("05 and .5", "05 e .5"), ("at 05:00, .05 mm", "às 05:00, .05 mm")],
)
def test_a_number_in_the_form_of_the_target_stays(source: str, target: str) -> None:
    once = EN_PT.localise(source, target)
    assert "0,5" in once or "0,05" in once
    assert EN_PT.localise(source, once) == once
