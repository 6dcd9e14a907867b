"""Segments of every kind in documents, and what each translation must have.

They are in two files. The rules for text follow from `tests/data/segments.tsv`. Do not adjust a rule to
`tests/data/development.tsv`, so that it shows what happens to other text.

Each line holds the language pair, the kind, the segment, its expectations and perhaps a good translation, separated by
tabs; ⇥ stands for a tab. " | " separates expectations:

    =one / other    the whole translation is one of these
    ~regex          something in it matches
    +token  !token  it has the token, or does not have it
    $ending         it has this ending
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from translation.testing.files import DATA
from translation.text.numbers import any_missing

SEGMENTS = DATA / "segments.tsv"
DEVELOPMENT = DATA / "development.tsv"
LONGEST_RATIO, LONGEST_EXTRA = 3, 15
_PLACEHOLDER = re.compile(r"\bXQ-?\d|[\ue000-\uf8ff]")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_END = re.compile(r"[.!?:…]$")


@dataclass(frozen=True, slots=True)
class ExpectedSegment:
    """A segment and what its translation must have."""

    source_language: str
    target_language: str
    kind: str
    source: str
    expectations: tuple[str, ...]
    reference: str = ""

    def unmet(self, target: str) -> list[str]:
        """Return the expectations that a translation does not meet."""
        return [expectation for expectation in self.expectations if not _meets(target, expectation)]

    def defects(self, target: str) -> list[str]:
        """Return what is wrong with a translation."""
        return [*self.unmet(target), *_damages(self.source, target)]


def expected_segments(path: Path = SEGMENTS) -> Iterator[ExpectedSegment]:
    """Return the segments of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        pair, kind, source, expectations, *reference = (field.replace("⇥", "\t") for field in line.split("\t"))
        source_language, target_language = pair.split("-")
        expected = tuple(expectations.split(" | "))
        yield ExpectedSegment(source_language, target_language, kind, source, expected, "".join(reference))


def _meets(target: str, expectation: str) -> bool:
    sign, wanted = expectation[0], expectation[1:]
    match sign:
        case "=":
            return target in wanted.split(" / ")
        case "~":
            return bool(re.search(wanted, target))
        case "+":
            return wanted in target
        case "!":
            return wanted not in target
        case "$":
            return target.endswith(wanted)
    raise ValueError(expectation)


def _damages(source: str, target: str) -> Iterator[str]:
    """Return what no translation may have, whatever the segment."""
    if not target.strip():
        yield "empty"
    if any_missing(source, target):
        yield "numbers"
    if _PLACEHOLDER.search(target):
        yield "placeholder"
    if len(target) > LONGEST_RATIO * len(source) + LONGEST_EXTRA:
        yield "length"
    if _is_shouted(source) and not _is_shouted(target):
        yield "capitals"
    if source[:1].isupper() and target[:1].islower():
        yield "initial"
    ends = [match.group() if (match := _END.search(text)) else "" for text in (source, target)]
    if ends[0] != ends[1]:
        yield "ending"


def _is_shouted(text: str) -> bool:
    letters = "".join(_CAPITALS.findall(text))
    return len(letters) > 4 and letters.isupper()
