"""Quality checks of translations: what a sentence and its translation must have in common.

The checks need no knowledge of the words. `judge` also asks whether the words fit.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from translation.text import inline_codes, numbers

CACHED_PAIRS = 1024
# A target longer than this many times its source, ...
MAX_RATIO = 3
# ... plus this many characters, comes from an engine in a loop.
MAX_EXTRA_CHARACTERS = 60
# A target shorter than this share of its source is incomplete, even in Chinese.
MIN_RATIO = 0.2
# Shorter sources are not checked for this.
MIN_CHECKED_CHARACTERS = 60
# An unchanged text with this many words is more than a name, ...
MIN_UNTRANSLATED_WORDS = 6
# ... and so is one with a word in lower case that is at least this long.
MIN_COMMON_CHARACTERS = 5

# A word of three letters or more, twice in a row.
_REPEATED_WORD = re.compile(r"\b([^\W\d_]{3,}) \1\b", re.IGNORECASE)
# Two to four words that occur twice in a row: "da Carolina do Norte da Carolina do Norte".
_REPEATED_PHRASE = re.compile(r"\b([^\W\d_]+(?: [^\W\d_]+){1,3}) \1\b", re.IGNORECASE)
# The start of a web address, or the middle of a mail address.
_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.|\S@\S")
# The name of a web site, which an engine may invent.
_ADDED_ADDRESS = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com?|org|net|gov|edu)\b(?:\.[a-z]{2})?", re.IGNORECASE)
# The end of a sentence before another.
_SENTENCE_END = re.compile(r"(?:[a-zß-ÿ]{4}\.|[a-zß-ÿ][!?]|[a-zß-ÿ]\)[.!?])[.!?]*[\"'”’»)\]]*\s+[\"'“‘«(\[¿¡]*[A-ZÀ-Þ]")
_BRACKET = re.compile(r"[()\[\]{}]")
# A bracket of a list: "a)". It has no partner.
_LIST_BRACKET = re.compile(r"(?:^|[\s;:,])\w{1,3}\)")
# Signs that mean something, with the words that a translation may have instead.
_SIGNS = {
    "%": r"%|por\s?cento|per\s?cent|percent|pourcent|prozent",
    "‰": "‰",
    "°": r"°|º|grau|degree|degré|grad",
    "§": r"§|par[aá]gra|section|se[cç]",
    "£": r"£|libra|pound|GBP|livre|pfund|sterlin",
    "€": r"€|euro|EUR",
    "¥": r"¥|ien|yen|JPY|yuan",
    "$": r"\$|d[oó]lar|dollar|USD|rea(?:l|is)|peso",
    "R$": r"R\$|BRL|rea(?:l|is)",
    **{sign: re.escape(sign) for sign in "₹₩₽±×÷≤≥≠≈√∞→←↑↓©®™✓✗µμΩ"},
}
# Portuguese ordinals are often written with a degree sign, so only that of a temperature or position counts.
_SIGN = re.compile(
    "|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True))).replace("°", r"°(?=\s?[CFKNSEWLO]\b|\d)")
)
_SIGN_PATTERNS = {sign: re.compile(pattern, re.IGNORECASE) for sign, pattern in _SIGNS.items()}
# A number after a sign that compares it with another.
_COMPARED = re.compile(r"[<>]\s?\d")
# A number with a symbol of a unit of measure.
_MEASURE = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)*)\s?([mcdkµμnMGT]?(?:g|m|l|L|s|V|W|A|Hz|Pa|J|N|B)[²³23]?)(?![\w.])")
_LETTERS_AFTER = re.compile(r"\s?([^\W\d_]{1,3}[²³23]?)(?![\w.])")


def find_issues(source: str, target: str) -> Iterator[str]:
    """Yield the codes of the quality issues in the translation of a sentence."""
    yield from count_issues(source, target)


# A sentence is compared with its translation up to three times.
@lru_cache(CACHED_PAIRS)
def count_issues(source: str, target: str) -> Counter[str]:
    """Return how often a translation has each quality issue, by the codes of the issues."""
    if not target.strip():
        return Counter(empty=1)
    missing = _missing_codes(source, target)
    counts = Counter(
        untranslated=source == target and _is_more_than_a_name(source),
        numbers_differ=len(numbers.missing(source, target)) + len(numbers.added(source, target)),
        urls_differ=sum(1 for code in missing if _ADDRESS.search(code)) + _added_addresses(source, target),
        codes_differ=sum(1 for code in missing if not _ADDRESS.search(code)),
        brackets_differ=_differing_brackets(source, target),
        signs_differ=_missing_signs(source, target) + _changed_units(source, target),
        length_differs=_has_odd_length(source, target),
        repeated_words=max(0, count_repeats(target) - count_repeats(source)),
        sentences_differ=_missing_sentences(source, target),
    )
    return +counts


def count_repeats(text: str) -> int:
    """Return how often a word occurs twice in a row."""
    return sum(1 for _ in _REPEATED_WORD.finditer(text))


def remove_added_repeats(source: str, target: str) -> str:
    """Return a target without the second of two equal words or phrases in a row, if its source has fewer."""
    for pattern in (_REPEATED_WORD, _REPEATED_PHRASE):
        if len(pattern.findall(target)) > len(pattern.findall(source)):
            target = pattern.sub(r"\1", target)
    return target


def count_sentences(text: str) -> int:
    """Return the number of sentences in a text, without those that end in a short word or a number.

    What looks like the end of such a sentence may be an abbreviation.
    """
    return 1 + sum(1 for _ in _SENTENCE_END.finditer(text))


def _is_more_than_a_name(text: str) -> bool:
    words = text.split()
    return len(words) >= MIN_UNTRANSLATED_WORDS or any(
        word.isalpha() and word.islower() and len(word) >= MIN_COMMON_CHARACTERS for word in words
    )


def _missing_codes(source: str, target: str) -> list[str]:
    """Return the codes of the source that are missing from the target, or occur there less often."""
    codes = Counter(source[start:end] for start, end in inline_codes.find_codes(source))
    # A code may have a number in the format of the target.
    plain = target.replace(",", ".")
    return [
        code
        for code, count in codes.items()
        if plain.count(code.replace(",", ".").rstrip("º")) < count and not inline_codes.is_date_format(code)
    ]


def _added_addresses(source: str, target: str) -> int:
    """Return how many addresses a target has that its source does not have: engines invent some."""
    return sum(1 for address in _ADDED_ADDRESS.findall(target) if address.lower() not in source.lower())


def _differing_brackets(source: str, target: str) -> int:
    """Return how many brackets are missing from a target or added to it, without those of lists."""
    if not (_BRACKET.search(source) or _BRACKET.search(target)):
        return 0
    before, after = (Counter(_BRACKET.findall(_LIST_BRACKET.sub(" ", text))) for text in (source, target))
    return ((before - after) + (after - before)).total()


def _missing_signs(source: str, target: str) -> int:
    """Return how many kinds of signs of the source have no counterpart in the target."""
    signs = set(_SIGN.findall(source))
    lost = sum(1 for sign in signs if not _SIGN_PATTERNS[sign].search(target))
    return lost + max(0, len(_COMPARED.findall(source)) - len(_COMPARED.findall(target)))


def _changed_units(source: str, target: str) -> int:
    """Return how many measures have another symbol in the target."""
    changed = 0
    for number, unit in _MEASURE.findall(source):
        digits = re.sub(r"\D", "", number)
        places = [match.end() for match in numbers.NUMBER.finditer(target) if re.sub(r"\D", "", match[0]) == digits]
        symbols = [match[1] for place in places if (match := _LETTERS_AFTER.match(target, place))]
        changed += bool(places) and bool(symbols) and all(symbol.lower() != unit.lower() for symbol in symbols)
    return changed


def _missing_sentences(source: str, target: str) -> int:
    """Return how many sentences a target has less than its source."""
    return max(0, count_sentences(source) - count_sentences(target))


def _has_odd_length(source: str, target: str) -> bool:
    is_short = len(source) >= MIN_CHECKED_CHARACTERS and len(target) < MIN_RATIO * len(source)
    return is_short or len(target) > MAX_RATIO * len(source) + MAX_EXTRA_CHARACTERS
