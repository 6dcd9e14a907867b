"""Sentences with phrases, and where people see them in the translation: `tests/data/spans.tsv`.

Each line is a language pair, a sentence with its phrases in brackets, and for each phrase the words that it becomes in
the target language. " | " separates phrases, " / " equally good words.
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
    """A sentence as spans with its phrases in the styles 1, 2, ..., and the accepted words of each phrase."""

    languages: tuple[str, str]
    content: Content
    accepted: tuple[frozenset[str], ...]

    def found(self, translation: Content) -> list[tuple[str, bool]]:
        """Return what each phrase became in a translation, and whether that is accepted."""
        texts = [styled(translation, number + 1) for number in range(len(self.accepted))]
        return [(text, text in accepted) for text, accepted in zip(texts, self.accepted, strict=True)]


def annotated_sentences(path: Path = SPANS) -> Iterator[AnnotatedSentence]:
    """Return the sentences of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        pair, marked, phrases = line.split("\t")
        source, target = pair.split("-")
        parts = _PHRASE.split(marked)
        content = tuple(Span(part, (number + 1) // 2 if number % 2 else 0) for number, part in enumerate(parts) if part)
        accepted = tuple(frozenset(phrase.split(" / ")) for phrase in phrases.split(" | "))
        yield AnnotatedSentence((source, target), content, accepted)


def styled(content: Content, style: int) -> str:
    """Return the text in one style."""
    return "".join(piece.text for piece in content if isinstance(piece, Span) and piece.style == style)
