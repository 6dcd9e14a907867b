"""Word alignment by the shortlist of the embedded model."""

import pytest

from translation.alignment.word_alignment import Lexicon
from translation.document import Block
from translation.languages.conventions import conventions_of
from translation.paragraphs import BlockText
from translation.sentences import SentenceTranslator
from translation.testing.annotations import annotated_sentences
from translation.testing.documents import firefox, pseudo, translated_content

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


def test_annotated_phrases_are_found_in_their_translations() -> None:
    found = [is_right for each in annotated_sentences() for _, is_right in each.found(translated_content(each.content))]
    assert len(found) >= 100
    assert sum(found) / len(found) >= SHARE_FOUND


def test_the_lexicon_finds_most_phrases_without_translating_them(lexicon: Lexicon) -> None:
    translator = SentenceTranslator(firefox(), "en", "pt")
    found = []
    for each in annotated_sentences():
        paragraph = BlockText(Block(0, each.content), conventions_of("en"), conventions_of("pt"))
        content = paragraph.content(translator.translate(paragraph.sentences), lexicon)
        found += [is_right for _, is_right in each.found(content)]
    assert sum(found) / len(found) >= SHARE_FOUND
