"""The judge of translations."""

import pytest

from translation.judge import Judge
from translation.languages.conventions import conventions_of
from translation.testing.documents import firefox


def judge(source: str = "en", target: str = "pt") -> Judge:
    return Judge(conventions_of(source), conventions_of(target), lambda: firefox().lexicon(source, target))


@pytest.mark.parametrize(
    ("source", "better", "worse"),
    [
        ("North Wales", "País de Gales do Norte", "Rio de Janeiro"),
        ("Casualty and theft losses", "Perdas por acidente e roubo", "Calo e roubo"),
        ("The tickets cost £12.50.", "Os bilhetes custam £12,50.", "Os bilhetes custam 12,50 euros."),
        ("See section 3 (page 12).", "Veja a seção 3 (página 12).", "Veja a seção 3, página 12."),
        ("The garden is open.", "O jardim está aberto.", "O jardim está está aberto."),
        ("NO PARKING", "SEM ESTACIONAMENTO", "Sem estacionamento"),
        ("the red house", "a casa vermelha", "a Casa Vermelha"),
        ("Deadline", "Prazo", "Deadline"),
        ("Entropy Loss", "Perda da Entropia", "Perda de inetropia"),
        ("Point Snapping", "Point Snapping", "Arrepemento de pontos"),
        ("Smooth Scribble", "Esfoliação suave", "Esfressível liso"),
        ("Stop now! The door is open.", "Pare agora! A porta está aberta.", "A porta está aberta."),
    ],
)
def test_the_better_translation_wins(source: str, better: str, worse: str) -> None:
    assert judge().penalty(source, better) < judge().penalty(source, worse)


@pytest.mark.parametrize(
    ("source", "better", "worse"),
    [
        ("Dúvidas?", "Questions?", "Do you like?"),
        ("três maçãs", "three apples", "three Apples"),
        ("O prazo é de 30 dias.", "The term is 30 days.", "The term is 60 days."),
    ],
)
def test_the_better_translation_into_english_wins(source: str, better: str, worse: str) -> None:
    assert judge("pt", "en").penalty(source, better) < judge("pt", "en").penalty(source, worse)


def test_equal_translations_have_equal_penalties() -> None:
    targets = ("A casa é grande.", "A casa é enorme.")
    assert len({judge().penalty("The house is big.", target) for target in targets}) == 1


def test_without_a_lexicon_it_compares_what_it_can() -> None:
    plain = Judge(conventions_of("fr"), conventions_of("de"), lambda: None)
    assert plain.accepts("La maison a 12 chambres.", "Das Haus hat 12 Zimmer.")
    assert not plain.accepts("La maison a 12 chambres.", "Das Haus hat Zimmer.")
