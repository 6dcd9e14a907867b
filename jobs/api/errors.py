"""The answers of the API that are errors, and how ours become them."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.exceptions import ValidationError as InvalidFields
from rest_framework import exceptions, status
from rest_framework.serializers import as_serializer_error

from jobs.files.storage import no_room
from jobs.http.refusals import retry_after, status_of
from jobs.models import Upload
from translation.exceptions import TranslationError
from translation.formats.option import OptionRefused

# How Django refuses a body, before any field of it is known.
BODY_REFUSED = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class DocumentRefused(exceptions.APIException):
    """A document that cannot be taken: a code for programs, and what to do for people."""

    def __init__(self, error: TranslationError) -> None:
        super().__init__({"code": error.code, "detail": str(error)})
        self.status_code = status_of(type(error))
        # REST framework makes the header Retry-After of it.
        self.wait = retry_after(error)


class LengthMissing(exceptions.APIException):
    status_code = status.HTTP_411_LENGTH_REQUIRED
    default_detail = "Send the length of the body in the header Content-Length; a body in chunks is not taken."


class NotCompleted(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "Translation not completed"


class WrongState(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT


def as_api_error(error: Exception) -> Exception:
    """The answer to an error of this project's own; any other error as it is."""
    if isinstance(error, OptionRefused):
        return exceptions.ValidationError({error.field: [str(error)]})
    if isinstance(error, OSError):
        error = no_room(error) or error
    if isinstance(error, TranslationError):
        return DocumentRefused(error)
    if isinstance(error, InvalidFields):
        return exceptions.ValidationError(as_serializer_error(error))
    if isinstance(error, BODY_REFUSED):
        return exceptions.ParseError("The form has too many fields or files, or a field that is too large.")
    if isinstance(error, Upload.DoesNotExist):
        return exceptions.NotFound("Upload not found")
    return error
