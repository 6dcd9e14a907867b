"""Reading environment variables. An invalid value raises ImproperlyConfigured with the variable's name."""

import os
import sys
from collections.abc import Callable
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

from translation.formats import FORMATS
from translation.limits import Limits

Number = TypeVar("Number", int, float)

# The empty text is an unset variable.
SWITCH_VALUES = {
    **dict.fromkeys(("true", "1", "yes", "on", "t", "y"), True),
    **dict.fromkeys(("false", "0", "no", "off", "f", "n", ""), False),
}
LOG_FORMATS = ("json", "text")
# A shorter token could be guessed.
MIN_TOKEN_CHARACTERS = 16
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def number(
    name: str, default: Number, kind: Callable[[str], Number], least: Number | None = None, most: Number | None = None
) -> Number:
    """Return a number from `least` to `most`, inclusive, or the default if the variable is not set."""
    text = os.environ.get(name, "")
    try:
        value = kind(text) if text else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a number, but it is {text!r}.") from error
    if least is not None and not value >= least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, but it is {text}.")
    if most is not None and not value <= most:
        raise ImproperlyConfigured(f"{name} must be at most {most}, but it is {text}.")
    return value


def switch(name: str) -> bool:
    """Return whether a variable is on; without it, it is off. A misspelt value must not switch off what protects."""
    text = os.environ.get(name, "").strip().lower()
    if text not in SWITCH_VALUES:
        raise ImproperlyConfigured(f"{name} must be true or false, but it is {text!r}.")
    return SWITCH_VALUES[text]


def host_names(name: str, default: list[str]) -> list[str]:
    """Return host names that are separated by commas, or the default where the variable is not set."""
    if name not in os.environ:
        return default
    names = [part.strip() for part in os.environ[name].split(",") if part.strip()]
    for each in names:
        if "/" in each or (":" in each and not each.startswith("[")):
            raise ImproperlyConfigured(f"{name} must list host names without scheme and port, but {each!r} is none.")
    return names


def database(name: str) -> dict[str, Any]:
    """Return the database settings of a URL. Errors do not repeat the URL, which may contain a password."""
    try:
        scheme = os.environ[name].partition("://")[0]
        parsed: dict[str, Any] = environ.Env().db(name) if scheme in environ.Env.DB_SCHEMES else {}
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a URL of a database ({error}).") from error
    if not parsed:
        raise ImproperlyConfigured(
            f"{name} is not a URL of a database. Write it as postgres://user:password@host:5432/palimpsest."
        )
    return parsed


def limits(prefix: str) -> Limits:
    """Return the limits of documents. With the prefix LIMIT, the variables have names such as LIMIT_PAGES."""
    general = {each.name: _limit(prefix, each) for each in fields(Limits) if each.name != "own"}
    own = {each.name: _limit(prefix, each) for row in FORMATS.values() for each in fields(row.limits)}
    return Limits(**general, own=own)


def _limit(prefix: str, each: Field[Any]) -> Any:
    default: Any = each.default
    return number(f"{prefix}_{each.name}".upper(), default, type(default), least=1)


def masked_paths(data: Path, program: Path) -> list[Path]:
    """Return the data folder, or only its private parts if it contains the program."""
    if not any(Path(part).is_relative_to(data) for part in (program, sys.prefix, sys.base_prefix)):
        return [data]
    return [data / part for part in ("files", "db.sqlite3", "secret_key")]


def log_level(name: str) -> str:
    level = (os.environ.get(name) or "INFO").upper()
    if level not in LOG_LEVELS:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(LOG_LEVELS)}, but it is {level!r}.")
    return level


def log_format(name: str, debug: bool) -> str:
    """Return the log format. The default is text on a terminal or with DEBUG, otherwise JSON."""
    chosen = os.environ.get(name) or ("text" if debug or sys.stderr.isatty() else "json")
    if chosen not in LOG_FORMATS:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(LOG_FORMATS)}, but it is {chosen!r}.")
    return chosen


def at_least(least: str, level: str) -> str:
    """Return the higher of two log levels."""
    return max(least, level, key=LOG_LEVELS.index)


def token(name: str) -> str:
    """Return a secret, or an empty text if it is not set. Errors do not repeat it."""
    value = os.environ.get(name, "")
    if value and len(value) < MIN_TOKEN_CHARACTERS:
        raise ImproperlyConfigured(
            f"{name} must have at least {MIN_TOKEN_CHARACTERS} characters. "
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return value
