"""Chooses the database of the tests: SQLite, or with --postgresql a throwaway server.

Under pytest-xdist each worker process has a data folder of its own. The server is the one that the first process
started, and pytest-django gives each worker a database of its own on it.
"""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from jobs.testing.postgresql import throwaway_postgresql


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="run the tests on a throwaway PostgreSQL server")


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment before anything reads the settings."""
    stack = ExitStack()
    config.add_cleanup(stack.close)
    data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="palimpsest-tests-")))
    os.environ.update(DATA=str(data), DATABASE_URL=_database_url(config, stack))
    os.environ["DJANGO_SETTINGS_MODULE"] = "translator_site.settings"

    from django.conf import settings

    # pytest-django sets Django up only if the settings are loaded, so they are read in any case.
    database = settings.DATABASES["default"]
    if not config.getoption("postgresql"):
        # A database in memory could not be shared by threads and processes.
        database.setdefault("TEST", {})["NAME"] = str(data / "test.sqlite3")


def _database_url(config: pytest.Config, stack: ExitStack) -> str:
    if not config.getoption("postgresql"):
        return ""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return os.environ["DATABASE_URL"]
    return stack.enter_context(throwaway_postgresql())
