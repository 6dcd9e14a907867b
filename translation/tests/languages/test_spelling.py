import pytest

from translation.languages.spelling import respell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Uma acção directa do director.", "Uma ação direta do diretor."),
        ("O género é um fenómeno económico.", "O gênero é um fenômeno econômico."),
        ("De facto, o projecto é óptimo.", "De fato, o projeto é ótimo."),
        ("SECÇÃO ELÉCTRICA", "SEÇÃO ELÉTRICA"),
        ("Prémio para o bebé húmido", "Prêmio para o bebê úmido"),
        ("Falámos do aspeto e da receção.", "Falamos do aspecto e da recepção."),
        ("A direcção-geral; o registo.", "A direção-geral; o registro."),
    ],
)
@pytest.mark.parametrize("target", ["pt", "pt-BR"])
def test_portuguese_is_spelt_as_in_brazil(text: str, expected: str, target: str) -> None:
    assert respell(text, target) == expected
    assert respell(expected, target) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O registro eletrônico do contato.", "O registo eletrónico do contacto."),
        ("Umidade e gênero", "Humidade e género"),
        ("O PRÊMIO ACADÊMICO", "O PRÉMIO ACADÉMICO"),
    ],
)
def test_portuguese_is_spelt_as_in_portugal(text: str, expected: str) -> None:
    assert respell(text, "pt-PT") == expected


@pytest.mark.parametrize(
    "text",
    [
        "O ecrã e o ficheiro do utilizador",
        "António e Mónica",
        "contacto@empresa.pt",
        "www.projecto.pt/contacto",
        "acção_final e acção.txt",
        "Ele come o fato, a infecção e a ficção.",
        "Eu controlo o preço.",
    ],
)
def test_names_codes_and_other_words_stay(text: str) -> None:
    assert respell(text, "pt-BR") == text


def test_what_the_engine_copied_from_the_source_stays() -> None:
    assert respell("A Electrónica Silva fica na secção", "pt", "Electrónica Silva is in the section") == (
        "A Electrónica Silva fica na seção"
    )


def test_english_changes_only_for_a_region() -> None:
    british, american = (
        "The colour of the theatre centre was analysed.",
        "The color of the theater center was analyzed.",
    )
    assert respell(british, "en-US") == american
    assert respell(american, "en-GB") == british
    assert respell("The grey Programme organised labelled tyres", "en-US") == "The gray Program organized labeled tires"
    assert respell("They organize a program.", "en-GB") == "They organize a program."
    for text in (british, american):
        assert respell(text, "en") == text
        assert respell(text, "fr") == text
