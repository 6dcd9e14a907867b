"""Plain text in UTF-8, UTF-16 or Windows-1252: paragraphs with indents, bullets and line breaks."""

import codecs
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from translation.document import Block, Content, DocumentInfo, Outcome, Span, plain_text
from translation.exceptions import DocumentEmpty, DocumentUnreadable, TooMuchText
from translation.formats.base import Document, Format, Progress, ReadOptions, WriteOptions
from translation.formats.text_code import code_lines
from translation.formats.text_table import TextTable, find_tables
from translation.limits import USUAL_LIMITS, Limits

# Enough text to detect its language.
SAMPLE_CHARACTERS = 4000
# Shorter lines are verses, addresses and tables, not wrapped paragraphs.
MIN_WRAP_CHARACTERS = 40
# Lines with fewer words may be items of a list.
MIN_SENTENCE_WORDS = 3
# A zero byte in this part of a file means that it is not a text, unless it is in UTF-16.
HEAD_BYTES = 1024

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODINGS = ((codecs.BOM_UTF8, "utf-8-sig"), *((mark, "utf-16") for mark in _UTF16_MARKS))
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")
# A hyphen at the end of a line, after a letter.
_HYPHEN = re.compile(r"[^\W\d_]-\s*$")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]++-[^\W\d_]+")
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])[^\W\d_]++-$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
# A Portuguese verb with a pronoun: "tornar-se", "fazê-lo".
_WITH_PRONOUN = re.compile(r"(?:[rm]-se|[áéêíôú]-l[oa]s?)$")
_BULLET = re.compile(r"(?:[•◦▪■●○‣*+–—-]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|>|#{1,6})[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class TextLine:
    """The parts of a line. `end` is its line break."""

    indent: str
    bullet: str
    body: str
    end: str

    @property
    def text(self) -> str:
        return self.indent + self.bullet + self.body


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """The lines of a paragraph, from `first` to `last`, exclusive."""

    first: int
    last: int


class TextDocument(Document):
    """A text file. The translation is UTF-8, with the line breaks, indents and wrapping of the source."""

    def __init__(self, path: Path, limits: Limits = USUAL_LIMITS) -> None:
        text = _decode(path.read_bytes())
        if len(text) > limits.characters:
            limit = f"{limits.characters:,} characters"
            raise TooMuchText(f"The text has more than {limit}, the limit of this server. Split it into parts.")
        if not text.strip():
            raise DocumentEmpty
        self._lines = [_parse(*match.groups()) for match in _LINE.finditer(text) if match.group()]
        self._parts = list(_parts(self._lines))
        self._compounds = frozenset(_COMPOUND.findall(text.lower()))
        self._width = _wrapping_width(self._lines, self._parts)
        self.info = DocumentInfo("text", None, text[:SAMPLE_CHARACTERS])

    def read(self, options: ReadOptions) -> Iterator[Block]:
        texts = (text for part in self._parts for text in self._texts(part))
        for number, text in enumerate(texts):
            yield Block(number, (Span(text),))

    def write(
        self, targets: Iterable[tuple[int, Content]], options: WriteOptions, output: Path, progress: Progress
    ) -> Outcome:
        texts = {number: plain_text(content) for number, content in targets}
        pieces: list[str] = []
        position = number = 0
        for part in self._parts:
            count = len(self._texts(part))
            own = {each: texts[number + each] for each in range(count) if number + each in texts}
            number += count
            if own:
                pieces += [line.text + line.end for line in self._lines[position : part.first]]
                pieces.append(self._written(part, own))
                position = part.last
        pieces += [line.text + line.end for line in self._lines[position:]]
        output.write_bytes("".join(pieces).encode())
        progress(1.0)
        return Outcome()

    def _texts(self, part: TextParagraph | TextTable) -> list[str]:
        """Return the texts of a part: its paragraph, or its cells."""
        return (
            part.texts()
            if isinstance(part, TextTable)
            else [_joined(self._lines[part.first : part.last], self._compounds)]
        )

    def _written(self, part: TextParagraph | TextTable, texts: Mapping[int, str]) -> str:
        """Return the lines of a part with its translations. `texts` has them by their numbers in the part."""
        lines = self._lines[part.first : part.last]
        if isinstance(part, TextTable):
            written = part.written([line.text for line in lines], texts)
        else:
            written = self._wrapped(lines, texts[0])
        return (lines[0].end or "\n").join(written) + lines[-1].end

    def _wrapped(self, lines: Sequence[TextLine], text: str) -> list[str]:
        """Return the lines of a paragraph's translation, wrapped if the source was."""
        first = lines[0].indent + lines[0].bullet
        hanging = lines[1].indent if len(lines) > 1 else lines[0].indent + " " * len(lines[0].bullet)
        width = max(len(line.text) for line in lines) if len(lines) > 1 else self._width
        is_wrapped = len(lines) > 1 or len(lines[0].text) <= width
        return _wrap(text, width, first, hanging) if width and is_wrapped else [first + text]


def _decode(data: bytes) -> str:
    """Return the text, decoded by its byte order mark, as valid UTF-8, or else as Windows-1252."""
    for mark, encoding in _ENCODINGS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise DocumentUnreadable from error
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _parse(text: str, end: str) -> TextLine:
    body = text.lstrip()
    indent = text[: len(text) - len(body)]
    bullet = match.group() if (match := _BULLET.match(body)) else ""
    return TextLine(indent, bullet, body[len(bullet) :], end)


def _parts(lines: Sequence[TextLine]) -> Iterator[TextParagraph | TextTable]:
    """Yield the paragraphs and tables in order. Code is in neither."""
    texts = [line.text for line in lines]
    prefixes = [len(line.indent + line.bullet) for line in lines]
    code = code_lines(texts)
    for first, last in _groups(lines, code):
        start = first
        for table in find_tables(texts, prefixes, first, last):
            yield from _paragraphs(lines, start, table.first)
            yield table
            start = table.last
        yield from _paragraphs(lines, start, last)


def _groups(lines: Sequence[TextLine], code: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of lines without an empty line or code between them."""
    start = None
    for number, line in enumerate(lines):
        if number not in code and line.body.strip():
            start = number if start is None else start
        elif start is not None:
            yield start, number
            start = None
    if start is not None:
        yield start, len(lines)


def _paragraphs(lines: Sequence[TextLine], first: int, last: int) -> Iterator[TextParagraph]:
    """Yield the paragraphs in a range of lines."""
    width = max((len(line.text) for line in lines[first:last]), default=0)
    start = first
    for number in range(first + 1, last):
        before, line = lines[number - 1], lines[number]
        may_follow = line.indent == before.indent if number - start > 1 else _may_follow(before, line)
        is_last = number + 1 == last or bool(lines[number + 1].bullet)
        if not _continues(before, line, may_follow, width, is_last):
            yield TextParagraph(start, number)
            start = number
    if start < last:
        yield TextParagraph(start, last)


def _continues(before: TextLine, line: TextLine, may_follow: bool, width: int, is_last: bool) -> bool:
    """Return whether a line continues a paragraph: a word or sentence goes on, or its first word did not fit above.

    `may_follow` means that it has the indent of the paragraph.
    """
    if line.bullet:
        return False
    if _is_hyphenated(before.body, line.body):
        return True
    if not may_follow:
        return False
    if _goes_on(before.body, line.body, is_last):
        return True
    return width >= MIN_WRAP_CHARACTERS and len(before.text) + 1 + len(line.body.split()[0]) > width


def _may_follow(first: TextLine, second: TextLine) -> bool:
    """Return whether the indent of a second line is that of a paragraph with this first line."""
    return len(second.indent) <= len(first.indent + first.bullet)


def _goes_on(before: str, after: str, is_last: bool) -> bool:
    """Return whether a sentence goes on in the next line, which then starts with a small letter.

    Short lines may be a list of words, but the last line of a sentence may be short, too.
    """
    ends_open = before.rstrip()[-1:].isalnum() and after[:1].islower()
    is_short = len(after.split()) < MIN_SENTENCE_WORDS
    ends_here = is_last or after.rstrip().endswith((".", "!", "?"))
    return ends_open and len(before.split()) >= MIN_SENTENCE_WORDS and (ends_here or not is_short)


def _is_hyphenated(before: str, after: str) -> bool:
    return bool(_HYPHEN.search(before)) and after[:1].islower()


def _joined(lines: Sequence[TextLine], compounds: frozenset[str]) -> str:
    """Return the lines joined with spaces, or without a space after a hyphen.

    A hyphen at the end of a line stays if the text also has this compound in the middle of a line.
    """
    parts = [lines[0].body.rstrip()]
    for line in lines[1:]:
        body = line.body.rstrip()
        if not _is_hyphenated(parts[-1], body):
            parts += [" ", body]
            continue
        before, after = _WORD_BEFORE.search(parts[-1]), _WORD_AFTER.match(body)
        word = f"{before.group()}{after.group()}".lower() if before and after else ""
        if word not in compounds and not _WITH_PRONOUN.search(word):
            parts[-1] = parts[-1][:-1]
        parts.append(body)
    return "".join(parts)


def _wrapping_width(lines: Sequence[TextLine], parts: Sequence[TextParagraph | TextTable]) -> int:
    """Return the width at which the text is wrapped, or 0 if no paragraph is wrapped."""
    wrapped = [part for part in parts if isinstance(part, TextParagraph) and part.last - part.first > 1]
    return max((len(line.text) for p in wrapped for line in lines[p.first : p.last]), default=0)


def _wrap(text: str, width: int, first: str, hanging: str) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )


def _matches(file: IO[bytes], name: str) -> bool:
    head = file.read(HEAD_BYTES)
    return Path(name).suffix.lower() in FORMAT.suffixes and (b"\0" not in head or head.startswith(_UTF16_MARKS))


FORMAT = Format(
    name="text",
    label="Plain text",
    media_type="text/plain",
    suffixes=(".txt", ".text"),
    reader="translation.formats.text:TextDocument",
    matches=_matches,
)
