"""The engines of this installation."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core.cache import cache

from translation.engines import available_engines, create_engine
from translation.engines.base import Engine
from translation.exceptions import EngineFailed, EngineUnavailable

# Shows what was not translated; no reader wants it by itself.
FOR_TESTS = "pseudo"
# How long an engine that is away is not asked again for what it can, in seconds: each reader would wait for it.
AWAY = 30


def engine_named(name: str) -> Engine:
    """The engine, or the installation's own for an empty name. Raises UsageError where it is not set up."""
    return create_engine(
        name or settings.DEFAULT_ENGINE, settings.MODELS, settings.FETCH_MODELS, settings.ENGINE_OPTIONS
    )


def configured_engines() -> dict[str, Engine]:
    """The engines that have all that they need to be used."""
    return available_engines(settings.MODELS, settings.FETCH_MODELS, settings.ENGINE_OPTIONS)


def engines_for_readers() -> dict[str, Engine]:
    """Those that the page offers, the installation's own first."""
    own = engine_named("")
    return {own.name: own} | {name: engine for name, engine in configured_engines().items() if name != FOR_TESTS}


def pairs_of(engine: Engine) -> Mapping[str, Sequence[str]]:
    """What the engine can, for somebody who waits. Raises EngineFailed."""
    key = f"engine-away-{engine.name}-{id(engine)}"
    if said := cache.get(key):
        raise EngineUnavailable(said)
    try:
        return engine.pairs()
    except EngineUnavailable as error:
        cache.set(key, str(error), AWAY)
        raise


def languages_for_readers() -> Mapping[str, set[str]]:
    """Source language to target languages, of all engines that the page offers. An engine that is away has none."""
    found: dict[str, set[str]] = {}
    away: list[EngineFailed] = []
    for engine in engines_for_readers().values():
        try:
            pairs = pairs_of(engine)
        except EngineFailed as error:
            away.append(error)
            continue
        for source, targets in pairs.items():
            found.setdefault(source, set()).update(targets)
    if away and not found:
        raise away[0]
    return found
