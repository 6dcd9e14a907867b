"""The generated page of all errors."""

from io import StringIO

from django.core.management import call_command

from jobs.management.commands.errors import page, with_own_code
from translation.exceptions import Cancelled, TranslationError
from translation.sandbox.client import PROJECT


def test_the_page_of_errors_is_up_to_date() -> None:
    printed = StringIO()
    call_command("errors", stdout=printed)

    assert printed.getvalue() == (PROJECT / "docs" / "errors.md").read_text(), (
        "python manage.py errors > docs/errors.md"
    )


def test_every_error_says_when_and_what_to_do() -> None:
    waiting: list[type[TranslationError]] = [TranslationError]
    while waiting:
        kind = waiting.pop()
        assert kind.__doc__
        # A word of the API, not a sentence.
        assert kind.default.endswith(".") or kind is Cancelled
        waiting += kind.__subclasses__()


def test_every_error_with_its_own_code_has_its_own_text() -> None:
    page()
    kinds = list(with_own_code(TranslationError))

    assert len({kind.code for kind in kinds}) == len(kinds)
    assert len({kind.default for kind in kinds}) == len(kinds)
