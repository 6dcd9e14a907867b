"""Where an error arose, without its message: that may hold words of a document or its name, which no log is to have."""

import traceback

from django.db import OperationalError


def outline(error: BaseException | None) -> str:
    """The traceback of an error and of those that led to it, each with its class alone.

    The words of a database or a system that does not work come from there and not from a document.
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
