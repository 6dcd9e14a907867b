"""Titles keep the words of the engine's plain answer where these are as good, with the real engine."""

import pytest

from translation.testing.documents import translated


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A Short Guide to Garden Tools", "Um guia curto para ferramentas de jardim"),
        ("Weather and Climate of the North", "Tempo e clima do norte"),
        ("Safe Use of Electric Tools", "Uso seguro de ferramentas elétricas"),
        ("Results of the Survey of Farms and Mills", "Resultados da pesquisa de fazendas e moinhos"),
    ],
)
def test_the_words_of_the_plain_answer_stand_in_sentence_case(source: str, expected: str) -> None:
    assert translated(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Department of Water and Forests", "Departamento de Água e Florestas"),
        ("Ministry of Public Works", "Ministério das Obras Públicas"),
        ("Royal Society of Engineers", "Sociedade Real de Engenheiros"),
        ("Visit the Nikon Observatory with Friends!", "Observatório"),
    ],
)
def test_the_capitals_of_a_name_stay(source: str, expected: str) -> None:
    assert expected in translated(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("R. J. Thornton and M. Whitlow", "R. J. Thornton e M. Whitlow"),
        ("Jan de Groot and Willem Kuyper", "Jan de Groot e Willem Kuyper"),
        ("Rolls-Royce Engine Parts Catalogue", "Catálogo de peças do motor Rolls-Royce"),
        ("Hewlett-Packard Printer Manual", "Manual da impressora Hewlett-Packard"),
        ("Harley-Davidson Repair Guide", "Guia de reparação Harley-Davidson"),
        ("Read Appendix E Before Use", "Leia o Apêndice E antes de usar"),
        ("Fill In Form E (Part B)", "Preencha o formulário E (parte B)"),
    ],
)
def test_persons_firms_and_letters_stay_as_they_are(source: str, expected: str) -> None:
    assert translated(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Samsung Weekly Sales Report", "Relatório semanal de vendas da Samsung"),
        ("Credit Derivatives Markets", "Mercados de derivados de crédito"),
        ("Investment Home Loan Interest Rates", "Taxas de juro do empréstimo de habitação de investimento"),
    ],
)
def test_sentence_case_wins_where_the_plain_answer_has_a_fault(source: str, expected: str) -> None:
    assert translated(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Name of County", "Nome do Condado"),
        ("Teacher and Pupil", "Professor e Aluno"),
        ("Health & Safety Policy", "Política de Saúde e Segurança"),
        ("News Chart Statistics Data Profile Options", "Notícias Gráfico Estatísticas Dados Opções de Perfil"),
    ],
)
def test_short_titles_and_rows_keep_capitals_that_the_engine_gives(source: str, expected: str) -> None:
    assert translated(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ford Motor Company (F)", "Ford Motor Company (F)"),
        ("Amazon Elastic Compute Cloud", "Amazon Elastic Compute Cloud"),
        ("National Weekly Ag Energy Round-Up", "National Weekly Ag Energy Round-Up"),
        ("Weekly Grain Market Round-Up", "Round-Up de mercado de grãos semanais"),
        ("Palm Beach Water Report", "Relatório da água de Palm Beach"),
    ],
)
def test_a_name_is_not_half_translated(source: str, expected: str) -> None:
    assert translated(source) == expected


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("Renamed “Sensitive Data Exposure” from 2017", "“Exposição de dados"),
        ("Table 4-2 Results of the Last Survey of Farms", "Tabela 4-2 Resultados da última"),
        ("Oct. 24 – Staff Learning Day – The School", "24 de outubro – Dia"),
    ],
)
def test_capitals_follow_signs_and_numbering_as_in_the_source(source: str, part: str) -> None:
    assert part in translated(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Departamento de Águas e Florestas", "Department of Water and Forestry"),
        ("Ministério da Saúde", "Ministry of Health"),
        ("Instituto de Pesquisas Espaciais", "Institute of Space Research"),
    ],
)
def test_portuguese_names_in_title_case_stay_in_title_case(source: str, expected: str) -> None:
    assert translated(source, "pt", "en") == expected
