from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.http.refusals import status_of
from translation.exceptions import JobEnded, TranslationError

HEAD = """\
# Errors

Every error has a code, which never changes, and a text that says what to do. The actual text may say more than the
text in this table, such as which limit was exceeded.

- A request that is refused gets the HTTP status, `code` and `detail`.
- A job that fails later has the text as its `error`. `GET jobs/{id}` also has the code as `error_code`.
- `translatefile` prints the text and exits with the exit code.

After a permanent error the job fails at once, because another attempt cannot help. After any other error there are up
to three attempts. After `engine_failed`, `engine_unavailable`, `disk_full` and `storage_unwritable` the next attempt
waits for 30 seconds, and the last for two minutes.

`python manage.py errors > docs/errors.md` writes this page.

| code | when | text | permanent | exit code | HTTP |
|---|---|---|---|---|---|
"""
JOBS = """
A job can also end without an error of its document:

| code | when | text |
|---|---|---|
"""


class Command(BaseCommand):
    help = "Print docs/errors.md."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")


def page() -> str:
    """Return the page of all errors in Markdown."""
    # The URLs import all modules of the site, and so all errors.
    import_module(settings.ROOT_URLCONF)
    kinds = sorted(with_own_code(TranslationError), key=lambda kind: (kind.exit_code, kind.code))
    rows = [_row(kind) for kind in kinds if not issubclass(kind, JobEnded)]
    job_rows = [f"| `{kind.code}` | {_when(kind)} | {kind.default} |\n" for kind in kinds if issubclass(kind, JobEnded)]
    return "".join([HEAD, *rows, JOBS, *job_rows])


def with_own_code(base: type[TranslationError]) -> Iterator[type[TranslationError]]:
    """Yield the error class and its subclasses, except those that inherit their code."""
    if "code" in vars(base):
        yield base
    for kind in base.__subclasses__():
        yield from with_own_code(kind)


def _when(kind: type[TranslationError]) -> str:
    return (kind.__doc__ or "").splitlines()[0]


def _row(kind: type[TranslationError]) -> str:
    permanent = "yes" if kind.permanent else "no"
    # The base class refuses no request, because internal errors of the site have no code.
    status = "" if kind is TranslationError else f"{status_of(kind):d}"
    cells = f"`{kind.code}`", _when(kind), kind.default, permanent, str(kind.exit_code), status
    return f"| {' | '.join(cells)} |\n"
