"""The recipe: how one sentence is translated by an engine that sees neither markup nor documents.

The steps are: mask what is not language, straighten the typography, convert to sentence case, translate with the terms
of the glossary, and undo each step in the target. If something is wrong with the result, repairs are tried. The judge
compares them with each other and with the engine's plain answer, which wins if nothing is better.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

from translation.alignment.markup_transfer import Alignment
from translation.alignment.word_alignment import Lexicon
from translation.document import Rendering
from translation.glossaries.enforcement import Enforcement, EngineDialogue
from translation.glossaries.search import Occurrence, TermMatcher
from translation.judge import Judge
from translation.languages.conventions import Conventions
from translation.languages.spelling import respell
from translation.text import (
    addresses,
    casing,
    commands,
    fragments,
    inline_codes,
    menu_paths,
    names,
    numbers,
    optional_endings,
    placeholders,
    quality,
    segmentation,
    typography,
)
from translation.text.casing import Casing, NameForms
from translation.text.document_facts import DocumentFacts
from translation.text.inline_codes import MASK, MaskedText, Range
from translation.text.number_formats import FormatPair
from translation.text.typography import Typography

# In the scripts from this character on, a single character may be a word.
FIRST_IDEOGRAPH = "\u2e80"

# Vertical bars at the end of an answer.
_BARS_AT_END = re.compile(r"\s*\|[\s|.]*$")
# Masks before the capital that starts a sentence.
_MASKS_BEFORE_START = re.compile(r"(?:[\ue000-\uf8ff]\s*)+\s(?=[^\W\d_]\w*\s)(?=[A-ZÀ-Þ])")
# Masks after the punctuation that ends a sentence.
_MASKS_AFTER_END = re.compile(r"(?<=[.!?;:,])[\s\ue000-\uf8ff]*[\ue000-\uf8ff]$")
# A mask right before the punctuation that ends a sentence.
_MASK_BEFORE_END = re.compile(r"\s*([\ue000-\uf8ff])(?=[.!?;:,]*$)")
# The start of a citation: "[3".
_CITATION = re.compile(r"\[\d")
_ROMAN_NUMERAL = re.compile(r"[IVXLCDM]+")
# A remark in brackets at the end of a sentence.
_REMARK = re.compile(r"\s*\([^()]*\)(?=[.!?]?$)")
# The punctuation at the end of a sentence, and the same with an ellipsis and perhaps closing quotes and brackets.
_END_PUNCTUATION = re.compile(r"[.!?:;,。！？：；，]+$")
_END = re.compile(r"[.!?:;,…。！？：；，][\"'”’»)\]]*$")
OPTIONAL_PLURAL = "(s)"
_END_SIGNS = ".!?:;, "
# A number with the signs or digits around it that belong to it: 17th, 14h30.
_NUMBER_WORD = re.compile(r"[^\W_]*\d[\w.,:/-]*(?<=\w)")


class Repair(StrEnum):
    """An attempt to get a better translation."""

    PLACEHOLDERS = "placeholders"
    PIECES = "pieces"
    NUMBERS = "numbers"
    REPHRASED = "rephrased"
    OTHER_CASE = "other_case"
    SENTENCES = "sentences"
    PLAIN = "plain"


@dataclass(slots=True)
class RepairCounts:
    """How often each repair was tried, and how often its result was taken."""

    tried: Counter[Repair] = field(default_factory=Counter)
    taken: Counter[Repair] = field(default_factory=Counter)

    def add(self, repairs: list[Repair], taken: Repair | None) -> None:
        """Count repairs of one text, of which at most one was taken."""
        self.tried.update(repairs)
        if taken:
            self.taken[taken] += 1

    def to_json(self) -> dict[str, dict[str, int]]:
        """Return the counts of each repair that was tried, as JSON types."""
        return {repair.value: {"tried": count, "taken": self.taken[repair]} for repair, count in self.tried.items()}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A sentence that is ready for the engine, with everything that is needed to undo the preparation."""

    sentence: str
    masked: MaskedText
    readable: str
    straight: str
    typographic: Typography
    case: Casing
    codes_before: str
    citation: str
    codes_after: str
    is_name: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """Translates sentences of one language pair. The results are dialogues with the engine."""

    source: Conventions
    target: Conventions
    target_tag: str
    matcher: TermMatcher
    alphabet: frozenset[str] | None
    lexicon: Callable[[], Lexicon | None]
    facts: DocumentFacts
    names: NameForms
    repairs: RepairCounts

    @property
    def judge(self) -> Judge:
        """The judge for the language pair."""
        return Judge(self.source, self.target, self.lexicon)

    def translate(self, sentence: str) -> EngineDialogue[Rendering]:
        """Return the translation of a sentence."""
        if commands.is_command(sentence, self.source.function_words):
            return Rendering(sentence)
        target = yield from self._translate_whole(sentence)
        if not target.strip():
            return Rendering(sentence, ("empty",))
        return Rendering(target, tuple(self.matcher.find_issues(sentence, target)))

    def _translate_whole(self, sentence: str) -> EngineDialogue[str]:
        """Return the translation of a sentence, of a path of menu items, or of words with optional endings."""
        items = menu_paths.items(sentence)
        if len(items) > 1:
            return (yield from self._translate_path(sentence, items))
        without_endings = optional_endings.remove(sentence)
        target = yield from self._translate_best(without_endings)
        if without_endings == sentence:
            return target
        ranges = optional_endings.plural_words(sentence)
        with_endings = self._insert_endings(without_endings, target, ranges)
        return with_endings if with_endings is not None else (yield from self._translate_best(sentence))

    def _translate_path(self, path: str, items: list[str]) -> EngineDialogue[str]:
        """Return the translation of a path of menu items: as a whole, or item by item."""
        readable = menu_paths.READABLE_ARROW.join(items)
        whole = self._restore_signs(self._prepare(path)[0], (yield readable))
        targets = menu_paths.items(whole)
        is_copied = any(item == target and " " in item for item, target in zip(items, targets, strict=False))
        if len(targets) != len(items) or is_copied or not self.judge.accepts(readable, whole):
            targets = []
            for item in items:
                targets.append((yield from self._translate_best(item)))
        return menu_paths.join(path, targets)

    def _insert_endings(self, source: str, target: str, ranges: list[Range]) -> str | None:
        """Return a target with an optional plural at the counterpart of each range. None if one is not found."""
        lexicon = self.lexicon()
        alignment = lexicon and Alignment(source, target, lexicon, self.matcher.function_words)
        ends = []
        for start, end in ranges:
            if source[start:end].lower() in self.source.function_words:
                continue
            span = alignment.find(start, end) if alignment else None
            if span is None and is_single_word(source):
                span = 0, len(target.rstrip(_END_SIGNS))
            if span is None or not target[span[1] - 1].isalpha():
                return None
            ends.append(span[0] + len(target[slice(*span)].partition("'")[0]))
        for position in sorted(ends, reverse=True):
            target = target[:position] + OPTIONAL_PLURAL + target[position:]
        return target

    def _translate_best(self, sentence: str) -> EngineDialogue[str]:
        """Return the best of the prepared, the plain and the separate translation of a sentence."""
        prepared, occurrences = self._prepare(sentence)
        if not occurrences and (self._stays(sentence, prepared) or not is_language(prepared.readable)):
            return sentence
        target = yield from self._translate_prepared(prepared, occurrences)
        if occurrences or not target or self.judge.accepts(sentence, target):
            return target
        targets: dict[Repair | None, str] = {}
        if prepared.masked.text != sentence or MASK.search(sentence):
            targets[Repair.PLAIN] = self._undo_plain(prepared, (yield sentence))
        targets[None] = target
        if quality.count_sentences(sentence) > 1:
            targets[Repair.SENTENCES] = yield from self._translate_separately(sentence)
        repairs = list(targets)
        best = repairs[self.judge.best(sentence, list(targets.values()))]
        self.repairs.add([repair for repair in repairs if repair], best)
        return targets[best]

    def _stays(self, sentence: str, prepared: _Prepared) -> bool:
        """Return whether a sentence is a name or an address."""
        if addresses.stays(sentence, self.facts.cells):
            return True
        return prepared.case is Casing.TITLE and addresses.is_institution(sentence, self.source, self._count_subwords)

    def _count_subwords(self, word: str) -> int:
        """Return the number of subwords of a source word. It is 1 if the engine has no lexicon."""
        lexicon = self.lexicon()
        return lexicon.forward.count_subwords(word) if lexicon else 1

    def _restore_names(self, source: str, target: str) -> str:
        lexicon = self.lexicon()
        return names.restore(source, target, lexicon.score if lexicon else None, self._count_subwords)

    def _translate_separately(self, text: str) -> EngineDialogue[str]:
        """Return the translations of the sentences of a text, each alone."""
        target, position = "", 0
        for start, end in segmentation.split_every_sentence(text, self.source.abbreviations):
            prepared, occurrences = self._prepare(text[start:end])
            target += text[position:start] + (yield from self._translate_prepared(prepared, occurrences))
            position = end
        return target + text[position:]

    def _prepare(self, sentence: str) -> tuple[_Prepared, list[Occurrence]]:
        masked = self.matcher.unmask_terms(inline_codes.mask(sentence))
        masked = inline_codes.mask_ranges(masked, list(addresses.find_addresses(masked.text)))
        text = typography.write_out_number_sign(masked.text, self.source.number_word)
        straight, typographic = typography.straighten(text)
        straight = typography.write_out_scales(straight, self.source.scales)
        case = casing.casing_of(straight, self.source.function_words)
        codes_before = match.group() if (match := _MASKS_BEFORE_START.match(straight)) else ""
        body, citation, codes_after = _cut_notes(replace(masked, text=straight.removeprefix(codes_before)))
        is_name = case is Casing.TITLE and not self.source.has_title_case
        text = body if is_name else casing.to_sentence(body, case, self.names, self._count_subwords)
        # Case-sensitive terms are found in the original case, if both cases have the same positions.
        occurrences = self.matcher.find(body if len(body) == len(text) else text)
        masked = replace(masked, text=text)
        readable = inline_codes.mask_unreadable(masked, self.alphabet).text
        return _Prepared(
            sentence, masked, readable, straight, typographic, case, codes_before, citation, codes_after, is_name
        ), occurrences

    def _translate_prepared(self, prepared: _Prepared, occurrences: list[Occurrence]) -> EngineDialogue[str]:
        """Return the translation of a prepared sentence. It is empty if the engine has none."""
        translate = partial(self._translate_masked, is_name=prepared.is_name)
        enforcement = Enforcement(self.matcher, translate, self.lexicon)
        translated = yield from enforcement.translate(prepared.masked, occurrences)
        output = translated.text.strip()
        if not output:
            return ""
        return self._undo(prepared, replace(translated, text=output), occurrences)

    def _undo(self, prepared: _Prepared, translated: MaskedText, occurrences: list[Occurrence]) -> str:
        """Return the target for a translated text, with the steps of the preparation undone."""
        output = translated.text
        if quality.count_repeats(output) > quality.count_repeats(prepared.readable):
            output = quality.remove_repeats(output)
        if not occurrences:
            output = self._restore_names(prepared.readable, output)
        target = casing.restore(_match_end(output, prepared.readable), prepared.straight, prepared.case)
        lexicon = self.lexicon()
        is_title = prepared.case is Casing.TITLE and not prepared.is_name and not self.target.has_title_case
        if is_title and lexicon:
            target = casing.lower_common_words(target, prepared.straight, prepared.readable, lexicon.score)
        if prepared.case is not Casing.CAPITALS:
            target = self.matcher.restore_capitals(target, occurrences)
        target = prepared.codes_before + _insert_before_end(target, prepared.citation) + prepared.codes_after
        target = self._restore_signs(prepared, target)
        target = replace(translated, codes=tuple(map(self._translate_code, translated.codes))).unmask(target)
        terms = (form for each in occurrences for form in self.matcher.target_forms(each.term))
        return self._write_as_in_region(target, " ".join([prepared.sentence, *terms]))

    def _undo_plain(self, prepared: _Prepared, answer: str) -> str:
        """Return the target for the engine's answer to a sentence as it is."""
        plain = prepared.masked.unmask(prepared.straight)
        answer = self._restore_names(plain, _match_end(answer.strip(), plain))
        target = self._restore_signs(replace(prepared, straight=plain), answer)
        return self._write_as_in_region(target, prepared.sentence)

    def _restore_signs(self, prepared: _Prepared, target: str) -> str:
        """Return a target with the typography of its source."""
        target = typography.restore(target, prepared.typographic, self.target.quotes, self.target.ordinals)
        target = typography.restore_spaces(prepared.straight, target)
        return numbers.restore_sign(prepared.straight, target, self.target.number_sign)

    def _write_as_in_region(self, target: str, source: str) -> str:
        """Return a target with the numbers and the spelling of its region. Words of the source stay."""
        formats = FormatPair.of(self.source, self.target)
        target = formats.localise(source, target, self.facts.keeps_numbers)
        return respell(target, self.target_tag, source)

    def _translate_code(self, code: str) -> str:
        """Return an inline code in the target language: a format of dates, or a paragraph of a law."""
        if inline_codes.is_date_format(code):
            return inline_codes.translate_date_format(code, self.source.date_letters, self.target.date_letters)
        if code.startswith("§") and not self.target.ordinals:
            return code.rstrip("ºª°")
        return code

    def _translate_masked(self, masked: MaskedText, is_name: bool) -> EngineDialogue[MaskedText]:
        """Return the translation of a masked text. Its text is empty if the engine has none."""
        masked = inline_codes.mask_unreadable(masked, self.alphabet)
        if not is_language(masked.text):
            return masked
        answer = yield from self._translate_placeholders(masked)
        is_tidy = is_name or fragments.is_fragment(masked.text)
        first = fragments.tidy(masked.text, answer, self.source, self.target) if is_tidy else answer
        source = masked.unmask(masked.text)
        is_explained = fragments.is_fragment(masked.text) and fragments.has_added_remark(masked.text, answer)
        if not is_explained and self.judge.accepts(source, masked.unmask(first)):
            return replace(masked, text=first)
        outputs: list[tuple[Repair | None, str]] = [(None, first)]
        for repair, dialogue in self._attempts(masked, first):
            output = yield from dialogue
            outputs.append((repair, output))
            is_changed = output.lower().rstrip(_END_SIGNS) != masked.text.lower().rstrip(_END_SIGNS)
            if is_changed and self.judge.accepts(source, masked.unmask(output)):
                break
        best = self._best(masked, source, [output for _, output in outputs])
        self.repairs.add(
            list(dict.fromkeys(repair for repair, _ in outputs if repair)),
            next(repair for repair, output in outputs if output == best),
        )
        return replace(masked, text=best)

    def _best(self, masked: MaskedText, source: str, outputs: list[str]) -> str:
        """Return the best output: of equal ones one that differs from the source, or else the most frequent."""
        votes = Counter(output.lower() for output in outputs)

        def rank(output: str) -> tuple[int, bool, int]:
            target = masked.unmask(output)
            return self.judge.penalty(source, target), target.lower() == source.lower(), -votes[output.lower()]

        return min(outputs, key=rank)

    def _attempts(self, masked: MaskedText, first: str) -> Iterator[tuple[Repair, EngineDialogue[str]]]:
        """Yield repairs for a text whose first translation has a fault."""
        if not first.strip():
            yield Repair.OTHER_CASE, self._translate_rephrased(masked, casing.other_case(masked.text))
        if fragments.is_short(masked.text):
            for rephrasing in fragments.rephrasings(masked.text, is_copied=first.lower() == masked.text.lower()):
                yield Repair.REPHRASED, self._translate_rephrased(masked, rephrasing)
        if numbers.any_missing(masked.text, first, self.source, self.target):
            yield Repair.NUMBERS, self._translate_without_numbers(masked)

    def _translate_rephrased(self, masked: MaskedText, rephrasing: str) -> EngineDialogue[str]:
        output = yield from self._translate_placeholders(replace(masked, text=rephrasing))
        return fragments.tidy(masked.text, output, self.source, self.target)

    def _translate_without_numbers(self, masked: MaskedText) -> EngineDialogue[str]:
        """Translate a text with its numbers masked too."""
        ranges = [match.span() for match in _NUMBER_WORD.finditer(masked.text)]
        without_numbers = inline_codes.mask_ranges(masked, ranges)
        output = yield from self._translate_placeholders(without_numbers)
        return without_numbers.unmask(output, first=len(masked.codes))

    def _translate_placeholders(self, masked: MaskedText) -> EngineDialogue[str]:
        """Translate a masked text. Try one scheme of placeholders after another.

        If the engine damages the placeholders of every scheme, translate the parts between the masks one by one.
        """
        text = masked.text
        if not MASK.search(text):
            return (yield text)
        for scheme in placeholders.schemes(masked):
            output = scheme.read((yield scheme.write(text)), text)
            if output is not None:
                return output
        output = ""
        for part in inline_codes.split_at_masks(text):
            output += yield from _translate_part(part)
        return output


