"""Blocks: their sentences, styles and inline codes, with the real engine."""

import pytest

from translation.document import Block, Content, InlineCode, Neighbour, Span, plain_text
from translation.languages.conventions import conventions_of
from translation.paragraphs import BlockText
from translation.testing.documents import translated_content


def styled(content: Content, style: int) -> str:
    return "".join(piece.text for piece in content if isinstance(piece, Span) and piece.style == style)


@pytest.mark.parametrize(
    ("before", "phrase", "after", "expected"),
    [
        ("This is ", "very important", " for the security of the system.", "muito importante"),
        ("See the ", "user guide", " for details.", "guia do usuário"),
        ("He bought ", "three old books", " in the small shop.", "três livros antigos"),
        ("The program was written in ", "Python", " by my brother.", "Python"),
        ("More is at ", "https://example.org/a", " for those who ask.", "https://example.org/a"),
        ("The ", "access control", " of this server is broken.", "controle de acesso"),
        ("", "Note:", " the house is big.", "Nota:"),
    ],
)
def test_a_phrase_in_another_style_keeps_it_where_it_goes(before: str, phrase: str, after: str, expected: str) -> None:
    content = translated_content((Span(before), Span(phrase, 3), Span(after)))
    assert styled(content, 3) == expected


@pytest.mark.parametrize(
    ("pair", "before", "phrase", "after", "expected"),
    [
        ("en-pt", "About ", "35%", " of the students come from other countries.", "35%"),
        ("en-pt", "The button named ", "“Start over”", " deletes all your answers.", "“Iniciar”"),
        ("en-pt", "Press ", "the green key", " to save your changes.", "a tecla verde"),
        ("en-pt", "", "The house is big", ". The garden is small.", "A casa é grande"),
        ("en-pt", "The garden is small. ", "The house is big.", "", "A casa é grande."),
        ("pt-en", "Cerca de ", "40%", " dos moradores trabalham em outra cidade.", "40%"),
        ("pt-en", "A palavra ", "“liberdade”", " aparece doze vezes no texto.", "“freedom”"),
        ("pt-en", "Clique no ", "ícone vermelho", " no canto da tela.", "red icon"),
        ("pt-en", "Lembre-se de que ", "a biblioteca fecha cedo", ".", "the library closes early"),
    ],
)
def test_a_phrase_has_its_own_signs_and_articles(
    pair: str, before: str, phrase: str, after: str, expected: str
) -> None:
    content = translated_content((Span(before), Span(phrase, 3), Span(after)), *pair.split("-"))
    assert styled(content, 3) == expected


def test_several_styles_in_one_paragraph_stay_apart() -> None:
    content = translated_content(
        (
            Span("See the "),
            Span("user guide", 2),
            Span(" or "),
            Span("Python", 1),
            Span(" for details. "),
            Span("The house is big.", 4),
        )
    )
    assert styled(content, 2) == "guia do usuário"
    assert styled(content, 1) == "Python"
    assert styled(content, 4) == "A casa é grande."


def test_one_style_for_the_whole_block_stays_the_only_one() -> None:
    content = translated_content((Span("The house is big. The garden is small.", 7),))
    assert content == (Span("A casa é grande. O jardim é pequeno.", 7),)


def test_every_word_of_the_target_is_in_some_span() -> None:
    content = translated_content((Span("The "), Span("big", 1), Span(" house "), Span("is old", 2), Span(".")))
    assert plain_text(content).startswith("A ")
    assert {piece.style for piece in content if isinstance(piece, Span)} == {0, 1, 2}


def test_inline_codes_come_back_once_each_and_are_not_translated() -> None:
    content = translated_content(
        (
            Span("Let "),
            InlineCode(5, "x^2"),
            Span(" be the square of "),
            InlineCode(9, "the number x"),
            Span(" in the domain."),
        )
    )
    assert sorted(piece.id for piece in content if isinstance(piece, InlineCode)) == [5, 9]
    assert styled(content, 0).split()[-1] == "domínio."


@pytest.mark.parametrize("count", [1, 2, 4, 8, 12])
def test_any_number_of_inline_codes_comes_through_in_both_directions(count: int) -> None:
    for words, source, target in (("and the house", "en", "pt"), ("e a casa", "pt", "en")):
        pieces: list[Span | InlineCode] = []
        for number in range(count):
            pieces += [Span(f" {words} "), InlineCode(number, "∑")]
        content = translated_content(tuple(pieces), source, target)
        assert sorted(piece.id for piece in content if isinstance(piece, InlineCode)) == list(range(count))


def test_codes_side_by_side_keep_their_order() -> None:
    content = translated_content((Span("The house "), InlineCode(0), InlineCode(1), InlineCode(2), Span(" is big.")))
    assert [piece.id for piece in content if isinstance(piece, InlineCode)] == [0, 1, 2]


def test_private_characters_of_a_font_come_through() -> None:
    content = translated_content((Span("\uf0b7 The house \uf0e0 the garden."),))
    assert plain_text(content).startswith("\uf0b7 ")
    assert plain_text(content).count("\uf0e0") == 1


def test_spaces_between_sentences_stay() -> None:
    assert plain_text(translated_content((Span("The house is big.  The garden is small. "),))) == (
        "A casa é grande.  O jardim é pequeno. "
    )


def block(text: str) -> BlockText:
    return BlockText(Block(0, (Span(text),)), conventions_of("en"), conventions_of("pt"))


def test_a_very_short_sentence_and_the_one_beside_it_are_neighbours() -> None:
    assert block("Questions? Call us at noon today.").neighbours == {
        "Questions?": Neighbour("Call us at noon today.", is_before=False),
        "Call us at noon today.": Neighbour("Questions?", is_before=True),
    }
    assert block("The door is open now. Come in!").neighbours["Come in!"].is_before


@pytest.mark.parametrize(
    "text", ["The house is big. The door is open.", "DANGER! The door is open now.", "Short title", "Yes,\tno."]
)
def test_other_sentences_have_no_neighbours(text: str) -> None:
    assert block(text).neighbours == {}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("HOT SURFACE: do not touch it.", ["HOT SURFACE:", "do not touch it."]),
        ("IN GENERAL.—The law is old.", ["IN GENERAL.", "The law is old."]),
        ("USA: the country is big.", ["USA: the country is big."]),
        ("First.\\nSecond line.", ["First.", "Second line."]),
    ],
)
def test_lead_ins_and_written_line_breaks_divide_sentences(text: str, sentences: list[str]) -> None:
    assert block(text).sentences == sentences
