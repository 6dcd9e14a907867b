"""Tests of names inside sentences: what the engine makes of them, and what is restored."""

import pytest

from translation.testing.documents import firefox, translated
from translation.text import names

# A source, an engine's answer, and the answer with its names.
WRONG_NAMES = [
    ("Encontrei o João na escola.", "I met John at school.", "I met João at school."),
    ("Ontem Estêvão visitou Mônica.", "Yesterday Stephen visited Monica.", "Yesterday Estêvão visited Mônica."),
    ("O livro de Mateus sumiu.", "Matthew's book disappeared.", "Mateus's book disappeared."),
    ("Falamos com Ângela Nascimento.", "We spoke to Angella Nascimento.", "We spoke to Ângela Nascimento."),
    ("Raquel Leite assinou.", "Raquel Milk signed.", "Raquel Leite signed."),
    ("Vi Tomás Paixão ontem.", "I saw Thomas Passion yesterday.", "I saw Tomás Paixão yesterday."),
    ("Luísa Campos chegou.", "Louise Fields arrived.", "Luísa Campos arrived."),
    ("O Sr. Carneiro saiu.", "Mr. Sheep left.", "Mr. Carneiro left."),
    ("Ela mora na Rua das Acácias.", "She lives in Rua das Acias.", "She lives in Rua das Acácias."),
    ("Ela mora na Rua das Hortênsias.", "She lives in Rua das Hortensias.", "She lives in Rua das Hortênsias."),
    ("A loja da Praça das Bromélias.", "The shop in Bromelias Square.", "The shop in Bromélias Square."),
    ("My friend Francis works here.", "Meu amigo Francisco trabalha aqui.", "Meu amigo Francis trabalha aqui."),
    ("Peter gave it to Joseph.", "Pedro deu a José.", "Peter deu a Joseph."),
    ("We met Esther Pope in May.", "Encontramos Ester Papa em maio.", "Encontramos Esther Pope em maio."),
    ("Mrs. Lamb called.", "A Sra. Cordeiro ligou.", "A Sra. Lamb ligou."),
    ("We wrote to Wolvertonbury.", "Escrevemos a Wolrtonbury.", "Escrevemos a Wolvertonbury."),
    ("It is on Acacia Avenue.", "Fica na Avenida Acácia.", "Fica na Avenida Acacia."),
]

RIGHT_TRANSLATIONS = [
    ("Moro em Lisboa, no Brasil e na Itália.", "I live in Lisbon, in Brazil and in Italy."),
    ("O Ministério e a Constituição.", "The Ministry and the Constitution."),
    ("O rei João assinou.", "King John signed."),
    ("Dom Pedro II e Henrique VIII.", "Dom Peter II and Henry VIII."),
    ("Cristóvão Colombo chegou em outubro.", "Christopher Columbus arrived in October."),
    ("Catarina de Aragão morreu.", "Catherine of Aragon died."),
    ("Joana d'Arc morreu.", "Joan of Arc died."),
    ("Jesus falou a João e Pedro.", "Jesus spoke to John and Peter."),
    ("A Igreja de São Francisco.", "The Church of St. Francis."),
    ("O Sr. Presidente saiu.", "Mr. President left."),
    ("We went to Ethiopia and Malaysia in March.", "Fomos à Etiópia e à Malásia em março."),
    ("Pope John Paul II visited Europe.", "O Papa João Paulo II visitou a Europa."),
    ("St. Peter's Basilica is in Rome.", "A Basílica de São Pedro está em Roma."),
    ("Prince William came on Monday.", "O príncipe Guilherme veio na segunda-feira."),
    ("She told Peter Monday.", "Ela contou a Peter segunda-feira."),
    ("Ana Reis Department of Physics", "Ana Reis Departamento de Física"),
    ("The General Assembly met.", "A Assembleia Geral reuniu-se."),
    ("The Northern Mariana Islands are far.", "As Ilhas Marianas do Norte são distantes."),
    ("MEETING WITH JOHN", "REUNIÃO COM JOÃO"),
]


@pytest.mark.parametrize(("source", "answer", "expected"), WRONG_NAMES)
def test_a_translated_or_misspelt_name_is_restored(source: str, answer: str, expected: str) -> None:
    assert names.restore(source, answer, subwords=lambda word: 1 + len(word) // 5) == expected


@pytest.mark.parametrize(("source", "answer"), RIGHT_TRANSLATIONS)
def test_a_right_translation_stays(source: str, answer: str) -> None:
    assert names.restore(source, answer, subwords=lambda _: 1) == answer


@pytest.mark.parametrize(
    ("source", "kept", "pair"),
    [
        ("Conheci Guilherme Reis em Goiânia.", "Guilherme Reis", ("pt", "en")),
        ("Luís e Mônica compraram a casa de Mateus.", "Luís and Mônica", ("pt", "en")),
        ("Marina comprou uma casa na Rua das Hortênsias.", "Hortênsias", ("pt", "en")),
        ("Mrs. Sarah Parsons lives at 120 King's Road.", "120 King's Road", ("en", "pt")),
        ("My friend Francis works with Cecilia.", "Francis", ("en", "pt")),
        ("Peter gave the book to Joseph and Mary.", "Peter", ("en", "pt")),
    ],
)
def test_names_survive_the_engine(source: str, kept: str, pair: tuple[str, str]) -> None:
    assert kept in translated(source, *pair)


@pytest.mark.parametrize(
    ("source", "target", "changed"),
    [
        ("Hotéis em Florianópolis", "Hotels in New York", ["Florianópolis"]),
        ("Falamos com Bacamarte sobre isso.", "We spoke to Smith about it.", ["Bacamarte"]),
        ("We moved to Wolverton in May.", "Mudamos para Chicago em maio.", ["Wolverton"]),
        ("Moro em Pequim e em Genebra.", "I live in Beijing and in Geneva.", []),
        ("The Assyrians came from the east.", "Os assírios vieram do leste.", []),
        ("Thomas left Munich in July.", "Thomas deixou Munique em julho.", []),
    ],
)
def test_another_name_in_place_of_a_name_is_found(source: str, target: str, changed: list[str]) -> None:
    pair = ("en", "pt") if source[0] in "WT" else ("pt", "en")
    lexicon = firefox().lexicon(*pair)
    assert lexicon is not None
    assert list(names.find_changed(source, target, lexicon.score)) == changed
