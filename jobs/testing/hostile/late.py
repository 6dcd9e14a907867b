"""Documents that are accepted, and do their harm only when they are translated."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from jobs.testing.hostile.content import DRAWN, FORM, IMAGE
from jobs.testing.hostile.raw import LINES, one_page, stream
from translation.limits import Limits

# More text than is read to detect the language.
MUCH_TEXT = b"BT /F1 4 Tf 5 TL 72 800 Td %s ET" % b" ".join(b"(%s) Tj T*" % line.encode() for line in LINES * 30)
USUAL = Limits()


def hungry() -> bytes:
    """Return a text of one paragraph: seven million characters of four bytes each."""
    return ("\U0001d41a" * 60 + " ").encode() * 120_000


def bulky() -> bytes:
    """Return a PDF of two megabytes that cannot be compressed, so its translation is as large."""
    noise = Random(1).randbytes(3 * 800 * 800)
    return _on_the_last_page({10: stream(noise, IMAGE + b"/Width 800/Height 800")})


def endless() -> bytes:
    """Return a PDF whose last page draws two to the thirtieth forms."""
    inside = b"%s/Resources<</XObject<</X1 %d 0 R>>>>"
    forms = {number: stream(b"/X1 Do /X1 Do", inside % (FORM, number + 1)) for number in range(10, 40)}
    return _on_the_last_page({**forms, 40: stream(b"0 0 9 9 re f", FORM)})


def _on_the_last_page(objects: Mapping[int, bytes]) -> bytes:
    """Return a PDF with a long page, and a last page that shows object 10."""
    entries = b"/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X1 10 0 R>>>>"
    last = {2: b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>", 6: b"<</Type/Page/Parent 2 0 R%s>>" % entries}
    return one_page(MUCH_TEXT, more={**last, 7: stream(DRAWN), **objects})


# By the code of the limit that stops it: the name of a document, the document, and the limit.
LATE = {
    "too_much_memory": ("x.txt", hungry, replace(USUAL, memory_bytes=160_000_000)),
    "output_too_large": ("x.pdf", bulky, replace(USUAL, output_bytes=1_000_000)),
    "too_long": ("x.pdf", endless, replace(USUAL, page_seconds=2)),
}
