"""The signs at the ends of a styled phrase: quotes, brackets, punctuation, percent and currency signs.

The signs that have the phrase's style in the source have it in the target, and no others.
"""

import re
import unicodedata
from collections.abc import Iterable

from translation.text.inline_codes import Range

# Currency signs, which another language may write on the other side of the number.
_CURRENCY_SIGNS = frozenset("$€£¥")
# Signs that another language may write as a word: "90 percent".
_NUMBER_SIGNS = _CURRENCY_SIGNS | frozenset("%‰°")
# Signs that some languages separate with a space, and the spaces.
_SPACED_SIGNS = _NUMBER_SIGNS | frozenset("«»:;?!")
_SPACES = " \u00a0\u202f"
# The letters before a dollar sign: US$, R$.
_CURRENCY_LETTERS = re.compile(r"\b(?:US|AU|CA|[ACR])[ \u00a0]?$")
# Signs that differ only in their typography.
_SAME_SIGN = str.maketrans(
    "“”„‟«»‘’‚‛‹›'「」‐‑–—−…！？。，：；（）",
    '"""""""""""""""-----.!?.,:;()',
)


def without_signs(text: str, span: Range) -> Range:
    """Return a range without the spaces and signs at its ends. If there is nothing else, it is empty."""
    start, end = span
    while start < end and _is_sign(text[start]):
        start += 1
    while start < end and _is_sign(text[end - 1]):
        end -= 1
    return start, end


def with_signs(source: str, styled: Range, target: str, span: Range) -> Range:
    """Return a range of the target with the signs beside it that are styled in the source.

    `styled` is the range of the source, and `span` that of the target. For '[90 %], he said' and '90%, disse', the
    percent sign is added to "90", but not the comma.
    """
    first, last = without_signs(source, styled)
    before, after = _signs(source[styled[0] : first]), _signs(source[last : styled[1]])
    if any(map(str.isalpha, source[first:last])):
        written_out = _NUMBER_SIGNS - frozenset(source)
        before, after = before | (written_out & _CURRENCY_SIGNS), after | written_out
    start, end = without_signs(target, span)
    if start == end:
        return span
    start, end = _extended(target, (start, end), before, after)
    currency = _CURRENCY_SIGNS & frozenset(source[slice(*styled)])
    if currency and currency.isdisjoint(target[start:end]):
        start, end = _extended(target, (start, end), currency, currency)
    if target[start] in currency and (letters := _CURRENCY_LETTERS.search(target, 0, start)):
        start = letters.start()
    return start, end


def whole_with_signs(source: str, styled: Range, target: str) -> Range:
    """Return the range of the whole target, without signs at its ends that are not styled in the source."""
    start, end = with_signs(source, styled, target, (0, len(target)))
    if not source[: styled[0]].strip():
        start = len(target) - len(target.lstrip())
    if not source[styled[1] :].strip():
        end = len(target.rstrip())
    return start, end


def _is_sign(character: str) -> bool:
    """Return whether a character is a space, punctuation or a symbol, not a letter, digit, accent or inline code."""
    return unicodedata.category(character)[0] in "ZPS"


def _signs(text: str) -> frozenset[str]:
    return frozenset(text.translate(_SAME_SIGN)) - frozenset(_SPACES)


def _extended(text: str, span: Range, before: frozenset[str], after: frozenset[str]) -> Range:
    """Return a range with those of the signs that are directly before and after it."""
    start, end = span
    return start - _length_of_signs(reversed(text[:start]), before), end + _length_of_signs(text[end:], after)


def _length_of_signs(characters: Iterable[str], signs: frozenset[str]) -> int:
    """Return the length of the text before the first character that is not one of the signs.

    A space counts only before a sign that some languages separate with a space.
    """
    length = spaces = 0
    for character in characters:
        if character in _SPACES:
            spaces += 1
        elif character.translate(_SAME_SIGN) in signs and (spaces == 0 or character in _SPACED_SIGNS):
            length += spaces + 1
            spaces = 0
        else:
            break
    return length
