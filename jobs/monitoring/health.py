"""Whether this installation can take a job and get it done, part by part."""

import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from threading import Lock
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, connection
from django.utils import timezone

from jobs.engines import engine_named, pairs_of
from jobs.models import ClusterLiveness, TranslationJob
from translation.exceptions import EngineFailed, UsageError
from translation.sandbox.client import granted_isolation
from translation.sandbox.confinement import Isolation

# How long an answer is repeated to those who ask again, in seconds: nobody can keep the disk busy by asking.
GOOD_FOR = 3.0
# A part that hangs is told as one that failed, within the time that probes usually wait.
PATIENCE = 4.0  # seconds
MEGABYTE = 10**6

# Part to what is wrong with it, in words without secrets or paths; None where it works.
Health = Mapping[str, str | None]


def oldest_waiting(now: datetime) -> float:
    """Seconds for which the job that has waited longest has waited; 0 when none waits."""
    since = TranslationJob.objects.waiting_since()
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


def _storage() -> str | None:
    try:
        name = default_storage.save(f"probes/{uuid4()}", ContentFile(b"probe"))
        default_storage.delete(name)
    except OSError as error:
        return f"The storage of documents cannot be written to ({error.strerror})."
    return None


def _disk() -> str | None:
    free = shutil.disk_usage(settings.DATA).free
    if free >= settings.MIN_FREE_BYTES:
        return None
    return f"The disk has {free // MEGABYTE} MB left; new documents need {settings.MIN_FREE_BYTES // MEGABYTE} MB."


def _engine() -> str | None:
    try:
        pairs = pairs_of(engine_named(""))
    except (EngineFailed, UsageError):
        return "The default engine does not answer; `manage.py check` tells why."
    return None if pairs else "The default engine has no language pair; install a model."


def _cluster() -> str | None:
    if ClusterLiveness.objects.alive(timezone.now()).exists():
        return None
    return "No cluster gives a sign of life; start `manage.py runcluster`."


def _queue() -> str | None:
    waited = oldest_waiting(timezone.now())
    if waited <= settings.LONGEST_WAIT.total_seconds():
        return None
    return f"A job has waited for {waited / 60:.0f} minutes."


PARTS: Mapping[str, Callable[[], str | None]] = {
    "database": _database,
    "storage": _storage,
    "disk": _disk,
    "engine": _engine,
    "cluster": _cluster,
    "queue": _queue,
}


class Examination:
    """Examines the parts, one examination at a time whoever asks, and repeats its result for a few seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._examiner = ThreadPoolExecutor(1, "health")
        self._latest: Future[Health] | None = None
        self._asked_at = 0.0
        self._mason = ThreadPoolExecutor(1, "walls")
        self._walls: Future[Isolation] | None = None

    def health(self) -> Health:
        try:
            return self._examination().result(PATIENCE)
        except TimeoutError:
            return {"examination": f"Some part has not answered for {PATIENCE:g} seconds."}

    def walls(self) -> Isolation | None:
        """What the kernel grants to readers, as soon as it is known. They work without too, so it is no part."""
        with self._lock:
            self._walls = self._walls or self._mason.submit(granted_isolation)
        is_known = self._walls.done() and not self._walls.exception()
        return self._walls.result() if is_known else None

    def _examination(self) -> Future[Health]:
        with self._lock:
            running = self._latest is not None and not self._latest.done()
            if self._latest is None or not (running or time.monotonic() - self._asked_at < GOOD_FOR):
                self._latest = self._examiner.submit(_examine)
                self._asked_at = time.monotonic()
            return self._latest


def _examine() -> Health:
    try:
        return {part: _state(check) for part, check in PARTS.items()}
    finally:
        connection.close()


def _state(check: Callable[[], str | None]) -> str | None:
    try:
        return check()
    except Error:
        return "The database does not answer."
