"""Scripts, actions that start programs or send data, and files brought along: none of it is in what is written."""

import re
from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.transform import file_of

# Keys that hold nothing else, in whatever they stand.
KEYS = frozenset(["EmbeddedFiles", "JavaScript", "XFA"])
# Actions by their /S. A file within the document is none to go to any more.
ACTIONS = frozenset(
    ["GoToE", "ImportData", "JavaScript", "Launch", "Movie", "Rendition", "RichMediaExecute", "Sound", "SubmitForm"]
)
ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data|file):", re.IGNORECASE)
SHARE = re.compile(r"\s*[\\/]{2}")
# Annotations that play or carry something, and what they hold of it. As stamps they look as they did, and do nothing.
PLAYERS = frozenset(["3D", "FileAttachment", "Movie", "RichMedia", "Screen", "Sound"])
PLAYED = frozenset(["3DD", "FS", "Movie", "RichMediaContent", "RichMediaSettings", "Sound"])
# Most objects hold none of this, which their text tells sooner than a walk through them.
SUSPECT = re.compile(rf"/(?:{'|'.join(sorted(KEYS | ACTIONS | PLAYERS | {'AA', 'EF', 'GoToR', 'JS', 'URI'}))})\b")


def drop_active_content(document: pymupdf.Document) -> None:
    """Take all of it out of the document, object by object. What cannot be read is not written either."""
    file = file_of(document)
    for xref in range(1, document.xref_length()):
        try:
            if SUSPECT.search(document.xref_object(xref, compressed=True)):
                _clean(mupdf.pdf_new_indirect(file, xref, 0))
        except (RuntimeError, mupdf.FzErrorBase):
            continue


def _clean(top: mupdf.PdfObj) -> None:
    if _is_active(top):
        _empty(top)
    waiting = [top]
    while waiting:
        each = waiting.pop()
        parts = _entries(each) if mupdf.pdf_is_dict(each) else _items(each)
        waiting += [part for part in parts if not mupdf.pdf_is_indirect(part)]


def _entries(dictionary: mupdf.PdfObj) -> Iterator[mupdf.PdfObj]:
    """What stays of a dictionary."""
    played: frozenset[str] = frozenset()
    if _name(dictionary, "Subtype") in PLAYERS:
        mupdf.pdf_dict_puts(dictionary, "Subtype", mupdf.pdf_new_name("Stamp"))
        played = PLAYED
    for key, value in _pairs(dictionary):
        if key in KEYS or key in played or _is_active(value) or _holds_active(key, value):
            mupdf.pdf_dict_dels(dictionary, key)
        else:
            yield value


def _holds_active(key: str, value: mupdf.PdfObj) -> bool:
    """Whether a key means what its name says. Fonts and pictures of a page may have any name, but they have a type."""
    is_plain = mupdf.pdf_is_dict(value) and not mupdf.pdf_is_stream(value) and not _name(value, "Subtype")
    return key in ("AA", "EF") and is_plain and all(mupdf.pdf_is_dict(part) for _key, part in _pairs(value))


def _items(array: mupdf.PdfObj) -> Iterator[mupdf.PdfObj]:
    """What stays of an array; nothing of what is none."""
    for position in reversed(range(mupdf.pdf_array_len(array))):
        item = mupdf.pdf_array_get(array, position)
        if _is_active(item):
            mupdf.pdf_array_delete(array, position)
        else:
            yield item


def _pairs(dictionary: mupdf.PdfObj) -> list[tuple[str, mupdf.PdfObj]]:
    positions = range(mupdf.pdf_dict_len(dictionary))
    keys = [mupdf.pdf_to_name(mupdf.pdf_dict_get_key(dictionary, position)) for position in positions]
    return [(key, mupdf.pdf_dict_gets(dictionary, key)) for key in keys]


def _empty(dictionary: mupdf.PdfObj) -> None:
    for key, _value in _pairs(dictionary):
        mupdf.pdf_dict_dels(dictionary, key)


def _is_active(value: mupdf.PdfObj) -> bool:
    if not mupdf.pdf_is_dict(value):
        return False
    kind = _name(value, "S")
    if kind == "URI":
        return bool(ADDRESS.match(_text(mupdf.pdf_dict_gets(value, "URI"))))
    if kind == "GoToR":
        file = mupdf.pdf_dict_gets(value, "F")
        return any(map(SHARE.match, (_text(file), *(_text(mupdf.pdf_dict_gets(file, key)) for key in ("F", "UF")))))
    return kind in ACTIONS


def _name(dictionary: mupdf.PdfObj, key: str) -> str:
    return str(mupdf.pdf_to_name(mupdf.pdf_dict_gets(dictionary, key)))


def _text(value: mupdf.PdfObj) -> str:
    return str(mupdf.pdf_to_text_string(value)) if mupdf.pdf_is_string(value) else ""
