"""The signs at the ends of styled phrases. Brackets like these ⟦ ⟧ enclose what is styled."""

import pytest

from translation.alignment.phrase_signs import whole_with_signs, with_signs, without_signs
from translation.text.inline_codes import Range


def parse(marked: str) -> tuple[str, Range]:
    """Return a text and its styled range."""
    before, phrase, after = marked.replace("⟧", "⟦").split("⟦")
    return before + phrase + after, (len(before), len(before + phrase))


def mark(text: str, span: Range) -> str:
    return f"{text[: span[0]]}⟦{text[slice(*span)]}⟧{text[span[1] :]}"


@pytest.mark.parametrize(
    ("source", "found", "expected"),
    [
        ("About ⟦35%⟧ of them.", "Cerca de ⟦35⟧% deles.", "Cerca de ⟦35%⟧ deles."),
        ("Cerca de ⟦40⟧% deles.", "About ⟦40⟧% of them.", "About ⟦40⟧% of them."),
        ("About ⟦90 percent⟧ of them.", "Cerca de ⟦90⟧% deles.", "Cerca de ⟦90%⟧ deles."),
        ("It costs ⟦$250⟧ today.", "Custa US$ ⟦250⟧ hoje.", "Custa ⟦US$ 250⟧ hoje."),
        ("Custa ⟦R$ 250⟧ hoje.", "It costs R$ ⟦250⟧ today.", "It costs ⟦R$ 250⟧ today."),
        ("It costs ⟦€5⟧ here.", "Kostet ⟦5⟧ € hier.", "Kostet ⟦5 €⟧ hier."),
        ("The word ⟦“freedom”⟧ is here.", 'A palavra "⟦liberdade⟧" aqui.', 'A palavra ⟦"liberdade"⟧ aqui.'),
        ("The word “⟦freedom⟧” is here.", "A palavra “⟦liberdade⟧” aqui.", "A palavra “⟦liberdade⟧” aqui."),
        ("Le mot ⟦« liberté »⟧ ici.", "The word “⟦freedom⟧” here.", "The word ⟦“freedom”⟧ here."),
        ("The word ⟦“freedom”⟧ is here.", "Le mot « ⟦liberté⟧ » ici.", "Le mot ⟦« liberté »⟧ ici."),
        ("⟦Note:⟧ it is old.", "⟦Nota⟧: é velho.", "⟦Nota:⟧ é velho."),
        ("⟦Note⟧: it is old.", "⟦Nota⟧: é velho.", "⟦Nota⟧: é velho."),
        ("Please ⟦stop it.⟧", "Por favor, ⟦pare⟧.", "Por favor, ⟦pare.⟧"),
        ("Please ⟦stop it⟧.", "Por favor, ⟦pare.⟧", "Por favor, ⟦pare⟧."),
        ("He is ⟦(almost) free⟧.", "Ele é (⟦quase) livre⟧.", "Ele é ⟦(quase) livre⟧."),
        ("It has ⟦C++⟧ inside.", "Tem ⟦C⟧++ dentro.", "Tem ⟦C++⟧ dentro."),
        ("At ⟦-20 °C⟧ it stops.", "A -⟦20 °C⟧ para.", "A ⟦-20 °C⟧ para."),
        ("यह ⟦हिन्दी⟧ है", "This is ⟦Hindi⟧.", "This is ⟦Hindi⟧."),
    ],
)
def test_the_signs_of_a_phrase_keep_its_style(source: str, found: str, expected: str) -> None:
    target, span = parse(found)
    assert mark(target, with_signs(*parse(source), target, span)) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("⟦Stop the engine⟧.", "Pare o motor.", "⟦Pare o motor⟧."),
        ("⟦Stop the engine.⟧", "Pare o motor.", "⟦Pare o motor.⟧"),
        ("(⟦Really?⟧)", "(Sério?)", "(⟦Sério?⟧)"),
        ("⟦Really?⟧", "¿De verdad?", "⟦¿De verdad?⟧"),
    ],
)
def test_a_whole_sentence_has_its_signs_too(source: str, target: str, expected: str) -> None:
    assert mark(target, whole_with_signs(*parse(source), target)) == expected


def test_accents_and_codes_are_not_signs() -> None:
    for text in ("हिन्दी", "\U00100000", "e\u0301"):
        assert without_signs(f"({text}).", (0, len(text) + 3)) == (1, len(text) + 1)


def test_a_range_without_text_stays_as_it_is() -> None:
    assert with_signs("See → there", (4, 5), "Veja → ali", (5, 6)) == (5, 6)
    assert whole_with_signs("→", (0, 1), "") == (0, 0)
