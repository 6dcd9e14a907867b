"""Placeholders, which stand for the masks of a text while an engine translates it.

An engine should read a sentence as a person would, so the first placeholders are natural ones: a number for an amount,
and a code itself if engines usually copy it. All other codes become invented names such as "XQ-1".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from translation.text.inline_codes import FIRST_MASK, MASK, MaskedText, Range, is_date_format

# The letters that make invented names different.
_LETTERS = "abdefgiklmnoprstu"
# A unit in brackets that engines copy, if a space is before it.
PERCENT = "(%)"
# Numbers for variables. In every language, a plural follows them.
_FIGURES = ("41", "43", "47", "53", "59", "61", "67", "73", "79", "83", "89", "97")
# The invented names of each scheme, as patterns that also match what an engine makes of them.
_INVENTED = {
    "XQ-": r"(?<![\w-])XQ-\d+(?!\w)",
    "V": r"(?<![\w-])V\d+(?!\w)",
    "Zor": r"(?<![\w-])Zor\w*an(?!\w)",
    "900": r"(?<![\w-])900\d+(?!\w)",
}
# Punctuation that may stand directly before a placeholder.
_OPENING = "([{\"'"

# Variables for numbers: %d, %1$d, %.2f, {0}, {count}.
_NUMBER_VARIABLE = re.compile(
    r"%(?:\d+\$)?(?:\d*\.\d+)?[diuf]"
    r"|\{{1,2}\ ?(?:\d+|n|\w*(?:count|num|total|second|minute|hour|days|items|percent|size|qty|minuto|hora)\w*)"
    r"\ ?\}{1,2}"
)
# A number with signs that the engine cannot read, or with a reference to a clause: £12.50, 4.1(a).
_AMOUNT = re.compile(r"(?:(?:[A-Z]{1,3}\$|[^\w\s.,;:!?()\[\]{}\"'/-]+)\ ?)?(\d+(?:[.,]\d+)*)(?:\(\w{1,5}\))*")
# Codes that engines usually copy: identifiers, options, versions, names of files, short web addresses.
_COPIED = re.compile(
    r"(?:--?)?[A-Za-z0-9][A-Za-z0-9.+:=<> -]*(?:\(\))?"
    r"|(?:https?://|www\.)?[A-Za-z0-9.-]{4,24}(?:/[A-Za-z0-9./-]{0,24})?"
)
# The name of a firm, which engines copy together with the article that it needs: "Acme Web Services, Inc."
_FIRM = re.compile(r"[A-Z][A-Za-z0-9&. -]*, [A-Z][A-Za-z]{1,4}\.?")
# A number, perhaps as an ordinal, which is how engines write the numbers of articles.
_ORDINAL = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)*)(?:\.?[oaºª](?!\w))?")
# A height in feet. Engines write "ft" in other ways.
_FEET = re.compile(r"\d+\s?ft.*")
_NUMBER = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Placeholders:
    """The names that stand for masks. `invented` matches names of the scheme, and `natural` has the natural names."""

    names: Mapping[str, str]
    invented: re.Pattern[str]
    natural: frozenset[str] = field(default_factory=frozenset)

    def write(self, text: str) -> str:
        """Return a masked text for the engine. Invented names are kept apart from the words beside them."""

        def placeholder(match: re.Match[str]) -> str:
            name = self.names[match.group()]
            if match.group() in self.natural:
                return name
            before, after = text[: match.start()][-1:], text[match.end() :][:1]
            left = " " if before and not (before.isspace() or before in _OPENING) else ""
            right = " " if after.isalnum() else ""
            return left + name + right

        return MASK.sub(placeholder, text)

    def read(self, output: str, source: str) -> str | None:
        """Return the engine's output with masks for placeholders. None if one is lost, repeated or invented.

        `source` is the masked text.
        """
        text = output
        keys = dict.fromkeys(_key(self.names[mask]) for mask in MASK.findall(source))
        for key in sorted(keys, key=len, reverse=True):
            masks = self._masks_in_order(key, source)
            spans = list(self._spans(key, text))
            if len(spans) != len(masks):
                return None
            text = _replace(text, spans, masks)
        return None if self.invented.search(text) else self._without_added_spaces(text, source)

    def _masks_in_order(self, key: str, source: str) -> list[str]:
        """Return the masks whose names have a key, and an empty text for each such name in the source itself."""
        masks = [(match.start(), match.group()) for match in MASK.finditer(source)]
        named = [(start, mask) for start, mask in masks if _key(self.names[mask]) == key]
        return [mask for _, mask in sorted([*named, *((start, "") for start, _ in self._spans(key, source))])]

    def _spans(self, key: str, text: str) -> Iterator[Range]:
        """Yield where names with a key are in a text."""
        if _NUMBER.fullmatch(key):
            yield from (match.span() for match in _ORDINAL.finditer(text) if _key(match[1]) == key)
            return
        before, after = r"(?<!\w)" if key[0].isalnum() else "", r"(?!\w)" if key[-1].isalnum() else ""
        for match in re.finditer(before + re.escape(key) + after, text, re.IGNORECASE):
            yield match.span()

    def _without_added_spaces(self, text: str, source: str) -> str:
        """Return an output without the spaces that `write` added beside masks."""
        for match in MASK.finditer(source):
            mask = match.group()
            if mask in self.natural:
                continue
            before, after = source[: match.start()][-1:], source[match.end() :][:1]
            if before and not before.isspace() and before not in _OPENING:
                text = text.replace(" " + mask, mask)
            if after and not after.isspace():
                following = r"\d" if after.isdigit() else r"\w" if after.isalnum() else re.escape(after)
                text = re.sub(rf"{mask}\s+(?={following})", mask, text)
        return text


def schemes(masked: MaskedText, with_natural: bool = True) -> Iterator[Placeholders]:
    """Yield placeholders for a masked text, to be tried in this order. Those with natural names come first.

    An engine that damages one scheme usually keeps the next. In measurements, one of them always kept every code.
    """
    masks = list(dict.fromkeys(MASK.findall(masked.text)))
    readable = masked.unmask(masked.text)
    natural = _natural_names(masks, masked, readable) if with_natural else {}
    for prefix, pattern in _INVENTED.items():
        names = {mask: _invented_name(prefix, ord(mask) - FIRST_MASK) for mask in masks}
        if re.search(pattern, readable) or len(set(names.values())) < len(masks):
            continue
        if natural:
            yield Placeholders({**names, **natural}, re.compile(pattern, re.IGNORECASE), frozenset(natural))
            natural = {}
        yield Placeholders(names, re.compile(pattern, re.IGNORECASE))


def has_natural(masked: MaskedText) -> bool:
    """Return whether any code of a masked text has a natural name."""
    return bool(_natural_names(MASK.findall(masked.text), masked, ""))


def _natural_names(masks: list[str], masked: MaskedText, readable: str) -> dict[str, str]:
    """Return the natural names of those masks that have one."""
    figures = (figure for figure in _FIGURES if figure not in readable)
    names = {}
    for mask in masks:
        code = masked.codes[ord(mask) - FIRST_MASK]
        if _NUMBER_VARIABLE.fullmatch(code):
            name = next(figures, "")
        elif amount := _AMOUNT.fullmatch(code):
            name = amount[1]
        else:
            is_percent = code == PERCENT and f" {mask}" in masked.text
            is_copied = is_percent or _FIRM.fullmatch(code) or (_COPIED.fullmatch(code) and not _FEET.match(code))
            name = code if is_copied and not is_date_format(code) else ""
        if name:
            names[mask] = name
    return names


def _invented_name(prefix: str, number: int) -> str:
    return f"Zor{_LETTERS[number % len(_LETTERS)]}an" if prefix == "Zor" else f"{prefix}{number + 1}"


def _key(name: str) -> str:
    """Return a key that two spellings of one name share: the digits of a number, or the lower case of another name."""
    return re.sub(r"[.,]", "", name) if _NUMBER.fullmatch(name) else name.lower()


def _replace(text: str, spans: list[Range], masks: list[str]) -> str:
    """Return the text with masks in place of ranges. An empty mask leaves its range."""
    for (start, end), mask in reversed(list(zip(spans, masks, strict=True))):
        text = text[:start] + mask + text[end:] if mask else text
    return text
