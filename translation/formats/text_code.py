"""Code in a text file, which stays as it is: between fences, in indented lines, or where every line looks like code."""

import re
from collections.abc import Iterator, Sequence

# Markdown's indent of code, in columns.
CODE_INDENT = 4
# A longer line with options is prose about a command.
MAX_COMMAND_WORDS = 4
# No code has longer lines.
MAX_CODE_CHARACTERS = 300

_FENCE = re.compile(r"[ \t]*+(`{3,}+|~{3,}+)([^`]*+)$")
# What makes a line code. Each alternative is rare in prose.
_CODE = re.compile(
    r"""
    ^(?:def|class|func|fn)\s+\w+.*[:{]$
    | ^(?:if|elif|while|with|except|for)\b.*[=<>()\[\]_.'"].*:$ | ^for\s\w+\sin\s\w+:$ | ^(?:else|try|finally)\s*:$
    | ^import\s+[\w.]+(?:\s+as\s+\w+)?;?$ | ^from\s+[\w.]+\s+import\s
    | ^(?:return|raise|yield)\s[^.]*[()\[\]=+*/_"'\d;-] | ^return\s\w+;?$
    | ^(?:const|let|var|int|float|char|bool|string|auto)\s+\w+\s*=
    | ^[\w.\[\]"'$]+\s*(?:[-+*/|:]?=)\s*\S
    | ^[\w.]+\(.*\)[;:]?$ | \w\(.*\)\s*[;{]$
    | [{}]$ | ^[}\])]+[;,]?$ | [=()_].*;$
    | ^\$\s+\S | ^>>>\s | ^\#! | ^\#(?:include|define)\b | ^//
    | ^(?:\./|\.\./|~/|/(?:usr|etc|home|var|opt|bin)/|[A-Z]:\\)\S
    | ^(?:sudo|cd|mkdir|git|pip3?|python3?|npm|npx|yarn|docker|curl|wget|apt|apt-get|brew|ssh|scp|chmod|cargo)\s\S
    | ^(?:make|go|cat|ls|cp|mv|rm|tar|export|source|node|java|bash|sh)\s+[-\w./~:$"'@=]+$
    | ^</?[A-Za-z][^<>@:]*/?> | ^<[A-Za-z]+\s[^<>]*=[^<>]*>
    | ^(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP)\s.*\b(?:FROM|INTO|TABLE|SET)\b
    | ^"[\w-]+"\s*:\s
    | => | -> | :: | && | \|\| | \+\+ | != | ==
    """,
    re.VERBOSE,
)
# A command line with options.
_COMMAND = re.compile(r"^[a-z][\w./-]*\s(?:.*\s)?--?[a-zA-Z][\w-]*(?:[=\s]|$)")
_ITEM = re.compile(r"^(?:[-*+•]|\d{1,3}[.)])\s")
# A sentence: at least four words, and the punctuation of its end or of a list.
_SENTENCE = re.compile(r"^(?:[\"“(]?[^\W\d_][\w'’-]*[,;:”\")]*\s+){4,}.*[.!?]$")


def code_lines(texts: Sequence[str]) -> set[int]:
    """Return the numbers of the lines that are code or its fences."""
    code: set[int] = set()
    for first, last in _fenced(texts):
        code.update(range(first, last))
    for first, last in _groups(texts, code):
        group = [text.strip() for text in texts[first:last]]
        is_indented = all(map(_is_indented, texts[first:last]))
        share = _share(group)
        if (is_indented and share >= 1 / 2) or (len(group) > 1 and share == 1):
            code.update(range(first, last))
    return code


def _fenced(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the ranges between fences. Tildes right under a line are its underline."""
    opening = None
    for number, text in enumerate(texts):
        match = _FENCE.match(text)
        if not match:
            continue
        if opening is None:
            is_underline = match[1][0] == "~" and number > 0 and texts[number - 1].strip()
            opening = None if is_underline else (number, match[1])
        elif match[1].startswith(opening[1]) and not match[2].strip():
            yield opening[0], number + 1
            opening = None


def _groups(texts: Sequence[str], code: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of lines between empty lines and fences. An indent after a colon starts a range, too."""
    start = None
    for number, text in enumerate([*texts, ""]):
        is_empty = not text.strip() or number in code
        if start is not None:
            before = texts[number - 1]
            is_set_off = before.rstrip().endswith(":") and not _is_code(before.strip()) and _is_deeper(text, before)
            if is_empty or is_set_off:
                yield start, number
                start = None
        if start is None and not is_empty:
            start = number


def _is_indented(text: str) -> bool:
    return _indent(text) >= CODE_INDENT


def _is_deeper(text: str, before: str) -> bool:
    return _indent(text) >= CODE_INDENT > _indent(before)


def _indent(text: str) -> int:
    """Return the width of a line's indent."""
    return len(text[: len(text) - len(text.lstrip())].expandtabs(CODE_INDENT))


def _share(group: Sequence[str]) -> float:
    """Return the share of lines with letters that look like code."""
    lines = [text for text in group if any(map(str.isalpha, text))]
    return sum(map(_is_code, lines)) / len(lines) if lines else 0.0


def _is_code(text: str) -> bool:
    if len(text) > MAX_CODE_CHARACTERS or _ITEM.match(text) or _SENTENCE.match(text):
        return False
    words = [word for word in text.split() if not word.startswith("-")]
    return bool(_CODE.search(text) or (len(words) <= MAX_COMMAND_WORDS and _COMMAND.match(text)))
