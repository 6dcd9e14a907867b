"""Numbers in a text: find those that a translation lacks or adds."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import chain, pairwise

from translation.languages.conventions import CONVENTIONS, Conventions
from translation.text import number_words
from translation.text.inline_codes import CACHED_TEXTS

# Digits with what joins them: numbers, dates, times, ranges.
NUMBER = re.compile(r"\d+(?:[.,:/\u00a0\u202f-]\d+)*")

# Digits with points and commas. Groups of three digits may be separated by spaces.
_TOKEN = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?(?![.,]?\d)|(?:(?<![\w.,)\]])[.,])?\d+(?:[.,]\d+)*"
)
_DIGITS = re.compile(r"\d+")
_SIGNS = re.compile(r"(?<=\d)\D(?=\d)")
# Digits above or below the line.
_RAISED = {**dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)), **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))}
# Words after a number that multiply it, with their number of zeros.
_MULTIPLIERS = (
    (re.compile(r"\s(?:thousand|mil|mille|mila|Tausend|tausend)\b"), 3),
    (re.compile(r"\s?(?:millions?|milh(?:ão|ões)|mill[óo]n(?:es)?|Million(?:en)?|milion[ei])\b"), 6),
    (re.compile(r"\s?(?:billions?|bilh(?:ão|ões)|mil mil(?:hões|lones)|[Mm]illiard(?:s|en?)?|miliard[oi])\b"), 9),
)
# Between two equal numbers that are one number in other languages: "de 8 em 8 horas", "every 8 hours".
_EVERY = re.compile(r"\s(?:em|en|sur|su)\s")
# "1990s", "1990er", "anos 90", "anos 80 e 90".
_DECADE = re.compile(
    r"\b(\d{1,3}0)(?:['’]?s|er)\b"
    r"|\b(?:anos|años|années|décadas?|anni)\s(?:d[aei]l?\s(?:los\s)?)?['’]?(\d{1,3}0)(?:\s(?:[aeyà]|et)\s['’]?(\d{1,3}0))?\b"
)
# A range of years with a short end.
_SHORT_RANGE = re.compile(r"\b(\d{4})[-–/](\d{2})$")
# The days of the week in Portuguese: "2ª-feira", "2ª a 6ª feira".
_WEEKDAYS = re.compile(
    r"\b(?:de|às|das|da) [2-6]ª a (?:[2-6]ª|sábado|domingo|sáb|dom)\b"
    r"|\b[2-6][ªa.]{1,2}(?:\s?(?:,|[aeà]|-|–)\s?[2-6][ªa.]{1,2})*\s?-?\s?feiras?\b"
)
# "No.", "nº" and the like before a number.
_NUMBER_SIGN = re.compile(r"\b(?:[nN](?:[oº°]\.?|\.[oº°]|r\.|\.)|NO\.?|N\.O)\s?(?=\d)")
# Powers of units, and the words for them: "km2", "km²", "square kilometres".
_POWER = re.compile(r"(?<=m)(?:[23]\b|[²³])")
_OTHER_POWER = re.compile(r"(?<!m)[²³]")
_RAISED_POWER = re.compile(r"(?<=m)[²³]")
_POWER_WORD = re.compile(r"quadrad|cuadrad|square|carré|quadrat|cubic|cúbic|cube|kubik", re.IGNORECASE)
# A noun after a 1. An article in place of the 1 counts nothing else.
_COUNTED_NOUN = re.compile(r"[\s-]([a-zà-ÿ]{3,})")
# The word before a number.
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s$")

_FUNCTION_WORDS = frozenset(chain.from_iterable(each.function_words for each in CONVENTIONS.values()))
# Numerals that are frequent words of other languages.
_AMBIGUOUS = frozenset(
    ["once", "six", "sei", "dos", "due", "mil", "cent", "second", "both", "third", "premier", "primo", "seconda"]
)
# The numerals of all languages, for texts in unknown ones.
ANY_LANGUAGE = Conventions(
    numerals={
        word: value
        for each in CONVENTIONS.values()
        for word, value in each.numerals.items()
        if word not in _FUNCTION_WORDS | _AMBIGUOUS
    },
    indefinite_articles=frozenset(chain.from_iterable(each.indefinite_articles for each in CONVENTIONS.values())),
)


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A number in a text, with all its readings. A reading is the values that must occur together."""

    text: str
    start: int
    end: int
    readings: tuple[tuple[str, ...], ...]


