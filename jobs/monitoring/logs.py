"""Lines of the log, for programs or for people: with the request and the job that they are about.

Only the fields named here are written. Whatever else a record carries may hold a path, a file name or a text.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from jobs.monitoring.redaction import outline
from translation.sandbox.redaction import outline_of_text

REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
JOB_ID: ContextVar[str | None] = ContextVar("job_id", default=None)
# What the line of a request has besides; given to the logger as `extra`.
REQUEST_FIELDS = ("method", "path", "status", "milliseconds")


@contextmanager
def about_job(job_id: object) -> Iterator[None]:
    """Every line that this thread logs in the block bears the job's id."""
    token = JOB_ID.set(str(job_id))
    try:
        yield
    finally:
        JOB_ID.reset(token)


class JsonLines(logging.Formatter):
    """One JSON object a line. A field without a value is left out."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps({name: value for name, value in fields_of(record).items() if value is not None})


class TextLines(logging.Formatter):
    """For a terminal: the time, the level, the logger, the message, then the other fields as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        fields = fields_of(record)
        head = " ".join(str(fields.pop(name)) for name in ("time", "level", "logger"))
        message, error = fields.pop("message"), fields.pop("error")
        rest = "".join(f" {name}={value}" for name, value in fields.items() if value is not None)
        return f"{head}: {message}{rest}" + (f"\n{error}" if error else "")


class TracebackAlone(logging.Filter):
    """Lets errors pass that have a traceback. The status alone is told by the line of the request."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.exc_info is not None


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    return {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
        **{name: getattr(record, name, None) for name in REQUEST_FIELDS},
        "request_id": REQUEST_ID.get(),
        "job_id": getattr(record, "job_id", None) or JOB_ID.get(),
        "process": record.process,
        "error": outline(record.exc_info[1]) if record.exc_info else None,
    }


def _message(record: logging.LogRecord) -> str:
    if hasattr(record, "request"):
        # Django's own words quote the path, or say what was wrong with a field or a file name.
        return f"Refused or failed with status {getattr(record, 'status_code', 'unknown')}."
    said = record.getMessage()
    if record.name == "django-q":
        # After the name of a task that failed come the words of its error and its traceback.
        subject, dash, result = said.partition(" - ")
        return f"{subject} - {outline_of_text(result)}" if dash else subject
    return said
