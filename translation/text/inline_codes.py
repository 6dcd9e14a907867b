"""Inline codes, the parts of a sentence that are not language: find them, mask them and put them back.

Codes, addresses, formulas and file names are not translated. They take three forms:

- An inline code of the document is a character from `FIRST_CODE` on (see `Segment`).
- In a `MaskedText`, each code, of the document or found here, is a private-use character, its mask.
- In a text for the engine, each mask becomes a placeholder: an invented name such as "XQ-1" that engines copy.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

# The start and the end of a stretch of text.
Range: TypeAlias = tuple[int, int]

# The first private-use character for the codes of a masked text.
FIRST_MASK = 0xE000
# The first character for a document's inline codes. They are in the last plane, which no text uses.
FIRST_CODE = 0x100000

MASK = re.compile("[\ue000-\uf8ff]")
# An inline code of the document.
_CODE = re.compile("[\U00100000-\U0010ffff]")

# Text that is never translated, most specific first.
_NOT_LANGUAGE = r"""
    # inline codes of the document, glyphs of symbol fonts
    [\ue000-\uf8ff\U00100000-\U0010fffd]+
    # code in backticks
    | `[^`\n]+`
    # tags and comments of markup
    | </?[A-Za-z][^<>]*> | <!--.*?-->
    # variables of templates, in braces
    | \{\{[^{}]+\}\} | \$\{[^{}]+\} | \{[^{}\n]*\}
    # variables of printf: %(name)s, %d, %1$s
    | %\([A-Za-z_]\w*\)[sdif] | %(?:\d+\$)?[sdif@](?![A-Za-z])
    # formulas in TeX: $x^2$, \(x^2\)
    | \$(?=[^\s\d])[^$\n]{0,80}?(?<=\S)\$(?!\d) | \\\(.+?\\\)
    # web addresses
    | (?:https?|ftp)://[^\s<>"]*[^\s<>".,;:!?)\]'] | \bwww\.[^\s<>"]*[^\s<>".,;:!?)\]']
    # mail addresses
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    # domains, perhaps with a path
    | \b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|dev|info|br|pt|uk|de|fr|eu)\b(?:/[^\s<>".,;:!?)]*)?
    # citations: [3], [1, 4-6]
    | (?:\[\d+(?:\s*[,–-]\s*\d+)*\])+
    # paths of Windows
    | \b[A-Za-z]:\\[^\s"<>|]*[^\s"<>|.,;:]
    # paths of Unix that start with a slash, ~ or dots, then those with two slashes inside
    | (?<![\w/.])(?:~|\.{1,2})?/(?:[\w.+-]+/)*[\w.+-]*[A-Za-z_]/?(?!\w)
    | (?<![\w/])[\w.+-]+/(?:[\w.+-]+/)+[\w.+-]*\w
    # patterns of files and options of commands: *.txt, --verbose
    | \*\.\w+ | (?<![\w-])--?[A-Za-z][\w-]*(?![\w-]) (?<=\w)
    # qualified names and calls: std::vector, print()
    | \b\w+(?:::\w+)+ | \b[A-Za-z_][\w.]*\(\)
    # names of files
    | (?<![\w/])(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:tar\.gz|docx?|xlsx?|pptx?|od[tsp]|pdf
        |ya?ml|toml|json|xml|html?|css|jsx?|tsx?|py|sh|rs|go|java|txt|csv|zip|exe|dll|md|cfg|conf|ini|log
        |png|jpe?g|gif|svg)\b
    # identifiers: snake_case, camelCase, PascalCase
    | \b\w*[^\W_]_\w+ | \b[a-z]+[A-Z]\w* | \b(?:[A-Z][a-z0-9]+){2,}\b
    # models and versions: A4, SHA-256, utf8; hexadecimal numbers
    | \b[A-Z][A-Za-z]{0,7}[-:.]?\d[\w]*(?:[-:.]\w+)*\b | \b[a-z]{2,}\d+\w*\b | \b0x[0-9A-Fa-f]+\b
    # UUIDs and hashes
    | \b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b | \b(?=[a-f]*\d)[0-9a-f]{16,}\b
    # symbols, handles and hashtags: :name, @name, #name
    | (?<!\w):[a-z]\w*\b | (?<!\w)[@\#][A-Za-z]\w*
    # comparisons, key combinations, "et al."
    | \b\w+\ [=<>!]=?\ \w+ | \bCtrl\+\w+ | \bet\ al\b\.?
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
_HINT = re.compile(r"[^\s\w.,;:!?'()\"-]|\d|_|\w\.\w|[a-z][A-Z]|\s-|--|:[:a-z]|\bet al|\w\(\)|\.{4}|\S{60}")
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


@dataclass(frozen=True, slots=True)
class PlaceholderScheme:
    """A form of placeholders: a number, or one of `letters`, between `before` and `after`."""

    before: str
    after: str = ""
    letters: str = ""

    def name(self, index: int) -> str:
        """Return the placeholder for a mask by its number, from 0."""
        number = self.letters[index % len(self.letters)] if self.letters else str(index + 1)
        return f"{self.before}{number}{self.after}"

    @property
    def pattern(self) -> str:
        """A regular expression for the placeholders of this scheme, including those that an engine invents."""
        if self.letters:
            return rf"(?<![\w-]){self.before}[\w]*{self.after}(?!\w)"
        return rf"(?<![\w-]){self.before}\d+(?!\w)"


# They are tried in this order. An engine that damages one scheme usually keeps the next. In measurements, one of them
# always kept every code.
SCHEMES = (
    PlaceholderScheme("XQ-"),
    PlaceholderScheme("V"),
    PlaceholderScheme("Zor", "an", "abdefgiklmnoprstu"),
    PlaceholderScheme("900"),
)


def find_codes(text: str) -> list[Range]:
    """Return the ranges of a text that are not language, in order."""
    if not _HINT.search(text):
        return []
    return [match.span() for match in _CODE_OR_PLAIN_WORDS.finditer(text) if match[1]]


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


def mask(text: str) -> MaskedText:
    """Return the text with a mask for each part that is not language."""
    return mask_ranges(MaskedText(text, ()), find_codes(text))


def mask_unreadable(masked: MaskedText, alphabet: frozenset[str] | None) -> MaskedText:
    """Return the text with a mask for each word that the engine cannot read.

    `alphabet` has the characters that the engine can read. None stands for all. Words that it can read in lower case
    are converted to lower case instead.
    """
    if alphabet is None or alphabet.issuperset(MASK.sub("", masked.text)):
        return masked
    text = _WORD.sub(lambda match: _readable(match.group(), alphabet), masked.text)
    return mask_ranges(MaskedText(text, masked.codes), _unreadable(text, alphabet))


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


def write_placeholders(text: str, scheme: PlaceholderScheme) -> str | None:
    """Return the text for the engine, with placeholders for masks. None if the text already has such names."""
    if re.search(rf"\b{scheme.before}", text):
        return None

    def placeholder(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        left = " " if before and not (before.isspace() or before in _OPENING) else ""
        right = " " if after.isalnum() else ""
        return left + scheme.name(ord(match.group()) - FIRST_MASK) + right

    return MASK.sub(placeholder, text)


def read_placeholders(output: str, source: str, scheme: PlaceholderScheme) -> str | None:
    """Return the engine's output with masks for placeholders. None if a placeholder is lost, repeated or invented.

    `source` is the masked text whose placeholders were written.
    """
    masks = MASK.findall(source)
    mask_by_name = {scheme.name(ord(character) - FIRST_MASK).lower(): character for character in masks}
    if len(mask_by_name) < len(masks):
        return None
    names = re.findall(scheme.pattern, output, re.IGNORECASE)
    if sorted(name.lower() for name in names) != sorted(mask_by_name):
        return None
    text = re.sub(scheme.pattern, lambda match: mask_by_name[match.group().lower()], output, flags=re.IGNORECASE)
    return _remove_added_spaces(text, source)


def split_at_masks(text: str) -> Iterator[str]:
    """Yield the parts of the text: the masks, and the text between them."""
    position = 0
    for match in MASK.finditer(text):
        yield from (text[position : match.start()], match.group())
        position = match.end()
    yield text[position:]


def _remove_added_spaces(text: str, source: str) -> str:
    """Return an output without the spaces that `write_placeholders` added beside masks."""
    for match in MASK.finditer(source):
        character = match.group()
        before, after = source[: match.start()][-1:], source[match.end() :][:1]
        if before and not before.isspace() and before not in _OPENING:
            text = text.replace(" " + character, character)
        if after and not after.isspace():
            following = r"\w" if after.isalnum() else re.escape(after)
            text = re.sub(rf"{character}\s+(?={following})", character, text)
    return text


def _readable(word: str, alphabet: frozenset[str]) -> str:
    lower = word.lower()
    return lower if not alphabet.issuperset(word) and alphabet.issuperset(lower) else word


def _unreadable(text: str, alphabet: frozenset[str]) -> Iterator[Range]:
    """Yield the ranges of the words with characters outside the alphabet, without the punctuation around them."""
    for match in _WORD.finditer(text):
        word = match.group().strip(_OPENING + _CLOSING)
        if word and not alphabet.issuperset(word):
            start = match.start() + match.group().index(word)
            yield start, start + len(word)
