"""Removing active content from a document: scripts, actions that start programs or send data, and embedded files."""

import re
from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.transform import file_of

# Keys with active content in any dictionary.
ACTIVE_KEYS = frozenset(["EmbeddedFiles", "JavaScript", "XFA"])
# Types of actions (/S) to remove. GoToE has no target after embedded files are removed.
ACTIVE_ACTIONS = frozenset(
    ["GoToE", "ImportData", "JavaScript", "Launch", "Movie", "Rendition", "RichMediaExecute", "Sound", "SubmitForm"]
)
# Addresses of links that run code or read files.
ACTIVE_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data|file):", re.IGNORECASE)
# A path on a network share. Opening it sends the user's name and password hash to that host.
NETWORK_SHARE = re.compile(r"\s*[\\/]{2}")
# Annotations that play media or contain a file. They become stamps, which look the same and do nothing.
MEDIA_ANNOTATIONS = frozenset(["3D", "FileAttachment", "Movie", "RichMedia", "Screen", "Sound"])
# The keys of these annotations with the media or the file.
MEDIA_KEYS = frozenset(["3DD", "FS", "Movie", "RichMediaContent", "RichMediaSettings", "Sound"])
# Most objects have none of these names, and searching their text is faster than walking through them.
OTHER_SUSPECTS = frozenset(["AA", "EF", "GoToR", "JS", "URI"])
SUSPECT = re.compile(rf"/(?:{'|'.join(sorted(ACTIVE_KEYS | ACTIVE_ACTIONS | MEDIA_ANNOTATIONS | OTHER_SUSPECTS))})\b")


def remove_active_content(document: pymupdf.Document) -> None:
    """Remove active content from every object of a document. Unreadable objects are never saved."""
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
        parts = _clean_dictionary(each) if mupdf.pdf_is_dict(each) else _clean_array(each)
        waiting += [part for part in parts if not mupdf.pdf_is_indirect(part)]


def _clean_dictionary(dictionary: mupdf.PdfObj) -> Iterator[mupdf.PdfObj]:
    """Remove the active entries of a dictionary, and yield the remaining values."""
    media_keys: frozenset[str] = frozenset()
    if _name(dictionary, "Subtype") in MEDIA_ANNOTATIONS:
        mupdf.pdf_dict_puts(dictionary, "Subtype", mupdf.pdf_new_name("Stamp"))
        media_keys = MEDIA_KEYS
    for key, value in _pairs(dictionary):
        if key in ACTIVE_KEYS or key in media_keys or _is_active(value) or _holds_active(key, value):
            mupdf.pdf_dict_dels(dictionary, key)
        else:
            yield value


def _holds_active(key: str, value: mupdf.PdfObj) -> bool:
    """Return whether a key has actions or files. Fonts and pictures with such a name have a type."""
    is_plain = mupdf.pdf_is_dict(value) and not mupdf.pdf_is_stream(value) and not _name(value, "Subtype")
    return key in ("AA", "EF") and is_plain and all(mupdf.pdf_is_dict(part) for _key, part in _pairs(value))


def _clean_array(array: mupdf.PdfObj) -> Iterator[mupdf.PdfObj]:
    """Remove the active items of an array, and yield the remaining items. Other objects have none."""
    for position in reversed(range(mupdf.pdf_array_len(array))):
        item = mupdf.pdf_array_get(array, position)
        if _is_active(item):
            mupdf.pdf_array_delete(array, position)
        else:
            yield item


def _pairs(dictionary: mupdf.PdfObj) -> list[tuple[str, mupdf.PdfObj]]:
    # Values are looked up by position, because keys need not be valid UTF-8.
    return [
        (mupdf.pdf_to_name(mupdf.pdf_dict_get_key(dictionary, position)), mupdf.pdf_dict_get_val(dictionary, position))
        for position in range(mupdf.pdf_dict_len(dictionary))
    ]


def _empty(dictionary: mupdf.PdfObj) -> None:
    for key, _value in _pairs(dictionary):
        mupdf.pdf_dict_dels(dictionary, key)


def _is_active(value: mupdf.PdfObj) -> bool:
    if not mupdf.pdf_is_dict(value):
        return False
    kind = _name(value, "S")
    if kind == "URI":
        return bool(ACTIVE_ADDRESS.match(_text(mupdf.pdf_dict_gets(value, "URI"))))
    if kind == "GoToR":
        file = mupdf.pdf_dict_gets(value, "F")
        return any(
            map(NETWORK_SHARE.match, (_text(file), *(_text(mupdf.pdf_dict_gets(file, key)) for key in ("F", "UF"))))
        )
    return kind in ACTIVE_ACTIONS


def _name(dictionary: mupdf.PdfObj, key: str) -> str:
    return str(mupdf.pdf_to_name(mupdf.pdf_dict_gets(dictionary, key)))


def _text(value: mupdf.PdfObj) -> str:
    return str(mupdf.pdf_to_text_string(value)) if mupdf.pdf_is_string(value) else ""
