"""What stands at the ends of a sentence: signs, dashes, initials and quotes, in both directions."""

import pytest

from translation.languages.spelling import respell
from translation.testing.documents import translated

BOTH = [("en", "pt"), ("pt", "en")]
# Characters for private use, as PDF files have for the bullets of symbol fonts.
BULLET, SQUARE = "\uf0b7", "\U000f00a7"
LATIN = ["Donec vitae ligula felis.", "Quisque egestas wisi nunc.", "Sed mattis ligula nulla."]


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("^ turn off the power before cleaning.", "^ ", BOTH[0]),
        (f"{BULLET} Keep the lid closed.", f"{BULLET} Mantenha", BOTH[0]),
        (f"{SQUARE}Keep the lid closed.", f"{SQUARE}Mantenha", BOTH[0]),
        ("† Usage will be charged later.", "† O uso", BOTH[0]),
        ("† O uso será cobrado depois.", "† Use", BOTH[1]),
        ("^ desligue a energia antes da limpeza.", "^ turn", BOTH[1]),
        (f"{BULLET} Mantenha a tampa fechada.", f"{BULLET} Keep", BOTH[1]),
        (f"{SQUARE}Mantenha a tampa fechada.", f"{SQUARE}Keep", BOTH[1]),
    ],
)
def test_a_sign_at_the_start_stays_there(source: str, target: str, pair: tuple[str, str]) -> None:
    assert translated(source, *pair).startswith(target)


@pytest.mark.parametrize(
    ("source", "end", "pair"),
    [
        ("The council shall, by order, set—", "definirá—", BOTH[0]),
        ("This rule applies only to—", " a—", BOTH[0]),
        ("SAFETY OF THE WORK PLACE.—", ".—", BOTH[0]),
        ("O conselho deve definir—", "define—", BOTH[1]),
        ("Esta regra só se aplica a—", " to—", BOTH[1]),
        ("SEGURANÇA NO TRABALHO.—", ".—", BOTH[1]),
    ],
)
def test_a_dash_at_the_end_stays_at_its_word(source: str, end: str, pair: tuple[str, str]) -> None:
    assert translated(source, *pair).endswith(end)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Born in Boston, U.S.", "Nascido em Boston, EUA"),
        ("Mail: U.S.", "Mail: EUA"),
        ("Source: U.S.", "Fonte: EUA"),
        ("He lives in the U.S.", "Ele mora nos EUA."),
        ("Keane C.J.", "Keane C.J."),
    ],
)
def test_initials_do_not_leave_a_full_stop(source: str, expected: str) -> None:
    assert translated(source) == expected


@pytest.mark.parametrize(
    ("source", "part", "pair"),
    [
        ("The sign says ‘‘STOP.’’", "“STOP”", BOTH[0]),
        ("He called it ‘‘a quiet success’’ in his letter.", "“um sucesso tranquilo”", BOTH[0]),
        ("‘‘(1) The office shall answer.", "“(1)", BOTH[0]),
        ("Ele chamou isso de ‘‘um sucesso discreto’’ na carta.", "“a discreet success”", BOTH[1]),
        ("A placa diz ‘‘PARE’’ em letras grandes.", "“", BOTH[1]),
        ("‘‘(1) O escritório deve responder.", "“(1)", BOTH[1]),
    ],
)
def test_two_single_quotes_are_a_double_one(source: str, part: str, pair: tuple[str, str]) -> None:
    target = translated(source, *pair)
    assert part in target
    assert "‘" not in target
    assert "’" not in target


@pytest.mark.parametrize(
    ("source", "part", "pair"),
    [
        ("DOI 10.5281/4211234567", "10.5281/4211234567", BOTH[0]),
        ("1910.22 of this part applies to all workers.", "1910.22 ", BOTH[0]),
        ("1910.22 through 1910.30 of this part apply to all workers.", "1910.22 ", BOTH[0]),
        ("numbered list 3.2", "3.2", BOTH[0]),
        ("DOI 10.5281/4211234567", "10.5281/4211234567", BOTH[1]),
        ("lista numerada 3.2", "3.2", BOTH[1]),
        ("edição 2.1", "2.1", BOTH[1]),
    ],
)
def test_numbers_that_are_no_quantities_keep_their_points(source: str, part: str, pair: tuple[str, str]) -> None:
    assert part in translated(source, *pair)


