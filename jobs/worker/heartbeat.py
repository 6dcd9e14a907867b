"""The pulse of an attempt: renews its lease, watches its time, and ends it when the job was taken away."""

import faulthandler
import signal
import threading
import time
from datetime import timedelta
from types import FrameType, TracebackType
from typing import Self

from django.db import Error, connection

from jobs.models import LEASE, Ended, LeaseLost, OutOfTime, TranslationJob
from jobs.worker.database_retry import DATABASE_AWAY

RENEWAL = LEASE.total_seconds() / 6
# How soon a cancelled job is noticed: much sooner than the lease has to be renewed.
LOOK = 0.5  # seconds
# An engine that keeps the interpreter to itself for so long has hung. Nothing in Python can end it then.
SUFFOCATED = 120.0  # seconds
STANDARD_ERROR = 2  # by its number, as the text stream may have been replaced
PROGRESS_INTERVAL = 0.3  # seconds between two writes of the progress
# Written at once, so that whoever polls sees every stage.
MILESTONES = frozenset((20, 80))


class Heartbeat:
    """Renews the lease from a thread of its own while the block runs.

    When the lease is lost or the time is up, it raises LeaseLost or OutOfTime in the thread that made it, which must be
    the main thread: whatever that waits for is interrupted by a signal.
    """

    def __init__(self, job: TranslationJob, time_limit: timedelta) -> None:
        self._job = job
        self._deadline = time.monotonic() + time_limit.total_seconds()
        self._renewed_at = time.monotonic()
        self._owner = threading.get_ident()
        self._over = threading.Event()
        self._verdict: Ended | None = None
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat of {job.pk}", daemon=True)

    def __enter__(self) -> Self:
        signal.signal(signal.SIGUSR1, self._raise_verdict)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Let the heart stop, once or again: the signal may arrive while the block is being left."""
        self._over.set()
        self._thread.join()

    def _raise_verdict(self, number: int, frame: FrameType | None) -> None:
        if self._verdict and not self._over.is_set():
            raise self._verdict

    def _beat(self) -> None:
        while not self._over.wait(LOOK):
            faulthandler.dump_traceback_later(SUFFOCATED, exit=True, file=STANDARD_ERROR)
            if not self._verdict:
                self._verdict = self._judge()
            if self._verdict:
                # Again and again, as what is raised in a destructor or a callback is lost.
                signal.pthread_kill(self._owner, signal.SIGUSR1)
        faulthandler.cancel_dump_traceback_later()
        connection.close()

    def _judge(self) -> Ended | None:
        if time.monotonic() > self._deadline:
            return OutOfTime()
        try:
            return None if self._still_mine() else LeaseLost()
        except Error:
            # The lease outlives a short absence of the database: the next beat tries again.
            connection.close()
            return None

    def _still_mine(self) -> bool:
        if time.monotonic() - self._renewed_at < RENEWAL:
            return self._job.held()
        self._renewed_at = time.monotonic()
        return self._job.renew()


class ProgressWriter:
    """Writes the progress to the job, seldom enough for the database. Raises LeaseLost."""

    def __init__(self, job: TranslationJob) -> None:
        self._job = job
        self._highest = 0
        self._written_at = time.monotonic()

    def __call__(self, progress: int) -> None:
        now = time.monotonic()
        if progress <= self._highest:
            return
        if progress in MILESTONES or now - self._written_at >= PROGRESS_INTERVAL:
            self._highest, self._written_at = progress, now
            if not self._write(progress):
                raise LeaseLost

    def _write(self, progress: int) -> bool:
        try:
            return self._job.advance(progress)
        except DATABASE_AWAY:
            # The next one is written when the database is back; the work need not wait for it.
            connection.close()
            return True
