"""Pieces of a text: what a table translates, and what remains to be translated."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text. `target` is None if it remains to be translated."""

    source: str
    target: str | None = None
