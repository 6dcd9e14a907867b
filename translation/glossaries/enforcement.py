"""The terms of a glossary brought into the translation of a sentence, by whatever engine.

The term's translation is written into the source, as an engine carries it over and puts the right words around it.
Where that fails, its place in the plain translation is found and it is put there; at last it is hidden like a code.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import TypeAlias

from translation.alignment import markup_transfer
from translation.alignment.markup_transfer import Alignment, Range
from translation.alignment.word_alignment import Lexicon
from translation.glossaries.agreement import agreeing, agreeing_after, are_several, is_article
from translation.glossaries.search import Occurrence, TermPosition, Terms
from translation.text import inline_codes, quality
from translation.text.inline_codes import MARK, Hidden

# A hidden text through an engine: yields questions, is sent answers, and returns the output with its marks.
Through: TypeAlias = Generator[str, str, Hidden]


class Enforcement:
    """Translates texts so that terms come out as they must. `through` is the way of a text through the engine."""

    def __init__(
        self, terms: Terms, through: Callable[[Hidden], Through], lexicon: Callable[[], Lexicon | None]
    ) -> None:
        self._terms, self._through, self._lexicon = terms, through, lexicon

    def translate(self, hidden: Hidden, found: Sequence[Occurrence]) -> Through:
        """The translation of a text with the terms found in it."""
        if not found:
            return (yield from self._through(hidden))
        masked = inline_codes.hide_ranges(hidden, [(one.start, one.end) for one in found])
        if not any(map(str.isalnum, masked.text)):
            return replace(hidden, text=self._terms.written(hidden.text, found))
        output = yield from self._around(hidden, found)
        if output is None:
            output = yield from self._unmasked(hidden, masked, found)
        return self._agreeing(output, found, hidden.text)

    def _around(self, hidden: Hidden, found: Sequence[Occurrence]) -> Generator[str, str, Hidden | None]:
        """The best translation that has all terms, if any: in the right number sooner than in the other."""
        plain = yield from self._through(hidden)
        if self._terms.are_exactly_in(plain.text, found):
            return plain
        written = yield from self._through(replace(hidden, text=self._terms.written(hidden.text, found)))
        is_sound = not _is_worse(hidden.text, written.text, plain.text) and not self._begins_oddly(
            hidden, written, found
        )
        if is_sound and self._terms.are_exactly_in(written.text, found):
            return written
        replaced = yield from self._replaced(hidden, found, plain)
        if replaced and self._terms.are_exactly_in(replaced.text, found):
            return replaced
        others = (written if is_sound else None, plain, replaced)
        return next((each for each in others if each and self._terms.are_in(each.text, found)), None)

    def _begins_oddly(self, hidden: Hidden, output: Hidden, found: Sequence[Occurrence]) -> bool:
        """Whether an engine made a name of the article before a term that begins a text: "Theia livraria"."""
        small = self._terms.small.source
        if hidden.text[: found[0].start].strip().lower() not in small:
            return False
        starts = [place.span[0] for place in self._terms.places(output.text, found[:1])]
        return any(not is_article(output.text[:start], self._terms.inflection) for start in starts)

    def _replaced(
        self, hidden: Hidden, found: Sequence[Occurrence], plain: Hidden
    ) -> Generator[str, str, Hidden | None]:
        """The plain translation with the missing terms in place of what stands there for them."""
        present = {place.occurrence for place in self._terms.places(plain.text, found)}
        replacements: list[tuple[Range, Occurrence]] = []
        for one in found:
            if one not in present:
                alone = yield from self._through(Hidden(hidden.text[one.start : one.end], ()))
                place = self._locate(hidden.text, one, plain.text, alone.reveal(alone.text))
                if place is None or MARK.search(plain.text, *place):
                    return None
                replacements.append((place, one))
        return self._with_replacements(plain, sorted(replacements, key=lambda each: each[0]))

    def _with_replacements(self, plain: Hidden, replacements: Sequence[tuple[Range, Occurrence]]) -> Hidden | None:
        """The text with terms put in at places that are in order; nothing for places that overlap."""
        text, following = plain.text, len(plain.text)
        for (start, end), one in reversed(replacements):
            if end > following:
                return None
            text = text[:start] + self._terms.target_of(one, text[start:]) + text[end:]
            following = start
        return replace(plain, text=text)

    def _locate(self, source: str, one: Occurrence, target: str, alone: str) -> Range | None:
        """Where in a target that is which stands for a term; `alone` is the term's translation by itself."""
        place = markup_transfer.find_translation(alone, target, (one.start + one.end) / 2 / len(source))
        if place is None and (lexicon := self._lexicon()):
            place = Alignment(source, target, lexicon, self._terms.small).find(one.start, one.end)
        return place and markup_transfer.without_article(source, one.start, target, place, self._terms.small)

    def _unmasked(self, hidden: Hidden, masked: Hidden, found: Sequence[Occurrence]) -> Through:
        """The translation around the terms, which the engine does not get to see."""
        answer = yield from self._through(masked)
        first, last = len(hidden.tokens), len(masked.tokens)
        targets = tuple(map(self._terms.form_of, found))
        shown = replace(answer, tokens=answer.tokens[:first] + targets + answer.tokens[last:])
        return replace(shown, text=shown.reveal(shown.text, first))

    def _agreeing(self, output: Hidden, found: Sequence[Occurrence], source: str) -> Hidden:
        """The output with its terms in their number and the words beside them agreeing."""
        text, inflection = output.text, self._terms.inflection
        for place in reversed(self._terms.places(text, found)):
            start, end = place.span
            one = replace(place.occurrence, is_plural=self._is_plural(place, text))
            is_to_change = one.is_plural and place.form == one.term.target
            form = self._terms.target_of(one, text[start:]) if is_to_change else text[start:end]
            noun = self._terms.noun(one, source, form + text[end:])
            before = agreeing(text[:start], noun, inflection)
            text = before + form + agreeing_after(before, text[end:], noun, inflection)
        return replace(output, text=text)

    def _is_plural(self, place: TermPosition, text: str) -> bool:
        """Whether a term is to be in the plural: as it is in the source, or as the words before it are."""
        inflection = self._terms.inflection
        return place.occurrence.is_plural or (
            inflection.is_plural_sure and are_several(text[: place.span[0]], inflection)
        )


def _is_worse(source: str, one: str, other: str) -> bool:
    """Whether more is wrong with one translation than with another."""
    return len(list(quality.find_issues(source, one))) > len(list(quality.find_issues(source, other)))
