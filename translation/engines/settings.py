"""What an installation tells its engines: addresses, keys, and how patient to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from translation.exceptions import UsageError


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """How long to wait for a server, in seconds: for one answer, and between tries, all waits together."""

    timeout: float = 60.0
    patience: float = 90.0


USUAL = RequestLimits()


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What engines may be made of. Each takes from `options` what it knows; an empty string counts as not given."""

    engine: str
    models_folder: Path | None = None
    fetch: bool = False
    # Keys are among them.
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    def optional(self, option: str, default: str = "") -> str:
        """The option, or what stands for it when it is not given."""
        return self.options.get(option, "").strip() or default

    def required(self, option: str) -> str:
        """The option. Raises UsageError when it is not given."""
        if value := self.optional(option):
            return value
        raise UsageError(
            f"The engine {self.engine} is not set up here: its {option} is missing. "
            "Ask the administrator to set it, or choose another engine."
        )

    def number(self, option: str, default: float) -> float:
        """The option as a number from 0. Raises UsageError when it is none."""
        value = self.optional(option)
        if not value:
            return default
        if not value.replace(".", "", 1).isdecimal():
            raise UsageError(f"The {option} of the engine {self.engine} is no number. Ask the administrator to set it.")
        return float(value)

    def limits(self, usual: RequestLimits = USUAL) -> RequestLimits:
        """The options `timeout` and `patience`, or what is usual for the engine."""
        return RequestLimits(self.number("timeout", usual.timeout), self.number("patience", usual.patience))
