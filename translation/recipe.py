"""The recipe: how one sentence is translated by an engine that sees neither markup nor documents.

A sentence is prepared and translated with the terms of the glossary, and then the preparation is undone. If something
is wrong with the result, the judge compares it with the engine's plain answer, which wins unless the result is better.
"""

from dataclasses import dataclass

from translation import titles
from translation.alignment.markup_transfer import Alignment
from translation.attempts import END_SIGNS, Attempts, is_language
from translation.document import Neighbour, Rendering
from translation.glossaries.enforcement import Enforcement, EngineDialogue
from translation.preparation import PreparedSentence, prepare, restore_signs, undo, undo_plain
from translation.repairs import Repair, RepairCounts
from translation.sentence_context import SentenceContext
from translation.text import (
    addresses,
    casing,
    commands,
    fragments,
    inline_codes,
    menu_paths,
    optional_endings,
    segmentation,
)
from translation.text.casing import Casing
from translation.text.inline_codes import MASK, Range
from translation.titles import Title

OPTIONAL_PLURAL = "(s)"
# An invented name, which engines copy.
NAME = "XQ-1"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Translates sentences in dialogues with the engine. `repairs` counts the repairs that are tried and taken."""

    context: SentenceContext
    repairs: RepairCounts

    def translate(self, sentence: str, neighbour: Neighbour | None = None) -> EngineDialogue[Rendering]:
        """Return the translation of a sentence. A very short one, or one beside it, has a `neighbour`."""
        if commands.is_command(sentence, self.context.source.function_words):
            return Rendering(sentence)
        target = (yield from self._translate_beside(sentence, neighbour)) if neighbour else ""
        target = target or (yield from self._translate_whole(sentence))
        if not target.strip():
            return Rendering(sentence, ("empty",))
        if not inline_codes.same_codes(sentence, target):
            return Rendering(sentence, ("untranslated",))
        return Rendering(target, self.find_issues(sentence, target))

    def find_issues(self, sentence: str, target: str) -> tuple[str, ...]:
        """Return the codes of the quality issues in the translation of a sentence."""
        issues = list(self.context.matcher.find_issues(sentence, target))
        if self.context.judge.count_changed_names(sentence, target):
            issues.append("names_differ")
        if self.context.formats.localise(sentence, target, self.context.facts.keeps_numbers) != target:
            issues.append("number_format_differs")
        return tuple(issues)

    def _translate_beside(self, sentence: str, neighbour: Neighbour) -> EngineDialogue[str]:
        """Return the translation of a sentence together with its neighbour. It is empty if one of them is lost."""
        both = yield from self._translate_best(neighbour.joined(sentence))
        ranges = list(segmentation.split_every_sentence(both, self.context.target.abbreviations))
        target = both[slice(*ranges[neighbour.is_before])] if len(ranges) == 2 else ""
        is_taken = bool(target) and self.context.judge.accepts(sentence, target)
        self.repairs.add([Repair.NEIGHBOUR], Repair.NEIGHBOUR if is_taken else None)
        return target if is_taken else ""

    def _translate_whole(self, sentence: str) -> EngineDialogue[str]:
        """Return the translation of a sentence, of a path of menu items, or of words with optional endings."""
        items = menu_paths.items(sentence)
        if len(items) > 1:
            return (yield from self._translate_path(sentence, items))
        without_endings = optional_endings.remove(sentence)
        target = yield from self._translate_best(without_endings)
        if without_endings == sentence:
            return target
        has_terms = bool(self.context.matcher.find(without_endings))
        if sentence.endswith(OPTIONAL_PLURAL) and fragments.is_fragment(without_endings) and not has_terms:
            target = yield from self._translate_beside_name(without_endings, target)
        with_endings = self._insert_endings(without_endings, target, optional_endings.plural_words(sentence))
        return with_endings if with_endings is not None else (yield from self._translate_best(sentence))

    def _translate_beside_name(self, text: str, target: str) -> EngineDialogue[str]:
        """Return the translation of a text with a name after it, if it starts with another word: with a verb.

        An engine reads "Attach Form" as a noun, but not "Attach Form XQ-1", and not "Attach Form(s)".
        """
        answer = yield f"{text} {NAME}"
        other = fragments.tidy(text, answer.removesuffix(f" {NAME}"), self.context.source, self.context.target)
        if not answer.endswith(f" {NAME}") or other.lower().split()[:1] == target.lower().split()[:1]:
            return target
        judge = self.context.judge
        return other if judge.penalty(text, other) <= judge.penalty(text, target) else target

    def _translate_path(self, path: str, items: list[str]) -> EngineDialogue[str]:
        """Return the translation of a path of menu items: as a whole, or item by item."""
        readable = menu_paths.READABLE_ARROW.join(items)
        whole = restore_signs(prepare(path, self.context), (yield readable), self.context)
        targets = menu_paths.items(whole)
        is_copied = any(item == target and " " in item for item, target in zip(items, targets, strict=False))
        is_damaged = is_copied or not inline_codes.same_codes(path, whole)
        if len(targets) != len(items) or is_damaged or not self.context.judge.accepts(readable, whole):
            targets = []
            for item in items:
                targets.append((yield from self._translate_best(item)))
        is_raised = [item[0].isupper() for item in items]
        targets = [
            casing.raise_initial(target) if each else target for target, each in zip(targets, is_raised, strict=True)
        ]
        return menu_paths.join(path, targets)

    def _insert_endings(self, source: str, target: str, ranges: list[Range]) -> str | None:
        """Return a target with an optional plural at the counterpart of each range. None if one is not found."""
        lexicon = self.context.find_lexicon()
        alignment = lexicon and Alignment(source, target, lexicon, self.context.matcher.function_words)
        ends = []
        for start, end in ranges:
            if source[start:end].lower() in self.context.source.function_words:
                continue
            span = alignment.find(start, end) if alignment else None
            if span is None and source.strip(END_SIGNS).isalpha():
                span = 0, len(target.rstrip(END_SIGNS))
            if span is None or not target[: span[1]][-1:].isalpha():
                return None
            ends.append(span[0] + len(target[slice(*span)].partition("'")[0]))
        for position in sorted(ends, reverse=True):
            target = target[:position] + OPTIONAL_PLURAL + target[position:]
        return target

    def _translate_best(self, sentence: str) -> EngineDialogue[str]:
        """Return the translation of a sentence with preparation, or without it if that is at least as good."""
        prepared = prepare(sentence, self.context)
        has_terms = bool(prepared.occurrences)
        if not has_terms and (self._stays(prepared) or not is_language(prepared.readable)):
            return sentence
        if titles.has_plain_answer(prepared, self.context):
            return (yield from self._translate_title(Title(prepared, self.context)))
        target = yield from self._translate_prepared(prepared)
        if has_terms or not target or self._accepts(prepared, target):
            return target
        targets: dict[Repair | None, str] = {}
        if prepared.masked.text != sentence or MASK.search(sentence):
            plain = undo_plain(prepared, (yield sentence), self.context)
            if inline_codes.same_codes(sentence, plain):
                targets[Repair.PLAIN] = plain
        targets[None] = target
        best = min(targets, key=lambda repair: self._penalty(prepared, targets[repair]))
        self.repairs.add(targets, best)
        return targets[best]

    def _translate_title(self, title: Title) -> EngineDialogue[str]:
        """Return the plain translation of a title, or that of the title in sentence case if it is better."""
        plain = title.undo((yield title.text))
        if title.is_sound(plain):
            return plain
        target = yield from self._translate_prepared(title.prepared)
        is_taken = bool(target) and title.is_better(target, plain)
        self.repairs.add([Repair.SENTENCE_CASE], Repair.SENTENCE_CASE if is_taken else None)
        return target if is_taken else plain

    def _accepts(self, prepared: PreparedSentence, target: str) -> bool:
        is_converted = prepared.case is not Casing.SENTENCE
        is_sound = self.context.judge.accepts(prepared.sentence, target, is_thorough=is_converted)
        return is_sound and not titles.has_mixed_capitals(prepared, target, self.context.target)

    def _penalty(self, prepared: PreparedSentence, target: str) -> int:
        penalty = self.context.judge.penalty(prepared.sentence, target)
        return penalty + titles.MIXED_CAPITALS_PENALTY * titles.has_mixed_capitals(
            prepared, target, self.context.target
        )

    def _stays(self, prepared: PreparedSentence) -> bool:
        """Return whether a sentence is a name or an address."""
        sentence, context = prepared.sentence, self.context
        if addresses.stays(sentence, context.facts.cells):
            return True
        if addresses.is_school_of_person(sentence, context.count_subwords):
            return True
        is_title = prepared.case is Casing.TITLE
        return is_title and addresses.is_institution(sentence, context.source, context.count_subwords)

    def _translate_prepared(self, prepared: PreparedSentence) -> EngineDialogue[str]:
        """Return the translation of a prepared sentence with its terms. It is empty if the engine has none."""
        attempts = Attempts(self.context, self.repairs)
        enforcement = Enforcement(self.context.matcher, attempts.translate, self.context.find_lexicon)
        translated = yield from enforcement.translate(prepared.masked, prepared.occurrences)
        return undo(prepared, translated, self.context) if translated.text.strip() else ""
