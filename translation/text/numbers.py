"""Numbers in a text: check that a translation has them all, and write them in the target language's format."""

import re
from collections import Counter
from dataclasses import dataclass

# Digits with what joins them: numbers, dates, times, ranges.
NUMBER = re.compile(r"\d+(?:[.,:/\u00a0\u202f-]\d+)*")

# A number whose groups may be separated by spaces: "1 234.5".
_SPACED_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
# A number whose groups are separated by points or commas: "1,234.5".
_UNSPACED_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPACED_GROUPS = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_POINT_OR_COMMA = re.compile(r"(?<=\d)[.,](?=\d)")
_DIGITS = re.compile(r"\d+")
# A point is surely a decimal point only beside a currency or a unit of measure. "3.2" alone may be a section.
_MONEY_BEFORE = re.compile(r"[$€£]\s?$")
_UNIT_AFTER = re.compile(
    r"\s?(?:%|°|(?:milli|billi|trilli|milh|bilh|trilh|Milli|Milliard)|(?:k?[mgWV]|cm|mm|kg|GHz|MHz|GB|MB|TB)\b)"
)
# "No.", "nº" and the like before a number.
_NUMBER_SIGN = re.compile(r"\b[nN](?:[oº°]\.?|\.[oº°]|r\.|\.)\s?(?=\d)")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The decimal sign of a language, and its separator of groups of three digits."""

    decimal: str
    group: str


def digits(text: str) -> Counter[str]:
    """Return the numbers of a text as digits only: "1,234.5" and "1.234,5" are the same."""
    if not _DIGITS.search(text):
        return Counter()
    joined = _SPACED_GROUPS.sub(lambda match: _bare(match.group()), _POINT_OR_COMMA.sub("", text))
    return Counter(_DIGITS.findall(joined))


def any_missing(source: str, target: str) -> bool:
    """Return whether a number of the source is missing from the target.

    The target may have more numbers, because it may write words or Roman numerals of the source in digits.
    """
    return bool(digits(source) - digits(target))


def localise(source: str, target: str, source_format: NumberFormat, target_format: NumberFormat) -> str:
    """Return a translation with its numbers in the format of its language.

    Only numbers that are unambiguous in the source change.
    """
    if source_format == target_format or not any(map(str.isdigit, source)):
        return target
    localised = {}
    # In other languages, a space between numbers more often separates the columns of a table.
    source_number = _SPACED_NUMBER if source_format.group.isspace() else _UNSPACED_NUMBER
    for match in source_number.finditer(source):
        if (number := _reformat(source, match, source_format, target_format)) is not None:
            localised[_bare(match.group())] = number
    if not localised:
        return target
    has_spaces = source_format.group.isspace() or target_format.group.isspace()
    target_number = _SPACED_NUMBER if has_spaces else _UNSPACED_NUMBER
    return target_number.sub(lambda match: localised.get(_bare(match.group()), match.group()), target)


def restore_sign(source: str, target: str, sign: str) -> str:
    """Return a translation with the number sign of its language ("nº") wherever the source has one ("No.")."""
    count = len(_NUMBER_SIGN.findall(source))
    if not sign or not count or len(_NUMBER_SIGN.findall(target)) != count:
        return target
    return _NUMBER_SIGN.sub(sign + " ", target)


def _bare(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _reformat(
    source: str, match: re.Match[str], source_format: NumberFormat, target_format: NumberFormat
) -> str | None:
    """Return a number of the source in the target's format. None if it may be something else."""
    whole, sign, fraction = match.group().partition(source_format.decimal)
    if source_format.decimal in fraction or source_format.group in fraction:
        return None
    groups = re.split(rf"[{re.escape(source_format.group)} \u00a0\u202f]", whole)
    if len(groups) > 1:
        if len(groups[0]) > 3 or groups[0] == "0" or any(len(group) != 3 for group in groups[1:]):
            return None
    elif not sign or not _is_decimal(source, match, source_format):
        return None
    return target_format.group.join(groups) + (target_format.decimal + fraction if sign else "")


def _is_decimal(source: str, match: re.Match[str], source_format: NumberFormat) -> bool:
    if source_format.decimal == ",":
        return True
    return bool(_MONEY_BEFORE.search(source[: match.start()]) or _UNIT_AFTER.match(source, match.end()))
