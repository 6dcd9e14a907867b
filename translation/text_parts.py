"""The parts of a block's text: numbering, labels, sentences, and what is copied between them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from translation.attempts import is_language
from translation.languages.conventions import SHORT_CAPTION_LABELS, Conventions
from translation.text import inline_codes, labels, number_context, segmentation, short_labels
from translation.text.document_facts import DocumentFacts
from translation.text.inline_codes import Range
from translation.text.labels import LabelledText
from translation.text.pieces import Piece


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a block's text: a sentence, or text to copy. `target` is None for a sentence to translate."""

    source: str
    start: int
    target: str | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.source)


def split(text: str, source: Conventions, target: Conventions, facts: DocumentFacts) -> Iterator[TextPart]:
    """Yield the parts of a block's text: numbering, caption label, heading or sentences, and leader."""
    labelled = _with_quantity(labels.split_labels(text))
    body, position = labelled.body, len(labelled.before)
    label = labels.translate_caption_label(body, source.caption_labels, target.caption_labels, SHORT_CAPTION_LABELS)
    heading = body and labels.translate_heading(body, source.headings, target.headings)
    if labelled.before:
        yield TextPart(labelled.before, 0, labelled.before)
    if label:
        yield TextPart(label[0], position, label[1])
        position += len(label[0])
    end = len(text) - len(labelled.after)
    if heading:
        yield TextPart(body, position, heading)
    else:
        yield from _split_body(text, position, end, source, target, facts)
    if labelled.after:
        yield TextPart(labelled.after, end, labelled.after)


def _with_quantity(labelled: LabelledText) -> LabelledText:
    """Return the text with a quantity at its start as part of the body, not as numbering."""
    start = number_context.quantity_at_end(labelled.before, labelled.body)
    if start is None:
        return labelled
    return replace(labelled, before=labelled.before[:start], body=labelled.before[start:] + labelled.body)


def _split_body(
    text: str, position: int, end: int, source: Conventions, target: Conventions, facts: DocumentFacts
) -> Iterator[TextPart]:
    """Yield the short labels and the sentences of a range of text."""
    pieces = short_labels.split(text[position:end], source, target) or [Piece(text[position:end])]
    for piece in pieces:
        if piece.target is None:
            yield from _split_sentences(text, position, position + len(piece.source), source.abbreviations, facts)
        else:
            yield TextPart(piece.source, position, piece.target)
        position += len(piece.source)


def _split_sentences(
    text: str, position: int, end: int, abbreviations: frozenset[str], facts: DocumentFacts
) -> Iterator[TextPart]:
    """Yield the sentences of a range of text, and the text between them as parts to copy, with localised numbers."""
    body = text[position:end]
    codes = inline_codes.find_codes(body)
    copied_from = 0
    for start, stop in segmentation.split_sentences(body, codes, abbreviations):
        if is_language(_without_codes(body, start, stop, codes)):
            if copied_from < start:
                yield _copied(body[copied_from:start], position + copied_from, facts)
            yield TextPart(body[start:stop], position + start)
            copied_from = stop
    if copied_from < len(body):
        yield _copied(body[copied_from:], position + copied_from, facts)


def _copied(text: str, start: int, facts: DocumentFacts) -> TextPart:
    return TextPart(text, start, facts.copy(text))


def _without_codes(text: str, start: int, end: int, codes: Sequence[Range]) -> str:
    """Return a range of text without its inline codes."""
    parts = []
    for low, high in islice(codes, max(0, bisect_right(codes, (start, start)) - 1), None):
        if low >= end:
            break
        if start < high:
            parts.append(text[start:low])
            start = high
    return "".join([*parts, text[start:end]])