def is_single_word(text: str) -> bool:
    """Return whether a text is one word, apart from punctuation."""
    return text.strip(_END_SIGNS).isalpha()


def is_language(text: str) -> bool:
    """Return whether a text without codes has words: more than a single letter or a Roman numeral."""
    letters = "".join(filter(str.isalpha, text))
    is_word = len(letters) > 1 and not _ROMAN_NUMERAL.fullmatch(letters)
    return is_word or any(letter >= FIRST_IDEOGRAPH for letter in letters)


def _cut_notes(masked: MaskedText) -> tuple[str, str, str]:
    """Return the text without its final notes, the citation before its full stop, and the codes after it.

    An engine would move codes after the end of a sentence into its middle.
    """
    codes_after = match.group() if (match := _MASKS_AFTER_END.search(masked.text)) else ""
    text = masked.text.removesuffix(codes_after)
    citation = _MASK_BEFORE_END.search(text)
    if citation is None or not _CITATION.match(masked.unmask(citation[1])):
        return text, "", codes_after
    return text[: citation.start()] + text[citation.end() :], citation.group(), codes_after


def _insert_before_end(target: str, citation: str) -> str:
    """Return the target with the citation inserted before its end punctuation."""
    end = _END_PUNCTUATION.search(target)
    return target[: end.start()] + citation + target[end.start() :] if end else target + citation


def _translate_part(part: str) -> EngineDialogue[str]:
    """Translate a part of a sentence, and keep the spaces around it."""
    body = part.strip()
    if not any(map(str.isalpha, body)):
        return part
    start = part.index(body)
    return part[:start] + (yield body).strip() + part[start + len(body) :]


def _match_end(output: str, source: str) -> str:
    """Return the output with the end punctuation of the source, and without an added full stop or remark.

    Engines like to explain a name: "John Smith (em inglês)".
    """
    if "|" not in source:
        output = _BARS_AT_END.sub("", output)
    if "(" not in source:
        output = _REMARK.sub("", output) or output
    end = _END_PUNCTUATION.search(source.rstrip())
    if end and not _END.search(output):
        return output + end.group()
    if not end and output.endswith(".") and not _END.search(source.rstrip()):
        return output.rstrip(".")
    return output
