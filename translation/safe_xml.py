"""Reading XML from untrusted files, and writing texts with characters that XML does not allow."""

import re
from collections.abc import Callable, Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from translation.exceptions import UsageError

# The segments of a book of a thousand pages take ten million bytes.
MAX_XML_BYTES = 50_000_000
# The limit of elements inside a unit or entry. An empty element of four bytes takes a hundred bytes in memory.
MAX_ELEMENTS_INSIDE = 100_000

# Characters that XML 1.0 does not allow, and those for inline codes.
_SPECIAL = re.compile("([^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U000fffff])")
_INLINE_CODES = re.compile("[\U00100000-\U0010ffff]")
_LINE_ENDS = re.compile(r"[\t\n\r\u2028\u2029]+")
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SPACES = re.compile(" {2,}")


class XmlRefused(UsageError):
    """A file is not XML, is too large, or contains something suspicious."""

    default = "The XML file cannot be read. Export it again and send the new file."


def elements(file: IO[bytes], names: set[str], kind: str, names_dtd: bool = False) -> Iterator[Element]:
    """Yield the root when it starts, then each element with one of these names when it ends.

    Use each element before the next, which empties it. `kind` names the expected format in messages. With `names_dtd`,
    the file may name a document type, which is never fetched. Raises XmlRefused.
    """
    if (size := file.seek(0, 2)) > MAX_XML_BYTES:
        limit = f"the limit for {kind} is {MAX_XML_BYTES / 1e6:.0f} MB"
        raise XmlRefused(f"The file has {size / 1e6:.0f} MB, and {limit}. Divide it.")
    file.seek(0)
    try:
        events = iterparse(file, ("start", "end"), forbid_dtd=not names_dtd)
        _, root = next(events)
        yield root
        yield from _named_elements(events, root, names)
    except (DefusedXmlException, ParseError, LookupError, ValueError) as error:
        has_dtd = isinstance(error, DefusedXmlException)
        reason = "it defines a document type or entities" if has_dtd else str(error)
        raise XmlRefused(f"The file cannot be read as {kind}: {reason}.") from error


def _named_elements(events: Iterator[tuple[str, Element]], root: Element, names: set[str]) -> Iterator[Element]:
    """Yield the elements with these names. Drop everything else at once, so that long files need little memory."""
    open_elements, depth, count = [root], 0, 0
    for event, element in events:
        if event == "start":
            open_elements.append(element)
            depth += element.tag in names
            count += depth > 0
            if max(count, len(open_elements)) > MAX_ELEMENTS_INSIDE:
                raise ValueError(f"an element contains more than {MAX_ELEMENTS_INSIDE} others")
            continue
        open_elements.pop()
        if element.tag in names and element is not root:
            depth -= 1
            yield element
            element.clear()
        if open_elements and not depth:
            count = 0
            del open_elements[-1][:]


def fill(element: Element, text: str, special: Callable[[str], Element | None]) -> None:
    """Put a text into an element.

    `special` returns the child element for an inline code or a character that XML does not allow. If it returns None,
    the text gets a replacement character (U+FFFD).
    """
    last: Element | None = None
    for part in _SPECIAL.split(text):
        child = special(part) if _SPECIAL.fullmatch(part) else None
        if child is not None:
            element.append(child)
            last = child
        elif last is None:
            element.text = (element.text or "") + _SPECIAL.sub("\ufffd", part)
        else:
            last.tail = (last.tail or "") + _SPECIAL.sub("\ufffd", part)


def clean_line(text: str) -> str:
    """Return an untrusted text as one line, without control characters and characters for inline codes."""
    return _INLINE_CODES.sub("", one_line(text))


def one_line(text: str) -> str:
    """Return the text without line ends, control characters and double spaces."""
    return _SPACES.sub(" ", _CONTROL_CHARACTERS.sub("", _LINE_ENDS.sub(" ", text)))
