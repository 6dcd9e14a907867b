"""Reduce an error to its place and class. Its message may quote a document or its name, which no log may contain."""

import traceback

from django.db import OperationalError


def outline(error: BaseException | None) -> str:
    """Return the tracebacks of an error and of its causes, each with the class of the error but not its message.

    Messages of the database and of the operating system are kept: they do not come from a document.
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
