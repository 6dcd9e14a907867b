"""Errors without their messages, which may quote a document or its name. No log may contain those."""

import traceback

from django.db import OperationalError


def outline(error: BaseException | None) -> str:
    """Return the tracebacks of an error and its causes, with class names but without messages.

    Messages from the database and the operating system are kept, because they never quote a document.
    """
    parts: list[str] = []
    while error is not None:
        parts.append("".join(traceback.format_tb(error.__traceback__)) + _title(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nwhich led to:\n".join(reversed(parts))


def _title(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OperationalError):
        return f"{kind}: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{kind}: {error.strerror}"
    return kind
