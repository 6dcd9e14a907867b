"""The engines of this installation."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core.cache import cache

from translation.engines import available_engines, create_engine
from translation.engines.base import Engine
from translation.exceptions import EngineFailed, EngineUnavailable

# It only adds accents, to show which text was not translated. The page does not offer it.
TEST_ENGINE = "pseudo"
# An unreachable engine is not called again for this time, because each visitor would wait for its timeout.
UNREACHABLE_SECONDS = 30


def engine_named(name: str) -> Engine:
    """Return the engine with this name, or the default engine if it is empty. Raises UsageError if not set up."""
    return create_engine(
        name or settings.DEFAULT_ENGINE, settings.MODELS, settings.FETCH_MODELS, settings.ENGINE_SETTINGS
    )


def configured_engines() -> dict[str, Engine]:
    """Return the engines that are set up, by name."""
    return available_engines(settings.MODELS, settings.FETCH_MODELS, settings.ENGINE_SETTINGS)


def offered_engines() -> dict[str, Engine]:
    """Return the engines that the page offers, by name, with the default engine first."""
    default = engine_named("")
    return {default.name: default} | {
        name: engine for name, engine in configured_engines().items() if name != TEST_ENGINE
    }


def pairs_of(engine: Engine) -> Mapping[str, Sequence[str]]:
    """Return an engine's language pairs. Raises EngineFailed, at once if the engine was just unreachable."""
    key = f"engine-away-{engine.name}-{id(engine)}"
    if text := cache.get(key):
        raise EngineUnavailable(text)
    try:
        return engine.pairs()
    except EngineUnavailable as error:
        cache.set(key, str(error), UNREACHABLE_SECONDS)
        raise


def offered_languages() -> Mapping[str, set[str]]:
    """Return the source languages, with target languages, of all engines that the page offers.

    Unreachable engines are left out. Raises EngineFailed if no engine can be reached.
    """
    pairs: dict[str, set[str]] = {}
    failures: list[EngineFailed] = []
    for engine in offered_engines().values():
        try:
            engine_pairs = pairs_of(engine)
        except EngineFailed as error:
            failures.append(error)
            continue
        for source, targets in engine_pairs.items():
            pairs.setdefault(source, set()).update(targets)
    if failures and not pairs:
        raise failures[0]
    return pairs
