"""What the user may choose of a job, and the one place where a choice is judged."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from translation.exceptions import UsageError
from translation.formats import FORMATS
from translation.formats.base import SMALLEST_SCALE, Ocr, OutputKind, chosen_pages

# Letters at less than this share of their size are no longer read, and none are made larger.
SCALES = (0.4, 1.0)


class OptionRefused(UsageError):
    """An option that makes no sense, or none for this document; `field` is its name."""

    default = "An option does not fit this document. Choose another value."

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may choose. `pages` such as "1-3,7", counted from 1; empty is all.

    `smallest_scale` is the smallest share of their size in the original that letters may get. `memory` is whether the
    owner's translation memory is used, and learns. Raises OptionRefused.
    """

    pages: str = ""
    output: OutputKind = OutputKind.TRANSLATED
    smallest_scale: float = SMALLEST_SCALE
    ocr: Ocr = Ocr.AUTO
    memory: bool = False

    def __post_init__(self) -> None:
        low, high = SCALES
        if not low <= self.smallest_scale <= high:
            raise OptionRefused("smallest_scale", f"The smallest scale must be from {low} to {high}.")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `to_json`; what is no option is passed over."""
        return cls(
            pages=data.get("pages", ""),
            output=OutputKind(data.get("output", OutputKind.TRANSLATED)),
            smallest_scale=data.get("smallest_scale", SMALLEST_SCALE),
            ocr=Ocr(data.get("ocr", Ocr.AUTO)),
            memory=bool(data.get("memory", False)),
        )

    def to_json(self) -> dict[str, Any]:
        """What was chosen otherwise than by default, as JSON types."""
        return {name: value for name, value in asdict(self).items() if value != asdict(USUAL)[name]}

    def check(self, format: str, pages: int | None) -> None:
        """Raise OptionRefused for what a document of this format with so many pages (None: it has none) cannot have."""
        if self.output not in FORMATS[format].outputs:
            there = ", ".join(kind for kind in OutputKind if kind in FORMATS[format].outputs)
            text = f"A document of the format {FORMATS[format].label} has no pages to set beside each other"
            raise OptionRefused("output", f"{text}. Choose one of: {there}.")
        if not self.pages:
            return
        if pages is None:
            raise OptionRefused("pages", "This kind of document has no pages to choose from.")
        try:
            chosen_pages(self.pages, pages)
        except UsageError as error:
            raise OptionRefused("pages", str(error)) from error


USUAL = Options()
