"""The attempts to translate one masked text: first as it is, then with repairs. The judge chooses the best."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from translation.glossaries.enforcement import EngineDialogue
from translation.repairs import Repair, RepairCounts
from translation.sentence_context import SentenceContext
from translation.text import casing, fragments, inline_codes, names, numbers, placeholders, quality
from translation.text.inline_codes import MASK, MaskedText, Range

# From this character on, a single character may be a word.
FIRST_IDEOGRAPH = "\u2e80"

# An engine copies at least this share of a foreign sentence, and this is a sentence and not a name.
MIN_COPIED_SHARE = 0.75
MIN_FOREIGN_WORDS = 4

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN_NUMERAL = re.compile(r"[IVXLCDM]+")
# A maker or a name with a model: "Beech 1900D". Engines copy it, and add a remark.
_MODEL = re.compile(r"[A-ZÀ-Ý][^\W\d_]+(?: [A-ZÀ-Ý][^\W\d_]+)? (?:[\ue000-\uf8ff]|[A-Z-]*\d\w*)")
# A number with the signs or letters around it that belong to it: 17th, 14h30.
_NUMBER_WORD = re.compile(r"[^\W_]*\d[\w.,:/-]*(?<=\w)")
# A short text in brackets that needs no translation: (a), (EXP), (H5N1).
_BRACKETED = re.compile(r"\((?:\w{1,2}|[ivx]{1,5}|[A-Z\d-]{2,8})\)")
END_SIGNS = ".!?:;, "


@dataclass(frozen=True, slots=True)
class Attempts:
    """Translates masked texts in dialogues with the engine. `repairs` counts the repairs that are tried and taken."""

    context: SentenceContext
    repairs: RepairCounts

    def translate(self, masked: MaskedText) -> EngineDialogue[MaskedText]:
        """Return the best translation of a masked text. Its text is empty if the engine has none."""
        masked = inline_codes.mask_unreadable(masked, self.context.alphabet)
        if not is_language(masked.text):
            return masked
        answer = yield from self._ask(masked)
        is_fragment = fragments.is_fragment(masked.text)
        first = self._tidy(masked, answer) if is_fragment else answer
        is_explained = is_fragment and fragments.has_added_remark(masked.text, answer)
        if not is_explained and self._accepts(masked, first):
            return replace(masked, text=first)
        if self._is_explained_name(masked, answer):
            return masked
        if self._is_foreign(masked.text, answer):
            return replace(masked, text=answer)
        if _MODEL.fullmatch(masked.text) and answer.startswith(masked.text):
            return masked
        outputs: list[tuple[Repair | None, str]] = [(None, first)]
        for repair, dialogue in self._repairs(masked, first):
            outputs.append((repair, (yield from dialogue)))
            if _differ(masked.text, outputs[-1][1]) and self._accepts(masked, outputs[-1][1]):
                break
        best = self._best(masked, [output for _, output in outputs])
        self.repairs.add([each for each, _ in outputs], next(each for each, output in outputs if output == best))
        return replace(masked, text=best)

    def _is_explained_name(self, masked: MaskedText, answer: str) -> bool:
        """Return whether an answer is a copy of a name with a remark: "McKesson Corporation (em inglês)"."""
        is_copy = self._tidy(masked, answer).lower() == masked.text.lower()
        return is_copy and fragments.has_added_remark(masked.text, answer) and fragments.is_name(masked.text)

    def _is_foreign(self, text: str, answer: str) -> bool:
        """Return whether a whole sentence has no function word of its language, and the engine copies most of it."""
        words = [word.lower() for word in _WORD.findall(text)]
        is_foreign = self.context.source.function_words.isdisjoint(words) and text.rstrip().endswith(".")
        copied = set(map(str.lower, _WORD.findall(answer)))
        is_copied = sum(1 for word in words if word in copied) >= MIN_COPIED_SHARE * len(words)
        return is_foreign and is_copied and len(words) >= MIN_FOREIGN_WORDS

    def _accepts(self, masked: MaskedText, output: str) -> bool:
        return self.context.judge.accepts(masked.unmask(masked.text), masked.unmask(output))

    def _best(self, masked: MaskedText, outputs: Sequence[str]) -> str:
        """Return the best output. Prefer one that differs from the source, and then the most frequent one."""
        source, votes = masked.unmask(masked.text), Counter(output.lower() for output in outputs)

        def rank(output: str) -> tuple[int, bool, int]:
            target = masked.unmask(output)
            is_unchanged = target.lower() == source.lower()
            return self.context.judge.penalty(source, target), is_unchanged, -votes[output.lower()]

        return min(outputs, key=rank)

    def _repairs(self, masked: MaskedText, first: str) -> Iterator[tuple[Repair, EngineDialogue[str]]]:
        """Yield the repairs for a text whose first translation has a fault."""
        if not first.strip():
            yield Repair.OTHER_CASE, self._ask_otherwise(masked, casing.other_case(masked.text))
        if fragments.is_short(masked.text):
            is_copied = self._tidy(masked, first).lower() == masked.text.lower()
            for rephrasing in fragments.rephrasings(masked.text, is_copied):
                yield Repair.REPHRASED, self._ask_otherwise(masked, rephrasing)
        if placeholders.has_natural(masked):
            yield Repair.PLACEHOLDERS, self._ask(masked, with_natural=False)
        for repair, ranges in self._ranges_to_mask(masked, first):
            if ranges:
                yield repair, self._ask_without(masked, ranges)

    def _ranges_to_mask(self, masked: MaskedText, first: str) -> Iterator[tuple[Repair, list[Range]]]:
        """Yield repairs with the ranges to mask too, because the first translation lost them."""
        yield Repair.NAMES, self._changed_names(masked, first)
        issues = quality.count_issues(masked.text, first)
        if issues["signs_differ"]:
            yield Repair.AMOUNTS, inline_codes.find_amounts(masked.text)
        if issues["brackets_differ"]:
            yield Repair.BRACKETS, [match.span() for match in _BRACKETED.finditer(masked.text)]
        if numbers.any_missing(masked.text, first, self.context.source, self.context.target):
            yield Repair.NUMBERS, [match.span() for match in _NUMBER_WORD.finditer(masked.text)]

    def _changed_names(self, masked: MaskedText, output: str) -> list[Range]:
        """Return the ranges of names that the output lacks while it has others."""
        changed = set(names.find_changed(masked.text, output, score)) if (score := self.context.score) else set()
        return [match.span() for match in re.finditer(r"\w+", masked.text) if match.group() in changed]

    def _tidy(self, masked: MaskedText, answer: str) -> str:
        return fragments.tidy(masked.text, answer, self.context.source, self.context.target)

    def _ask_otherwise(self, masked: MaskedText, rephrasing: str) -> EngineDialogue[str]:
        return self._tidy(masked, (yield from self._ask(replace(masked, text=rephrasing))))

    def _ask_without(self, masked: MaskedText, ranges: Sequence[Range]) -> EngineDialogue[str]:
        """Translate a text with these ranges masked too."""
        without = inline_codes.mask_ranges(masked, ranges)
        return without.unmask((yield from self._ask(without)), first=len(masked.codes))

    def _ask(self, masked: MaskedText, with_natural: bool = True) -> EngineDialogue[str]:
        """Translate a masked text. Try one scheme of placeholders after another.

        If the engine damages the placeholders of every scheme, translate the parts between the masks one by one.
        """
        text = masked.text
        if not MASK.search(text):
            return (yield text)
        for number, scheme in enumerate(placeholders.schemes(masked, with_natural)):
            output = scheme.read((yield scheme.write(text)), text)
            if number:
                self.repairs.add([Repair.PLACEHOLDERS], None if output is None else Repair.PLACEHOLDERS)
            if output is not None:
                return output
        self.repairs.add([Repair.PIECES], Repair.PIECES)
        output = ""
        for part in inline_codes.split_at_masks(text):
            output += yield from _translate_part(part)
        return output


def is_language(text: str) -> bool:
    """Return whether a text without codes has words: more than a single letter or a Roman numeral."""
    letters = "".join(filter(str.isalpha, text))
    is_word = len(letters) > 1 and not _ROMAN_NUMERAL.fullmatch(letters)
    return is_word or any(letter >= FIRST_IDEOGRAPH for letter in letters)


def _differ(text: str, other: str) -> bool:
    return text.lower().rstrip(END_SIGNS) != other.lower().rstrip(END_SIGNS)


def _translate_part(part: str) -> EngineDialogue[str]:
    """Translate a part of a sentence, and keep the spaces around it. It stays if the engine has no answer."""
    body = part.strip()
    if not any(map(str.isalpha, body)):
        return part
    start = part.index(body)
    answer = (yield body).strip() or body
    return part[:start] + answer + part[start + len(body) :]