def any_missing(
    source: str, target: str, source_language: Conventions = ANY_LANGUAGE, target_language: Conventions = ANY_LANGUAGE
) -> bool:
    """Return whether a number of the source is missing from the target."""
    return bool(missing(source, target, source_language, target_language))


def missing(
    source: str, target: str, source_language: Conventions = ANY_LANGUAGE, target_language: Conventions = ANY_LANGUAGE
) -> list[str]:
    """Return the numbers of the source that are missing from the target.

    A number may have another format there. It may be a Roman numeral or a word, or the same time in 12 or 24 hours. A
    number that the source repeats, as in "8 em 8", may occur once. The name of a month does not stand for its number,
    because the order of day and month in a date of digits is unknown.
    """
    return list(_Comparison(source, target, source_language, target_language).missing())


def added(
    source: str, target: str, source_language: Conventions = ANY_LANGUAGE, target_language: Conventions = ANY_LANGUAGE
) -> list[str]:
    """Return the numbers of the target that nothing in the source explains."""
    return missing(target, source, target_language, source_language)


@lru_cache(CACHED_TEXTS)
def find_tokens(text: str) -> tuple[NumberToken, ...]:
    """Return the numbers of a text: those with digits in order, and then raised powers."""
    tokens = [
        NumberToken(match.group(), match.start(), match.end(), tuple(_readings(match.group())))
        for match in _TOKEN.finditer(text)
    ]
    powers = [
        NumberToken(match.group(), match.start(), match.end(), ((_RAISED[match.group()],),))
        for match in _RAISED_POWER.finditer(text)
    ]
    return (*tokens, *powers)


def restore_sign(source: str, target: str, sign: str) -> str:
    """Return a translation with the number sign of its language ("nº") wherever the source has one ("No.")."""
    count = len(_NUMBER_SIGN.findall(source))
    if not sign or not count or len(_NUMBER_SIGN.findall(target)) != count:
        return target
    if _NUMBER_SIGN.sub("", target).isupper():
        sign = sign[0].upper() + sign[1:]
    return _NUMBER_SIGN.sub(sign + " ", target)


