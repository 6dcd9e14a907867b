"""The generated page of all errors."""

from io import StringIO

from django.core.management import call_command

from translation.exceptions import TranslationError
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
        assert kind.default.endswith(".")
        waiting += kind.__subclasses__()
