"""The options of a job: declared once, offered everywhere."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, load_command_class

from jobs.api.job_serializers import TranslateRequest
from jobs.pages.forms import TranslateForm
from translation.models import Glossary
from translation.options import ACCOUNT_OPTIONS, DOCUMENT_OPTIONS, OPTIONS
from translation.sandbox.client import PROJECT


def test_the_page_of_options_is_up_to_date() -> None:
    printed = StringIO()
    call_command("options", stdout=printed)

    assert printed.getvalue() == (PROJECT / "docs" / "options.md").read_text(), (
        "python manage.py options > docs/options.md"
    )


def test_the_api_has_a_field_for_every_option() -> None:
    fields = TranslateRequest().fields
    for option in OPTIONS.values():
        assert not fields[option.name].required
        assert str(fields[option.name].help_text).startswith(option.help)


@pytest.mark.django_db
def test_the_page_has_a_field_for_every_option_and_those_of_the_account_for_users_only() -> None:
    visitor, user = (TranslateForm(glossaries=Glossary.objects.none(), signed_in=signed) for signed in (False, True))
    assert {option.name for option in DOCUMENT_OPTIONS} <= set(visitor.fields)
    assert {option.name for option in ACCOUNT_OPTIONS} == set(user.fields) - set(visitor.fields)
    for form in (visitor, user):
        shown = [field.name for field in (*form.main_fields(), *form.option_fields())]
        assert sorted(shown) == sorted(set(form.fields) - {"file"})


def test_the_command_line_has_an_argument_for_every_option_of_a_document() -> None:
    parser = load_command_class("jobs", "translatefile").create_parser("manage.py", "translatefile")
    named = parser.parse_args(["a", "b", "--to", "pt"])
    for option in DOCUMENT_OPTIONS:
        assert getattr(named, option.name) == option.default
    assert named.source == Path("a")