class _Comparison:
    """The numbers of a text, compared with another text."""

    def __init__(self, text: str, other: str, language: Conventions, other_language: Conventions) -> None:
        self._text, self._other = text, other
        self._languages = language, other_language
        self._tokens = _without_repetitions(text, list(find_tokens(text)))
        self._tokens += [
            NumberToken(text[start:end], start, end, ((str(value),),))
            for start, end, value in number_words.centuries(text)
        ]

    def missing(self) -> Iterator[str]:
        """Yield the numbers that the other text lacks, or has less often."""
        if not self._tokens:
            return
        found = self._found()
        needed = Counter(token.readings[0] for token in self._tokens)
        for token in self._tokens:
            count = needed[token.readings[0]]
            has_reading = any(all(found[value] >= count for value in reading) for reading in token.readings)
            if not (has_reading or self._is_explained(token, found)):
                needed[token.readings[0]] -= 1
                yield token.text

    def _found(self) -> Counter[str]:
        """Return the values that occur in the other text, with all readings of each number."""
        found = number_words.spelled_values(self._other, self._languages[1])
        for token in find_tokens(self._other):
            found.update({value for reading in token.readings for value in reading})
            found.update(_multiplied(self._other, token))
        found.update(_RAISED[character] for character in self._other if character in _RAISED and character not in "²³")
        found.update(_RAISED[character] for character in _OTHER_POWER.findall(self._other))
        return found

    def _is_explained(self, token: NumberToken, found: Counter[str]) -> bool:
        return (
            any(start <= token.start and token.end <= end for start, end in self._times)
            or any(found[value] for value in _multiplied(self._text, token))
            or self._is_decade(token)
            or self._ends_range(token, found)
            or (_POWER.match(self._text, token.start) is not None and _POWER_WORD.search(self._other) is not None)
            or (token.text == "1" and self._has_article and self._counts_a_noun(token))
            or any(match.start() <= token.start < match.end() for match in _WEEKDAYS.finditer(self._text))
        )

    @cached_property
    def _times(self) -> list[tuple[int, int]]:
        """The ranges of the times that occur in the other text too."""
        return [
            (start, end)
            for start, end, hour, minutes in number_words.times(self._text)
            if number_words.has_time(self._other, hour, minutes, self._text)
        ]

    @cached_property
    def _has_article(self) -> bool:
        """Whether the other text has more articles that may stand for 1."""
        texts = zip((self._text, self._other), self._languages, strict=True)
        own, others = (number_words.count_articles(text, language) for text, language in texts)
        return others > own

    def _counts_a_noun(self, token: NumberToken) -> bool:
        """Return whether a number stands before a noun, and not after a name or a label: "Figure 1 shows"."""
        noun, word = _COUNTED_NOUN.match(self._text, token.end), _WORD_BEFORE.search(self._text[: token.start])
        language = self._languages[0]
        if noun is None or noun[1] in language.function_words:
            return False
        labels = {label.lower() for label in language.caption_labels.values()}
        is_first = word is not None and not self._text[: word.start()].strip()
        return word is None or (word[1].lower() not in labels and (is_first or word[1].islower()))

    def _ends_range(self, token: NumberToken, found: Counter[str]) -> bool:
        """Return whether a number ends a range of years that the other text writes in full: "2005-07"."""
        years = _SHORT_RANGE.search(self._text, 0, token.end)
        return years is not None and found[years[1][:2] + years[2]] > 0 and found[years[1]] > 0

    def _is_decade(self, token: NumberToken) -> bool:
        """Return whether the other text has a decade with two digits in place of four, or the other way round."""
        own, others = (set(chain.from_iterable(_DECADE.findall(text))) for text in (self._text, self._other))
        lengths = len(token.text), 6 - len(token.text)
        return token.text in own and any(
            len(each) == lengths[1] and each[-2:] == token.text[-2:] for each in others if each
        )


def _readings(token: str) -> Iterator[tuple[str, ...]]:
    """Yield the readings of a number: "1,234" is 1234 or 1.234, "2.1.3" is 2, 1 and 3."""
    first, *rest = _DIGITS.findall(token)
    if token[0] in ".,":
        yield (f"0.{first}",)
    signs = _SIGNS.findall(token)
    has_groups = len(first) <= 3 and first != "0" and all(len(part) == 3 for part in rest)
    if rest and has_groups and len(set(signs)) == 1:
        yield (_whole(first + "".join(rest)),)
    if len(rest) == 1 and signs[0] in ".,":
        yield (f"{int(first)}.{rest[0]}",)
    elif len(set(signs)) == 2 and signs.count(signs[-1]) == 1 and all(len(part) == 3 for part in rest[:-1]):
        yield (f"{_whole(first + ''.join(rest[:-1]))}.{rest[-1]}",)
    if len(rest) != 1 or signs[0] not in ".,":
        yield tuple(map(_whole, (first, *rest)))


def _whole(digits: str) -> str:
    return str(int(digits))


def _multiplied(text: str, token: NumberToken) -> Iterator[str]:
    """Yield the value of a number with the word after it: "1.5 million" is 1500000."""
    for pattern, zeros in _MULTIPLIERS:
        if pattern.match(text, token.end):
            for reading in token.readings:
                if len(reading) == 1:
                    yield str(int(Decimal(reading[0]).scaleb(zeros)))


def _without_repetitions(text: str, tokens: list[NumberToken]) -> list[NumberToken]:
    """Return the numbers without those that only repeat the number before them, as in "8 em 8"."""
    repeated = {
        second.start
        for first, second in pairwise(tokens)
        if first.text == second.text and _EVERY.fullmatch(text, first.end, second.start)
    }
    return [token for token in tokens if token.start not in repeated]
