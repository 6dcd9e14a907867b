"""Writes that wait for a database that is away."""

import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection

# What Django raises when the database cannot be reached, has ended the connection or is locked.
DATABASE_AWAY = (OperationalError, InterfaceError)
PATIENCE = 60.0  # seconds
PAUSE = 0.5  # seconds between two tries


def retry_database(write: Callable[[], bool]) -> bool:
    """What the write returns, as soon as the database is there. After a minute without it, its error is raised."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except DATABASE_AWAY:
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)
