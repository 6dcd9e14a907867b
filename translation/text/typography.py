"""Quotes, dashes, ellipses and ordinals: plain for the engine, then in the style of the target language.

Small engines know only straight quotes and hyphens. `straighten` replaces other characters before the translation, and
`restore` brings them back afterwards.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from translation.languages.words import in_case_of
from translation.text.inline_codes import FIRST_MASK

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
_CURLY_QUOTE = re.compile(r"[“”„‟«»‘’‚‛]")
_DOUBLE_QUOTE = re.compile(r'["“”„‟«»″]')
# A phrase in single quotes, not an apostrophe.
_SINGLE_QUOTED = re.compile(r"(?<!\w)['‘‚]\w[^'’]*['’](?!\w)")
# The space inside quotes, as in French.
_SPACE_IN_QUOTES = re.compile(r"(?<=[«„“])\s+|\s+(?=[»”])")
# A dash at the end of a text: "The office shall use—". Engines leave it out, or put a space before it.
_FINAL_DASH = re.compile(r"(?<=[\w.:,])—\s*$")
_FINAL_HYPHEN = re.compile(r"\s*-?$")
# Two single quotes that stand for a double one.
_DOUBLED_QUOTE = re.compile(r"‘‘|’’")
# A range or an identifier with a space on one side of its dash: "60– 85 km", "M– 30".
_TORN_RANGE = re.compile(r"(?<=[\dA-Z])– (?=\d)|(?<=\d) –(?=\d)")
# A dash without spaces between two clauses: "easy to detect–the compiler".
_TIGHT_DASH = re.compile(
    r"(?<=[a-zß-ÿ])–(?=(?:the|this|that|these|it|we|you|they|he|she|and|but|or|so|if|when|which|who"
    r"|os|as|mas|que|se|não|ele|ela|eles|elas|isso|esse|essa|este|esta|ou|quando)\s)"
)
# An identifier with dashes: "GOES–11", "FAA–2020–0686". If it has a letter, an engine copies it with hyphens.
_DASHED = re.compile(r"(?<![\w–])(?=[\d–]*[A-Z])[A-Z\d]+(?:–[A-Z\d]+)+(?![\w–])")
_DASH = re.compile(r"\s*[–—―]\s*")
_SPACED_HYPHEN = re.compile(r"(?<=\s)-(?=\s)")
# A hyphen between numbers, or between a plural and a number ("pages-12").
_RANGE_HYPHEN = re.compile(r"(?<=[\dsh])\s?-\s?(?=\d)|(?<=\d[a-z])-(?=\d)")
# A raised letter after a number, or in a number sign: 3º, 3.º, nº 7.
_RAISED_LETTER = re.compile(r"(?<=\d)[ºª]|(?<=\d\.)[ºª]|(?<=\b[nN])[º°](?=\s?\d)|(?<=\b[nN]\.)[º°](?=\s?\d)")
# An ordinal with a plain letter, as engines write it: 3o, 2a, 12.o.
_PLAIN_ORDINAL = re.compile(r"(\d+\.?)([oa])(?!\w)")
# The sign for "number" with a plain letter, as engines write it.
_PLAIN_NUMBER_SIGN = re.compile(r"\b([nN])\.[oO](?=\s)")
# An ordinal with a raised or plain letter, in an English text.
_FOREIGN_ORDINAL = re.compile(r"(?<![\d.,])(\d{1,3})\.?[oaºª](?!\w)")
# The weekdays of Portuguese as ordinals: "2ª-feira", "de 2ª a 6ª feira", "2ª e 4ª feiras".
_ORDINAL_WEEKDAYS = re.compile(
    r"\b(?:de|às|das|da) [2-6]ª a (?:[2-6]ª|sábado|domingo|sáb|dom)\b"
    r"|\b(?:[2-6]ª(?:, | e | a |-)){0,4}[2-6]ªs?[ -]feiras?\b"
)
_ORDINAL_OF_WEEKDAY = re.compile(r"([2-6])ªs?")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=[sS])'(?=\s|$)")
_OPENING_SINGLE = re.compile(r"(?<![\w'])'(?=\w)")
# A space before the full stop or comma after a word: "o botão ."
_SPACED_STOP = re.compile(r"(?<=[^\W\d_])[ ]+([.,])(?=\s|$)")
_SPACED_SLASH = re.compile(r"\s+/\s+|(?<=\w)\s+/(?=\w)|(?<=\w)/\s+(?=\w)")
# A currency sign with letters, before a number: US$ 5, R$5.
_CURRENCY = re.compile(r"\b([A-Z]{1,3}\$)\s?(?=\d)")
# "a" or "an" before a mask.
_ARTICLE_BEFORE_MASK = re.compile(r"\b([Aa])n? ([\ue000-\uf8ff])")
# The sign for "number" before a noun or a participle: "No. of Rooms", "NO. TREATED WITH MANURE".
_NUMBER_SIGN_OF = re.compile(r"\b([nN]o(?=\.\sof\s)|NO(?=\.\s(?:[oO][fF]|[A-Z]+ED)\s))\.")
# A number sign without a number after it.
_LONE_NUMBER_SIGN = re.compile(
    r"\b[nN]o\.(?=\sof\s)|\bNO\.(?=\sOF\s)|\b[nN]\.?[º°](?!\s?[\d\w])(?=[\s:.,)]|$)(?!\.?\s\d)"
)
# The sign for "number" at the end of a label, perhaps before a mask: "TOTAL NO.", "Serial No."
_NUMBER_SIGN_AT_END = re.compile(r"^((?!(?:Just|Then|Well)\b)[^\W\d_]{4,} )(No|NO)\.(?=\s*:?[\s\ue000-\uf8ff]*$)")
# The same in lower case, after a word that is often numbered: "Phone no."
_SMALL_NUMBER_SIGN_AT_END = re.compile(
    r"(?i)^((?:phone|telephone|tel|mobile|fax|account|acct|invoice|order|ticket|serial|reference|ref|registration|flight"
    r"|room|page|licen[cs]e|passport|policy|card|item|form|case|file|part|model|batch|lot|customer|contract|receipt"
    r"|permit|certificate|seat|version|volume) )no\.(?=\s*:?[\s\ue000-\uf8ff]*$)"
)
# An amount of money with a short form after it.
_MONEY = re.compile(r"([$£€¥]\s?\d+(?:[.,]\d+)*)\s?([a-z]{1,3})(?!\w)")
_STRAIGHT_DOUBLE = re.compile(r'"')


@dataclass(frozen=True, slots=True)
class Typography:
    """The typography that `straighten` removed from a text, and `restore` brings back.

    `has_final_dash` means that a dash follows the last word. `clause_dash` is the dash between clauses, and
    `range_dash` the dash between numbers, each empty if there is none.
    `plain_ordinals` are texts that look like ordinals but had a plain letter in the source.
    `identifiers` are those with dashes.
    """

    has_curly_quotes: bool
    has_ellipsis: bool
    has_final_dash: bool
    clause_dash: str
    range_dash: str
    has_only_single_quotes: bool
    plain_ordinals: frozenset[str]
    identifiers: tuple[str, ...]


def straighten(text: str) -> tuple[str, Typography]:
    """Return the text with straight quotes, hyphens and plain letters, and the typography that was removed."""
    text = _TIGHT_DASH.sub(" – ", _TORN_RANGE.sub("–", text))
    text = _DOUBLED_QUOTE.sub(lambda match: "“" if match.group() == "‘‘" else "”", text)
    dashes = _DASH.findall(text)
    clause_dashes = [dash.strip() for dash in dashes if dash != dash.strip() or dash.strip() == "—"]
    range_dashes = [dash for dash in dashes if len(dash) == 1 and dash != "—"]
    typography = Typography(
        has_curly_quotes=bool(_CURLY_QUOTE.search(text)),
        has_ellipsis="…" in text,
        has_final_dash=_FINAL_DASH.search(text) is not None,
        clause_dash=clause_dashes[0] if clause_dashes else "",
        range_dash=range_dashes[0] if range_dashes else "",
        has_only_single_quotes=bool(_SINGLE_QUOTED.search(text)) and not _DOUBLE_QUOTE.search(text),
        plain_ordinals=frozenset(match.group() for match in _PLAIN_ORDINAL.finditer(text)),
        identifiers=tuple(_DASHED.findall(text)),
    )
    plain = _SPACE_IN_QUOTES.sub("", text) if "«" in text or "»" in text else text
    plain = _DASH.sub(_hyphen, plain) if dashes else plain
    plain = _RAISED_LETTER.sub(lambda match: "a" if match.group() == "ª" else "o", plain)
    return plain.translate(_STRAIGHT), typography


def _hyphen(match: re.Match[str]) -> str:
    """Return the hyphen for a dash, between spaces if the dash separates clauses."""
    dash = match.group()
    if dash == dash.strip() and dash != "—":
        return "-"
    left = "" if match.string[: match.start()][-1:] in ("", "(", "[") else " "
    right = "" if match.string[match.end() :][:1] in ("", ")", "]") else " "
    return left + "-" + right


def restore(text: str, typography: Typography, quotes: tuple[str, str], ordinals: Mapping[str, str]) -> str:
    """Return a translation with the typography of its source, but with the quotes and ordinals of its language."""
    if ordinals:
        text = _PLAIN_ORDINAL.sub(lambda match: _raise_letter(match, typography.plain_ordinals, ordinals), text)
        text = _PLAIN_NUMBER_SIGN.sub(rf"\1.{ordinals['o']}", text)
    if typography.has_only_single_quotes:
        text = text.replace('"', "'")
    if typography.has_curly_quotes:
        text = _OPENING_SINGLE.sub("‘", _APOSTROPHE.sub("’", text))
        text = _curl_quotes(text, quotes)
    if typography.has_ellipsis:
        text = text.replace("...", "…")
    if typography.has_final_dash:
        text = _FINAL_HYPHEN.sub("—", text, count=1)
    return _restore_dashes(text, typography)


def _restore_dashes(text: str, typography: Typography) -> str:
    for identifier in typography.identifiers:
        text = text.replace(identifier.replace("–", "-"), identifier)
    if typography.clause_dash:
        text = _SPACED_HYPHEN.sub(typography.clause_dash, text)
        text = typography.clause_dash + text[1:] if text.startswith("- ") else text
    if typography.range_dash:
        text = _RANGE_HYPHEN.sub(typography.range_dash, text)
    return text


def write_ordinals(text: str, typography: Typography, endings: Sequence[str]) -> str:
    """Return an English text with English endings after its ordinals: "3º" or "3o" gives "3rd"."""

    def write(match: re.Match[str]) -> str:
        if match.group() in typography.plain_ordinals:
            return match.group()
        number = int(match[1])
        is_usual = number % 10 in (1, 2, 3) and number % 100 not in (11, 12, 13)
        return match[1] + endings[number % 10 - 1 if is_usual else -1]

    return _FOREIGN_ORDINAL.sub(write, text)


def agree_articles(text: str, codes: Sequence[str]) -> str:
    """Return an English text with "a" or "an" before each mask as its code requires: "an XQ-1" gives "a print()"."""

    def agree(match: re.Match[str]) -> str:
        code = codes[ord(match[2]) - FIRST_MASK].lstrip("`\"'(<{$£€")
        if not code[:1].isalnum():
            return match.group()
        return match[1] + ("n " if code[0].lower() in "aeio8" else " ") + match[2]

    return _ARTICLE_BEFORE_MASK.sub(agree, text)


def write_out_number_sign(text: str, word: str) -> str:
    """Return the text with a word for each number sign that has no number after it: "Nº de série", "No. of Rooms"."""
    if not word:
        return text
    text = _NUMBER_SIGN_AT_END.sub(lambda match: match[1] + (word.upper() if match[2].isupper() else word), text)
    text = _SMALL_NUMBER_SIGN_AT_END.sub(lambda match: match[1] + word, text)
    text = _NUMBER_SIGN_OF.sub(lambda match: in_case_of(match[1], word), text)
    return _LONE_NUMBER_SIGN.sub(lambda match: word.capitalize() if match.group()[0] == "N" else word, text)


def write_out_weekdays(text: str, weekdays: Mapping[str, str]) -> str:
    """Return the text with the names of weekdays for their ordinals: "de 2ª a 6ª", "2ª-feira"."""
    if not weekdays or not _ORDINAL_WEEKDAYS.search(text):
        return text
    return _ORDINAL_WEEKDAYS.sub(
        lambda match: _ORDINAL_OF_WEEKDAY.sub(lambda ordinal: weekdays[ordinal[1]], match.group()), text
    )


def write_out_scales(text: str, scales: Mapping[str, str]) -> str:
    """Return the text with the words for short forms after amounts of money: "$3.2bn" gives "$3.2 billion"."""
    if not scales or not _MONEY.search(text):
        return text

    def write_out(match: re.Match[str]) -> str:
        amount, short = match.groups()
        return f"{amount} {scales[short]}" if short in scales else match.group()

    return _MONEY.sub(write_out, text)


def restore_spaces(source: str, target: str) -> str:
    """Return a translation with the spaces of its source around slashes, inside brackets and after currency signs."""
    if "/" in source and " / " not in source:
        target = _SPACED_SLASH.sub("/", target)
    if not _SPACED_STOP.search(source):
        target = _SPACED_STOP.sub(r"\1", target)
    if "( )" in source:
        target = target.replace("()", "( )")
    for match in _CURRENCY.finditer(source):
        target = re.sub(re.escape(match[1]).replace(r"\$", r"\s?\$") + r"\s?(?=\d)", lambda _: match.group(), target)  # noqa: B023
    return target


def _raise_letter(match: re.Match[str], plain_ordinals: frozenset[str], ordinals: Mapping[str, str]) -> str:
    """Return an ordinal with a raised letter. A letter that is plain in the source, as in line 8a, stays plain."""
    return match.group() if match.group() in plain_ordinals else match.group(1) + ordinals[match.group(2)]


def _curl_quotes(text: str, quotes: tuple[str, str]) -> str:
    """Return the text with curly quotes: opening before a word, otherwise closing."""

    def curl(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        return quotes[0] if (not before or before in " ([-/") and after.strip() else quotes[1]

    return _STRAIGHT_DOUBLE.sub(curl, text).replace("'", "’")
