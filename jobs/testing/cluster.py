"""A real cluster, on the database and the storage of the test that starts it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

# A cluster that takes longer to end hangs.
EXIT_SECONDS = 60.0


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
        cluster.wait(EXIT_SECONDS)
