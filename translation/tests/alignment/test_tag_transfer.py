"""Styled phrases found by engines that take tags."""

import re
from collections.abc import Sequence

import pytest

from translation.alignment.tag_transfer import add_tags, read_tags
from translation.document import Content, Span
from translation.engines.base import Engine
from translation.testing.documents import ListedDocument, run
from translation.text.inline_codes import FIRST_CODE

# In one language words change with their neighbours, so a phrase by itself is translated differently.
WORDS = {"the": "a", "bank": "margem", "of": "do", "river": "rio", "is": "é", "green": "verde"}
ALONE = {"bank": "banco"}


class ContextualEngine(Engine):
    """Takes tags and translates word by word: a single word differently than within a sentence."""

    name = "contextual"
    takes_tags = True

    def __init__(self, broken: bool = False) -> None:
        self.broken = broken
        self.asked: list[str] = []

    def pairs(self) -> dict[str, tuple[str, ...]]:
        return {"en": ("pt",)}

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        self.asked += texts
        return [ALONE.get(text) or self._words(text) for text in texts]

    def translate_tagged(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        self.asked += texts
        return [self._words(re.sub("</g>", "", text) if self.broken else text) for text in texts]

    def _words(self, text: str) -> str:
        return re.sub(r"(?<![</\w])[A-Za-z]+(?![\w=])", lambda word: WORDS.get(word[0].lower(), word[0]), text)


def bank(engine: Engine) -> Content:
    document = ListedDocument([(Span("The "), Span("bank", 1), Span(" of the river is green."))])
    run(document, engine=engine)
    return document.targets[0]


def test_a_phrase_is_found_where_the_engine_put_its_tag() -> None:
    engine = ContextualEngine()
    assert bank(engine) == (Span("A "), Span("margem", 1), Span(" do a rio é verde."))
    assert "bank" not in engine.asked


def test_broken_tags_leave_the_phrase_to_be_found_by_itself() -> None:
    engine = ContextualEngine(broken=True)
    assert "".join(piece.text for piece in bank(engine) if isinstance(piece, Span)) == "A margem do a rio é verde."
    assert "bank" in engine.asked


def test_markup_characters_and_codes_in_a_sentence_survive() -> None:
    code = chr(FIRST_CODE)
    text = add_tags(f"a < b & {code} is so", [(4, 5), (len("a < b & x is "), len("a < b & x is so"))])
    assert text == 'a &lt; <g id="1">b</g> &amp; XQ-1 is <g id="2">so</g>'
    assert read_tags('<g id="2">so</g> &lt; <g id="1">b &amp; c</g>', 2) == ["b & c", "so"]


@pytest.mark.parametrize(
    "answer",
    [
        '<g id="1">one</g>',
        '<g id="1">one</g> <g id="1">two</g>',
        '<g id="1">one <g id="2">two</g></g>',
        '<g id="1">one</g> <g id="2">two',
        '<g id="1">one</g> <g id="2"></g>',
        '<g id="1">one</g> <b>two</b> <g id="2">three</g>',
        '<g id="1">one</g></g> <g id="2">two</g>',
    ],
)
def test_damaged_tags_are_refused(answer: str) -> None:
    assert read_tags(answer, 2) is None
