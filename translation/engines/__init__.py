"""The translation engines. Each is one file or folder here, and one entry in the table."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

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

# The values of an engine's settings, by the name of the engine.
SettingValues: TypeAlias = Mapping[str, Mapping[str, str]]


def create_engine(
    name: str, models_folder: Path | None = None, fetch: bool = False, settings: SettingValues | None = None
) -> Engine:
    """Return the engine with this name. A process always gets the same instance, so that its models stay loaded.

    Raises UsageError if the name is unknown, or if a setting or program that the engine needs is missing.
    """
    if name not in ENGINES:
        raise UsageError(f"There is no engine “{name}”. There are: {', '.join(ENGINES)}.")
    own = tuple(sorted((settings or {}).get(name, {}).items()))
    return _engine(name, models_folder, fetch, own)


def available_engines(
    models_folder: Path | None = None, fetch: bool = False, settings: SettingValues | None = None
) -> dict[str, Engine]:
    """Return the engines that are set up, by name. A server among them may be unreachable at the moment."""
    engines = {}
    for name in ENGINES:
        try:
            engines[name] = create_engine(name, models_folder, fetch, settings)
        except UsageError:
            continue
    return engines


@lru_cache
def _engine(name: str, models_folder: Path | None, fetch: bool, settings: tuple[tuple[str, str], ...]) -> Engine:
    return ENGINES[name].from_settings(EngineSettings(name, models_folder, fetch, dict(settings)))


# Processes that share an open connection would read each other's answers.
os.register_at_fork(after_in_child=_engine.cache_clear)
