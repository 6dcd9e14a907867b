"""Checks of the parts that this server needs to accept and complete a job."""

import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from threading import Lock
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import Error, connection
from django.utils import timezone

from jobs.engines import engine_named, pairs_of
from jobs.files import storage
from jobs.models import ClusterLiveness, TranslationJob
from translation.exceptions import EngineFailed, NoRoom, UsageError

# A result is reused for this time, so that frequent requests do not keep the disk busy.
REUSE_SECONDS = 3.0
# A part that takes longer counts as failed. This is shorter than the usual timeout of a probe.
TIMEOUT_SECONDS = 4.0
MEGABYTE = 10**6

# Each part with its problem: a sentence without secrets or paths, or None if the part works.
Health = Mapping[str, str | None]


def oldest_waiting(now: datetime) -> float:
    """Return the waiting time of the oldest waiting job in seconds; 0 if no job waits."""
    since = TranslationJob.objects.waiting_since()
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


def _storage() -> str | None:
    try:
        storage.erase(storage.put(f"probes/{uuid4()}", ContentFile(b"probe")))
    except (OSError, NoRoom) as error:
        return f"Cannot write to the storage of documents ({getattr(error.__cause__ or error, 'strerror', error)})."
    return None


def _disk() -> str | None:
    free = shutil.disk_usage(settings.DATA).free
    if free >= settings.MIN_FREE_BYTES:
        return None
    return f"The disk has {free // MEGABYTE} MB free, and MIN_FREE_BYTES is {settings.MIN_FREE_BYTES // MEGABYTE} MB."


def _engine() -> str | None:
    try:
        pairs = pairs_of(engine_named(""))
    except (EngineFailed, UsageError):
        return "The default engine does not answer; `manage.py check` shows why."
    return None if pairs else "The default engine has no language pair; install a model."


def _cluster() -> str | None:
    if ClusterLiveness.objects.alive(timezone.now()).exists():
        return None
    return "No cluster is running; start `manage.py runcluster`."


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
    """Checks the parts in one background thread for all requests, and reuses the result for a few seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._examiner = ThreadPoolExecutor(1, "health")
        self._latest: Future[Health] | None = None
        self._started_at = 0.0

    def health(self) -> Health:
        try:
            return self._examination().result(TIMEOUT_SECONDS)
        except TimeoutError:
            return {"examination": f"A part has not answered for {TIMEOUT_SECONDS:g} seconds."}

    def _examination(self) -> Future[Health]:
        with self._lock:
            running = self._latest is not None and not self._latest.done()
            if self._latest is None or not (running or time.monotonic() - self._started_at < REUSE_SECONDS):
                self._latest = self._examiner.submit(_examine)
                self._started_at = time.monotonic()
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
