"""Chooses the database of the tests: SQLite, or with --postgresql a throwaway server.

On PostgreSQL only tests run that use the database, without those marked `any_database`. Under pytest-xdist each worker
process has its own data folder. All use the server that the first process starts, where pytest-django makes a database
for each.
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
    if config.getoption("numprocesses", None) and not _is_worker():
        # With more of the environment, the workers would load the settings before they have their own folder.
        os.environ["DATABASE_URL"] = _database_url(config, stack)
        return
    data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="palimpsest-tests-")))
    os.environ.update(DATA=str(data), DATABASE_URL=_database_url(config, stack))
    os.environ["DJANGO_SETTINGS_MODULE"] = "translator_site.settings"

    from django.conf import settings

    # pytest-django sets Django up only if the settings are loaded, so they are read in any case.
    if data != settings.DATA:
        raise pytest.UsageError("The settings were loaded too early. Unset DJANGO_SETTINGS_MODULE and try again.")
    database = settings.DATABASES["default"]
    # The usual hashes of passwords take a third of a second each.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not config.getoption("postgresql"):
        # A database in memory could not be shared by threads and processes.
        database.setdefault("TEST", {})["NAME"] = str(data / "test.sqlite3")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what does not depend on the database."""
    if config.getoption("postgresql"):
        without = [item for item in items if not _depends_on_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]


def _depends_on_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    return item.get_closest_marker("django_db") is not None or "db" in getattr(item, "fixturenames", ())


def _database_url(config: pytest.Config, stack: ExitStack) -> str:
    if not config.getoption("postgresql"):
        return ""
    if _is_worker():
        return os.environ["DATABASE_URL"]
    return stack.enter_context(throwaway_postgresql())


def _is_worker() -> bool:
    """Whether this process is one of those that pytest-xdist starts."""
    return "PYTEST_XDIST_WORKER" in os.environ
