"""Plain text in UTF-8, UTF-16 or Windows-1252: paragraphs with indents, bullets and line breaks."""

import codecs
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from translation.document import Block, Content, DocumentInfo, Outcome, Span, plain_text
from translation.exceptions import DocumentEmpty, DocumentUnreadable, TooMuchText
from translation.formats.base import Document, Format, Progress, ReadOptions, WriteOptions
from translation.limits import USUAL_LIMITS, Limits

# Enough text to detect its language.
SAMPLE_CHARACTERS = 4000
# Shorter lines are verses, addresses and tables, not wrapped paragraphs.
MIN_WRAP_CHARACTERS = 40
# A zero byte in this part of a file means that it is not a text, unless it is in UTF-16.
HEAD_BYTES = 1024

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODINGS = ((codecs.BOM_UTF8, "utf-8-sig"), *((mark, "utf-16") for mark in _UTF16_MARKS))
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")
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
        self._paragraphs = list(_paragraphs(self._lines))
        self._width = _wrapping_width(self._lines, self._paragraphs)
        self.info = DocumentInfo("text", None, text[:SAMPLE_CHARACTERS])

    def read(self, options: ReadOptions) -> Iterator[Block]:
        for number, paragraph in enumerate(self._paragraphs):
            yield Block(number, (Span(_joined(self._lines[paragraph.first : paragraph.last])),))

    def write(
        self, targets: Iterable[tuple[int, Content]], options: WriteOptions, output: Path, progress: Progress
    ) -> Outcome:
        texts = {number: plain_text(content) for number, content in targets}
        parts: list[str] = []
        position = 0
        for number, paragraph in enumerate(self._paragraphs):
            if number in texts:
                parts += [line.text + line.end for line in self._lines[position : paragraph.first]]
                parts.append(self._wrapped(paragraph, texts[number]))
                position = paragraph.last
        parts += [line.text + line.end for line in self._lines[position:]]
        output.write_bytes("".join(parts).encode())
        progress(1.0)
        return Outcome()

    def _wrapped(self, paragraph: TextParagraph, text: str) -> str:
        """Return a paragraph's translation, wrapped if the source was."""
        lines = self._lines[paragraph.first : paragraph.last]
        first = lines[0].indent + lines[0].bullet
        hanging = lines[1].indent if len(lines) > 1 else lines[0].indent + " " * len(lines[0].bullet)
        width = max(len(line.text) for line in lines) if len(lines) > 1 else self._width
        is_wrapped = len(lines) > 1 or len(lines[0].text) <= width
        wrapped = _wrap(text, width, first, hanging) if width and is_wrapped else [first + text]
        return (lines[0].end or "\n").join(wrapped) + lines[-1].end


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


def _paragraphs(lines: Sequence[TextLine]) -> Iterator[TextParagraph]:
    for first, last in _groups(lines):
        width = max(len(line.text) for line in lines[first:last])
        start = first
        for number in range(first + 1, last):
            if not _continues(lines[start:number], lines[number], width):
                yield TextParagraph(start, number)
                start = number
        yield TextParagraph(start, last)


def _groups(lines: Sequence[TextLine]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of lines without an empty line between them."""
    start = None
    for number, line in enumerate(lines):
        if line.body.strip() and start is None:
            start = number
        elif not line.body.strip() and start is not None:
            yield start, number
            start = None
    if start is not None:
        yield start, len(lines)


def _continues(paragraph: Sequence[TextLine], line: TextLine, width: int) -> bool:
    """Return whether a line continues a paragraph, because its first word did not fit on the line before."""
    before = paragraph[-1]
    if line.bullet or width < MIN_WRAP_CHARACTERS or len(before.text) + 1 + len(line.body.split()[0]) <= width:
        return False
    if len(paragraph) > 1:
        return line.indent == before.indent
    return len(line.indent) <= len(before.indent + before.bullet)


def _joined(lines: Sequence[TextLine]) -> str:
    """Return the lines joined with spaces, or without a space after a hyphenated word."""
    text = lines[0].body.rstrip()
    for line in lines[1:]:
        is_hyphenated = text.endswith("-") and text[-2:-1].isalpha() and line.body[:1].islower()
        text += ("" if is_hyphenated else " ") + line.body.rstrip()
    return text


def _wrapping_width(lines: Sequence[TextLine], paragraphs: Sequence[TextParagraph]) -> int:
    """Return the width at which the text is wrapped, or 0 if no paragraph is wrapped."""
    wrapped = [paragraph for paragraph in paragraphs if paragraph.last - paragraph.first > 1]
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
