"""An option of a job, declared once: the API, the page, the command line and the docs follow from the declaration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from translation.exceptions import UsageError

Value = TypeVar("Value")

# A longer text is no page range or name that anybody writes.
MAX_TEXT_CHARACTERS = 200


class OptionRefused(UsageError):
    """A value that an option cannot have, at all or for this document; `field` is the option's name."""

    default = "An option does not fit this document. Choose another value."

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True, eq=False)
class Option(Generic[Value]):
    """Something that a user may choose for a job. Values are stored under `name` as JSON types.

    `kind` makes a stored value one of Python's: `str`, `float`, `bool`, or a StrEnum for a closed list of values.
    `choices` are values with their labels for people: all members of a StrEnum, or the numbers that the page offers.
    `bounds` are the least and the greatest number. `default_label` says in a word what an empty text means.
    `refusal` is the error for a document whose format does not take the option; without one it has no effect there.
    `check` raises UsageError for a value that a document with this many pages cannot have.
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
        """Return the value of this option among stored ones, or its default.

        >>> SMALLEST_SCALE.of({"smallest_scale": 0.8, "ocr": "off"})
        0.8
        """
        return self.kind(values[self.name]) if self.name in values else self.default

    def parse(self, value: Any) -> Value:
        """Return a user's value as one that can be stored. Raises OptionRefused."""
        try:
            parsed: Any = self.kind(value)
        except (TypeError, ValueError) as error:
            text = f"“{str(value)[:MAX_TEXT_CHARACTERS]}” is not a value of the option {self.name}."
            there = f" Choose one of: {', '.join(map(str, self.choices))}." if self.choices else ""
            raise OptionRefused(self.name, text + there) from error
        # Written so that what is not a number is out of bounds.
        if self.bounds and not self.bounds[0] <= parsed <= self.bounds[1]:
            raise OptionRefused(self.name, f"The option {self.name} must be from {self.bounds[0]} to {self.bounds[1]}.")
        return self.kind(parsed)

    def require_possible(self, value: Any, pages: int | None) -> None:
        """Raise OptionRefused for a value that a document with this many pages (None: it has none) cannot have."""
        if self.check:
            try:
                self.check(value, pages)
            except UsageError as error:
                raise OptionRefused(self.name, str(error)) from error
