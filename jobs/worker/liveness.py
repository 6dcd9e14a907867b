"""Reporting that a cluster is alive."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import Error, connection

from jobs.models import LIVENESS_INTERVAL, ClusterLiveness

# A stop must not wait for a database that cannot be reached.
STOP_TIMEOUT_SECONDS = 1.0


@contextmanager
def report_liveness() -> Iterator[None]:
    """Report from a background thread that the cluster is alive while the block runs, and then that it has stopped."""
    liveness = ClusterLiveness(workers=settings.WORKERS)
    stopped = threading.Event()
    thread = threading.Thread(
        target=_report_until, args=(stopped, liveness), name="liveness of the cluster", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(STOP_TIMEOUT_SECONDS)


def _report_until(stopped: threading.Event, liveness: ClusterLiveness) -> None:
    while not stopped.is_set():
        _ignore_database_errors(liveness.report)
        stopped.wait(LIVENESS_INTERVAL.total_seconds())
    _ignore_database_errors(liveness.remove)


def _ignore_database_errors(write: Callable[[], None]) -> None:
    """Write, or leave it to the next report: the timeout allows for a missed report."""
    with suppress(Error):
        write()
    connection.close()
