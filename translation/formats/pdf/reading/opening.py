"""Opening a PDF, and reading a sample of its text."""

from pathlib import Path

import pymupdf

from translation.exceptions import DocumentEmpty, DocumentUnreadable, PasswordNeeded
from translation.formats.pdf.transform import file_of

# MuPDF raises these for a page that it cannot process.
PAGE_ERRORS = (RuntimeError, ValueError, MemoryError, pymupdf.mupdf.FzErrorBase)
# Enough text to detect a language.
SAMPLE_CHARACTERS = 4000
# Only this many pages are searched for the sample, because a book of pictures would take long.
SAMPLE_PAGES = 30


def open_pdf(path: Path) -> pymupdf.Document:
    """Return an open PDF with at least one page. Raises DocumentUnreadable, DocumentEmpty or PasswordNeeded."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = pymupdf.open(path, filetype="pdf")
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError, ValueError) as error:
        raise DocumentUnreadable from error
    if document.needs_pass:
        raise PasswordNeeded
    if not document.is_pdf:
        raise DocumentUnreadable
    try:
        pages = int(document.page_count)
    except PAGE_ERRORS as error:
        raise DocumentUnreadable from error
    if not pages:
        raise DocumentEmpty("The PDF has no pages. Export the document again.")
    return document


def load_objects(document: pymupdf.Document) -> None:
    """Load every object of a document. Call it before the first change.

    MuPDF repairs a damaged file at the first object that it cannot read, and then forgets all changes. Without this,
    that may happen while it saves.
    """
    file = file_of(document)
    for xref in range(1, document.xref_length()):
        try:
            pymupdf.mupdf.ll_pdf_drop_obj(pymupdf.mupdf.ll_pdf_load_object(file.m_internal, xref))
        except PAGE_ERRORS:
            continue


def sample_text(document: pymupdf.Document) -> str:
    """Return the text of the first pages, up to SAMPLE_CHARACTERS, without pages that cannot be read."""
    texts, length = [], 0
    for number in range(min(document.page_count, SAMPLE_PAGES)):
        try:
            text = document[number].get_text()
        except PAGE_ERRORS:
            continue
        texts.append(text)
        length += len(text)
        if length > SAMPLE_CHARACTERS:
            break
    return "\n".join(texts)[:SAMPLE_CHARACTERS]
