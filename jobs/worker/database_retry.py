"""Retrying database writes while the database cannot be reached."""

import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection

# Django raises these when the database cannot be reached, has closed the connection or is locked.
DATABASE_AWAY = (OperationalError, InterfaceError)
RETRY_TIMEOUT_SECONDS = 60.0
RETRY_INTERVAL_SECONDS = 0.5


def retry_database(write: Callable[[], bool]) -> bool:
    """Call `write` until the database answers, and return its result. Raises the last error after the timeout."""
    deadline = time.monotonic() + RETRY_TIMEOUT_SECONDS
    while True:
        try:
            return write()
        except DATABASE_AWAY:
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(RETRY_INTERVAL_SECONDS)
