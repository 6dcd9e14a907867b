"""Terms that must come out as their owner wants them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self
from unicodedata import category

from translation.exceptions import UsageError


class GlossaryRefused(UsageError):
    """The file of a glossary cannot be read. `line`, counted from 1, says where."""

    code = "glossary_unreadable"
    default = "The glossary cannot be read. Correct the file and send it again."

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(
            f"Line {line} of the glossary cannot be read: {text}." if line else f"The glossary cannot be read: {text}."
        )


# Control characters, private use, and halves of characters.
_UNWRITTEN = {"Cc", "Co", "Cs"}
# Characters of a term in either language, and terms of a glossary.
LONGEST_TERM, MOST_TERMS = 200, 50_000


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase with its translation. `gender` is "m", "f", "n" or empty where it is not given."""

    source: str
    target: str
    gender: str = ""
    is_plural: bool = False
    is_case_sensitive: bool = False

    def to_json(self) -> dict[str, Any]:
        """The term as JSON types."""
        return asdict(self)

    def objection(self) -> str:
        """Why it cannot be a term; empty where it can."""
        if not self.source or not self.target:
            return "a term or its translation is missing"
        if not any(map(str.isalnum, self.source)) or not any(map(str.isalnum, self.target)):
            return "a term or its translation has neither letters nor digits"
        if max(len(self.source), len(self.target)) > LONGEST_TERM:
            return f"a term has more than {LONGEST_TERM} characters"
        if not _UNWRITTEN.isdisjoint(map(category, self.source + self.target)):
            return "a term has characters that are of no script"
        return ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one language pair."""

    terms: tuple[Term, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `to_json`."""
        return cls(tuple(Term(**term) for term in data["terms"]))

    def to_json(self) -> dict[str, Any]:
        """The glossary as JSON types."""
        return {"terms": [term.to_json() for term in self.terms]}


NO_TERMS = Glossary()
