"""The parts of a paragraph that are not translated as sentences.

Bullets, numbering and perhaps a caption label such as "Table 3: " come before the words. In a table of contents, a
leader with the page number comes after them. A whole paragraph may be a common heading.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Tick boxes, bullets, Markdown's number signs.
_BULLET = r"(?:\[[ xX]?\]|[•◦▪▫■□●○‣⁃∙·*^†‡–—☐☑✓✔➢➤►>-]|\#{1,6})"
# A glyph of a symbol font, which is a bullet before a space or a capital.
_GLYPH = r"[\ue000-\uf8ff\U000f0000-\U000ffffd](?:\s+|(?=[A-ZÀ-Ý]))"
# Numbering with a dot or bracket: 1.2, (3), 3), a), (a), A.1, (iv), IV., § 4.2.
_NUMBER = (
    r"\(?\d{1,3}(?:\.\d+)+\.?|\(?\d{1,3}[.)]|\(\d{1,3}\)|\(?[a-zA-Z]\)|\([a-zA-Z]\)|[A-Z](?:\.\d+)+\.?"
    r"|\(?[ivxlcIVXLC]{1,6}\)|[IVXLC]{1,6}\.|§+\s?\d+(?:\.\d+)*"
)
# Chapters in capitals: "IV THE FIXED IDEA". A single "I" is more often a word.
_ROMAN = r"(?!I\s|\s)(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})\s+(?=[A-ZÀ-Ý]{2}|[A-ZÀ-Ý]\s[A-ZÀ-Ý]{2})"
# A number alone before a capital: "3 Methods". "14 CFR part 25" is not a chapter.
_BARE_NUMBER = r"\d{1,2}\s+(?=[A-ZÀ-Ý])(?![A-Z]{2,5}\s+[a-z])"
_BEFORE = re.compile(rf"\s*(?:{_BULLET}\s+|{_GLYPH})*(?:(?:{_NUMBER})\s+|{_BARE_NUMBER}|{_ROMAN})?")
# Dots or a tab at the end of a paragraph, perhaps with a page number.
_LEADER = re.compile(r"\s*(?:\.{3,}|(?:\s\.){3,}|…{2,}|\t)\s*(?:\d+|[ivxlc]+)?\s*$")
# A word, perhaps abbreviated, with a number or letter and a separator or the end: "Table 3: ", "Fig. 2.1".
_CAPTION_LABEL = re.compile(
    r"([^\W\d_]+)(\.?)(\s+(?:[A-Z]?\d+[a-z]?(?:[.-]\d+)*|[A-Z])(?:\s*[:.–—|-]\s+|\s*:\s*|\s*$))"
)


@dataclass(frozen=True, slots=True)
class LabelledText:
    """The text of a paragraph in three parts, which are the whole text when joined."""

    before: str
    body: str
    after: str


def split_labels(text: str) -> LabelledText:
    """Return a paragraph's text, split into numbering, body and leader."""
    start = match.end() if (match := _BEFORE.match(text)) else 0
    leader = _LEADER.search(text, start)
    end = leader.start() if leader else len(text.rstrip())
    return LabelledText(text[:start], text[start:end], text[end:]) if start < end else LabelledText("", text, "")


def translate_caption_label(
    body: str, source: Mapping[str, str], target: Mapping[str, str], short: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return the caption label at the start of a text with its number, and its translation. None without a label.

    `source` and `target` have the labels of the two languages by the same keys. `short` has the keys of short forms.
    """
    match = _CAPTION_LABEL.match(body)
    if not match:
        return None
    word, full_stop, number = match.groups()
    keys = {name.lower(): key for key, name in source.items()}
    key = short.get(word.lower()) if full_stop else keys.get(word.lower())
    if key is None or key not in target:
        return None
    name = target[key].upper() if word.isupper() else target[key]
    return match.group(), (name if word[0].isupper() else name.lower()) + number


def translate_heading(body: str, source: Mapping[str, str], target: Mapping[str, str]) -> str | None:
    """Return the translation of a common heading. None for any other text."""
    name = body.rstrip(": ")
    lowered = name.lower()
    key = next((key for key, heading in source.items() if heading.lower() == lowered), None)
    if key is None or key not in target or name[0].islower():
        return None
    return (target[key].upper() if name.isupper() else target[key]) + body[len(name) :]
