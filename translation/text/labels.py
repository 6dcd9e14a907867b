"""What stands around the words of a paragraph: bullets, numbering and labels before, leaders to page numbers after."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_BULLET = r"(?:\[[ xX]?\]|[•◦▪▫■□●○‣⁃∙·*–—☐☑✓✔➢➤►>-]|\#{1,6}|[\ue000-\uf8ff])"
_NUMBER = (
    r"\(?\d{1,3}(?:\.\d+)+\.?|\(?\d{1,3}[.)]|\(\d{1,3}\)|\(?[a-zA-Z]\)|\([a-zA-Z]\)|[A-Z](?:\.\d+)+\.?"
    r"|\(?[ivxlcIVXLC]{1,6}\)|[IVXLC]{1,6}\.|§+\s?\d+(?:\.\d+)*"
)
# Chapters in capitals: "IV THE FIXED IDEA". A single "I" is rather a word.
_ROMAN = r"(?!I\s|\s)(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})\s+(?=[A-ZÀ-Ý]{2}|[A-ZÀ-Ý]\s[A-ZÀ-Ý]{2})"
# "14 CFR part 25" is no chapter.
_PLAIN = r"\d{1,2}\s+(?=[A-ZÀ-Ý])(?![A-Z]{2,5}\s+[a-z])"
_BEFORE = re.compile(rf"\s*(?:{_BULLET}\s+)*(?:(?:{_NUMBER})\s+|{_PLAIN}|{_ROMAN})?")
_LEADER = re.compile(r"\s*(?:\.{3,}|(?:\s\.){3,}|…{2,}|\t)\s*(?:\d+|[ivxlc]+)?\s*$")
_LABEL = re.compile(r"([^\W\d_]+)(\.?)(\s+(?:[A-Z]?\d+[a-z]?(?:[.-]\d+)*|[A-Z])(?:\s*[:.–—|-]\s+|\s*:\s*|\s*$))")


@dataclass(frozen=True, slots=True)
class Parts:
    """A paragraph's text in three: together they are the whole of it."""

    before: str
    body: str
    after: str


def split(text: str) -> Parts:
    """Cut off what is kept as it is before and after the language of a paragraph."""
    start = match.end() if (match := _BEFORE.match(text)) else 0
    leader = _LEADER.search(text, start)
    end = leader.start() if leader else len(text.rstrip())
    return Parts(text[:start], text[start:end], text[end:]) if start < end else Parts("", text, "")


def translate_label(
    body: str, source: Mapping[str, str], target: Mapping[str, str], short: Mapping[str, str]
) -> tuple[str, str] | None:
    """A label with its number at the start of a paragraph ("Table 3: ") and its translation; None without a label.

    `source` and `target` name the labels by their keys; `short` gives the keys of short forms.
    """
    match = _LABEL.match(body)
    if not match:
        return None
    word, stop, rest = match.groups()
    keys = {name.lower(): key for key, name in source.items()}
    key = short.get(word.lower()) if stop else keys.get(word.lower())
    if key is None or key not in target:
        return None
    name = target[key].upper() if word.isupper() else target[key]
    return match.group(), (name if word[0].isupper() else name.lower()) + rest


def translate_heading(body: str, source: Mapping[str, str], target: Mapping[str, str]) -> str | None:
    """A whole paragraph that is one of the usual headings, in the target language; None for any other."""
    name = body.rstrip(": ")
    key = next((key for key, heading in source.items() if heading.lower() == name.lower()), None)
    if key is None or key not in target or name[0].islower():
        return None
    return (target[key].upper() if name.isupper() else target[key]) + body[len(name) :]
