"""The engines that can translate. An engine is one file here and one line in the table."""

from functools import lru_cache
from pathlib import Path

from translation.engines.base import Engine
from translation.engines.firefox import FirefoxEngine
from translation.engines.pseudo import PseudoEngine
from translation.exceptions import UsageError

ENGINES: dict[str, type[Engine]] = {
    "firefox": FirefoxEngine,
    "pseudo": PseudoEngine,
}


@lru_cache
def create_engine(name: str, models_folder: Path | None = None, fetch: bool = False) -> Engine:
    """The engine of that name, one a process, so that it stays warm. Raises UsageError for a name that is not known."""
    if name not in ENGINES:
        raise UsageError(f"There is no engine “{name}”. There are: {', '.join(ENGINES)}.")
    if name == FirefoxEngine.name:
        return FirefoxEngine(models_folder, fetch)
    return ENGINES[name]()
