"""XML that strangers send, read safely, and what XML cannot hold."""

import re
from collections.abc import Callable, Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from translation.exceptions import UsageError

# Bytes of a file of segments or of a memory. A book of a thousand pages has ten million.
LARGEST = 50_000_000
# Elements inside one of those that are looked for: a unit, an entry. An empty one of four bytes takes a hundred.
MOST_INSIDE = 100_000

# What XML 1.0 has no way to write, and the plane that inline codes are written in.
_SPECIAL = re.compile("([^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U000fffff])")
_CODES = re.compile("[\U00100000-\U0010ffff]")
_LINE_ENDS = re.compile(r"[\t\n\r\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_BLANKS = re.compile(" {2,}")


class XmlRefused(UsageError):
    """A file that is no XML, or more than is read here, or asks for what no such file needs."""

    default = "The XML file cannot be read. Export it again and send the new file."


def elements(file: IO[bytes], names: set[str], kind: str, names_dtd: bool = False) -> Iterator[Element]:
    """The elements of these names as they end; each is emptied when the next one is asked for.

    The root comes first, as it starts. With `names_dtd` the file may name a document type, which is not fetched.
    Raises XmlRefused, with `kind` as what the file should have been.
    """
    if (size := file.seek(0, 2)) > LARGEST:
        raise XmlRefused(
            f"The file has {size / 1e6:.0f} MB, and {kind} of {LARGEST / 1e6:.0f} MB is the most that is read."
        )
    file.seek(0)
    try:
        events = iterparse(file, ("start", "end"), forbid_dtd=not names_dtd)
        _, root = next(events)
        yield root
        yield from _found(events, root, names)
    except (DefusedXmlException, ParseError, LookupError, ValueError) as error:
        raise XmlRefused(f"The file cannot be read as {kind}: {_why(error)}.") from error


def _found(events: Iterator[tuple[str, Element]], root: Element, names: set[str]) -> Iterator[Element]:
    """The elements of these names as they end. Nothing else is kept of the document, however long it is."""
    opened, depth, count = [root], 0, 0
    for event, element in events:
        if event == "start":
            opened.append(element)
            depth += element.tag in names
            count += depth > 0
            if max(count, len(opened)) > MOST_INSIDE:
                raise ValueError(f"an element has more than {MOST_INSIDE} others inside")
            continue
        opened.pop()
        if element.tag in names and element is not root:
            depth -= 1
            yield element
            element.clear()
        if opened and not depth:
            count = 0
            del opened[-1][:]


def fill(element: Element, text: str, special: Callable[[str], Element | None]) -> None:
    """Put a text into an element, with an element for each inline code and each character that XML cannot hold.

    `special` makes them; for None there is a replacement character.
    """
    last: Element | None = None
    for part in _SPECIAL.split(text):
        made = special(part) if _SPECIAL.fullmatch(part) else None
        if made is not None:
            element.append(made)
            last = made
        elif last is None:
            element.text = (element.text or "") + _SPECIAL.sub("\ufffd", part)
        else:
            last.tail = (last.tail or "") + _SPECIAL.sub("\ufffd", part)


def plain(text: str) -> str:
    """A stranger's text as one line, without control characters and what would pass for an inline code."""
    return _CODES.sub("", one_line(text))


def one_line(text: str) -> str:
    """The text without line ends, control characters and doubled blanks."""
    return _BLANKS.sub(" ", _CONTROLS.sub("", _LINE_ENDS.sub(" ", text)))


def _why(error: Exception) -> str:
    return "it has a document type or entities of its own" if isinstance(error, DefusedXmlException) else str(error)
