"""Repairs leave alone what the engine's plain answer has right, with the real engine."""

import pytest

from translation.testing.documents import translated

BOTH = [("en", "pt"), ("pt", "en")]


@pytest.mark.parametrize(
    "name",
    [
        "iViveLabs Limited",
        "iRobot Limited",
        "eBay Holdings Limited",
        "iHeart Media Inc.",
        "Amazon Simple Storage Service",
        "Amazon Elastic Block Store",
        "McKesson Corporation",
        "DevWorks Holdings",
        "Harbor Hospitality Management LP",
    ],
)
def test_names_that_the_engine_copies_stay(name: str) -> None:
    assert translated(name) == name


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("The Declan Suites", "O Declan Suites"),
        ("The Marlow Suites", "O Marlow Suites"),
        ("The Weekly Report", "O Relatório Semanal"),
        ("Indiana/Ohio Soybean Processor", "Indiana/Ohio Processador de soja"),
        ("Bureau of Milwaukee Child Welfare", "Bureau of Milwaukee Criança Bem-estar"),
        ("Bureau of Cleveland Child Welfare", "Bureau of Cleveland Criança Bem-estar"),
        ("LibreOffice Code Contributors", "Contribuidores do código do LibreOffice"),
        ("OpenOffice Code Contributors", "Colaboradores de código do OpenOffice"),
        ("TensorFlow Model Guide", "Guia do modelo TensorFlow"),
        ("OWASP XSS Filter Evasion Cheat Sheet", "Folha de evasão de filtro OWASP XSS"),
        ("Insufficient Attack Protection", "Proteção contra ataques insuficientes"),
        ("Cross-Entropy Loss", "Perda cruzada da Entropia"),
    ],
)
def test_a_title_is_not_half_translated_or_invented(source: str, expected: str) -> None:
    assert translated(source) == expected


@pytest.mark.parametrize(
    ("source", "part", "pair"),
    [
        ("[Docket No. 12; Product Identifier 2019]", "; Identificador", BOTH[0]),
        ("Airworthiness Directives; Model Airplanes", "; ", BOTH[0]),
        ("parte pré-textual Composta por: capa, folhas, mapa;", "Compris", BOTH[1]),
        ("quadro de avisos Composto por: capa, folhas, mapa;", "Compris", BOTH[1]),
    ],
)
def test_capitals_of_the_source_stay(source: str, part: str, pair: tuple[str, str]) -> None:
    assert part in translated(source, *pair)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Attach Form(s)", "Anexar o formulário(s)"),
        ("Attach Sheet(s)", "Anexar a folha(s)"),
        ("Attach Receipt(s)", "Anexar o recibo(s)"),
        ("Enter Date(s)", "Digite a data(s)"),
        ("Draft Form(s)", "Formulário(s) de rascunho"),
        ("Item Name(s)", "Nome(s) do item"),
    ],
)
def test_a_verb_before_an_optional_plural_stays_a_verb(source: str, expected: str) -> None:
    assert translated(source) == expected


@pytest.mark.parametrize(
    ("source", "part", "pair"),
    [
        ("The loss occurs at 20– 30 km above the ground.", " 20–30 km", BOTH[0]),
        ("See pages 14 –19 of the report.", " 14–19 ", BOTH[0]),
        ("Docket FAA–2021–0123 applies here.", "FAA–2021–0123", BOTH[0]),
        ("The NASA–12 aircraft is new.", "NASA–12", BOTH[0]),
        ("Such files are easy to read–the compiler does the rest.", " ler – o", BOTH[0]),
        ("A perda ocorre a 20– 30 km acima do solo.", " 20–30 km", BOTH[1]),
        ("O processo FAA–2021–0123 se aplica a esta aeronave.", "FAA–2021–0123", BOTH[1]),
        ("Estes arquivos são fáceis de ler–os programas fazem o resto.", " read – the", BOTH[1]),
    ],
)
def test_dashes_are_restored_everywhere_or_nowhere(source: str, part: str, pair: tuple[str, str]) -> None:
    assert part in translated(source, *pair)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("All tools are sold by Northern Web Tools, Inc.", "pela Northern Web Tools, Inc."),
        ("The paper was printed by Harbour Print Works, Ltd.", "pela Harbour Print Works, Ltd."),
        ("All AWS Services are sold by Amazon Web Services, Inc.", "pela Amazon Web Services, Inc."),
    ],
)
def test_the_article_of_a_firm_is_that_of_the_engine(source: str, expected: str) -> None:
    assert translated(source).endswith(expected)


@pytest.mark.parametrize(
    ("source", "expected", "pair"),
    [
        ("A J 2D APP DV6-K.", "A J 2D APP DV6-K.", BOTH[0]),
        ("B C 3D APP XV2-P.", "B C 3D APP XV2-P.", BOTH[0]),
        ("SUPERINTENDENT PUBLIC INST", "SUPERINTENDENTE PÚBLICO INST", BOTH[0]),
        ("DIRECTOR PUBLIC INST", "DIRETOR PÚBLICO INST", BOTH[0]),
        ("HOSPITAL ISRAELITA ALBERT EINSTEIN", "HOSPITAL ISRAELITA ALBERT EINSTEIN", BOTH[1]),
        ("ESCOLA MUNICIPAL PAULO FREIRE", "ESCOLA MUNICIPAL PAULO FREIRE", BOTH[1]),
        ("HOSPITAL MUNICIPAL PEDRO BRANDÃO", "HOSPITAL MUNICIPAL PEDRO BRANDÃO", BOTH[1]),
        ("HOSPITAL GERAL DO ESTADO", "GENERAL HOSPITAL OF THE STATE", BOTH[1]),
    ],
)
def test_codes_and_schools_in_capitals(source: str, expected: str, pair: tuple[str, str]) -> None:
    assert translated(source, *pair) == expected


@pytest.mark.parametrize(
    ("source", "start"),
    [
        ("PRIORITIZATION.—An Indian tribe that participates in", "PRIORIZAÇÃO.—"),
        ("AUTHORIZATION.—An office that applies may", "AUTORIZAÇÃO.—"),
        ("DETERMINATION.—The office that decides shall", "DETERMINAÇÃO.—"),
        ("Account no.", "Nº da conta"),
        ("Invoice no.", "Nº da fatura"),
        ("Phone no.", "Número de telefone"),
        ("NO. TREATED WITH THE MANURE", "NÚMERO"),
        ("Share of Exports (%)", "Participação das exportações (%)"),
        ("NO. PLANTED IN THE FIELD", "NÚMERO"),
        ("NO. OF ROOMS IN THE HOUSE", "O NÚMERO"),
    ],
)
def test_headings_labels_and_amounts_are_read(source: str, start: str) -> None:
    assert translated(source).startswith(start)


@pytest.mark.parametrize(
    ("source", "expected", "pair"),
    [
        ("RESOLVE:", "RESOLVES:", BOTH[1]),
        ("DECRETA:", "DECREES:", BOTH[1]),
        ("Determina:", "Determines:", BOTH[1]),
        ("RESOLVES:", "RESOLVE:", BOTH[0]),
    ],
)
def test_the_verb_of_an_act_needs_no_pronoun(source: str, expected: str, pair: tuple[str, str]) -> None:
    assert translated(source, *pair) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Participação das famílias (%)", "Participation of households (%)"),
        ("População abaixo da linha de pobreza (%)", "Population below the poverty line (%)"),
        ("Taxa de crescimento (%)", "Growth rate (%)"),
    ],
)
def test_a_percent_sign_does_not_change_the_words(source: str, expected: str) -> None:
    assert translated(source, "pt", "en") == expected
