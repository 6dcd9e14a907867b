"""What an error of ours means in HTTP, for the API and the page alike."""

from http import HTTPStatus

from translation.exceptions import EngineFailed, LimitExceeded, NoRoom, QueueFull, TranslationError

# A later one is asked only where none before it fits.
STATUSES: tuple[tuple[type[TranslationError], HTTPStatus], ...] = (
    (LimitExceeded, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (QueueFull, HTTPStatus.TOO_MANY_REQUESTS),
    (EngineFailed, HTTPStatus.SERVICE_UNAVAILABLE),
    (NoRoom, HTTPStatus.INSUFFICIENT_STORAGE),
    (TranslationError, HTTPStatus.BAD_REQUEST),
)
# Seconds after which another try may do better.
WAIT = 30


def status_of(error: type[TranslationError]) -> HTTPStatus:
    return next(status for kind, status in STATUSES if issubclass(error, kind))


def retry_after(error: TranslationError) -> int | None:
    """The seconds to wait, where waiting may help."""
    return WAIT if isinstance(error, EngineFailed | QueueFull | NoRoom) and not error.permanent else None
