"""The heartbeat of an attempt: it renews the lease, and stops the attempt when the lease is lost or the time is up."""

import faulthandler
import signal
import threading
import time
from datetime import timedelta
from types import FrameType, TracebackType
from typing import Self

from django.db import Error, connection

from jobs.models import LEASE, AttemptEnded, AttemptTimedOut, LeaseLost, TranslationJob
from jobs.worker.database_retry import DATABASE_AWAY

# Often enough that a lease survives a database that is away for some seconds.
RENEWAL_INTERVAL_SECONDS = LEASE.total_seconds() / 6
# A cancelled job is noticed after this time, much sooner than its lease must be renewed.
CHECK_INTERVAL_SECONDS = 0.5
# An engine that has blocked the interpreter for this long hangs. Only the end of the process can stop it.
HANG_TIMEOUT_SECONDS = 120.0
# The file descriptor, as `sys.stderr` may have been replaced.
STANDARD_ERROR = 2
# Often enough for a person who watches, and seldom enough for the database.
PROGRESS_INTERVAL_SECONDS = 0.3
# These percents are written at once, so that every stage can be seen.
MILESTONES = frozenset((20, 80))


class Heartbeat:
    """Renews the lease from a thread of its own while the block runs.

    When the lease is lost or the time is up, it raises LeaseLost or AttemptTimedOut in the thread that made it, by a
    signal that interrupts every wait. That must be the main thread.
    """

    def __init__(self, job: TranslationJob, time_limit: timedelta) -> None:
        self._job = job
        self._deadline = time.monotonic() + time_limit.total_seconds()
        self._renewed_at = time.monotonic()
        self._owner = threading.get_ident()
        self._stopped = threading.Event()
        self._error: AttemptEnded | None = None
        self._thread = threading.Thread(target=self._run, name=f"heartbeat of {job.pk}", daemon=True)

    def __enter__(self) -> Self:
        signal.signal(signal.SIGUSR1, self._raise_error)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop the heartbeat. A second call is allowed: the signal may arrive while the block is being left."""
        self._stopped.set()
        self._thread.join()

    def _raise_error(self, number: int, frame: FrameType | None) -> None:
        if self._error and not self._stopped.is_set():
            raise self._error

    def _run(self) -> None:
        while not self._stopped.wait(CHECK_INTERVAL_SECONDS):
            faulthandler.dump_traceback_later(HANG_TIMEOUT_SECONDS, exit=True, file=STANDARD_ERROR)
            if not self._error:
                self._error = self._check()
            if self._error:
                # Repeatedly: Python drops an error that is raised in a destructor or a callback.
                signal.pthread_kill(self._owner, signal.SIGUSR1)
        faulthandler.cancel_dump_traceback_later()
        connection.close()

    def _check(self) -> AttemptEnded | None:
        if time.monotonic() > self._deadline:
            return AttemptTimedOut()
        try:
            return None if self._has_lease() else LeaseLost()
        except Error:
            # The lease outlives a short absence of the database. The next check tries again.
            connection.close()
            return None

    def _has_lease(self) -> bool:
        if time.monotonic() - self._renewed_at < RENEWAL_INTERVAL_SECONDS:
            return self._job.has_lease()
        self._renewed_at = time.monotonic()
        return self._job.renew()


class ProgressWriter:
    """Writes the progress to the job, not too often. Raises LeaseLost."""

    def __init__(self, job: TranslationJob) -> None:
        self._job = job
        self._highest = 0
        self._written_at = time.monotonic()

    def __call__(self, progress: int) -> None:
        now = time.monotonic()
        if progress <= self._highest:
            return
        if progress in MILESTONES or now - self._written_at >= PROGRESS_INTERVAL_SECONDS:
            self._highest, self._written_at = progress, now
            if not self._write(progress):
                raise LeaseLost

    def _write(self, progress: int) -> bool:
        try:
            return self._job.advance(progress)
        except DATABASE_AWAY:
            # A later progress is written when the database is back. The work need not wait.
            connection.close()
            return True
