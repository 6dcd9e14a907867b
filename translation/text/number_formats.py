"""The format of numbers: decide which one a document has, and write numbers in the format of the target language.

Section numbers, versions, times, addresses and the like have points too. They never change.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from translation.languages.conventions import Conventions
from translation.text import inline_codes, number_context

# Points and commas in numbers, and with spaces between groups of three digits.
_UNSPACED = re.compile(r"(?:(?<![\w.,)\]])[.,])?\d+(?:[.,]\d+)*")
_SPACED = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|(?:(?<![\w.,)\]])[.,])?\d+(?:[.,]\d+)*"
)
_SPACES = re.compile(r"[ \u00a0\u2009\u202f]")
# A text without this has no number that a format changes.
_HINT = re.compile(r"[.,]\d|\d[ \u00a0\u2009\u202f]\d{3}")
# A document has the format of its source language if at least this share of its unambiguous numbers has it.
MIN_SHARE = 2 / 3


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The decimal sign of a language, and its separator of groups of three digits."""

    decimal: str
    group: str

    @classmethod
    def of(cls, language: Conventions) -> Self:
        """Return the format of a language."""
        return cls(language.decimal, language.group)


@dataclass(frozen=True, slots=True)
class FormatPair:
    """The formats of the source and target language."""

    source: NumberFormat
    target: NumberFormat

    @classmethod
    def of(cls, source: Conventions, target: Conventions) -> Self:
        """Return the formats of two languages."""
        return cls(NumberFormat.of(source), NumberFormat.of(target))

    def changes(self, text: str) -> bool:
        """Return whether a text of the source language has numbers that change."""
        return any(number.text != number.form for number in self._numbers(text))

    def convert(self, text: str) -> str:
        """Return a text that is not translated, with its numbers in the target's format."""
        parts, position = [], 0
        for number in self._numbers(text):
            parts += [text[position : number.start], number.form]
            position = number.end
        return "".join([*parts, text[position:]])

    def localise(self, source: str, target: str, keep: bool = False) -> str:
        """Return a translation with each number of the source in its right form.

        That is the form in the target's format, or with `keep`, the form in the source. Numbers are matched by their
        digits.
        """
        if self.source == self.target or not (_HINT.search(source) or _HINT.search(target)):
            return target
        numbers: dict[str, list[FormattedNumber]] = defaultdict(list)
        for number in self._numbers(source, with_integers=True):
            # ".5" may be "0,5" in the target.
            for digits in {_digits(number.text), _digits(number.form)}:
                numbers[digits].append(number)
        parts, position = [], 0
        for start, end in _find(target, self._target_pattern):
            found = target[start:end]
            parts += [target[position:start], _form(found, numbers.get(_digits(found), []), keep)]
            position = end
        return "".join([*parts, target[position:]])

    def keeps_numbers(self, texts: Iterable[str]) -> bool:
        """Return whether the numbers of a document stay as they are, because they are not in the source's format.

        Numbers that are right in both formats, such as "1,234", do not count.
        """
        if self.source == self.target:
            return False
        own = other = 0
        for text in texts:
            for in_source in self._votes(text):
                own, other = own + in_source, other + (not in_source)
        return own < MIN_SHARE * (own + other)

    def _votes(self, text: str) -> Iterator[bool]:
        """Yield for each unambiguous number of a text whether it is in the source's format."""
        if not _HINT.search(text):
            return
        for start, end in _find(text, self._source_pattern):
            number = text[start:end]
            in_source, in_target = (_convert(number, each, each) is not None for each in (self.source, self.target))
            if in_source != in_target and not number_context.is_reference(text, start, end):
                # In a language with decimal commas, "3.2" in a sentence is more often a section than a number.
                is_doubtful = in_target and self.target.decimal == "." and any(map(str.isalpha, text))
                if not is_doubtful or number_context.is_quantity(text, start, end):
                    yield in_source

    @property
    def _source_pattern(self) -> re.Pattern[str]:
        # In other languages, a space between numbers more often separates the columns of a table.
        return _SPACED if self.source.group.isspace() else _UNSPACED

    @property
    def _target_pattern(self) -> re.Pattern[str]:
        return _SPACED if self.source.group.isspace() or self.target.group.isspace() else _UNSPACED

    def _numbers(self, text: str, with_integers: bool = False) -> Iterator["FormattedNumber"]:
        """Yield the numbers of a text of the source language, with their forms in the target language."""
        if self.source == self.target or not (with_integers or _HINT.search(text)):
            return
        for start, end in _find(text, self._source_pattern):
            number = text[start:end]
            form = None if number.isdecimal() else _convert(number, self.source, self.target)
            if form is not None and number_context.is_reference(text, start, end):
                form = None
            yield FormattedNumber(number, start, end, form or number)


@dataclass(frozen=True, slots=True)
class FormattedNumber:
    """A number in a text, and its form in the target language."""

    text: str
    start: int
    end: int
    form: str


def _find(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the numbers in a text that are not inside inline codes."""
    codes = [each for each in inline_codes.find_codes(text) if not inline_codes.is_quantity(text[slice(*each)])]
    for match in pattern.finditer(text):
        start, end = match.span()
        if not any(low <= start and end <= high for low, high in codes):
            yield start, end


def _form(found: str, numbers: list[FormattedNumber], keep: bool) -> str:
    """Return the form of a number in the target. `numbers` are those of the source with the same digits."""
    forms = {number.text if keep else number.form for number in numbers}
    if not forms or found in forms:
        return found
    if len(forms) > 1:
        forms = {number.text if keep else number.form for number in numbers if found in (number.text, number.form)}
    return forms.pop() if len(forms) == 1 else found


def _convert(number: str, source: NumberFormat, target: NumberFormat) -> str | None:
    """Return a number in another format. None if it has no decimal sign or groups, or is not in the source's format."""
    whole, sign, fraction = number.partition(source.decimal)
    if not fraction.isdecimal() and sign:
        return None
    groups = _SPACES.split(whole) if source.group.isspace() else whole.split(source.group)
    if not all(group.isdecimal() for group in groups) and (whole or not sign):
        return None
    if len(groups) > 1 and (
        len(groups[0]) > 3 or groups[0].startswith("0") or any(len(group) != 3 for group in groups[1:])
    ):
        return None
    if len(groups) == 1 and not sign:
        return None
    return (target.group.join(groups) or "0") + (target.decimal + fraction if sign else "")


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))
