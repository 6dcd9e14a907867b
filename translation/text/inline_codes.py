"""Inline codes, the parts of a sentence that are not language: find them, mask them and put them back.

Codes, addresses, formulas and file names are not translated. They take three forms:

- An inline code of the document is a character from `FIRST_CODE` on (see `Segment`).
- In a `MaskedText`, each code, of the document or found here, is a private-use character, its mask.
- In a text for the engine, each mask becomes a placeholder (see `placeholders`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

# The start and the end of a stretch of text.
Range: TypeAlias = tuple[int, int]

# A sentence and its translation are searched several times.
CACHED_TEXTS = 1024
# The first private-use character for the codes of a masked text.
FIRST_MASK = 0xE000
# The first character for a document's inline codes. They are in the last plane, which no text uses.
FIRST_CODE = 0x100000

MASK = re.compile("[\ue000-\uf8ff]")
# An inline code of the document.
_CODE = re.compile("[\U00100000-\U0010ffff]")
_MASK_OR_CODE = re.compile("[\ue000-\uf8ff\U00100000-\U0010ffff]")

# Text that is never translated, most specific first.
_NOT_LANGUAGE = r"""
    # inline codes of the document, glyphs of symbol fonts
    [\ue000-\uf8ff\U00100000-\U0010fffd]+
    # code in backticks
    | `[^`\n]+`
    # tags and comments of markup
    | </?[A-Za-z][^<>]*> | <!--.*?-->
    # variables of templates, in braces, with letters directly after them
    | (?:\{\{[^{}]+\}\} | \$\{[^{}]+\} | \{[^{}\n]*\})[^\W\d_]*
    # variables of printf: %(name)s, %d, %1$s, %.2f
    | %\([A-Za-z_]\w*\)[sdif] | %(?:\d+\$)?(?:\d*\.\d+)?[sdiuf@](?![A-Za-z])
    # entities of HTML
    | &(?:[a-z]{2,8}|\#\d{2,5});
    # formulas in TeX: $x^2$, \(x^2\)
    | \$(?=[^\s\d])[^$\n]{0,80}?(?<=\S)\$(?!\d) | \\\(.+?\\\)
    # web addresses
    | (?:https?|ftp)://[^\s<>"]*[^\s<>".,;:!?)\]'] | \bwww\.[^\s<>"]*[^\s<>".,;:!?)\]']
    # mail addresses
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    # domains, perhaps with a path
    | \b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|dev|info|br|pt|uk|de|fr|eu)\b(?:/[^\s<>".,;:!?)]*)?
    # signs of units in brackets: (%), ($)
    | \([%$€£¥]\)
    # citations: [3], [1, 4-6]
    | (?:\[\d+(?:\s*[,–-]\s*\d+)*\])+
    # paths of Windows
    | \b[A-Za-z]:\\[^\s"<>|]*[^\s"<>|.,;:]
    # paths of Unix that start with a slash, ~ or dots, then those with two slashes inside, but not mg/kg/day or a date
    | (?<![\w/.])(?:~|\.{1,2})?/(?:[\w.+-]+/)*[\w.+-]*[A-Za-z_]/?(?!\w)
    | (?<![\w/])(?!(?:[mcdk]?[glLm]|IU|UI|\d{1,4})/)[\w.+-]+/(?:[\w.+-]+/)+[\w.+-]*\w
    # patterns of files and options of commands: *.txt, --verbose
    | \*\.\w+ | (?<![^\s(\[\"'`=,])(?:--[A-Za-z][\w-]*|-[A-Za-z]{1,2})(?![\w-]) (?<=\w)
    # qualified names and calls: std::vector, print()
    | \b\w+(?:::\w+)+ | \b[A-Za-z_][\w.]*\(\)
    # names of files
    | (?<![\w/])(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:tar\.gz|docx?|xlsx?|pptx?|od[tsp]|pdf
        |ya?ml|toml|json|xml|html?|css|jsx?|tsx?|py|sh|rs|go|java|txt|csv|zip|exe|dll|md|cfg|conf|ini|log
        |png|jpe?g|gif|svg)\b
    # identifiers: snake_case, camelCase, PascalCase
    | \b\w*[^\W_]_\w+ | (?<!\\)\b[a-z]+[A-Z]\w* | \b(?:[A-Z][a-z0-9]+){2,}\b
    # models and versions: A4, SHA-256, utf8; hexadecimal numbers
    | \b[A-Z][A-Za-z]{0,7}[-:.]?\d[\w]*(?:[-:.]\w+)*\b | \b(?:[a-z]+-)*[a-z]{2,}\d+\w*\b | \b0x[0-9A-Fa-f]+\b
    # UUIDs and hashes
    | \b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b | \b(?=[a-f]*\d)[0-9a-f]{16,}\b
    # symbols, handles and hashtags: :name, @name, #name
    | (?<!\w):[a-z]\w*\b | (?<!\w)[@\#][A-Za-z]\w*
    # comparisons: a == b, x < 5, p = 0.05
    | \b\w+\ [=<>!]=\ \w+ | \b(?:[^\W\d_]|\w*\d\w*)\ [=<>]\ (?:\d[\d.,]*\d|[^\W\d_]|\w*\d\w*)\b(?![/.]\d)
    # key combinations, "et al."
    | \bCtrl\+\w+ | \bet\ al\b\.?
    # formats of dates and times: YYYY-MM-DD, hh:mm
    | \b(?:[YA]{2}|[YAJ]{4}|MM|DD|HH|TT|[ya]{2}|[yaj]{4}|mm|dd|hh|tt|ss|SS)
        (?:[-/.:](?:[YA]{2}|[YAJ]{4}|M{2,4}|DD|HH|TT|[ya]{2}|[yaj]{4}|mm|dd|hh|tt|ss|SS))+\b
    # powers of ten: 1.5 × 10^3; paragraphs of laws: § 2º; feet and inches: 6 ft 2 in, 5'10"
    | \d[\d.,]*\s?[×x·]\s?10(?:\^[-+−]?\d+|[⁺⁻⁰¹²³⁴-⁹]+)
    | §+\s?\d+(?:\.\d+)*[ºª°]?(?:-[A-Z])?(?!\w)
    | \b\d+\s?ft\.?\s\d+\s?in\b | \b\d+['′’]\s?\d+(?:["″”]|'')
    # references to clauses: 4.1(a)(ii)
    | \b\d+(?:\.\d+)*(?:\((?:[a-z]|[ivx]{1,5}|\d{1,2})\))+
    # addresses of the network
    | \b\d{1,3}(?:\.\d{1,3}){3}\b(?:[:/]\d+)?
    # volumes of laws, which engines take for a count
    | \b\d+\ (?:CFR|USC|U\.S\.C\.)(?!\w)
    # lines to fill in, leaders
    | _{3,} | \.{4,}
    # keys, hashes and data: no language has words this long
    | [!-~]{60,}
    """
# Words in which no code starts. The search passes them at once, which takes a third of the time.
_PLAIN_WORDS = r"(?:[A-Z]?[^\W\d_A-Z]{1,40}[.,;:!?)]?\s(?!al\b|[=<>!]))+"
_CODE_OR_PLAIN_WORDS = re.compile(rf"{_PLAIN_WORDS}|({_NOT_LANGUAGE})", re.VERBOSE)
# Every match of `_NOT_LANGUAGE` contains one of these: a cheap test before the expensive search.
_HINT = re.compile(
    r"[^\s\w.,;:!?'()\"-]|\d|_|\w\.\w|[a-z][A-Z]|\s-|--|:[:a-z]|\bet al|\w\(\)|\.{4}|\S{60}"
    r"|(?:MM|DD|HH|hh|mm|dd)[-/.:]|[-/.:](?:MM|DD|HH|hh|mm|dd)"
)
# A number after signs other than brackets and quotes, perhaps with a space between: £12.50, ≤ 0.05.
_SIGNED_NUMBER = re.compile(r"([^\w\s.,;:!?()\[\]{}\"'/\ue000-\uf8ff-]+)\ ?\d+(?:[.,]\d+)*")
_AMOUNT = re.compile(r"(?:(?<!\w)[A-Z]{1,3}\$|[^\w\s.,;:!?()\[\]{}\"'/\ue000-\uf8ff-]+)\ ?\d+(?:[.,]\d+)*")
_QUANTITY = re.compile(r"\d[\d.,]*\s?[×x·].*|[^\W\d_] [=<>] \d[\d.,]*")
_DATE_FORMAT = re.compile(r"(?:([A-Za-z])\1+[-/.:]?)+")
_SIGNS_BEFORE_WORD = re.compile(r"[^\w\s]+(?=[^\W\d_])")
# A word without the masks beside it.
_WORD = re.compile(r"[^\s\ue000-\uf8ff]+")
# Punctuation that may stand directly before and after a placeholder.
_OPENING = "([{\"'"
_CLOSING = ".,;:!?)]}\"'"


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text with a mask in place of each code. `codes` has their texts, by the numbers of the masks."""

    text: str
    codes: tuple[str, ...]

    def unmask(self, text: str, first: int = 0) -> str:
        """Return a text with its masks replaced by their codes, from code number `first` on."""

        def code(match: re.Match[str]) -> str:
            number = ord(match.group()) - FIRST_MASK
            return self.codes[number] if number >= first else match.group()

        return MASK.sub(code, text)


@lru_cache(CACHED_TEXTS)
def find_codes(text: str) -> tuple[Range, ...]:
    """Return the ranges of a text that are not language, in order."""
    if not _HINT.search(text):
        return ()
    return tuple(match.span() for match in _CODE_OR_PLAIN_WORDS.finditer(text) if match[1])


def is_quantity(code: str) -> bool:
    """Return whether a code is a power of ten or a comparison, whose number has a format: 1.5 × 10^3, p < 0.05."""
    return bool(_QUANTITY.fullmatch(code))


def is_date_format(code: str) -> bool:
    """Return whether a code is a format of dates or times."""
    return bool(_DATE_FORMAT.fullmatch(code))


def translate_date_format(code: str, source: str, target: str) -> str:
    """Return a format of dates with the letters of the target language for year and day.

    "YYYY-MM-DD", and formats with a Y in lower case, stay, because programs know them.
    """
    is_technical = "y" in code.lower() and ("-" in code or not code.isupper())
    if is_technical or source[0].lower() not in code.lower():
        return code
    letters = str.maketrans(source + source.lower(), target + target.lower())
    return code.translate(letters)


def renumber(text: str) -> tuple[str, str]:
    """Return the text with its inline codes renumbered from the first, and its original codes in that order.

    Sentences that differ only in the numbers of their codes become equal.
    """
    if max(text, default="") < chr(FIRST_CODE):
        return text, ""
    order = "".join(dict.fromkeys(_CODE.findall(text)))
    return number_like(text, order), order


def number_like(text: str, order: str) -> str:
    """Return the text with its inline codes numbered by their positions in `order`, without other codes."""
    numbered = {code: chr(FIRST_CODE + number) for number, code in enumerate(order)}
    return _CODE.sub(lambda match: numbered.get(match.group(), ""), text)


def restore_numbers(text: str, order: str) -> str:
    """Return a text from `renumber`, or its translation, with the original codes and without other codes."""
    if max(text, default="") < chr(FIRST_CODE):
        return text
    return _CODE.sub(lambda match: order[(number := ord(match.group()) - FIRST_CODE) : number + 1], text)


def same_codes(text: str, other: str) -> bool:
    """Return whether two texts have the same inline codes of the document, each as often."""
    if max(text, default="") < chr(FIRST_CODE) and max(other, default="") < chr(FIRST_CODE):
        return True
    return sorted(_CODE.findall(text)) == sorted(_CODE.findall(other))


def without_added(text: str, answer: str) -> str:
    """Return an engine's answer to a text without characters for masks and codes that the text lacks."""
    return _MASK_OR_CODE.sub(lambda match: match.group() if match.group() in text else "", answer)


def mask(text: str) -> MaskedText:
    """Return the text with a mask for each part that is not language."""
    return mask_ranges(MaskedText(text, ()), find_codes(text))


def mask_unreadable(masked: MaskedText, alphabet: frozenset[str] | None) -> MaskedText:
    """Return the text with a mask for each word that the engine cannot read, and for each number with such signs.

    `alphabet` has the characters that the engine can read. None stands for all. Words that it can read in lower case
    are converted to lower case instead.
    """
    if alphabet is None or alphabet.issuperset(MASK.sub("", masked.text)):
        return masked
    text = _WORD.sub(lambda match: _readable(match.group(), alphabet), masked.text)
    amounts = [match.span() for match in _SIGNED_NUMBER.finditer(text) if not alphabet.issuperset(match[1])]
    masked = mask_ranges(MaskedText(text, masked.codes), amounts)
    return mask_ranges(masked, _unreadable(masked.text, alphabet))


def find_amounts(text: str) -> list[Range]:
    """Return the ranges of the numbers with signs before them: £12.50, R$ 5, < 190."""
    return [match.span() for match in _AMOUNT.finditer(text)]


def mask_ranges(masked: MaskedText, ranges: Iterable[Range]) -> MaskedText:
    """Return the text with these ranges masked too. The ranges are in order.

    Codes keep their numbers. A new code includes the codes that were masked inside its range.
    """
    codes, parts, position = list(masked.codes), [], 0
    for start, end in ranges:
        parts += [masked.text[position:start], chr(FIRST_MASK + len(codes))]
        codes.append(masked.unmask(masked.text[start:end]) if masked.codes else masked.text[start:end])
        position = end
    parts.append(masked.text[position:])
    return MaskedText("".join(parts), tuple(codes))


def split_at_masks(text: str) -> Iterator[str]:
    """Yield the parts of the text: the masks, and the text between them."""
    position = 0
    for match in MASK.finditer(text):
        yield from (text[position : match.start()], match.group())
        position = match.end()
    yield text[position:]


def _readable(word: str, alphabet: frozenset[str]) -> str:
    """Return a word in a case that the engine can read, or in lower case without accents that it cannot read."""
    if alphabet.issuperset(word):
        return word
    for form in (word.capitalize(), word.lower()):
        if alphabet.issuperset(form):
            return form
    if not word.islower():
        return word
    plain = "".join(each if each in alphabet else unicodedata.normalize("NFD", each)[0] for each in word)
    return plain if alphabet.issuperset(plain) else word


def _unreadable(text: str, alphabet: frozenset[str]) -> Iterator[Range]:
    """Yield the ranges of the words with characters outside the alphabet, without the punctuation around them."""
    for match in _WORD.finditer(text):
        word = match.group().strip(_OPENING + _CLOSING)
        if not word or alphabet.issuperset(word):
            continue
        start = match.start() + match.group().index(word)
        signs = _SIGNS_BEFORE_WORD.match(word)
        # A sign before a word, as in "☐Yes", is masked alone.
        is_alone = signs and not alphabet.issuperset(signs[0]) and alphabet.issuperset(word[signs.end() :])
        yield start, start + (signs.end() if signs and is_alone else len(word))
