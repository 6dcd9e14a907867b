"""Environment variables as values; one that cannot be understood is named."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

Number = TypeVar("Number", int, float)

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def number(
    name: str, default: Number, kind: Callable[[str], Number], least: Number | None = None, most: Number | None = None
) -> Number:
    text = os.environ.get(name, "")
    try:
        value = kind(text) if text else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a number, and is {text!r}.") from error
    if least is not None and not value >= least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, and is {text}.")
    if most is not None and not value <= most:
        raise ImproperlyConfigured(f"{name} must be at most {most}, and is {text}.")
    return value


def database(name: str) -> dict[str, Any]:
    """The database of a URL. The message does not repeat the URL, which may hold a password."""
    try:
        scheme = os.environ[name].partition("://")[0]
        found: dict[str, Any] = environ.Env().db(name) if scheme in environ.Env.DB_SCHEMES else {}
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a URL of a database ({error}).") from error
    if not found:
        raise ImproperlyConfigured(
            f"{name} is not a URL of a database. Write it as postgres://user:password@host:5432/palimpsest."
        )
    return found


def log_level(name: str) -> str:
    level = (os.environ.get(name) or "INFO").upper()
    if level not in LOG_LEVELS:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(LOG_LEVELS)}, and is {level!r}.")
    return level
