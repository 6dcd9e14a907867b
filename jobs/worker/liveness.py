"""The sign of life that a cluster gives as long as it runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import Error, connection

from jobs.models import BEAT_INTERVAL, ClusterLiveness

# Seconds for the last word. A stop must not wait for a database that is away.
FAREWELL = 1.0


@contextmanager
def report_liveness() -> Iterator[None]:
    """Beat from a thread of its own while the block runs, and be known to have ended after it."""
    beat = ClusterLiveness(workers=settings.WORKERS)
    ended = threading.Event()
    thread = threading.Thread(target=_beat_until, args=(beat, ended), name="beat of the cluster", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(FAREWELL)


def _beat_until(beat: ClusterLiveness, ended: threading.Event) -> None:
    while not ended.is_set():
        _quietly(beat.beat)
        ended.wait(BEAT_INTERVAL.total_seconds())
    _quietly(beat.end)


def _quietly(write: Callable[[], None]) -> None:
    """A database that is away is back at one of the next beats; whoever looks misses this one."""
    with suppress(Error):
        write()
    connection.close()
