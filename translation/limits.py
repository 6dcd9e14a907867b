"""The limits of one document. A document that exceeds one fails with an error that names the limit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Self


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for every format, in bytes, seconds and counts. `docs/limits.md` explains how each is measured.

    `page_seconds` and `cpu_seconds` are processor time. `silence_seconds` is the longest wait for one message from the
    sandbox, and `wall_seconds` for all of its work. `own` has the limits that formats declare, by name.
    """

    memory_bytes: int = 2_000_000_000
    output_bytes: int = 1_000_000_000
    answer_bytes: int = 256_000_000
    processes: int = 16
    open_files: int = 64
    page_seconds: int = 60
    cpu_seconds: int = 3_600
    silence_seconds: float = 300.0
    wall_seconds: float = 7_200.0
    characters: int = 10_000_000
    words: int = 2_000_000
    own: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormatLimits:
    """Limits of one format. A subclass declares them as fields, each with its default."""

    @classmethod
    def of(cls, limits: Limits) -> Self:
        """Return the format's limits from `limits`, with defaults for missing ones."""
        return cls(**{each.name: limits.own[each.name] for each in fields(cls) if each.name in limits.own})


USUAL_LIMITS = Limits()
