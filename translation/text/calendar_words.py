"""Weekdays and months that stand alone, or in a row such as "Mon–Fri" and "Jan, Feb, Mar", translated from a table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from translation.languages.short_labels import Calendar
from translation.text.casing import raise_initial
from translation.text.pieces import Piece

MAX_CHARACTERS = 80
MAX_DAY = 31

_TOKEN = re.compile(r"(?P<word>[^\W\d_]+(?:-(?i:feira))?)\.?|\d+")
_TOKEN_WORD = re.compile(r"[^\W\d_]+(?:-(?i:feira))?")
# What may stand between two words of a row.
_BETWEEN = re.compile(r"\s*[-–—/,&·|]?\s*|['’]")
# The end of the weekdays before opening hours: a colon, or the space before a time of day.
_HOURS = re.compile(r":?\s+(?=\d)|:\s+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_YEAR = re.compile(r"\d\d")


@dataclass(frozen=True, slots=True)
class _Row:
    """Words of one series, such as the short months. `places` has the position of each word, by its lower case."""

    text: str
    tokens: Sequence[re.Match[str]]
    series: str
    places: Mapping[str, int]
    calendar: Calendar

    @property
    def words(self) -> list[str]:
        return [token["word"] for token in self.tokens if token["word"] and self.place(token) is not None]

    def place(self, token: re.Match[str]) -> int | None:
        return self.places.get((token["word"] or "").lower())

    def is_whole(self) -> bool:
        """Return whether the text has only words of the series, and joiners and numbers between or beside them."""
        joiners = [token["word"].lower() for token in self.tokens[1:-1] if token["word"] and self.place(token) is None]
        ends = all(self.place(token) is not None or not token["word"] for token in (self.tokens[0], self.tokens[-1]))
        starts = [*(token.start() for token in self.tokens[1:]), len(self.text)]
        gaps = [self.text[token.end() : start] for token, start in zip(self.tokens, starts, strict=True)]
        between = all(map(_BETWEEN.fullmatch, gaps[:-1])) and gaps[-1] in ("", ".") and self.tokens[0].start() == 0
        return bool(self.words) and ends and between and all(joiner in self.calendar.joiners for joiner in joiners)

    def is_sure(self) -> bool:
        """Return whether the words surely have this meaning.

        The engine translates a full month with a day or year. One word alone must have the capital of its language.
        """
        if any(not token["word"] for token in self.tokens):
            return self._has_short_month() and all(map(self._is_date, range(len(self.tokens))))
        words = self.words
        if len(words) > 1:
            is_range = self.calendar.joiners[0] in self.text.split()
            has_other = any(word.lower() not in self.calendar.also_words for word in words)
            return is_range or has_other or all(word[0].isupper() for word in words)
        usual = self.calendar.series[self.series][self.places[words[0].lower()]][0]
        is_short = self.series.endswith("short")
        has_case = words[0][0].isupper() or (usual.islower() and not is_short)
        is_abbreviated = is_short and self.text.endswith(".")
        is_unambiguous = self.series in self.calendar.known or words[0].lower() not in self.calendar.also_words
        return is_abbreviated or (has_case and is_unambiguous)

    def _has_short_month(self) -> bool:
        """Return whether a word is a month and no full one. "May" is both."""
        full = {name.lower() for names in self.calendar.series["months"] for name in names}
        return self.series == "months-short" and any(word.lower() not in full for word in self.words)

    def _is_date(self, number: int) -> bool:
        """Return whether a token is a word, a day before a month, or a year after one."""
        token = self.tokens[number]
        digits = token.group()
        if token["word"]:
            return True
        follows = number > 0 and self.place(self.tokens[number - 1]) is not None
        is_joined = self.text[token.start() - 1 : token.start()] in ("-", "/", "'", "’")
        is_year = follows and (_YEAR.fullmatch(digits) or (is_joined and _SHORT_YEAR.fullmatch(digits)))
        precedes = number + 1 < len(self.tokens) and self.place(self.tokens[number + 1]) is not None
        return bool(is_year) or (precedes and 0 < int(digits) <= MAX_DAY)

    def written(self, target: Calendar) -> str:
        """Return the text with its words in the target language, in the case of the source."""
        parts, position = [], 0
        for token in self.tokens:
            if not (word := token["word"]):
                continue
            place = self.place(token)
            if place is None:
                written = target.joiners[self.calendar.joiners.index(word.lower())]
            else:
                is_capital = word[0].isupper() and (token.start() == 0 or self.series.endswith("short"))
                written = target.series[self.series][place][0]
                written = raise_initial(written) if is_capital else written
            parts += [self.text[position : token.start()], written.upper() if _is_upper(word) else written]
            position = token.start("word") + len(word)
        return "".join([*parts, self.text[position:]])


def split(text: str, source: Calendar, target: Calendar) -> Sequence[Piece]:
    """Return the pieces of a text of weekdays or months, or of weekdays with opening hours. Empty for other texts."""
    if not target.series or len(text) > MAX_CHARACTERS or not text[:1].isalnum():
        return []
    first = _TOKEN_WORD.search(text)
    if not first or first.group().lower() not in source.words:
        return []
    if translated := _translate(text, source, target):
        return [Piece(text, translated)]
    hours = _HOURS.search(text)
    if hours and (translated := _translate(text[: hours.start()], source, target, "weekdays")):
        return [Piece(text[: hours.end()], translated + hours.group()), Piece(text[hours.end() :])]
    return []


def _translate(text: str, source: Calendar, target: Calendar, kind: str = "") -> str | None:
    """Return the translation of a text of weekdays or months, with days and years. None for any other text.

    `kind` is the start of the name of the series.
    """
    tokens = list(_TOKEN.finditer(text))
    if not any(token["word"] for token in tokens):
        return None
    for series, names in source.series.items():
        places = {spelling.lower(): place for place, names in enumerate(names) for spelling in names}
        row = _Row(text, tokens, series, places, source)
        if series.startswith(kind) and row.is_whole() and row.is_sure():
            return row.written(target)
    return None


def _is_upper(word: str) -> bool:
    return len(word) > 1 and word.isupper()
