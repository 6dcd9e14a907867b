"""Numbers that a translation lacks or adds."""

import pytest

from translation.languages.conventions import CONVENTIONS, Conventions
from translation.text import numbers

EN, PT, ES, FR, DE, IT = (CONVENTIONS[language] for language in ("en", "pt", "es", "fr", "de", "it"))

PAIRS = [
    # formats
    ("It weighs 1,234.5 kg.", "Pesa 1.234,5 kg."),
    ("There are 12,000 people.", "Há 12 000 pessoas."),
    ("It grew by 0.75%.", "Cresceu 0,75%."),
    ("A total of 1,234,567 votes", "Um total de 1.234.567 votos"),
    ("Top 10 2025", "Top 10 de 2025"),
    # Roman numerals
    ("He was born in the 17th century.", "Nasceu no século XVII."),
    ("The 12th and 14th centuries", "Os séculos XII e XIV"),
    ("Chapter 4 of the book", "Capítulo IV do livro"),
    ("World War 2", "Segunda Guerra Mundial"),
    # hours
    ("The meeting is at 2:30 p.m.", "A reunião é às 14h30."),
    ("It opens at 9:00.", "Abre às 9h."),
    ("It closes at 10 p.m.", "Fecha às 22h."),
    ("It ends at noon.", "Termina às 12h."),
    ("Come at half past 3 in the afternoon.", "Venha às 15h30."),
    ("Just after 11:00, they left.", "Logo após as 11h, partiram."),
    # words
    ("He came for the 1st time.", "Ele veio pela primeira vez."),
    ("It takes 3 days.", "Leva três dias."),
    ("The 2 houses", "As duas casas"),
    ("It has 25 rooms.", "Tem vinte e cinco quartos."),
    ("The 3rd and 4th floors", "O terceiro e o quarto andar"),
    ("Twice a day", "2 vezes ao dia"),
    ("Take 1 tablet.", "Tome um comprimido."),
    # repetitions
    ("Take 1 tablet every 8 hours.", "Tomar 1 comprimido de 8 em 8 horas."),
    ("Every 12 hours", "De 12 em 12 horas"),
    ("Every 2 years", "De 2 em 2 anos"),
    # large numbers
    ("It cost 1,500,000 euros.", "Custou 1,5 milhão de euros."),
    ("12 thousand people", "12.000 pessoas"),
    ("It has 3 million books.", "Tem 3.000.000 de livros."),
    # decades and powers
    ("Music of the 1990s", "Música dos anos 90"),
    ("In the '80s and '90s", "Nos anos 80 e 90"),
    ("An area of 5 km2", "Uma área de 5 quilômetros quadrados"),
    ("An area of 5 km²", "Uma área de 5 km2"),
]


@pytest.mark.parametrize(("english", "portuguese"), PAIRS)
def test_a_number_may_be_written_in_other_ways(english: str, portuguese: str) -> None:
    assert not numbers.missing(english, portuguese, EN, PT)
    assert not numbers.missing(portuguese, english, PT, EN)
    assert not numbers.added(english, portuguese, EN, PT)
    assert not numbers.added(portuguese, english, PT, EN)


@pytest.mark.parametrize(
    ("source", "target", "lacking"),
    [
        ("Take 2 tablets of 500 mg.", "Tome 2 comprimidos.", ["500"]),
        ("A dose of 1.5 mg", "Uma dose de 15 mg", ["1.5"]),
        ("A dose of 0.5 mg", "Uma dose de 5 mg", ["0.5"]),
        ("Take 1 tablet every 12 hours.", "Tome 1 comprimido a cada 24 horas.", ["12"]),
        ("In 1998 and 1999", "Em 1998 e 1998", ["1999"]),
        ("It is 645 miles (1040 km) away.", "Fica a 1040 km.", ["645"]),
        ("A format of 6 by 6 cm", "Um formato de 6 cm", ["6"]),
        ("The meeting is at 2:30 p.m.", "A reunião é às 15h30.", ["2"]),
        ("See Figure 1 and the text.", "Veja a figura e um texto.", ["1"]),
        ("The 1860s", "A década de 1960", ["1860"]),
        ("On 03/05/2024", "Em 3 de maio de 2024", ["05"]),
        ("The 17th century", "O século XVI", ["17"]),
    ],
)
def test_a_lost_or_changed_number_is_found(source: str, target: str, lacking: list[str]) -> None:
    assert numbers.missing(source, target, EN, PT) == lacking
    assert numbers.any_missing(source, target, EN, PT)


@pytest.mark.parametrize(
    ("source", "target", "extra"),
    [
        ("The house is big.", "A casa 3 é grande.", ["3"]),
        ("It has two rooms.", "Tem 2 quartos e 4 salas.", ["4"]),
        ("In the 12th century", "No século 13", ["13"]),
    ],
)
def test_an_added_number_is_found(source: str, target: str, extra: list[str]) -> None:
    assert numbers.added(source, target, EN, PT) == extra


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dura tres días, desde el siglo XVII, con veinticinco casas.", ES),
        ("Elle dure trois jours, depuis le XVIIe siècle, avec vingt-cinq maisons.", FR),
        ("Es dauert drei Tage, seit dem XVII. Jahrhundert, mit fünfundzwanzig Häusern.", DE),
        ("Dura tre giorni, dal secolo XVII, con venticinque case.", IT),
    ],
)
def test_each_language_has_its_words(text: str, language: Conventions) -> None:
    english = "It takes 3 days, since the 17th century, with 25 houses."
    assert not numbers.missing(english, text, EN, language)
    assert not numbers.added(text, english, language, EN)
    assert numbers.missing(english.replace("3 days", "4 days"), text, EN, language) == ["4"]


def test_the_days_of_the_week_in_portuguese_have_numbers() -> None:
    assert not numbers.missing("Aberto de 2ª a 6ª feira, às 9h", "Open Monday to Friday, at 9:00", PT, EN)


def test_words_of_unknown_languages_count_unless_they_are_ambiguous() -> None:
    assert not numbers.missing("3 dias", "three days")
    assert numbers.missing("2 casas", "La casa dos")
