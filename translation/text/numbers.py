"""Numbers in a text: whether they all came through a translation, and how the target language writes them."""

import re
from collections import Counter
from dataclasses import dataclass

NUMBER = re.compile(r"\d+(?:[.,:/\u00a0\u202f-]\d+)*")

_FIGURE = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
_CLOSE_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_BLANK_GROUPS = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_POINT_OR_COMMA = re.compile(r"(?<=\d)[.,](?=\d)")
_DIGITS = re.compile(r"\d+")
# A decimal point is one for certain only beside these: "3.2" alone may be a section or a version.
_MONEY_BEFORE = re.compile(r"[$€£]\s?$")
_SIGN = re.compile(r"\b[nN](?:[oº°]\.?|\.[oº°]|r\.|\.)\s?(?=\d)")
_MEASURE_AFTER = re.compile(
    r"\s?(?:%|°|(?:milli|billi|trilli|milh|bilh|trilh|Milli|Milliard)|(?:k?[mgWV]|cm|mm|kg|GHz|MHz|GB|MB|TB)\b)"
)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A language's decimal sign and the sign between groups of three digits."""

    decimal: str
    group: str


def digits(text: str) -> Counter[str]:
    """The numbers of a text as bare digits: "1,234.5" and "1.234,5" are the same."""
    plain = _BLANK_GROUPS.sub(lambda found: _bare(found.group()), _POINT_OR_COMMA.sub("", text))
    return Counter(_DIGITS.findall(plain))


def lost(source: str, target: str) -> bool:
    """Whether a number of the source is missing from the target.

    A target may have more: it writes in figures what the source wrote in words or Roman numerals.
    """
    return bool(digits(source) - digits(target))


def localise(source: str, target: str, written: NumberFormat, wanted: NumberFormat) -> str:
    """Write the target's numbers in the wanted format, where the source leaves no doubt how to read them."""
    if written == wanted or not any(map(str.isdigit, source)):
        return target
    certain = {}
    # Elsewhere a blank between figures is more often one between the columns of a table.
    written_figure = _FIGURE if written.group.isspace() else _CLOSE_FIGURE
    for match in written_figure.finditer(source):
        if (new := _reformat(source, match, written, wanted)) is not None:
            certain[_bare(match.group())] = new
    if not certain:
        return target
    figure = _FIGURE if written.group.isspace() or wanted.group.isspace() else _CLOSE_FIGURE
    return figure.sub(lambda found: certain.get(_bare(found.group()), found.group()), target)


def restore_sign(source: str, target: str, sign: str) -> str:
    """Write "No." before a number in the target's way, where the source has it too."""
    count = len(_SIGN.findall(source))
    if not sign or not count or len(_SIGN.findall(target)) != count:
        return target
    return _SIGN.sub(sign + " ", target)


def _bare(figure: str) -> str:
    return "".join(filter(str.isdigit, figure))


def _reformat(source: str, match: re.Match[str], written: NumberFormat, wanted: NumberFormat) -> str | None:
    whole, sign, fraction = match.group().partition(written.decimal)
    if written.decimal in fraction or written.group in fraction:
        return None
    groups = re.split(rf"[{re.escape(written.group)} \u00a0\u202f]", whole)
    if len(groups) > 1:
        if len(groups[0]) > 3 or groups[0] == "0" or any(len(group) != 3 for group in groups[1:]):
            return None
    elif not sign or not _is_decimal(source, match, written):
        return None
    return wanted.group.join(groups) + (wanted.decimal + fraction if sign else "")


def _is_decimal(source: str, match: re.Match[str], written: NumberFormat) -> bool:
    if written.decimal == ",":
        return True
    return bool(_MONEY_BEFORE.search(source[: match.start()]) or _MEASURE_AFTER.match(source, match.end()))
