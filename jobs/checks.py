"""System checks, which report problems of this installation with advice."""

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register
from django.core.checks import Warning as CheckWarning

from jobs.engines import engine_named
from translation.engines import ENGINES
from translation.engines.firefox.folder import EMBEDDED_ADVICE
from translation.exceptions import EngineFailed, UsageError
from translation.sandbox.client import granted_isolation

# One and a half times the address space of a sandbox before it opens a document.
MIN_MEMORY_BYTES = 150_000_000


@register
def check_data_folder(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if os.access(settings.DATA, os.R_OK | os.W_OK | os.X_OK):
        return []
    hint = "Make the user that runs the server the owner of the folder, or set DATA to another folder."
    return [Error(f"The data folder {settings.DATA} is not writable.", hint=hint, id="jobs.E001")]


@register
def check_engine(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    name = settings.DEFAULT_ENGINE
    if name not in ENGINES:
        hint = f"Set DEFAULT_ENGINE to one of: {', '.join(ENGINES)}."
        return [Error(f"The translation engine {name!r} does not exist.", hint=hint, id="jobs.E002")]
    try:
        pairs = engine_named(name).pairs()
    except UsageError as error:
        return [Error(f"The engine {name!r} cannot be used.", hint=str(error), id="jobs.E005")]
    except EngineFailed as error:
        return [CheckWarning(f"The engine {name!r} does not answer.", hint=str(error), id="jobs.W001")]
    if not pairs:
        hint = f"{EMBEDDED_ADVICE}. For other languages: python manage.py models install en-de de-en"
        return [Error(f"The engine {name!r} has no language pair.", hint=hint, id="jobs.E003")]
    return []


@register(deploy=True)
def check_isolation(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    isolation = granted_isolation()
    reachable = {"the network": isolation.network, "the files of the server": isolation.files}
    missing = " and ".join(what for what, is_isolated in reachable.items() if not is_isolated)
    if not missing:
        return []
    hint = "Allow user namespaces: the sysctl user.max_user_namespaces, or the security options of the container."
    return [Info(f"The kernel does not isolate the sandbox from {missing}.", hint=hint, id="jobs.I001")]


@register
def check_memory(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.LIMITS.memory_bytes >= MIN_MEMORY_BYTES:
        return []
    hint = f"Set LIMIT_MEMORY_BYTES to {MIN_MEMORY_BYTES} or more."
    return [Error("The sandbox has too little memory to start.", hint=hint, id="jobs.E006")]


@register
def check_workers(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.WORKERS >= 1:
        return []
    return [Error("There are no workers, so no job would run.", hint="Set WORKERS to 1 or more.", id="jobs.E004")]
