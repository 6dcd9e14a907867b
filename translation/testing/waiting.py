"""Waiting for what other processes and threads do."""

import time
from collections.abc import Callable

# Far more than any wait takes on a busy machine: it only ends a test that hangs.
GIVE_UP_SECONDS = 120.0
PAUSE_SECONDS = 0.02


def wait_until(condition: Callable[[], bool]) -> None:
    """Return as soon as the condition holds. Raises TimeoutError for one that never does."""
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(PAUSE_SECONDS)
