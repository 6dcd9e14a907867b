"""What can go wrong with a document, in words for its owner: with a code, an exit code, and what to do."""

from typing import ClassVar


class TranslationError(Exception):
    """What nobody foresaw.

    Base of all: `str(error)` is a sentence for the user; `permanent` means that no retry can help.
    """

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 1
    permanent: ClassVar[bool] = True
    default: ClassVar[str] = "Something went wrong inside. Try again; if it happens again, tell the administrator."

    def __init__(self, text: str = "") -> None:
        super().__init__(text or self.default)


class UsageError(TranslationError):
    """The call's own words are wrong: an option that does not parse, a page that the document does not have."""

    code = "usage"
    exit_code = 2
    default = "The options are not valid."


class DocumentUnreadable(TranslationError):
    """The file is damaged, or is not what its name says."""

    code = "unreadable"
    exit_code = 3
    default = "The file is damaged and cannot be read. Open it in another program, save it again and try with that."


class NotAPdf(DocumentUnreadable):
    """The name says PDF, the content does not."""

    code = "not_a_pdf"
    default = "The file is not a PDF, whatever its name says. Export the document as PDF and try again."


class DocumentEmpty(DocumentUnreadable):
    """No bytes, or no pages."""

    code = "empty"
    default = "The file is empty. Choose a file that has content."


class NoText(DocumentUnreadable):
    """A document without a letter of text: a scan, or pictures only."""

    code = "no_text"
    default = "The document has no text that could be translated. If it is a scan, let text recognition read it (OCR)."


class OcrMissing(NoText):
    """A document of nothing but scans, and no program here that reads letters in pictures."""

    code = "ocr_missing"
    default = (
        "The document is a scan, and the program that reads letters in pictures is not installed here. Ask the "
        "administrator to install the Debian package tesseract-ocr and that of the language, such as tesseract-ocr-por."
    )


class PasswordNeeded(TranslationError):
    """The document is encrypted and opens only with a password."""

    code = "encrypted"
    exit_code = 4
    default = "The document is protected with a password. Save a copy without the password and try with that."


class FormatUnsupported(TranslationError):
    """No reader for this kind of file."""

    code = "unsupported_format"
    exit_code = 5
    default = "This kind of file is not supported."


class LanguagePairUnsupported(TranslationError):
    """The engine does not translate between these languages."""

    code = "unsupported_language_pair"
    exit_code = 6
    default = "This language pair is not supported."


class LanguageUnknown(LanguagePairUnsupported):
    """The language of the document could not be told."""

    code = "language_unknown"
    default = "The language of the document could not be recognised. Say which language it is in."


class LimitExceeded(TranslationError):
    """The document is larger than this installation allows."""

    code = "over_limit"
    exit_code = 7
    default = "The document is larger than this server allows."


class TooManyPages(LimitExceeded):
    """More pages than may be read."""

    code = "too_many_pages"
    default = "The document has more pages than this server reads. Split it into parts and try with those."


class PageTooLarge(LimitExceeded):
    """A page of more points than a page can honestly have, or of a size that is no number."""

    code = "page_too_large"
    default = "A page of the document is larger than this server reads. Print it to PDF on a usual paper size."


class TooMuchText(LimitExceeded):
    """More characters or pieces of text, on a page or in all, than may be read."""

    code = "too_much_text"
    default = "The document has more text than this server reads. Split it into parts and try with those."


class TooMuchMemory(LimitExceeded):
    """The reader wanted more memory than it may use."""

    code = "too_much_memory"
    default = (
        "Reading or writing the document takes more memory than this server allows. Try with fewer pages, or with "
        "smaller pictures."
    )


class TooLong(LimitExceeded):
    """The reader used up its time, or said nothing for too long."""

    code = "too_long"
    default = "The document takes longer than this server allows. Try with fewer pages."


class OutputTooLarge(LimitExceeded):
    """The translated document grew over the size that may be written."""

    code = "output_too_large"
    default = "The translated document is larger than this server allows. Try with fewer pages."


class QueueFull(TranslationError):
    """The sender has as many documents waiting as one may have."""

    code = "queue_full"
    exit_code = 7
    permanent = False
    default = "Too many of your documents are waiting. Try again when some of them are done."


class NoRoom(TranslationError):
    """The server has no place for the document."""

    code = "storage_unwritable"
    exit_code = 9
    permanent = False
    default = "The server cannot store documents at the moment. Try again later, or tell the administrator."


class DiskFull(NoRoom):
    """Less space is left than is kept free, or none."""

    code = "disk_full"
    default = "The disk of the server is full. Try again later, or tell the administrator."


class SourceMissing(TranslationError):
    """The file of a job has gone from the storage."""

    code = "source_missing"
    exit_code = 9
    default = "The document has gone from the server's storage. Send it again."


class EngineFailed(TranslationError):
    """The translation engine did not do its work; `permanent` is set on the instance where a retry cannot help."""

    code = "engine_failed"
    exit_code = 8
    permanent = False
    default = "The translation engine failed. Try again later."


class EngineUnavailable(EngineFailed):
    """The engine does nothing at the moment, whatever the text: no other text would fare better."""

    code = "engine_unavailable"
    default = "The translation engine cannot be reached. Try again later."


class ReaderCrashed(TranslationError):
    """The process that reads and writes the document died or spoke nonsense."""

    code = "reader_crashed"
    exit_code = 3
    permanent = False
    default = (
        "The program that reads documents crashed on this file. Save it again from another program and try with that."
    )


def error_by_code(code: str, text: str) -> TranslationError:
    """The error of a code, as it crosses the wall of the sandbox; an unknown code becomes the plain base."""
    stack: list[type[TranslationError]] = [TranslationError]
    while stack:
        candidate = stack.pop()
        if candidate.code == code:
            return candidate(text)
        stack += candidate.__subclasses__()
    return TranslationError(text)
