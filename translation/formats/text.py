"""Plain text: paragraphs, wrapped by hand or not, with indents and bullets, in any of the usual encodings."""

import codecs
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from translation.document import Block, Content, DocumentInfo, Outcome, Span, plain_text
from translation.exceptions import DocumentEmpty, DocumentUnreadable, TooMuchText, UsageError
from translation.formats.base import Document, Progress, ReadOptions, WriteOptions
from translation.limits import USUAL_LIMITS, Limits

SAMPLE_CHARACTERS = 4000
# Lines shorter than this are verses, addresses and tables rather than wrapped paragraphs.
NARROWEST_WRAP = 40

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")
_BULLET = re.compile(r"(?:[•◦▪■●○‣*+–—-]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|>|#{1,6})[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line in parts, and the characters that end it."""

    indent: str
    bullet: str
    body: str
    end: str

    @property
    def text(self) -> str:
        return self.indent + self.bullet + self.body


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """Lines that are one paragraph, by their numbers from `first`, before `last`."""

    first: int
    last: int


class TextDocument(Document):
    """A text file. Written as UTF-8, with the line ends, indents and wrapping of its source."""

    def __init__(self, path: Path, limits: Limits = USUAL_LIMITS) -> None:
        text = _decode(path.read_bytes())
        if len(text) > limits.characters:
            raise TooMuchText(f"The text has more than the {limits.characters:,} characters that are read here.")
        if not text.strip():
            raise DocumentEmpty
        self._lines = [_parse(*match.groups()) for match in _LINE.finditer(text) if match.group()]
        self._paragraphs = list(_paragraphs(self._lines))
        self._width = _wrapping_width(self._lines, self._paragraphs)
        self.info = DocumentInfo("text", None, text[:SAMPLE_CHARACTERS])

    def read(self, options: ReadOptions) -> Iterator[Block]:
        if options.pages:
            raise UsageError("A plain text has no pages to choose from. Leave the pages out.")
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
                parts.append(self._set(paragraph, texts[number]))
                position = paragraph.last
        parts += [line.text + line.end for line in self._lines[position:]]
        output.write_bytes("".join(parts).encode())
        progress(1.0)
        return Outcome()

    def _set(self, paragraph: TextParagraph, text: str) -> str:
        """A paragraph's translation, wrapped where its source was."""
        lines = self._lines[paragraph.first : paragraph.last]
        first = lines[0].indent + lines[0].bullet
        hanging = lines[1].indent if len(lines) > 1 else lines[0].indent + " " * len(lines[0].bullet)
        width = max(len(line.text) for line in lines) if len(lines) > 1 else self._width
        is_wrapped = len(lines) > 1 or len(lines[0].text) <= width
        wrapped = _wrap(text, width, first, hanging) if width and is_wrapped else [first + text]
        return (lines[0].end or "\n").join(wrapped) + lines[-1].end


def _decode(data: bytes) -> str:
    """UTF-8 or UTF-16 where a mark or the bytes themselves say so, else Windows-1252."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(data, encoding)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentUnreadable from error


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
    """Ranges of lines without a blank one between."""
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
    """Whether a line goes on with a paragraph: the line before it had no room for its first word."""
    before = paragraph[-1]
    if line.bullet or width < NARROWEST_WRAP or len(before.text) + 1 + len(line.body.split()[0]) <= width:
        return False
    if len(paragraph) > 1:
        return line.indent == before.indent
    return len(line.indent) <= len(before.indent + before.bullet)


def _joined(lines: Sequence[TextLine]) -> str:
    """The lines as one. After a hyphen at a line's end the word goes on."""
    text = lines[0].body.rstrip()
    for line in lines[1:]:
        goes_on = text.endswith("-") and text[-2:-1].isalpha() and line.body[:1].islower()
        text += ("" if goes_on else " ") + line.body.rstrip()
    return text


def _wrapping_width(lines: Sequence[TextLine], paragraphs: Sequence[TextParagraph]) -> int:
    """The width that a text is wrapped at by hand; 0 when it is not."""
    wrapped = [paragraph for paragraph in paragraphs if paragraph.last - paragraph.first > 1]
    return max((len(line.text) for p in wrapped for line in lines[p.first : p.last]), default=0)


def _wrap(text: str, width: int, first: str, hanging: str) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )
