"""What in a sentence is not language: found, put out of the engine's way, and put back.

While a sentence is worked on, each such piece stands in it as one private-use character, its mark. For the engine a
mark is written as a placeholder, a made-up name that engines carry over.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FIRST_MARK = 0xE000
# The reader's own inline codes come in as characters of the last plane, which no text uses.
FIRST_CODE = 0x100000

MARK = re.compile("[\ue000-\uf8ff]")
_CODE = re.compile("[\U00100000-\U0010ffff]")

_NOT_LANGUAGE = re.compile(
    r"""
    [\ue000-\uf8ff\U00100000-\U0010fffd]+            # inline codes, glyphs of symbol fonts
    | `[^`\n]+`
    | </?[A-Za-z][^<>]*> | <!--.*?-->
    | \{\{[^{}]+\}\} | \$\{[^{}]+\} | \{[^{}\n]*\}
    | %\([A-Za-z_]\w*\)[sdif] | %(?:\d+\$)?[sdif@](?![A-Za-z])
    | \$(?=[^\s\d])[^$\n]{0,80}?(?<=\S)\$(?!\d) | \\\(.+?\\\)
    | (?:https?|ftp)://[^\s<>"]*[^\s<>".,;:!?)\]'] | \bwww\.[^\s<>"]*[^\s<>".,;:!?)\]']
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | \b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|dev|info|br|pt|uk|de|fr|eu)\b(?:/[^\s<>".,;:!?)]*)?
    | (?:\[\d+(?:\s*[,–-]\s*\d+)*\])+
    | \b[A-Za-z]:\\[^\s"<>|]*[^\s"<>|.,;:]
    | (?<![\w/.])(?:~|\.{1,2})?/(?:[\w.+-]+/)*[\w.+-]*[A-Za-z_]/?(?!\w)
    | (?<![\w/])[\w.+-]+/(?:[\w.+-]+/)+[\w.+-]*\w
    | \*\.\w+ | (?<![\w-])--?[A-Za-z][\w-]*(?![\w-]) (?<=\w)
    | \b\w+(?:::\w+)+ | \b[A-Za-z_][\w.]*\(\)
    | (?<![\w/])(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:tar\.gz|docx?|xlsx?|pptx?|od[tsp]|pdf
        |ya?ml|toml|json|xml|html?|css|jsx?|tsx?|py|sh|rs|go|java|txt|csv|zip|exe|dll|md|cfg|conf|ini|log
        |png|jpe?g|gif|svg)\b
    | \b\w*[^\W_]_\w+ | \b[a-z]+[A-Z]\w* | \b(?:[A-Z][a-z0-9]+){2,}\b
    | \b[A-Z][A-Za-z]{0,7}[-:.]?\d[\w]*(?:[-:.]\w+)*\b | \b[a-z]{2,}\d+\w*\b | \b0x[0-9A-Fa-f]+\b
    | \b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b | \b(?=[a-f]*\d)[0-9a-f]{16,}\b
    | (?<!\w):[a-z]\w*\b | (?<!\w)[@\#][A-Za-z]\w*
    | \b\w+\ [=<>!]=?\ \w+ | \bCtrl\+\w+ | \bet\ al\b\.?
    | \b\d+\ (?:CFR|USC|U\.S\.C\.)(?!\w)             # volumes of laws, which engines take for a count
    | _{3,} | \.{4,}
    | [!-~]{60,}                                     # keys, hashes, data: no language has such words
    """,
    re.VERBOSE,
)
# Without any of these no alternative above can match.
_HINT = re.compile(r"[^\s\w.,;:!?'()\"-]|\d|_|\w\.\w|[a-z][A-Z]|\s-|--|:[:a-z]|\bet al|\w\(\)|\.{4}|\S{60}")
_WORD = re.compile(r"[^\s\ue000-\uf8ff]+")
_QUOTING = "([{\"'"
_CLOSING = ".,;:!?)]}\"'"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text with marks in place of what is not language, and what the marks stand for, in order of their numbers."""

    text: str
    tokens: tuple[str, ...]

    def reveal(self, text: str, first: int = 0) -> str:
        """A text with the tokens back in place of their marks, from token number `first` on."""

        def token(found: re.Match[str]) -> str:
            index = ord(found.group()) - FIRST_MARK
            return self.tokens[index] if index >= first else found.group()

        return MARK.sub(token, text)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way to write placeholders: `before` and `after` stand around the number."""

    before: str
    after: str = ""
    letters: str = ""

    def name(self, index: int) -> str:
        number = self.letters[index % len(self.letters)] if self.letters else str(index + 1)
        return f"{self.before}{number}{self.after}"


# In this order: what one of them loses, the next keeps. Between them they kept every code of the measured sentences.
SCHEMES = (Scheme("XQ-"), Scheme("V"), Scheme("Zor", "an", "abdefgiklmnoprstu"), Scheme("900"))


def find(text: str) -> list[tuple[int, int]]:
    """Where the text is not language: ranges in order."""
    if not _HINT.search(text) and not any(map(_is_private, text)):
        return []
    return [match.span() for match in _NOT_LANGUAGE.finditer(text)]


def renumber(text: str) -> tuple[str, str]:
    """The text with its inline codes numbered from the first, and the codes that it had, in that order.

    Sentences that differ in nothing but the numbers of their codes become one.
    """
    if max(text, default="") < chr(FIRST_CODE):
        return text, ""
    order = "".join(dict.fromkeys(_CODE.findall(text)))
    return number_like(text, order), order


def number_like(text: str, order: str) -> str:
    """The text with its inline codes numbered by their places in `order`; those that it lacks are left out."""
    numbers = {letter: chr(FIRST_CODE + number) for number, letter in enumerate(order)}
    return _CODE.sub(lambda found: numbers.get(found.group(), ""), text)


def number_back(text: str, order: str) -> str:
    """The inverse of `renumber`, for a translation too; codes that there were none of are left out."""
    if max(text, default="") < chr(FIRST_CODE):
        return text
    return _CODE.sub(lambda found: order[(number := ord(found.group()) - FIRST_CODE) : number + 1], text)


def hide(text: str) -> Hidden:
    """Put marks in place of what is not language."""
    return _hide(Hidden(text, ()), find(text))


def hide_unreadable(hidden: Hidden, alphabet: frozenset[str] | None) -> Hidden:
    """Hide words with characters that the engine would misread. A word that it can read in lower case gets that."""
    if alphabet is None or alphabet.issuperset(MARK.sub("", hidden.text)):
        return hidden
    text = _WORD.sub(lambda found: _readable(found.group(), alphabet), hidden.text)
    return _hide(Hidden(text, hidden.tokens), _unreadable(text, alphabet))


def hide_matches(hidden: Hidden, pattern: re.Pattern[str]) -> Hidden:
    """Hide what a pattern finds in addition to what is hidden."""
    return _hide(hidden, [match.span() for match in pattern.finditer(hidden.text)])


def hide_ranges(hidden: Hidden, ranges: Iterable[tuple[int, int]]) -> Hidden:
    """Hide ranges of the text, in order, in addition to what is hidden."""
    return _hide(hidden, ranges)


def name_marks(text: str, scheme: Scheme) -> str | None:
    """The text for the engine, each mark a placeholder by itself; None when the text has such names of its own."""
    if re.search(rf"\b{scheme.before}", text):
        return None

    def write(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        left = " " if before and not (before.isspace() or before in _QUOTING) else ""
        right = " " if after.isalnum() else ""
        return left + scheme.name(ord(found.group()) - FIRST_MARK) + right

    return MARK.sub(write, text)


def find_marks(output: str, source: str, scheme: Scheme) -> str | None:
    """The engine's output with the placeholders as marks again; None when one was lost, doubled or invented."""
    marks = MARK.findall(source)
    names = {scheme.name(ord(mark) - FIRST_MARK).lower(): mark for mark in marks}
    if len(names) < len(marks):
        return None
    pattern = (
        rf"(?<![\w-]){scheme.before}[\w]*{scheme.after}(?!\w)"
        if scheme.letters
        else rf"(?<![\w-]){scheme.before}\d+(?!\w)"
    )
    found = re.findall(pattern, output, re.IGNORECASE)
    if sorted(name.lower() for name in found) != sorted(names):
        return None
    text = re.sub(pattern, lambda match: names[match.group().lower()], output, flags=re.IGNORECASE)
    return _attach(text, source)


def pieces(text: str) -> Iterator[str]:
    """The text cut at its marks, marks included: for translating what is between them when every scheme fails."""
    position = 0
    for match in MARK.finditer(text):
        yield from (text[position : match.start()], match.group())
        position = match.end()
    yield text[position:]


def _attach(text: str, source: str) -> str:
    """Take out blanks beside marks that `name_marks` put in."""
    for match in MARK.finditer(source):
        mark = match.group()
        before, after = source[: match.start()][-1:], source[match.end() :][:1]
        if before and not before.isspace() and before not in _QUOTING:
            text = text.replace(" " + mark, mark)
        if after and not after.isspace():
            follows = r"\w" if after.isalnum() else re.escape(after)
            text = re.sub(rf"{mark}\s+(?={follows})", mark, text)
    return text


def _hide(hidden: Hidden, ranges: Iterable[tuple[int, int]]) -> Hidden:
    """Tokens keep their numbers; what was hidden inside a new token is taken up by it."""
    tokens, parts, position = list(hidden.tokens), [], 0
    for start, end in ranges:
        parts += [hidden.text[position:start], chr(FIRST_MARK + len(tokens))]
        tokens.append(hidden.text[start:end] if not hidden.tokens else hidden.reveal(hidden.text[start:end]))
        position = end
    parts.append(hidden.text[position:])
    return Hidden("".join(parts), tuple(tokens))


def _readable(word: str, alphabet: frozenset[str]) -> str:
    lower = word.lower()
    return lower if not alphabet.issuperset(word) and alphabet.issuperset(lower) else word


def _unreadable(text: str, alphabet: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text):
        word = match.group().strip(_QUOTING + _CLOSING)
        if word and not alphabet.issuperset(word):
            start = match.start() + match.group().index(word)
            yield start, start + len(word)


def _is_private(character: str) -> bool:
    return "\ue000" <= character <= "\uf8ff" or character >= "\U00100000"
