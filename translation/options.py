"""The table of all options of a job, and the values that a user chose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from translation.formats import FORMATS
from translation.formats.base import OutputKind
from translation.formats.option import Option, OptionRefused

OUTPUT = Option(
    "output",
    OutputKind,
    OutputKind.TRANSLATED,
    label="Output",
    help="The translation alone, each page beside or after its original, or an archive with both files.",
    choices={
        OutputKind.TRANSLATED: "Translation",
        OutputKind.SIDE_BY_SIDE: "Original and translation side by side",
        OutputKind.ALTERNATING: "Original and translation page by page",
        OutputKind.BOTH: "Both files, in a zip archive",
    },
)
MEMORY = Option(
    "memory",
    bool,
    False,
    label="Use my translation memory",
    help="Use your translation memory for this document, and add its sentences. For signed-in users.",
)

# The options of documents, each once, even if several formats support it. The command line has only these.
DOCUMENT_OPTIONS: tuple[Option[Any], ...] = (
    OUTPUT,
    *dict.fromkeys(option for row in FORMATS.values() for option in row.options),
)
# The options of the service, only for signed-in users.
ACCOUNT_OPTIONS: tuple[Option[Any], ...] = (MEMORY,)
OPTIONS = {option.name: option for option in (*DOCUMENT_OPTIONS, *ACCOUNT_OPTIONS)}


@dataclass(frozen=True, slots=True)
class Options:
    """The options that a user chose, by name, as JSON types. Missing options have their defaults."""

    chosen: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the options in `data`, which may contain more, such as all fields of a form.

        A value of None or "" means the default. Raises OptionRefused.
        """
        given = {name: data[name] for name in OPTIONS if data.get(name) not in (None, "")}
        values = {name: OPTIONS[name].parse(value) for name, value in given.items()}
        return cls({name: value for name, value in values.items() if value != OPTIONS[name].default})

    def to_json(self) -> dict[str, Any]:
        """Return the values that are not the default."""
        return dict(self.chosen)

    @property
    def output(self) -> OutputKind:
        return OUTPUT.of(self.chosen)

    @property
    def memory(self) -> bool:
        return MEMORY.of(self.chosen)

    def own(self, format: str) -> dict[str, Any]:
        """Return the chosen values of a format's own options."""
        return {
            option.name: self.chosen[option.name] for option in FORMATS[format].options if option.name in self.chosen
        }

    def check(self, format: str, pages: int | None) -> None:
        """Raise OptionRefused if an option does not fit a document of this format, with these pages or None."""
        row = FORMATS[format]
        if self.output not in row.outputs:
            outputs = ", ".join(kind for kind in OutputKind if kind in row.outputs)
            text = f"A document of the format {row.label} has no pages to set beside each other"
            raise OptionRefused(OUTPUT.name, f"{text}. Choose one of: {outputs}.")
        for name, value in self.chosen.items():
            option = OPTIONS[name]
            if option in row.options:
                option.require_possible(value, pages)
            elif option.refusal:
                raise OptionRefused(name, option.refusal)


DEFAULT_OPTIONS = Options()
