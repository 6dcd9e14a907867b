"""Word alignment by the shortlist of the embedded model."""

import pytest

from translation.alignment.word_alignment import Lexicon
from translation.document import Block
from translation.languages.conventions import conventions_of
from translation.paragraphs import BlockText
from translation.sentences import SentenceTranslator
from translation.testing.annotations import annotated_sentences
from translation.testing.documents import ListedDocument, firefox, pseudo, run

PAIRS = ("en", "pt"), ("pt", "en")
SHARE_FOUND = 0.95


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    found = firefox().lexicon("en", "pt")
    assert found
    return found


@pytest.mark.parametrize(
    ("word", "right", "wrong"),
    [("house", "casa", "jardim"), ("dog", "cachorro", "mesa"), ("pollution", "poluição", "cidade")],
)
def test_a_word_is_likelier_than_another(lexicon: Lexicon, word: str, right: str, wrong: str) -> None:
    assert lexicon.score(word, right) > 2 * lexicon.score(word, wrong)


def test_an_unknown_word_has_a_score(lexicon: Lexicon) -> None:
    assert lexicon.score("東京", "Tóquio") >= 0
    assert lexicon.score("house", "東京") == 0


def test_an_engine_may_have_no_lexicon() -> None:
    assert pseudo().lexicon("en", "pt") is None


@pytest.mark.parametrize("pair", PAIRS)
def test_annotated_phrases_are_found_in_their_translations(pair: tuple[str, str]) -> None:
    sentences = [each for each in annotated_sentences() if each.languages == pair]
    document = ListedDocument([each.content for each in sentences])
    run(document, *pair)
    found = [is_right for number, each in enumerate(sentences) for _, is_right in each.found(document.targets[number])]
    assert len(found) >= 100
    assert sum(found) / len(found) >= SHARE_FOUND


@pytest.mark.parametrize("pair", PAIRS)
def test_the_lexicon_finds_most_phrases_without_translating_them(pair: tuple[str, str]) -> None:
    translator = SentenceTranslator(firefox(), *pair)
    found = []
    for each in annotated_sentences():
        if each.languages == pair:
            paragraph = BlockText(Block(0, each.content), conventions_of(pair[0]), conventions_of(pair[1]))
            content = paragraph.content(translator.translate(paragraph.sentences), translator.lexicon)
            found += [is_right for _, is_right in each.found(content)]
    assert sum(found) / len(found) >= SHARE_FOUND
