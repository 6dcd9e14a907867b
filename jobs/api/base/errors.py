"""The errors that the API answers with, and the conversion of this project's errors into them."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import exceptions, status
from rest_framework.serializers import as_serializer_error

from jobs.files.storage import no_room
from jobs.http.refusals import retry_after, status_of
from jobs.models import Upload
from translation.exceptions import TranslationError
from translation.formats.option import OptionRefused

# Django raises these before any field of the body is known.
BODY_REFUSED = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class DocumentRefused(exceptions.APIException):
    """A document that the server does not accept: `code` is for programs, `detail` for people."""

    def __init__(self, error: TranslationError) -> None:
        super().__init__({"code": error.code, "detail": str(error)})
        self.status_code = status_of(type(error))
        # REST framework sends this as the header Retry-After.
        self.wait = retry_after(error)


class LengthRequired(exceptions.APIException):
    status_code = status.HTTP_411_LENGTH_REQUIRED
    default_detail = "The request has no Content-Length header. Send it; chunked bodies are not accepted."


class JobNotFound(exceptions.NotFound):
    default_detail = "Job not found"


class Conflict(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT


class NotCompleted(Conflict):
    default_detail = "Translation not completed"


def as_api_error(error: Exception) -> Exception:
    """Return the API error for an error of this project. Return any other error unchanged."""
    if isinstance(error, OptionRefused):
        return exceptions.ValidationError({error.field: [str(error)]})
    if isinstance(error, OSError):
        error = no_room(error) or error
    if isinstance(error, TranslationError):
        return DocumentRefused(error)
    if isinstance(error, DjangoValidationError):
        return exceptions.ValidationError(as_serializer_error(error))
    if isinstance(error, BODY_REFUSED):
        return exceptions.ParseError("The form has too many fields or files, or a field that is too large.")
    if isinstance(error, Upload.DoesNotExist):
        return exceptions.NotFound("Upload not found")
    return error
