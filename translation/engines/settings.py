"""The settings of engines for administrators: addresses, keys and waiting times."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from translation.exceptions import UsageError


@dataclass(frozen=True, slots=True)
class EngineSetting:
    """A setting that an engine declares in its class. `variable` is its environment variable.

    An empty value means the default. A required setting has none.
    """

    name: str
    variable: str
    help: str
    default: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """How long to wait for a server, in seconds.

    `timeout` is the wait for one answer, and `patience` the total wait between the attempts at one request.
    """

    timeout: float = 60.0
    patience: float = 90.0


USUAL_REQUEST_LIMITS = RequestLimits()


def request_settings(prefix: str, usual: RequestLimits = USUAL_REQUEST_LIMITS) -> tuple[EngineSetting, EngineSetting]:
    """Return the settings for an engine's RequestLimits. `prefix` starts the variables' names, such as "DEEPL"."""
    return (
        EngineSetting("timeout", f"{prefix}_TIMEOUT", "seconds to wait for one answer", f"{usual.timeout:g}"),
        EngineSetting(
            "patience",
            f"{prefix}_PATIENCE",
            "seconds to wait between the attempts at one request, in total",
            f"{usual.patience:g}",
        ),
    )


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """The values for an engine: the folder of models, whether to download models into it, and its settings."""

    engine: str
    models_folder: Path | None = None
    fetch: bool = False
    # Not in the representation, because there may be keys among them.
    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def text(self, setting: EngineSetting) -> str:
        """Return the value of a setting, or its default. Raises UsageError if a required setting has no value."""
        value = self.values.get(setting.name, "").strip() or setting.default
        if setting.is_required and not value:
            raise UsageError(
                f"The engine {self.engine} is not set up here: its {setting.name} is missing. "
                f"Ask the administrator to set {setting.variable}, or choose another engine."
            )
        return value

    def number(self, setting: EngineSetting) -> float:
        """Return the value of a setting as a number of at least 0. Raises UsageError for any other text."""
        value = self.text(setting)
        if not value.replace(".", "", 1).isdecimal():
            raise UsageError(
                f"The {setting.name} of the engine {self.engine} is not a number. "
                f"Ask the administrator to correct {setting.variable}."
            )
        return float(value)

    def limits(self, timeout: EngineSetting, patience: EngineSetting) -> RequestLimits:
        """Return the values of the two settings from `request_settings`."""
        return RequestLimits(self.number(timeout), self.number(patience))
