"""The answers of the API that are errors, and how ours become them."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.exceptions import ValidationError as InvalidFields
from rest_framework import exceptions, status
from rest_framework.serializers import as_serializer_error

from jobs.models import Upload
from translation.exceptions import EngineFailed, LimitExceeded, TranslationError
from translation.options import OptionRefused

ENGINE_WAIT = 30  # seconds
# How Django refuses a body, before any field of it is known.
BODY_REFUSED = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class DocumentRefused(exceptions.APIException):
    """A document that cannot be taken: a code for programs, and what to do for people."""

    status_code: int = status.HTTP_400_BAD_REQUEST

    def __init__(self, error: TranslationError) -> None:
        super().__init__({"code": error.code, "detail": str(error)})
        if isinstance(error, LimitExceeded):
            self.status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class EngineAway(exceptions.APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE

    def __init__(self, error: EngineFailed) -> None:
        super().__init__({"code": error.code, "detail": str(error)})
        # REST framework makes the header Retry-After of it.
        self.wait = None if error.permanent else ENGINE_WAIT


class LengthMissing(exceptions.APIException):
    status_code = status.HTTP_411_LENGTH_REQUIRED
    default_detail = "Send the length of the body in the header Content-Length; a body in chunks is not taken."


class NotCompleted(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "Translation not completed"


def as_api_error(error: Exception) -> Exception:
    """The answer to an error of this project's own; any other error as it is."""
    if isinstance(error, OptionRefused):
        return exceptions.ValidationError({error.field: [str(error)]})
    if isinstance(error, EngineFailed):
        return EngineAway(error)
    if isinstance(error, TranslationError):
        return DocumentRefused(error)
    if isinstance(error, InvalidFields):
        return exceptions.ValidationError(as_serializer_error(error))
    if isinstance(error, BODY_REFUSED):
        return exceptions.ParseError("The form has too many fields or files, or a field that is too large.")
    if isinstance(error, Upload.DoesNotExist):
        return exceptions.NotFound("Upload not found")
    return error
