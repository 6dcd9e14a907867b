"""The HTTP status of this project's errors, for the API and the pages."""

from http import HTTPStatus

from translation.exceptions import EngineFailed, LimitExceeded, NoRoom, QueueFull, TranslationError

# The first matching class decides.
STATUSES: tuple[tuple[type[TranslationError], HTTPStatus], ...] = (
    (LimitExceeded, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (QueueFull, HTTPStatus.TOO_MANY_REQUESTS),
    (EngineFailed, HTTPStatus.SERVICE_UNAVAILABLE),
    (NoRoom, HTTPStatus.INSUFFICIENT_STORAGE),
    (TranslationError, HTTPStatus.BAD_REQUEST),
)
# A new attempt may succeed after this time.
RETRY_SECONDS = 30


def status_of(error: type[TranslationError]) -> HTTPStatus:
    return next(status for kind, status in STATUSES if issubclass(error, kind))


def retry_after(error: TranslationError) -> int | None:
    """Return the seconds to wait before a new attempt, or None if waiting does not help."""
    return RETRY_SECONDS if isinstance(error, EngineFailed | QueueFull | NoRoom) and not error.permanent else None
