from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand

from translation.formats import FORMATS
from translation.formats.base import Format
from translation.formats.option import Option
from translation.options import DOCUMENT_OPTIONS, OPTIONS, OUTPUT

HEAD = """\
# Options

These are the options of a job. The API takes them as fields of a request and the command line as arguments. The page
has them beside the document and under "Options". An option that is left out, or empty, has its default.

This page is made by `python manage.py options > docs/options.md`.

| option | command line | values | default | formats | meaning |
|---|---|---|---|---|---|
"""
VALUES = """
## Values

| option | value | on the page | formats |
|---|---|---|---|
"""
FORMAT_ROWS = """
## Formats

| format | files | media type | options |
|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Print docs/options.md."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")


def page() -> str:
    """Return the page of options, their values and the formats in Markdown."""
    options = [_row(_option_cells(option)) for option in OPTIONS.values()]
    values = [_row(cells) for option in OPTIONS.values() for cells in _value_cells(option)]
    formats = [_row(_format_cells(row)) for row in FORMATS.values()]
    return "".join([HEAD, *options, VALUES, *values, FORMAT_ROWS, *formats])


def _option_cells(option: Option[Any]) -> Iterator[str]:
    yield f"`{option.name}`"
    yield f"`--{option.name.replace('_', '-')}`" if option in DOCUMENT_OPTIONS else ""
    yield _values(option)
    yield option.default_label or f"`{str(option.default).lower()}`"
    formats = _formats_with(option)
    yield _labels(formats)
    others = "Other formats refuse it." if option.refusal else "It has no effect on other formats."
    yield option.help if len(formats) == len(FORMATS) else f"{option.help} {others}"


def _values(option: Option[Any]) -> str:
    if option.bounds:
        return f"`{option.bounds[0]}` to `{option.bounds[1]}`"
    if option.choices:
        return ", ".join(f"`{value}`" for value in option.choices)
    return "`true`, `false`" if option.kind is bool else f"such as `{option.example}`"


def _value_cells(option: Option[Any]) -> Iterator[tuple[str, ...]]:
    for value, label in option.choices.items():
        formats = [row for row in _formats_with(option) if option is not OUTPUT or value in row.outputs]
        yield f"`{option.name}`", f"`{value}`", label, _labels(formats)


def _format_cells(row: Format) -> Iterator[str]:
    yield row.label
    yield ", ".join(f"`{suffix}`" for suffix in row.suffixes)
    yield f"`{row.media_type}`"
    yield ", ".join(f"`{option.name}`" for option in OPTIONS.values() if row in _formats_with(option))


def _formats_with(option: Option[Any]) -> list[Format]:
    """Return the formats that support an option: those that declare it, or else all of them."""
    return [row for row in FORMATS.values() if option in row.options] or list(FORMATS.values())


def _labels(rows: Iterable[Format]) -> str:
    return ", ".join(row.label for row in rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
