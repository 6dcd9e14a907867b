"""The pulse of an attempt: renews its lease and writes its progress, and ends the work when the job was taken away."""

import threading
import time
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection

from jobs.models import LEASE, TranslationJob
from jobs.sandbox import Sandbox

INTERVAL = LEASE.total_seconds() / 3
PROGRESS_INTERVAL = 0.3  # seconds between two writes of the progress
# Written at once, so that whoever polls sees every stage.
MILESTONES = frozenset((20, 80))


class LeaseLost(Exception):
    """The job was deleted, or another worker has it: whatever this one does is pointless."""


class Heartbeat:
    """Renews the lease from a thread of its own while the block runs; when the lease is lost, it kills the reader."""

    def __init__(self, job: TranslationJob, document: Sandbox) -> None:
        self._job = job
        self._document = document
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat of {job.pk}", daemon=True)
        self.lost = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self.lost and not self._ended.wait(INTERVAL):
            try:
                self.lost = not self._job.renew()
            except DatabaseError:
                # The lease outlives a short absence of the database: the next beat tries again.
                continue
            finally:
                connection.close()
        if self.lost:
            self._document.kill()


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
            if not self._job.advance(progress):
                raise LeaseLost
