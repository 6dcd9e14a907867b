"""The translation of single sentences by an engine, which sees neither markup nor documents.

The steps are: mask what is not language, straighten the typography, convert to sentence case, translate with the terms
of the glossary, and undo each step in the target.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, partial

from translation.alignment.word_alignment import Lexicon
from translation.document import Rendering
from translation.engines.base import Engine
from translation.exceptions import EngineFailed, EngineUnavailable
from translation.glossaries.enforcement import Enforcement, EngineDialogue
from translation.glossaries.search import TermMatcher
from translation.glossaries.terms import NO_TERMS, TermList
from translation.languages.conventions import conventions_of
from translation.text import addresses, casing, fragments, inline_codes, names, numbers, quality, typography
from translation.text.casing import Casing, NameForms
from translation.text.document_facts import NO_FACTS, DocumentFacts
from translation.text.inline_codes import MASK, MaskedText
from translation.text.numbers import NumberFormat

# Part of every cache key. Increase it when a change below changes the targets.
RECIPE_VERSION = 3

# In the scripts from this character on, a single character may be a word.
FIRST_IDEOGRAPH = "\u2e80"

# Vertical bars at the end of an answer.
_BARS_AT_END = re.compile(r"\s*\|[\s|.]*$")
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


class SentenceTranslator:
    """Translates sentences of one language pair with one engine, and each distinct sentence only once."""

    def __init__(
        self,
        engine: Engine,
        source: str,
        target: str,
        glossary: TermList = NO_TERMS,
        facts: DocumentFacts = NO_FACTS,
    ) -> None:
        self._engine = engine
        self._languages = source, target
        self.matcher = TermMatcher(glossary, source, target)
        self._alphabet = engine.alphabet(source, target)
        self._source, self._target = conventions_of(source), conventions_of(target)
        self.max_blocks = engine.max_blocks
        self._renderings: dict[str, Rendering] = {}
        self._has_answered = False
        self._facts = facts
        self._names = NameForms.of(self._source.proper_names | facts.names)

    @cached_property
    def lexicon(self) -> Lexicon | None:
        """The engine's lexicon for the language pair, if it has one."""
        return self._engine.lexicon(*self._languages)

    def _count_subwords(self, word: str) -> int:
        """Return the number of subwords of a source word. It is 1 if the engine has no lexicon."""
        return self.lexicon.forward.count_subwords(word) if self.lexicon else 1

    def digest_for(self, sentence: str) -> str:
        """Return a digest of what changes a sentence's translation: its terms, and facts about its document."""
        return self.matcher.digest_for(sentence) + self._facts.digest_for(sentence)

    def translate(self, sentences: Iterable[str]) -> dict[str, Rendering]:
        """Return a rendering for every sentence. Raises EngineFailed if the engine gives no answer at all.

        All sentences advance together: each call to the engine has one text from every unfinished sentence.
        """
        distinct = list(dict.fromkeys(sentences))
        dialogues = {each: self._translate_sentence(each) for each in distinct if each not in self._renderings}
        texts: dict[str, str] = {}
        for sentence, dialogue in dialogues.items():
            self._advance(sentence, dialogue, None, texts)
        while texts:
            answers = zip(texts, self._call_engine(list(texts.values())), strict=True)
            texts = {}
            for sentence, answer in answers:
                if answer is None:
                    self._renderings[sentence] = Rendering(sentence, ("untranslated",))
                else:
                    self._advance(sentence, dialogues[sentence], answer, texts)
        return {sentence: self._renderings[sentence] for sentence in distinct}

    def translate_tagged(self, texts: Sequence[str]) -> list[str | None]:
        """Return the engine's answers to tagged texts. All are None if it does not take tags or fails on one text."""
        if not self._engine.takes_tags or not texts:
            return [None] * len(texts)
        try:
            return list(self._engine.translate_tagged(texts, *self._languages))
        except EngineFailed as error:
            if _concerns_all_texts(error):
                raise
            return [None] * len(texts)

    def _advance(
        self, sentence: str, dialogue: EngineDialogue[Rendering], answer: str | None, texts: dict[str, str]
    ) -> None:
        """Advance a sentence to its next text for the engine, which is added to `texts`, or to its rendering."""
        try:
            texts[sentence] = next(dialogue) if answer is None else dialogue.send(answer)
        except StopIteration as end:
            self._renderings[sentence] = end.value

    def _call_engine(self, texts: Sequence[str]) -> list[str | None]:
        """Return the engine's answers, with None for each text on which it fails."""
        try:
            answers = self._engine.translate(texts, *self._languages)
        except EngineFailed as error:
            if _concerns_all_texts(error):
                raise
            return self._call_engine_for_each(texts)
        self._has_answered = True
        return list(answers)

    def _call_engine_for_each(self, texts: Sequence[str]) -> list[str | None]:
        answers: list[str | None] = []
        failure = None
        for text in texts:
            try:
                answers += self._engine.translate([text], *self._languages)
            except EngineFailed as error:
                if _concerns_all_texts(error):
                    raise
                answers.append(None)
                failure = error
        self._has_answered |= any(answer is not None for answer in answers)
        if failure and not self._has_answered:
            raise failure
        return answers

    def _translate_sentence(self, sentence: str) -> EngineDialogue[Rendering]:
        """Translate a sentence with its terms, between the steps that prepare it and those that undo them."""
        masked = self.matcher.unmask_terms(inline_codes.mask(sentence))
        masked = inline_codes.mask_ranges(masked, list(addresses.find_addresses(masked.text)))
        straight, typographic = typography.straighten(masked.text)
        case = casing.casing_of(straight, self._source.function_words)
        body, citation, codes_after = _cut_notes(replace(masked, text=straight))
        is_name = case is Casing.TITLE and not self._source.has_title_case
        text = body if is_name else casing.to_sentence(body, case, self._names, self._count_subwords)
        # Case-sensitive terms are found in the original case, if both cases have the same positions.
        occurrences = self.matcher.find(body if len(body) == len(text) else text)
        masked = replace(masked, text=text)
        text = inline_codes.mask_unreadable(masked, self._alphabet).text
        is_institution = case is Casing.TITLE and addresses.is_institution(body, self._source, self._count_subwords)
        stays = is_institution or addresses.stays(sentence, self._facts.cells)
        if not occurrences and (stays or not is_language(text)):
            return Rendering(sentence)
        enforcement = Enforcement(self.matcher, partial(self._translate_masked, is_name=is_name), lambda: self.lexicon)
        translated = yield from enforcement.translate(masked, occurrences)
        output = translated.text.strip()
        if not output:
            return Rendering(sentence, ("empty",))
        if quality.count_repeats(output) > quality.count_repeats(text):
            output = quality.remove_repeats(output)
        if not occurrences:
            output = names.restore(text, output, self.lexicon.score if self.lexicon else None, self._count_subwords)
        target = casing.restore(_match_end(output, text), straight, case)
        if case is Casing.TITLE and not is_name and not self._target.has_title_case and self.lexicon:
            target = casing.lower_common_words(target, straight, text, self.lexicon.score)
        target = target if case is Casing.CAPITALS else self.matcher.restore_capitals(target, occurrences)
        target = _insert_before_end(target, citation)
        target = typography.restore(target + codes_after, typographic, self._target.quotes, self._target.ordinals)
        target = numbers.restore_sign(straight, target, self._target.number_sign)
        target = translated.unmask(target)
        return Rendering(target, tuple(self.matcher.find_issues(sentence, target)))

    def _translate_masked(self, masked: MaskedText, is_name: bool) -> EngineDialogue[MaskedText]:
        """Return the translation of a masked text. Its text is empty if the engine has none."""
        masked = inline_codes.mask_unreadable(masked, self._alphabet)
        if not is_language(masked.text):
            return masked
        if is_name:
            output = yield from self._translate_name(masked)
        elif fragments.is_fragment(masked.text):
            output = yield from self._translate_fragment(masked.text)
        else:
            output = yield from self._translate_with_numbers(masked)
        if not output.strip():
            output = yield from _translate_placeholders(casing.other_case(masked.text))
        return replace(masked, text=output)

    def _translate_name(self, masked: MaskedText) -> EngineDialogue[str]:
        """Translate a name as a list item. An engine may replace a name in a sentence with a more frequent name."""
        item = replace(masked, text=fragments.BULLET + masked.text)
        answer = yield from self._translate_with_numbers(item)
        return fragments.tidy(masked.text, answer, self._source, self._target)

    def _translate_fragment(self, text: str) -> EngineDialogue[str]:
        """Translate a fragment. Return the first answer if it has no penalty, otherwise the best of several."""
        conventions = self._source, self._target
        answer = yield text
        answers = [fragments.tidy(text, answer, *conventions)]
        if fragments.has_added_remark(text, answer) or fragments.penalty(text, answers[0], *conventions):
            for rephrasing in fragments.rephrasings(text):
                answer = yield rephrasing
                answers.append(fragments.tidy(text, answer, *conventions))
        return fragments.best_answer(text, answers, *conventions)

    def _translate_with_numbers(self, masked: MaskedText) -> EngineDialogue[str]:
        """Translate a text and localise its numbers. If some are lost, translate it again with its numbers masked."""
        output = yield from _translate_placeholders(masked.text)
        if output.strip() and numbers.any_missing(masked.text, output):
            ranges = [match.span() for match in numbers.NUMBER.finditer(masked.text)]
            without_numbers = inline_codes.mask_ranges(masked, ranges)
            second = yield from _translate_placeholders(without_numbers.text)
            output = without_numbers.unmask(second, first=len(masked.codes)) if second.strip() else output
        source_format = NumberFormat(self._source.decimal, self._source.group)
        target_format = NumberFormat(self._target.decimal, self._target.group)
        return numbers.localise(masked.text, output, source_format, target_format)


def is_language(text: str) -> bool:
    """Return whether a text without codes has words: more than a single letter or a Roman numeral."""
    letters = "".join(filter(str.isalpha, text))
    is_word = len(letters) > 1 and not _ROMAN_NUMERAL.fullmatch(letters)
    return is_word or any(letter >= FIRST_IDEOGRAPH for letter in letters)


def _concerns_all_texts(error: EngineFailed) -> bool:
    return error.permanent or isinstance(error, EngineUnavailable)


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


def _translate_placeholders(text: str) -> EngineDialogue[str]:
    """Translate a masked text. Try one scheme of placeholders after another.

    If the engine damages the placeholders of every scheme, translate the parts between the masks one by one.
    """
    if not MASK.search(text):
        return (yield text)
    for scheme in inline_codes.SCHEMES:
        with_placeholders = inline_codes.write_placeholders(text, scheme)
        if with_placeholders is None:
            continue
        output = inline_codes.read_placeholders((yield with_placeholders), text, scheme)
        if output is not None:
            return output
    output = ""
    for part in inline_codes.split_at_masks(text):
        output += yield from _translate_part(part)
    return output


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
