"""The errors of documents and jobs, with texts for the user.

Each error has a code that never changes, an exit code for the command line, and a text that says what happened and what
to do.
"""

from typing import ClassVar


class TranslationError(Exception):
    """An unexpected error.

    This is the base of all other errors. `str(error)` is a text for the user. `permanent` means that no retry can help.
    """

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 1
    permanent: ClassVar[bool] = True
    default: ClassVar[str] = (
        "Something went wrong on the server. Try again. If it happens again, tell the administrator."
    )

    def __init__(self, text: str = "") -> None:
        super().__init__(text or self.default)


class UsageError(TranslationError):
    """An option or a value of the request is not valid, such as a page that the document does not have."""

    code = "usage"
    exit_code = 2
    default = "An option of the request is not valid. Correct it and try again."


class DocumentUnreadable(TranslationError):
    """The file is damaged, or its content is not what its name says."""

    code = "unreadable"
    exit_code = 3
    default = "The file is damaged and cannot be read. Open it in another program, save it again and send the new file."


class NotAPdf(DocumentUnreadable):
    """The name of the file says PDF, but its content is not one."""

    code = "not_a_pdf"
    default = "The file is not a PDF, although its name says so. Export the document as PDF and try again."


class DocumentEmpty(DocumentUnreadable):
    """The file has no bytes, or the document has no pages."""

    code = "empty"
    default = "The file is empty. Choose a file that has content."


class NoText(DocumentUnreadable):
    """The document has no text: it is a scan or has only pictures."""

    code = "no_text"
    default = "The document has no text to translate. If it is a scan, switch on text recognition (OCR)."


class OcrMissing(NoText):
    """The document is a scan, and the server has no program for text recognition."""

    code = "ocr_missing"
    default = (
        "The document is a scan, and text recognition (OCR) is not installed on this server. Ask the administrator to "
        "install the Debian package tesseract-ocr and the package of the language, such as tesseract-ocr-por."
    )


class PasswordNeeded(TranslationError):
    """The document is encrypted and opens only with a password."""

    code = "encrypted"
    exit_code = 4
    default = "The document is protected with a password. Save a copy without the password and send the copy."


class FormatUnsupported(TranslationError):
    """The server cannot read this kind of file."""

    code = "unsupported_format"
    exit_code = 5
    default = "This kind of file is not supported. Save the document in a supported format."


class LanguagePairUnsupported(TranslationError):
    """The engine does not translate between these languages."""

    code = "unsupported_language_pair"
    exit_code = 6
    default = "This language pair is not supported. Choose other languages or another engine."


class LanguageUnknown(LanguagePairUnsupported):
    """The language of the document could not be detected."""

    code = "language_unknown"
    default = "The language of the document could not be detected. Choose the source language."


class LimitExceeded(TranslationError):
    """The document exceeds a limit of this server."""

    code = "over_limit"
    exit_code = 7
    default = "The document is larger than this server allows. Split it into parts and send those."


class TooManyPages(LimitExceeded):
    """The document has more pages than the limit."""

    code = "too_many_pages"
    default = "The document has more pages than this server allows. Split it into parts and send those."


class PageTooLarge(LimitExceeded):
    """A page is larger than the limit, or its size is not a number."""

    code = "page_too_large"
    default = "A page of the document is larger than this server allows. Print it to PDF on a usual paper size."


class TooMuchText(LimitExceeded):
    """A page or the document has more characters or words than the limit."""

    code = "too_much_text"
    default = "The document has more text than this server allows. Split it into parts and send those."


class TooMuchMemory(LimitExceeded):
    """The sandbox needed more memory than the limit."""

    code = "too_much_memory"
    default = "The document needs more memory than this server allows. Try with fewer pages, or with smaller pictures."


class TooLong(LimitExceeded):
    """The sandbox exceeded its time limit, or did not answer in time."""

    code = "too_long"
    default = "The document takes longer than this server allows. Try with fewer pages."


class OutputTooLarge(LimitExceeded):
    """The translated document is larger than the limit."""

    code = "output_too_large"
    default = "The translated document is larger than this server allows. Try with fewer pages."


class QueueFull(TranslationError):
    """Too many documents are waiting, of this sender or in total."""

    code = "queue_full"
    exit_code = 7
    permanent = False
    default = "Too many of your documents are waiting. Try again when some of them are done."


class NoRoom(TranslationError):
    """The server cannot store the document."""

    code = "storage_unwritable"
    exit_code = 9
    permanent = False
    default = "The server cannot store documents at the moment. Try again later, or tell the administrator."


class DiskFull(NoRoom):
    """The disk has too little free space."""

    code = "disk_full"
    default = "The disk of the server is full. Try again later, or tell the administrator."


class SourceMissing(TranslationError):
    """The file of a job is no longer in the storage."""

    code = "source_missing"
    exit_code = 9
    default = "The document is no longer on the server. Send it again."


class EngineFailed(TranslationError):
    """The translation engine failed. `permanent` is set on the instance where a retry cannot help."""

    code = "engine_failed"
    exit_code = 8
    permanent = False
    default = "The translation engine failed. Try again later."


class EngineUnavailable(EngineFailed):
    """The translation engine cannot be reached, or currently refuses all texts."""

    code = "engine_unavailable"
    default = "The translation engine cannot be reached. Try again later."


class SandboxCrashed(TranslationError):
    """The sandbox crashed, or sent invalid data."""

    code = "reader_crashed"
    exit_code = 3
    permanent = False
    default = (
        "The sandbox crashed on this document. Open the file in another program, save it again and send the new file."
    )


class JobEnded(TranslationError):
    """A job ended without an error of its document."""


class Abandoned(JobEnded):
    """Every attempt at the job was interrupted, by a crash of the server or for lack of memory."""

    code = "abandoned"
    default = (
        "Every attempt to translate this document was interrupted, perhaps because the server ran out of memory. Try "
        "with fewer pages, or tell the administrator."
    )


class Cancelled(JobEnded):
    """The user or an administrator cancelled the job."""

    code = "cancelled"
    # This word is part of the API.
    default = "Cancelled"


class JobDeleted(JobEnded):
    """The job was deleted while it was waiting or running."""

    code = "deleted"
    default = "The job was deleted. Send the document again to translate it."


class OutputMissing(JobEnded):
    """The translated file is no longer in the storage."""

    code = "output_missing"
    default = "The translated file is no longer on the server. Start the translation again."


def error_by_code(code: str, text: str) -> TranslationError:
    """Return the error for a code from the sandbox: the base class for an unknown code or the code of a job's end."""
    kinds: list[type[TranslationError]] = [TranslationError]
    while kinds:
        kind = kinds.pop()
        if kind.code == code:
            return kind(text)
        kinds += [each for each in kind.__subclasses__() if each is not JobEnded]
    return TranslationError(text)
