"""Translation with the terms of a glossary, with any engine.

The source gets the translations of its terms. An engine copies them and puts the right words around them. If that
fails, a term replaces its counterpart in the plain translation. As a last resort, the term is masked like a code.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from translation.alignment import markup_transfer
from translation.alignment.markup_transfer import Alignment
from translation.alignment.word_alignment import Lexicon
from translation.glossaries.agreement import agree_before, ends_in_plural
from translation.glossaries.comparison import Comparison, has_attribute, lacks_preposition
from translation.glossaries.predicates import (
    agree_attribute,
    agree_inverted,
    agree_predicate,
    is_addition,
    is_part_subject,
    is_subject,
)
from translation.glossaries.search import Occurrence, TermMatcher, TermPosition
from translation.text import inline_codes
from translation.text.inline_codes import MASK, MaskedText, Range

Result = TypeVar("Result")

# A computation that needs an engine: it yields texts for the engine, receives their translations, and returns a result.
# In this way, the translator can send the texts of many sentences in one call.
EngineDialogue: TypeAlias = Generator[str, str, Result]


class Enforcement:
    """Translates texts with the terms that the glossary requires.

    `translate` translates a masked text without regard to terms.
    """

    def __init__(
        self,
        matcher: TermMatcher,
        translate: Callable[[MaskedText], EngineDialogue[MaskedText]],
        lexicon: Callable[[], Lexicon | None],
    ) -> None:
        self._matcher, self._translate, self._lexicon = matcher, translate, lexicon

    def translate(self, masked: MaskedText, occurrences: Sequence[Occurrence]) -> EngineDialogue[MaskedText]:
        """Return the translation of a text, with the terms of its occurrences."""
        if not occurrences:
            return (yield from self._translate(masked))
        without_terms = inline_codes.mask_ranges(masked, [(each.start, each.end) for each in occurrences])
        if not any(map(str.isalnum, without_terms.text)):
            return replace(masked, text=self._matcher.substitute(masked.text, occurrences))
        output = yield from self._best_with_terms(masked, occurrences)
        if output is None:
            output = yield from self._translate_around(masked, without_terms, occurrences)
        return self._make_agree(output, occurrences, masked.text)

    def _best_with_terms(
        self, masked: MaskedText, occurrences: Sequence[Occurrence]
    ) -> EngineDialogue[MaskedText | None]:
        """Return the translation with all terms and the fewest faults. None if no translation has all terms."""
        plain = yield from self._translate(masked)
        occurrences = self._matcher.without_names(occurrences, masked.text, plain.text)
        if self._matcher.has_all_in_number(plain.text, occurrences):
            return plain
        comparison = Comparison(self._matcher, masked.text, plain.text, occurrences, self._lexicon)
        present = {position.occurrence for position in self._matcher.find_in_target(plain.text, occurrences)}
        missing = [occurrence for occurrence in occurrences if occurrence not in present]
        outputs = []
        # A term that the engine uses anyway is best left to it.
        for chosen in [missing, occurrences] if missing and present else [occurrences]:
            substituted = replace(masked, text=self._matcher.substitute(masked.text, chosen))
            output = yield from self._translate(substituted)
            output = replace(output, text=comparison.with_plain_case(output.text))
            if not comparison.count_faults(output.text):
                return output
            outputs.append(output)
        replaced = yield from self._replace_counterparts(masked, occurrences, plain)
        candidates = [each for each in (replaced, *reversed(outputs), plain) if each]
        complete = [each for each in candidates if self._matcher.has_all(each.text, occurrences)]
        return min(complete, key=lambda each: comparison.count_faults(each.text), default=None)

    def _replace_counterparts(
        self, masked: MaskedText, occurrences: Sequence[Occurrence], plain: MaskedText
    ) -> EngineDialogue[MaskedText | None]:
        """Return the plain translation with missing terms in place of their counterparts. None if any is not found."""
        present = {position.occurrence for position in self._matcher.find_in_target(plain.text, occurrences)}
        replacements: list[tuple[Range, Occurrence]] = []
        for occurrence in occurrences:
            if occurrence not in present:
                phrase = MaskedText(masked.text[occurrence.start : occurrence.end], ())
                alone = yield from self._translate(phrase)
                span = self._find_counterpart(masked.text, occurrence, plain.text, alone.unmask(alone.text))
                if span is None or MASK.search(plain.text, *span):
                    return None
                replacements.append((span, occurrence))
        return self._replace(plain, sorted(replacements, key=lambda each: each[0]))

    def _replace(self, plain: MaskedText, replacements: Sequence[tuple[Range, Occurrence]]) -> MaskedText | None:
        """Return the text with terms in place of these sorted ranges. None if ranges overlap."""
        text, next_start = plain.text, len(plain.text)
        for (start, end), occurrence in reversed(replacements):
            if end > next_start:
                return None
            text = text[:start] + self._matcher.form_in_place_of(occurrence, text[start:]) + text[end:]
            next_start = start
        return replace(plain, text=text)

    def _find_counterpart(self, source: str, occurrence: Occurrence, target: str, alone: str) -> Range | None:
        """Return the range of a term's counterpart in a target. `alone` is its separate translation."""
        start, end = occurrence.start, occurrence.end
        span = markup_transfer.find_translation(alone, target, (start + end) / 2 / len(source))
        if span is None and (lexicon := self._lexicon()):
            span = Alignment(source, target, lexicon, self._matcher.function_words).find(start, end)
        if span is None:
            return None
        span = markup_transfer.without_article(source, start, target, span, self._matcher.function_words)
        return self._matcher.without_function_words(target, span)

    def _translate_around(
        self, masked: MaskedText, without_terms: MaskedText, occurrences: Sequence[Occurrence]
    ) -> EngineDialogue[MaskedText]:
        """Return the translation of the text around the terms, with the terms inserted."""
        output = yield from self._translate(without_terms)
        first, last = len(masked.codes), len(without_terms.codes)
        forms = tuple(map(self._matcher.form_of, occurrences))
        filled = replace(output, codes=output.codes[:first] + forms + output.codes[last:])
        return replace(filled, text=filled.unmask(filled.text, first))

    def _make_agree(self, output: MaskedText, occurrences: Sequence[Occurrence], source: str) -> MaskedText:
        """Return the output with each term in its number, and with agreement of the words beside it."""
        text = output.text
        for position in reversed(self._matcher.find_in_target(text, occurrences)):
            text = self._agree_at(position, text, source)
        return replace(output, text=text)

    def _agree_at(self, position: TermPosition, text: str, source: str) -> str:
        """Return a target with one term in its number, and with agreement of the words beside it."""
        inflection, predicates = self._matcher.inflection, self._matcher.predicates
        start, end = position.span
        occurrence = replace(position.occurrence, is_plural=self._is_plural(position, text))
        form = self._matcher.form_in_text(position, text)
        is_free = self._matcher.may_change_number(text[end:])
        if occurrence.is_plural and position.form == occurrence.term.target and is_free:
            form = self._matcher.form_in_place_of(occurrence, text[start:])
        noun = self._matcher.noun(occurrence, source, form + text[end:])
        before, after = agree_before(text[:start], noun, inflection), text[end:]
        if predicates:
            is_changed = before != text[:start] and not is_addition(before, predicates)
            before = agree_inverted(before, noun, predicates)
            if is_subject(before, inflection, predicates) or is_part_subject(before, after, predicates):
                after = agree_predicate(after, noun, predicates)
            elif predicates.attribute.match(after) and (
                is_changed or has_attribute(self._matcher, source, text, position, self._lexicon)
            ):
                after = agree_attribute(after, noun, predicates)
        if lacks_preposition(self._matcher, source, text, position, self._lexicon):
            before += inflection.preposition + " "
        return before + form + after

    def _is_plural(self, position: TermPosition, text: str) -> bool:
        """Return whether a term is plural in the source, or the words before it in the target are plural."""
        inflection = self._matcher.inflection
        return position.occurrence.is_plural or (
            inflection.is_plural_sure and ends_in_plural(text[: position.span[0]], inflection)
        )