@pytest.mark.parametrize("text", LATIN)
@pytest.mark.parametrize("pair", BOTH)
def test_a_sentence_of_another_language_is_not_repaired(text: str, pair: tuple[str, str]) -> None:
    words = text.rstrip(".").split()
    assert sum(word in translated(text, *pair) for word in words) >= len(words) - 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("No. of Rooms", "Número de quartos"),
        ("No. of Pages", "Número de páginas"),
        ("TOTAL NO.", "NÚMERO TOTAL"),
        ("NO. OF ROOMS IN THE HOUSE", "O NÚMERO DE QUARTOS NA CASA"),
        ("Ticket No.", "Número do bilhete"),
        ("Form No. CCE2021CX57", "Número de formulário CCE2021CX57"),
        ("the no. of rooms in the house", "o número de quartos na casa"),
    ],
)
def test_the_sign_for_number_is_read(source: str, expected: str) -> None:
    assert translated(source) == expected


def test_what_is_an_article_and_what_is_not() -> None:
    assert translated("What’s Missing").startswith("O que")
    assert "Ele" in translated("The pulse lasts 5 ms. They repeat it twice.")
    assert translated("Not applicable") == "Não se aplica"
    assert translated("Não se aplica", "pt", "en") == "Not applicable"
    assert translated("N/A") == "N/D"


@pytest.mark.parametrize("name", ["BRAD COLLINS", "DOUG PRESTON", "JEFF HOLLIS"])
@pytest.mark.parametrize("pair", BOTH)
def test_persons_in_capitals_stay(name: str, pair: tuple[str, str]) -> None:
    assert translated(name, *pair) == name


@pytest.mark.parametrize(
    ("source", "expected", "pair"),
    [
        ("Tax(%)", "Imposto(%)", BOTH[0]),
        ("Price ($)", "Preço ($)", BOTH[0]),
        ("Imposto(%)", "Tax(%)", BOTH[1]),
        ("Preço (€)", "Price (€)", BOTH[1]),
        ("Document", "Documento", BOTH[0]),
        ("BREAD, BUTTER, SUGAR or SALT", "PÃO, MANTEIGA, AÇÚCAR ou SAL", BOTH[0]),
        ("PÃO, MANTEIGA, AÇÚCAR ou SAL", "BREAD, BUTTER, SUGAR or SALT", BOTH[1]),
    ],
)
def test_labels_with_signs_and_small_words(source: str, expected: str, pair: tuple[str, str]) -> None:
    assert translated(source, *pair) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sistema de controlo de acesso", "sistema de controle de acesso"),
        ("CONTROLO DE QUALIDADE", "CONTROLE DE QUALIDADE"),
        ("Os controlos do défice", "Os controles do déficit"),
        ("Eu controlo do meu celular.", "Eu controlo do meu celular."),
        ("Eu controlo a casa.", "Eu controlo a casa."),
    ],
)
def test_brazilian_nouns_for_control(text: str, expected: str) -> None:
    assert respell(text, "pt-BR") == expected


@pytest.mark.parametrize(
    ("source", "expected", "pair"),
    [
        ("LEI Nº 8.078, DE 11 DE SETEMBRO DE 1990", "LAW No. 8,078, OF 11 SEPTEMBER 1990", BOTH[1]),
        ("PORTARIA Nº 12 DE 3 DE MAIO DE 2001", "ORDINANCE No. 12 OF 3 MAY 2001", BOTH[1]),
        ("RESOLUÇÃO CONAMA Nº 274 DE 29 DE NOVEMBRO DE 2000", "RESOLUTION CONAMA No. 274", BOTH[1]),
        ("ACT No. 12 OF 3 MAY 2001", "ATO Nº 12 DE 3 DE MAIO DE 2001", BOTH[0]),
        ("RULE No. 7 FOR WATER USE", "REGRA Nº 7 PARA ", BOTH[0]),
        ("INVOICE NO. 1234", "Nº DA FATURA 1234", BOTH[0]),
    ],
)
def test_capitals_may_have_the_sign_for_number(source: str, expected: str, pair: tuple[str, str]) -> None:
    assert translated(source, *pair).startswith(expected)


@pytest.mark.parametrize("name", ["TURNER", "Reed", "Keuper", "Moorpark"])
def test_a_copy_with_a_remark_stays_a_copy(name: str) -> None:
    assert translated(name) == name


@pytest.mark.parametrize("name", ["Beech 1900D", "Fokker 100", "Cessna 208B", "Piper Cherokee 140"])
@pytest.mark.parametrize("pair", BOTH)
def test_a_maker_with_its_model_stays(name: str, pair: tuple[str, str]) -> None:
    assert translated(name, *pair) == name
