"""An option of a job. The API, the page, the command line and the docs are built from its one declaration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from translation.exceptions import UsageError

Value = TypeVar("Value")

# Longer than any page range or name that a user would write.
MAX_TEXT_CHARACTERS = 200


class OptionRefused(UsageError):
    """The value of an option is invalid, in general or for this document. `field` is the option's name."""

    default = "An option does not fit this document. Choose another value."

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True, eq=False)
class Option(Generic[Value]):
    """An option that a user may choose for a job. Values are stored under `name` as JSON types.

    `kind` converts a stored value to Python: `str`, `float`, `bool`, or a StrEnum for a fixed set of values.
    `choices` are values with their labels: all members of a StrEnum, or the numbers that the page offers.
    `bounds` are the smallest and the largest number. `default_label` is a word for the meaning of an empty text.
    `refusal` is the error for formats that do not support the option. Without it, the option has no effect there.
    `check` takes a value and the document's number of pages. It raises UsageError if they do not fit.
    """

    name: str
    kind: Callable[[Any], Value]
    default: Value
    label: str
    help: str
    choices: Mapping[Any, str] = field(default_factory=dict)
    bounds: tuple[float, float] | None = None
    example: str = ""
    default_label: str = ""
    refusal: str = ""
    check: Callable[[Any, int | None], object] | None = None

    def of(self, values: Mapping[str, Any]) -> Value:
        """Return the option's value in stored values, or its default.

        >>> SMALLEST_SCALE.of({"smallest_scale": 0.8, "ocr": "off"})
        0.8
        """
        return self.kind(values[self.name]) if self.name in values else self.default

    def parse(self, value: Any) -> Value:
        """Return the value to store for a user's value. Raises OptionRefused."""
        try:
            parsed: Any = self.kind(value)
        except (TypeError, ValueError) as error:
            text = f"“{str(value)[:MAX_TEXT_CHARACTERS]}” is not a value of the option {self.name}."
            advice = f" Choose one of: {', '.join(map(str, self.choices))}." if self.choices else ""
            raise OptionRefused(self.name, text + advice) from error
        # Written this way so that NaN is out of bounds.
        if self.bounds and not self.bounds[0] <= parsed <= self.bounds[1]:
            raise OptionRefused(self.name, f"The option {self.name} must be from {self.bounds[0]} to {self.bounds[1]}.")
        return self.kind(parsed)

    def require_possible(self, value: Any, pages: int | None) -> None:
        """Raise OptionRefused if the value does not fit a document with this many pages, or None without pages."""
        if self.check:
            try:
                self.check(value, pages)
            except UsageError as error:
                raise OptionRefused(self.name, str(error)) from error
