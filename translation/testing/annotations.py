"""Sentences with phrases in them, and where those are in the translation, as people see it: `data/spans.tsv`.

Each line is an English sentence with its phrases in brackets, a tab, and for each phrase the words that it becomes in
Portuguese: phrases apart by " | ", words that are as good by " / ".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from translation.document import Content, Span
from translation.testing.files import DATA

SPANS = DATA / "spans.tsv"
_PHRASE = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence as spans, its phrases in the styles 1, 2, ...; for each phrase the words that are accepted."""

    content: Content
    accepted: tuple[frozenset[str], ...]

    def found(self, translation: Content) -> list[tuple[str, bool]]:
        """What each phrase became in a translation, and whether that is accepted."""
        texts = [styled(translation, number + 1) for number in range(len(self.accepted))]
        return [(text, text in accepted) for text, accepted in zip(texts, self.accepted, strict=True)]


def annotated_sentences(path: Path = SPANS) -> Iterator[AnnotatedSentence]:
    """The sentences of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        source, phrases = line.split("\t")
        parts = _PHRASE.split(source)
        content = tuple(Span(part, (number + 1) // 2 if number % 2 else 0) for number, part in enumerate(parts) if part)
        yield AnnotatedSentence(content, tuple(frozenset(phrase.split(" / ")) for phrase in phrases.split(" | ")))


def styled(content: Content, style: int) -> str:
    """The text in one style."""
    return "".join(piece.text for piece in content if isinstance(piece, Span) and piece.style == style)
