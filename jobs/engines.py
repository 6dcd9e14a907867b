"""The engines of this installation."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core.cache import cache

from translation.engines import available_engines, create_engine
from translation.engines.base import Engine
from translation.exceptions import EngineFailed, EngineUnavailable

# It only accents letters, to show what was not translated. The page does not offer it.
TEST_ENGINE = "pseudo"
# An engine that cannot be reached is not asked again for this time: each visitor would wait for its answer.
UNREACHABLE_SECONDS = 30


def engine_named(name: str) -> Engine:
    """Return an engine, or the installation's default one for an empty name. Raises UsageError if it is not set up."""
    return create_engine(
        name or settings.DEFAULT_ENGINE, settings.MODELS, settings.FETCH_MODELS, settings.ENGINE_SETTINGS
    )


def configured_engines() -> dict[str, Engine]:
    """Return the engines that are set up, by name."""
    return available_engines(settings.MODELS, settings.FETCH_MODELS, settings.ENGINE_SETTINGS)


def offered_engines() -> dict[str, Engine]:
    """Return the engines that the page offers, by name, the default one first."""
    own = engine_named("")
    return {own.name: own} | {name: engine for name, engine in configured_engines().items() if name != TEST_ENGINE}


def pairs_of(engine: Engine) -> Mapping[str, Sequence[str]]:
    """Return the language pairs of an engine without making the caller wait long. Raises EngineFailed."""
    key = f"engine-away-{engine.name}-{id(engine)}"
    if text := cache.get(key):
        raise EngineUnavailable(text)
    try:
        return engine.pairs()
    except EngineUnavailable as error:
        cache.set(key, str(error), UNREACHABLE_SECONDS)
        raise


def offered_languages() -> Mapping[str, set[str]]:
    """Return source language to target languages of all engines that the page offers and that can be reached.

    Raises EngineFailed when no engine can be reached.
    """
    pairs: dict[str, set[str]] = {}
    failures: list[EngineFailed] = []
    for engine in offered_engines().values():
        try:
            own = pairs_of(engine)
        except EngineFailed as error:
            failures.append(error)
            continue
        for source, targets in own.items():
            pairs.setdefault(source, set()).update(targets)
    if failures and not pairs:
        raise failures[0]
    return pairs
