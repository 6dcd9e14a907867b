"""Unexpected documents and answers of engines: damaged, empty, endless, or with private-use characters."""

from collections.abc import Callable, Sequence

import pytest

from translation.document import Content, InlineCode, Span, plain_text
from translation.engines.base import Engine
from translation.testing.documents import ListedDocument, run

CODES: Content = (Span("See "), InlineCode(0, "x=1"), Span(" and "), InlineCode(1, "y"), Span(" in the red house."))
BLOCKS: list[Content] = [
    CODES,
    (Span("Item(s) of the list"),),
    (Span("Open print() and %d files of {name} in Paris."),),
    (Span("File > Export As > PDF"),),
    (Span("The house "), Span("is big and the garden is old and green and " * 2, 1), Span(" we like it.")),
    (Span("\ue001 The house is big. Yes. It is old (see [3])."),),
]
ANSWERS: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "equal": lambda text: text,
    "twice": lambda text: f"{text} {text}",
    "capitals": str.upper,
    "reversed": lambda text: text[::-1],
    "masks": lambda text: f"\ue000\ue0ff {text} \U00100000\U00100007",
    "loop": lambda _: "bla bla " * 5000,
    "other script": lambda _: "中文翻译。",
    "wrong placeholders": lambda text: text.replace("XQ-1", "XQ-2").replace("V1", "V2"),
    "sentence alone": lambda text: text.split(".")[0],
}


class AnsweringEngine(Engine):
    name = "answering"
    label = "Answering"

    def __init__(self, answer: Callable[[str], str]) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def pairs(self) -> dict[str, tuple[str, ...]]:
        return {"en": ("pt",)}

    def alphabet(self, source: str, target: str) -> frozenset[str] | None:
        return frozenset(map(chr, range(32, 127))) - set("#<>@^`{}~")

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        self.asked += texts
        return list(map(self.answer, texts))


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_every_code_comes_back_once_and_no_private_character_is_added(answer: Callable[[str], str]) -> None:
    document = ListedDocument(BLOCKS)
    run(document, engine=AnsweringEngine(answer))
    for number, content in enumerate(BLOCKS):
        target = document.targets.get(number, content)
        assert _codes(target) == _codes(content)
        assert {each for each in plain_text(target) if each >= "\ue000"} <= set(plain_text(content))


def test_parts_without_an_answer_stay() -> None:
    document = ListedDocument([(Span("Read "), InlineCode(0, "x"), Span(" twice"))])
    run(document, engine=AnsweringEngine(lambda text: "" if "1" not in text else text.replace("1", "")))
    assert document.targets.get(0, document.contents[0]) == document.contents[0]


def test_the_neighbour_of_a_short_sentence_does_not_depend_on_the_batch() -> None:
    asked = []
    for blocks in (1, 2, 128):
        engine = AnsweringEngine(str.upper)
        engine.max_blocks = blocks
        sentences = "Really?", "Really? It is old.", "We all go home. Really?"
        run(ListedDocument([(Span(text),) for text in sentences]), engine=engine)
        asked.append(set(engine.asked))
    assert asked[0] == asked[1] == asked[2]


def _codes(content: Content) -> list[int]:
    return sorted(each.id for each in content if isinstance(each, InlineCode))
