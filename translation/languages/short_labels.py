"""The short labels of each language: form words, signs, letter closings, weekdays and months.

`labels` has a file for each language. To support another language, copy the file of one that you know, and replace what
is on the right. The names on the left are the same in all files, and every label is optional. A label is written as
in the middle of a sentence, and other spellings follow after " | ". The first is written, and all are read. If one of
them is also an ordinary word with another meaning, `write` and `read` have the spellings separately.

- A spelling that ends in a colon is read only beside a colon or comma, or in a row of labels.
- A spelling in capitals is read only in capitals.

The file of a region, such as `pt-PT`, has only what is different there.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Self

from translation.languages.tags import base_language

# The sections whose labels stand before a value, as in "Invoice No. 45".
FIELDS = frozenset({"amounts", "invoices", "forms", "contact"})
CALENDAR = "calendar"

# In a spelling with fewer letters, capitals count: "Ms" is a title, and "ms" is a unit.
MIN_FREE_CASE_LETTERS = 4
# A series is known in a document that has two of its words.
MIN_KNOWN_WORDS = 2
MAX_WORD_CHARACTERS = 20
MAX_CACHED = 64


@dataclass(frozen=True, slots=True)
class Label:
    """A spelling of a label. `name` is its name in the files, and `section` the part of the file."""

    name: str
    section: str
    spelling: str
    needs_form: bool

    def matches(self, text: str) -> bool:
        """Return whether a text with the same letters has the right case."""
        letters = sum(map(str.isalpha, self.spelling))
        if self.spelling.islower() or (letters >= MIN_FREE_CASE_LETTERS and not self.spelling.isupper()):
            return True
        return text == self.spelling


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weekdays and months of a language.

    `series` has their spellings in order, the usual one first, by the name of the series. `joiners` are the words
    between two of them, such as "to". `also_words` are spellings with another meaning, too. Both are in lower case.
    `known` are the series that a document surely has, so that such a spelling has no other meaning. `words` has all
    spellings in lower case.
    """

    series: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    joiners: tuple[str, ...] = ()
    also_words: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def suited_to(self, texts: Iterable[str]) -> Self:
        """Return the calendar for a document with these texts. Two words of a series alone in a text are enough."""
        alone = {text.strip(" .:").lower() for text in texts if len(text) <= MAX_WORD_CHARACTERS} - self.also_words
        counts = {
            name: sum(not alone.isdisjoint(each) for each in _lowered(days)) for name, days in self.series.items()
        }
        return replace(self, known=frozenset(name for name, count in counts.items() if count >= MIN_KNOWN_WORDS))


@dataclass(frozen=True, slots=True)
class LabelTable:
    """The labels of a language. `written` has them by name, and `read` by their spellings in lower case."""

    written: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)

    def find(self, text: str, in_form: bool = False) -> Label | None:
        """Return the label that a text is, or None. `in_form` means that a colon or other labels are beside it."""
        plain = " ".join(text.replace("’", "'").split())
        labels = self.read.get(plain.lower(), ())
        return next((label for label in labels if (in_form or not label.needs_form) and label.matches(plain)), None)

    def without(self, words: Iterable[str]) -> Self:
        """Return the table without the spellings that contain one of these words or phrases, in any case."""
        removed = {word.lower() for word in words}
        if not removed:
            return self
        return replace(
            self, read={text: each for text, each in self.read.items() if removed.isdisjoint(_phrases(text))}
        )


@lru_cache(MAX_CACHED)
def labels_of(tag: str) -> LabelTable:
    """Return the labels of a language. The region decides which are written, and those of all regions are read."""
    base = base_language(tag)
    own = [name for name in dict.fromkeys((tag, base)) if name in _FILES]
    regions = [name for name in _FILES if name.startswith(f"{base}-") and name not in own]
    written: dict[str, str] = {}
    read: dict[str, dict[Label, None]] = {}
    calendar = Calendar()
    for name in own + regions:
        for label, to_write in _labels(_FILES[name]):
            if name in own and to_write:
                written.setdefault(label.name, label.spelling)
            elif not to_write:
                read.setdefault(label.spelling.lower(), {})[label] = None
        if CALENDAR in _FILES[name]:
            calendar = _calendar(_FILES[name][CALENDAR])
    return LabelTable(written, {text: tuple(labels) for text, labels in read.items()}, calendar)


def _load() -> dict[str, dict[str, Any]]:
    """Return the content of the files, by their languages."""
    folder = files(__package__) / "labels"
    rows = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8")) for file in rows}


def _labels(data: Mapping[str, Any]) -> Iterator[tuple[Label, bool]]:
    """Yield the labels of a file, each with whether it is for writing. The others are for reading."""
    for section, rows in data.items():
        for name, row in rows.items() if section != CALENDAR else ():
            spellings = row if isinstance(row, str) else row["read"]
            written = (row if isinstance(row, str) else row["write"]).split(" | ")[0]
            yield Label(name, section, written.rstrip(":"), False), True
            for spelling in filter(None, spellings.split(" | ")):
                yield Label(name, section, spelling.rstrip(":"), spelling.endswith(":")), False


def _calendar(row: Mapping[str, str]) -> Calendar:
    series = {
        name: tuple(tuple(day.split("|")) for day in row[name].split())
        for name in ("weekdays", "weekdays-short", "months", "months-short")
    }
    words = frozenset(word for names in series.values() for spellings in _lowered(names) for word in spellings)
    return Calendar(series, tuple(row["joiners"].split()), frozenset(row["also-words"].lower().split()), words=words)


def _lowered(days: Iterable[tuple[str, ...]]) -> Iterator[list[str]]:
    for spellings in days:
        yield [spelling.lower() for spelling in spellings]


def _phrases(text: str) -> Iterator[str]:
    """Yield every sequence of words of a text."""
    words = text.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield " ".join(words[start:end])


_FILES = _load()
