"""The files that a user gets: their names, their media types, and the archive of original and translation."""

from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

from translation.formats import FORMATS

ARCHIVE = ".zip"
ARCHIVE_TYPE = "application/zip"


def translated_name(filename: str, language: str, suffix: str) -> str:
    """The name of an output: after its source, and the language that it is now in."""
    return f"translated_{PurePosixPath(filename).stem}_{language}{suffix}"


def media_type(format: str, stored: str) -> str:
    """The media type of an output by the name that it is stored under, of a document of that format."""
    if PurePosixPath(stored).suffix == ARCHIVE:
        return ARCHIVE_TYPE
    kind = FORMATS[format].media_type
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def archive(original: Path, translated: Path, format: str, filename: str, language: str) -> Path:
    """Put both files into an archive beside the translated one; returns its path."""
    suffix = FORMATS[format].suffixes[0]
    packed = translated.with_suffix(ARCHIVE)
    with ZipFile(packed, "w", ZIP_DEFLATED) as files:
        files.write(original, f"original_{PurePosixPath(filename).stem}{suffix}")
        files.write(translated, translated_name(filename, language, suffix))
    return packed
