"""The terms of a glossary as values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self
from unicodedata import category

from translation.exceptions import UsageError

# Unicode's categories of control characters, private use and surrogates.
_UNWRITTEN = {"Cc", "Co", "Cs"}
# The length of a term in either language, which is the size of the database columns.
MAX_TERM_CHARACTERS = 200
# The number of terms of one glossary.
MAX_TERMS = 50_000


class GlossaryRefused(UsageError):
    """The file of a glossary cannot be read. `line` is the line of the error, from 1."""

    code = "glossary_unreadable"
    default = "The glossary cannot be read. Correct the file and send it again."

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(
            f"Line {line} of the glossary cannot be read: {text}." if line else f"The glossary cannot be read: {text}."
        )


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word or phrase with its translation. `gender` is "m", "f", "n", or empty if it is not given."""

    source: str
    target: str
    gender: str = ""
    is_plural: bool = False
    is_case_sensitive: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the term as JSON types."""
        return asdict(self)

    def objection(self) -> str:
        """Return the reason why this cannot be a term, as a clause for a message, or an empty text."""
        if not self.source or not self.target:
            return "the term or its translation is missing"
        if not any(map(str.isalnum, self.source)) or not any(map(str.isalnum, self.target)):
            return "the term or its translation has neither letters nor digits"
        if max(len(self.source), len(self.target)) > MAX_TERM_CHARACTERS:
            return f"the term or its translation has more than {MAX_TERM_CHARACTERS} characters"
        if not _UNWRITTEN.isdisjoint(map(category, self.source + self.target)):
            return "the term or its translation has characters that belong to no script"
        return ""


@dataclass(frozen=True, slots=True)
class TermList:
    """The terms of a glossary for one language pair."""

    terms: tuple[GlossaryTerm, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the terms that `to_json` wrote."""
        return cls(tuple(GlossaryTerm(**term) for term in data["terms"]))

    def to_json(self) -> dict[str, Any]:
        """Return the terms as JSON types."""
        return {"terms": [term.to_json() for term in self.terms]}


NO_TERMS = TermList()
