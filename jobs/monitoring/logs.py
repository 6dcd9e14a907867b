"""The format of log lines, for programs or for people, with the ids of the request and the job.

Only the fields listed here are written: other fields of a record may contain a path, a file name or a text.
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
# Additional fields of request lines, passed to the logger as `extra`.
REQUEST_FIELDS = ("method", "path", "status", "milliseconds")


@contextmanager
def about_job(job_id: object) -> Iterator[None]:
    """Add the job's id to each line that this thread logs in the block."""
    token = JOB_ID.set(str(job_id))
    try:
        yield
    finally:
        JOB_ID.reset(token)


class JsonLines(logging.Formatter):
    """Writes each record as a JSON object on one line, without empty fields."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps({name: value for name, value in fields_of(record).items() if value is not None})


class TextLines(logging.Formatter):
    """Writes each record as a line for a terminal: time, level, logger and message, then other fields as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        fields = fields_of(record)
        head = " ".join(str(fields.pop(name)) for name in ("time", "level", "logger"))
        message, error = fields.pop("message"), fields.pop("error")
        details = "".join(f" {name}={value}" for name, value in fields.items() if value is not None)
        return f"{head}: {message}{details}" + (f"\n{error}" if error else "")


class TracebacksOnly(logging.Filter):
    """Drops records without a traceback, because the request's line already has the status."""

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
        # Django's message quotes the path, a field's value or a file name.
        return f"Refused or failed with status {getattr(record, 'status_code', 'unknown')}."
    message = record.getMessage()
    if record.name == "django-q":
        # After the name of a failed task come the message and traceback of its error.
        subject, dash, result = message.partition(" - ")
        return f"{subject} - {outline_of_text(result)}" if dash else subject
    return message
