"""The names of repairs, and how often each was tried and taken."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Repair(StrEnum):
    """A way to translate a text again after a doubtful answer.

    `placeholders`: with other names for its codes.
    `pieces`: the parts between its codes one by one.
    `numbers`, `amounts`, `names`, `brackets`: with its numbers, numbers with signs, names or short texts in brackets
        masked too.
    `rephrased`: as a list item, with a full stop, or with a small first letter.
    `other_case`: with its first letter in the other case.
    `neighbour`: a very short sentence together with the one beside it.
    `sentence_case`: a title in sentence case.
    `plain`: without preparation.
    """

    PLACEHOLDERS = "placeholders"
    PIECES = "pieces"
    NUMBERS = "numbers"
    AMOUNTS = "amounts"
    NAMES = "names"
    BRACKETS = "brackets"
    REPHRASED = "rephrased"
    OTHER_CASE = "other_case"
    NEIGHBOUR = "neighbour"
    SENTENCE_CASE = "sentence_case"
    PLAIN = "plain"


@dataclass(slots=True)
class RepairCounts:
    """How often each repair was tried, and how often its result was used."""

    tried: Counter[Repair] = field(default_factory=Counter)
    taken: Counter[Repair] = field(default_factory=Counter)

    def add(self, repairs: Iterable[Repair | None], taken: Repair | None) -> None:
        """Count the distinct repairs of one text, of which at most one was taken. None is the first attempt."""
        self.tried.update({repair for repair in repairs if repair})
        if taken:
            self.taken[taken] += 1

    def to_json(self) -> dict[str, dict[str, int]]:
        """Return the counts of each repair that was tried, as JSON types."""
        return {
            repair.value: {"tried": self.tried[repair], "taken": self.taken[repair]} for repair in sorted(self.tried)
        }
