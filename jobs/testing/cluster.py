"""A real cluster, on the database and the storage of the test that starts it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

PATIENCE = 60.0  # seconds


def database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@/{database['HOST']}/{database['NAME']}"


@contextmanager
def running_cluster(*options: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "DATABASE_URL": database_url(), "DATA": str(settings.DATA), "WORKERS": "2"}
    command: list[str | Path] = [sys.executable, settings.BASE_DIR / "manage.py", "runcluster", *options]
    cluster = subprocess.Popen(command, env=environment)
    try:
        yield cluster
    finally:
        cluster.terminate()
        cluster.wait(20)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
