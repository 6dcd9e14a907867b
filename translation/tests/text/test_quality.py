"""Quality issues of a sentence and its translation."""

import pytest

from translation.text.messages import ISSUES
from translation.text.quality import find_issues, remove_added_repeats


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("The house is big.", "A casa é grande.", []),
        ("The house is big.", " ", ["empty"]),
        ("The house is very big and old.", "The house is very big and old.", ["untranslated"]),
        ("John Smith", "John Smith", []),
        ("He paid 1,234.50 in 2019.", "Ele pagou 1.234,50 em 2019.", []),
        ("He paid 1,234.50 in 2019.", "Ele pagou 1.234,50.", ["numbers_differ"]),
        ("See https://example.org/a now.", "Veja agora.", ["urls_differ"]),
        ("Write to a.b@example.org now.", "Escreva agora.", ["urls_differ"]),
        ("Call `run` with {name}.", "Chame `run` com {nome}.", ["codes_differ"]),
        ("Copy a.txt to a.txt.", "Copie a.txt.", ["codes_differ"]),
        ("The house.", "A casa. " * 20, ["length_differs"]),
        ("The garden is small and the house is old, but all of it is theirs.", "Sim.", ["length_differs"]),
        ("The compiled programs.", "Os programas compilados compilados.", ["repeated_words"]),
        ("It had had its day.", "Teve teve o seu dia.", []),
        ("See section 3 (page 2).", "Veja a seção 3, página 2.", ["brackets_differ"]),
        ("a) the house", "a) a casa", []),
        ("It costs £12.", "Custa 12 euros.", ["signs_differ"]),
        ("It costs £12.", "Custa 12 libras.", []),
        ("Add 5 mg of it.", "Adicione 5 g disso.", ["signs_differ"]),
        ("Below 25 °C it is ≤ 5.", "Abaixo de 25 C é 5.", ["signs_differ"]),
        ("He paid R$ 5.", "Ele pagou $ 5.", ["signs_differ"]),
        ("The value is < 190.", "O valor é 190.", ["signs_differ"]),
        ("It is the end! The door is open.", "A porta está aberta.", ["sentences_differ"]),
        ("See Fig. 3. The house is big.", "Veja a Fig. 3. A casa é grande.", []),
        ("Privacy policy", "Política de privacidade: example.com", ["urls_differ"]),
        ("Sign up", "Sign up", []),
        ("current password", "current password", ["untranslated"]),
    ],
)
def test_quality_issues_are_found(source: str, target: str, expected: list[str]) -> None:
    assert list(find_issues(source, target)) == expected


def test_every_fault_has_words_for_the_user() -> None:
    assert all(text.label and text.sentence.endswith(".") for text in ISSUES.values())


def test_repeated_words_are_removed() -> None:
    repeated, single = "Os programas compilados compilados são bons.", "Os programas compilados são bons."
    assert remove_added_repeats("The compiled programs are good.", repeated) == single
    assert remove_added_repeats("The compiled compiled programs are good.", repeated) == repeated
    phrase = "O programa da Carolina do Norte da Carolina do Norte"
    assert remove_added_repeats("North Carolina's program", phrase) == "O programa da Carolina do Norte"
