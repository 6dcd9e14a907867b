"""The spelling of regions: "acção" is written "ação" in Brazil, and "colour" is written "color" in America.

An engine mixes the spellings of its training texts. The tables in `spellings` have words that are surely the same word,
and whose spelling in one region is no other word in the other region.

A line has the start of some words in two regions, and their endings, with "-" for none. "=" means both ways, and ">"
means only from left to right:

    quilómetro = quilômetro: - s
    direct > diret: or ora ores oras
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from translation.languages.tags import base_language
from translation.languages.words import in_case_of

# The regions on the left and on the right, by language.
_REGIONS = {"pt": ("pt-PT", "pt-BR"), "en": ("en-GB", "en-US")}
# Portuguese without a region is Brazilian, like its conventions. Plain English is whatever the engine writes.
_USUAL_REGIONS = {"pt": "pt-BR"}

# A longer run of characters without a space is not a word.
MAX_WORD_CHARACTERS = 100

_LINE = re.compile(r"(\S+) ([=>]) (\S+): (.+)")
# Words with what joins them to more, up to the next space.
_JOINED = re.compile(r"\S+")
# Addresses, file names and identifiers.
_CODE = re.compile(r"[@\\_<>{}=]|://|www\.|\w\.\w|\d\w*[^\W\d_]|[^\W\d_]\w*\d")
_WORD = re.compile(r"[^\W\d_]+")
# "falámos": the past tense of "we", which Brazil writes without the accent.
_PAST_WE = re.compile(r"(\w{2,})ámos")
_WITHOUT_ACCENT = "pt-BR"
# "o controlo de acesso": the noun, which Brazil writes with another ending than the verb "eu controlo".
_NOUN_CONTROL = re.compile(
    r"(?<!\beu )\bcontrol(?:o(?= d[aeo]s?\b)|(?<=\b(?:d[eo]|no|ao|um) control)o\b)", re.IGNORECASE
)


def respell(text: str, target: str, source: str = "") -> str:
    """Return a translation in the spelling of the region of `target`. Names and words of the source stay."""
    region = _USUAL_REGIONS.get(target, target)
    table = _table(region)
    if not table:
        return text
    if region == _WITHOUT_ACCENT:
        text = _NOUN_CONTROL.sub(lambda match: match[0][:-1] + ("E" if match[0].isupper() else "e"), text)
    found = {word: written for word in set(_WORD.findall(text)) if (written := _spelling(word.lower(), table, region))}
    if not found:
        return text
    copied = {word.lower() for word in _WORD.findall(source)}
    spellings = {word: in_case_of(word, written) for word, written in found.items() if word.lower() not in copied}

    def respell_joined(match: re.Match[str]) -> str:
        joined = match.group()
        return (
            joined
            if len(joined) > MAX_WORD_CHARACTERS or _CODE.search(joined)
            else _WORD.sub(lambda word: spellings.get(word[0], word[0]), joined)
        )

    return _JOINED.sub(respell_joined, text)


def _spelling(word: str, table: Mapping[str, str], region: str) -> str | None:
    """Return the spelling of a word in a region. None if it is the same."""
    if written := table.get(word):
        return written
    past = _PAST_WE.fullmatch(word) if region == _WITHOUT_ACCENT else None
    return f"{past[1]}amos" if past else None


@lru_cache(16)
def _table(tag: str) -> Mapping[str, str]:
    """Return the spellings of a region by those of the other region, in lower case. Empty for other tags."""
    language = base_language(tag)
    regions = _REGIONS.get(language)
    if not regions or tag not in regions:
        return {}
    lines = (files(__package__) / "spellings" / f"{language}.txt").read_text("utf-8").splitlines()
    pairs = [pair for line in lines if not line.startswith("#") for pair in _pairs(line)]
    if tag == regions[1]:
        return {left: right for left, _, right in pairs}
    return {right: left for left, sign, right in pairs if sign == "="}


def _pairs(line: str) -> Iterator[tuple[str, str, str]]:
    """Yield the words of a line: on the left, the sign, and on the right."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"Not a line of spellings: {line!r}")
    left, sign, right, endings = match.groups()
    for ending in endings.split():
        yield left + ending.strip("-"), sign, right + ending.strip("-")
