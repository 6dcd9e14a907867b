"""The heartbeat of an attempt: it renews the lease, and stops the attempt if the lease is lost or time runs out."""

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

# Often enough for a lease to survive when the database cannot be reached for some seconds.
RENEWAL_INTERVAL_SECONDS = LEASE.total_seconds() / 6
# How soon a cancelled job is noticed. The lease is renewed much less often.
CHECK_INTERVAL_SECONDS = 0.5
# An engine that blocks the interpreter for this long hangs. Only ending the process can stop it.
HANG_TIMEOUT_SECONDS = 120.0
# A file descriptor, because `sys.stderr` may have been replaced.
STANDARD_ERROR = 2
# Often enough for a person who watches, and rarely enough for the database.
PROGRESS_INTERVAL_SECONDS = 0.3
# These percentages are always written, so that every stage can be seen.
MILESTONES_PERCENT = frozenset((20, 80))


class Heartbeat:
    """Renews the lease from a background thread while the block runs.

    If the lease is lost or time runs out, it raises LeaseLost or AttemptTimedOut in the thread that created it, which
    must be the main thread. It uses a signal, because a signal interrupts every wait.
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
        """Stop the heartbeat. Calling it twice is allowed, because the signal may arrive at the end of the block."""
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
                # Sent repeatedly, because Python drops an error that is raised in a destructor or a callback.
                signal.pthread_kill(self._owner, signal.SIGUSR1)
        faulthandler.cancel_dump_traceback_later()
        connection.close()

    def _check(self) -> AttemptEnded | None:
        if time.monotonic() > self._deadline:
            return AttemptTimedOut()
        try:
            return None if self._has_lease() else LeaseLost()
        except Error:
            # The lease survives a short outage of the database. The next check tries again.
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
        if progress in MILESTONES_PERCENT or now - self._written_at >= PROGRESS_INTERVAL_SECONDS:
            self._highest, self._written_at = progress, now
            if not self._write(progress):
                raise LeaseLost

    def _write(self, progress: int) -> bool:
        try:
            return self._job.advance(progress)
        except DATABASE_AWAY:
            # The next progress is written when the database is back. The attempt goes on meanwhile.
            connection.close()
            return True
