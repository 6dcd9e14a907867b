"""The engines that can translate. An engine is one file here and one line in the table."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from translation.engines.apertium import ApertiumEngine
from translation.engines.base import Engine
from translation.engines.deepl import DeepLEngine
from translation.engines.firefox.engine import FirefoxEngine
from translation.engines.libretranslate import LibreTranslateEngine
from translation.engines.openai import OpenAIEngine
from translation.engines.pseudo import PseudoEngine
from translation.engines.settings import EngineSettings
from translation.exceptions import UsageError

ENGINES: dict[str, type[Engine]] = {
    "firefox": FirefoxEngine,
    "libretranslate": LibreTranslateEngine,
    "deepl": DeepLEngine,
    "openai": OpenAIEngine,
    "apertium": ApertiumEngine,
    "pseudo": PseudoEngine,
}

# By the name of an engine, its own options.
Options = Mapping[str, Mapping[str, str]]


def create_engine(
    name: str, models_folder: Path | None = None, fetch: bool = False, options: Options | None = None
) -> Engine:
    """The engine of that name, one a process, so that it stays warm.

    Raises UsageError for a name that is not known, and for an engine that lacks an option that it needs.
    """
    if name not in ENGINES:
        raise UsageError(f"There is no engine “{name}”. There are: {', '.join(ENGINES)}.")
    own = tuple(sorted((options or {}).get(name, {}).items()))
    return _engine(name, models_folder, fetch, own)


def available_engines(
    models_folder: Path | None = None, fetch: bool = False, options: Options | None = None
) -> dict[str, Engine]:
    """The engines that have all that they need to be used. Whether they answer is another matter."""
    engines = {}
    for name in ENGINES:
        try:
            engines[name] = create_engine(name, models_folder, fetch, options)
        except UsageError:
            continue
    return engines


@lru_cache
def _engine(name: str, models_folder: Path | None, fetch: bool, options: tuple[tuple[str, str], ...]) -> Engine:
    return ENGINES[name].from_settings(EngineSettings(name, models_folder, fetch, dict(options)))


# Two processes that share the open connection of an engine would read each other's answers.
os.register_at_fork(after_in_child=_engine.cache_clear)
