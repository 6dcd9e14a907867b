"""Quotes, dashes and dots: straight for an engine that knows no others, as the target language has them afterwards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("‐‑", "-"),
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\u200a\u2002\u2003", " "),
        "…": "...",
        "−": "-",
    }
)
_CURVED = re.compile(r"[“”„‟«»‘’‚‛]")
_DASH = re.compile(r"\s*[–—―]\s*")
_SPACED_DASH = re.compile(r"(?<=\s)-(?=\s)")
_SPACED_QUOTE = re.compile(r"(?<=[«„“])\s+|\s+(?=[»”])")
_RAISED_LETTER = re.compile(r"(?<=\d)[ºª]|(?<=\b[nN])[º°](?=\s?\d)|(?<=\b[nN]\.)[º°](?=\s?\d)")
_ORDINAL = re.compile(r"(\d+)([oa])(?!\w)")
_ATTACHED_DASH = re.compile(r"(?<=[\ds])\s?-\s?(?=\d)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=[sS])'(?=\s|$)")
_OPENING = re.compile(r"(?<![\w'])'(?=\w)")
_DOUBLE = re.compile(r'"')
_SINGLE = re.compile(r"(?<!\w)['‘‚]\w[^'’]*['’](?!\w)")
_ANY_DOUBLE = re.compile(r'["“”„‟«»″]')


@dataclass(frozen=True, slots=True)
class Typography:
    """What `straighten` took out of a text and `restore` brings back."""

    curved: bool
    ellipsis: bool
    dash: str
    range_dash: str
    only_single: bool
    lettered: frozenset[str]


def straighten(text: str) -> tuple[str, Typography]:
    """The text with straight quotes and hyphens, and what it had instead."""
    dashes = _DASH.findall(text)
    between = [dash.strip() for dash in dashes if dash != dash.strip() or dash.strip() == "—"]
    tight = [dash for dash in dashes if len(dash) == 1 and dash != "—"]
    typography = Typography(
        bool(_CURVED.search(text)),
        "…" in text,
        between[0] if between else "",
        tight[0] if tight else "",
        bool(_SINGLE.search(text)) and not _ANY_DOUBLE.search(text),
        frozenset(match.group() for match in _ORDINAL.finditer(text)),
    )
    plain = _SPACED_QUOTE.sub("", text) if "«" in text or "»" in text else text
    plain = _DASH.sub(_hyphen, plain) if dashes else plain
    plain = _RAISED_LETTER.sub(lambda found: "a" if found.group() == "ª" else "o", plain)
    return plain.translate(_STRAIGHT), typography


def _hyphen(match: re.Match[str]) -> str:
    """Between figures or tight between words a hyphen; where it sets off a clause, one between blanks."""
    dash = match.group()
    if dash == dash.strip() and dash != "—":
        return "-"
    left = "" if match.start() == 0 else " "
    right = "" if match.end() == len(match.string) else " "
    return left + "-" + right


def restore(text: str, typography: Typography, quotes: tuple[str, str], ordinals: Mapping[str, str]) -> str:
    """The text with the typography of its source, in the quotes and ordinals of its own language."""
    if ordinals:
        text = _ORDINAL.sub(lambda found: _ordinal(found, typography.lettered, ordinals), text)
    if typography.only_single:
        text = text.replace('"', "'")
    if typography.curved:
        text = _OPENING.sub("‘", _APOSTROPHE.sub("’", text))
        text = _pair(text, quotes)
    if typography.ellipsis:
        text = text.replace("...", "…")
    if typography.dash:
        text = _SPACED_DASH.sub(typography.dash, text)
        text = typography.dash + text[1:] if text.startswith("- ") else text
    if typography.range_dash:
        text = _ATTACHED_DASH.sub(typography.range_dash, text)
    return text


def _ordinal(match: re.Match[str], lettered: frozenset[str], ordinals: Mapping[str, str]) -> str:
    """An ordinal with its raised letter; the line 8a of a form is none."""
    return match.group() if match.group() in lettered else match.group(1) + ordinals[match.group(2)]


def _pair(text: str, quotes: tuple[str, str]) -> str:
    """Turn straight double quotes into opening and closing ones: it opens at the start of a word, else it closes."""

    def curve(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        return quotes[0] if (not before or before in " ([-/") and after.strip() else quotes[1]

    return _DOUBLE.sub(curve, text).replace("'", "’")
