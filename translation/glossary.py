"""Terms that must come out as their owner wants them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase with its translation. `gender` is "m", "f", "n" or empty where it is not given."""

    source: str
    target: str
    gender: str = ""
    is_plural: bool = False
    is_case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one language pair."""

    terms: tuple[Term, ...] = ()
