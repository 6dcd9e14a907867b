from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.http.refusals import status_of
from jobs.models import FAILURE_MESSAGES
from translation.exceptions import TranslationError

HEAD = """\
# Errors

Every error has a code, which stays the same from version to version, and a text that says what to do. The text may tell
more than here, such as the number that was exceeded.

- A request that is refused at once is answered with the HTTP status, `code` and `detail`.
- A job that fails later shows the text as its `error`; `GET jobs/{id}` has the code as `error_code`.
- `translatefile` prints the text and ends with the exit code.

A permanent error is one that another try cannot help: the job fails at once. After any other it is tried again, three
times in all. After `engine_failed`, `engine_unavailable`, `disk_full` and `storage_unwritable` it waits first, 30
seconds and then two minutes.

This page is made by `python manage.py errors > docs/errors.md`.

| code | when | text | permanent | exit code | HTTP |
|---|---|---|---|---|---|
"""
TAIL = """
A job can also fail without an error of its document:

| code | text |
|---|---|
"""


class Command(BaseCommand):
    help = "Print docs/errors.md."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")


def page() -> str:
    """All errors in Markdown."""
    # With the site all of its modules are loaded, and with them their errors.
    import_module(settings.ROOT_URLCONF)
    rows = sorted(_kinds(TranslationError), key=lambda kind: (kind.exit_code, kind.code))
    verdicts = [f"| `{code}` | {text} |\n" for code, text in FAILURE_MESSAGES.items()]
    return "".join([HEAD, *map(_row, rows), TAIL, *verdicts])


def _kinds(base: type[TranslationError]) -> Iterator[type[TranslationError]]:
    """The errors that have a code of their own, by code."""
    yield base
    for kind in base.__subclasses__():
        yield from (each for each in _kinds(kind) if each.code != base.code)


def _row(kind: type[TranslationError]) -> str:
    when = (kind.__doc__ or "").splitlines()[0]
    permanent = "yes" if kind.permanent else "no"
    # Of what nobody foresaw, only a job and the command line tell.
    status = "" if kind is TranslationError else f"{status_of(kind):d}"
    cells = f"`{kind.code}`", when, kind.default, permanent, str(kind.exit_code), status
    return f"| {' | '.join(cells)} |\n"
