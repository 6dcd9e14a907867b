"""Numbers that are not written in digits: words, Roman numerals and the hours of a clock."""

import re
from collections import Counter
from collections.abc import Iterator

from translation.languages.conventions import Conventions

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# What may stand between the words of one number: "vinte e cinco", "twenty-five".
_JOINED_WORDS = re.compile(r"(?:\s+(?:and|e|y|et|und)\s+|[\s-])")
# A Roman numeral, perhaps with the ending of an ordinal: "XVII", "XVIIe", "II.º".
_ROMAN = re.compile(
    r"(?<![\w-])(M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?:e|er|ème|º|ª|o)?(?!\w)"
)
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
# Roman numerals of centuries: "séculos XIX e XX", "XVIIe siècle".
_CENTURIES = re.compile(
    r"\b(?:s[ée]c(?:ulo)?s?\.?|siglos?|secol[oi])\s((?:[IVXL]+)(?:(?:\s?(?:,|e|y|ao?|ou|o|–|-|/)\s?)[IVXL]+)*)\b"
    r"|\b([IVXL]+)(?:e|ème)\ssiècle"
)
# A single capital is a Roman numeral only after a name or one of these words: "Pedro I", "século X".
_BEFORE_NUMERAL = re.compile(
    r"(?:[^\W\d_a-zà-ÿ][^\W\d_]+|s[ée]culos?|siglos?|siècles?|secol[oi]|cap[íi]tulos?|partes?|tomos?|títulos?|fases?"
    r"|graus?|tipos?|classes?|chapter|part|phase|type|grade|stage|class|volumes?|table|tabela|figure|figura)\s+$"
)
_TIME = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-4])(?:\s?(?:h|hs|hrs|Uhr)\s?(?P<minutes>[0-5]\d)?\b(?:min)?|[:.](?P<more>[0-5]\d)(?![.,]?\d))"
    r"(?:\s?[ap]\.?\s?m\b\.?)?|\b(?P<hour12>1[0-2]|0?[1-9])\s?[ap]\.?\s?m\b",
    re.IGNORECASE,
)
# "às 14", "at 2", "3 o'clock": hours without minutes.
_FULL_HOUR = re.compile(
    r"\b(?:às|as|at|a las?|à|um|gegen|alle|until|até|hasta|from|das)\s+(?P<before>[01]?\d|2[0-4])\b(?![.,:/%]\d)"
    r"|\b(?P<after>1[0-2]|[1-9])\s+(?:o['’]clock\b|horas d[ae]\b|in the\b|da (?:tarde|noite|manhã)\b|de la\b|del\b)",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(half|quarter) past (\d{1,2})\b", re.IGNORECASE)
# What says whether an hour is before or after noon.
_HALF_OF_DAY = re.compile(
    r"\b(?:[ap]\.?\s?m\b|da (?:tarde|noite|manhã|madrugada)|(?:in the|at) (?:morning|afternoon|evening|night)"
    r"|de la (?:tarde|noche|mañana)|du (?:soir|matin)|de l['’]après-midi|nachmittags|abends|morgens|del pomeriggio"
    r"|di (?:sera|mattina|notte))",
    re.IGNORECASE,
)
_NOON = re.compile(r"\b(?:noon|midday|meio-dia|meio dia|mediodía|midi|Mittag|mittags|mezzogiorno)\b", re.IGNORECASE)
_MIDNIGHT = re.compile(
    r"\b(?:midnight|meia-noite|meia noite|medianoche|minuit|Mitternacht|mezzanotte)\b", re.IGNORECASE
)
_HALF = re.compile(r"\b(?:half|meia|meio|media|medio|demie?|halb|halbe|mezz[ao])\b", re.IGNORECASE)
_QUARTER = re.compile(r"\b(?:quarter|quinze|quarto|cuarto|quart|Viertel)\b", re.IGNORECASE)


def spelled_values(text: str, language: Conventions) -> Counter[str]:
    """Return the values of the words and Roman numerals of a text."""
    values = [*_word_values(text, language), *_roman_values(text)]
    return Counter(map(str, values))


def centuries(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the Roman numerals of centuries: start, end and value."""
    for century in _CENTURIES.finditer(text):
        start, end = century.span(1 if century[1] else 2)
        yield from ((*each.span(1), _roman(each[1])) for each in _ROMAN.finditer(text, start, end) if each[1])


def count_articles(text: str, language: Conventions) -> int:
    """Return how many words of a text are articles that are also the number 1."""
    articles = language.indefinite_articles
    return sum(word.lower() in articles for word in _WORD.findall(text))


def times(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the times of day in a text: start, end, hour and minutes."""
    for match in _TIME.finditer(text):
        minutes = match["minutes"] or match["more"] or 0
        yield match.start(), match.end(), int(match["hour"] or match["hour12"]), int(minutes)
    for match in _FULL_HOUR.finditer(text):
        yield match.start(), match.end(), int(match["before"] or match["after"]), 0
    for match in _PAST.finditer(text):
        yield match.start(), match.end(), int(match[2]), 30 if match[1].lower() == "half" else 15


def has_time(text: str, hour: int, minutes: int, other: str) -> bool:
    """Return whether a text has a time of day, in 12 or 24 hours. `other` is the text that the time is from."""
    if hour % 12 == 0 and minutes == 0 and (_NOON if hour == 12 else _MIDNIGHT).search(text):
        return True
    names_half = _HALF_OF_DAY.search(text) or _HALF_OF_DAY.search(other)
    for _start, _end, each, its_minutes in times(text):
        if (each == hour or (names_half and each % 12 == hour % 12)) and (
            its_minutes == minutes or (its_minutes == 0 and has_minutes(text, minutes))
        ):
            return True
    return False


def has_minutes(text: str, minutes: int) -> bool:
    """Return whether a text has these minutes in words: "half past two"."""
    return (minutes == 30 and bool(_HALF.search(text))) or (minutes in (15, 45) and bool(_QUARTER.search(text)))


def _word_values(text: str, language: Conventions) -> Iterator[int]:
    """Yield the values of the numbers in words. "Vinte e cinco" is 25, "two hundred" is 200."""
    known = language.numerals
    end, value = -1, 0
    for match in _words(text, language):
        number = known[match.group().lower()]
        is_joined = value and end >= 0 and _JOINED_WORDS.fullmatch(text, end, match.start())
        if is_joined and (joined := _joined(value, number)):
            value = joined
        else:
            if end >= 0:
                yield value
            value = number
        end = match.end()
    if end >= 0:
        yield value


def _words(text: str, language: Conventions) -> Iterator[re.Match[str]]:
    """Yield the words for numbers. The parts of a hyphenated word count if the whole does not."""
    known = language.numerals
    for match in _WORD.finditer(text) if known else ():
        if match.group().lower() in known:
            yield match
        elif "-" in match.group():
            parts = re.compile(r"[^\W\d_]+").finditer(text, match.start(), match.end())
            yield from (part for part in parts if part.group().lower() in known)


def _joined(value: int, number: int) -> int:
    """Return the number of two words that follow each other. 0 if they are two numbers."""
    if value < number and number in (100, 1000):
        return value * number
    place = 1000 if value % 1000 == 0 else 100 if value % 100 == 0 else 10 if value % 10 == 0 else 1
    return value + number if number and place > number else 0


def _roman_values(text: str) -> Iterator[int]:
    for match in _ROMAN.finditer(text):
        if len(match[1]) > 1 or (match[1] and _BEFORE_NUMERAL.search(text, 0, match.start())):
            yield _roman(match[1])


def _roman(numeral: str) -> int:
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
