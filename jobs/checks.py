"""A deployment that cannot work, as system checks with what to do about it."""

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register
from django.core.checks import Warning as Doubt

from jobs.engines import engine_named
from translation.engines import ENGINES
from translation.exceptions import EngineFailed, UsageError
from translation.sandbox.client import granted_isolation

# Bytes of address space: what a reader takes before it has opened anything, and half as much again.
LEAST_MEMORY = 150_000_000


@register
def check_data_folder(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if os.access(settings.DATA, os.R_OK | os.W_OK | os.X_OK):
        return []
    hint = "Give the folder to the user that runs the server, or set DATA to another one."
    return [Error(f"The data folder {settings.DATA} cannot be written to.", hint=hint, id="jobs.E001")]


@register
def check_engine(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    name = settings.DEFAULT_ENGINE
    if name not in ENGINES:
        hint = f"Set DEFAULT_ENGINE to one of: {', '.join(ENGINES)}."
        return [Error(f"There is no translation engine {name!r}.", hint=hint, id="jobs.E002")]
    try:
        pairs = engine_named(name).pairs()
    except UsageError as error:
        return [Error(f"The engine {name!r} cannot be used.", hint=str(error), id="jobs.E005")]
    except EngineFailed as error:
        return [Doubt(f"The engine {name!r} does not answer.", hint=str(error), id="jobs.W001")]
    if not pairs:
        hint = "Install models, such as: python manage.py models install en-pt pt-en"
        return [Error(f"The engine {name!r} has no language pair to translate.", hint=hint, id="jobs.E003")]
    return []


@register(deploy=True)
def check_walls(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    walls = granted_isolation()
    if walls.network and walls.files:
        return []
    missing = "the network" if walls.files else "the files of the server" if walls.network else "network and files"
    hint = "Allow user namespaces: the sysctl user.max_user_namespaces, or the security options of the container."
    return [Info(f"The kernel does not keep readers of documents from {missing}.", hint=hint, id="jobs.I001")]


@register
def check_memory(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.LIMITS.memory_bytes >= LEAST_MEMORY:
        return []
    hint = f"Set LIMIT_MEMORY_BYTES to {LEAST_MEMORY} or more."
    return [Error("A reader of documents has too little memory to start.", hint=hint, id="jobs.E006")]


@register
def check_workers(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.WORKERS >= 1:
        return []
    return [Error("There is no worker to translate.", hint="Set WORKERS to 1 or more.", id="jobs.E004")]
