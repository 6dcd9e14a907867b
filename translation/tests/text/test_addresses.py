"""Tests of texts that stay as they are: addresses, firms, persons and columns of names."""

import pytest

from translation.document import Block, BoundingBox, Span
from translation.testing.documents import translated
from translation.text import addresses
from translation.text.columns import columns_of

KEPT = [
    "12 Elm Street",
    "12 Elm Street, Springfield, IL 62704",
    "221B Baker Street, London NW1 6XE",
    "1600 Pennsylvania Avenue NW, Washington, DC 20500",
    "WEST GROVE, PA",
    "West Grove, PA 19390",
    "Rua das Acácias, 123",
    "Av. Paulista, 1000 - Bela Vista, São Paulo - SP, 01310-100",
    "Rua Augusta, 12, ap. 3, Lisboa",
    "Travessa dos Girassóis, 15, Conceição da Barra",
    "São Paulo - SP",
    "CEP 01310-100",
    "1050-099 Lisboa",
    "D-10115 Berlin",
    "Lindenstraße 5, 10115 Berlin",
    "5, rue de la Paix",
    "Orange Demo Inc.",
    "Hartwell & Sons Ltd.",
    "Construtora Boa Vista S.A.",
    "Padaria do Zé Ltda.",
    "Müller GmbH",
    "Rodrigues & Filhos S/A",
    "João da Silva",
    "Maria Souza, PhD",
    "Dr. João Pereira",
    "Peter J. Miller",
    "Maria Souza, Rua das Acácias, 12, Lisboa",
]
TRANSLATED = [
    "Orange County",
    "Sales Report",
    "Terms and Conditions",
    "United Nations",
    "2021 Annual Report",
    "10000 Steps",
    "Cancel, OK",
    "About Orange Demo Inc.",
    "Contract with Orange Demo Inc.",
    "Minutes of the Meeting of Orange Demo Inc.",
    "Ata da Reunião da Laranjeira Ltda.",
    "Carlos Chagas Institute",
    "Grace Period",
    "Mark Complete",
    "Red, Green, Blue",
    "High Street",
    "Praça da Sé",
    "100 Best Practices Way",
    "12 Step Drive",
    "Item 4, Section 2",
    "Martin Luther King Day",
    "Entrada - SE",
    "Data, Hora, Local",
    "The Life of Samuel",
]


@pytest.mark.parametrize("text", KEPT)
def test_an_address_or_name_stays(text: str) -> None:
    assert addresses.stays(text)


@pytest.mark.parametrize("text", TRANSLATED)
def test_a_heading_is_translated(text: str) -> None:
    assert not addresses.stays(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("She lives at 120 Liberty Square, near the school.", "120 Liberty Square"),
        ("Address: 12 Elm Street, Springfield", "12 Elm Street"),
        ("Ela mora na Rua das Acácias, 15, em Lisboa.", "Rua das Acácias, 15"),
        ("Entregar na Av. Paulista, 1000.", "Av. Paulista, 1000"),
    ],
)
def test_a_street_with_its_number_is_found_in_a_sentence(text: str, address: str) -> None:
    assert [text[start:end] for start, end in addresses.find_addresses(text)] == [address]


@pytest.mark.parametrize(
    "text", ["In 2021 Annual Drive was held.", "A Rua Augusta tem 12 lojas.", "See table 3, Row Conditions."]
)
def test_a_number_beside_a_name_is_not_an_address(text: str) -> None:
    assert not list(addresses.find_addresses(text))


def test_a_column_of_names_has_names_in_its_other_cells() -> None:
    towns = ["Town", "WEST GROVE, PA", "OXFORD, PA", "KENNETT SQUARE", "AVONDALE, PA"]
    donors = ["Nombre", "JUAN MARTÍN", "FEDERICO OSCAR", "ANALÍA CARMEN", "MARÍA PAULA", "MARÍA ITATÍ"]
    schools = [
        "District",
        "Cupertino Union School District",
        "Dayton City School District",
        "Fresno Unified School District",
        "San Jose Unified",
        "Palo Alto Unified School District",
    ]
    reports = ["Report", "Sales Report", "Annual Report", "Total", "January"]
    names = set(addresses.names_in_columns([towns, donors, schools, reports]))
    assert {"KENNETT SQUARE", "ANALÍA CARMEN", "San Jose Unified"} <= names
    assert names.isdisjoint({*reports, "Town", "Nombre", "District"})


def test_cells_with_the_same_left_edge_are_a_column() -> None:
    def block(number: int, text: str, x: float) -> Block:
        return Block(number, (Span(text),), 0, BoundingBox(x, 10.0 * number, x + 50, 10.0 * number + 8))

    blocks = [block(0, "Name", 50), block(1, "Town", 200), block(2, "Ana", 50.4), block(3, "Oxford", 200)]
    assert columns_of(blocks) == [["Name", "Ana"], ["Town", "Oxford"]]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Orange Demo Inc.", ("en", "pt")),
        ("Cupertino Union School District", ("en", "pt")),
        ("WEST GROVE, PA", ("en", "pt")),
        ("Johnson Memorial Hospital", ("en", "pt")),
        ("João da Silva", ("pt", "en")),
        ("Rua das Acácias, 123 - Centro, São Paulo - SP", ("pt", "en")),
        ("Construtora Boa Vista Ltda.", ("pt", "en")),
    ],
)
def test_a_name_alone_passes_the_pipeline_unchanged(text: str, pair: tuple[str, str]) -> None:
    assert translated(text, *pair) == text
