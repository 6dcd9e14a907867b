"""Ranges of phrases in translations. Brackets enclose the phrase."""

import pytest

from translation.alignment.markup_transfer import (
    Alignment,
    FunctionWords,
    find_copy,
    find_enclosed,
)
from translation.alignment.phrase_words import with_own_function_words
from translation.languages.conventions import conventions_of
from translation.testing.documents import firefox
from translation.text.inline_codes import Range


def parse(marked: str) -> tuple[str, Range]:
    """Return a text and the range of its phrase."""
    before, phrase, after = marked.replace("]", "[").split("[")
    return before + phrase + after, (len(before), len(before + phrase))


def mark(text: str, span: Range | None) -> str:
    return f"{text[: span[0]]}[{text[slice(*span)]}]{text[span[1] :]}" if span else text


def function_words(source: str, target: str) -> FunctionWords:
    first, second = conventions_of(source), conventions_of(target)
    return FunctionWords(first.function_words, second.function_words, first.articles, second.articles)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("A", "Escolha [A] ou B."), ("B", "Escolha A ou [B]."), ("a", "Escolha A ou B."), ("C", "Escolha A ou B.")],
)
def test_a_short_name_in_capitals_is_found(phrase: str, expected: str) -> None:
    assert mark("Escolha A ou B.", find_copy(phrase, "Escolha A ou B.")) == expected


def test_a_capital_at_the_start_of_a_sentence_is_not_a_name() -> None:
    assert find_copy("A", "A casa é grande.") is None
    assert find_copy("3", "3 é o passo difícil.") == (0, 1)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (
            'He said "[no way]" and left.',
            'Ele disse "de jeito nenhum" e saiu.',
            'Ele disse "[de jeito nenhum]" e saiu.',
        ),
        ("The “red” and “[blue]” keys", "As teclas “vermelha” e “azul”", "As teclas “vermelha” e “[azul]”"),
        ("O museu ([grátis]) abre.", "The museum (free) opens.", "The museum ([free]) opens."),
        ("The “red” and “[blue]” keys", "As teclas vermelha e “azul”", "As teclas vermelha e “azul”"),
        ("The “very [blue]” key", "A tecla “muito azul”", "A tecla “muito azul”"),
    ],
)
def test_a_phrase_in_quotes_or_brackets_stays_in_them(source: str, target: str, expected: str) -> None:
    text, phrase = parse(source)
    assert mark(target, find_enclosed(text, *phrase, target)) == expected


@pytest.mark.parametrize(
    ("pair", "source", "found", "expected"),
    [
        ("en-pt", "Press the [key] now.", "Aperte [a tecla] agora.", "Aperte a [tecla] agora."),
        ("en-pt", "Press [the key] now.", "Aperte a [tecla] agora.", "Aperte [a tecla] agora."),
        ("en-pt", "It is in [the house].", "Está [na casa].", "Está na [casa]."),
        ("en-pt", "[Men] lie.", "[Os homens] mentem.", "[Os homens] mentem."),
        ("pt-en", "Diz que [a casa] caiu.", "He says that [the house] fell.", "He says that [the house] fell."),
        ("pt-en", "Diz que [a casa] caiu.", "He says that the [house] fell.", "He says that [the house] fell."),
        ("pt-en", "Clique no [ícone] azul.", "Click on [the icon] in blue.", "Click on the [icon] in blue."),
        ("pt-en", "Abre [de terça a domingo].", "Opens from [Tuesday to Sunday].", "Opens [from Tuesday to Sunday]."),
        ("pt-en", "Fica [no litoral].", "It is on [the coast].", "It is [on the coast]."),
        ("pt-en", "Foi feito [pelo governo].", "It was made by the [government].", "It was made [by the government]."),
        ("pt-en", "A mesa [de madeira] caiu.", "The [wooden] table fell.", "The [wooden] table fell."),
        ("pt-en", "Por favor, [não corra].", "Please do [not run].", "Please [do not run]."),
    ],
)
def test_a_phrase_gets_only_its_own_article(pair: str, source: str, found: str, expected: str) -> None:
    text, phrase = parse(source)
    target, span = parse(found)
    words = function_words(*pair.split("-"))
    assert mark(target, with_own_function_words(text, phrase, target, span, words)) == expected


@pytest.mark.parametrize(
    ("pair", "source", "target", "expected"),
    [
        ("en-pt", "Choose a [quiet] place.", "Escolha um lugar tranquilo.", "Escolha um lugar [tranquilo]."),
        ("en-pt", "Choose a quiet [place].", "Escolha um lugar tranquilo.", "Escolha um [lugar] tranquilo."),
        ("en-pt", "You [should never] mix it.", "Você nunca deve misturar.", "Você [nunca deve] misturar."),
        ("pt-en", "Escolha um lugar [tranquilo].", "Choose a quiet place.", "Choose a [quiet] place."),
        ("pt-en", "A mesa [de madeira] caiu.", "The wooden table fell.", "The [wooden] table fell."),
    ],
)
def test_each_word_has_one_partner(pair: str, source: str, target: str, expected: str) -> None:
    languages = pair.split("-")
    lexicon = firefox().lexicon(*languages)
    assert lexicon
    text, phrase = parse(source)
    assert mark(target, Alignment(text, target, lexicon, function_words(*languages)).find(*phrase)) == expected


def test_a_pronoun_before_the_phrase_is_not_part_of_it() -> None:
    lexicon = firefox().lexicon("pt", "en")
    assert lexicon
    source, phrase = parse("Nós [devemos assinar] hoje.")
    target, span = parse("[We must sign] today.")
    alignment = Alignment(source, target, lexicon, function_words("pt", "en"))
    assert mark(target, alignment.without_neighbours(*phrase, span)) == "We [must sign] today."
