"""The files that users download: their names and media types, and archives of original and translation."""

from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

from translation.formats import FORMATS

ARCHIVE = ".zip"
ARCHIVE_TYPE = "application/zip"


def translated_name(filename: str, language: str, suffix: str) -> str:
    """Return the name of an output, such as `translated_report_pt.pdf`."""
    return f"translated_{PurePosixPath(filename).stem}_{language}{suffix}"


def media_type(format: str, stored: str) -> str:
    """Return the media type of an output. `format` is the document's, and `stored` the output's name in the storage."""
    if PurePosixPath(stored).suffix == ARCHIVE:
        return ARCHIVE_TYPE
    kind = FORMATS[format].media_type
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def archive(original: Path, translated: Path, format: str, filename: str, language: str) -> Path:
    """Pack both files into an archive beside the translated file, and return its path."""
    suffix = FORMATS[format].suffixes[0]
    packed = translated.with_suffix(ARCHIVE)
    with ZipFile(packed, "w", ZIP_DEFLATED) as files:
        files.write(original, f"original_{PurePosixPath(filename).stem}{suffix}")
        files.write(translated, translated_name(filename, language, suffix))
    return packed
